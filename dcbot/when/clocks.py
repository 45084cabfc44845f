"""The grammar of clock times: half past three, 14h30, las dos y media, 下午两点."""

from __future__ import annotations

from dataclasses import replace

from dcbot.when.atoms import Atom, Clock, ClockRange, Part, Zone
from dcbot.when.row import Row
from dcbot.when.zone_words import zone


def clock(row: Row, start: int, *, led: bool = False) -> Atom | None:
    """A clock time, with the half of the day that is said; `led`: it needs no "at"."""
    place, before = _leading_part(row, start)
    at = row.skip(place, "at", most=2)
    at = row.skip(at, "the", most=1) if at > place else at
    found = _spoken(row, at) or _core(row, at, marked=led or at > place)
    if found is None:
        return None
    said, after = found
    said, after = _trailing(row, said, after)
    if before and not said.part:
        said = replace(said, part=before)
    return Atom(said, start, after)


def _leading_part(row: Row, place: int) -> tuple[int, str]:
    """Chinese and others name the part of the day first: 下午3点."""
    option = row.get(place, "part", "ampm")
    if option is None or row.get(place, "weekday", "num"):
        return place, ""
    after = row.skip(place + 1, "at", "of", most=2)
    if row.get(after, "clock", "hourname") or (
        row.get(after, "num") and row.get(after + 1, "oclock")
    ):
        return place + 1, str(option.value[0])
    return place, ""


def _spoken(row: Row, place: int) -> tuple[Clock, int] | None:
    """Half past three, quarter to nine, половина четвёртого, без четверти четыре."""
    if option := row.get(place, "halfto"):
        return Clock((option.number - 1) or 12, 30, style="word"), place + 1
    if row.language == "en" and row.get(place, "half") and not row.get(place + 2, "unit"):
        # British: half nine is half past nine.
        hour = row.number(place + 1, 1, 12)
        if hour and not row.get(place + 1, "digits"):
            return Clock(hour, 30, style="word"), place + 2
    if found := _russian_minutes(row, place) or _chinese_minus(row, place):
        return found
    ordinal = row.number(place + 1, 1, 12, "ord")
    if ordinal and row.get(place, "half", "quarter") and not row.written(place).isascii():
        minute = 30 if row.get(place, "half") else 15
        return Clock((ordinal - 1) or 12, minute, style="word"), place + 2
    if row.get(place, "minushour"):
        minutes = 15 if row.get(place + 1, "quarter") else row.number(place + 1, 1, 29)
        behind = row.skip(place + 2, "unit", most=1)
        hour = row.number(behind, 1, 24)
        if minutes and hour:
            return Clock((hour - 2) % 12 + 1, 60 - minutes, style="word"), behind + 1
    minutes = 30 if row.get(place, "half") else None
    place_after = place + 1
    if minutes is None and row.get(place, "quarter"):
        minutes = 15
    elif minutes is None:
        minutes = row.number(place, 1, 29)
        place_after = row.skip(place_after, "unit", most=1)
    past, to = row.get(place_after, "pasthour"), row.get(place_after, "tohour")
    hour = row.number(place_after + 1, 1, 12)
    noon = row.get(place_after + 1, "noon")
    if minutes is None or not (past or to) or (hour is None and not noon):
        return None
    # "20 to 9" may be a range; only words and quarters are spoken so.
    if row.written(place_after) == "to" and row.get(place, "digits"):
        return None
    hour = 12 if hour is None else hour
    after = row.skip(place_after + 2, "oclock", most=1)
    style = "padded" if noon else "word"
    if past:
        return Clock(hour, minutes, style=style), after
    return Clock((hour - 2) % 12 + 1, 60 - minutes, style=style), after


def _russian_minutes(row: Row, place: int) -> tuple[Clock, int] | None:
    """Пять минут четвёртого: five minutes of the fourth hour."""
    minutes = row.number(place, 1, 29)
    unit = row.get(place + 1, "unit")
    hour = row.number(place + 2, 1, 12, "ord")
    if row.language != "ru" or not (minutes and hour and unit and unit.value[0] == "minute"):
        return None
    return Clock((hour - 1) or 12, minutes, style="word"), place + 3


def _chinese_minus(row: Row, place: int) -> tuple[Clock, int] | None:
    """差十分三点, 差一刻三点: ten minutes, or a quarter, before three."""
    if not row.get(place, "zhminus"):
        return None
    quarter = row.number(place + 1, 1, 1) is not None and row.get(place + 2, "quarter") is not None
    minutes = 15 if quarter else row.number(place + 1, 1, 29)
    hour = row.number(place + 3, 1, 12)
    if not minutes or not hour or not row.get(place + 4, "oclock"):
        return None
    if not quarter and not row.get(place + 2, "minmark", "unit"):
        return None
    return Clock((hour - 2) % 12 + 1, 60 - minutes, style="word"), place + 5


def _core(row: Row, place: int, *, marked: bool) -> tuple[Clock, int] | None:
    """A clock time that begins with its hour."""
    if option := row.get(place, "clock"):
        shown, minute, second = (int(each) for each in option.value[:3])
        # "Réunion de 2h" lasts two hours; "jeudi 3h30" is when.
        lasts = row.get(place, "lapse") is not None and 1 <= shown <= 6 and not marked
        lasts = lasts and (not minute or row.get(place - 1, "of") is not None)
        if lasts and not _part_at(row, place + 1):
            return None
        after = row.skip(place + 1, "oclock", most=1)
        said = Clock(shown, minute, second, str(option.value[3]))
        # "15h et quart".
        return _minutes(row, said, after) if said.style == "h" and not minute else (said, after)
    if row.get(place, "midnight"):
        return Clock(0, style="midnight"), place + 1
    if row.get(place, "noon") and not row.get(place + 1, "num"):
        return _minutes(row, Clock(12, style="noon"), place + 1)
    if option := row.get(place, "dotted"):
        return _dotted(row, place, option.value, marked)
    hour = row.number(place, 1, 12, "hourname")
    named = hour is not None
    if hour is None:
        hour = row.number(place, 0, 24)
    if hour is None:
        return None
    digits = row.get(place, "digits") is not None
    oclock = _oclock(row, place + 1)
    after = place + 1 + oclock
    french = bool(oclock) and row.language == "fr" and digits
    said = Clock(hour, style="h" if french else "bare" if digits else "word")
    told, end = _minutes(row, said, after)
    counted = row.get(end, "unit", "month", "dur", "count", "surdeux")
    if counted and not row.get(end, "part") and end == place + 1:
        return None
    # "Eight tonight".
    tonight = row.get(end, "relpart") is not None
    part = _part_at(row, end)
    # "10 часов UTC".
    marked = marked or row.get(end, "abbreviation", "iana", "zonename") is not None
    if oclock and row.get(place + 1, "unit") and not (marked or part or end > after):
        # "2 heures de réunion" lasts; "jeudi, 15 heures" is when.
        return (replace(told, style="span"), end) if 13 <= hour <= 23 else None
    evidence = marked or named or oclock or tonight or part or end > after
    return (told, end) if evidence else None


def _oclock(row: Row, place: int) -> int:
    """How many tokens say "o'clock" there; "2 hours later" is none."""
    # 三点意见 is three points.
    if not row.get(place, "oclock") or row.get(place + 1, "nohour"):
        return 0
    if row.get(place, "unit") and row.get(place + 1, "later", "ago", "refafter"):
        return 0
    return 2 if row.mark(place + 1, ".") and row.get(place + 2, "num") else 1


def _dotted(
    row: Row, place: int, value: tuple[int | str, ...], marked: bool
) -> tuple[Clock, int] | None:
    """14.30, where something says that it is a clock time."""
    hour, minute, digits = (int(each) for each in value)
    if digits != 2 or hour > 24 or minute > 59:
        return None
    behind = row.get(place + 1, "ampm", "oclock", "iana", "abbreviation", "zonename", "ownzone")
    early = row.get(place + 1, "zoneword", "place", "part")
    # What can be day and month is a clock time only where something says so.
    if not (marked or behind or early or minute > 12 or minute == 0):
        return None
    after = row.skip(place + 1, "oclock", most=1)
    return Clock(hour, minute, style="dotted" if hour <= 6 else "point"), after


def _minutes(row: Row, said: Clock, place: int) -> tuple[Clock, int]:
    """And a half, et quart, menos cuarto, 半, 三刻, 30分: what is added to the hour or taken."""
    joined = row.skip(place, "and", "andhour", most=1)
    if row.get(place, "minushour"):
        behind = row.skip(place + 1, "the", "one", most=1)
        taken = 15 if row.get(behind, "quarter") else row.number(behind, 1, 30)
        if taken and not (row.get(behind, "quarter") is None and row.get(behind + 1, "month")):
            hour = said.hour - 1 if said.hour > 1 else 12
            # "Midi moins cinq" is no doubt before noon.
            style = "padded" if said.style == "noon" else said.style
            after = row.skip(behind + 1, "unit", most=1) if row.language == "ar" else behind + 1
            return replace(said, hour=hour, minute=60 - taken, style=style), after
    if row.get(joined, "half") and not row.get(joined + 1, "unit"):
        return replace(said, minute=30), joined + 1
    count = row.number(joined, 1, 3)
    if count and row.get(joined + 1, "quarter") and count != 2:
        return replace(said, minute=15 * count), joined + 2
    behind = row.skip(joined, "one", most=1) if joined > place else joined
    if row.get(behind, "quarter") and not row.get(behind, "unit"):
        return replace(said, minute=15), behind + 1
    if row.get(joined, "third"):
        return replace(said, minute=20), joined + 1
    minute = row.number(joined, 0, 59)
    if minute is None or said.style == "noon":
        return said, place
    return _spelt_minutes(row, said, place, joined, minute)


def _spelt_minutes(
    row: Row, said: Clock, place: int, joined: int, minute: int
) -> tuple[Clock, int]:
    """A number of minutes behind the hour, where it can be nothing else."""
    unit = row.get(joined + 1, "unit")
    marked = row.get(joined + 1, "minmark") or (unit and unit.value[0] == "minute")
    if marked and (joined > place or row.get(place - 1, "oclock")):
        return replace(said, minute=minute), joined + 2
    closed = row.get(joined + 1, "month", "unit", "count", "ordpre", "daymark", "monthmark")
    words = not row.get(joined, "digits") and not closed
    oclock = row.get(place - 1, "oclock") is not None
    two = len(row.written(joined)) == 2 and not closed and row.get(joined, "digits")
    if words and minute >= 5 and (said.style == "word" or oclock or joined > place):
        return replace(said, minute=minute), joined + 1
    if oclock and two:
        return replace(said, minute=minute), joined + 1
    return said, place


def _part_at(row: Row, place: int) -> str:
    """am, pm or a part of the day that is said behind an hour."""
    behind = row.skip(place, "of", "in", "at", "the", "on", most=3)
    option = row.get(place, "ampm") or row.get(behind, "part") or row.get(behind, "ampm")
    return str(option.value[0]) if option else ""


def _trailing(row: Row, said: Clock, place: int) -> tuple[Clock, int]:
    part = _part_at(row, place)
    if not part or said.style == "midnight":
        return said, place
    while not row.get(place, "ampm", "part"):
        place += 1
    return replace(said, part=part), row.skip(place + 1, "oclock", most=1)


def clock_range(row: Row, start: int) -> Atom | None:
    """From 14:00 to 16:00, 2-4pm, de 3 a 5 de la tarde, 下午2点到4点."""
    place = row.skip(start, "from", "between", "at", "the", most=3)
    led = any(row.get(each, "from", "between") for each in range(start, place))
    first = clock(row, place, led=True) or _number(row, place)
    if first is None or not isinstance(first.value, Clock):
        return None
    said = first.value
    after = first.end
    zone_there = zone(row, after)
    if zone_there and isinstance(zone_there.value, Zone) and zone_there.value.said:
        said, after = replace(said, zone=zone_there.value.said), zone_there.end
    joint = row.get(after, "to", "dash", "until") or (led and row.get(after, "and"))
    if not joint:
        return None
    behind = row.skip(after + 1, "the", "to", most=2)
    early = row.get(behind, "nextday") is not None
    behind += early
    second = clock(row, behind, led=True) or _number(row, behind)
    if second is None or not isinstance(second.value, Clock):
        return None
    joined_at = row.get(behind - 1, "at") is not None
    lead = row.written(place - 1).casefold() if led else ""
    if not _is_range(row, first, second, led) or (joined_at and not _may_join(row, first, lead)):
        return None
    late = row.get(second.end, "nextday") is not None
    return Atom(ClockRange(said, second.value, early or late), start, second.end + late)


# What leads to an hour, and not to a day of the month ("du 12 à 17h" is one time on one day).
HOUR_LEADS = ("de", "das", "de las", "desde las", "desde as", "entre", "entre las", "entre as")


def _may_join(row: Row, first: Atom, lead: str) -> bool:
    """Whether "a las 17:00" ends a range that begins with a bare number."""
    loose = first.end == first.start + 1 and row.get(first.start, "num") is not None
    return not loose or lead in HOUR_LEADS


def _is_range(row: Row, first: Atom, second: Atom, led: bool) -> bool:
    """Whether one of the two is surely a clock time, and no month follows the second."""
    loose = [
        atom.end == atom.start + 1 and row.get(atom.start, "num") is not None
        for atom in (first, second)
    ]
    if all(loose) and not led:
        return False
    # "Friday week at 14h" is no range from eight o'clock on.
    if loose[0] and not led and not row.get(first.start, "digits") and row.language != "zh":
        return False
    behind = row.skip(second.end, "of", "the", most=2)
    return not (loose[1] and row.get(behind, *NO_HOURS))


# Words before which a number is no hour.
NO_HOURS = ("month", "monthmark", "monthend", "daymark", "yearword", "unit", "count")


def _number(row: Row, place: int) -> Atom | None:
    number = row.number(place, 0, 24)
    if number is None:
        return None
    style = "bare" if row.get(place, "digits") else "word"
    return Atom(Clock(number, style=style), place, place + 1)


def part(row: Row, start: int) -> Atom | None:
    """A part of the day by itself."""
    place = row.skip(start, "in", "on", "at", "the", "of", most=3)
    option = row.get(place, "part")
    if option is None or (row.get(place, "rel") and row.get(place, "rel") is not None):
        return None
    return Atom(Part(str(option.value[0])), start, place + 1)
