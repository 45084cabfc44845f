"""The one file that SQLite keeps a database in: looking at it without touching it, and a copy."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from storage import sqlite_driver

_MAGIC = b"SQLite format 3\0"
_WAL = 2


def file_of(url: str) -> Path | None:
    """The file of this address; None for a database in memory or on a server."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or address.database in (None, "", ":memory:"):
        return None
    return Path(str(address.database))


def is_blank(file: Path) -> bool:
    """Whether there is no database yet: no file, or nothing in it."""
    return not file.exists() or file.stat().st_size == 0


def is_database(file: Path) -> bool:
    """Whether the file begins as every SQLite database does."""
    return _head(file).startswith(_MAGIC)


def looking_engine(file: Path) -> AsyncEngine:
    """An engine that reads the file as it is, and changes nothing in it nor beside it."""
    query = {"mode": "ro", "uri": "true"}
    # Merely reading a file with a write-ahead log would make that log; where there is none, nobody
    # has the file open, and SQLite may take it for unchanging.
    if _head(file)[18:20] == bytes((_WAL, _WAL)) and not Path(f"{file}-wal").exists():
        query["immutable"] = "1"
    return _engine(file, query, 2)


def trying_engine(file: Path, busy_seconds: float) -> AsyncEngine:
    """An engine to try whether the file can be locked; it sets nothing on it."""
    return _engine(file, {"mode": "rw", "uri": "true"}, busy_seconds)


def copy_beside(file: Path, ending: str) -> Path:
    """Copy the database, as of its last transaction, to a new file beside it; returns that."""
    copy = Path(f"{file}.{ending}")
    number = 1
    while copy.exists():
        number += 1
        copy = Path(f"{file}.{ending}-{number}")
    copy_to(file, copy)
    return copy


def make(file: Path | None) -> None:
    """Make an empty file that its owner alone can read, where there is none; what SQLite keeps
    beside it gets the same mode."""
    if file is not None and not file.exists():
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def copy_to(file: Path, copy: Path) -> None:
    """Copy the database, as of its last transaction, to a new file; others may write meanwhile."""
    source = f"file:{quote(str(file))}?mode=ro"
    make(copy)
    try:
        with (
            closing(sqlite3.connect(source, uri=True)) as old,
            closing(sqlite3.connect(copy)) as new,
        ):
            old.backup(new)
    except BaseException:
        remove(copy)
        raise


def remove(file: Path) -> None:
    """Remove a database file with what SQLite keeps beside it."""
    for ending in ("", "-wal", "-shm", "-journal"):
        Path(f"{file}{ending}").unlink(missing_ok=True)


def _engine(file: Path, query: dict[str, str], busy_seconds: float) -> AsyncEngine:
    address = URL.create("sqlite+aiosqlite", database=f"file:{quote(str(file))}", query=query)
    options = {"module": sqlite_driver.MODULE, "connect_args": {"timeout": busy_seconds}}
    return create_async_engine(address, poolclass=NullPool, **options)


def _head(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(100)
