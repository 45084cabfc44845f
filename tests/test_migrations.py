"""Migrations: they lead to the records, keep the rows, and leave alone what they cannot change."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from dcbot.database_care import check, copy, make_ready, upgrade
from dcbot.errors import DatabaseError
from storage.contacts import Contact
from storage.database import Database, make_engine
from storage.groups import Group
from storage.migrations.make import is_record, make, versions
from storage.people import Person
from storage.records import METADATA
from storage.schema import PACKAGED, VERSION_TABLE, Migrations, State, state
from storage.visiting import looking
from tests.servers import PostgreSQL
from tests.templates import Databases
from tests.world import MONDAY_NOON, create_tables

LATER = '''"""Migration 9999: a later one."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"


def upgrade():
{steps}
'''
REMAKE = """
    with op.batch_alter_table("groups", recreate="{recreate}") as table:
        table.add_column(sa.Column("motto", sa.Text(), nullable=True))
"""
BREAK = """
    op.create_table("half", sa.Column("id", sa.Integer()))
    op.execute("UPDATE groups SET name = 'half'")
    op.execute("THIS IS NO SQL")
"""


def later(folder: Path, steps: str) -> Migrations:
    """The packaged migrations and one more."""
    migrations = Migrations(folder / "migrations")
    shutil.copytree(PACKAGED.folder, migrations.folder)
    words = LATER.format(head=PACKAGED.head, steps=steps)
    (migrations.folder / "versions" / "9999_later.py").write_text(words, encoding="utf-8")
    return migrations


def remake(url: str) -> str:
    """Steps that make the table of groups anew where the database must."""
    return REMAKE.format(recreate="always" if url.startswith("sqlite") else "never")


async def put_rows(url: str) -> None:
    """A group, a person and a row that refers to both."""
    database = Database(url)
    async with database.transaction() as store:
        group = Group(key="dcx", kind="coalition", name="X", created_at=MONDAY_NOON)  # type: ignore[arg-type]
        person = Person(name="Jo", created_at=MONDAY_NOON)
        store.session.add_all([group, person])
        await store.flush()
        contact = Contact(
            group_id=group.id, person_id=person.id, proposed_by="Jo", proposed_at=MONDAY_NOON
        )
        store.contacts.add(contact)
    await database.close()


async def counts(url: str) -> dict[str, int]:
    """How many rows some tables hold."""
    async with looking(url) as connection:
        return {
            name: int(await connection.scalar(text(f"SELECT count(*) FROM {name}")) or 0)
            for name in ("groups", "people", "contacts")
        }


async def state_of(url: str, migrations: Migrations = PACKAGED) -> State:
    """What the database is."""
    async with looking(url) as connection:
        return await connection.run_sync(migrations.state)


def unheard(line: str) -> None:
    """Progress that nobody reads."""


def described(index: Any) -> str:
    """An index in words; its condition, where it has one, as it is written."""
    options = {key: str(value) for key, value in index.get("dialect_options", {}).items()}
    return str({**index, "dialect_options": options})


def shape(connection: Connection) -> dict[str, Any]:
    """Everything that can be read of the tables."""
    looked = inspect(connection)
    return {
        name: {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"], column["default"])
                for column in looked.get_columns(name)
            },
            "key": looked.get_pk_constraint(name)["constrained_columns"],
            "references": sorted(map(str, looked.get_foreign_keys(name))),
            "unique": sorted(map(str, looked.get_unique_constraints(name))),
            "indexes": sorted(map(described, looked.get_indexes(name))),
            "checks": sorted(map(str, looked.get_check_constraints(name))),
        }
        for name in looked.get_table_names()
        if name != VERSION_TABLE and is_record(name, "table", None)
    }


async def test_an_upgraded_database_equals_the_records(databases: Databases) -> None:
    upgraded, made = databases.empty(), Database(databases.empty())
    await upgrade(upgraded, unheard)
    await create_tables(made)

    def differences(connection: Connection) -> Any:
        options = {
            "version_table": VERSION_TABLE,
            "compare_server_default": True,
            "include_name": is_record,
        }
        return compare_metadata(MigrationContext.configure(connection, opts=options), METADATA)

    engine = make_engine(upgraded)
    async with engine.connect() as ours, made.engine.connect() as records:
        found = await ours.run_sync(differences)
        shapes = [await connection.run_sync(shape) for connection in (ours, records)]
    await engine.dispose()
    await made.close()

    advice = "Write the migration anew: .venv/bin/python -m storage.migrations.make --again"
    assert found == [], advice
    assert shapes[0] == shapes[1], advice
    assert len(shapes[0]) == len(METADATA.tables)


def test_nothing_is_left_to_migrate_and_a_new_migration_is_written_whole(tmp_path: Path) -> None:
    migrations = Migrations(tmp_path / "migrations")
    shutil.copytree(PACKAGED.folder, migrations.folder)

    written = make("nothing new", migrations)

    number = len(versions(PACKAGED)) + 1
    words = written.read_text(encoding="utf-8")
    assert written.name == f"{number:04d}_nothing_new.py"
    assert words.startswith(f'"""Migration {number:04d}: nothing new."""')
    assert "    pass\n" in words and "op.create_table" not in words


def test_a_migration_depends_on_no_code_that_changes() -> None:
    for file in versions(PACKAGED):
        words = file.read_text(encoding="utf-8")
        assert "storage" not in words and "dcbot" not in words


async def test_an_empty_database_gets_its_tables_and_is_then_current(databases: Databases) -> None:
    url = databases.empty()
    said: list[str] = []

    await upgrade(url, said.append)
    await upgrade(url, said.append)

    assert await state_of(url) is State.CURRENT
    assert said[0].endswith(f"has version {PACKAGED.head} now.")
    assert said[1].endswith(f"has version {PACKAGED.head} already.")
    assert all(finding.ok for finding in await check(url))


async def test_states(databases: Databases, tmp_path: Path) -> None:
    empty, current, newer, foreign = (databases.empty() for _ in range(4))
    migrations = later(tmp_path, "    pass")
    await upgrade(current, unheard)
    await upgrade(newer, unheard, migrations)
    engine = make_engine(foreign)
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        await connection.execute(text("INSERT INTO alembic_version VALUES ('0001')"))
    found = await state(engine)
    await engine.dispose()

    assert found is State.FOREIGN
    if not empty.startswith("sqlite"):
        assert await state_of(empty) is State.EMPTY
    assert await state_of(current) is State.CURRENT
    assert await state_of(current, migrations) is State.OLDER
    assert await state_of(newer) is State.NEWER


async def test_an_upgrade_keeps_the_rows_of_a_table_that_is_made_anew(
    databases: Databases, tmp_path: Path
) -> None:
    url = databases.empty()
    await make_ready(url)
    await put_rows(url)
    migrations = later(tmp_path, remake(url))
    said: list[str] = []

    await upgrade(url, said.append, migrations)

    assert await counts(url) == {"groups": 1, "people": 1, "contacts": 1}
    assert await state_of(url, migrations) is State.CURRENT
    if url.startswith("sqlite"):
        (kept,) = Path(url[len("sqlite+aiosqlite:///") :]).parent.glob("*.before-9999")
        assert str(kept) in said[0]
        assert await counts(f"sqlite+aiosqlite:///{kept}") == await counts(url)
        assert await state_of(f"sqlite+aiosqlite:///{kept}") is State.CURRENT


async def test_a_migration_that_breaks_leaves_everything_as_it_was(
    databases: Databases, tmp_path: Path
) -> None:
    url = databases.empty()
    await make_ready(url)
    await put_rows(url)
    migrations = later(tmp_path, BREAK)

    with pytest.raises(Exception, match="THIS IS NO SQL"):
        await upgrade(url, unheard, migrations)

    async with looking(url) as connection:
        names = await connection.run_sync(lambda one: inspect(one).get_table_names())
        assert await connection.scalar(text("SELECT name FROM groups")) == "X"
    assert "half" not in names
    assert await state_of(url) is State.CURRENT
    if url.startswith("sqlite"):
        assert not list(Path(url[len("sqlite+aiosqlite:///") :]).parent.glob("*.before-*"))


@pytest.mark.parametrize("doing", ["make_ready", "upgrade", "copy to it", "copy from it"])
async def test_a_newer_database_is_left_as_it_was(
    databases: Databases, tmp_path: Path, doing: str
) -> None:
    url, other = databases.empty(), databases.empty()
    await upgrade(url, unheard, later(tmp_path, remake(url)))
    before = fingerprint(url)

    with pytest.raises(DatabaseError, match=r"made by a newer dcbot.*Install the newer dcbot"):
        match doing:
            case "make_ready":
                await make_ready(url)
            case "upgrade":
                await upgrade(url, unheard)
            case "copy to it":
                await make_ready(other)
                await copy(other, url, unheard)
            case _:
                await copy(url, other, unheard)

    assert fingerprint(url) == before
    (finding,) = await check(url)
    assert not finding.ok and "newer" in finding.line
    assert fingerprint(url) == before


def fingerprint(url: str) -> Any:
    """The bytes of a file and the names beside it; nothing for a server."""
    if not url.startswith("sqlite"):
        return None
    file = Path(url[len("sqlite+aiosqlite:///") :])
    return file.read_bytes(), sorted(file.parent.glob(f"{file.name}*"))


async def test_an_older_database_does_not_start_but_can_be_upgraded(
    databases: Databases, tmp_path: Path
) -> None:
    url = databases.empty()
    await make_ready(url)
    migrations = later(tmp_path, "    pass")

    (finding,) = await check(url, migrations)
    assert not finding.ok and finding.what_to_do == "Stop the bot and say “dcbot db upgrade”."
    await upgrade(url, unheard, migrations)
    assert all(finding.ok for finding in await check(url, migrations))


@pytest.mark.parametrize("beginning", ["empty", "older"])
async def test_two_upgrades_at_once_do_it_once(
    databases: Databases, tmp_path: Path, beginning: str
) -> None:
    url = databases.empty()
    migrations = later(tmp_path, remake(url))
    if beginning == "older":
        await make_ready(url)
        await put_rows(url)

    await asyncio.gather(*(upgrade(url, unheard, migrations) for _ in range(2)))

    assert await state_of(url, migrations) is State.CURRENT
    if beginning == "older":
        assert await counts(url) == {"groups": 1, "people": 1, "contacts": 1}


async def test_a_locked_table_on_the_server_does_not_hold_up_an_upgrade_for_ever(
    postgresql: PostgreSQL, tmp_path: Path
) -> None:
    url = await postgresql.create_database()
    await make_ready(url)
    holder = await postgresql.connect(url.rsplit("/", 1)[-1])
    try:
        async with holder.transaction():
            await holder.execute("LOCK TABLE groups")
            findings = await check(url)
    finally:
        await holder.close()
        await postgresql.drop_database(url)

    assert not findings[-1].ok and "is locked" in findings[-1].line
