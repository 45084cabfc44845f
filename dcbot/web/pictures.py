"""Pictures of what people would rather see than read, as numbers to draw; pure.

A picture stands beside the same in words. Places are in hundredths of its width, so that it is as
wide as the page and its letters stay as large as the text's.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from dcbot.web.showing import Month
from storage.cycles import CycleDate

_APART = 9.0
"""Marks that are nearer to each other than this stand one above the other."""
_MOST_NAMES = 7
"""So many names of months stand side by side on a phone."""


@dataclass(frozen=True)
class Dated:
    """What stands on a line of time: its kind, its days, and whether it is off."""

    kind: str
    first: date
    last: date
    off: bool = False

    @classmethod
    def of(cls, row: CycleDate) -> Dated:
        """A date of a cycle; of a month of which no day is known, its first."""
        return cls(row.kind.value, _day(row.day), _day(row.until or row.day), row.withdrawn)


@dataclass(frozen=True)
class Mark:
    """A date on the line of time: its number in the list beside it, where it is and how long, and
    in which row, counted from the line."""

    number: int
    kind: str
    off: bool
    x: float
    width: float
    row: int


@dataclass(frozen=True)
class Timeline:
    """A line of time: the months by where they begin, the dates, and where today is."""

    first: Month
    last: Month
    months: Sequence[tuple[float, str]]
    marks: Sequence[Mark]
    rows: int
    today: float | None


def timeline(dates: Sequence[Dated], today: date, since: date | None = None) -> Timeline | None:
    """The dates on a line, from the month of the first, or since this day, to that of the last;
    None without any."""
    if not dates:
        return None
    months = [Month.of(since or min(one.first for one in dates))]
    end = Month.of(max(one.last for one in dates))
    while months[-1].first < end.first:
        months.append(months[-1].next)
    begin, days = months[0].first, (end.next.first - months[0].first).days

    def place(day: date) -> float:
        return round(100 * (day - begin).days / days, 2)

    marks: list[Mark] = []
    free: list[float] = []
    for number, one in enumerate(dates, 1):
        x = place(one.first)
        width = round(place(one.last) - x, 2)
        row = next((row for row, until in enumerate(free) if until <= x), len(free))
        free[row : row + 1] = [x + width + _APART]
        marks.append(Mark(number, one.kind, one.off, x, width, row))
    every = -(-len(months) // _MOST_NAMES)
    names = [(place(one.first), f"{one.first:%b}") for one in months[::every]]
    is_within = begin <= today < end.next.first
    return Timeline(months[0], end, names, marks, len(free), place(today) if is_within else None)


def _day(day: str) -> date:
    return date.fromisoformat(day if len(day) == len("2017-07-21") else f"{day}-01")


@dataclass(frozen=True)
class Counted:
    """A month of a register of actions: how many were given and closed, and are open at its end."""

    month: Month
    given: int
    closed: int
    open: int


@dataclass(frozen=True)
class Columns:
    """Actions by month, with the most that a column of the picture stands for."""

    months: Sequence[Counted]
    most: int


def columns(
    months: Sequence[Month], before: int, given: Iterable[datetime], closed: Iterable[datetime]
) -> Columns | None:
    """Actions by month, from how many were open before the first one, and when some were given and
    closed since; None where there is nothing to see."""
    firsts = [one.first for one in months]

    def by_month(moments: Iterable[datetime]) -> Counter[int]:
        return Counter(bisect_right(firsts, one.astimezone(UTC).date()) - 1 for one in moments)

    came, went = by_month(given), by_month(closed)
    found, now_open = [], before
    for place, month in enumerate(months):
        now_open += came[place] - went[place]
        found.append(Counted(month, came[place], went[place], now_open))
    most = max((max(one.given, one.closed) for one in found), default=0)
    return Columns(found, most) if most or now_open else None


def months_of(year: int, today: date) -> list[Month]:
    """The months of a year, as far as they have begun."""
    return [month for month in (Month(year, one) for one in range(1, 13)) if month.first <= today]


def months_until(today: date, many: int = 12) -> list[Month]:
    """The last months, this one too."""
    found = [Month.of(today)]
    while len(found) < many:
        found.append(found[-1].before)
    return found[::-1]
