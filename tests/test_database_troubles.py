"""A database file that cannot be used is told clearly, with the way out, and is left as it was."""

from __future__ import annotations

import os
import secrets
import sqlite3
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from dcbot.database_care import Finding, check, copy, make_ready, upgrade
from dcbot.database_troubles import normal_address
from dcbot.errors import DatabaseError
from tests.test_migrations import later, put_rows, unheard

Doing = Callable[[str], Awaitable[Any]]


async def _copied_to(url: str) -> None:
    folder = Path(url.split(":///")[1]).parent
    source = f"sqlite:///{folder / f'source-{secrets.token_hex(4)}.db'}"
    await make_ready(source)
    await copy(source, url, unheard)


async def _copied_from(url: str) -> None:
    folder = Path(url.split(":///")[1]).parent
    await copy(url, f"sqlite:///{folder / f'target-{secrets.token_hex(4)}.db'}", unheard)


DOINGS: dict[str, Doing] = {
    "make_ready": make_ready,
    "upgrade": lambda url: upgrade(url, unheard),
    "copy to it": _copied_to,
    "copy from it": _copied_from,
}
every_doing = pytest.mark.parametrize("doing", DOINGS.values(), ids=DOINGS)


@pytest.fixture
def file(quick_folder: Path) -> Path:
    """Where a database may lie."""
    return quick_folder / "dcbot 100%.db"


def url_of(file: Path) -> str:
    """As an operator writes it."""
    return f"sqlite:///{file}"


@contextmanager
def left_alone(file: Path) -> Iterator[None]:
    """After the block the file has the same bytes, and nothing new lies beside it."""

    def seen() -> Any:
        beside = {other.name for other in file.parent.iterdir() if other.name.startswith(file.name)}
        return file.read_bytes() if file.is_file() else None, beside

    before = seen()
    yield
    assert seen() == before


async def refusal(doing: Doing, url: str) -> str:
    """The words with which something is refused."""
    with pytest.raises(DatabaseError) as refused:
        await doing(url)
    return refused.value.text


async def the_bad_one(url: str) -> Finding:
    """What the check finds wrong, which is one thing."""
    (bad,) = [finding for finding in await check(url) if not finding.ok]
    return bad


@every_doing
async def test_a_file_that_is_no_database(file: Path, doing: Doing) -> None:
    file.write_bytes(b"Dear all,\nthe minutes are attached.\n" * 100)

    with left_alone(file):
        words = await refusal(doing, url_of(file))
        found = await the_bad_one(url_of(file))

    assert f"The database {file} is damaged (it is no SQLite file)." in words
    assert "put the last good copy in its place" in words
    assert "is damaged" in found.line


@every_doing
async def test_a_file_whose_tables_cannot_be_read(file: Path, doing: Doing) -> None:
    await make_ready(url_of(file))
    content = bytearray(file.read_bytes())
    content[100:4096] = os.urandom(3996)
    file.write_bytes(content)

    with left_alone(file):
        words = await refusal(doing, url_of(file))
        found = await the_bad_one(url_of(file))

    assert "is damaged" in words and "Keep it as it is" in words
    assert "is damaged" in found.line and "Keep it as it is" in found.what_to_do


async def test_a_damaged_page_deep_in_the_file_is_found(file: Path) -> None:
    await make_ready(url_of(file))
    await put_rows(normal_address(url_of(file)))
    with closing(sqlite3.connect(file)) as raw:
        (page,) = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'people'").fetchone()
    content = bytearray(file.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = os.urandom(4096)
    file.write_bytes(content)

    with left_alone(file):
        found = await the_bad_one(url_of(file))

    assert "is damaged" in found.line


async def test_a_torn_off_file_is_found(file: Path) -> None:
    await make_ready(url_of(file))
    file.write_bytes(file.read_bytes()[: 4096 * 7 + 100])

    with left_alone(file):
        found = await the_bad_one(url_of(file))

    assert "is damaged" in found.line


async def test_rows_that_refer_to_nothing_are_found(file: Path) -> None:
    await make_ready(url_of(file))
    await put_rows(normal_address(url_of(file)))
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("DELETE FROM people")
        raw.commit()

    found = await the_bad_one(url_of(file))

    assert found.line == "1 rows refer to rows that are not there."


async def test_an_upgrade_refuses_what_does_not_hold_together(file: Path, tmp_path: Path) -> None:
    await make_ready(url_of(file))
    await put_rows(normal_address(url_of(file)))
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("DELETE FROM people")
        raw.commit()
    migrations = later(tmp_path, "    pass")

    with left_alone(file):
        words = await refusal(lambda url: upgrade(url, unheard, migrations), url_of(file))

    assert "is damaged (a row of contacts refers to no row of people)" in words


@every_doing
@pytest.mark.parametrize("journal", ["DELETE", "WAL"])
async def test_a_database_of_another_program(file: Path, doing: Doing, journal: str) -> None:
    with closing(sqlite3.connect(file)) as raw:
        raw.execute(f"PRAGMA journal_mode = {journal}")
        raw.execute("CREATE TABLE people (id INTEGER PRIMARY KEY, what TEXT)")
        raw.commit()

    with left_alone(file):
        words = await refusal(doing, url_of(file))
        found = await the_bad_one(url_of(file))

    assert "holds tables of another program. Name another database" in words
    assert "holds tables of another program" in found.line


@every_doing
async def test_a_folder_that_is_not_there(quick_folder: Path, doing: Doing) -> None:
    words = await refusal(doing, url_of(quick_folder / "nowhere" / "dcbot.db"))

    assert f"The folder {quick_folder / 'nowhere'} of the database is not there" in words
    assert not (quick_folder / "nowhere").exists()


async def test_a_folder_in_place_of_the_file(file: Path) -> None:
    file.mkdir()

    words = await refusal(make_ready, url_of(file))

    assert f"The database {file} cannot be read: Is a directory." in words


@contextmanager
def held(file: Path) -> Iterator[None]:
    """Another program writes to the file."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


async def test_a_locked_file(file: Path, tmp_path: Path) -> None:
    await make_ready(url_of(file))
    migrations = later(tmp_path, "    pass")

    with held(file), left_alone(file):
        began = time.monotonic()
        found = await the_bad_one(url_of(file))
        took = time.monotonic() - began
        upgrading = await refusal(lambda url: upgrade(url, unheard, migrations), url_of(file))

    assert f"{file} is locked: another program is writing to it." in found.line
    assert "Stop that program" in found.what_to_do and took < 10
    assert "is locked" in upgrading
    assert all(finding.ok for finding in await check(url_of(file)))


async def test_a_file_that_another_program_keeps_for_itself(file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("CREATE TABLE x (y)")
        other.execute("COMMIT")
        words = await refusal(make_ready, url_of(file))

    assert "is locked" in words


@contextmanager
def full_at(pages: int) -> Iterator[None]:
    """Every SQLite database that is opened in the block has room for so many pages."""

    def limit(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        cursor.close()

    event.listen(Engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(Engine, "connect", limit)


FILL = """
    op.create_table("filling", sa.Column("words", sa.Text()))
    for number in range(500):
        op.execute("INSERT INTO filling VALUES ('" + "x" * 1000 + "')")
"""


async def test_a_disk_that_is_full_during_an_upgrade(file: Path, tmp_path: Path) -> None:
    await make_ready(url_of(file))
    await put_rows(normal_address(url_of(file)))
    migrations = later(tmp_path, FILL)

    with left_alone(file), full_at(1):
        words = await refusal(lambda url: upgrade(url, unheard, migrations), url_of(file))

    assert f"The database {file} has no room left: its disk is full." in words


async def test_a_disk_that_is_full_while_a_database_is_made(file: Path) -> None:
    with left_alone(file), full_at(5):
        words = await refusal(make_ready, url_of(file))

    assert "has no room left" in words and not file.exists()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("dcbot.db", "“dcbot.db” is not the address of a database. Say sqlite:///dcbot.db"),
        ("mysql://u:secret@host/db", "“mysql://u@host/db” is not the address of a database"),
        ("postgresql://u:secret@host", "“postgresql://u@host” is not the address of a database"),
        ("sqlite://", "A database in memory is forgotten"),
        ("sqlite:///:memory:", "A database in memory is forgotten"),
    ],
)
async def test_an_address_that_is_none(said: str, told: str) -> None:
    words = await refusal(make_ready, said)

    assert told in words and "secret" not in words
    (finding,) = await check(said)
    assert told in f"{finding.line} {finding.what_to_do}"
