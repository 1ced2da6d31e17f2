# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The flows' parameters, as models that make the forms of the Prefect UI.

The glossaries to choose from are the files of the glossary folder when this module is imported,
since a form's choices are fixed when a flow is defined; new files show after a restart.
"""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field

from audarma.job import Request
from audarma.ports import LanguageMarks
from audarma.settings import load_settings


def _glossary_names() -> list[str]:
    folder = load_settings().glossaries
    names = {path.stem for path in folder.glob("en-*/*.csv")}
    return sorted(names) or ["none"]


GlossaryName = Enum("GlossaryName", {name: name for name in _glossary_names()}, type=str)  # type: ignore[misc]  # its members are data

Language = Literal["kk", "ru"]
ReviewFormat = Literal["PO", "XLIFF 2", "XLIFF 1.2"]
_REVIEW_FORMATS: dict[ReviewFormat, str] = {"PO": "po", "XLIFF 2": "xliff2", "XLIFF 1.2": "xliff12"}
Layout = Literal["a package a language", "mlang", "span"]
EngineName = Literal[
    "starter",
    "ctranslate2",
    "transformers",
    "openai",
    "libretranslate",
    "apertium",
    "pivot",
    "pseudo",
]


class Languages(BaseModel):
    """Which languages a step works on."""

    languages: list[Language] = Field(
        default=["kk", "ru"],
        min_length=1,
        title="Languages",
        description="Languages to adapt into: kk is Kazakh, ru is Russian.",
    )


class Packages(Languages):
    """What packages hold."""

    layout: Layout = Field(
        default="a package a language",
        title="Packages",
        description="mlang and span: one package, English and all languages side by side in one "
        "file, for Moodle's filter multilang2 or for its own; Moodle's formats only.",
    )

    @property
    def marks(self) -> LanguageMarks | None:
        """Say how languages side by side are marked; None where each has its own package."""
        return None if self.layout == "a package a language" else self.layout


class Source(BaseModel):
    """What to adapt, and what is known of its licence."""

    sources: list[str] = Field(
        min_length=1,
        title="Sources",
        description="Files, folders or http(s) addresses of English resources, one a line.",
    )
    whole_sites: bool = Field(
        default=False,
        title="Whole sites",
        description="Of an address, take all pages under it, not one page.",
    )
    licence: str = Field(
        default="",
        title="Licence of the source",
        description="SPDX name such as CC-BY-4.0; only needed where the source does not say.",
    )
    adaptation_licence: str = Field(
        default="",
        title="Licence of the adaptation",
        description="SPDX name; empty: the licence that the source's licence leads to.",
    )
    permission: str = Field(
        default="",
        title="Permission",
        description="Path of the rights holder's written permission, where the licence needs one.",
    )


class Translation(Languages):
    """How to translate."""

    engine: EngineName = Field(
        default="starter",
        title="Engine",
        description="starter works offline and is weak; ctranslate2, transformers and openai need "
        "a model, libretranslate and apertium a server, pivot two engines.",
    )
    model: str = Field(
        default="",
        title="Model",
        description="Model name or folder; a server's address for libretranslate and apertium; "
        "FIRST>SECOND for pivot, each an engine with its model.",
    )
    glossaries: list[GlossaryName] = Field(
        default=[],
        title="Glossaries",
        description="Glossaries whose terms must be used; none chosen: all of them.",
    )
    review_files: ReviewFormat = Field(
        default="PO",
        title="Review files",
        description="PO for Poedit, Weblate, Lokalize and OmegaT; XLIFF for CAT tools.",
    )


# Fields stand in the form base by base, the last base first.
class LocalizeParameters(Packages, Translation, Source):
    """What to adapt, into which languages, and how."""

    review: Literal["wait for reviewers", "publish a draft"] = Field(
        default="wait for reviewers",
        title="Review",
        description="Wait for reviewers: stop after writing review files. Publish a draft: also "
        "build packages now, which tell their readers that people have not reviewed them.",
    )


class ResourceParameters(Languages):
    """A resource of the workspace."""

    resource: str = Field(
        min_length=1,
        title="Resource",
        description="The resource's name, as the review queue and the file names show it.",
    )


class TranslateParameters(Translation, ResourceParameters):
    """Translating what is left of a resource."""


class PublishParameters(Packages, ResourceParameters):
    """Building packages."""

    draft: bool = Field(
        default=False,
        title="Draft",
        description="Publish although segments wait for review; readers are told so.",
    )


class CollectParameters(BaseModel):
    """Reading reviewed files."""

    paths: list[str] = Field(
        default=[],
        title="Review files",
        description="PO or XLIFF files or folders of them; none: the workspace's review folder.",
    )
    publish: bool = Field(
        default=True,
        title="Publish",
        description="Build the package of each resource and language that is reviewed entirely.",
    )


class RefreshParameters(BaseModel):
    """Bringing a resource up to date with its source."""

    resource: str = Field(
        min_length=1,
        title="Resource",
        description="The resource's name, as the review queue and the file names show it.",
    )


def request(
    source: Source | None = None, translation: Translation | None = None, *, waits: bool = True
) -> Request:
    """Give the domain's request for a form's values."""
    source = source or Source(sources=["-"])
    translation = translation or Translation()
    engine = f"{translation.engine}:{translation.model}".rstrip(":")
    return Request(
        locales=tuple(translation.languages),
        engine=engine,
        glossaries=tuple(name.value for name in translation.glossaries),
        licence=source.licence,
        adaptation_licence=source.adaptation_licence,
        permission=Path(source.permission) if source.permission else None,
        waits_for_review=waits,
        review_format=_REVIEW_FORMATS[translation.review_files],
    )
