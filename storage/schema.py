"""The version of a database: which it has, and the way to the one that this program needs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, MetaData, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from storage import public_marks, search_index
from storage.database import make_engine

if TYPE_CHECKING:
    from alembic.config import Config

VERSION_TABLE = "dcbot_version"
"""A name of our own: a database that another program keeps with Alembic is not taken for ours."""

# Any number serves, as long as every dcbot takes the same one.
_UPGRADE_LOCK = 3_427_116_001
_LOCK_SECONDS = 10
_REVISION = re.compile(r"^(revision|down_revision) = ['\"](.+)['\"]$", re.MULTILINE)


class State(StrEnum):
    """What a database is, compared with what this program needs."""

    EMPTY = "empty"
    CURRENT = "current"
    OLDER = "older"
    NEWER = "newer"
    FOREIGN = "foreign"
    """It holds tables, and not ours."""


class Unfit(Exception):
    """The database is newer than the migrations or holds other tables; it was not touched."""

    def __init__(self, state: State) -> None:
        super().__init__(f"the database is {state}")
        self.state = state


class BrokenReferences(Exception):
    """After the migration, rows would refer to rows that are not there; it was undone."""


@dataclass(frozen=True)
class Migrations:
    """The migrations in one folder."""

    folder: Path

    @property
    def head(self) -> str:
        """The version that the newest migration leads to."""
        versions = self._versions()
        (head,) = versions.keys() - versions.values()
        return head

    def version(self, connection: Connection) -> str | None:
        """The version that the database says it has; None where it says nothing."""
        if VERSION_TABLE not in inspect(connection).get_table_names():
            return None
        try:
            found = connection.scalars(text(f"SELECT version_num FROM {VERSION_TABLE}")).all()
        except DBAPIError:
            return None
        return str(found[0]) if len(found) == 1 else None

    def state(self, connection: Connection) -> State:
        """What the database is; nothing in it is touched."""
        tables = set(inspect(connection).get_table_names())
        version = self.version(connection)
        if version is None:
            return State.FOREIGN if tables - {VERSION_TABLE} else State.EMPTY
        if version == self.head:
            return State.CURRENT
        return State.OLDER if version in self._versions() else State.NEWER

    def apply(self, connection: Connection) -> None:
        """Bring the database to the head, in the transaction of the connection; or raise Unfit.

        On SQLite foreign keys must be off on the connection where rows are there already: a table
        that is made anew is dropped first, and would take the rows that refer to it along.
        """
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SET LOCAL lock_timeout = '{_LOCK_SECONDS}s'"))
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_UPGRADE_LOCK})"))
        # Somebody else may have been at it while the lock was waited for.
        if (state := self.state(connection)) in (State.NEWER, State.FOREIGN):
            raise Unfit(state)
        from alembic import command

        command.upgrade(self.config(connection), "head")
        search_index.lay(connection)
        public_marks.lay(connection)
        if connection.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
            if broken is not None:
                raise BrokenReferences(f"a row of {broken[0]} refers to no row of {broken[2]}")

    def stamp(self, connection: Connection) -> None:
        """Say that the database is at the head, where its tables were made from the records."""
        from alembic import command

        command.stamp(self.config(connection), "head")

    def config(
        self, connection: Connection, metadata: MetaData | None = None, **options: Any
    ) -> Config:
        """What Alembic must be told; it needs no file of its own."""
        from alembic.config import Config

        # Alembic reads a percent sign as the beginning of a reference.
        config = Config()
        config.set_main_option("script_location", str(self.folder).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
        config.attributes["connection"] = connection
        config.attributes["metadata"] = metadata
        config.attributes["options"] = {"version_table": VERSION_TABLE, **options}
        return config

    def _versions(self) -> dict[str, str | None]:
        """Each version, and the one that it follows."""
        # Read, not run: at most starts nothing is to be migrated, and Alembic is not needed.
        versions: dict[str, str | None] = {}
        for file in (self.folder / "versions").glob("*.py"):
            said = dict(_REVISION.findall(file.read_text(encoding="utf-8")))
            if "revision" in said:
                versions[said["revision"]] = said.get("down_revision")
        return versions


PACKAGED = Migrations(Path(__file__).parent / "migrations")
"""The migrations that came with this program."""


async def state(engine: AsyncEngine, migrations: Migrations = PACKAGED) -> State:
    """What the database is, compared with what this program needs."""
    async with engine.connect() as connection:
        return await connection.run_sync(migrations.state)


async def upgrade(url: str, migrations: Migrations = PACKAGED) -> None:
    """Bring the database to the version of this program, in one transaction."""
    engine = make_engine(url, foreign_keys=False)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(migrations.apply)
    finally:
        await engine.dispose()
