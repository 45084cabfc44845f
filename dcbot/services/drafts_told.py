"""Drafts told: rooms and lists hear of draft minutes, each owner of their own, the scribe of what
is to be settled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from dcbot import addresses
from dcbot.arguments import listed
from dcbot.message import literal, quoted
from dcbot.record.attendance import Attendance, Attendee, Presence
from dcbot.record.deciding import Decision, Finality
from dcbot.record.minutes import Minutes
from dcbot.record.tasks import Action
from dcbot.services import (
    actions_told,
    letters,
    meetings,
    minutes,
    numbered,
    places,
    postings,
    questions,
    telling,
)
from dcbot.services.meeting_rules import CORRECTING, DECIDING, PUBLISHING
from dcbot.services.moments import day
from storage.actions import ActionState
from storage.base import Audience
from storage.groups import Group
from storage.journals import Journal
from storage.meetings import Meeting
from storage.minutes import MinutesVersion, Remark, RemarkState
from storage.people import Person
from storage.places import Place, PlaceKind
from storage.postings import PostingKind
from storage.store import Store

REPLIES = "replies to minutes"
"""The kind of the question in which a place is told of a draft; whoever replies may correct it."""
TAKEN_FOR = timedelta(days=14)
"""So long replies are taken where the draft has no window."""


def address(site: str, group: Group, meeting: Meeting, journal: Journal) -> str:
    """Where the current minutes of the journal stand, whichever version it is; empty for no web."""
    if not site:
        return ""
    path = addresses.of_record(
        "minutes", group=group.key, number=meeting.number, sitting=journal.sitting
    )
    return site.rstrip("/") + path


async def tell(
    store: Store,
    journal: Journal,
    version: MinutesVersion,
    made: Minutes,
    *,
    site: str,
    until: datetime | None,
    now: datetime,
) -> None:
    """Tell of the draft whoever is to know; of one that is held back, who decides about it."""
    meeting, group = (
        await minutes.meeting_of(store, journal),
        await minutes.group_of(store, journal),
    )
    where = address(site, group, meeting, journal) if version.audience is Audience.PUBLIC else ""
    name = literal(await meetings.handle(store, meeting))
    if version.audience is Audience.PRIVATE:
        await _held(store, journal, name, now=now)
        return
    if not _is_worth_a_letter(made):
        return
    heard = [
        one
        for one in await places.shared_of(store, group.id)
        if numbered.may_hear(one, version.audience)
    ]
    text = "\n".join(_letter(meeting, made, name, where=where, until=until))
    rooms = [one for one in heard if one.kind is PlaceKind.ROOM]
    lists = [one for one in heard if one.kind is PlaceKind.LIST]
    for room in rooms:
        line = _line(made, name, where=where, until=until)
        key = f"draft of journal {journal.id} → {room.id}"
        if await letters.to_place(store, room, line, key=key, now=now):
            _ask(store, room, key, journal, until, now)
    if lists:
        subject = f"{name}: draft minutes of {day(meeting.starts_at)}"
        draft = postings.Draft(
            kind=PostingKind.MINUTES,
            group=group,
            places=lists,
            text=text,
            subject=subject,
            key=f"draft of journal {journal.id}",
            about=f"meeting {meeting.id}",
        )
        posting = await postings.hold(store, draft, by=None, now=now)
        for one in lists:
            key = f"{posting.key} → {one.transport} {one.address}"
            _ask(store, one, key, journal, until, now)
    await _owners(store, journal, name, now=now)


def _is_worth_a_letter(made: Minutes) -> bool:
    """Whether anybody is to be told: something was decided, given or spoken of."""
    return bool(made.decisions or made.actions or any(one.title for one in made.topics))


def _ask(
    store: Store, place: Place, key: str, journal: Journal, until: datetime | None, now: datetime
) -> None:
    draft = {"journal": journal.id}
    questions.ask_place(
        store, place, REPLIES, draft, key=key, until=until or now + TAKEN_FOR, now=now
    )


def _line(made: Minutes, name: str, *, where: str, until: datetime | None) -> str:
    """The one line in which a room is told."""
    parts = [
        _count(len(made.decisions), "decision"),
        _count(len(made.actions), "next step"),
    ]
    stand = f"stand at {where}" if where else f"are shown by `!minutes {name}`"
    return f"**Draft minutes of {name}** ({listed(parts)}) {stand}.{_until_words(name, until)}"


def _count(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"


def _until_words(name: str, until: datetime | None) -> str:
    if until is None:
        return f" `!minutes correct {name}: …` corrects them."
    return (
        f" Corrections until {day(until)}: reply with one in each line, or say `!minutes correct "
        f"{name}: line 12: …`; then they are approved."
    )


def _letter(
    meeting: Meeting, made: Minutes, name: str, *, where: str, until: datetime | None
) -> Iterator[str]:
    """The letter to a list, next steps first."""
    yield f"**Draft minutes of {name}, {literal(meeting.title)}**"
    yield f"{telling.of_meeting(meeting)}"
    yield ""
    yield "**Next steps**"
    yield from [step(one) for one in made.actions] or ["None was recorded."]
    yield from [f"{step(one)} (from {literal(one.meeting)})" for one in made.carried if _open(one)]
    yield ""
    yield "**Decisions**"
    for decision in made.decisions:
        yield from decided(decision)
    if not made.decisions:
        yield "None was recorded."
    if any(one.finality is not Finality.FINAL for one in made.decisions):
        yield (
            "Who could not attend may object to the provisional ones: reply with “object to "
            "decision” and its number, and why."
        )
    yield ""
    yield from attended(made.attendance)
    topics = [one for one in made.topics if one.title and one.level == 1]
    if topics:
        yield f"Topics: {'; '.join(literal(one.title) for one in topics)}."
    if made.next_meeting:
        yield f"Next meeting: {literal(made.next_meeting)}."
    yield ""
    yield f"All of it: {where or f'`!minutes {name}`'}.{_until_words(name, until)}"


def _open(action: Action) -> bool:
    return action.state.value == ActionState.OPEN


def step(action: Action) -> str:
    """A next step in a line."""
    whose = listed([literal(owner.name) for owner in action.owners]) or "nobody yet"
    state = "" if _open(action) else f", {action.state.value}"
    due = f", due {literal(action.due)}" if action.due else ""
    return f"- action {action.number}, {whose}: {literal(action.text)}{due}{state}"


def decided(decision: Decision) -> Iterator[str]:
    """A decision in a line, and what was said against it in lines below."""
    number = f"decision {decision.number}" if decision.number else "proposal"
    state = "" if decision.finality is Finality.FINAL else f", {decision.finality.value}"
    yield f"- {number} ({decision.outcome.value}{state}): {literal(decision.text)}"
    for one in decision.reserves:
        group = "" if one.coalition == one.name else one.coalition
        of = ", ".join(filter(None, [group, one.stakeholders]))
        who = f"{literal(one.name)}{f' ({literal(of)})' if of else ''}"
        gone = ", withdrawn" if one.withdrawn else ""
        yield f"  - {one.kind.value} by {who}{gone}: {quoted(one.text, 500)}"


def attended(attendance: Attendance) -> Iterator[str]:
    """Who was there, who sent regrets; that no roll was taken is said."""
    present = [_named(one) for one in attendance.of(Presence.PRESENT)]
    yield f"Present: {', '.join(present) or 'nobody was recorded'}."
    if regrets := [_named(one) for one in attendance.of(Presence.REGRETS)]:
        yield f"Regrets: {', '.join(regrets)}."
    if not attendance.roll_taken:
        yield "No roll was taken: those are who spoke."


def _named(one: Attendee) -> str:
    group = one.affiliation.group
    return f"{literal(one.name)}{f' ({literal(group)})' if group else ''}"


async def _owners(store: Store, journal: Journal, name: str, *, now: datetime) -> None:
    """Each owner gets their own next steps."""
    rows = await store.actions.of_journal(journal.id)
    still = [one for one in rows if one.state is ActionState.OPEN]
    await actions_told.of_meeting(store, still, name, key=f"journal {journal.id}", now=now)


async def _held(store: Store, journal: Journal, name: str, *, now: datetime) -> None:
    """Who decides about a draft that is held back is told that it waits for them."""
    text = (
        f"The draft minutes of {name} are held back, as the group wishes. `!minutes {name}` shows "
        f"them to you, `!minutes correct {name}: …` corrects them; `!minutes release {name}` shows "
        f"them to all who may read them, `!minutes approve {name}` makes them the record."
    )
    for person in await deciders(store, journal, DECIDING, PUBLISHING, now=now):
        key = f"held draft of journal {journal.id} → person {person.id}"
        subject = f"{name}: draft minutes"
        await letters.if_reachable(store, person, text, key=key, now=now, subject=subject)


async def deciders(store: Store, journal: Journal, *powers: str, now: datetime) -> list[Person]:
    """Those who have one of these powers over the minutes: who chaired the meeting, and who have it
    in the group."""
    group = await minutes.group_of(store, journal)
    held = await store.people.standings(now, group_ids=[group.id])
    least = min([await numbered.deciding_role(store, group, power) for power in powers])
    ids = [one.person_id for one in held if one.role >= least]
    chairs = (await minutes.so_far(store, journal)).chairs
    ids += [int(one) for one in chairs if one.isdecimal()]
    found = [await store.people.get(number) for number in dict.fromkeys(ids)]
    return [one for one in found if one is not None and one.forgotten_at is None]


async def approved(
    store: Store,
    journal: Journal,
    version: MinutesVersion,
    *,
    now: datetime,
    but: Place | None = None,
) -> None:
    """Rooms are told that the minutes are the record, `but` the one where that was answered
    already; for lists there is nothing to do."""
    name = literal(await minutes.handle(store, journal))
    why = f" ({literal(version.why)})" if version.why else ""
    text = f"The minutes of {name} are approved{why}. `!minutes {name}` shows them."
    group = await minutes.group_of(store, journal)
    for room in await places.shared_of(store, group.id):
        told = but is not None and room.id == but.id
        if room.kind is PlaceKind.ROOM and not told and numbered.may_hear(room, version.audience):
            key = f"version {version.id} approved → {room.id}"
            await letters.to_place(store, room, text, key=key, now=now)


async def remarks_wait(
    store: Store, journal: Journal, waiting: Sequence[Remark], *, now: datetime
) -> None:
    """Who decides is told that remarks keep the minutes from being approved."""
    name = literal(await minutes.handle(store, journal))
    lines = [remark_line(one) for one in waiting if one.state is RemarkState.OPEN]
    text = "\n".join(
        [
            f"The minutes of {name} are not approved yet, since corrections wait:",
            *lines,
            f"`!minutes accept {name} 1` takes one in, `!minutes decline {name} 1: why` does not; "
            f"`!minutes approve {name}` approves them as they are.",
        ]
    )
    for person in await deciders(store, journal, CORRECTING, now=now):
        key = f"remarks on journal {journal.id} at {now.date()} → person {person.id}"
        subject = f"{name}: corrections wait"
        await letters.if_reachable(store, person, text, key=key, now=now, subject=subject)


def remark_line(remark: Remark) -> str:
    """A remark in a line."""
    unproven = "" if remark.proven else ", by a mail that does not prove who wrote it"
    return f"- {remark.number}, {literal(remark.name)}{unproven}: {quoted(remark.text, 500)}"
