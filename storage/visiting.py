"""Single visits to a database: one connection, closed afterwards; to look, to read, or to write."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from storage import sqlite_file
from storage.database import make_engine

PATIENCE = 5.0
"""Seconds to wait for a database that somebody else is writing to."""
REACH = 10.0
"""Seconds to wait for a server that does not answer."""


@asynccontextmanager
async def looking(url: str) -> AsyncIterator[AsyncConnection]:
    """A connection that changes nothing."""
    file = sqlite_file.file_of(url)
    engine = sqlite_file.looking_engine(file) if file else _server_engine(url)
    async with connected(engine) as connection:
        yield connection


@asynccontextmanager
async def snapshot(url: str) -> AsyncIterator[AsyncConnection]:
    """A connection that sees one moment of the database, whatever is written meanwhile."""
    if sqlite_file.file_of(url):
        engine = make_engine(url).execution_options(reading=True)
    else:
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        engine = _server_engine(url).execution_options(**options)
    async with connected(engine) as connection:
        yield connection


@asynccontextmanager
async def writing(url: str, *, foreign_keys: bool = True) -> AsyncIterator[AsyncConnection]:
    """One transaction that nobody else writes beside."""
    if sqlite_file.file_of(url):
        engine = make_engine(url, busy_seconds=PATIENCE, foreign_keys=foreign_keys)
    else:
        engine = _server_engine(url)
    async with connected(engine) as connection, connection.begin():
        yield connection


@asynccontextmanager
async def connected(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """One connection of the engine, which is closed with it."""
    try:
        async with engine.connect() as connection:
            yield connection
    finally:
        await engine.dispose()


def _server_engine(url: str) -> AsyncEngine:
    return create_async_engine(url, poolclass=NullPool, connect_args={"timeout": REACH})
