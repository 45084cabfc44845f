"""Moments as minutes say them: always with their zone, and by the clock of the meeting, too."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from dcbot.dates import said_day
from dcbot.record.minutes import Minutes
from dcbot.record.outputs.blocks import Clock, Run, Words
from dcbot.when import zones

_UTC = "UTC"


def local_zone(minutes: Minutes) -> ZoneInfo | None:
    """The zone in which the meeting was planned; None where that is UTC, or is not known."""
    if not minutes.dated or zones.is_utc(minutes.zone):
        return None
    try:
        return zones.zone(minutes.zone)
    except ValueError:
        return None


# The log asks for so many moments that formatting each part anew would be felt.
_TWO = tuple(f"{number:02}" for number in range(60))


def hour_minute(at: datetime) -> str:
    """As 14:05."""
    return f"{_TWO[at.hour]}:{_TWO[at.minute]}"


def instant(at: datetime, *, dated: bool = True) -> str:
    """For machines: as 2026-12-01T14:05:09Z, or as 14:05:09 where the day is not known."""
    written = f"{_TWO[at.hour]}:{_TWO[at.minute]}:{_TWO[at.second]}"
    return f"{_day(at.toordinal())}T{written}Z" if dated else written


@lru_cache(maxsize=64)
def _day(ordinal: int) -> str:
    """As 2026-12-01."""
    return date.fromordinal(ordinal).isoformat()


def clock(at: datetime, *, dated: bool = True) -> str:
    """As 14:05 UTC; without a zone where none is known."""
    return f"{at:%H:%M} {_UTC}" if dated else f"{at:%H:%M}"


def minute(at: datetime, *, dated: bool = True) -> str:
    """As Tuesday 1 December 2026, 14:05 UTC."""
    return f"{said_day(at.date())}, {clock(at)}" if dated else clock(at, dated=False)


def said(at: datetime, *, dated: bool = True, with_day: bool = False) -> Run:
    """The moment as part of a sentence."""
    words = minute(at, dated=dated) if with_day else clock(at, dated=dated)
    return Clock(words, at) if dated else words


def when(minutes: Minutes, *, goes_on: bool = False) -> Words:
    """From when to when it was, or that it goes on, in UTC and by the clock of its zone."""
    start, end = minutes.started, minutes.ended
    if start is None:
        return ("not known",)
    if not minutes.dated:
        until = f" to {end:%H:%M}" if end else ""
        return (f"{start:%H:%M}{until}, by the clock of the log; the day is not known",)
    found: list[Run] = [Clock(_span(start, end, _UTC), start)]
    zone = local_zone(minutes)
    if zone is not None:
        there = _span(start.astimezone(zone), end.astimezone(zone) if end else None, zone.key)
        same_day = start.astimezone(zone).date() == start.date()
        found.append(f" ({there.partition(', ')[2] if same_day else there})")
    if end is None:
        found.append("; it goes on" if goes_on else "; no end is recorded")
    return tuple(found)


def day(minutes: Minutes) -> date | None:
    """The day on which the meeting began, by the clock of its zone."""
    if minutes.started is None or not minutes.dated:
        return None
    zone = local_zone(minutes)
    return (minutes.started.astimezone(zone) if zone else minutes.started).date()


def lasted(length: timedelta) -> str:
    """As 1 hour and 5 minutes."""
    hours, left = divmod(max(0, round(length.total_seconds() / 60)), 60)
    parts = [
        f"{n} {what}{'s' if n != 1 else ''}" for n, what in ((hours, "hour"), (left, "minute")) if n
    ]
    return " and ".join(parts) or "less than a minute"


def _span(start: datetime, end: datetime | None, zone: str) -> str:
    words = f"{said_day(start.date())}, {start:%H:%M}"
    if end is None:
        return f"{words} {zone}"
    if end.date() == start.date():
        return f"{words}–{end:%H:%M} {zone}"
    return f"{words} to {said_day(end.date())}, {end:%H:%M} {zone}"
