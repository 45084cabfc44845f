"""Imports for tests: an archive is taken in, and what it left is read back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select

from dcbot.importing.running import Importing, Wish
from storage.base import Base
from storage.database import Database
from storage.journals import Journal
from storage.meetings import Meeting
from storage.store import Store
from tests.world import MONDAY_NOON

MEETBOT = Path(__file__).parents[1] / "record" / "meetbot-logs"
"""Thirteen real meetings; their source and licence stand in the folder."""

CALL = """\
14:00:00 <ana> #startmeeting Monthly call
14:00:05 <ana> #topic The calendar
14:00:10 <bob> shall we meet in June?
14:00:20 <ana> #agreed We meet in June
14:00:30 <ana> #action bob to book the line by Friday
14:00:40 <ana> #endmeeting
"""
"""A log of a MeetBot that shows no day."""


def logs() -> list[Path]:
    """The logs of the real meetings."""
    return sorted(MEETBOT.glob("*.log.txt"))


def written(folder: Path, name: str, text: str | bytes) -> Path:
    """A file of an archive."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


async def take(database: Database, *paths: Path, **wish: Any) -> tuple[int, list[str]]:
    """Take these in for DC3; the exit code, and what was told."""
    told: list[str] = []
    asked = Wish(paths, **{"group": "DC3", **wish})
    code = await Importing(database, asked, told.append, lambda: MONDAY_NOON).run()
    return code, told


async def rows(database: Database, *records: type[Base]) -> list[Any]:
    """All rows of these records, by their own numbers."""
    async with database.reading() as store:
        asked = [select(one).order_by(*one.__table__.primary_key.columns) for one in records]
        return [row for one in asked for row in await store.session.scalars(one)]


async def recorded(store: Store, key: str = "dc3") -> Sequence[tuple[Meeting, Journal]]:
    """The meetings of the group with their journals, by number."""
    group = await store.groups.by_key(key)
    assert group is not None
    found = await store.session.execute(
        select(Meeting, Journal)
        .join(Journal, Journal.meeting_id == Meeting.id)
        .where(Meeting.group_id == group.id)
        .order_by(Meeting.number)
    )
    return [(meeting, journal) for meeting, journal in found]
