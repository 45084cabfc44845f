"""From every schema that there ever was, with a row in each table, to the one of this program."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy import Column, Connection, MetaData, Table

from dcbot.database_care import check, upgrade
from storage import public_marks
from storage.migrations.make import versions
from storage.schema import PACKAGED, VERSION_TABLE, Migrations, State
from storage.search_index import NAME
from storage.visiting import looking, writing
from tests.templates import Databases
from tests.test_migrations import later, remake, state_of, unheard
from tests.world import MONDAY_NOON

pytestmark = pytest.mark.usefixtures("asked_once")

VERSIONS = [path.stem.partition("_")[0] for path in versions(PACKAGED)]
Rows = dict[str, dict[str, Any]]


def value_of(column: Column[Any]) -> object:
    """Something that the column takes: the row it refers to, or a value of its type."""
    for key in column.foreign_keys:
        # A row that refers to its own table refers to nothing here.
        inward = key.column.table is column.table
        return None if inward else value_of(key.column)
    kind = column.type
    if isinstance(kind, sa.DateTime):
        return MONDAY_NOON if getattr(kind, "timezone", False) else MONDAY_NOON.replace(tzinfo=None)
    if isinstance(kind, sa.JSON):
        return {"word": ["kept", 1]}
    if isinstance(kind, sa.Date):
        return MONDAY_NOON.date()
    if isinstance(kind, sa.Boolean):
        return True
    if isinstance(kind, sa.Integer):
        return 1
    if isinstance(kind, sa.Numeric | sa.Float):
        return 1.5
    return f"{column.name} kept"


def tables_of(connection: Connection) -> list[Table]:
    """The tables as they are in the database, each after those that it refers to; what can be
    found is made anew of them."""
    found = MetaData()
    found.reflect(connection)
    made = (VERSION_TABLE, "search_due", "search_entries", public_marks.NAME)
    return [
        table
        for table in found.sorted_tables
        if table.name not in made and not table.name.startswith(NAME)
    ]


def bring_to(connection: Connection, version: str) -> list[Table]:
    """An empty database gets the tables of that version, and a row in each."""
    command.upgrade(PACKAGED.config(connection), version)
    tables = tables_of(connection)
    for table in tables:
        values = {column.name: value_of(column) for column in table.columns}
        connection.execute(table.insert().values(values))
    return tables


def rows_of(connection: Connection, tables: Sequence[Table]) -> Rows:
    """The one row of each table, in words that compare; a table that came later has none."""
    found: Rows = {}
    for table in tables:
        for row in connection.execute(table.select()).mappings().all():
            words = {name: json.dumps(value, default=str) for name, value in row.items()}
            assert found.setdefault(table.name, words) == words
    return found


@pytest.mark.parametrize("version", VERSIONS)
async def test_every_schema_is_upgraded_with_its_rows(databases: Databases, version: str) -> None:
    await keeps_rows(databases.empty(), version, PACKAGED)


@pytest.mark.parametrize("version", [VERSIONS[0], VERSIONS[-1]])
async def test_the_oldest_and_the_newest_go_on_to_the_next_one(
    databases: Databases, version: str, tmp_path: Path
) -> None:
    url = databases.empty()

    await keeps_rows(url, version, later(tmp_path, remake(url)))


async def keeps_rows(url: str, version: str, migrations: Migrations) -> None:
    """From that version to the head, each row keeps what stands in the columns that stay."""
    async with writing(url, foreign_keys=False) as connection:
        tables = await connection.run_sync(bring_to, version)
    async with looking(url) as connection:
        before = await connection.run_sync(rows_of, tables)

    await upgrade(url, unheard, migrations)

    assert await state_of(url, migrations) is State.CURRENT
    assert all(finding.ok for finding in await check(url, migrations) if "free" not in finding.line)
    async with looking(url) as connection:
        after = await connection.run_sync(lambda open_: rows_of(open_, tables_of(open_)))
    assert len(before) > 10 and before.keys() <= after.keys()
    for table, row in before.items():
        stayed = row.keys() & after[table].keys()
        assert {name: row[name] for name in stayed} == {name: after[table][name] for name in stayed}
