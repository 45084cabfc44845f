"""What a reader sees of the calendar: times in the reader's zone and in UTC, by day; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dcbot.calendar.entries import Days, Sitting, sittings
from dcbot.services.feeds import Listed

MONTHS_BACK, MONTHS_AHEAD = 12, 12
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Shown:
    """One line of the calendar. `day` is the day by the reader's clock, or the day it is about."""

    listed: Listed
    day: date
    title: str
    place: str
    text: str
    cancelled: bool
    sitting: Sitting | None = None
    until: date | None = None
    number: int | None = None
    moved_from: datetime | None = None

    @property
    def order(self) -> tuple[bool, datetime, str]:
        """Whole days come first, then by time."""
        at = self.sitting.at if self.sitting else datetime.combine(self.day, time(), UTC)
        return self.sitting is not None, at, self.title

    def clock(self, zone: ZoneInfo) -> str:
        """From when to when on the clock there; with the day where it is not the line's day."""
        if self.sitting is None:
            return "all day"
        start, end = self.sitting.at.astimezone(zone), self.sitting.ends.astimezone(zone)
        words = f"{start:%H:%M}" if start == end else f"{start:%H:%M}–{end:%H:%M}"
        return words if start.date() == self.day else f"{start:%a} {words}"


@dataclass(frozen=True)
class Month:
    """A month of a year."""

    year: int
    month: int

    @classmethod
    def read(cls, words: str) -> Month:
        """From 2026-12."""
        return cls(int(words[:4]), int(words[5:]))

    @classmethod
    def of(cls, day: date) -> Month:
        """The month that the day lies in."""
        return cls(day.year, day.month)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def said(self) -> str:
        """As people say it."""
        return f"{self.first:%B} {self.year}"

    @property
    def next(self) -> Month:
        """The month after it."""
        return Month.of(self.first + 31 * _DAY)

    @property
    def before(self) -> Month:
        """The month before it."""
        return Month.of(self.first - _DAY)

    @property
    def weeks(self) -> list[list[date]]:
        """Its weeks from Monday to Sunday, with the days of other months that fill them."""
        day = self.first - self.first.weekday() * _DAY
        found = []
        while day < self.next.first:
            found.append([day + number * _DAY for number in range(7)])
            day += 7 * _DAY
        return found


def months_written(today: date) -> list[Month]:
    """The months that are written out as files: a year back and a year ahead."""
    month = Month.of(today)
    for _ in range(MONTHS_BACK):
        month = month.before
    found = [month]
    while len(found) <= MONTHS_BACK + MONTHS_AHEAD:
        found.append(found[-1].next)
    return found


def shown(everything: Iterable[Listed], zone: ZoneInfo, since: date, until: date) -> list[Shown]:
    """All lines whose day lies from `since` on and before `until`, in order."""
    # Wherever the reader is, the clock differs from UTC by less than a day.
    span = (
        datetime.combine(since, time(), UTC) - _DAY,
        datetime.combine(until, time(), UTC) + _DAY,
    )
    lines = []
    for listed in everything:
        if isinstance(listed.entry.when, Days):
            lines += _days(listed, listed.entry.when, since, until)
        for sitting in sittings(listed.entry, *span):
            line = _line(listed, sitting, zone)
            if since <= line.day < until:
                lines.append(line)
    return sorted(lines, key=lambda line: line.order)


def by_day(lines: Iterable[Shown]) -> dict[date, list[Shown]]:
    """The lines of each day that has any, in order."""
    found: dict[date, list[Shown]] = defaultdict(list)
    for line in lines:
        found[line.day].append(line)
    return dict(sorted(found.items()))


def _line(listed: Listed, sitting: Sitting, zone: ZoneInfo) -> Shown:
    start = sitting.at.astimezone(zone)
    return Shown(
        listed,
        start.date(),
        sitting.title,
        sitting.place,
        sitting.text,
        sitting.cancelled,
        sitting=sitting,
        number=listed.numbers.get(sitting.original),
        moved_from=sitting.original if sitting.moved else None,
    )


def _days(listed: Listed, days: Days, since: date, until: date) -> list[Shown]:
    last = days.last or days.first
    # What began before stands at the first day that is shown.
    first = max(days.first, since) if last >= since else days.first
    if not since <= first < until:
        return []
    entry = listed.entry
    return [
        Shown(
            listed,
            first,
            entry.title,
            entry.place,
            entry.text,
            entry.cancelled,
            until=last if last > first else None,
        )
    ]
