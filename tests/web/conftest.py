"""The site that the tests of the web look at."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import TestClient

from dcbot.services import search_index
from storage.database import Database
from tests.conftest import with_world
from tests.templates import Databases
from tests.web.stage import fill, visiting


async def with_meetings(database: Database) -> None:
    """The world, and meetings in it."""
    await with_world(database)
    await fill(database)
    async with database.transaction() as store:
        while await search_index.catch_up(store):
            pass


@pytest.fixture
async def filled(databases: Databases) -> AsyncIterator[Database]:
    """A database with meetings."""
    database = Database(databases.filled("meetings", with_meetings))
    yield database
    await database.close()


@pytest.fixture
async def site(filled: Database) -> AsyncIterator[TestClient]:
    """Somebody who looks at the site."""
    async with visiting(filled) as client:
        yield client
