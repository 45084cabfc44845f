"""A copy of a database is the same in every row, goes on counting, and is made whole or not."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Column, DateTime, Enum, Float, Integer, Table, select, text

from dcbot.database_care import copy, make_ready
from dcbot.errors import DatabaseError
from storage import search_index
from storage.base import Document, LocalTime, Moment
from storage.database import Database
from storage.groups import Group, GroupKind
from storage.people import Person
from storage.records import METADATA
from storage.sqlite_file import file_of
from storage.visiting import looking, writing
from tests.servers import PostgreSQL
from tests.templates import Databases, Files, aside, databases_on
from tests.world import MONDAY_NOON

TRICKY = (
    "Zoë said “no” – ‮olleh‬",
    "",
    "a\nb\tc\\d'e\"f %s :name ?",
    "\N{GRINNING FACE}\N{COMBINING ACUTE ACCENT}",
    "\0 and \ud800",
    "x" * 100_000,
)
DOCUMENTS: tuple[Any, ...] = (
    {"z": 1, "a": [None, True, 1.5, 1e22, -0.0, 12345678901234567890], "é\0": "\udfff"},
    {},
    {"deep": {"deep": [{"deep": "x"}]}, "": "", "number": 10.0, "nothing": float("nan")},
)


@pytest.fixture
def kinds(
    quick_folder: Path,
    file_templates: Path,
    postgresql: PostgreSQL,
    server_templates: dict[str, str],
) -> Iterator[dict[str, Databases]]:
    """Makers of databases, by their kind."""
    with databases_on(postgresql, server_templates) as server:
        yield {"sqlite": Files(file_templates, quick_folder), "postgresql": server}


def value_of(column: Column[Any], number: int) -> Any:
    """Something hard to keep, of the column's type, that differs from row to row."""
    if column.foreign_keys:
        return number
    match column.type:
        case LocalTime():
            return MONDAY_NOON.replace(tzinfo=None) + timedelta(days=number * 200)
        case Moment() | DateTime():
            return MONDAY_NOON + timedelta(days=number * 200, microseconds=number)
        case Enum() as choice:
            words = list(choice.enum_class or choice.enums)
            return words[number % len(words)]
        case Boolean():
            return bool(number % 2)
        case Integer():
            return number
        case Float():
            return number / 7
        case Document() | JSON():
            return DOCUMENTS[number % len(DOCUMENTS)]
    unique = column.primary_key or column.unique or _in_unique(column)
    word = TRICKY[number % len(TRICKY)]
    return f"{number} {word}"[:1000] if unique else word


def _in_unique(column: Column[Any]) -> bool:
    indexed = [column for index in column.table.indexes for column in index.columns]
    keys = [one for key in column.table.constraints for one in getattr(key, "columns", ())]
    return any(one is column for one in (*indexed, *keys))


def row_of(table: Table, number: int) -> dict[str, Any]:
    """One row; each third leaves out what may be left out, and each what its own table lends."""
    return {
        column.name: value_of(column, number)
        for column in table.columns
        if not (column.nullable and number % 3 == 0) and not _is_inward(column)
    }


async def fill(url: str, rows: int = 12) -> None:
    """Rows in every table; the first group stands under the last one."""
    await make_ready(url)
    async with writing(url) as connection:
        # Their triggers would write rows of their own.
        await connection.run_sync(search_index.take_off)
        for table in METADATA.sorted_tables:
            for number in range(1, rows + 1):
                await connection.execute(table.insert(), row_of(table, number))
        first = text("UPDATE groups SET parent_id = :last WHERE id = 1")
        await connection.execute(first, {"last": rows})
        await connection.run_sync(search_index.lay)


def _is_inward(column: Column[Any]) -> bool:
    return any(key.column.table is column.table for key in column.foreign_keys)


async def rows_in(url: str) -> dict[str, list[Any]]:
    """All rows, as Python sees them."""
    found: dict[str, list[Any]] = {}
    async with looking(url) as connection:
        for table in METADATA.sorted_tables:
            rows = (await connection.execute(select(table))).all()
            found[table.name] = sorted((tuple(row) for row in rows), key=repr)
    return found


def unheard(line: str) -> None:
    """Progress that nobody reads."""


DIRECTIONS = list(itertools.product(("sqlite", "postgresql"), repeat=2))


@pytest.mark.parametrize(("from_kind", "to_kind"), DIRECTIONS)
async def test_every_row_of_every_table_arrives_as_it_was(
    kinds: dict[str, Databases], from_kind: str, to_kind: str
) -> None:
    source, target = kinds[from_kind].empty(), kinds[to_kind].empty()
    await fill(source)
    said: list[str] = []

    await copy(source, target, said.append)

    before, after = await rows_in(source), await rows_in(target)
    assert all(len(rows) == 12 for rows in before.values())
    assert after == before
    assert said[-1] == f"Copied and compared: {12 * len(before)} rows in {len(before)} tables."
    async with looking(target) as connection:
        first = await connection.execute(text("SELECT parent_id FROM groups WHERE id = 1"))
        assert first.scalar() == 12
        # No value stays no value; it does not become the word null of a document.
        nothing = await connection.scalar(text("SELECT count(*) FROM errands WHERE result IS NULL"))
        assert nothing == 4


@pytest.mark.parametrize(("from_kind", "to_kind"), DIRECTIONS)
async def test_the_copy_goes_on_counting(
    kinds: dict[str, Databases], from_kind: str, to_kind: str
) -> None:
    source, target = kinds[from_kind].empty(), kinds[to_kind].empty()
    await fill(source)
    await copy(source, target, unheard)

    database = Database(target)
    async with database.transaction() as store:
        person = Person(name="New", created_at=MONDAY_NOON)
        await store.people.add(person)
        group = Group(key="new", kind=GroupKind.OTHER, name="New", created_at=MONDAY_NOON)
        await store.groups.add(group)
    await database.close()

    assert (person.id, group.id) == (13, 13)


async def test_more_rows_than_are_held_at_once(kinds: dict[str, Databases]) -> None:
    source, target = kinds["sqlite"].empty(), kinds["postgresql"].empty()
    await make_ready(source)
    people = [{"name": f"{n}", "created_at": MONDAY_NOON, "wishes": {}} for n in range(1101)]
    async with writing(source) as connection:
        await connection.execute(METADATA.tables["people"].insert(), people)
    said: list[str] = []

    await copy(source, target, said.append)

    assert "people: 1101 rows" in said
    assert await rows_in(target) == await rows_in(source)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_a_target_with_rows_is_refused_and_left(
    kinds: dict[str, Databases], kind: str
) -> None:
    source, target = kinds["sqlite"].empty(), kinds[kind].empty()
    await fill(source)
    await fill(target, 2)
    before = await rows_in(target)

    with pytest.raises(DatabaseError, match=r"left as it was: it holds rows already, in its table"):
        await copy(source, target, unheard)

    assert await rows_in(target) == before


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_a_target_of_another_program_is_refused_and_left(
    kinds: dict[str, Databases], kind: str
) -> None:
    source, target = kinds["sqlite"].empty(), kinds[kind].empty()
    await fill(source, 1)
    async with writing(target) as connection:
        await connection.execute(text("CREATE TABLE groups (id INTEGER)"))
    file = file_of(target)
    before = file.read_bytes() if file else b""

    with pytest.raises(DatabaseError, match="holds tables of another program"):
        await copy(source, target, unheard)

    assert (file.read_bytes() if file else b"") == before


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_an_empty_source_is_told_and_no_target_is_made(
    kinds: dict[str, Databases], kind: str
) -> None:
    source, target = kinds[kind].empty(), kinds["sqlite"].empty()

    with pytest.raises(DatabaseError, match="there is nothing to copy"):
        await copy(source, target, unheard)

    file = file_of(target)
    assert file is not None and not file.exists()


async def test_a_row_that_the_target_cannot_hold_leaves_it_empty(
    kinds: dict[str, Databases],
) -> None:
    source, target = kinds["sqlite"].empty(), kinds["postgresql"].empty()
    await fill(source)
    file = file_of(source)
    assert file is not None
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("UPDATE jobs SET attempts = 1 << 40 WHERE id = 3")
        raw.commit()

    with pytest.raises(DatabaseError, match=r"cannot hold a row of the table jobs: .*out of"):
        await copy(source, target, unheard)

    async with looking(target) as connection:
        tables = await connection.scalar(
            text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        )
    assert tables == 0


async def test_what_does_not_arrive_as_it_was_is_found(kinds: dict[str, Databases]) -> None:
    source, target = kinds["postgresql"].empty(), kinds["sqlite"].empty()
    await fill(source)
    await make_ready(target)
    file = file_of(target)
    assert file is not None
    with closing(sqlite3.connect(file)) as raw:
        raw.execute(
            "CREATE TRIGGER spoil AFTER INSERT ON people WHEN new.id = 7 "
            "BEGIN UPDATE people SET name = 'other' WHERE id = 7; END"
        )

    with pytest.raises(DatabaseError, match=r"table people did not arrive .*, not the same"):
        await copy(source, target, unheard)

    assert not any((await rows_in(target)).values())


async def test_a_damaged_source_is_named_and_the_new_target_removed(
    kinds: dict[str, Databases],
) -> None:
    source, target = kinds["sqlite"].empty(), kinds["sqlite"].empty()
    await fill(source)
    file, new = file_of(source), file_of(target)
    assert file is not None and new is not None
    content = bytearray(file.read_bytes())
    size = int.from_bytes(content[16:18], "big")
    with closing(sqlite3.connect(file)) as raw:
        page = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'letters'").fetchone()
    content[(page[0] - 1) * size : page[0] * size] = b"\xff" * size
    file.write_bytes(content)

    with pytest.raises(DatabaseError) as refused:
        await copy(source, target, unheard)

    assert f"{file} is damaged" in refused.value.text
    assert file.read_bytes() == content
    assert not list(new.parent.glob(f"{new.name}*"))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_the_source_is_seen_at_one_moment(kinds: dict[str, Databases], kind: str) -> None:
    source, target = kinds[kind].empty(), kinds["sqlite"].empty()
    await fill(source)

    async def write() -> None:
        async with writing(source) as connection:
            await connection.execute(text("UPDATE events SET text = 'written meanwhile'"))
            await connection.execute(text("UPDATE sources SET name = 'written meanwhile'"))

    def write_meanwhile(line: str) -> None:
        if line.startswith("community:"):
            aside(write)

    await copy(source, target, write_meanwhile)

    rows = await rows_in(target)
    assert "written meanwhile" in str((await rows_in(source))["sources"])
    assert "written meanwhile" not in str(rows["sources"]) + str(rows["events"])
