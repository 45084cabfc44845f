"""What the grammar makes of tokens: the smallest pieces of time that a phrase can name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from dcbot.when import zone_senses


@dataclass(frozen=True)
class Clock:
    """A clock time as it was said. `style` says how surely it counts 24 hours."""

    hour: int
    minute: int = 0
    second: int = 0
    # iso, padded (09:30), short (9:30), h (9h), bare (9), word (nine), noon, midnight
    style: str = "padded"
    # am, pm, or a part of the day that was said with it
    part: str = ""
    zone: zone_senses.Said | None = None


@dataclass(frozen=True)
class ClockRange:
    start: Clock
    end: Clock
    # Whether the end is said to be on the next day.
    next_day: bool = False


@dataclass(frozen=True)
class Part:
    """A part of the day by itself, such as "in the morning"."""

    name: str


@dataclass(frozen=True)
class Zone:
    """A zone; `bare` where only a place is named, which may be where the meeting is."""

    said: zone_senses.Said | None
    kind: str = "sure"


@dataclass(frozen=True)
class Date:
    """A date, with every order in which its numbers can be read; no year where none was said."""

    readings: tuple[tuple[int | None, int, int], ...]
    words: str = ""
    # The weekday that was said with it, with which it must agree.
    weekday: int | None = None


@dataclass(frozen=True)
class DateRange:
    start: Date | Dayish
    end: Date | Dayish


@dataclass(frozen=True)
class MomentRange:
    """From one day's clock time to another's; each is told by its own atoms."""

    start: tuple[Atom, ...]
    end: tuple[Atom, ...]


@dataclass(frozen=True)
class DateList:
    """Several days of one month ("24 and 31 December")."""

    dates: tuple[Date, ...]


@dataclass(frozen=True)
class Dotted:
    """Two numbers with a point between, which a date, a clock time or a section can be."""

    first: int
    second: int
    digits: int


@dataclass(frozen=True)
class DayNumber:
    """Days of a month whose month was not said ("the 25th")."""

    days: tuple[int, ...]
    sure: bool = True


@dataclass(frozen=True)
class Month:
    month: int
    year: int | None = None


@dataclass(frozen=True)
class MonthRel:
    """The month so many months on; with `unit` year, the year."""

    ahead: int
    unit: str = "month"


@dataclass(frozen=True)
class TheMonth:
    """ "of the month" or "of the year": which one was not said."""

    unit: str = "month"


@dataclass(frozen=True)
class Year:
    """A year that stands apart from its date ("Tue Dec 1 14:00:00 2026")."""

    year: int


@dataclass(frozen=True)
class Weekday:
    """A day of the week. `mode`: bare, next, this, coming, past, afternext, inweek, habit."""

    day: int
    mode: str = "bare"
    weeks: int = 0
    weak: bool = False


@dataclass(frozen=True)
class Week:
    ahead: int


@dataclass(frozen=True)
class RelDay:
    ahead: int
    part: str = ""


@dataclass(frozen=True)
class Amount:
    """So many of each unit; `doubtful` where people mean two weeks by fifteen days."""

    parts: tuple[tuple[int, str], ...]
    doubtful: bool = False


@dataclass(frozen=True)
class Lapse:
    """So long from now; negative: ago."""

    amount: Amount
    sign: int = 1


@dataclass(frozen=True)
class Shifted:
    """So long after (or before) a day."""

    amount: Amount
    sign: int
    base: Dayish | Date


@dataclass(frozen=True)
class Nth:
    """The first, last … weekday, or where there is none the first or last day or workday."""

    numbers: tuple[int, ...]
    weekday: int | None
    every: bool = False
    past: bool = False
    # The days on which people work, by each custom there is; nothing where any day counts.
    workdays: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True)
class EndOf:
    of: Month | MonthRel


@dataclass(frozen=True)
class Lasting:
    amount: Amount


@dataclass(frozen=True)
class Every:
    """Each so many units, or on these days of the week or of the month."""

    count: int = 1
    unit: str = ""
    weekdays: tuple[int, ...] = ()
    days: tuple[int, ...] = ()
    # What is doubtful about it, if anything.
    doubt: str = ""
    # How many times in each unit, where that is said; its days must be as many.
    rate: int = 0


@dataclass(frozen=True)
class Except:
    months: tuple[int, ...] = ()
    dates: tuple[Date, ...] = ()
    weekdays: tuple[int, ...] = ()


@dataclass(frozen=True)
class Until:
    day: Date | Dayish


@dataclass(frozen=True)
class Start:
    day: Date | Dayish


@dataclass(frozen=True)
class Times:
    count: int


Dayish: TypeAlias = Weekday | RelDay | DayNumber | Lapse | EndOf | Month | Nth | Shifted
Value: TypeAlias = (
    Clock
    | ClockRange
    | Part
    | Zone
    | Date
    | DateRange
    | DateList
    | MomentRange
    | Dotted
    | DayNumber
    | Month
    | MonthRel
    | TheMonth
    | Year
    | Weekday
    | Week
    | RelDay
    | Lapse
    | Shifted
    | Nth
    | EndOf
    | Lasting
    | Every
    | Except
    | Until
    | Start
    | Times
)


@dataclass(frozen=True)
class Atom:
    """A piece of time, and the tokens from `start` to before `end` that name it."""

    value: Value
    start: int
    end: int
