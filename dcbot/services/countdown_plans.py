"""Countdown plans: how far it is to a date of a cycle, and when something is said of that.

A countdown is looked at by due jobs, each at a moment at which something may be due. What is said
then depends on what is true then and not on the job, so that it does no harm if one comes late,
twice, or for a date that has moved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dcbot.arguments import listed
from dcbot.errors import BadArgument
from dcbot.message import quoted
from dcbot.when.zones import to_utc, zone
from storage.countdowns import Countdown
from storage.cycles import CycleDate
from storage.store import Store

DUTY = "count down"
USUAL = (30, 14, 7, 3, 1, 0)
"""So many days ahead a room gets a new message; 0 is the day itself."""
ON_LISTS = (14, 3, 1)
"""The same of a list: letters to whole lists are few."""
MOST, FARTHEST = 10, 365
_MORNING = time(8)
"""When it is said, by the clock of the date's own zone."""
_AT_LEAST = timedelta(hours=3)
"""On the day itself it is said so long before the end, where that is earlier."""
_HOURS = timedelta(hours=6)
"""From so near on the hours are told."""
_OF_AOE = "Etc/GMT+12"
_NUMBER = re.compile(r"(\d{1,3}|an?|one)\s*(d|days?|weeks?|w)?(?:\s+(?:before|ahead))?")
_DAY_ITSELF = frozenset(("0", "today", "the day", "the day itself", "on the day", "day itself"))


def zone_of(row: CycleDate) -> ZoneInfo:
    """The zone in which days are counted to the date; UTC where it names none."""
    return zone(_OF_AOE if row.zone == "AoE" else row.zone or "UTC")


def day_of(row: CycleDate) -> date | None:
    """The day of the date in its own zone; None where only the month is known."""
    return date.fromisoformat(row.day) if len(row.day) == 10 else None


def ends_at(row: CycleDate) -> datetime | None:
    """From when on it is over: its moment; without a clock, the end of its (last) day in UTC."""
    if row.at is not None or len(row.day) < 10:
        return row.at
    last = date.fromisoformat(row.until or row.day)
    return to_utc(datetime.combine(last + timedelta(days=1), time()), zone("UTC"))


def moment(row: CycleDate, days: int) -> datetime | None:
    """When it is said that so many days are left: in the morning of that day."""
    day, end = day_of(row), ends_at(row)
    if day is None or end is None:
        return None
    morning = to_utc(datetime.combine(day - timedelta(days=days), _MORNING), zone_of(row))
    return morning if days else min(morning, end - _AT_LEAST)


def days_left(row: CycleDate, now: datetime, where: ZoneInfo | None = None) -> int | None:
    """How many days of the calendar it is until the day of the date, as clocks show it there."""
    place = where or zone_of(row)
    day = row.at.astimezone(place).date() if row.at is not None else day_of(row)
    return None if day is None else (day - now.astimezone(place).date()).days


def left_words(row: CycleDate, now: datetime, where: ZoneInfo | None = None) -> str:
    """How long it still is, in words: 14 days left, today, 3 hours left; empty for what is over."""
    end, days = ends_at(row), days_left(row, now, where)
    if end is None or days is None or end <= now:
        return ""
    if row.at is not None and end - now < _HOURS:
        hours = int((end - now).total_seconds() // 3600)
        return _count(hours, "hour") if hours else "less than an hour left"
    return _count(days, "day") if days > 0 else "today"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'} left"


def reached(row: CycleDate, thresholds: Iterable[int], since: datetime, now: datetime) -> list[int]:
    """Of which thresholds the moment has come since then, the newest first."""
    come = [(moment(row, days), days) for days in thresholds]
    return sorted(days for at, days in come if at is not None and since < at <= now)


async def plan(
    store: Store, countdown: Countdown, row: CycleDate, *, now: datetime, edits: bool
) -> None:
    """See to it that the countdown is looked at when something may next be due there: at its next
    threshold, and where messages can be edited each morning and when it is over."""
    coming = [at for at in _moments(countdown, row, now, edits=edits) if at > now]
    if coming and countdown.ended_at is None and not row.withdrawn:
        await look_at(store, countdown, row, min(coming))


def _moments(
    countdown: Countdown, row: CycleDate, now: datetime, *, edits: bool
) -> Iterator[datetime]:
    wanted = set(countdown.thresholds)
    left, end = days_left(row, now), ends_at(row)
    if edits and left is not None and end is not None and left >= 0:
        wanted |= {left, max(left - 1, 0)}
        yield end
    for days in wanted:
        if (at := moment(row, days)) is not None:
            yield at


async def look_at(store: Store, countdown: Countdown, row: CycleDate, due: datetime) -> None:
    """See to it that the countdown is looked at then."""
    key = f"{DUTY}: countdown {countdown.id} rev {row.revision} at {due.isoformat()}"
    await store.timetable.add(key, DUTY, due, {"countdown": countdown.id})


async def follow(store: Store, row: CycleDate, *, now: datetime) -> None:
    """The date has moved, or was withdrawn: what was not said yet is never said, and the places in
    which it was told hear of it."""
    for countdown in await store.countdowns.to_date(row.id):
        await store.countdowns.take_back(countdown)
        await look_at(store, countdown, row, now)


def read(words: str) -> list[int]:
    """The thresholds in words such as “14 days, 1 week, 1 day and the day itself”.

    Raises BadArgument.
    """
    found: set[int] = set()
    for part in re.split(r",|\band\b|;|\+", words.strip().casefold()):
        said = part.strip()
        match = _NUMBER.fullmatch(said)
        if said in _DAY_ITSELF:
            found.add(0)
        elif match:
            number = int(match[1]) if match[1].isdigit() else 1
            found.add(number * (7 if (match[2] or "d").startswith("w") else 1))
        elif said:
            raise BadArgument(
                f"{quoted(said)} is no number of days. Say for example “30 days, 14 days, 1 week, "
                "1 day and the day itself”."
            )
    if not found or len(found) > MOST or max(found) > FARTHEST:
        raise BadArgument(f"Say 1 to {MOST} numbers of days, at most {FARTHEST} each.")
    return sorted(found, reverse=True)


def said(thresholds: Sequence[int]) -> str:
    """The thresholds in words: 14, 7 and 1 days ahead and on the day itself."""
    ahead = [str(days) for days in sorted(thresholds, reverse=True) if days]
    unit = "day" if ahead == ["1"] else "days"
    words = f"{listed(ahead)} {unit} ahead" if ahead else ""
    itself = "on the day itself" if 0 in thresholds else ""
    return " and ".join(filter(None, [words, itself]))
