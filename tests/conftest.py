"""What tests are given: a database (both kinds), and the world they begin in."""

from __future__ import annotations

import asyncio
import os
import shutil
import uuid
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from storage.database import Database
from tests.world import EVERYBODY, World, create_tables, settle

MEMORY = Path("/dev/shm")


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
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `tables.db` and `world.db`, made once and copied by each test."""
    folder = tmp_path_factory.mktemp("templates")

    async def make() -> None:
        tables = Database(f"sqlite+aiosqlite:///{folder / 'tables.db'}")
        await create_tables(tables)
        await tables.close()
        shutil.copy(folder / "tables.db", folder / "world.db")
        database = Database(f"sqlite+aiosqlite:///{folder / 'world.db'}")
        await settle(database, "matrix", {who: World.address(who) for who in EVERYBODY})
        await database.close()

    # In a thread of its own, so that the loop that the tests run in is left as it is.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, make()).result()
    return folder


def copy_of(template: Path, folder: Path) -> Database:
    """A database of its own, begun as a copy of the template."""
    return Database(f"sqlite+aiosqlite:///{shutil.copy(template, folder / template.name)}")


@pytest.fixture
async def database(quick_folder: Path, templates: Path) -> AsyncIterator[Database]:
    """An empty database with all tables."""
    database = copy_of(templates / "tables.db", quick_folder)
    yield database
    await database.close()


@pytest.fixture
async def world(quick_folder: Path, templates: Path) -> AsyncIterator[World]:
    """The bot, the people and the coalitions, on Monday at noon."""
    world = World(copy_of(templates / "world.db", quick_folder))
    yield world
    await world.database.close()
