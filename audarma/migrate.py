# SPDX-FileCopyrightText: 2026 The project's contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Brings a database's tables up to date, by the Alembic migrations in ``audarma.migrations``."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from audarma.errors import SettingsError

# Any number will do, as long as nothing else in the same database locks by it.
_POSTGRESQL_LOCK = 0x61756461


def upgrade(engine: Engine) -> None:
    """Run the migrations that *engine*'s database lacks; starts at the same time take turns.

    Raises:
        SettingsError: the database cannot be opened.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    head = ScriptDirectory.from_config(config).get_current_head()
    try:
        with engine.begin() as connection:
            if MigrationContext.configure(connection).get_current_revision() == head:
                return
            if engine.dialect.name == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_POSTGRESQL_LOCK})"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except SQLAlchemyError as error:
        where = engine.url.render_as_string(hide_password=True)
        raise SettingsError(
            f"{where}: the database cannot be opened ({error.__class__.__name__}). Check "
            "AUDARMA_DATABASE_URL, and that the server runs and the folder can be written.",
            where,
        ) from error
