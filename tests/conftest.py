"""What tests are given: a database (both kinds), and the world they begin in."""

from __future__ import annotations

import os
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.world import World, create_tables, settle_people

MEMORY = Path("/dev/shm")
EVERYBODY = ("amina", "kofi", "lena", "sana", "omar", "jo", "mei")


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


@pytest.fixture
async def database(quick_folder: Path) -> AsyncIterator[Database]:
    """An empty database with all tables."""
    database = Database(f"sqlite+aiosqlite:///{quick_folder / 'test.db'}")
    await create_tables(database)
    yield database
    await database.close()


@pytest.fixture
async def world(database: Database) -> World:
    """The bot, the people and the coalitions, on Monday at noon."""
    world = World(database)
    async with database.transaction() as store:
        await settle_people(store, "matrix", {who: World.address(who) for who in EVERYBODY})
    return world
