"""Which days the atoms of a phrase can mean, seen from today; and where they contradict."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dcbot.when.atoms import (
    Amount,
    Date,
    DayNumber,
    EndOf,
    Lapse,
    Month,
    MonthRel,
    Nth,
    RelDay,
    Shifted,
    Value,
    Week,
    Weekday,
)

FIRST, LAST = 1900, 2200


class NoSuchDay(Exception):
    """The calendar has no such day; `said` is how it was said."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


class Contradiction(Exception):
    """The weekday and the date disagree: the date's own weekday is `day.weekday()`."""

    def __init__(self, weekday: int, day: date) -> None:
        super().__init__(weekday, day)
        self.weekday, self.day = weekday, day


class NotEnough(Exception):
    """A week, a month or the like, from which no day follows."""


@dataclass(frozen=True)
class Today:
    """The day of speaking; `passed` tells whether the phrase's clock time is over today."""

    day: date
    passed: bool = False
    # Whether a clock time was said at all: without one, today is as good as next week.
    clocked: bool = False


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def make(year: int, month: int, day: int, said: str = "") -> date:
    """A date of the calendar. Raises NoSuchDay."""
    if not FIRST <= year < LAST or not 1 <= month <= 12:
        raise NoSuchDay(said or f"{day}.{month}.{year}")
    if not 1 <= day <= monthrange(year, month)[1]:
        raise NoSuchDay(said or f"{day}.{month}.{year}")
    return date(year, month, day)


def months_on(day: date, months: int) -> tuple[int, int]:
    """Year and month so many months after the day's."""
    count = day.year * 12 + day.month - 1 + months
    return count // 12, count % 12 + 1


def added(day: date, amount: Amount, sign: int = 1) -> list[date]:
    """The day so long after `day` (before it, where `sign` is -1); two where people differ."""
    result = day
    for count, unit in amount.parts:
        if unit in ("month", "year", "quarter"):
            steps = sign * count * {"month": 1, "quarter": 3, "year": 12}[unit]
            year, month = months_on(result, steps)
            if not FIRST <= year < LAST:
                raise NoSuchDay(f"{count} {unit}")
            result = date(year, month, min(result.day, monthrange(year, month)[1]))
        elif unit in ("day", "week"):
            days = sign * count * (7 if unit == "week" else 1)
            if abs(days) > 40000:
                raise NoSuchDay(f"{count} {unit}")
            result += timedelta(days=days)
        else:
            raise NotEnough
    if not FIRST <= result.year < LAST:
        raise NoSuchDay(str(result))
    # "Quinze jours" is a fortnight to some and fifteen days to others.
    return [result, result + timedelta(days=sign)] if amount.doubtful else [result]


def nth_of(year: int, month: int, number: int, said: Nth) -> list[date]:
    """The first, last … of those days of a month; two where people work on different days.

    Raises NoSuchDay where there is no fifth.
    """
    every = [date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1)]
    kinds = said.workdays or ((range(7) if said.weekday is None else (said.weekday,)),)
    found: list[date] = []
    for kind in kinds:
        days = [day for day in every if day.weekday() in kind]
        try:
            found.append(days[number - 1] if number > 0 else days[number])
        except IndexError:
            raise NoSuchDay(f"{number}.") from None
    return list(dict.fromkeys(found))


def of_date(said: Date, today: Today, year: int | None = None) -> list[date]:
    """The days that a date can be; without a year, the next such day. Raises NoSuchDay."""
    found: list[date] = []
    wrong: NoSuchDay | None = None
    for own, month, day in said.readings:
        try:
            if own or year:
                found.append(make(own or year or 0, month, day, said.words))
            else:
                found += _coming(month, day, today, said.words)
        except NoSuchDay as trouble:
            wrong = trouble
    if wrong and not found:
        raise wrong
    if said.weekday is not None:
        found = agreed(Weekday(said.weekday), found)
    return list(dict.fromkeys(found))


def _coming(month: int, day: int, today: Today, said: str) -> list[date]:
    """The next day of this name; both, where it is today and the clock time is over."""
    if (month, day) == (2, 29):
        years = [today.day.year + step for step in range(9)]
        leap = [each for each in years if monthrange(each, 2)[1] == 29]
        return [each for each in (date(y, 2, 29) for y in leap) if each >= today.day][:1]
    this = make(today.day.year, month, day, said)
    later = make(today.day.year + 1, month, day, said)
    if this == today.day and today.passed:
        return [this, later]
    return [this if this >= today.day else later]


def of_weekday(said: Weekday, today: Today) -> list[date]:
    """The days that a weekday can mean, by the policy of the phrases."""
    day = today.day
    coming = day + timedelta(days=(said.day - day.weekday() - 1) % 7 + 1)
    week = timedelta(days=7)
    if said.mode == "inweek":
        return [monday(day) + timedelta(days=said.day) + said.weeks * week]
    if said.mode == "past":
        last = day - timedelta(days=(day.weekday() - said.day - 1) % 7 + 1)
        return [last, last - week] if monday(last) == monday(day) else [last]
    if said.mode == "this":
        this = monday(day) + timedelta(days=said.day)
        # On a Wednesday, "this Wednesday" may be today or not.
        return [this] if this > day else [this + week, this]
    if said.mode == "afternext":
        return [coming + week, coming + 2 * week]
    if said.mode == "next":
        return [coming, coming + week] if monday(coming) == monday(day) else [coming]
    if said.mode == "coming" or day.weekday() != said.day:
        return [coming + said.weeks * week]
    found = [coming] if today.clocked and today.passed else [day, coming]
    return [each + said.weeks * week for each in found]


def of_nth(said: Nth, today: Today, month: Month | MonthRel) -> list[date]:
    """The first, last … weekday of that month; of the next such month, where it is over."""
    if isinstance(month, MonthRel):
        if month.unit != "month":
            raise NotEnough
        year, number = months_on(today.day, month.ahead)
        return [day for each in said.numbers for day in nth_of(year, number, each, said)]
    years = [month.year] if month.year else [today.day.year, today.day.year + 1]
    found: list[date] = []
    for number in said.numbers:
        for days in zip(*(nth_of(year, month.month, number, said) for year in years), strict=False):
            ahead = [
                day for day in days if day > today.day or (day == today.day and not today.passed)
            ]
            found.append(days[0] if month.year else ahead[0])
    return found


def of_day_number(said: DayNumber, today: Today, month: MonthRel | None) -> list[date]:
    """The next 25th, or that of the month that was said."""
    found: list[date] = []
    for number in said.days:
        if month is not None:
            year, name = months_on(today.day, month.ahead)
            found.append(make(year, name, number))
            continue
        for ahead in range(4):
            year, name = months_on(today.day, ahead)
            if number > monthrange(year, name)[1]:
                continue
            day = date(year, name, number)
            if day > today.day or (day == today.day and not today.passed):
                found.append(day)
                break
    return found


def of_end(said: EndOf, today: Today) -> list[date]:
    """The last day of a month or of a year."""
    if isinstance(said.of, MonthRel):
        if said.of.unit == "year":
            return [date(today.day.year + said.of.ahead, 12, 31)]
        year, month = months_on(today.day, said.of.ahead)
        return [date(year, month, monthrange(year, month)[1])]
    month = said.of.month
    year = said.of.year or today.day.year + (month < today.day.month)
    return [date(year, month, monthrange(year, month)[1])]


def of(value: Value, today: Today) -> list[date]:
    """The days that one atom can mean by itself."""
    if isinstance(value, Date):
        return of_date(value, today)
    if isinstance(value, Weekday):
        return of_weekday(value, today)
    if isinstance(value, RelDay):
        return [today.day + timedelta(days=value.ahead)]
    if isinstance(value, DayNumber):
        return of_day_number(value, today, None)
    if isinstance(value, Lapse):
        return added(today.day, value.amount, value.sign)
    if isinstance(value, EndOf):
        return of_end(value, today)
    if isinstance(value, Shifted):
        bases = of(value.base, today)
        return [day for base in bases for day in added(base, value.amount, value.sign)]
    raise NotEnough


def in_week(said: Weekday, week: Week, today: Today) -> date:
    """The day of the week that is so many weeks on."""
    return monday(today.day) + timedelta(days=said.day + 7 * week.ahead)


def agreed(weekday: Weekday, days: Iterable[date]) -> list[date]:
    """Those of the days that fall on the weekday. Raises Contradiction where none does."""
    every = list(days)
    kept = [day for day in every if day.weekday() == weekday.day]
    if not kept and every:
        raise Contradiction(weekday.day, every[0])
    return kept
