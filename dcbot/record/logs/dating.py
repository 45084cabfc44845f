"""The moments of a log that shows clock times: which day each line belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from dcbot.record.logs.raw import Raw, started_at

_JITTER = timedelta(minutes=65)
"""So far a clock may go back within a day: lines out of order, or the end of summer time."""
_SOME_DAY = date(1970, 1, 1)
_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)[-./]?(\d\d)[-./]?(\d\d)(?!\d)")
_RRSAGENT = re.compile(r"https?://www\.w3\.org/(\d{4})/(\d\d)/(\d\d)-")
_OPENED = re.compile(r"(?:Log opened|Day changed|day changed to|Begin Logging|Logging started)")


@dataclass(frozen=True, slots=True)
class Clock:
    """What a log does not say of its own clock: in which zone it stands, and of which day the
    first line is where neither the log nor its name says it."""

    zone: tzinfo = UTC
    day: date | None = None


IN_UTC = Clock()


def moments(raws: Sequence[Raw], name: str, clock: Clock = IN_UTC) -> tuple[list[datetime], bool]:
    """The moment of each line, in UTC, and whether their dates are known."""
    days = _days(raws)
    anchors = _anchors(raws, name)
    if not anchors and clock.day is not None and raws:
        anchors = [(0, clock.day)]
    dated = bool(anchors) or any(raw.on is not None for raw in raws)
    first = anchors[0][1] - timedelta(days=days[anchors[0][0]]) if anchors else _SOME_DAY
    known = dict(anchors)
    found: list[datetime] = []
    last = time(0)
    shift = timedelta()
    for place, raw in enumerate(raws):
        last = raw.clock or last
        day = first + timedelta(days=days[place]) + shift
        if place in known and known[place] != day:
            shift += known[place] - day
            day = known[place]
        at = datetime.combine(raw.on or day, last)
        found.append(_moment(at, raw, clock.zone, found[-1] if found else None))
    return found, dated


def _moment(at: datetime, raw: Raw, zone: tzinfo, before: datetime | None) -> datetime:
    """The moment of a line by the clock that it shows, `before` being that of the last one."""
    if raw.offset is not None:
        return at.replace(tzinfo=UTC) - raw.offset
    first = at.replace(tzinfo=zone).astimezone(UTC)
    second = at.replace(tzinfo=zone, fold=1).astimezone(UTC)
    # In the hour that comes twice, a clock that went back shows it for the second time.
    return second if before is not None and first < before <= second else first


def _days(raws: Sequence[Raw]) -> list[int]:
    """How many midnights lie before each line, as far as the clock shows."""
    days: list[int] = []
    day, last = 0, None
    for raw in raws:
        if raw.clock is not None:
            now = timedelta(hours=raw.clock.hour, minutes=raw.clock.minute)
            if last is not None and now < last and raw.on is None:
                begins = raw.text.casefold().startswith("#startmeeting")
                if last - now > _JITTER or (begins and last - now > timedelta(minutes=1)):
                    day += 1
            last = now
        days.append(day)
    return days


def _anchors(raws: Sequence[Raw], name: str) -> list[tuple[int, date]]:
    """Places of lines whose date is known, with it; else the date that the file's name holds."""
    found: list[tuple[int, date]] = []
    for place, raw in enumerate(raws):
        if raw.on is not None:
            found.append((place, raw.on))
        elif (on := _told(raw)) is not None:
            found.append((place, on))
    if not found and (on := date_in(name)) is not None and raws:
        found.append((0, on))
    return found


def _told(raw: Raw) -> date | None:
    text = raw.text or raw.whole
    if "logging to" in text and (found := _RRSAGENT.search(text)):
        return _date(*found.groups())
    if "Meeting started" in text or _OPENED.search(text):
        at = started_at(text)
        return at.date() if at else None
    return None


def date_in(name: str) -> date | None:
    """The date in the name of a file, such as “nova.2018-05-01-13.32.log.txt”."""
    found = _IN_NAME.search(name)
    return _date(*found.groups()) if found else None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
