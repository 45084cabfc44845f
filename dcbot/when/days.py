"""The grammar of days: weekdays, weeks, tomorrow, the last Friday, the end of November."""

from __future__ import annotations

from dcbot.when.atoms import Atom, EndOf, Month, MonthRel, Nth, RelDay, TheMonth, Week, Weekday
from dcbot.when.dates import month
from dcbot.when.row import Row, remembered

MODES = ("next", "coming", "past", "this")


@remembered
def relative(row: Row, start: int) -> Atom | None:
    place = row.lead(start)
    if option := row.get(place, "relpart"):
        return Atom(RelDay(option.number, str(option.value[1])), start, place + 1)
    if row.language == "ar" and row.get(place + 1, "ord") and not row.get(place + 1, "at"):
        # "اليوم الخامس" is the fifth day.
        return None
    if option := row.get(place, "rel"):
        return Atom(RelDay(option.number), start, place + 1)
    return None


@remembered
def weekday(row: Row, start: int) -> Atom | None:
    """A day of the week with what is said of its week."""
    place = row.lead(start)
    # Russian "через четверг" is Thursday week, or on every other Thursday.
    if any(row.get(each, "other") for each in range(start, place)):
        return None
    article = place > start and row.get(place - 1, "the") is not None
    mode = next((each for each in MODES if row.get(place, each)), "bare")
    at = place + 1 if mode != "bare" else place
    if option := row.get(at, "inweek"):
        weeks, day = (int(each) for each in option.value)
        return Atom(Weekday(day, "inweek", weeks), start, at + 1)
    option = row.get(at, "weekday")
    if option is None:
        return None
    after = at + 1
    if mode == "bare":
        found = next((each for each in MODES if row.get(after, each)), "bare")
        # "Thursday this week" is of the week.
        if found != "bare" and not row.get(after + 1, "unit"):
            mode, after = found, after + 1
    if row.get(after, "afternext"):
        mode, after = "afternext", after + 1
    weeks = 0
    plus = row.get(after, "wkplus")
    if plus and mode == "bare":
        weeks, after = plus.number, after + 1
    elif mode == "bare" and _week_unit(row, after) and row.language == "en":
        weeks, after = 1, after + 1
    habit = article and row.language == "fr" and mode == "bare"
    mode = "habit" if habit else mode
    return Atom(Weekday(option.number, mode, weeks, option.weak), start, after)


def _week_unit(row: Row, place: int) -> bool:
    option = row.get(place, "unit")
    return option is not None and option.value[0] == "week" and row.written(place) == "week"


def week(row: Row, start: int) -> Atom | None:
    """Next week, la semaine prochaine, 下周; months and years too."""
    place = row.lead(start)
    for kind, unit in (("week", "week"), ("monthrel", "month"), ("yearrel", "year")):
        if option := row.get(place, kind):
            return Atom(_ahead(option.number, unit), start, place + 1)
    if (option := row.get(place, "unit")) and row.get(place + 1, "afternext"):
        return Atom(_ahead(2, str(option.value[0])), start, place + 2)
    steps = {"next": 1, "this": 0, "past": -1, "coming": 1}
    for first, second in ((place, place + 1), (place + 1, place)):
        step = next((steps[kind] for kind in steps if row.get(first, kind)), None)
        option = row.get(second, "unit")
        if step is not None and option and option.value[0] in ("week", "month", "year"):
            if row.get(place + 2, "afternext"):
                return None
            return Atom(_ahead(step, str(option.value[0])), start, place + 2)
    return None


def _ahead(number: int, unit: str) -> Week | MonthRel:
    return Week(number) if unit == "week" else MonthRel(number, unit)


def the_month(row: Row, start: int) -> Atom | None:
    """ "of the month", "du mois", "месяца", behind an ordinal; of the year, too."""
    for place in range(row.skip(start, "of", "in", "the", "on", most=3), start - 1, -1):
        option = row.get(place, "unit")
        unit = str(option.value[0]) if option else ""
        if unit not in ("month", "year") or row.get(place, "monthmark"):
            continue
        if row.get(place + 1, "next", "past", "coming", "afternext", "this"):
            continue
        if place > start or row.written(place) in ("месяца", "الشهر", "года", "السنة", "العام"):
            return Atom(TheMonth(unit), start, place + 1)
    return None


@remembered
def nth(row: Row, start: int) -> Atom | None:
    """The first and third Monday, le dernier vendredi, 第一个星期二, الثلاثاء الأول."""
    place = row.lead(start)
    place = row.skip(place, "measure", most=1)
    found = _behind_weekday(row, start, place)
    if found:
        return found
    numbers: list[int] = []
    past = False
    for _ in range(5):
        number, after = _ordinal(row, place)
        if number is None:
            break
        past = past or (number == -1 and row.get(place, "past") is not None)
        numbers.append(number)
        joined = row.skip(after, "and", "sep", "or", most=2)
        joined = row.skip(joined, "the", "on", "of", most=2)
        place = after
        if joined == after or _ordinal(row, joined)[0] is None:
            break
        place = joined
    if not numbers:
        return None
    place = row.skip(place, "measure", most=1)
    if option := row.get(place, "weekday", "weekdays"):
        return Atom(Nth(tuple(numbers), option.number, past=past), start, place + 1)
    unit = row.get(place, "unit")
    if unit and unit.value[0] == "workday":
        return _nth_workday(row, tuple(numbers), start, place + 1)
    if unit and unit.value[0] == "day" and not set(numbers) - {1, -1}:
        return Atom(Nth(tuple(numbers), None), start, place + 1)
    return None


# Monday to Friday; in most countries where Arabic is spoken the working week begins on Sunday.
WORKWEEKS = {"ar": ((0, 1, 2, 3, 4), (6, 0, 1, 2, 3))}
WORKDAYS = (0, 1, 2, 3, 4)


def _nth_workday(row: Row, numbers: tuple[int, ...], start: int, place: int) -> Atom:
    """The last working day; which days those are may stand behind it in parentheses."""
    weeks: tuple[tuple[int, ...], ...] = WORKWEEKS.get(row.language, (WORKDAYS,))
    if row.mark(place, "(") and (found := weekday_span(row, place + 1)):
        weeks, place = (found[0],), found[1] + row.mark(found[1], ")")
    return Atom(Nth(numbers, None, workdays=weeks), start, place)


def weekday_span(row: Row, place: int) -> tuple[tuple[int, ...], int] | None:
    """Monday to Friday, lundi au vendredi, 周一至周五: the days between, both included."""
    kinds = ("weekday", "weekdays", "everyweekday")
    first = row.get(place, *kinds)
    behind = row.skip(place + 1, "to", "dash", "until", most=1)
    last_at = row.skip(behind, "the", "to", "on", most=2)
    last = row.get(last_at, "weekday", "weekdays")
    if first is None or last is None or behind == place + 1:
        return None
    count = (last.number - first.number) % 7 + 1
    days = tuple((first.number + step) % 7 for step in range(count))
    return (days, last_at + 1) if count > 1 else None


def _ordinal(row: Row, place: int) -> tuple[int | None, int]:
    if row.get(place, "ordpre"):
        number = row.number(place + 1, 1, 5)
        return number, row.skip(place + 2, "measure", most=1)
    # "last" comes first: it is an ordinal here.
    if row.get(place, "last"):
        return -1, place + 1
    number = row.number(place, -2, 5, "ord")
    return number, place + 1


def _behind_weekday(row: Row, start: int, place: int) -> Atom | None:
    """Arabic puts the ordinal behind: الثلاثاء الأول, الجمعة الأخيرة."""
    option = row.get(place, "weekday")
    if option is None or row.language != "ar":
        return None
    number, after = _ordinal(row, place + 1)
    if number is None or row.get(after, "month"):
        return None
    if (row.get(after, "and") is not None) and (second := _ordinal(row, after + 1))[0]:
        return Atom(Nth((number, int(second[0] or 0)), option.number), start, second[1])
    return Atom(Nth((number,), option.number), start, after)


def end(row: Row, start: int) -> Atom | None:
    """End of November, fin du mois, 月底, конец месяца."""
    place = row.lead(start)
    if row.get(place, "monthend"):
        return Atom(EndOf(MonthRel(0)), start, place + 1)
    if row.get(place, "yearend"):
        return Atom(EndOf(MonthRel(0, "year")), start, place + 1)
    for kind in ("monthrel", "yearrel"):
        if (option := row.get(place, kind)) and row.get(place + 1, "end"):
            return Atom(EndOf(MonthRel(option.number, kind[:-3])), start, place + 2)
    year = row.number(place, 1900, 2200) if row.get(place + 1, "yearword") else None
    at = place + 2 if year else place
    number = row.number(at, 1, 12)
    if number and row.get(at + 1, "monthend"):
        return Atom(EndOf(Month(number, year)), start, at + 2)
    named = month(row, place)
    if named and isinstance(named.value, Month) and row.get(named.end, "end", "monthend"):
        return Atom(EndOf(named.value), start, named.end + 1)
    if not row.get(place, "end"):
        return None
    skipped = row.skip(place + 1, "of", "the", most=2)
    for grammar in (week, month):
        for behind in (place + 1, skipped):
            found = grammar(row, behind)
            if found and isinstance(found.value, Month | MonthRel):
                return Atom(EndOf(found.value), start, found.end)
    for behind in (place + 1, skipped):
        unit = row.get(behind, "unit")
        if unit and unit.value[0] in ("month", "year"):
            return Atom(EndOf(MonthRel(0, str(unit.value[0]))), start, behind + 1)
    return None
