"""Calendars of others, read: events as they were planned; what is too large is refused unread."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from icalendar import Calendar

from dcbot.errors import BadArgument
from dcbot.when.zones import zone as zone_named

MOST_BYTES = 5_000_000
LONGEST_LINE = 20_000
MOST_EVENTS = 3_000
DEEPEST = 4
"""So deep components may stand in one another; an alarm in an event in a calendar is three."""
_COMPONENT = re.compile(rb"^(BEGIN|END):([A-Za-z-]+)[ \t]*$", re.IGNORECASE)
_LINK = re.compile(r"https?://\S+")
_USUAL = timedelta(hours=1)


@dataclass(frozen=True)
class Planned:
    """An event: naive local start and zone, or a day alone where `whole_day`.

    `original` names the time of a series that it stands for. What only participants may know, a
    link to join, stands in `link`; the description is left out, since it often holds such links.
    """

    uid: str
    line: int
    title: str
    start: datetime
    zone: str
    minutes: int
    whole_day: bool = False
    rule: str = ""
    left_out: tuple[datetime, ...] = ()
    cancelled: bool = False
    place: str = ""
    link: str = ""
    original: datetime | None = None


@dataclass(frozen=True)
class Unread:
    """An event that was not understood, by its line, and why."""

    line: int
    why: str


def read(data: bytes, zone: str) -> tuple[list[Planned], list[Unread]]:
    """The events of a calendar, in its order; clocks without a zone are in `zone`.

    Raises BadArgument where it is none, or larger than a calendar of meetings is.
    """
    lines = _begins(data)
    try:
        calendars = Calendar.from_ical(data, multiple=True)
    except (ValueError, IndexError, KeyError, RecursionError):
        raise BadArgument("It is no whole calendar. Export it again, as iCalendar.") from None
    events = [one for each in calendars for one in each.walk("VEVENT")]
    found: list[Planned] = []
    unread: list[Unread] = []
    for line, event in zip(lines, events, strict=False):
        try:
            found.append(_event(event, line, zone))
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as wrong:
            unread.append(Unread(line, str(wrong)[:200] or "it was not understood"))
    return found, unread


def _begins(data: bytes) -> list[int]:
    """The lines at which events begin; raises BadArgument where it is too large or too deep."""
    if len(data) > MOST_BYTES:
        raise BadArgument(f"It has more than {MOST_BYTES // 1_000_000} MB. Export fewer years.")
    depth, found = 0, []
    for number, line in enumerate(re.split(rb"\r\n|\n|\r", data), 1):
        if len(line) > LONGEST_LINE:
            raise BadArgument(f"Line {number} has {len(line)} bytes, which no calendar needs.")
        mark = _COMPONENT.match(line)
        if mark is None:
            continue
        depth += 1 if mark[1].upper() == b"BEGIN" else -1
        if depth > DEEPEST:
            raise BadArgument(f"In line {number} things stand {depth} deep in one another.")
        if mark[1].upper() == b"BEGIN" and mark[2].upper() == b"VEVENT":
            found.append(number)
    if not found:
        raise BadArgument("It holds no event. Export the calendar as iCalendar (.ics).")
    if len(found) > MOST_EVENTS:
        raise BadArgument(f"It has {len(found)} events, and may have {MOST_EVENTS}.")
    return found


def _event(event: Any, line: int, usual: str) -> Planned:
    uid = str(event.get("UID") or "")
    if not uid:
        raise ValueError("it has no UID, by which it would be known again")
    begin = event["DTSTART"].dt if "DTSTART" in event else None
    if begin is None:
        raise ValueError("it does not say when it begins")
    whole_day = not isinstance(begin, datetime)
    start, where = _local(event, "DTSTART", usual)
    place = " ".join(str(event.get("LOCATION") or "").split())
    link = _LINK.search(f"{place} {event.get('URL') or ''}")
    return Planned(
        uid=uid,
        line=line,
        title=" ".join(str(event.get("SUMMARY") or "").split()),
        start=start,
        zone=where,
        minutes=_minutes(event, begin),
        whole_day=whole_day,
        rule=event["RRULE"].to_ical().decode() if "RRULE" in event else "",
        left_out=tuple(_moments(event, "EXDATE", where)),
        cancelled=str(event.get("STATUS") or "").upper() == "CANCELLED",
        place="" if _LINK.search(place) else place[:500],
        link=link[0][:2_000] if link else "",
        original=_at(event["RECURRENCE-ID"].dt, where) if "RECURRENCE-ID" in event else None,
    )


def _minutes(event: Any, begin: date) -> int:
    if "DTEND" in event:
        length = _at(event["DTEND"].dt, "UTC") - _at(begin, "UTC")
    else:
        length = event["DURATION"].dt if "DURATION" in event else _USUAL
    minutes = int(length / timedelta(minutes=1))
    if not 0 <= minutes <= 31 * 24 * 60:
        raise ValueError(f"it lasts {minutes} minutes")
    return max(1, min(minutes, 24 * 60))


def _local(event: Any, name: str, usual: str) -> tuple[datetime, str]:
    """The local start to the minute, and the zone in which it is meant."""
    moment = event[name].dt
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        named = event[name].params.get("TZID")
        if named:
            raise ValueError(f"its time zone “{str(named)[:60]}” is not known")
        return _at(moment, usual), usual
    where = "UTC" if moment.utcoffset() == timedelta() and moment.tzinfo is UTC else ""
    where = where or str(getattr(moment.tzinfo, "key", ""))
    try:
        zone_named(where)
    except ValueError:
        if "RRULE" in event:
            words = "its time zone is one of its own, and a series needs one that is known"
            raise ValueError(words) from None
        where = "UTC"
    return _at(moment, where), where


def _at(moment: date, zone: str) -> datetime:
    """Naive and local in the zone, to the minute; of a day, its midnight."""
    if not isinstance(moment, datetime):
        return datetime(moment.year, moment.month, moment.day)
    local = moment.astimezone(zone_named(zone)) if moment.tzinfo else moment
    return local.replace(tzinfo=None, second=0, microsecond=0)


def _moments(event: Any, name: str, zone: str) -> Iterator[datetime]:
    said: Any = event.get(name, [])
    every: Sequence[Any] = said if isinstance(said, list) else [said]
    for each in every:
        for one in each.dts:
            yield _at(one.dt, zone)
