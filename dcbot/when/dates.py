"""The grammar of dates: day and month in numbers or in words, with a year or without."""

from __future__ import annotations

from dcbot.when.atoms import Atom, Date, DayNumber, Dotted, Month, Year
from dcbot.when.row import Row, remembered

DMY = ("fr", "es", "pt", "ar")
YMD = tuple[int | None, int, int]


@remembered
def date(row: Row, start: int) -> Atom | None:
    """A date with day and month, in numbers or in words."""
    place = row.lead(start)
    found = _numeric(row, place) or _chinese(row, place) or _worded(row, place)
    if found is None:
        return None
    value, after = found
    return Atom(value, start, after)


def _numeric(row: Row, place: int) -> tuple[Date, int] | None:
    words = row.written(place)
    if option := row.get(place, "ymd"):
        year, month, day = (int(each) for each in option.value)
        return Date(((year, month, day),), words), place + 1
    if option := row.get(place, "date3"):
        return Date(_orders(row.language, option.value), words), place + 1
    if option := row.get(place, "date2"):
        first, second = (int(each) for each in option.value)
        month_first = (None, first, second)
        day_first = (None, second, first)
        return Date(_either(row.language, day_first, month_first), words), place + 1
    return None


def _either(language: str, day_first: YMD, month_first: YMD) -> tuple[YMD, ...]:
    """Day first, month first, or both: where the language has no custom, what is possible."""
    if language in DMY or day_first == month_first:
        return (day_first,)
    kept = tuple(each for each in (day_first, month_first) if each[1] <= 12 and each[2] <= 31)
    return kept or (day_first,)


def _orders(language: str, value: tuple[int | str, ...]) -> tuple[YMD, ...]:
    """The readings of 03/12/2026, 3.12.2026 and 11/12/13."""
    first, second, third = int(value[0]), int(value[1]), int(value[2])
    short = value[4] == 2
    year = 2000 + third if short else third
    day_first, month_first = (year, second, first), (year, first, second)
    if value[3] == ".":
        return (day_first,)
    readings = _either(language, day_first, month_first)
    if short and language not in DMY:
        year_first = (2000 + first, second, third)
        possible = year_first[1] <= 12 and 1 <= year_first[2] <= 31
        readings = (*readings, year_first) if possible else readings
    return readings


def _chinese(row: Row, place: int) -> tuple[Date, int] | None:
    """2026年12月15日, 明年3月5日, 12月15日."""
    year: int | None = None
    if (number := row.number(place, 1900, 2200)) and row.get(place + 1, "yearword"):
        year, place = number, place + 2
    month = row.number(place, 1, 12)
    if month is None or not row.get(place + 1, "monthmark"):
        return None
    day = row.number(place + 2, 1, 99)
    if day is None:
        return None
    if not row.get(place + 3, "daymark") and row.get(place + 3, "monthmark", "oclock", "measure"):
        return None
    words = f"{month}月{day}日"
    return Date(((year, month, day),), words), row.skip(place + 3, "daymark", most=1)


def day_of_month(row: Row, place: int) -> int | None:
    """A number that can be a day, written as a cardinal or an ordinal."""
    return row.number(place, 1, 99, "num", "ord")


def _worded(row: Row, place: int) -> tuple[Date, int] | None:
    year = row.number(place, 1900, 2200)
    first = place + 1 if year and row.get(place, "digits") else place
    year = year if first > place else None
    day = day_of_month(row, first)
    if day is not None:
        behind = row.skip(first + 1, "of", "the", "daynumber", "sep", most=3)
        if any(row.mark(each, ",", ";", "(", ")", "/", "-") for each in range(first + 1, behind)):
            behind = first + 1
        joint = row.written(first + 1)
        if joint in ("-", "/") and row.get(first + 2, "month") and row.mark(first + 3, joint):
            # 1-Dec-2026
            dashed = row.number(first + 4, 1900, 2200)
            month = row.number(first + 2, 1, 12, "month")
            if dashed and month:
                said = Date(((dashed, month, day),), f"{day} {row.written(first + 2)}")
                return said, first + 5
        if option := row.get(behind, "month"):
            return _with_year(row, year, option.number, day, _twice_named(row, behind))
    if option := row.get(first, "month"):
        behind = first + 2 if row.mark(first + 1, ".") else first + 1
        behind = row.skip(behind, "the", "on", "of", most=2)
        day = day_of_month(row, behind)
        joined = row.get(behind + 1, "oclock", "ampm", "unit", "count")
        # "In December the first Monday" names a Monday.
        if row.get(behind, "ord") and row.get(behind + 1, "weekday", "weekdays", "and"):
            return None
        if day is not None and day <= 31 and not (joined and not row.get(behind, "digitord")):
            return _with_year(row, year, option.number, day, behind + 1)
    return None


def _twice_named(row: Row, place: int) -> int:
    """Behind a month, and behind its other name: كانون الأول/ديسمبر."""
    option, other = row.get(place, "month"), row.get(place + 2, "month")
    same = option and other and option.number == other.number
    return place + 3 if same and row.mark(place + 1, "/", "(", "-") else place + 1


def _with_year(row: Row, year: int | None, month: int, day: int, place: int) -> tuple[Date, int]:
    """The year behind a date, where one is there."""
    words = f"{day} {row.written(place - 1)}"
    if year is None:
        found = year_behind(row, place)
        if found:
            year, place = found
    return Date(((year, month, day),), words), place


def year_behind(row: Row, place: int) -> tuple[int, int] | None:
    """A year with what leads to it, and where it ends."""
    behind = row.skip(place, "of", "yearword", "sep", "in", most=3)
    if any(row.mark(each, ";", ":", "(", ")", "-") for each in range(place, behind)):
        return None
    year = row.number(behind, 1900, 2200)
    if row.mark(behind - 1, "'") and (short := row.number(behind, 0, 99)) is not None:
        return 2000 + short, behind + 1
    if year is None or not row.get(behind, "digits", "num"):
        return None
    return year, row.skip(behind + 1, "yearword", most=1)


def year_alone(row: Row, start: int) -> Atom | None:
    """The year at the end of "Tue Dec 1 14:00:00 UTC 2026"."""
    year = row.number(start, 1900, 2200)
    before = row.get(start - 1, "clock", "abbreviation", "iana", "zonename", "ampm", "place")
    ended = start + 1 >= len(row.tokens) or row.get(start + 1, "sep")
    return Atom(Year(year), start, start + 1) if year and before and ended else None


def dotted(row: Row, start: int) -> Atom | None:
    place = row.lead(start)
    option = row.get(place, "dotted")
    if option is None:
        return None
    first, second, digits = (int(each) for each in option.value)
    return Atom(Dotted(first, second, digits), start, place + 1)


# Words that may follow "the 25th" as a day.
BEHIND_A_DAY = (
    "is",
    "works",
    "work",
    "would",
    "will",
    "please",
    "thanks",
    "so",
    "online",
    "ok",
    "sharp",
)


@remembered
def day_number(row: Row, start: int) -> Atom | None:
    """The 25th, le 3, el 12, dia 15, 15 числа, 15号."""
    place = row.lead(start, "from")
    said = any(
        row.get(each, "the", "unit", "dayword")
        and row.written(each).casefold() not in ("the", "de", "da")
        for each in range(start, place)
    )
    day = row.number(place, 1, 31, "num", "ord")
    if day is None:
        return None
    # "Samedi 21", "quinta, 26,": the weekday before it will tell whether it is the day.
    beside = place == start and row.get(place - 1, "weekday") is not None
    parted = row.mark(place - 1, ",") and row.get(place - 2, "weekday") is not None
    if place == start and parted and (row.mark(place + 1, ",") or row.get(place + 1, "at")):
        beside = row.get(place, "digits") is not None
    if several := _numbers_of_month(row, start, place):
        return several
    if row.get(place, "ord") and row.written(place - 1) == "اليوم":
        # In Arabic "the fifth day", not "today, the fifth".
        start = place - 1 if place == start else start
    # The fifteenth of every month, le quinze de chaque mois.
    each = row.skip(place + 1, "of", "the", most=2)
    monthly = row.get(each, "every") and row.get(row.skip(each, "every"), "unit")
    if (monthly and monthly.value[0] == "month") or (beside and row.get(place, "ord")):
        return Atom(DayNumber((day,)), start, place + 1)
    said = said or beside
    behind = place + 1
    ordinal = row.get(place, "digitord") is not None
    marked = row.get(behind, "daynumber", "daymark") is not None
    if row.get(behind, "oclock", "unit", "month", "weekday", "part", "ampm") and not marked:
        return None
    if not (ordinal or marked or (said and row.get(place, "digits"))):
        return None
    # "The 5th session" is no day, nor is 一日 for sure.
    numbered = row.get(behind, "count") or (
        row.get(behind, "filler") and row.written(behind).casefold() not in BEHIND_A_DAY
    )
    if numbered or (marked and row.written(place) in "一二三" and row.language == "zh"):
        return None
    return Atom(DayNumber((day,), ordinal or marked), start, behind + 1 if marked else behind)


def _numbers_of_month(row: Row, start: int, place: int) -> Atom | None:
    """1 and 15 of each month, dias 1 e 15 de cada mês, 1 и 15 числа каждого месяца."""
    days: list[int] = []
    after = place
    while (day := row.number(place, 1, 31)) and row.get(place, "digits") and len(days) < 6:
        days.append(day)
        after = row.skip(place + 1, "daymark", "daynumber", most=1)
        place = row.skip(after, "and", "sep", "dayword", "the", most=2)
        if place == after:
            break
    each = row.skip(after, "of", "the", most=2)
    unit = row.get(row.skip(each, "every"), "unit")
    if len(days) < 2 or not row.get(each, "every") or not unit or unit.value[0] != "month":
        return None
    return Atom(DayNumber(tuple(days)), start, after)


@remembered
def month(row: Row, start: int) -> Atom | None:
    place = row.lead(start)
    number = row.number(place, 1, 12, "month")
    after = place + 1
    if number is None:
        year = row.number(place, 1900, 2200)
        shift = 2 if year and row.get(place + 1, "yearword") else 0
        number = row.number(place + shift, 1, 12)
        if number is None or not row.get(place + shift + 1, "monthmark"):
            return None
        return Atom(Month(number, year if shift else None), start, place + shift + 2)
    found = year_behind(row, after)
    year, after = found or (None, after)
    return Atom(Month(number, year), start, after)
