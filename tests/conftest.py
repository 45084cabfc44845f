"""What tests are given: a database (both kinds), and the world they begin in."""

from __future__ import annotations

import gc
import os
import sys
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.servers import PostgreSQL
from tests.servers import postgresql as postgresql
from tests.sizes import examples
from tests.stages import mail_stage as mail_stage
from tests.stages import staged as staged
from tests.statements import asked_once as asked_once
from tests.statements import share as share
from tests.templates import Databases, Files, OnServer, databases_on
from tests.world import EVERYBODY, World, create_tables, settle

MEMORY = Path("/dev/shm")


def pytest_xdist_auto_num_workers() -> int:
    """How many processes play the suite: one more than there are cores, and six at most.

    Where servers are started and killed, much of the time is waiting.
    """
    return min((os.cpu_count() or 1) + 1, 6)


def pytest_collection_finish() -> None:
    """What was imported stays to the end: it is not looked through for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
    if "hypothesis" in sys.modules:
        try_fewer_examples()


def try_fewer_examples() -> None:
    """Properties that name no number of examples are tried with as many as fit the run."""
    from hypothesis import settings

    settings.register_profile("dcbot", settings(max_examples=examples(100), deadline=None))
    settings.load_profile("dcbot")


@pytest.fixture
def quick_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder for databases: in memory where the machine has one."""
    if not (MEMORY.is_dir() and os.access(MEMORY, os.W_OK)):
        yield tmp_path
        return
    folder = MEMORY / f"dcbot-test-{uuid.uuid4().hex[:12]}"
    folder.mkdir()
    yield folder
    for file in sorted(folder.rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    folder.rmdir()


@pytest.fixture(scope="session")
def file_templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the run's templates of SQLite databases lie."""
    return tmp_path_factory.mktemp("templates")


@pytest.fixture(scope="session")
def server_templates() -> dict[str, str]:
    """The run's templates of PostgreSQL databases, by what they hold."""
    return {}


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> Iterator[Databases]:
    """Makes databases of one kind; a test that asks for it runs on both."""
    ask = request.getfixturevalue
    if request.param == "sqlite":
        yield Files(ask("file_templates"), ask("quick_folder"))
        return
    yield ask("on_server")


@pytest.fixture
def on_server(postgresql: PostgreSQL, server_templates: dict[str, str]) -> Iterator[OnServer]:
    """Makes databases on the run's PostgreSQL alone."""
    with databases_on(postgresql, server_templates) as databases:
        yield databases


async def with_tables(database: Database) -> None:
    """Tables and no rows."""
    await create_tables(database)


async def with_world(database: Database) -> None:
    """The coalitions and the people that most tests begin with."""
    await create_tables(database)
    await settle(database, "matrix", {who: World.address(who) for who in EVERYBODY})


@pytest.fixture
async def database(databases: Databases) -> AsyncIterator[Database]:
    """An empty database with all tables."""
    database = Database(databases.filled("tables", with_tables))
    yield database
    await database.close()


@pytest.fixture
async def world(databases: Databases) -> AsyncIterator[World]:
    """The bot, the people and the coalitions, on Monday at noon."""
    world = World(Database(databases.filled("world", with_world)))
    yield world
    await world.database.close()


@pytest.fixture
async def server_world(on_server: OnServer) -> AsyncIterator[World]:
    """The same on a server's database alone."""
    world = World(Database(on_server.filled("world", with_world)))
    yield world
    await world.database.close()


@pytest.fixture
async def file_world(file_templates: Path, quick_folder: Path) -> AsyncIterator[World]:
    """The same on the embedded database alone."""
    files = Files(file_templates, quick_folder)
    world = World(Database(files.filled("world", with_world)))
    yield world
    await world.database.close()


async def with_mail_world(database: Database) -> None:
    """The same, where everybody is known by mail."""
    await create_tables(database)
    await settle(database, "mail", {who: World.address(who) for who in EVERYBODY})


@pytest.fixture
async def mail_world(databases: Databases) -> AsyncIterator[World]:
    """The bot and the same people, who write mails."""
    world = World(Database(databases.filled("world_of_mails", with_mail_world)), "mail")
    yield world
    await world.database.close()
