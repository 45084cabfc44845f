"""The grammar of how often: weekly, twice a week, de duas em duas semanas, раз в две недели."""

from __future__ import annotations

from dcbot.when.atoms import Atom, Every
from dcbot.when.days import weekday_span
from dcbot.when.repeats import UNITS, every_unit, working
from dcbot.when.row import Row


def frequency(row: Row, start: int) -> Atom | None:
    """Weekly, mensuel, раз в две недели, 隔周."""
    place = row.skip(start, "on", "at", "of", "in", "the", "one", most=3)
    if option := row.get(place, "freq"):
        count, unit = int(option.value[0]), str(option.value[1])
        if found := _counted(row, start, place + 1, count, unit):
            return found
        doubt = "quarter" if (count, unit) == (3, "month") else ""
        return Atom(Every(count, unit, doubt=doubt), start, place + 1)
    if by_turns := _by_turns(row, start):
        return by_turns
    if option := row.get(place, "freq?"):
        return Atom(Every(2, str(option.value[0]), doubt="twice"), start, place + 1)
    if row.get(place, "workdays"):
        return _working_days(row, start, place + 1)
    if row.get(place, "once"):
        return every_unit(row, start, row.skip(place + 1, "the", "every", "per", most=2))
    return None


def _by_turns(row: Row, start: int) -> Atom | None:
    """De duas em duas semanas, de dos en dos semanas."""
    number = row.number(start + 1, 2, 31)
    if row.written(start).casefold() != "de" or number is None:
        return None
    again = row.get(start + 2, "in", "on") and row.number(start + 3, number, number)
    unit = row.get(start + 4, "unit") if again else None
    if unit is None or unit.value[0] not in UNITS[:4]:
        return None
    return Atom(Every(number, str(unit.value[0])), start, start + 5)


def _working_days(row: Row, start: int, place: int) -> Atom:
    """On working days, with which days those are, where that is said in parentheses."""
    if row.mark(place, "(") and (span := weekday_span(row, place + 1)):
        return Atom(Every(1, "week", span[0]), start, span[1] + row.mark(span[1], ")"))
    return Atom(working(row), start, place)


def _counted(row: Row, start: int, place: int, count: int, unit: str) -> Atom | None:
    """每周两次: twice in each week."""
    times = row.number(place, 1, 9)
    if times is None or not row.get(place + 1, "count") or row.language != "zh":
        return None
    return Atom(Every(count, unit, rate=times), start, place + 2)


def rate(row: Row, start: int) -> Atom | None:
    """Twice a week, deux fois par mois, два раза в неделю, 一周两次."""
    if row.language == "zh" and row.number(start, 1, 1):
        unit = row.get(at := row.skip(start + 1, "measure", most=1), "unit", "monthmark")
        named = "month" if unit and unit.kind == "monthmark" else str(unit.value[0]) if unit else ""
        return _counted(row, start, at + 1, 1, named) if named in UNITS else None
    said = row.get(start, "rate")
    times = said.number if said else row.number(start, 1, 9)
    after = start + 1
    if not said:
        after += 1 if row.get(after, "count") else 0
    if times is None or (not said and after == start + 1):
        return None
    place = row.skip(after, "per", "at", "on", "in", "of", "one", "the", "every", most=3)
    unit = row.get(place, "unit")
    if place == after or unit is None or unit.value[0] not in UNITS:
        return None
    return Atom(Every(1, str(unit.value[0]), rate=times), start, place + 1)
