"""Which times of a day a clock time can be: half of the day said, implied by custom, or open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from dcbot.when.atoms import Clock, ClockRange

PM = ("pm", "afternoon", "evening", "night")
AM = ("am", "morning", "dawn")
# Languages whose bare "at 10" is 24-hour time; small hours are doubtful there too.
COUNTS_24 = ("fr", "es", "pt", "ru", "zh")
# Languages in which people write 3:30 for half past three in the afternoon.
COUNTS_12 = ("en", "es", "ar", "zh")


@dataclass(frozen=True)
class Hour:
    """A time of the day, and whether it is that of the day after (24:00, midnight at its end)."""

    hour: int
    minute: int = 0
    second: int = 0
    days: int = 0

    @property
    def since_midnight(self) -> timedelta:
        return timedelta(days=self.days, hours=self.hour, minutes=self.minute, seconds=self.second)


class NoSuchHour(Exception):
    """No day has such a time; `said` is how it was said."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


def hours(clock: Clock, language: str, *, exact: bool = False) -> list[Hour]:
    """Every time of the day that the clock time can be, the more usual first.

    `exact`: the zone is one in which people count 24 hours, such as UTC.
    Raises NoSuchHour for 25:00 and for 15:00 in the morning.
    """
    hour, minute, second = clock.hour, clock.minute, clock.second
    shown = f"{hour}:{minute:02}"
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and (minute or second)):
        raise NoSuchHour(shown)
    if clock.style == "midnight":
        return [Hour(0), Hour(0, days=1)]
    if hour == 24:
        return [Hour(0, days=1)]
    if clock.style == "noon":
        return [Hour(12, minute)]
    if clock.part:
        return [replace(each, minute=minute, second=second) for each in _parted(clock, shown)]
    exactly = Hour(hour, minute, second)
    if not _doubtful(clock, language, exact):
        return [exactly]
    if hour == 12:
        return [exactly, Hour(0, minute, second), Hour(0, minute, second, 1)]
    return [exactly, Hour(hour + 12, minute, second)]


def _doubtful(clock: Clock, language: str, exact: bool) -> bool:
    """Whether the other half of the day may be meant."""
    if not 1 <= clock.hour <= 12:
        return False
    if clock.style in ("bare", "word"):
        return not (language in COUNTS_24 and 9 <= clock.hour <= 11)
    if clock.style in ("short", "dotted"):
        return language in COUNTS_12 and clock.hour <= 6 and not exact
    return False


def _parted(clock: Clock, shown: str) -> list[Hour]:
    hour, part = clock.hour, clock.part
    if hour > 12 or hour == 0:
        late = {"afternoon": range(12, 20), "evening": range(16, 24), "noon": range(11, 16)}
        allowed = late.get(part, range(12, 24) if part == "pm" else range(17, 24))
        if (part in AM and hour == 0) or (hour in allowed and part not in AM):
            return [Hour(hour)]
        raise NoSuchHour(shown)
    if hour == 12:
        return _twelve(clock)
    if part in ("am", "morning"):
        return [Hour(hour)]
    if part == "dawn":
        return [Hour(hour)] if hour <= 7 else [Hour(hour), Hour(hour + 12)]
    if part == "noon":
        return [Hour(hour if hour >= 10 else hour + 12)]
    if part == "night" and hour <= 5:
        return [Hour(hour), Hour(hour, days=1), Hour(hour + 12)]
    return [Hour(hour + 12)]


def _twelve(clock: Clock) -> list[Hour]:
    if clock.part in ("pm", "afternoon", "noon"):
        return [Hour(12)]
    if clock.part == "am" and clock.minute:
        return [Hour(0)]
    if clock.part == "morning":
        return [Hour(12), Hour(0)]
    # Midnight: at the beginning of that day, or at its end?
    return [Hour(0), Hour(0, days=1)]


def with_part(clock: Clock, part: str) -> Clock:
    """The clock time in a part of the day that was said elsewhere in the phrase."""
    if not part or clock.style in ("noon", "midnight"):
        return clock
    if clock.part:
        if (clock.part in AM) != (part in AM) and "noon" not in (clock.part, part):
            raise NoSuchHour(f"{clock.hour}:{clock.minute:02}")
        return clock
    return replace(clock, part=part)


def pairs(said: ClockRange, language: str, *, exact: bool = False) -> list[tuple[Hour, Hour]]:
    """Every beginning and end that the two clock times can be, the end later by at most a day."""
    first, last = said.start, said.end
    if said.next_day:
        begins, ends = hours(first, language, exact=exact), hours(last, language, exact=exact)
        return [(one, replace(other, days=1)) for one in begins for other in ends if not other.days]
    options: list[tuple[Clock, Clock]] = []
    if last.part and not first.part and first.hour <= 12 and first.style not in ("h", "noon"):
        options.append((replace(first, part=last.part), last))
    elif first.part and not last.part and last.hour <= 12 and last.style not in ("h", "noon"):
        options.append((first, replace(last, part=first.part)))
    options.append((first, last))
    for begin, end in options:
        found = [
            (one, other)
            for one in hours(begin, language, exact=exact)
            for other in hours(end, language, exact=exact)
            if timedelta() < other.since_midnight - one.since_midnight <= timedelta(hours=11)
        ]
        if found:
            return list(dict.fromkeys(found))
    found = [
        (one, other)
        for one in hours(first, language, exact=exact)
        for other in hours(last, language, exact=exact)
    ]
    # A night that ends in the small hours; else one long day as it was said.
    night = [
        (one, replace(other, days=1))
        for one, other in found
        if one.hour >= 17 and other.hour <= 6 and not other.days
    ]
    return night or [(a, b) for a, b in found if a.since_midnight < b.since_midnight]
