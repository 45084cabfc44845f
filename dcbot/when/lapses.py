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
from dcbot.when.dates import day_number
from dcbot.when.day_runs import dated
from dcbot.when.days import relative, weekday
from dcbot.when.row import Row, remembered


@remembered
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
        units = zip(option.value, ("hour", "minute"), strict=False)
        return [(int(each), unit) for each, unit in units if each], place + 1, False
    if decimal := _decimal(row, place):
        return decimal
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


def _decimal(row: Row, place: int) -> tuple[list[tuple[int, str]], int, bool] | None:
    """1.5 hours, 2,5 heures."""
    after = place + 1
    if option := row.get(place, "dotted"):
        whole, part, digits = (int(each) for each in option.value)
    elif row.mark(after, ",") and (digits := len(row.written(place + 2))) <= 2:
        numbers = row.number(place, 0, 99), row.number(place + 2, 0, 99)
        whole, part = (-1 if each is None else each for each in numbers)
        after = place + 3
    else:
        return None
    unit = row.get(after, "unit")
    minutes = 60 * whole + round(60 * part / 10**digits)
    if unit is None or unit.value[0] != "hour" or min(whole, part) < 0:
        return None
    return [(minutes, "minute")], after + 1, False


def _bare_unit(row: Row, place: int) -> tuple[list[tuple[int, str]], int, bool] | None:
    """полчаса, ساعتين; and "через неделю", "بعد أسبوع": one, which need not be said."""
    if dur := row.get(place, "dur"):
        return _unit_and_half(row, dur.number, str(dur.value[1]), place + 1)
    unit = row.get(place, "unit")
    # "Через день" may be "every other day".
    if unit and unit.value[0] == "day" and row.get(place - 1, "other"):
        return None
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
    place = row.skip(start, "agopre", "in", "shiftlead", most=1)
    ago = place > start and row.get(start, "agopre") is not None
    found = amount(row, place)
    if found is None:
        return None
    said, after = found
    if row.language == "en" and row.get(start, "in"):
        # "In two weeks' time", "in a week's time".
        time = after + 1 if row.written(after) == "s" else after
        after = time + 1 if row.written(time).casefold() == "time" else after
    if row.get(after, "later"):
        return Atom(Lapse(said), start, after + 1)
    if shifted := _shifted(row, said, start, after):
        return shifted
    if row.get(start, "shiftlead") and not row.get(start, "in", "agopre"):
        return None
    if row.get(after, "ago"):
        return Atom(Lapse(said, -1), start, after + 1)
    if ago and not row.get(start, "in"):
        return Atom(Lapse(said, -1), start, after)
    if place > start and row.get(start, "in"):
        return Atom(Lapse(said), start, after)
    return None


def _shifted(row: Row, said: Amount, start: int, place: int) -> Atom | None:
    """A week from Thursday, two days after 1 December, 3 days before the 15th, a week today."""
    # "14h de 1º de dezembro" is no time from December on.
    forward = row.get(place, "refafter") or (row.language == "en" and row.get(place, "from"))
    sign = -1 if row.get(place, "refbefore") else 1 if forward else 0
    behind = place + 1
    if not sign and row.language == "ar" and row.get(place, "of"):
        # قبل يومين من 5 ديسمبر
        sign = -1 if row.get(start, "agopre") else 1 if row.get(start, "in") else 0
    if not sign and row.language == "en" and _weekly(said) and not row.get(start, "in", "lasting"):
        # "A week today", "a week on Thursday": British for a week later.
        single = said.parts[0][0] == 1 or row.get(place - 1, "dur")
        behind = place if row.get(place, "rel") else place + 1
        sign = 1 if row.get(place, "rel") or (single and row.get(place, "on")) else 0
    base = base_of_shift(row, behind) if sign else None
    return Atom(Shifted(said, sign, base[0]), start, base[1]) if base else None


def _weekly(said: Amount) -> bool:
    return all(unit == "week" for _, unit in said.parts)


def base_of_shift(row: Row, place: int) -> tuple[Date | RelDay | Weekday | DayNumber, int] | None:
    """The day from which is counted, and where it ends."""
    for grammar in (dated, relative, weekday, day_number):
        base = grammar(row, place)
        if base and isinstance(base.value, Date | RelDay | Weekday | DayNumber):
            return base.value, base.end
    return None


def beside(row: Row, start: int) -> Atom | None:
    """The day before 5 December, la veille du 5, накануне 5 декабря; 12月5日前两天."""
    place = row.skip(start, "on", "the", "in", "at", most=2)
    if option := row.get(place, "beside"):
        base = base_of_shift(row, row.skip(place + 1, "of", "to", "the", most=2))
        step = Amount(((abs(option.number), "day"),))
        sign = -1 if option.number < 0 else 1
        return Atom(Shifted(step, sign, base[0]), start, base[1]) if base else None
    return _chinese_beside(row, start) if row.language == "zh" else None


def _chinese_beside(row: Row, start: int) -> Atom | None:
    first = dated(row, start)
    if first is None or not isinstance(first.value, Date):
        return None
    sign = -1 if row.get(first.end, "ago") else 1 if row.get(first.end, "later") else 0
    found = amount(row, first.end + 1) if sign else None
    return Atom(Shifted(found[0], sign, first.value), start, found[1]) if found else None


def week_later(row: Row, start: int) -> Atom | None:
    """Tomorrow week, demain en huit."""
    found = relative(row, start)
    if found is None or not isinstance(found.value, RelDay):
        return None
    plus = row.get(found.end, "wkplus")
    week = row.language == "en" and row.written(found.end) == "week"
    if not (plus or week):
        return None
    step = Amount(((plus.number if plus else 1, "week"),))
    return Atom(Shifted(step, 1, found.value), start, found.end + 1)


def lasting(row: Row, start: int) -> Atom | None:
    """For two hours, pendant une heure; (60 minutes) in parentheses or behind a comma."""
    if row.get(start, "lasting"):
        found = amount(row, start + 2 if row.mark(start + 1, ":") else start + 1)
        return Atom(Lasting(found[0]), start, found[1]) if found else None
    if not row.mark(start, "(", ",", "-", "/") or start == 0:
        return None
    found = amount(row, start + 1)
    if found is None or any(unit not in ("hour", "minute") for _, unit in found[0].parts):
        return None
    # "(9h)" may be a clock time.
    if row.get(start + 1, "clock") and found[0].parts[0][0] > 4:
        return None
    said, after = found
    if row.mark(start, "("):
        return Atom(Lasting(said), start, after + 1) if row.mark(after, ")") else None
    return Atom(Lasting(said), start, after) if after >= len(row.tokens) else None
