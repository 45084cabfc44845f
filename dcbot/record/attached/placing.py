"""Lays what a meeting tool noted beside a meeting: its times become moments, or stay unknown."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dcbot.record.attached.kinds import Moment
from dcbot.record.attached.moments import clock_of

BEFORE = timedelta(minutes=15)
AFTER = timedelta(minutes=45)
"""People come early, and stay; so far around the meeting a tool's times are still its own."""


def placed(
    moments: Sequence[Moment], *, started: datetime, ended: datetime, zones: Collection[str]
) -> list[datetime | None]:
    """The moments in UTC, each in its place; all None where they fit in two ways, or in none.

    A tool counts from its own start, or writes the clock of whoever saved the file, without a
    zone. Both are tried, with each of the zones; only one of them may lay all of them into the
    time of the meeting, since nothing is guessed.
    """
    readings: list[list[datetime]] = []
    known = [moment for moment in moments if moment is not None]
    for reading in _readings(known, started, zones):
        fits = all(started - BEFORE <= at <= ended + AFTER for at in reading)
        if reading and fits and reading not in readings:
            readings.append(reading)
    if len(readings) != 1:
        return [None] * len(moments)
    found = iter(readings[0])
    return [None if moment is None else next(found) for moment in moments]


def _readings(
    moments: Sequence[Moment], started: datetime, zones: Collection[str]
) -> list[list[datetime]]:
    offsets = [moment for moment in moments if isinstance(moment, timedelta)]
    readings = []
    if len(offsets) == len(moments):
        readings.append([started + offset for offset in offsets])
    clocks = [clock_of(each) if isinstance(each, timedelta) else each for each in moments]
    if all(clock is not None for clock in clocks):
        whole = [clock for clock in clocks if clock is not None]
        readings += [_by_clock(whole, started, ZoneInfo(zone)) for zone in zones]
    return readings


def _by_clock(clocks: Sequence[time], started: datetime, zone: ZoneInfo) -> list[datetime]:
    """Each clock on the day on which it is nearest to the start of the meeting."""
    local = started.astimezone(zone)
    moments = []
    for clock in clocks:
        days = (local.date() + timedelta(days=step) for step in (-1, 0, 1))
        near = (datetime.combine(day, clock, tzinfo=zone).astimezone(UTC) for day in days)
        moments.append(min(near, key=lambda at: abs(at - started)))
    return moments
