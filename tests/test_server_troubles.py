"""A database on a server that cannot be used is told clearly, with the way out."""

from __future__ import annotations

import secrets
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from dcbot.database_care import Finding, check, make_ready
from dcbot.demo.process import free_port
from dcbot.errors import DatabaseError
from storage.visiting import writing
from tests.servers import PostgreSQL
from tests.templates import Databases

Doing = Callable[[str], Awaitable[Any]]


async def refusal(doing: Doing, url: str) -> str:
    """The words with which something is refused."""
    with pytest.raises(DatabaseError) as refused:
        await doing(url)
    return refused.value.text


async def the_bad_one(url: str) -> Finding:
    """What the check finds wrong, which is one thing."""
    (bad,) = [finding for finding in await check(url) if not finding.ok]
    return bad


async def test_a_server_that_is_not_there() -> None:
    port = free_port()
    url = f"postgresql://dcbot:secret@127.0.0.1:{port}/dcbot"

    words = await refusal(make_ready, url)

    assert f"PostgreSQL on 127.0.0.1:{port} does not answer" in words
    assert "Look whether it runs, and whether host and port are right." in words
    assert "secret" not in words
    assert "does not answer" in (await the_bad_one(url)).line


async def test_a_host_that_nobody_knows() -> None:
    words = await refusal(make_ready, "postgresql://dcbot@nowhere.invalid/dcbot")

    assert "PostgreSQL on nowhere.invalid:5432 does not answer" in words


async def test_a_wrong_password(postgresql: PostgreSQL, locked_out: str) -> None:
    server = f"127.0.0.1:{postgresql.port}"

    words = await refusal(make_ready, f"postgresql://{locked_out}:secret@{server}/postgres")

    assert f"PostgreSQL on {server} does not let “{locked_out}” in" in words
    assert "DCBOT_DATABASE_PASSWORD" in words and "secret" not in words


@pytest.fixture
async def locked_out(postgresql: PostgreSQL) -> Any:
    """A user of the server who must say a password."""
    name = f"user_{secrets.token_hex(4)}"
    rules = postgresql.data / "pg_hba.conf"
    before = rules.read_text(encoding="utf-8")
    rule = f"host all {name} 127.0.0.1/32 scram-sha-256\n"
    rules.write_text(rule + before, encoding="utf-8")
    connection = await postgresql.connect()
    await connection.execute(f"CREATE USER {name} PASSWORD 'right'")
    await connection.execute("SELECT pg_reload_conf()")
    yield name
    rules.write_text(before, encoding="utf-8")
    await connection.execute("SELECT pg_reload_conf()")
    await connection.execute(f"DROP OWNED BY {name}")
    await connection.execute(f"DROP USER {name}")
    await connection.close()


async def test_a_user_who_may_not_make_tables(postgresql: PostgreSQL) -> None:
    url = await postgresql.create_database()
    name, user = url.rsplit("/", 1)[-1], f"user_{secrets.token_hex(4)}"
    connection = await postgresql.connect(name)
    try:
        await connection.execute(f"CREATE USER {user}")
        await connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        words = await refusal(make_ready, url.replace("dcbot@", f"{user}@"))
        await connection.execute(f"DROP USER {user}")
    finally:
        await connection.close()
        await postgresql.drop_database(url)

    assert f"“{user}” may not do that in the database “{name}”" in words
    assert f"ALTER DATABASE {name} OWNER TO {user}" in words


async def test_a_database_that_is_not_there(postgresql: PostgreSQL) -> None:
    words = await refusal(make_ready, postgresql.url("nobody_made_me"))

    assert "There is no database “nobody_made_me”" in words
    assert "createdb --encoding=UTF8 --owner=dcbot nobody_made_me" in words


async def test_a_database_without_all_letters(postgresql: PostgreSQL) -> None:
    name = f"test_{secrets.token_hex(4)}"
    connection = await postgresql.connect()
    await connection.execute(
        f"CREATE DATABASE {name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0"
    )
    await connection.close()
    url = postgresql.url(name)
    try:
        words = await refusal(make_ready, url)
    finally:
        await postgresql.drop_database(url)

    assert "keeps text as LATIN1" in words and "createdb --encoding=UTF8" in words


async def test_a_server_that_only_reads(postgresql: PostgreSQL) -> None:
    url = await postgresql.create_database()
    name = url.rsplit("/", 1)[-1]
    connection = await postgresql.connect()
    await connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    await connection.close()
    try:
        words = await refusal(make_ready, url)
    finally:
        await postgresql.drop_database(url)

    assert "can only be read" in words


async def test_no_more_connections(postgresql: PostgreSQL) -> None:
    url = await postgresql.create_database()
    user = f"user_{secrets.token_hex(4)}"
    connection = await postgresql.connect()
    try:
        await connection.execute(f"CREATE USER {user} CONNECTION LIMIT 0")
        words = await refusal(make_ready, url.replace("dcbot@", f"{user}@"))
        await connection.execute(f"DROP USER {user}")
    finally:
        await connection.close()
        await postgresql.drop_database(url)

    assert "takes no more connections" in words


async def test_a_table_that_is_missing(databases: Databases) -> None:
    url = databases.empty()
    await make_ready(url)
    async with writing(url) as connection:
        await connection.execute(text("DROP TABLE sent_as"))

    found = await the_bad_one(url)

    assert found.line == "These tables are missing: sent_as."


async def test_a_good_database_is_checked_in_full(databases: Databases) -> None:
    url = databases.empty()
    await make_ready(url)

    lines = [finding.line for finding in await check(url) if finding.ok]

    assert len(lines) >= 5 and "Nobody keeps it locked." in lines


NO_DRIVER = """
import asyncio, sys
sys.modules["asyncpg"] = None
from dcbot.database_care import make_ready
from dcbot.errors import DatabaseError
try:
    asyncio.run(make_ready("postgresql://dcbot:secret@127.0.0.1/dcbot"))
except DatabaseError as error:
    print(error.text)
"""


def test_a_driver_that_is_not_installed() -> None:
    done = subprocess.run(
        [sys.executable, "-c", NO_DRIVER],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=True,
    )

    told = "PostgreSQL needs a driver that is not installed. Install it: "
    assert done.stdout == f"{told}pip install 'dcbot[postgresql]'\n"
