"""Zones by the pinned tzdata package alone: their rules, their clock changes, what a release moved.

Python looks for zones on the machine first, and machines lie years behind. So importing this
module, which everything that reads or says a moment does, takes the machine's folders out of the
search, for the whole process.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

import tzdata

VERSION: str = tzdata.IANA_VERSION
"""The release of the zones' rules, such as 2026f."""

_UTC_NAMES = frozenset({"UTC", "Etc/UTC", "Etc/UCT", "UCT", "Zulu", "Etc/Zulu", "Universal"})
_STEP = timedelta(days=4)


def pin() -> None:
    """Read zones from the tzdata package from now on, whatever this machine has installed."""
    if zoneinfo.TZPATH:
        zoneinfo.reset_tzpath(to=[])
        # Zones that were read before are kept in memory, with the machine's rules.
        ZoneInfo.clear_cache()


pin()


def zone(name: str) -> ZoneInfo:
    """The zone with the pinned rules; ValueError where none is called so."""
    pin()
    try:
        return ZoneInfo(name)
    # A folder of zones, such as "Europe", is refused by the file system; paths as they are.
    except (zoneinfo.ZoneInfoNotFoundError, OSError, ValueError) as wrong:
        raise ValueError(f"no zone is called {name!r}") from wrong


def is_utc(name: str) -> bool:
    """Whether it is UTC under one of its names."""
    return name in _UTC_NAMES


def to_utc(local: datetime, where: tzinfo) -> datetime:
    """The moment at which the clock there shows this local time.

    A clock time that is left out when clocks go forward is as much later as they go forward by
    (02:30 becomes 03:30); one that comes twice is the first. So RFC 5545 reads them, section 3.3.5.
    """
    return local.replace(tzinfo=where, fold=0).astimezone(UTC)


def is_left_out(local: datetime, where: tzinfo) -> bool:
    """Whether clocks there jump over this local time."""
    return to_utc(local, where).astimezone(where).replace(tzinfo=None) != local


def comes_twice(local: datetime, where: tzinfo) -> bool:
    """Whether clocks there show this local time two times."""
    second = local.replace(tzinfo=where, fold=1).astimezone(UTC)
    return second > to_utc(local, where)


@dataclass(frozen=True)
class ClockChange:
    """Clocks in a zone change at a moment, in UTC, from one offset to another."""

    zone: str
    at: datetime
    before: timedelta
    after: timedelta

    @property
    def by(self) -> timedelta:
        """How far the clocks go forward; negative: back."""
        return self.after - self.before


def clock_changes(name: str, since: datetime, until: datetime) -> list[ClockChange]:
    """Every change of a zone's offset from `since` on and before `until`, in order.

    Both are aware. Two changes within four days that undo each other would be missed; none are
    known since 1970 (Morocco goes back for a month).
    """
    # A change in the first second of a year is found with the year before.
    years = range(since.astimezone(UTC).year - 1, until.astimezone(UTC).year + 1)
    found = (change for year in years for change in _changes_in(name, year))
    return [change for change in found if since <= change.at < until]


@lru_cache(maxsize=8192)
def _changes_in(name: str, year: int) -> tuple[ClockChange, ...]:
    where = zone(name)
    moment, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    before, found = _offset(where, moment), []
    while moment < end:
        later = min(moment + _STEP, end)
        after = _offset(where, later)
        if after != before:
            found.append(ClockChange(name, _turn(where, moment, later), before, after))
        moment, before = later, after
    return tuple(found)


def _turn(where: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The second between the two from which on the offset is another than at the first."""
    before, second = _offset(where, low), timedelta(seconds=1)
    while high - low > second:
        middle = low + ((high - low) // 2 // second) * second
        if _offset(where, middle) == before:
            low = middle
        else:
            high = middle
    return high


def _offset(where: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(where).utcoffset() or timedelta()


@dataclass(frozen=True)
class Shift:
    """From a moment on, what is at a fixed clock time in one zone is at another one elsewhere.

    `by` is how much later it is on the clock of `zone` than before; negative: earlier. `whose` are
    the clocks that change: those of `zone`, those of the meeting's own zone, or both.
    """

    zone: str
    at: datetime
    by: timedelta
    whose: frozenset[str]


def shifts(anchor: str, others: Iterable[str], since: datetime, until: datetime) -> list[Shift]:
    """What the clock changes of those months do to people in other zones, in order of time.

    `anchor` is the zone in whose clock time the meeting is planned, UTC for none.
    """
    found: list[Shift] = []
    for other in dict.fromkeys(others):
        moments: dict[datetime, list[ClockChange]] = {}
        for name in dict.fromkeys((anchor, other)):
            for change in clock_changes(name, since, until):
                moments.setdefault(change.at, []).append(change)
        for at, changes in moments.items():
            by = sum((each.by if each.zone == other else -each.by for each in changes), timedelta())
            if by and anchor != other:
                found.append(Shift(other, at, by, frozenset(each.zone for each in changes)))
    return sorted(found, key=lambda shift: (shift.at, shift.zone))


@dataclass(frozen=True)
class Planned:
    """A local time in a zone, and the moment that was worked out for it."""

    key: str
    local: datetime
    zone: str
    utc: datetime


@dataclass(frozen=True)
class Moved:
    """What was planned, and when it is by the rules of now."""

    planned: Planned
    utc: datetime


def moved(planned: Iterable[Planned], rules: Callable[[str], tzinfo] = zone) -> Iterator[Moved]:
    """Those whose moment the rules in force now put elsewhere: asked after a new tzdata."""
    for one in planned:
        utc = to_utc(one.local, rules(one.zone))
        if utc != one.utc:
            yield Moved(one, utc)
