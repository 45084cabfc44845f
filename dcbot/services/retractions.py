"""Retractions: whoever was told of a meeting hears what has become of it, and what was said is
changed where it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dcbot.config.zones import is_zone
from dcbot.message import literal
from dcbot.services import invitations, listings, meetings, reminder_words, shifting, telling
from dcbot.services.letters import invited
from dcbot.services.reminder_words import STILL
from dcbot.services.reminding import may_hear
from storage.meetings import Meeting, MeetingState
from storage.outbox import Act, Letter
from storage.people import Person
from storage.places import PlaceKind
from storage.reminders import Told
from storage.store import Store
from storage.timetable import Job


@dataclass(frozen=True)
class Listener:
    """Where something was told: in what zone times are said there, and to whom alone."""

    transport: str
    address: str
    zone: str
    person: Person | None = None
    is_list: bool = False


async def put_right(store: Store, job: Job, now: datetime) -> None:
    """The duty: the meeting has changed since it was told of.

    Where the newest letter tells of another time, or of one that is off, a new one goes; and all
    that can be edited is. Only what is changed in place makes no noise: an agenda needs no letter.
    """
    meeting = await store.meetings.get(job.arguments["meeting"])
    if meeting is None:
        return
    told = await store.reminders.told_of(meeting.id)
    known = [one.start for _, one in told if one.start is not None]
    if max([*known, meetings.ends_at(meeting)]) <= now:
        return
    by_place: dict[tuple[str, str, bool], list[tuple[Letter, Told]]] = defaultdict(list)
    for letter, one in told:
        by_place[letter.transport, letter.place, letter.to_person].append((letter, one))
    for there in by_place.values():
        last, _ = there[-1]
        listener = await _listener(store, last, meeting, now)
        if listener is None:
            continue
        said = {one.start for letter, one in there if letter.id == last.id}
        if not said <= await _times(store, meeting):
            await _tell(store, job, meeting, listener, told=[one for _, one in there], now=now)
        if listener.transport != "mail":
            for letter in {letter.id: letter for letter, _ in there}.values():
                await _edit(store, job, meeting, letter, listener, now)


async def _listener(
    store: Store, letter: Letter, meeting: Meeting, now: datetime
) -> Listener | None:
    """Where the letter went; None where nobody is told of the meeting there any more."""
    if letter.to_person:
        person = await store.people.at(letter.transport, letter.place)
        if person is None or not await listings.may_see(store, meeting, by=person, now=now):
            return None
        return Listener(letter.transport, letter.place, person.zone or "", person)
    place = await store.places.at(letter.transport, letter.place)
    if place is None or place.left_at is not None or not may_hear(place, meeting):
        return None
    zone = place.zone if is_zone(place.zone) else ""
    return Listener(
        letter.transport, letter.place, zone or "", is_list=place.kind is PlaceKind.LIST
    )


async def _times(store: Store, meeting: Meeting) -> set[datetime | None]:
    """When it begins, with its further sittings; None where it is off."""
    if meeting.state is not MeetingState.PLANNED:
        return {None}
    return {
        meeting.starts_at,
        *(one.starts_at for one in await store.meetings.sittings(meeting.id)),
    }


async def _tell(
    store: Store,
    job: Job,
    meeting: Meeting,
    to: Listener,
    *,
    told: Sequence[Told],
    now: datetime,
) -> None:
    """Say in a new letter what is true now, while any of the times that were told is to come."""
    times = await _times(store, meeting)
    ends = [one for one in (*times, *(each.start for each in told)) if one is not None]
    extra = {}
    if to.transport == "mail":
        file = await invitations.of(store, [meeting], now=now)
        extra = invited(file, to_list=to.is_list)
    letter = Letter(
        key=f"{job.key} → {to.transport} {to.address}",
        transport=to.transport,
        place=to.address,
        to_person=to.person is not None,
        text=await _became(store, meeting, to, after_all=told[-1].start is None),
        subject=f"Changed: {await meetings.handle(store, meeting)}",
        created_at=now,
        due_at=now,
        valid_until=max(ends) + STILL,
        extra=extra,
    )
    if await store.outbox.add(letter):
        await store.reminders.told(letter, *((meeting.id, one) for one in times))


async def _became(store: Store, meeting: Meeting, to: Listener, *, after_all: bool = False) -> str:
    """What has become of the meeting, in a sentence; `after_all` where it was off."""
    name = await reminder_words.named(store, meeting)
    because = f" ({literal(meeting.why)})" if meeting.why else ""
    if meeting.state is not MeetingState.PLANNED:
        return f"{name} is {shifting.MEANS[meeting.state]}{because}."
    when = telling.of_meeting(meeting, to.zone)
    more = [
        f" A further sitting is on {telling.of_meeting(one, to.zone)}."
        for one in await store.meetings.sittings(meeting.id)
    ]
    became = "takes place after all," if after_all else "is moved. It is now"
    return f"{name} {became} on {when}{because}.{''.join(more)}"


async def _edit(
    store: Store, job: Job, meeting: Meeting, said: Letter, to: Listener, now: datetime
) -> None:
    """Change what the letter said, where the meeting has changed since."""
    series = await store.meetings.series(meeting.series_id) if meeting.series_id else None
    changed_at = max(meeting.changed_at, series.changed_at if series else meeting.changed_at)
    if changed_at < said.created_at:
        return
    parts = [await _part(store, one, to, now) for one in await store.reminders.told_by(said)]
    await store.outbox.add(
        Letter(
            key=f"{said.key}, {job.key}",
            act=Act.EDIT,
            edits=said.key,
            transport=said.transport,
            place=said.place,
            to_person=said.to_person,
            text="\n\n".join(parts),
            created_at=now,
            due_at=now,
            extra={"or_nothing": True},
        )
    )


async def _part(store: Store, told: Told, to: Listener, now: datetime) -> str:
    """What is true now of a meeting that a letter told of; what was said and is not, is struck."""
    meeting = await store.meetings.get(told.meeting_id)
    assert meeting is not None
    if told.start in await _times(store, meeting):
        if told.start is None:
            return await _became(store, meeting, to)
        return await reminder_words.as_it_is(
            store, meeting, told.start, to.zone, to=to.person, now=now
        )
    name = await reminder_words.named(store, meeting)
    was = "it is off"
    if told.start is not None:
        was = telling.whole(told.start, to.zone or meeting.zone, meeting.minutes)
    became = await _became(store, meeting, to, after_all=told.start is None)
    return f"~~{name}: {was}~~\n{became}"
