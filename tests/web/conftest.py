"""The site that the tests of the web look at."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import TestClient

from storage.database import Database
from tests.conftest import with_world
from tests.templates import Databases
from tests.web.stage import fill, visiting


async def with_meetings(database: Database) -> None:
    """The world, and meetings in it."""
    await with_world(database)
    await fill(database)


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
