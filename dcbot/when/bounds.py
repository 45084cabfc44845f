"""The grammar of what bounds a repetition: except August, until, from … on, six times."""

from __future__ import annotations

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
from dcbot.when.day_runs import date_list, dated
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
        at = row.skip(place, "in", "on", "at", "the", "of", "plural", "dayword", *again, most=3)
        several = date_list(row, at)
        found = dated(row, at) or month(row, at)
        option = row.get(at, "weekday", "weekdays")
        if several:
            days += several[0]
        elif found and isinstance(found.value, Date):
            days.append(found.value)
        elif found and isinstance(found.value, Month) and not found.value.year:
            months.append(found.value.month)
        elif option:
            weekly.append(option.number)
        else:
            break
        after = several[1] if several else found.end if found else at + 1
        place = row.skip(after, "and", "or", "sep", most=2)
    if not (months or days or weekly):
        return None
    if not led and not row.get(after, "exceptend"):
        return None
    after = row.skip(after, "exceptend", most=1)
    return Atom(Except(tuple(months), tuple(days), tuple(weekly)), start, after)


def _day(row: Row, place: int) -> Atom | None:
    lead = row.lead(place)
    if (whole := dated(row, lead)) and isinstance(whole.value, Date):
        return whole
    found = [
        grammar(row, place) for grammar in (date, end, lapse, relative, weekday, day_number, month)
    ]
    return max((each for each in found if each), key=lambda atom: atom.end, default=None)


def until(row: Row, start: int) -> Atom | None:
    if not row.get(start, "until"):
        return _until_chinese(row, start) if row.language == "zh" else None
    found = _day(row, start + 1)
    if found is None:
        return None
    value = found.value
    if isinstance(value, Date | EndOf | Lapse | RelDay | Weekday | DayNumber | Month):
        return Atom(Until(value), start, row.skip(found.end, "untilend", most=1))
    return None


def _until_chinese(row: Row, start: int) -> Atom | None:
    """到12月17日为止: a word behind the day tells that it is the last."""
    found = dated(row, start + 1) if row.get(start, "to") else None
    if found is None or not isinstance(found.value, Date) or not row.get(found.end, "untilend"):
        return None
    return Atom(Until(found.value), start, found.end + 1)


def _start_chinese(row: Row, start: int) -> Atom | None:
    """12月3日起."""
    found = dated(row, start)
    if found is None or not isinstance(found.value, Date) or not row.get(found.end, "startend"):
        return None
    return Atom(Start(found.value), start, found.end + 1)


def begin(row: Row, start: int) -> Atom | None:
    if not row.get(start, "start"):
        return _start_chinese(row, start) if row.language == "zh" else None
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
