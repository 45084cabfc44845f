"""Copies all rows of one database to another, and proves that they are the same there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from sqlalchemy import Column, Select, Table, bindparam, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.records import METADATA

ROWS_AT_ONCE = 500
"""So many rows are held in memory."""

Progress = Callable[[str], None]


class CannotCopy(Exception):
    """The rows were not copied; the text says why. The caller undoes the transaction."""


class CannotRead(Exception):
    """The source could not be read to the end; its cause is the driver's error."""


class CannotKeep(Exception):
    """The target refuses a row of the table that is named; its cause is the driver's error."""


@dataclass
class Tally:
    """How many rows there were, and a digest of them that does not depend on their order."""

    rows: int = 0
    digest: int = 0

    def add(self, row: Sequence[Any]) -> None:
        """Count the row."""
        words = json.dumps([_plain(value) for value in row], sort_keys=True)
        one = int.from_bytes(hashlib.sha256(words.encode()).digest(), "big")
        # A sum, because the two databases sort texts differently.
        self.digest = (self.digest + one) % 2**256
        self.rows += 1


async def copy_rows(
    source: AsyncConnection, target: AsyncConnection, progress: Progress
) -> dict[str, int]:
    """Copy every row, in the transactions of the connections; returns the number by table.

    Both databases have the tables of the records; CannotCopy is raised where the target holds rows
    already, and where a table does not read the same afterwards.
    """
    tables = METADATA.sorted_tables
    for table in tables:
        if (await target.execute(select(1).select_from(table).limit(1))).first():
            raise CannotCopy(f"it holds rows already, in its table {table.name}")
    copied = {}
    for table in tables:
        gone = await _copy_table(table, source, target)
        arrived = await _tally(table, target)
        if arrived != gone:
            raise CannotCopy(
                f"its table {table.name} did not arrive as it was: {gone.rows} rows were read, "
                f"{arrived.rows} arrived{'' if gone.rows != arrived.rows else ', not the same'}"
            )
        copied[table.name] = gone.rows
        progress(f"{table.name}: {gone.rows} rows")
    if target.dialect.name == "postgresql":
        for table in tables:
            await _count_on(table, target)
    return copied


async def _copy_table(table: Table, source: AsyncConnection, target: AsyncConnection) -> Tally:
    tally = Tally()
    # A row may refer to one of its own table that comes after it, so that is set at the end.
    inward = [column for column in table.columns if _is_inward(column)]
    later: list[dict[str, Any]] = []
    async for rows in _parts(table, source):
        for row in rows:
            tally.add([row[column.name] for column in table.columns])
        later += [_keyed(table, row, inward) for row in rows if _refers(row, inward)]
        for row in rows:
            row.update(dict.fromkeys((column.name for column in inward), None))
        await _keep(table, rows, target)
    if later:
        here = [column == bindparam(f"key_{column.name}") for column in table.primary_key]
        new: dict[str, Any] = {column.name: bindparam(f"new_{column.name}") for column in inward}
        await target.execute(table.update().where(*here).values(new), later)
    return tally


async def _parts(table: Table, source: AsyncConnection) -> AsyncIterator[list[dict[str, Any]]]:
    try:
        async with source.stream(_all(table)) as found:
            async for part in found.mappings().partitions(ROWS_AT_ONCE):
                yield [dict(row) for row in part]
    except DBAPIError as error:
        raise CannotRead(table.name) from error


async def _keep(table: Table, rows: list[dict[str, Any]], target: AsyncConnection) -> None:
    try:
        await target.execute(table.insert(), rows)
    except DBAPIError as error:
        raise CannotKeep(table.name) from error


async def _tally(table: Table, connection: AsyncConnection) -> Tally:
    tally = Tally()
    async with connection.stream(_all(table)) as found:
        async for row in found:
            tally.add(row)
    return tally


def _all(table: Table) -> Select[Any]:
    return select(table).order_by(*table.primary_key)


def _is_inward(column: Column[Any]) -> bool:
    return any(key.column.table is column.table for key in column.foreign_keys)


def _refers(row: dict[str, Any], inward: list[Column[Any]]) -> bool:
    return any(row[column.name] is not None for column in inward)


def _keyed(table: Table, row: dict[str, Any], inward: list[Column[Any]]) -> dict[str, Any]:
    keys = {f"key_{column.name}": row[column.name] for column in table.primary_key}
    return keys | {f"new_{column.name}": row[column.name] for column in inward}


async def _count_on(table: Table, target: AsyncConnection) -> None:
    """PostgreSQL counts numbers apart from the rows: let it go on after the highest."""
    column = table.autoincrement_column
    highest = await target.scalar(select(func.max(column))) if column is not None else None
    if column is not None and highest is not None:
        counter = text("SELECT setval(pg_get_serial_sequence(:table, :column), :highest)")
        values = {"table": table.name, "column": column.name, "highest": highest}
        await target.execute(counter, values)


def _plain(value: Any) -> Any:
    """The value in words that are the same whichever database it was read from."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    # PostgreSQL writes 1e22 in a document as a whole number.
    return int(value) if isinstance(value, float) and value.is_integer() else value
