"""Reminding: the reminders that are due are said, once each; late ones gathered and marked so."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dcbot.arguments import listed
from dcbot.config.zones import is_zone
from dcbot.errors import UserError
from dcbot.message import literal
from dcbot.services import (
    concerned,
    finding,
    letters,
    listings,
    meetings,
    reminders,
    shifting,
    telling,
)
from dcbot.services.reminders import DUTY, ON_LISTS, ahead_words
from storage.groups import Group
from storage.meetings import Meeting, MeetingState
from storage.people import Person
from storage.places import Place, PlaceKind
from storage.store import Store
from storage.timetable import Job, JobState

GRACE = timedelta(minutes=5)
"""What is said so soon after it fell due is not late."""
STILL = timedelta(minutes=15)
"""So long after its start, nobody is told any more that a meeting begins."""

log = logging.getLogger("dcbot.reminding")


@dataclass(frozen=True)
class Due:
    """One reminder that is to be said."""

    job: Job
    meeting: Meeting
    start: datetime
    minutes: int
    person: int | None


async def remind(store: Store, job: Job, now: datetime) -> None:
    """The duty: say this reminder, and with it all others that fell due meanwhile."""
    free = await store.timetable.free(DUTY, now, await store.clock())
    jobs = [job, *(one for one in free if one.id != job.id)]
    found = [due for one in jobs if (due := await _due(store, one)) is not None]
    for one in jobs[1:]:
        one.state, one.done_at = JobState.DONE, now
    said, dropped = _sorted_out(found, now)
    for whom, theirs in _by_whom(said).items():
        await _say(store, whom, theirs, now)
    await _count(store, dropped, now)


async def _due(store: Store, job: Job) -> Due | None:
    """What the job is about; None where the meeting is not at that start any more."""
    given = job.arguments
    meeting = await store.meetings.get(given["meeting"])
    start = datetime.fromisoformat(given["start"])
    if meeting is None or meeting.state is not MeetingState.PLANNED:
        return None
    more = await store.meetings.sittings(meeting.id)
    starts = [meeting.starts_at, *(one.starts_at for one in more)]
    if start not in starts or not await _wanted(store, meeting, given["minutes"], given["person"]):
        return None
    return Due(job, meeting, start, given["minutes"], given["person"])


async def _wanted(store: Store, meeting: Meeting, minutes: int, person: int | None) -> bool:
    """Whether that reminder is still wished for."""
    if person is None:
        return minutes in await reminders.thresholds(store, meeting)
    own = await store.reminders.of_person(person, meeting.group_id)
    return any(one.minutes == minutes for one in own)


def _sorted_out(found: Sequence[Due], now: datetime) -> tuple[list[Due], list[Due]]:
    """Those that are said, and those that are of no use any more: a newer one says the same, or
    the meeting has long begun."""
    newest: dict[tuple[int, datetime, int | None], Due] = {}
    dropped = []
    for due in sorted(found, key=lambda one: -one.minutes):
        key = (due.meeting.id, due.start, due.person)
        if now >= due.start + STILL:
            dropped.append(due)
            continue
        if key in newest:
            dropped.append(newest[key])
        newest[key] = due
    return list(newest.values()), dropped


def _by_whom(said: Sequence[Due]) -> dict[tuple[int, int | None], list[Due]]:
    """What is due for the places of a group, and what for each person."""
    found: dict[tuple[int, int | None], list[Due]] = defaultdict(list)
    for due in said:
        found[(0 if due.person else due.meeting.group_id, due.person)].append(due)
    return found


async def _say(store: Store, whom: tuple[int, int | None], said: list[Due], now: datetime) -> None:
    on_time = [due for due in said if now - due.job.due_at <= GRACE]
    late = [due for due in said if due not in on_time]
    # What is late is gathered; what is on time goes by itself, so that it can be edited later.
    for batch in [*([one] for one in on_time), *([late] if late else [])]:
        if whom[1] is not None:
            person = await store.people.get(whom[1])
            if person is not None and person.forgotten_at is None:
                await _to_person(store, person, batch, now)
        else:
            for place in await places_of(store, whom[0]):
                await _to_place(store, place, batch, now)


async def places_of(store: Store, group_id: int) -> list[Place]:
    """The rooms and lists of the group in which the bot is."""
    there = await store.places.of_group(group_id)
    return [one for one in there if one.left_at is None and one.kind is not PlaceKind.DIRECT]


async def _to_place(store: Store, place: Place, batch: list[Due], now: datetime) -> None:
    if place.kind is PlaceKind.LIST:
        batch = [due for due in batch if due.minutes in ON_LISTS]
    if not batch:
        return
    zone = place.zone if is_zone(place.zone) else ""
    parts = [await _text(store, due, zone, now) for due in batch]
    key = f"{key_of(batch[-1].meeting, batch[-1].start, batch[-1].minutes)} → {place.id}"
    await letters.to_place(
        store,
        place,
        "\n\n".join(parts),
        key=key,
        now=now,
        subject=await _subject(store, batch),
        valid_until=max(due.start for due in batch) + STILL,
    )


def key_of(meeting: Meeting, start: datetime, minutes: int) -> str:
    """What the letter of a reminder is known by, but for where it goes."""
    return f"reminder of meeting {meeting.id} at {start.isoformat()}: {minutes}"


async def _to_person(store: Store, person: Person, batch: list[Due], now: datetime) -> None:
    parts = []
    for due in batch:
        if not await listings.may_see(store, due.meeting, by=person, now=now):
            continue
        text = await _text(store, due, person.zone or "", now)
        link = await store.meetings.private_link(due.meeting)
        group = await shifting.group_of(store, due.meeting)
        if link and await concerned.takes_part(store, person, group, now=now):
            text += f"\n- link to join, for participants alone: {link.link}"
        parts.append(text)
    if not parts:
        return
    key = f"{key_of(batch[-1].meeting, batch[-1].start, batch[-1].minutes)} → person {person.id}"
    try:
        await letters.to_person(
            store,
            person,
            "\n\n".join(parts),
            key=key,
            now=now,
            subject=await _subject(store, batch),
        )
    except UserError:
        log.info("person %d has no address to be reminded at", person.id)


async def _subject(store: Store, batch: list[Due]) -> str:
    names = [await meetings.handle(store, due.meeting) for due in batch]
    return f"Reminder: {listed(names)}"


async def _text(store: Store, due: Due, zone: str, now: datetime) -> str:
    """The reminder in words, as of now."""
    meeting, left = due.meeting, due.start - now
    name = f"**{await meetings.handle(store, meeting)}, {literal(meeting.title)}**"
    own = zone or meeting.zone
    when = telling.whole(due.start, own, meeting.minutes)
    if left <= timedelta(0):
        head = f"{name} begins now: {when}."
    else:
        minutes = -(-int(left.total_seconds()) // 60)
        on_time = now - due.job.due_at <= GRACE
        head = f"{name} begins in {ahead_words(due.minutes if on_time else minutes)}: {when}."
    if now - due.job.due_at > GRACE:
        head += f" (This reminder is late by {_about(now - due.job.due_at)}.)"
    group = await shifting.group_of(store, meeting)
    lines = [head, *await _elsewhere(store, group, due.start, own, now)]
    known = await meetings.particulars(store, meeting)
    shown = [name for name in listings.LABELS if known[name]]
    lines += [f"- {listings.LABELS[name]}: {literal(known[name])}" for name in shown]
    lines += _accommodation(known["accommodation_days"], due.start, now)
    if await store.meetings.private_link(meeting):
        lines.append("- link to join: `!meeting join` tells it to participants")
    return "\n".join(lines)


async def _elsewhere(
    store: Store, group: Group, start: datetime, own: str, now: datetime
) -> list[str]:
    there = telling.elsewhere(start, await concerned.zones(store, group, now=now), own)
    return [f"- there it is: {there}"] if there else []


def _accommodation(days: int | None, start: datetime, now: datetime) -> Iterator[str]:
    if days and (until := start - timedelta(days=days)) > now:
        by = f"{until:%A} {until.day} {until:%B}"
        yield f"- what is needed to take part is to be asked for by {by}"


def _about(late: timedelta) -> str:
    """A lateness in words, in its greatest unit."""
    minutes = int(late.total_seconds() // 60)
    for size in (24 * 60, 60):
        if minutes >= size:
            return ahead_words(minutes // size * size)
    return ahead_words(max(minutes, 1))


async def _count(store: Store, dropped: Sequence[Due], now: datetime) -> None:
    """Those who may schedule for a group are told which of its reminders were dropped."""
    over = [due for due in dropped if due.person is None and now >= due.start + STILL]
    log.info("%d reminders were dropped: newer ones say the same, or it is over", len(dropped))
    by_group: dict[int, list[Due]] = defaultdict(list)
    for due in over:
        by_group[due.meeting.group_id].append(due)
    for group_id, theirs in by_group.items():
        names = {await meetings.handle(store, due.meeting): None for due in theirs}
        count = f"{len(theirs)} reminder{'s' if len(theirs) != 1 else ''}"
        text = (
            f"{count} of {listed(list(names))} fell due while I was away, and the meeting has "
            "begun since, so it was not said."
        )
        for person in await responsible(store, group_id, now=now):
            key = f"dropped {theirs[0].job.key} → person {person.id}"
            try:
                await letters.to_person(store, person, text, key=key, now=now)
            except UserError:
                continue


async def put(
    store: Store, found: finding.Found, wanted: list[int], *, by: Person, now: datetime
) -> str:
    """The places are reminded of the meeting, or of the group's series, so long ahead; returns how
    it is called. Raises NotAllowed or NotFound."""
    to = "say when its meetings are reminded of"
    await meetings.require(store, found.group, to, by=by, now=now)
    if found.meeting is not None:
        found.meeting.reminders = wanted
        name, rows = await meetings.handle(store, found.meeting), [found.meeting]
    else:
        series = await finding.the_series(store, found)
        series.reminders, name = wanted, f"“{series.title}”"
        rows = [one for one in await store.meetings.instances(series.id) if one.starts_at > now]
    await store.flush()
    for meeting in rows:
        await reminders.plan(store, meeting, now=now)
    return name


async def put_own(
    store: Store, person: Person, group: Group, wanted: Collection[int], *, now: datetime
) -> None:
    """The person wants to be reminded of the group's meetings so many minutes ahead."""
    await store.reminders.put(person.id, group.id, wanted)
    for meeting in await meetings.coming(store, [group.id], now=now, limit=100):
        await reminders.plan(store, meeting, now=now)


async def responsible(store: Store, group_id: int, *, now: datetime) -> list[Person]:
    """Those who schedule for the group: who hold the role for it in the group itself."""
    group = await store.groups.get(group_id)
    if group is None:
        return []
    least = meetings.least_role(group)
    held = await store.people.standings(now, group_ids=[group_id])
    found = [await store.people.get(one.person_id) for one in held if one.role >= least]
    return list({one.id: one for one in found if one is not None}.values())
