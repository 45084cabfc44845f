"""The VTIMEZONE of a zone, such that readers which trust it see the same clock as we do.

Where the changes come again in the same way each year, each kind of change is one observance with
a rule; where they do not (Morocco's Ramadan), each change is an observance of its own. Lists of
dates (RDATE) are not used: ical.js reads the first of a list only. An onset is written as the clock
shows it just before it changes, as RFC 5545 wants it (3.6.5).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

from dcbot.when import zones
from dcbot.when.zones import ClockChange

# Every date falls on every weekday within twelve years.
_CYCLE = 12
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True)
class _Kind:
    """A change that comes each year: on a weekday among some days of a month, at a clock time."""

    month: int
    weekday: int
    clock: time
    before: timedelta
    after: timedelta
    days: tuple[int, ...]

    def in_year(self, year: int) -> Iterator[datetime]:
        """The local times at which clocks change so in that year."""
        for day in self.days:
            with_clock = datetime.combine(date(year, self.month, day), self.clock)
            if with_clock.weekday() == self.weekday:
                yield with_clock

    @property
    def rule(self) -> dict[str, object]:
        """The same as the parts of an RRULE; the plainest form that says it."""
        first, last = self.days[0], self.days[-1]
        weekday = _WEEKDAYS[self.weekday]
        yearly: dict[str, object] = {"FREQ": "YEARLY", "BYMONTH": self.month}
        if len(self.days) == 7 and last == _LENGTHS[self.month - 1]:
            return yearly | {"BYDAY": f"-1{weekday}"}
        if len(self.days) == 7 and first % 7 == 1:
            return yearly | {"BYDAY": f"{first // 7 + 1}{weekday}"}
        return yearly | {"BYMONTHDAY": list(self.days), "BYDAY": weekday}


def timezone(name: str, since: int, until: int) -> Timezone:
    """The definition of a zone, right from the first day of one year to the last of another.

    Where a yearly pattern holds it goes on being right afterwards.
    """
    found = Timezone()
    found.add("tzid", name)
    for part in _observances(name, since, until):
        found.add_component(part)
    return found


@lru_cache(maxsize=1024)
def _observances(
    name: str, since: int, until: int
) -> tuple[TimezoneStandard | TimezoneDaylight, ...]:
    begin = datetime(since, 1, 1, tzinfo=UTC)
    changes = zones.clock_changes(name, begin, datetime(until + 1 + _CYCLE, 1, 1, tzinfo=UTC))
    by_year: dict[int, list[ClockChange]] = defaultdict(list)
    for change in changes:
        by_year[_onset(change).year].append(change)
    kinds = _kinds(
        [change for year in range(until + 1, until + _CYCLE + 1) for change in by_year[year]]
    )
    holds_from = until + 1
    if kinds and all(_holds(kinds, by_year, year) for year in range(until, until + _CYCLE + 1)):
        while holds_from > since and _holds(kinds, by_year, holds_from - 1):
            holds_from -= 1
    else:
        kinds = []
    alone = [c for year in range(since - 1, holds_from) for c in by_year[year]]
    return (
        _first(name, begin),
        *(_observance(name, change) for change in alone),
        *(_yearly(name, kind, holds_from) for kind in kinds),
    )


def _kinds(changes: list[ClockChange]) -> list[_Kind]:
    days: dict[tuple[int, int, time, timedelta, timedelta], set[int]] = defaultdict(set)
    for change in changes:
        onset = _onset(change)
        key = (onset.month, onset.weekday(), onset.time(), change.before, change.after)
        days[key].add(onset.day)
    return [_Kind(*key, days=tuple(sorted(found))) for key, found in days.items()]


def _holds(kinds: list[_Kind], by_year: dict[int, list[ClockChange]], year: int) -> bool:
    """Whether the kinds of change give exactly what happens in that year."""
    given = sorted((at, kind.after) for kind in kinds for at in kind.in_year(year))
    return given == [(_onset(change), change.after) for change in by_year[year]]


def _onset(change: ClockChange) -> datetime:
    """When it happens, on the clock before it does."""
    return (change.at + change.before).replace(tzinfo=None)


def _first(name: str, begin: datetime) -> TimezoneStandard | TimezoneDaylight:
    """What holds before the first change."""
    offset = begin.astimezone(zones.zone(name)).utcoffset() or timedelta()
    change = ClockChange(name, begin, offset, offset)
    return _observance(name, change)


def _yearly(name: str, kind: _Kind, since: int) -> TimezoneStandard | TimezoneDaylight:
    years = (at for year in range(since, since + _CYCLE + 1) for at in kind.in_year(year))
    first = (next(years) - kind.before).replace(tzinfo=UTC)
    part = _observance(name, ClockChange(name, first, kind.before, kind.after))
    part.add("rrule", kind.rule)
    return part


def _observance(name: str, change: ClockChange) -> TimezoneStandard | TimezoneDaylight:
    part = TimezoneDaylight() if change.after > change.before else TimezoneStandard()
    part.add("dtstart", _onset(change))
    part.add("tzoffsetfrom", change.before)
    part.add("tzoffsetto", change.after)
    part.add("tzname", change.at.astimezone(zones.zone(name)).tzname() or name)
    return part
