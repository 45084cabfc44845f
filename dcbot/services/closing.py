"""Closing: a recorded meeting ends, because somebody says so, or because nobody does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from dcbot.arguments import listed
from dcbot.message import literal
from dcbot.record.fold import Fold
from dcbot.record.journal import EntryKind
from dcbot.record.minutes import Minutes
from dcbot.roles import Assurance, Role
from dcbot.services import drafts, journals, letters, meetings, standings
from dcbot.services.moments import clock, zone_of
from dcbot.services.naming import record_name
from storage.journal_lines import JournalLine, LineKind, LineSource
from storage.journals import Journal, JournalState
from storage.people import Person
from storage.places import Place
from storage.store import Store

BY_ITSELF = "the bot"
_MOST = 10
"""So many decisions, and so many actions, are told at the end."""


async def end_at(store: Store, journal: Journal, line: JournalLine, *, now: datetime) -> None:
    """The meeting was over with this line; what was said after it is no part of it."""
    await store.journal_lines.drop_after(line)
    await store.journals.end(journal, at=line.at, by_name=line.name)
    await drafts.begin(store, journal, now=now)


async def end(
    store: Store, journal: Journal, *, by: Person | None, now: datetime, at: datetime, why: str = ""
) -> None:
    """End the meeting otherwise than by a line."""
    name = await record_name(store, by, now=now) if by else BY_ITSELF
    row = journals.row(
        at=at,
        kind=LineKind(EntryKind.CLOSED.value),
        source=LineSource.ROOM,
        person_id=by.id if by else None,
        name=name,
        text=why,
        assurance=Assurance.STRONG,
    )
    await journals.append(store, journal, [row], now=now)
    await store.journals.end(journal, at=at, by_name=name, why=why)
    await drafts.begin(store, journal, now=now)


async def cut_off(store: Store, *, now: datetime) -> int:
    """After a restore, nobody knows what was said since the backup: meetings that were being
    recorded end with their last line; returns how many. The notes of scribes go on."""
    ended = 0
    for journal in await store.journals.not_ended():
        if journal.state is JournalState.OPENING:
            await store.journals.discard(journal)
        elif not journal.is_notes:
            why = "what was said afterwards was lost with the bot's database"
            await end(store, journal, by=None, at=journal.last_at, now=now, why=why)
            ended += 1
    return ended


async def require(store: Store, journal: Journal, fold: Fold, *, by: Person, now: datetime) -> None:
    """Raise NotAllowed unless `by` may end the meeting: its chairs, and coordinators of the group.

    Whoever the group's own table lets end it may say so in the meeting itself.
    """
    if journals.identity(by.id) in fold.chairs:
        return
    meeting = await store.meetings.get(journal.meeting_id or 0)
    group = await store.groups.get(meeting.group_id) if meeting else None
    to = "end a meeting that others chair"
    await standings.require(store, by, Role.COORDINATOR, group, to=to, now=now)


async def told(store: Store, journal: Journal, minutes: Minutes) -> str:
    """What is told at the end: when and by whom, what was decided, and who is to do what."""
    meeting = await store.meetings.get(journal.meeting_id or 0)
    assert meeting is not None and journal.ended_at is not None
    name = literal(await meetings.handle(store, meeting))
    zone = zone_of(meeting.zone)
    times = f"{clock(journal.opened_at, zone)} to {clock(journal.ended_at, zone)}"
    why = f" ({literal(journal.ended_why)})" if journal.ended_why else ""
    lines = [
        f"Recording has ended: **{name}, {literal(meeting.title)}**, {times}, ended by "
        f"{literal(journal.ended_by)}{why}.",
        *_results(minutes),
    ]
    return "\n".join(lines)


def _results(minutes: Minutes) -> Iterator[str]:
    decided = [one for one in minutes.decisions if one.text]
    for decision in decided[:_MOST]:
        yield f"- {decision.outcome}: {literal(decision.text)}"
    for action in minutes.actions[:_MOST]:
        whose = listed([literal(owner.name) for owner in action.owners]) or "nobody yet"
        due = f", due {literal(action.due)}" if action.due else ""
        yield f"- action {action.number}, {whose}: {literal(action.text)}{due}"
    left = max(0, len(decided) - _MOST) + max(0, len(minutes.actions) - _MOST)
    if left:
        yield f"- and {left} more"
    if not decided and not minutes.actions:
        yield "- no decision and no action was recorded"


async def places_of(store: Store, journal: Journal) -> list[Place]:
    """The places of the journal in which the bot still is."""
    rows = await store.journals.places(journal.id)
    found = [await store.places.get(one.place_id) for one in rows]
    return [place for place in found if place is not None and place.left_at is None]


async def tell(
    store: Store, journal: Journal, text: str, *, what: str, now: datetime, but: Place | None = None
) -> None:
    """Say it in every place of the journal, but for the one where it was said already."""
    for place in await places_of(store, journal):
        if but is None or place.id != but.id:
            key = key_of(journal, what, place)
            await letters.to_place(store, place, text, key=key, now=now)


def key_of(journal: Journal, what: str, place: Place) -> str:
    """The key of the letter in which a place of the journal is told this."""
    return f"journal {journal.id} {what} → {place.transport} {place.address}"
