"""Reminding: the reminders that are due are said, once each; late ones gathered and marked so."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from dcbot.arguments import listed
from dcbot.config.zones import is_zone
from dcbot.errors import UserError
from dcbot.services import (
    finding,
    letters,
    listings,
    meetings,
    places,
    reminder_words,
    reminders,
    shifting,
)
from dcbot.services.reminder_words import Due
from dcbot.services.reminders import ON_LISTS
from storage.base import Audience
from storage.groups import Group
from storage.meetings import Meeting, MeetingState
from storage.people import Person
from storage.places import Place, PlaceKind
from storage.store import Store
from storage.timetable import Job, JobState

log = logging.getLogger("dcbot.reminding")


async def remind(store: Store, job: Job, now: datetime) -> None:
    """The duty: say this reminder, and with it all others that fell due meanwhile for the same
    places or person."""
    others = await store.timetable.others(job, now, await store.clock())
    found = [due for one in (job, *others) if (due := await _due(store, one)) is not None]
    for one in others:
        one.state, one.done_at = JobState.DONE, now
    over = [due for due in found if due.is_over(now)]
    await _say(store, job, [due for due in found if due not in over], now)
    await _count(store, job, over, now)


async def _due(store: Store, job: Job) -> Due | None:
    """What the job is about; None where the meeting is not at that start any more."""
    given = job.arguments
    meeting = await store.meetings.get(given["meeting"])
    start = datetime.fromisoformat(given["start"])
    if meeting is None or meeting.state is not MeetingState.PLANNED:
        return None
    more = await store.meetings.sittings(meeting.id)
    starts = [meeting.starts_at, *(one.starts_at for one in more)]
    if start not in starts or not await _wanted(store, job, meeting):
        return None
    return Due(meeting, start, given["minutes"], job.due_at, job.key)


async def _wanted(store: Store, job: Job, meeting: Meeting) -> bool:
    """Whether that reminder is still wished for."""
    minutes: int = job.arguments["minutes"]
    if job.group_id is not None:
        return minutes in await reminders.thresholds(store, meeting)
    if job.person_id is None:
        return False
    own = await store.reminders.of_person(job.person_id, meeting.group_id)
    return any(one.minutes == minutes for one in own)


async def _say(store: Store, job: Job, found: Sequence[Due], now: datetime) -> None:
    if job.person_id is not None:
        person = await store.people.get(job.person_id)
        if person is not None and person.forgotten_at is None:
            for batch in _batches(found, now):
                await _to_person(store, person, batch, now)
    elif job.group_id is not None:
        for place in await places.shared_of(store, job.group_id):
            for batch in _batches([due for due in found if _is_for(place, due)], now):
                await _to_place(store, place, batch, now)


def _is_for(place: Place, due: Due) -> bool:
    """Whether it is said there; a list is told once of each meeting."""
    return may_hear(place, due.meeting) and (
        due.minutes in ON_LISTS or place.kind is not PlaceKind.LIST
    )


def may_hear(place: Place, meeting: Meeting) -> bool:
    """Whether the meeting is spoken of there: what is not public stays out of public places."""
    return meeting.audience is Audience.PUBLIC or place.audience is not Audience.PUBLIC


def _batches(found: Sequence[Due], now: datetime) -> list[list[Due]]:
    """What is said in one letter each, in order of time; of several for one meeting the newest.

    What is late is gathered; what is on time goes by itself, so that it can be edited later.
    """
    newest: dict[tuple[datetime, int], Due] = {}
    for due in sorted(found, key=lambda one: -one.minutes):
        newest[due.start, due.meeting.id] = due
    said = [newest[key] for key in sorted(newest)]
    late = [due for due in said if due.is_late(now)]
    return [*([due] for due in said if due not in late), *([late] if late else [])]


def _key(due: Due) -> str:
    """What the letter of a reminder is known by, but for where it goes."""
    return f"reminder of meeting {due.meeting.id} at {due.start.isoformat()}: {due.minutes}"


async def _to_place(store: Store, place: Place, batch: list[Due], now: datetime) -> None:
    zone = place.zone if is_zone(place.zone) else ""
    by_mail = place.transport == "mail"
    words = await reminder_words.of_batch(store, batch, zone, by_mail=by_mail, now=now)
    key = f"{_key(batch[-1])} → {place.id}"
    await letters.to_place(
        store,
        place,
        words.text,
        key=key,
        now=now,
        subject=words.subject,
        valid_until=words.until,
        late=words.late,
        invitation=words.invitation,
    )
    await _note(store, key, batch)


async def _to_person(store: Store, person: Person, batch: list[Due], now: datetime) -> None:
    shown = [due for due in batch if await listings.may_see(store, due.meeting, by=person, now=now)]
    if not shown:
        return
    try:
        way = await letters.way_to(store, person)
    except UserError:
        log.info("person %d has no address to be reminded at", person.id)
        return
    words = await reminder_words.of_batch(
        store, shown, person.zone or "", to=person, by_mail=way.transport == "mail", now=now
    )
    key = f"{_key(batch[-1])} → person {person.id}"
    await letters.to_address(
        store,
        way.transport,
        way.address,
        words.text,
        key=key,
        now=now,
        subject=words.subject,
        valid_until=words.until,
        late=words.late,
        invitation=words.invitation,
    )
    await _note(store, key, shown)


async def _note(store: Store, key: str, said: Sequence[Due]) -> None:
    """What the letter told, so that it can be put right."""
    letter = await store.outbox.by_key(key)
    assert letter is not None
    await store.reminders.told(letter, *((due.meeting.id, due.start) for due in said))


async def _count(store: Store, job: Job, over: Sequence[Due], now: datetime) -> None:
    """Those who may schedule for a group are told which of its reminders came to nothing."""
    if job.group_id is None or not over:
        return
    names = {await meetings.handle(store, due.meeting): None for due in over}
    several = len(over) != 1
    text = (
        f"{len(over)} reminder{'s' if several else ''} of {listed(list(names))} fell due while I "
        f"was away, and {'those meetings have' if len(names) > 1 else 'that meeting has'} begun "
        f"since; so {'they were' if several else 'it was'} not said."
    )
    for person in await responsible(store, job.group_id, now=now):
        key = f"dropped {over[0].key} → person {person.id}"
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


@dataclass(frozen=True)
class Stopped:
    """Which reminder of a meeting is not said: how long ahead, when it was due; and which stay."""

    minutes: int
    at: datetime
    wanted: Sequence[int]

    @property
    def left(self) -> list[int]:
        """Those that are said still."""
        return [one for one in self.wanted if one < self.minutes]


async def stop_next(store: Store, meeting: Meeting, *, by: Person, now: datetime) -> Stopped:
    """The next reminder of the meeting is not said in the places of its group.

    Raises NotAllowed, or UserError where none is to come. What is being said at this moment is
    waited for, so that the answer is true.
    """
    group = await shifting.group_of(store, meeting)
    to = "say when its meetings are reminded of"
    await meetings.require(store, group, to, by=by, now=now)
    wanted = list(await reminders.thresholds(store, meeting))
    for job in await store.timetable.coming(reminders.DUTY, group.id):
        due = await _due(store, job)
        if due is not None and due.meeting.id == meeting.id and not due.is_over(now):
            meeting.reminders = [one for one in wanted if one != due.minutes]
            await store.flush()
            return Stopped(due.minutes, due.at, wanted)
    raise UserError(f"No reminder of {await meetings.handle(store, meeting)} is to come.")


async def responsible(store: Store, group_id: int, *, now: datetime) -> list[Person]:
    """Those who schedule for the group: who hold the role for it in the group itself."""
    group = await store.groups.get(group_id)
    if group is None:
        return []
    least = meetings.least_role(group)
    held = await store.people.standings(now, group_ids=[group_id])
    found = [await store.people.get(one.person_id) for one in held if one.role >= least]
    return list({one.id: one for one in found if one is not None}.values())
