"""What `dcbot db check` looks at in a database of the right version, changing nothing."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from dcbot.database_troubles import damaged, server_of, too_few_letters
from storage import sqlite_file
from storage.records import METADATA
from storage.visiting import connected, looking

LITTLE_ROOM = 100_000_000
"""Fewer free bytes than this on the disk of a database are worth a word."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: what is so, whether that is well, and what to do else."""

    line: str
    ok: bool
    what_to_do: str = ""


async def sqlite_looks(url: str) -> AsyncIterator[Finding]:
    """What can be said of a file with all our tables; a driver's error ends it."""
    file = sqlite_file.file_of(url)
    assert file is not None
    async with looking(url) as connection:
        tables = await connection.run_sync(_all_tables)
        yield tables
        if not tables.ok:
            return
        found = (await connection.exec_driver_sql("PRAGMA integrity_check(3)")).scalars().all()
        if list(found) != ["ok"]:
            trouble = damaged(url, "; ".join(str(line).strip() for line in found))
            yield Finding(trouble.what, False, trouble.way_out)
            return
        yield Finding("All its pages and indexes are whole.", True)
        broken = (await connection.exec_driver_sql("PRAGMA foreign_key_check")).all()
        yield _references(len(broken))
    async with connected(sqlite_file.trying_engine(file, 1.0)) as connection:
        await connection.exec_driver_sql("BEGIN IMMEDIATE")
        await connection.rollback()
        yield Finding("Nobody keeps it locked.", True)
    free = shutil.disk_usage(file.absolute().parent).free
    enough = free > LITTLE_ROOM
    yield Finding(
        f"{free // 1_000_000} MB are free on its disk.", enough, "" if enough else "Make room."
    )


async def postgresql_looks(url: str) -> AsyncIterator[Finding]:
    """What can be said of a database on a server with all our tables; a driver's error ends it."""
    async with looking(url) as connection:
        version = await connection.scalar(text("SHOW server_version"))
        yield Finding(f"PostgreSQL {version} answers on {server_of(url)}.", True)
        tables = await connection.run_sync(_all_tables)
        yield tables
        if not tables.ok:
            return
        letters = await letters_of(connection)
        if letters == "UTF8":
            yield Finding("It keeps every letter.", True)
        else:
            trouble = too_few_letters(url, letters)
            yield Finding(trouble.what, False, trouble.way_out)
        only_read = await connection.scalar(text("SHOW transaction_read_only")) == "on"
        way_out = "Name the server that takes changes." if only_read else ""
        yield Finding(
            f"It can{' only' if only_read else ''} be read{'' if only_read else ' and changed'}.",
            not only_read,
            way_out,
        )
        names = ", ".join(table.name for table in METADATA.sorted_tables)
        await connection.execute(text("SET LOCAL lock_timeout = '1s'"))
        await connection.execute(text(f"LOCK TABLE {names} IN ACCESS SHARE MODE"))
        yield Finding("Nobody keeps it locked.", True)


async def letters_of(connection: AsyncConnection) -> str:
    """How a PostgreSQL database keeps text; UTF8 holds every letter."""
    return str(await connection.scalar(text("SHOW server_encoding")))


def _all_tables(connection: Connection) -> Finding:
    missing = sorted(set(METADATA.tables) - set(inspect(connection).get_table_names()))
    if not missing:
        return Finding(f"All {len(METADATA.tables)} tables are there.", True)
    return Finding(
        f"These tables are missing: {', '.join(missing)}.", False, "Restore the last good copy."
    )


def _references(broken: int) -> Finding:
    if not broken:
        return Finding("Every reference leads to a row.", True)
    return Finding(
        f"{broken} rows refer to rows that are not there.", False, "Restore the last good copy."
    )
