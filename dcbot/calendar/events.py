"""Entries as VEVENTs: with their rules and exceptions, or each time on its own in UTC."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from icalendar import Event, vRecur, vUri

from dcbot.calendar.entries import Days, Entry, Instance, Instant, Local, sittings
from dcbot.calendar.plain import address, line, paragraphs
from dcbot.when import zones
from dcbot.when.occurrences import Occurrence, Series, aligned, between, until_in_utc
from dcbot.when.zones import is_utc

_DAY = timedelta(days=1)


def events(entry: Entry, until: datetime) -> list[Event]:
    """The event, and one for each instance that is otherwise than its series says.

    So is, until that moment, each that begins or ends at a clock time which is left out or comes
    twice: readers disagree about those, and are told the moments in UTC.
    """
    if not isinstance(entry.when, Local):
        return [_whole(entry)]
    local = replace(entry.when, series=aligned(entry.when.series))
    entry = replace(entry, when=local)
    series = local.series
    worded = replace(entry, text=_with_utc(entry.text, _clocks_in_utc(series, until)))
    master = _text(worded, entry.changed_at, entry.sequence, entry.cancelled)
    if not series.rule:
        _span(master, _certain(series.start, series.zone), local.length)
        return [master]
    master.add("dtstart", _start(series.start, series.zone))
    # On the clock: the first time may lie at a change of clocks, and the others do not.
    master.add("dtend", _start(series.start + local.length, series.zone))
    master["RRULE"] = vRecur.from_ical(until_in_utc(series.rule, series.zone))
    for skipped in sorted(series.skipped):
        master.add("exdate", _start(skipped, series.zone))
    return [master, *_others(entry, local, until)]


def expanded_events(entry: Entry, since: datetime, until: datetime) -> Iterator[Event]:
    """Each time that it takes place and begins in that span, as an event of its own in UTC."""
    if isinstance(entry.when, Days):
        yield _whole(entry)
        return
    for sitting in sittings(entry, since, until):
        instance = sitting.instance
        event = _text(
            _worded(entry, instance),
            max(entry.changed_at, instance.changed_at) if instance else entry.changed_at,
            max(entry.sequence, instance.sequence) if instance else entry.sequence,
            sitting.cancelled,
        )
        event["UID"] = sitting.uid
        event.pop("RELATED-TO", None)
        event.add("dtstart", sitting.at)
        event.add("dtend", sitting.ends)
        yield event


def _whole(entry: Entry) -> Event:
    """The event of an instant or of whole days."""
    event = _text(entry, entry.changed_at, entry.sequence, entry.cancelled)
    if isinstance(entry.when, Instant):
        event.add("dtstart", entry.when.at.astimezone(UTC))
        if entry.when.length:
            event.add("dtend", entry.when.at.astimezone(UTC) + entry.when.length)
        else:
            event.add("transp", "TRANSPARENT")
    elif isinstance(entry.when, Days):
        event.add("dtstart", entry.when.first)
        # The end is the day after the last.
        event.add("dtend", (entry.when.last or entry.when.first) + _DAY)
        event.add("transp", "TRANSPARENT")
    return event


def _others(entry: Entry, local: Local, until: datetime) -> Iterator[Event]:
    series = local.series
    known = {one.original: one for one in entry.instances if one.original not in series.skipped}
    for original, instance in sorted(known.items()):
        yield _override(entry, local, original, instance)
    begin = series.start.replace(tzinfo=UTC) - _DAY
    for one in between(series, begin, until) if _may_be_odd(local, until) else []:
        if one.original not in known and _is_odd(one, local):
            yield _override(entry, local, one.original, None)


def _may_be_odd(local: Local, until: datetime) -> bool:
    """Whether clocks there are ever changed at about this time of day."""
    start, zone = local.series.start, local.series.zone
    if is_utc(zone):
        return False
    for change in zones.clock_changes(zone, start.replace(tzinfo=UTC), until):
        first = (change.at + min(change.before, change.after)).replace(tzinfo=None)
        if (first - start) % _DAY <= local.length or (start - first) % _DAY <= abs(change.by):
            return True
    return False


def _is_odd(one: Occurrence, local: Local) -> bool:
    """Whether its start or its end is in doubt, or clocks change in between."""
    where = zones.zone(local.series.zone)
    start, end = (at.astimezone(where) for at in (one.at, one.at + local.length))
    change = start.utcoffset() != end.utcoffset()
    doubt = zones.comes_twice(end.replace(tzinfo=None), where)
    return one.left_out or one.comes_twice or change or doubt


def _override(entry: Entry, local: Local, original: datetime, instance: Instance | None) -> Event:
    start = _override_start(local, original, instance)
    worded = _worded(entry, instance)
    if not is_utc(local.series.zone):
        worded = replace(worded, text=_with_utc(worded.text, f"{start.astimezone(UTC):%F %H:%M}"))
    changed_at = instance.changed_at if instance else entry.changed_at
    # Programs pass over an override that seems older than its series.
    sequence = max(entry.sequence, instance.sequence if instance else 0)
    event = _text(worded, changed_at, sequence, bool(instance and instance.cancelled))
    event.pop("RELATED-TO", None)
    event.add("recurrence-id", _start(original, local.series.zone))
    own_length = instance.length if instance else None
    _span(event, start, local.length if own_length is None else own_length)
    return event


def _override_start(local: Local, original: datetime, instance: Instance | None) -> datetime:
    if instance is None or instance.start is None:
        return _certain(original, local.series.zone)
    return _certain(instance.start, instance.zone or local.series.zone)


def _span(event: Event, start: datetime, length: timedelta) -> None:
    event.add("dtstart", start)
    event.add("dtend", (start.astimezone(UTC) + length).astimezone(start.tzinfo))


def _start(local: datetime, zone: str) -> datetime:
    """A local time as it is written: with its zone, or in UTC where that is its zone."""
    return local.replace(tzinfo=UTC if is_utc(zone) else zones.zone(zone))


def _certain(local: datetime, zone: str) -> datetime:
    """The same, but in UTC where the clock there leaves it out or shows it twice."""
    where = zones.zone(zone)
    if zones.is_left_out(local, where) or zones.comes_twice(local, where):
        return zones.to_utc(local, where)
    return _start(local, zone)


def _clocks_in_utc(series: Series, until: datetime) -> str:
    """When that is in UTC, in no language: the moment, or each clock time that it has over time."""
    if is_utc(series.zone):
        return ""
    where = zones.zone(series.zone)
    first = zones.to_utc(series.start, where)
    if not series.rule:
        return f"{first:%F %H:%M}"
    offsets = {change.after for change in zones.clock_changes(series.zone, first, until)}
    offsets.add(first.astimezone(where).utcoffset() or timedelta())
    clocks = sorted(f"{series.start - offset:%H:%M}" for offset in offsets)
    return f"{' / '.join(clocks)} ({series.zone} {series.start:%H:%M})"


def _with_utc(text: str, utc: str) -> str:
    """The text and a last line that says the time in UTC, for whose zones are out of date."""
    return "\n\n".join(filter(None, [text, utc and f"UTC: {utc}"]))


def _worded(entry: Entry, instance: Instance | None) -> Entry:
    """The entry with what is said of one instance in place of what is said of all."""
    if instance is None:
        return entry
    return replace(
        entry,
        title=instance.title or entry.title,
        text=instance.text or entry.text,
        place=instance.place or entry.place,
        url=instance.url or entry.url,
    )


def _text(entry: Entry, changed_at: datetime, sequence: int, cancelled: bool) -> Event:
    """An event with all but its time."""
    event = Event()
    tongue = {"LANGUAGE": entry.language} if entry.language else {}
    changed = changed_at.astimezone(UTC).replace(microsecond=0)
    event.add("uid", entry.uid)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", sequence)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    # Some programs show nothing of the status.
    title = line(f"Cancelled: {entry.title}" if cancelled else entry.title)
    event.add("summary", title, parameters=tongue)
    if text := paragraphs(entry.text):
        event.add("description", text, parameters=tongue)
    if place := line(entry.place):
        event.add("location", place, parameters=tongue)
    if url := address(entry.url):
        event.add("url", vUri(url))
    if entry.categories:
        event.add("categories", [line(each) for each in entry.categories])
    if entry.follows:
        event.add("related-to", entry.follows)
    return event
