"""Notes: one scribe writes down a meeting that is held elsewhere, by chat or by mail."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from dcbot.arguments import listed
from dcbot.errors import BadArgument, NotFound, UserError
from dcbot.lines import fold
from dcbot.message import quoted
from dcbot.replies import hash_of
from dcbot.roles import Role
from dcbot.services import (
    groups,
    journals,
    meeting_rules,
    meetings,
    opening,
    opening_facts,
    orders,
    places,
    settings,
    standings,
    timing,
)
from dcbot.services.meetings import Plan
from dcbot.services.naming import record_name
from dcbot.services.opening import Beginning
from dcbot.services.timing import Several, Timed, Zone
from dcbot.when.zones import to_utc
from dcbot.when.zones import zone as zone_named
from storage.base import Audience
from storage.groups import Group, GroupKind
from storage.inbox import Event
from storage.journals import Journal, JournalState
from storage.meetings import Meeting, MeetingKind
from storage.people import Person
from storage.places import Place
from storage.store import Store

MORE = "more notes"
"""The kind of the question that a scribe answers with more lines."""
LATELY = timedelta(days=7)
"""Without a day, the notes are of the meeting that goes on, or of the last one within this time."""
_SMALL = frozenset(
    ["the", "a", "our", "meeting", "meetings", "call", "calls", "session", "minutes", "notes"]
)
_SAY = "`minutes of DCCG, 24 November 2026 14:00 UTC`"


async def begin(
    store: Store,
    place: Place,
    words: str,
    zone: Zone,
    *,
    by: Person,
    bot_names: tuple[str, ...],
    by_mail: bool,
    now: datetime,
) -> Journal:
    """The notes of `by` on the meeting that the words name, begun or gone on with.

    Raises NotAllowed, BadArgument, or UserError where the notes are closed already.
    """
    group, left = await _group(store, words, place)
    least = meeting_rules.starter(await settings.value_of(store, group, "starting"))
    # Nothing shows that somebody was there, as it does in a room.
    least = max(least, Role.MEMBER)
    to = "write down a meeting of the group"
    await standings.require(store, by, least, group, to=to, now=now)
    beginning = await _meeting(store, group, left, zone, by=by, now=now)
    found = [
        one
        for one in await store.journals.of_meeting(beginning.meeting.id)
        if one.is_notes and one.opener_id == by.id
    ]
    if found and found[-1].state is JournalState.ENDED:
        name = await meetings.handle(store, beginning.meeting)
        raise UserError(
            f"Your notes on {name} are closed, and its minutes made of them. What is wrong in "
            "these is to be corrected there."
        )
    if found:
        await _here(store, found[-1], place, by_mail=by_mail, now=now)
        return found[-1]
    return await _begin(
        store, place, beginning, by=by, bot_names=bot_names, by_mail=by_mail, now=now
    )


async def _group(store: Store, words: str, place: Place) -> tuple[Group, str]:
    text = " ".join(words.split())
    title, rest = orders.take_group(text, await groups.titles(store))
    group = title.group if title else await places.group_of(store, place)
    if group is None:
        raise NotFound(
            f"{quoted(text)} names no group whose meeting it was. Say it as {_SAY}."
            if text
            else f"Say of which meeting, such as {_SAY}."
        )
    left = " ".join(word for word in rest.split() if fold(word) not in _SMALL)
    return group, left.strip(" ,.;:")


async def _meeting(
    store: Store, group: Group, left: str, zone: Zone, *, by: Person, now: datetime
) -> Beginning:
    """The meeting that is meant; one that nobody planned is written down."""
    number = re.fullmatch(r"#?(\d{1,6})", left)
    if number:
        found = await store.meetings.numbered(group.id, int(number[1]))
        if found is None:
            handle = (await groups.title(store, group)).handle
            raise NotFound(f"{handle} has no meeting {number[1]}. Say its day, as {_SAY}.")
        return Beginning(group, found, True)
    timed = timing.read(left, zone, now=now) if left else None
    if isinstance(timed, Several):
        raise BadArgument(f"{quoted(left)} may mean {listed(timed.words, 'or')}. Say which.")
    at = now if timed is None else to_utc(timed.starts_local, zone_named(timed.zone or zone.name))
    near = await _near(store, group, timed, at, now)
    if near is not None:
        return Beginning(group, near, True)
    if timed is not None and not timed.has_clock:
        raise BadArgument(f"Nothing is planned on that day. Say also when it began, as {_SAY}.")
    if at > now + opening.EARLY:
        raise BadArgument(f"{quoted(left)} is still to come. Say when it began, as {_SAY}.")
    return Beginning(group, await _unplanned(store, group, timed, at, zone, by, now), False)


async def _near(
    store: Store, group: Group, timed: Timed | None, at: datetime, now: datetime
) -> Meeting | None:
    """The planned meeting at that moment, on that day, or, where none was said, the last one."""
    if timed is not None and timed.has_clock:
        near = await store.meetings.between(
            at - opening.EARLY, at + opening.EARLY, group_ids=[group.id]
        )
        return min(near, key=lambda one: abs(one.starts_at - at), default=None)
    if timed is not None:
        day = await store.meetings.between(at, at + timedelta(days=1), group_ids=[group.id])
        return day[0] if len(day) == 1 else None
    lately = await store.meetings.between(now - LATELY, now + opening.EARLY, group_ids=[group.id])
    return lately[-1] if lately else None


async def _unplanned(
    store: Store,
    group: Group,
    timed: Timed | None,
    at: datetime,
    zone: Zone,
    by: Person,
    now: datetime,
) -> Meeting:
    where = zone_named(timed.zone if timed and timed.zone else zone.name)
    coordination = group.kind is GroupKind.COORDINATION
    plan = Plan(
        title=f"{(await groups.title(store, group)).handle} meeting",
        kind=MeetingKind.COORDINATION if coordination else MeetingKind.OWN,
        starts_local=at.astimezone(where).replace(second=0, microsecond=0, tzinfo=None),
        zone=where.key,
        minutes=(timed.minutes if timed else None) or opening.MINUTES,
    )
    role = await standings.in_group(store, by, group, now=now)
    audience = None if role >= meetings.least_role(group) else Audience.PRIVATE
    return await meetings.write_single(
        store, group, plan, by=by, now=now, what="written down", audience=audience
    )


async def _begin(
    store: Store,
    place: Place,
    beginning: Beginning,
    *,
    by: Person,
    bot_names: tuple[str, ...],
    by_mail: bool,
    now: datetime,
) -> Journal:
    at = min(beginning.meeting.starts_at, now)
    journal = await journals.begin(
        store, at=at, by=by, by_name=await record_name(store, by, now=now), now=now
    )
    journal.is_notes = True
    known = await opening_facts.gather(
        store, journal, beginning, None, bot_names=bot_names, now=now
    )
    await journals.confirm(store, journal, known, meeting_id=beginning.meeting.id)
    await _here(store, journal, place, by_mail=by_mail, now=now)
    return journal


async def _here(
    store: Store, journal: Journal, place: Place, *, by_mail: bool, now: datetime
) -> None:
    """What the scribe says in this chat are notes from now on; a mail says so itself."""
    if by_mail:
        return
    found = await store.journals.recorded(place.transport, [place.address])
    other = found.get(place.address)
    if other is not None and other.journal.id != journal.id:
        meeting = await store.meetings.get(other.journal.meeting_id or 0)
        name = await meetings.handle(store, meeting) if meeting else "another meeting"
        raise UserError(
            f"Your notes here are on {name} still. `end of minutes` closes them; then begin these."
        )
    if other is None:
        await store.journals.add_place(journal, place.id, now)


async def continued(store: Store, event: Event) -> Journal | None:
    """The notes that the event goes on with: in the scribe's own chat while they are open, and by
    mail as a reply that carries the word of an answer to them."""
    if not (event.direct or "token" in event.extra):
        return None
    person = await store.people.at(event.transport, event.sender)
    if person is None:
        return None
    journal = await _by_word(store, event, person) or await _by_chat(store, event)
    if journal is None or not journal.is_notes or journal.opener_id != person.id:
        return None
    return journal if journal.state is JournalState.OPEN else None


async def _by_word(store: Store, event: Event, person: Person) -> Journal | None:
    token = event.extra.get("token")
    question = await store.questions.with_token(hash_of(token)) if token else None
    if question is None or question.kind != MORE or question.person_id != person.id:
        return None
    return await store.journals.get(question.draft.get("journal", 0))


async def _by_chat(store: Store, event: Event) -> Journal | None:
    if event.place == event.sender:
        return None
    found = await store.journals.recorded(event.transport, [event.place])
    return found[event.place].journal if event.place in found else None
