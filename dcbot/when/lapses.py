"""The grammar of lengths of time: two hours, in three weeks, a week from Thursday."""

from __future__ import annotations

from dcbot.when.atoms import (
    Amount,
    Atom,
    Date,
    DayNumber,
    Lapse,
    Lasting,
    RelDay,
    Shifted,
    Weekday,
)
from dcbot.when.dates import date, day_number
from dcbot.when.days import relative, weekday
from dcbot.when.row import Row


def amount(row: Row, start: int) -> tuple[Amount, int] | None:
    """Two hours, an hour and a half, 1 hour and 30 minutes, quinze jours, ساعتين, 两个半小时."""
    parts: list[tuple[int, str]] = []
    doubtful = False
    place = start
    for _ in range(3):
        found = _one_amount(row, place)
        if found is None:
            break
        more, place, doubt = found
        parts += more
        doubtful = doubtful or doubt
        behind = row.skip(place, "and", "sep", most=1)
        if _one_amount(row, behind) is None or row.mark(place, ".", ";", "("):
            break
        place = behind
    return (Amount(tuple(parts), doubtful), place) if parts else None


def _one_amount(row: Row, place: int) -> tuple[list[tuple[int, str]], int, bool] | None:
    if option := row.get(place, "dueday"):
        return [(option.number, str(option.value[1]))], place + 1, True
    if option := row.get(place, "lapse"):
        return [(option.number, "hour")], place + 1, False
    number = row.number(place, 1, 999)
    counted = number is not None
    if number is None and row.get(place, "one"):
        number = 1
    if row.get(place, "half"):
        behind = row.skip(place + 1, "one", most=1)
        unit = row.get(behind, "unit")
        return ([(30, "minute")], behind + 1, False) if unit and unit.value[0] == "hour" else None
    if number is None:
        return _bare_unit(row, place)
    after = row.skip(place + 1, "measure", most=1)
    if row.get(after, "half") and (unit := row.get(after + 1, "unit")) and unit.value[0] == "hour":
        minutes = 30 if not counted and row.written(place) not in "一" else 60 * number + 30
        minutes = 30 if row.language == "fr" and number == 1 else minutes
        return [(minutes, "minute")], after + 2, False
    if dur := row.get(after, "dur"):
        if after > place + 1 and dur.value == (30, "minute"):
            return [(60 * number + 30, "minute")], after + 1, False
        return [(number * dur.number, str(dur.value[1]))], after + 1, False
    unit = row.get(after, "unit")
    if unit is None:
        # In Russian one word is "one o'clock", "hour" and "an hour".
        return _bare_unit(row, place) if row.get(place, "unit") else None
    return _unit_and_half(row, number, str(unit.value[0]), after + 1)


def _bare_unit(row: Row, place: int) -> tuple[list[tuple[int, str]], int, bool] | None:
    """полчаса, ساعتين; and "через неделю", "بعد أسبوع": one, which need not be said."""
    if dur := row.get(place, "dur"):
        return [(dur.number, str(dur.value[1]))], place + 1, False
    unit = row.get(place, "unit")
    if unit is None or row.written(place).isascii() or row.language not in ("ru", "ar"):
        return None
    return _unit_and_half(row, 1, str(unit.value[0]), place + 1)


def _unit_and_half(
    row: Row, number: int, unit: str, place: int
) -> tuple[list[tuple[int, str]], int, bool]:
    joined = row.skip(place, "and", "andhour", most=1)
    behind = row.skip(joined, "one", most=1) if joined > place else joined
    if joined > place and row.get(behind, "half") and unit == "hour":
        return [(number, "hour"), (30, "minute")], behind + 1, False
    if joined > place and row.get(behind, "quarter") and unit == "hour":
        return [(number, "hour"), (15, "minute")], behind + 1, False
    return [(number, unit)], place, False


def lapse(row: Row, start: int) -> Atom | None:
    """In two hours, 3 weeks from now, three days ago, il y a deux jours."""
    place = row.skip(start, "agopre", "in", most=1)
    ago = place > start and row.get(start, "agopre") is not None
    found = amount(row, place)
    if found is None:
        return None
    said, after = found
    if row.get(after, "later"):
        return Atom(Lapse(said), start, after + 1)
    if row.get(after, "ago"):
        return Atom(Lapse(said, -1), start, after + 1)
    # "14h de 1º de dezembro" is no time from December on.
    if row.get(after, "refafter") or (row.language == "en" and row.get(after, "tohour", "from")):
        shifted = _shifted(row, said, start, after)
        if shifted:
            return shifted
    if ago and not row.get(start, "in"):
        return Atom(Lapse(said, -1), start, after)
    if place > start and row.get(start, "in"):
        return Atom(Lapse(said), start, after)
    return None


def _shifted(row: Row, said: Amount, start: int, place: int) -> Atom | None:
    """A week from Thursday, two days after 1 December, 3 days before the 15th."""
    word = row.written(place).casefold()
    sign = -1 if word in ("before", "avant", "antes", "до", "قبل") else 1
    for grammar in (date, relative, weekday, day_number):
        base = grammar(row, place + 1)
        if base and isinstance(base.value, Date | RelDay | Weekday | DayNumber):
            return Atom(Shifted(said, sign, base.value), start, base.end)
    return None


def lasting(row: Row, start: int) -> Atom | None:
    if not row.get(start, "lasting"):
        return None
    found = amount(row, start + 1)
    return Atom(Lasting(found[0]), start, found[1]) if found else None
