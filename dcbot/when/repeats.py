"""The grammar of what comes again: every other Thursday, un mois sur deux, every first Tuesday."""

from __future__ import annotations

from dataclasses import replace

from dcbot.when.atoms import Atom, Date, Every, Nth
from dcbot.when.dates import date
from dcbot.when.days import WORKDAYS, nth, weekday_span
from dcbot.when.row import Row

JOINTS = ("and", "sep", "the", "on", "plural", "every", "measure")
UNITS = ("day", "week", "month", "year", "quarter")


def weekdays(row: Row, place: int, *kinds: str) -> tuple[tuple[int, ...], int]:
    """A list of days of the week, and where it ends."""
    found: list[int] = []
    after = place
    for _ in range(14):
        option = row.get(place, *kinds)
        span = weekday_span(row, place) if option else None
        if span:
            found += span[0]
        elif option:
            found.append(option.number)
        elif found and (short := _short_days(row, place)):
            found += short
        else:
            break
        after = span[1] if span else place + 1
        place = row.skip(after, *JOINTS, most=3)
        if any(row.mark(each, ".", ";", "(") for each in range(after, place)):
            break
        if place == after and not _short_days(row, place):
            break
    return tuple(dict.fromkeys(found)), after


def _short_days(row: Row, place: int) -> list[int]:
    """每周一、三、五 and 每周二四六: days by their numbers alone."""
    words = row.written(place)
    if row.language != "zh" or not row.get(place, "num") or row.get(place + 1, "oclock", "month"):
        return []
    numbers = ["一二三四五六".find(each) for each in words]
    return numbers if words and min(numbers) >= 0 else []


def every(row: Row, start: int) -> Atom | None:
    """Each of something: a unit, days of the week, ordinals, days of the month."""
    place = row.skip(start, "on", "at", "of", "in", "the", most=3)
    if not row.get(place, "every"):
        return None
    while row.get(place, "every"):
        place += 1
    place = row.skip(place, "the", "plural", "measure", most=2)
    return (
        _each_day_of(row, start, place)
        or every_unit(row, start, place)
        or _every_weekday(row, start, place)
        or _every_nth(row, start, place)
        or _every_day_number(row, start, place)
        or _every_date(row, start, place)
        or _every_month(row, start, place)
    )


def _each_day_of(row: Row, start: int, place: int) -> Atom | None:
    """Every day from Monday to Friday, todos los días de lunes a viernes."""
    unit = row.get(place, "unit")
    if unit is None or unit.value[0] != "day":
        return None
    at = row.skip(row.comma(place + 1), "of", "from", "the", most=3)
    span = weekday_span(row, at) if at > place + 1 or row.language == "zh" else None
    return Atom(Every(1, "week", span[0]), start, span[1]) if span else None


def every_unit(row: Row, start: int, place: int) -> Atom | None:
    """Each week, every two months, كل يوم: a unit of time, counted or not."""
    if row.get(place, "dueday"):
        weeks = int(row.tokens[place].options[0].value[0])
        return Atom(Every(weeks, "week", doubt="fortnight"), start, place + 1)
    if dur := row.get(place, "dur"):
        return Atom(Every(dur.number, str(dur.value[1])), start, place + 1)
    if row.get(place, "workdays"):
        return Atom(working(row), start, place + 1)
    number = row.number(place, 1, 99, "num", "ord")
    # "Every first day" is one of each month.
    if number == 1 and row.get(place, "ord") and not row.get(place, "num"):
        return None
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
        return Atom(working(row), start, after + 1) if number in (None, 1) else None
    # "todo dia 15" is a day of the month.
    numbered = unit == "day" and number is None and row.get(after + 1, "digits", "digitord")
    if numbered and row.language in ("pt", "es") and not row.get(after + 2, "oclock"):
        return None
    if unit not in UNITS:
        return None
    count, unit = (3 * (number or 1), "month") if unit == "quarter" else (number or 1, unit)
    doubt = "quarter" if option.value[0] == "quarter" else ""
    return Atom(Every(count, unit, doubt=doubt), start, after + 1)


def working(row: Row) -> Every:
    """Each working day."""
    # The working week of Arabic-speaking countries begins on Sunday in most of them.
    return Every(1, "week", WORKDAYS, doubt="workweek" if row.language == "ar" else "")


def _every_weekday(row: Row, start: int, place: int) -> Atom | None:
    other = row.get(place, "other") is not None
    second = row.number(place, 2, 5, "ord") if not other else None
    at = place + 1 if other else place
    at = row.skip(at, "on", "unit", most=1) if row.get(at, "on") else at
    days, after = weekdays(row, at, "weekday", "weekdays")
    # A Portuguese "segunda" before another day of the week is the second.
    if days and not (second and row.get(place + 1, "weekday", "weekdays")):
        if row.get(after, "surdeux") and row.number(after + 1, 2, 2):
            return Atom(Every(2, "week", days), start, after + 2)
        return Atom(Every(2 if other else 1, "week", days), start, after)
    # "Cada dos jueves", "every two Thursdays".
    if number := row.number(place, 2, 5):
        days, after = weekdays(row, row.skip(place + 1, "measure"), "weekday", "weekdays")
        return Atom(Every(number, "week", days), start, after) if len(days) == 1 else None
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
    return Atom(replace(value, every=True), start, found.end)


def _every_day_number(row: Row, start: int, place: int) -> Atom | None:
    """Every 31st, tous les 15 du mois, todo dia 15, cada 1 y 15."""
    unit = row.get(place, "unit")
    place = place + 1 if unit and unit.value[0] == "day" else place
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
    unit = row.get(after, "unit")
    if days and unit and unit.value[0] == "month" and row.get(after - 1, "daynumber"):
        return Atom(Every(1, "month", days=tuple(days)), start, after + 1)
    if not days or unit or row.get(after, "month", "oclock", "dur", "count"):
        return None
    return Atom(Every(1, "month", days=tuple(days)), start, after)


def _every_month(row: Row, start: int, place: int) -> Atom | None:
    """Every January: the month is read for itself."""
    named = row.get(place, "month") and not row.get(place + 1, "num", "ord")
    return Atom(Every(1, "year"), start, place) if named else None


def _every_date(row: Row, start: int, place: int) -> Atom | None:
    """Every 10 December: the date is read for itself."""
    found = date(row, place)
    if found is None or not isinstance(found.value, Date) or found.value.readings[0][0]:
        return None
    return Atom(Every(1, "year"), start, place)


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
    if habitual := _habitual_span(row, start):
        return habitual
    if row.get(after, "surdeux") and row.number(after + 1, 2, 2):
        return Atom(Every(2, "week", days), start, after + 2)
    if len(days) == 1 and row.get(after, "yes"):
        return _yes_and_no(row, start, after + 1, days)
    if row.get(after, "alternate"):
        return Atom(Every(2, "week", days), start, after + 1)
    if plural or row.get(place, "weekdays"):
        return Atom(Every(1, "week", days), start, after)
    return None


def _habitual_span(row: Row, start: int) -> Atom | None:
    """Without articles, "de lunes a viernes" is of every week."""
    if row.language not in ("es", "pt") or row.written(start).casefold() != "de":
        return None
    span = weekday_span(row, start + 1)
    # With an article between, it is longer: "de la segunda a la sexta".
    if span is None or span[1] > start + 4 or row.get(span[1], "digits", "num"):
        return None
    return Atom(Every(1, "week", span[0]), start, span[1])


def _yes_and_no(row: Row, start: int, place: int, days: tuple[int, ...]) -> Atom | None:
    """Quinta sim, quinta não."""
    place = row.skip(place, "sep", "and", most=2)
    again = row.get(place, "weekday", "weekdays")
    if again is None or again.number != days[0] or not row.get(place + 1, "no"):
        return None
    return Atom(Every(2, "week", days), start, place + 2)


def _alternating_unit(row: Row, start: int, place: int) -> Atom | None:
    """Une semaine sur deux, un mois sur deux."""
    option = row.get(place, "unit")
    if option and row.get(place + 1, "surdeux") and row.number(place + 2, 2, 2):
        return Atom(Every(2, str(option.value[0])), start, place + 3)
    return None
