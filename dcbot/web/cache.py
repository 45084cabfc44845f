"""The cache: pages as they were answered, each for as long as it would be answered so again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from dcbot.addresses import TABLE
from dcbot.web.content import Content
from dcbot.web.visit import Visit
from storage.database import Database
from storage.public_marks import Mark

MOST_BYTES = 64 * 2**20
"""So much the pages and their packed forms hold together; the one that was not asked for longest
goes first."""

NEVER = frozenset({"search", "search json", "search text"})
"""There is no end of what can be asked for, and entries of logs have no marks."""
_BY_THE_MINUTE = ("slots", "cycle", "output", "group outputs")
"""How the names begin of what tells how long something is still to come."""

Place: TypeAlias = tuple[str, ...]
"""The name of an address, the zone as it was written, and what is variable in the address."""


class _Times(NamedTuple):
    """By these, clocks and calendars change what a page says."""

    day: date
    local_day: date
    offset: timedelta | None
    minute: datetime | None


@dataclass(frozen=True)
class _Kept:
    content: Content
    mark: Mark
    is_live: bool
    zone: ZoneInfo
    times: _Times
    since: datetime
    until: datetime | None

    @property
    def size(self) -> int:
        return len(self.content.body) + len(self.content.packed)


class _Span(NamedTuple):
    """A time in which nothing becomes public by itself, and what visits found that all need."""

    mark: Mark
    since: datetime
    until: datetime | None
    of_all: dict[Hashable, Any]

    def holds(self, mark: Mark, now: datetime) -> bool:
        return mark == self.mark and _lies(now, self.since, self.until)


class Cache:
    """Pages by their places. What is asked of it never waits for the database but for its marks."""

    def __init__(self, database: Database, most: int = MOST_BYTES) -> None:
        self.database = database
        self.most = most
        self.size = 0
        self._kept: OrderedDict[Place, _Kept] = OrderedDict()
        self._span: _Span | None = None

    def __len__(self) -> int:
        return len(self._kept)

    async def mark(self, name: str) -> Mark | None:
        """What is to be given when the page is asked for and kept, read before it is made; None
        for what is not kept."""
        if name not in TABLE or name in NEVER:
            return None
        return await self.database.marks.now()

    def get(self, place: Place, mark: Mark, now: datetime) -> Content | None:
        """The page, if it would be the same if it were made now."""
        kept = self._kept.get(place)
        if kept is None:
            return None
        same = mark == kept.mark or (mark.all == kept.mark.all and not kept.is_live)
        in_time = _lies(now, kept.since, kept.until)
        if not (same and in_time and _times(place[0], kept.zone, now) == kept.times):
            return None
        self._kept.move_to_end(place)
        return kept.content

    async def of_all(self, mark: Mark, now: datetime) -> dict[Hashable, Any]:
        """What visits found of what all need, for one more that begins after the mark was read."""
        return (await self._now(mark, now)).of_all

    async def put(self, place: Place, mark: Mark, visit: Visit, content: Content) -> None:
        """Keep a page that was made at this visit, after the mark was read."""
        zone, trouble = visit.zone
        if content.status not in (200, 301) or trouble:
            # There is no end of addresses at which nothing stands.
            return
        span = await self._now(mark, visit.now)
        self._drop(place)
        kept = _Kept(
            content,
            mark,
            visit.store.live.was_read,
            zone,
            _times(place[0], zone, visit.now),
            visit.now,
            span.until,
        )
        if kept.size > self.most:
            return
        self._kept[place] = kept
        self.size += kept.size
        while self.size > self.most:
            self._drop(next(iter(self._kept)))

    def _drop(self, place: Place) -> None:
        kept = self._kept.pop(place, None)
        self.size -= kept.size if kept else 0

    async def _now(self, mark: Mark, now: datetime) -> _Span:
        if self._span is None or not self._span.holds(mark, now):
            self._span = _Span(mark, now, await self.database.next_public_moment(now), {})
        return self._span


def place_of(name: str, zone: str, parts: Mapping[str, str]) -> Place:
    """Where a page is kept."""
    return name, zone, *parts.values()


def _times(name: str, zone: ZoneInfo, now: datetime) -> _Times:
    minute = now.replace(second=0, microsecond=0)
    return _times_in(minute, zone, name.startswith(_BY_THE_MINUTE))


@lru_cache(maxsize=256)
def _times_in(minute: datetime, zone: ZoneInfo, by_the_minute: bool) -> _Times:
    # Days and offsets change where a minute begins, and most pages are asked for in the same one.
    local, utc = minute.astimezone(zone), minute.astimezone(UTC)
    return _Times(utc.date(), local.date(), local.utcoffset(), utc if by_the_minute else None)


def _lies(now: datetime, since: datetime, until: datetime | None) -> bool:
    return since <= now and (until is None or now < until)
