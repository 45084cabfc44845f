"""A small community with a public archive: two groups, some recorded meetings, a meeting ahead."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from storage.base import Audience
from storage.database import Database
from storage.groups import Group, GroupKind
from storage.meetings import Meeting, MeetingKind
from tests.templates import Files
from tests.web import recorded
from tests.web.stage import ADDRESS as ADDRESS
from tests.web.stage import NOW
from tests.world import create_tables

BEFORE = NOW - timedelta(days=400)
OPEN = {"audience": Audience.PUBLIC, "public_from": BEFORE}


async def fill(database: Database) -> None:
    """The community."""
    await create_tables(database)
    async with database.transaction() as store:
        one = Group(
            key="dccg",
            kind=GroupKind.COORDINATION,
            name="Coordination Group",
            created_at=BEFORE,
            **OPEN,
        )
        other = Group(
            key="dcx", kind=GroupKind.COALITION, name="Coalition X", created_at=BEFORE, **OPEN
        )
        for group in (one, other):
            await store.groups.add(group)
        await recorded.fill(store, one, NOW)
        await store.meetings.add(ahead(one, 20, NOW + timedelta(days=9)))


def ahead(group: Group, number: int, start: datetime) -> Meeting:
    """A meeting of the group that is to come."""
    local = start.replace(tzinfo=None)
    return Meeting(
        group_id=group.id,
        number=number,
        original_local=local,
        starts_local=local,
        zone="UTC",
        starts_at=start,
        minutes=60,
        title=f"Meeting {number}",
        kind=MeetingKind.COORDINATION,
        created_at=BEFORE,
        changed_at=BEFORE,
        uid=f"ahead-{group.key}-{number}",
        **OPEN,
    )


@asynccontextmanager
async def small(templates: Path, folder: Path) -> AsyncIterator[Database]:
    """A database with the community in it."""
    database = Database(Files(templates, folder).filled("small", fill))
    yield database
    await database.close()
