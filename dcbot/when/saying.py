"""Moments, days and rules said back in seven languages, so that `read` understands them again."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from babel import Locale

from dcbot.when.books import BOOKS
from dcbot.when.phrasebook import Book
from dcbot.when.reading import Day, Days, Definite, Instant, Range, Rule
from dcbot.when.recurring import parts_of
from dcbot.when.zone_senses import clock_of, minutes_ahead, offset_name

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKDAYS = ("MO", "TU", "WE", "TH", "FR")


@cache
def _names(language: str) -> tuple[Any, Any]:
    locale = Locale(language)
    return locale.days["format"]["wide"], locale.months["format"]["wide"]


def book(language: str) -> Book:
    """The phrases of a language; English where there are none."""
    return BOOKS.get(language, BOOKS["en"])


def weekday_name(day: int, language: str) -> str:
    """The weekday (0 is Monday) as it stands in a date."""
    return str(_names(language)[0][day])


def month_name(month: int, language: str) -> str:
    """The month as it stands in a date: December, декабря."""
    return str(_names(language)[1][month])


def day(moment: date, language: str = "en") -> str:
    """A day with weekday and year: Tuesday 1 December 2026."""
    said = book(language)
    number = said.first_day if moment.day == 1 else str(moment.day)
    return said.date.format(
        weekday=weekday_name(moment.weekday(), language),
        day=number,
        month=month_name(moment.month, language),
        number=moment.month,
        year=moment.year,
    )


def clock(moment: datetime) -> str:
    """The time of the day in 24 hours, with seconds where there are any."""
    return f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"


def zone(name: str, moment: datetime) -> str:
    """The zone's name and what it is ahead of UTC at that (aware) moment."""
    if name == "UTC":
        return "UTC"
    ahead = offset_name(minutes_ahead(moment.astimezone(clock_of(name))))
    return f"UTC{ahead}" if name[0] in "+-" else f"{name}, UTC{ahead}"


def instant(said: Instant, language: str = "en") -> str:
    """A moment: Tuesday 1 December 2026, 14:00 (Europe/Zurich, UTC+01:00)."""
    return book(language).instant.format(
        day=day(said.local, language), clock=clock(said.local), zone=zone(said.zone, said.utc)
    )


def span(said: Range, language: str = "en") -> str:
    """From one moment to another, with the day of the second where it is another day."""
    start, end = said.start, said.end
    same = start.local.date() == end.local.date() and _ahead(start) == _ahead(end)
    if same:
        return book(language).instant.format(
            day=day(start.local, language),
            clock=f"{clock(start.local)}–{clock(end.local)}",
            zone=zone(start.zone, start.utc),
        )
    return f"{instant(start, language)} – {instant(end, language)}"


def _ahead(said: Instant) -> timedelta | None:
    return said.utc.astimezone(clock_of(said.zone)).utcoffset()


def say(said: Definite, language: str = "en") -> str:
    """Any definite reading in words of the language."""
    if isinstance(said, Instant):
        return instant(said, language)
    if isinstance(said, Range):
        return span(said, language)
    if isinstance(said, Day):
        return day(said.date, language) + _aside(said)
    if isinstance(said, Days):
        return f"{day(said.first.date, language)} – {day(said.last.date, language)}"
    return rule(said, language)


def _aside(said: Day) -> str:
    """The zone of a day, where one was named with it."""
    if not said.zone:
        return ""
    return f" ({'UTC' + said.zone if said.zone[0] in '+-' else said.zone})"


def rule(said: Rule, language: str = "en") -> str:
    """A rule: how often, at what time and where, from when, until when, and except when."""
    words, parts = book(language), parts_of(said.rrule)
    pieces = [pattern(parts, language)]
    if not said.all_day:
        shown = clock(said.start)
        if said.minutes:
            shown += f"–{clock(said.start + timedelta(minutes=said.minutes))}"
        pieces.append(words.clock.format(clock=shown, zone=_zone_of(said)))
    if "BYMONTH" in parts and parts["FREQ"] != "YEARLY":
        pieces.append(_months(parts["BYMONTH"].split(","), language))
    if said.exceptions:
        days = [day(each, language) for each in said.exceptions]
        pieces.append(words.without.format(what=_list(days, words)))
    if "COUNT" in parts:
        pieces.append(words.times.format(count=parts["COUNT"]))
    pieces.append(words.start.format(day=day(said.start, language)))
    if "UNTIL" in parts:
        pieces.append(words.until.format(day=day(last_day(said), language)))
    return words.comma.join(pieces)


def _months(kept: list[str], language: str) -> str:
    """In which months it is, or in which it is not, whichever are fewer."""
    words = book(language)
    left_out = [str(each) for each in range(1, 13) if str(each) not in kept]
    told, phrase = (left_out, words.without) if len(left_out) < 6 else (kept, words.within)
    return phrase.format(what=_list([_lone(int(each), language) for each in told], words))


def _zone_of(said: Rule) -> str:
    # A rule keeps the clocks of its place, so that no one offset is true of all its times.
    if said.zone[0] in "+-":
        return f"UTC{said.zone}"
    return said.zone


def last_day(said: Rule) -> date:
    """The last day on which the rule can happen, on the clocks of its zone."""
    until = datetime.strptime(parts_of(said.rrule)["UNTIL"] + "+0000", "%Y%m%dT%H%M%SZ%z")
    return until.astimezone(clock_of(said.zone)).date()


def _lone(month: int, language: str) -> str:
    """The month's name by itself: декабрь."""
    # Not by babel's stand-alone names: what stands there depends on what was loaded before.
    own = book(language).lone_months
    return own[month - 1] if own else month_name(month, language)


def _list(names: list[str], words: Book) -> str:
    if len(names) < 2:
        return "".join(names)
    return words.comma.join(names[:-1]) + words.and_ + names[-1]


def pattern(parts: dict[str, str], language: str) -> str:
    """How often and on which days: every other Thursday; the first Tuesday of each month."""
    words = book(language)
    step = int(parts.get("INTERVAL", "1"))
    days = parts["BYDAY"].split(",") if "BYDAY" in parts else []
    freq = parts["FREQ"]
    if freq == "DAILY":
        return words.daily if step == 1 else words.days.format(count=step)
    if freq == "WEEKLY":
        return _weekly(days, step, language)
    if freq == "YEARLY":
        return _yearly(parts, days, step, language)
    every = words.monthly if step == 1 else words.months.format(count=step)
    return words.of.format(what=_which(parts, days, language), every=every)


def _which(parts: dict[str, str], days: list[str], language: str) -> str:
    """Which day of a month: the first Tuesday, the 15th, the last day."""
    words = book(language)
    if "BYSETPOS" in parts:
        numbers = [words.ordinals[int(each)] for each in parts["BYSETPOS"].split(",")]
        return words.nth.format(ordinal=_list(numbers, words), weekday=words.working_day)
    if days:
        weekday = WEEKDAYS.index(days[0][-2:])
        numbers = [words.ordinal(int(each[:-2]), weekday) for each in days]
        return words.nth.format(
            ordinal=_list(numbers, words), weekday=words.weekday(weekday_name(weekday, language))
        )
    numbers = [_day_number(int(each), words) for each in parts["BYMONTHDAY"].split(",")]
    return _list(numbers, words)


def _day_number(number: int, words: Book) -> str:
    """A day of a month whatever the month: the 15th, dia 15, 15日."""
    if number == -1:
        return words.last_day
    if number == 1 and words.first_day != "1":
        return words.first_day
    teen = 10 < number < 14
    suffix = "th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return words.day_number.format(day=number, suffix=suffix)


def _weekly(days: list[str], step: int, language: str) -> str:
    words = book(language)
    if tuple(days) == WORKDAYS and step == 1 and words.workdays:
        return words.workdays
    names = [
        words.each(WEEKDAYS.index(each), weekday_name(WEEKDAYS.index(each), language))
        for each in days
    ]
    listed = _list(names, words)
    if step == 1:
        return words.weekly.format(days=listed)
    return words.weeks.format(count=step, days=listed)


def _yearly(parts: dict[str, str], days: list[str], step: int, language: str) -> str:
    words = book(language)
    every = words.yearly if step == 1 else words.years.format(count=step)
    month = month_name(int(parts["BYMONTH"]), language)
    if days:
        which = _which(parts, days, language)
        return words.of_year.format(
            what=words.in_month.format(what=which, month=month), every=every
        )
    number = int(parts["BYMONTHDAY"])
    shown = words.first_day if number == 1 else str(number)
    dated = words.day_of.format(day=shown, month=month, number=parts["BYMONTH"])
    return words.of_year.format(what=dated, every=every)
