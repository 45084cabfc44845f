"""Listings: a meeting, and the meetings of a group, in lines that people read."""

from __future__ import annotations

import re
from datetime import datetime

from dcbot.errors import Ambiguous
from dcbot.message import literal, quoted
from dcbot.services import concerned, groups, meetings, notices, orders, shifting, telling
from dcbot.services.meetings import Plan
from dcbot.services.moments import length_words
from storage.groups import Group
from storage.meetings import Meeting, MeetingState, Series, SeriesState
from storage.people import Person
from storage.store import Store

LABELS = {
    "venue": "venue",
    "agenda": "agenda",
    "registration": "registration",
    "dial_in": "dial-in",
    "captions": "captions",
    "sign_language": "sign language",
    "accommodation": "accommodation",
    "papers": "papers",
}
"""What is told of a meeting besides its time, with the words for it."""


async def one(store: Store, meeting: Meeting, *, by: Person, zone: str, now: datetime) -> list[str]:
    """Everything that the person may know of the meeting, but for its link for participants."""
    if not await may_see(store, meeting, by=by, now=now):
        return ["That meeting is not public."]
    name, known = await meetings.handle(store, meeting), await meetings.particulars(store, meeting)
    state = "" if meeting.state is MeetingState.PLANNED else f": {shifting.MEANS[meeting.state]}"
    why = f" ({literal(meeting.why)})" if meeting.why else ""
    lines = [f"**{name}, {literal(meeting.title)}**{state}{why}", f"- {_when(meeting, zone)}"]
    group = await shifting.group_of(store, meeting)
    others = [one for one in await concerned.zones(store, group, now=now) if one != zone]
    if not meeting.clock_known:
        others = []
    if others and (there := telling.elsewhere(meeting.starts_at, others, zone or meeting.zone)):
        lines.append(f"- there it is: {there}")
    if meeting.starts_local != meeting.original_local:
        was = f"{meeting.original_local:%A} {meeting.original_local.day} "
        lines.append(f"- it was to be on {was}{meeting.original_local:%B %Y, %H:%M}")
    for sitting in await store.meetings.sittings(meeting.id):
        lines.append(f"- second sitting: {telling.of_meeting(sitting, zone)}")
    length = f", {length_words(meeting.minutes)}" if meeting.clock_known else ""
    lines.append(f"- {meeting.kind.value}{length}")
    lines += [f"- {label}: {literal(known[name])}" for name, label in LABELS.items() if known[name]]
    if known["accommodation"] and known["accommodation_days"]:
        lines[-1] += f" (until {known['accommodation_days']} days before)"
    if await store.meetings.private_link(meeting):
        lines.append("- link to join: for participants; `!meeting join` tells it to them")
    missing = await notices.missing(store, meeting)
    if missing and meeting.state is MeetingState.PLANNED and meeting.starts_at > now:
        lines.append(f"- not said yet: {', '.join(missing)}")
    return lines


def _when(meeting: Meeting, zone: str) -> str:
    said = telling.of_meeting(meeting)
    if not meeting.clock_known or not zone or zone in (meeting.zone, "UTC"):
        return said
    return f"{said}; for you {telling.in_zone(meeting.starts_at, zone, meeting.minutes)}"


async def may_see(store: Store, meeting: Meeting, *, by: Person, now: datetime) -> bool:
    """Whether the person may know of the meeting: it is public, or they take part."""
    if meeting.is_public(now):
        return True
    group = await shifting.group_of(store, meeting)
    return await concerned.takes_part(store, by, group, now=now)


async def of_group(store: Store, group: Group, *, by: Person, now: datetime) -> list[str]:
    """The series of the group that go on, and its meetings to come."""
    title = await groups.title(store, group)
    known = await store.meetings.all_series([group.id], SeriesState.GOES_ON)
    rows = await meetings.coming(store, [group.id], now=now, limit=20)
    shown = [one for one in rows if await may_see(store, one, by=by, now=now)]
    if not shown:
        return [f"No meeting of {title.handle} is planned."]
    lines = [f"Meetings of {literal(title.line)}:"]
    seen = {one.series_id for one in shown}
    lines += [f"- {series_line(one)}" for one in known if one.id in seen]
    return [*lines, *[await line(store, one) for one in shown]]


def series_line(series: Series) -> str:
    """A series in words: its title and how it comes again."""
    plan = Plan(
        title=series.title,
        kind=series.kind,
        starts_local=series.starts_local,
        zone=series.zone,
        minutes=series.minutes,
        rule=series.rule,
        left_out=tuple(series.left_out),
    )
    return f"{quoted(series.title)}: {telling.rule_words(plan)}"


async def line(store: Store, meeting: Meeting, zone: str = "") -> str:
    """A meeting in one line: its number, title and time, and what became of it."""
    name = await meetings.handle(store, meeting)
    state = "" if meeting.state is MeetingState.PLANNED else f" ({shifting.MEANS[meeting.state]})"
    return f"- {name}: {telling.of_meeting(meeting, zone)}, {literal(meeting.title)}{state}"


_NEXT = re.compile(
    r"\bnext\b.*\b(?:meetings?|calls?)\b|"
    r"\b(?:when|what time)\b.*\b(?:meet|meets|meetings?|calls?)\b",
    re.IGNORECASE,
)
# A “last call for proposals” is no meeting.
_HELD = re.compile(
    r"\b(?:when|what (?:day|date|time))\s+(?:was|were|did)\b.*"
    r"\b(?:(?P<first>first)|last|latest|previous)\b.*\b(?:meet|meeting|call)\b(?!\s+for\b)",
    re.IGNORECASE,
)


async def asked(
    store: Store, words: str, here: Group | None, *, by: Person, now: datetime
) -> list[str]:
    """The next meetings of the group that a question names, or its first or last one, where it
    asks when they are or were; nothing where it asks something else, or there is none. Where it
    names none, that of the place or the coordination group is meant."""
    held = _HELD.search(words)
    if not held and not _NEXT.search(words):
        return []
    try:
        title, _ = orders.take_group(words, await groups.titles(store))
    except Ambiguous:
        return []
    group = title.group if title else here or await store.groups.coordination()
    if group is not None and held:
        return await _held(store, group, by=by, now=now, first=held["first"] is not None)
    if group is None or not await meetings.coming(store, [group.id], now=now, limit=1):
        return []
    return await of_group(store, group, by=by, now=now)


async def _held(store: Store, group: Group, *, by: Person, now: datetime, first: bool) -> list[str]:
    """The first or the last meeting of the group so far; nothing where none is known."""
    planned = await store.meetings.of_group(group.id, MeetingState.PLANNED)
    known = [one for one in planned if one.starts_at <= now]
    for one in known if first else reversed(known):
        if await may_see(store, one, by=by, now=now):
            handle = literal((await groups.title(store, group)).handle)
            which = "first" if first else "last"
            return [f"The {which} meeting of {handle} that is kept here:", await line(store, one)]
    return []


async def ways_in(store: Store, meeting: Meeting, *, by: Person, now: datetime) -> str:
    """How to get into the meeting; the link for participants only where the person is one."""
    known = await meetings.particulars(store, meeting)
    if not await may_see(store, meeting, by=by, now=now):
        return "that meeting is not public."
    group = await shifting.group_of(store, meeting)
    lines = [f"{telling.of_meeting(meeting, by.zone or '')}."]
    link = await store.meetings.private_link(meeting)
    if link and await concerned.takes_part(store, by, group, now=now):
        lines.append(f"Link to join, for participants alone: {link.link}")
    elif link:
        lines.append("Its link to join is for participants.")
    for name in ("registration", "dial_in", "venue"):
        if known[name]:
            lines.append(f"{LABELS[name].capitalize()}: {literal(known[name])}")
    return "\n".join(lines if len(lines) > 1 else [*lines, "Nobody has said yet how one joins."])
