"""The grammar of what bounds a repetition: except August, until, from … on, six times."""

from __future__ import annotations

from dataclasses import replace

from dcbot.when.atoms import (
    Atom,
    Date,
    DayNumber,
    EndOf,
    Except,
    Lapse,
    Lasting,
    Month,
    RelDay,
    Start,
    Times,
    Until,
    Weekday,
)
from dcbot.when.dates import date, day_number, month
from dcbot.when.days import end, relative, weekday
from dcbot.when.lapses import amount, lapse
from dcbot.when.row import Row


def exception(row: Row, start: int) -> Atom | None:
    """Except August, sauf le 25 décembre, 除八月外."""
    first = start + 1 if row.mark(start, "(", ",") else start
    led = row.get(first, "except") is not None
    # 八月除外: what is excepted may stand before the word.
    if not led and row.language != "zh":
        return None
    place = first + 1 if led else first
    months: list[int] = []
    days: list[Date] = []
    weekly: list[int] = []
    after = place
    for _ in range(12):
        again = ("except",) if led else ()
        at = row.skip(place, "in", "on", "at", "the", "of", "plural", *again, most=3)
        found = _dated(row, at) or month(row, at)
        option = row.get(at, "weekday", "weekdays")
        if found and isinstance(found.value, Date):
            days.append(found.value)
        elif found and isinstance(found.value, Month):
            months.append(found.value.month)
        elif option:
            weekly.append(option.number)
        else:
            break
        after = found.end if found else at + 1
        place = row.skip(after, "and", "or", "sep", most=2)
    if not (months or days or weekly):
        return None
    if not led and not row.get(after, "exceptend"):
        return None
    after = row.skip(after, "exceptend", most=1)
    return Atom(Except(tuple(months), tuple(days), tuple(weekly)), start, after)


def _dated(row: Row, place: int) -> Atom | None:
    """A date with the weekday that may stand before it or behind it."""
    named = row.get(place, "weekday")
    found = date(row, row.skip(place + 1, "sep", most=1)) if named else None
    found = found or date(row, place)
    if found is None or not isinstance(found.value, Date):
        return None
    after = found.end
    if not named and row.language == "zh":
        behind = row.skip(after, "sep", most=1)
        if named := row.get(behind, "weekday"):
            after = row.skip(behind + 1, "sep", most=1) if behind > after else behind + 1
    value = replace(found.value, weekday=named.number) if named else found.value
    return Atom(value, place, after)


def _day(row: Row, place: int) -> Atom | None:
    lead = row.lead(place)
    if (dated := _dated(row, lead)) and isinstance(dated.value, Date):
        return dated
    found = [
        grammar(row, place) for grammar in (date, end, lapse, relative, weekday, day_number, month)
    ]
    return max((each for each in found if each), key=lambda atom: atom.end, default=None)


def until(row: Row, start: int) -> Atom | None:
    if not row.get(start, "until"):
        return None
    found = _day(row, start + 1)
    if found is None:
        return None
    value = found.value
    if isinstance(value, Date | EndOf | Lapse | RelDay | Weekday | DayNumber | Month):
        return Atom(Until(value), start, found.end)
    return None


def begin(row: Row, start: int) -> Atom | None:
    if not row.get(start, "start"):
        return None
    found = _day(row, start + 1)
    if found is None:
        return None
    value = found.value
    if isinstance(value, Date | EndOf | Lapse | RelDay | Weekday | DayNumber | Month):
        return Atom(Start(value), start, row.skip(found.end, "startend", most=1))
    return None


def times(row: Row, start: int) -> Atom | None:
    place = row.skip(start, "lasting", "topic", most=1)
    number = row.number(place, 2, 400)
    after = row.skip(place + 1, "measure", most=1)
    if number and row.get(after, "count"):
        return Atom(Times(number), start, after + 1)
    if place > start:
        found = amount(row, place)
        if found and all(unit in ("week", "month", "year") for _, unit in found[0].parts):
            return Atom(Lasting(found[0]), start, found[1])
    return None
