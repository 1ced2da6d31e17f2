# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings: environment variables ``AUDARMA_…``, then ``audarma.toml``, then these defaults.

The defaults work offline, on one machine, in the folder where the command is given.
"""

from __future__ import annotations

from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from audarma.errors import SettingsError

SETTINGS_FILE = "audarma.toml"
_ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """All that can be set; each has a description and a default that works offline."""

    model_config = SettingsConfigDict(
        env_prefix="AUDARMA_", toml_file=SETTINGS_FILE, extra="forbid"
    )

    workspace: Path = Field(
        Path("workspace"),
        description="Folder of the store, snapshots, review files and packages.",
    )
    database_url: str = Field(
        "",
        description="SQLAlchemy address of the store; empty for SQLite in the workspace.",
    )
    engine: str = Field("starter", description="Engine that translates when none is named.")
    models: Path = Field(_ROOT / "models", description="Folder of the engines' models.")
    glossaries: Path = Field(_ROOT / "glossaries", description="Folder of the termbases.")
    batch_segments: int = Field(
        200, ge=1, le=10_000, description="Segments in a batch: what a crash can lose."
    )
    engine_beam_size: int = Field(
        4, ge=1, le=32, description="Hypotheses that a neural model keeps; 1 is fastest."
    )
    engine_device: Literal["auto", "cpu", "cuda"] = Field(
        "auto", description="Where a neural model runs; auto is a GPU where there is one."
    )
    engine_precision: Literal[
        "auto", "float32", "bfloat16", "float16", "int8", "int8_float16", "int8_bfloat16"
    ] = Field(
        "auto",
        description="How a neural model computes; auto is int8 (ctranslate2) or float32 "
        "(transformers) on a CPU, bfloat16 on a GPU.",
    )
    engine_attempts: int = Field(
        4, ge=1, le=20, description="Times a batch is tried when the engine does not answer."
    )
    engine_pause_s: float = Field(
        2.0, ge=0, description="Seconds before the second try; doubled before each further one."
    )
    engine_timeout_s: float = Field(
        120.0, gt=0, description="Seconds that an engine's server may take for one answer."
    )
    engine_requests_at_once: int = Field(
        4, ge=1, le=256, description="Requests to an engine's server in flight at once."
    )
    engine_requests_per_minute: float = Field(
        0.0, ge=0, description="Requests a minute to an engine's server; 0 for no limit."
    )
    openai_url: str = Field(
        "http://localhost:11434/v1",
        description="Address of the server that speaks the OpenAI chat protocol.",
    )
    openai_input_price: float | None = Field(
        None, ge=0, description="Price of a million tokens sent, in any currency, for reports."
    )
    openai_output_price: float | None = Field(
        None, ge=0, description="Price of a million tokens received, in the same currency."
    )
    libretranslate_url: str = Field(
        "http://localhost:5000", description="Address of the LibreTranslate server."
    )
    apertium_url: str = Field(
        "http://localhost:2737", description="Address of the apertium-apy server."
    )
    fuzzy_percent: int = Field(
        75, ge=50, le=99, description="Least similarity of a fuzzy match from the memory."
    )
    collect_every_s: int = Field(
        900, ge=10, description="Seconds between two scheduled readings of the review folder."
    )
    adapt_quotes: bool = Field(
        True, description="Write machines' quotation marks as the target language does."
    )
    adapt_numbers: bool = Field(
        True, description="Write machines' decimal commas and digit groups as the target language."
    )
    adapt_percent: bool = Field(
        True, description="Set the space at machines' % and № as the target language does."
    )
    adapt_dates: bool = Field(
        True,
        description="Put dates and times that machines left in English into the target's form.",
    )
    adapt_ordinals: bool = Field(
        True, description="Write machines' Kazakh ordinals with a hyphen, as in 7-сынып."
    )
    adapt_units: Literal["keep", "convert"] = Field(
        "keep",
        description="Keep machines' miles, feet and °F, or convert them, the original behind.",
    )
    adapt_reviewed: bool = Field(
        False,
        description="Adapt quotation marks, numbers and % also in what people wrote or approved.",
    )
    kazakh_script: Literal["cyrillic", "latin"] = Field(
        "cyrillic", description="Letters of published Kazakh; Latin ones are those of April 2021."
    )
    organisation: str = Field(
        "Audarma", description="Who adapts, as named in packages and attributions."
    )
    allow_private_addresses: bool = Field(
        False, description="Let addresses lead to a private or local network."
    )
    site_pages: int = Field(
        2000, ge=1, le=50_000, description="Most pages that are fetched of a site."
    )
    site_limit_mb: int = Field(
        2048, ge=1, description="Most that is fetched of a site in all, in megabytes."
    )
    site_pause_s: float = Field(
        0.5, ge=0, description="Seconds between two requests to a site; it may ask for more."
    )
    download_limit_mb: int = Field(
        1024, ge=1, description="Largest resource that is fetched from an address, in megabytes."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Put ``audarma.toml`` behind the environment."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def store_url(self) -> str:
        """Give the store's address."""
        return self.database_url or f"sqlite:///{(self.workspace / 'store.sqlite').absolute()}"


def load_settings(**changes: object) -> Settings:
    """Read the settings; *changes* come before the environment.

    Raises:
        SettingsError: names each setting with a value that cannot be.
    """
    try:
        return Settings(**changes)  # type: ignore[arg-type]  # pydantic checks the values
    except TOMLDecodeError as error:
        raise SettingsError(
            f"{SETTINGS_FILE}: it is not valid TOML: {error}. Correct it."
        ) from error
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()
        )
        raise SettingsError(
            f"Settings ({SETTINGS_FILE}, AUDARMA_…): {faults}. Correct them and try again.", faults
        ) from error
