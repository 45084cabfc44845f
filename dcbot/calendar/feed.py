"""The calendar as calendar programs read it: iCalendar (RFC 5545, 7986), as bytes.

A feed names nobody who takes part. It is a function of its entries and of the month it is made in,
so that the same content has the same bytes and programs need not fetch it again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from icalendar import Calendar, Event, vText

from dcbot.calendar.entries import Entry, Local
from dcbot.calendar.events import events, expanded_events
from dcbot.calendar.plain import line, paragraphs
from dcbot.calendar.timezones import timezone
from dcbot.when.zones import is_utc

PRODUCT = "-//dcbot//common calendar//EN"
CONTENT_TYPE = "text/calendar; charset=utf-8"
YEARS_AHEAD = 5
"""For how many years what follows no yearly pattern is written out."""
_EXPANDED_PAST = timedelta(days=190)
_EXPANDED_AHEAD = timedelta(days=550)
_OFTEN = timedelta(hours=1)
_END = b"END:VCALENDAR\r\n"
_MOST_KEPT = 16384
"""So many entries are remembered as they were written."""


def feed(
    entries: Iterable[Entry],
    *,
    name: str,
    now: datetime,
    description: str = "",
    source: str = "",
    expanded: bool = False,
) -> bytes:
    """All entries as one calendar; `source` is its own address, at which it is fetched again.

    `expanded` writes each time that something takes place as an event of its own in UTC, from half
    a year back to a year and a half ahead, for programs that cannot be trusted with rules.
    """
    chosen = sorted(entries, key=lambda entry: entry.uid)
    calendar = _calendar(name)
    calendar.add("refresh-interval", _OFTEN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    if description:
        calendar.add("description", paragraphs(description))
        calendar["X-WR-CALDESC"] = vText(paragraphs(description))
    if source:
        calendar.add("source", source, parameters={"VALUE": "URI"})
        calendar.add("url", source)
    return _written(calendar, chosen, now, expanded)


def file(entries: Sequence[Entry], *, now: datetime) -> bytes:
    """The entries as a file to take along, named by the first; it asks nothing of anybody."""
    calendar = _calendar(entries[0].title)
    return _written(calendar, entries, now, expanded=False)


def etag(content: bytes) -> str:
    """The strong entity tag of a content, with its quotes."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def last_modified(entries: Iterable[Entry], *, now: datetime) -> datetime:
    """When a feed of these entries last became what it is, in whole seconds.

    That is no earlier than the month, with which what it looks ahead to moves on.
    """
    month = _month(now)
    return max([month, *(entry.last_change for entry in entries)]).replace(microsecond=0)


def _calendar(name: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", line(name))
    calendar["X-WR-CALNAME"] = vText(line(name))
    return calendar


def _written(calendar: Calendar, entries: Sequence[Entry], now: datetime, expanded: bool) -> bytes:
    month = _month(now)
    if expanded:
        span = month - _EXPANDED_PAST, month + _EXPANDED_AHEAD
        made = b"".join(_lines(expanded_events(entry, *span)) for entry in entries)
    else:
        until = datetime(now.year + YEARS_AHEAD + 1, 1, 1, tzinfo=UTC)
        for name, since in sorted(_zones(entries).items()):
            calendar.add_component(timezone(name, since, now.year + YEARS_AHEAD))
        made = b"".join(_events(entry, until) for entry in entries)
    if not made:
        # A calendar without any component is no calendar for some programs.
        calendar.add_component(timezone("Etc/UTC", now.year, now.year))
    content: bytes = calendar.to_ical()
    return content.removesuffix(_END) + made + _END


@lru_cache(maxsize=_MOST_KEPT)
def _events(entry: Entry, until: datetime) -> bytes:
    """The events of an entry, as they are written; few entries of a calendar ever change."""
    return _lines(events(entry, until))


def _lines(made: Iterable[Event]) -> bytes:
    return b"".join(one.to_ical() for one in made)


def _zones(entries: Iterable[Entry]) -> dict[str, int]:
    """The zones that are spoken of, and the first year for each."""
    found: dict[str, int] = {}
    for entry in entries:
        if isinstance(entry.when, Local):
            series = entry.when.series
            used = [(series.zone, series.start)]
            used += [(one.zone, one.start or one.original) for one in entry.instances if one.zone]
            for name, local in used:
                if not is_utc(name):
                    found[name] = min(local.year, found.get(name, local.year))
    return found


def _month(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
