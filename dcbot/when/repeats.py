"""The grammar of what comes again: every other Thursday, un mois sur deux, every first Tuesday."""

from __future__ import annotations

from dcbot.when.atoms import (
    Atom,
    Date,
    Every,
    Nth,
)
from dcbot.when.dates import date
from dcbot.when.days import nth
from dcbot.when.row import Row

JOINTS = ("and", "sep", "the", "on", "plural", "every", "measure")
WORKDAYS = (0, 1, 2, 3, 4)
UNITS = ("day", "week", "month", "year", "quarter")


def weekdays(row: Row, place: int, *kinds: str) -> tuple[tuple[int, ...], int]:
    """A list of days of the week, and where it ends."""
    found: list[int] = []
    after = place
    for _ in range(14):
        option = row.get(place, *kinds)
        if option is None and found and row.get(place, "num") and not row.get(place, "digits"):
            # 每周一、三、五
            number = row.number(place, 1, 6)
            if number is None or row.language != "zh" or row.get(place + 1, "oclock", "month"):
                break
            found.append(number - 1)
        elif option is None:
            break
        else:
            found.append(option.number)
        after = place + 1
        place = row.skip(after, *JOINTS, most=3)
        if place == after or any(row.mark(each, ".", ";", "(") for each in range(after, place)):
            break
    return tuple(dict.fromkeys(found)), after


def every(row: Row, start: int) -> Atom | None:
    """Each of something: a unit, days of the week, ordinals, days of the month."""
    place = row.skip(start, "on", "at", "of", "in", "the", most=3)
    if not row.get(place, "every"):
        return None
    while row.get(place, "every"):
        place += 1
    place = row.skip(place, "the", "plural", "measure", most=2)
    return (
        _every_unit(row, start, place)
        or _every_weekday(row, start, place)
        or _every_nth(row, start, place)
        or _every_day_number(row, start, place)
        or _every_date(row, start, place)
    )


def _every_unit(row: Row, start: int, place: int) -> Atom | None:
    if row.get(place, "dueday"):
        return Atom(Every(2, "week", doubt="fortnight"), start, place + 1)
    if dur := row.get(place, "dur"):
        return Atom(Every(dur.number, str(dur.value[1])), start, place + 1)
    if row.get(place, "workdays"):
        return Atom(_working(row), start, place + 1)
    number = row.number(place, 1, 99, "num", "ord")
    if number is None and row.get(place, "other"):
        number = 2
    after = row.skip(place + 1, "measure", most=1) if number else place
    option = row.get(after, "unit")
    if option is None:
        return None
    unit = str(option.value[0])
    # كل يوم خميس is each Thursday, not each day.
    if unit == "day" and row.language == "ar" and row.get(after + 1, "weekday"):
        return None
    if unit == "workday":
        return Atom(_working(row), start, after + 1) if number in (None, 1) else None
    # "todo dia 15" is a day of the month.
    numbered = unit == "day" and number is None and row.get(after + 1, "digits", "digitord")
    if numbered and row.language in ("pt", "es") and not row.get(after + 2, "oclock"):
        return None
    if unit not in UNITS:
        return None
    count, unit = (3 * (number or 1), "month") if unit == "quarter" else (number or 1, unit)
    doubt = "quarter" if option.value[0] == "quarter" else ""
    return Atom(Every(count, unit, doubt=doubt), start, after + 1)


def _working(row: Row) -> Every:
    # The working week of Arabic-speaking countries begins on Sunday in most of them.
    return Every(1, "week", WORKDAYS, doubt="workweek" if row.language == "ar" else "")


def _every_weekday(row: Row, start: int, place: int) -> Atom | None:
    other = row.get(place, "other") is not None
    second = row.number(place, 2, 5, "ord") if not other else None
    at = place + 1 if other else place
    at = row.skip(at, "on", "unit", most=1) if row.get(at, "on") else at
    days, after = weekdays(row, at, "weekday", "weekdays")
    if days:
        if row.get(after, "surdeux") and row.number(after + 1, 2, 2):
            return Atom(Every(2, "week", days), start, after + 2)
        return Atom(Every(2 if other else 1, "week", days), start, after)
    # "every second Thursday" may be the second of each month.
    if second:
        days, after = weekdays(row, place + 1, "weekday", "weekdays")
        if len(days) == 1:
            return Atom(Every(second, "week", days, doubt="ordinal"), start, after)
    return None


def _every_nth(row: Row, start: int, place: int) -> Atom | None:
    found = nth(row, place)
    if found is None or not isinstance(found.value, Nth):
        return None
    value = found.value
    return Atom(Nth(value.numbers, value.weekday, every=True), start, found.end)


def _every_day_number(row: Row, start: int, place: int) -> Atom | None:
    """Every 31st, tous les 15 du mois, todo dia 15, cada 1 y 15."""
    place = row.skip(place, "unit", "on", most=1) if row.get(place, "unit") else place
    days: list[int] = []
    after = place
    for _ in range(6):
        day = row.number(place, 1, 31, "num", "ord")
        if day is None or not row.get(place, "digits", "digitord"):
            break
        days.append(day)
        after = row.skip(place + 1, "daymark", "daynumber", most=1)
        place = row.skip(after, "and", "sep", "the", "on", "unit", most=3)
        if row.get(after, "unit") or place == after:
            break
    if not days or row.get(after, "month", "oclock", "unit", "dur", "count"):
        return None
    return Atom(Every(1, "month", days=tuple(days)), start, after)


def _every_date(row: Row, start: int, place: int) -> Atom | None:
    """Every 10 December: the date is read for itself."""
    found = date(row, place)
    if found is None or not isinstance(found.value, Date) or found.value.readings[0][0]:
        return None
    return Atom(Every(1, "year"), start, place)


def frequency(row: Row, start: int) -> Atom | None:
    """Weekly, mensuel, раз в две недели, 隔周."""
    place = row.skip(start, "on", "at", "of", "in", "the", "one", most=3)
    if option := row.get(place, "freq"):
        count, unit = int(option.value[0]), str(option.value[1])
        doubt = "quarter" if (count, unit) == (3, "month") else ""
        return Atom(Every(count, unit, doubt=doubt), start, place + 1)
    if option := row.get(place, "freq?"):
        return Atom(Every(2, str(option.value[0]), doubt="twice"), start, place + 1)
    if row.get(place, "workdays"):
        return Atom(_working(row), start, place + 1)
    if row.get(place, "once"):
        found = _every_unit(row, start, row.skip(place + 1, "the", "every", "per", most=2))
        return found
    return None


def on_weekdays(row: Row, start: int) -> Atom | None:
    """Mondays and Wednesdays, los lunes, às quintas, 每周四, every other Thursday's kin."""
    place = row.skip(start, "on", "at", "of", "in", "the", "plural", "one", "every", most=4)
    plural = any(row.get(each, "plural") for each in range(start, place))
    if option := row.get(place, "everyweekday"):
        step = int(option.value[1])
        days, after = weekdays(row, place, "everyweekday", "weekday")
        return Atom(Every(step, "week", days), start, after)
    if row.get(place, "other"):
        days, after = weekdays(row, place + 1, "weekday", "weekdays")
        if days:
            return Atom(Every(2, "week", days), start, after)
        unit = row.get(place + 1, "unit")
        if unit and unit.value[0] in UNITS:
            return Atom(Every(2, str(unit.value[0])), start, place + 2)
        return None
    # A Portuguese "sextas" and a Spanish "los lunes" come every week.
    kinds = ("weekdays", "weekday") if plural or row.get(place, "weekdays") else ("weekday",)
    days, after = weekdays(row, place, *kinds)
    if not days:
        return _alternating_unit(row, start, place)
    if row.get(after, "surdeux") and row.number(after + 1, 2, 2):
        return Atom(Every(2, "week", days), start, after + 2)
    if row.get(after, "alternate"):
        return Atom(Every(2, "week", days), start, after + 1)
    if plural or row.get(place, "weekdays"):
        return Atom(Every(1, "week", days), start, after)
    return None


def _alternating_unit(row: Row, start: int, place: int) -> Atom | None:
    """Une semaine sur deux, un mois sur deux."""
    option = row.get(place, "unit")
    if option and row.get(place + 1, "surdeux") and row.number(place + 2, 2, 2):
        return Atom(Every(2, str(option.value[0])), start, place + 3)
    return None
