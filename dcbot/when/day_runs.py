"""The grammar of several days: 1-3 December, du 30 novembre au 2 décembre, 24 and 31 December."""

from __future__ import annotations

from dataclasses import replace

from dcbot.when.atoms import Atom, Date, DateList, DateRange, Weekday
from dcbot.when.dates import date, day_of_month, year_behind
from dcbot.when.days import weekday_span
from dcbot.when.row import Row, remembered


@remembered
def dated(row: Row, place: int) -> Atom | None:
    """A date with the weekday that may stand before it or behind it."""
    place = row.lead(place)
    named = row.get(place, "weekday")
    found = date(row, row.skip(place + 1, "sep", most=1)) if named else None
    if found is None:
        named, found = None, date(row, place)
    if found is None or not isinstance(found.value, Date):
        return None
    after = found.end
    if named is None and row.language == "zh":
        behind = row.skip(after, "sep", most=1)
        if named := row.get(behind, "weekday"):
            after = row.skip(behind + 1, "sep", most=1) if behind > after else behind + 1
    value = replace(found.value, weekday=named.number) if named else found.value
    return Atom(value, place, after)


def _in_year(said: Date, year: int | None) -> Date:
    """The date in that year, where it names none itself."""
    readings = tuple((own or year, month, day) for own, month, day in said.readings)
    return replace(said, readings=readings)


def dates(row: Row, start: int) -> Atom | None:
    """Several days in a row: 1-3 December, du 1er au 3 décembre, 12月1日至3日."""
    place = row.lead(start, "from", "between")
    led = any(row.get(each, "from", "between") for each in range(start, place))
    if not led and row.get(place, "weekday") and place > start:
        place = start
    whole = dated(row, place)
    if whole and isinstance(whole.value, Date):
        joint = row.comma(whole.end)
        behind = row.skip(joint, "to", "dash", "until", most=1)
        if behind == joint and not (led and row.get(joint, "and")):
            return None
        behind = row.skip(behind, "and", most=1) if behind == joint else behind
        other = dated(row, behind)
        if other and isinstance(other.value, Date):
            return Atom(_span(whole.value, other.value), start, other.end)
        # "27/11 a las 23" is a time of that day.
        at = row.get(behind - 1, "at") is not None
        return None if at else _rest_of_month(row, whole.value, start, behind)
    return _one_month(row, start, place, led=led)


def _one_month(row: Row, start: int, place: int, *, led: bool) -> Atom | None:
    """1-3 December, Tuesday 1 to Thursday 3 December: the month stands behind the last day."""
    weekday = row.get(place, "weekday")
    at = row.skip(row.comma(place + 1), "the", "dayword", most=1) if weekday else place
    first = day_of_month(row, at)
    if first is None or first > 31:
        return None
    joint = row.get(at + 1, "to", "dash", "until") or (led and row.get(at + 1, "and"))
    behind = row.skip(at + 2, "the", "to", most=2)
    last = dated(row, behind) if joint else None
    if last is None or not isinstance(last.value, Date):
        return None
    year, month, _ = last.value.readings[0]
    named = weekday.number if weekday else None
    begin = Date(((year, month, first),), last.value.words, named)
    return Atom(DateRange(begin, last.value), start, last.end)


def _span(first: Date, last: Date) -> DateRange:
    """Both days, each in the year that is named with the other, or in the one beside it."""
    begin, end = first.readings[0], last.readings[0]
    earlier = begin[1:] < end[1:]
    if begin[0] is None and end[0]:
        return DateRange(_in_year(first, end[0] if earlier else end[0] - 1), last)
    if begin[0] and end[0] is None:
        return DateRange(first, _in_year(last, begin[0] if earlier else begin[0] + 1))
    return DateRange(first, last)


def _rest_of_month(row: Row, begin: Date, start: int, place: int) -> Atom | None:
    """December 1-3, 12月1日至3日."""
    last = day_of_month(row, place)
    marked = row.get(place + 1, "daymark")
    if last is None or last > 31 or row.get(place + 1, "oclock", "ampm", "unit", "part"):
        return None
    year, month, _ = begin.readings[0]
    after = place + 2 if marked else place + 1
    found = None if marked or year else year_behind(row, after)
    year, after = found or (year, after)
    begin = replace(begin, readings=((year, month, begin.readings[0][2]),))
    return Atom(DateRange(begin, Date(((year, month, last),), begin.words)), start, after)


def date_list(row: Row, place: int) -> tuple[tuple[Date, ...], int] | None:
    """24 and 31 December, les 24 et 31 décembre, 12月24日和31日: their dates, and the end."""
    days: list[int] = []
    at, last_joint = place, False
    for _ in range(8):
        if (found := date(row, at)) and isinstance(found.value, Date):
            year, month, last = found.value.readings[0]
            if len(found.value.readings) > 1:
                return None
            more, after = ([], found.end) if days else _more_days(row, found.end)
            made = (*days, last, *more)
            if len(made) < 2 or not (last_joint or more):
                return None
            return tuple(Date(((year, month, day),), found.value.words) for day in made), after
        at = row.skip(at, "the", "dayword", "on", most=3)
        day = day_of_month(row, at)
        joined = row.skip(at + 1, "sep", "and", "or", most=2)
        if day is None or day > 31 or joined == at + 1 or row.mark(at + 1, ".", "(", "/", "-"):
            return None
        # Portuguese weekdays are ordinals too.
        if row.get(at, "weekday"):
            return None
        last_joint = any(row.get(each, "and", "or") for each in range(at + 1, joined))
        days.append(day)
        at = joined
    return None


def _more_days(row: Row, place: int) -> tuple[list[int], int]:
    """The days that follow a Chinese date: 12月24日和31日."""
    found: list[int] = []
    at = row.skip(place, "and", "or", "sep", most=1)
    while row.language == "zh" and at > place and (day := row.number(at, 1, 31)):
        if not row.get(at + 1, "daymark"):
            break
        found.append(day)
        place = at + 2
        at = row.skip(place, "and", "or", "sep", most=1)
    return found, place


def listed(row: Row, start: int) -> Atom | None:
    """Several days of one month, none more meant than another: 3, 10 and 17 December."""
    found = date_list(row, row.lead(start))
    return Atom(DateList(found[0]), start, found[1]) if found else None


def weekdays(row: Row, start: int) -> Atom | None:
    """From Monday to Wednesday."""
    place = row.lead(start, "from", "between")
    span = weekday_span(row, place)
    if span is None:
        return None
    return Atom(DateRange(Weekday(span[0][0]), Weekday(span[0][-1])), start, span[1])
