"""Postings: what goes to whole places because somebody asked for it, held so that it can be
recalled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dcbot.arguments import listed
from dcbot.errors import UserError
from dcbot.message import literal, quoted
from dcbot.roles import Role
from dcbot.services import groups, standings
from dcbot.services.moments import clock, day
from dcbot.services.naming import record_name
from storage.groups import Group
from storage.outbox import Letter, LetterState
from storage.people import Person
from storage.places import Place, PlaceKind
from storage.postings import Posting, PostingKind, PostingState
from storage.questions import QuestionState
from storage.store import Store

HELD = timedelta(minutes=5)
"""So long it can be recalled."""
RECALL = "recall"
"""The kind of the question in which an author is told that something is held."""


@dataclass(frozen=True)
class Draft:
    """What is to be sent to whole places of a group."""

    kind: PostingKind
    group: Group
    places: Sequence[Place]
    text: str
    subject: str
    key: str
    """What it is, so that it is never sent twice."""
    about: str = ""

    @property
    def lists(self) -> int:
        """To how many lists it goes."""
        return sum(place.kind is PlaceKind.LIST for place in self.places)


async def hold(
    store: Store, draft: Draft, *, by: Person | None, now: datetime, urgent: bool = False
) -> Posting:
    """Write it, to go out in five minutes unless it is recalled; at once where it is urgent."""
    number = await store.postings.last_number(by.id) + 1 if by else None
    goes_at = now if urgent else now + HELD
    posting = Posting(
        key=draft.key if number is None else f"{draft.key}, number {number}",
        kind=draft.kind,
        where=await _where(store, draft),
        asked_at=now,
        goes_at=goes_at,
        state=PostingState.GONE if urgent else PostingState.HELD,
        lists=draft.lists,
        about=draft.about,
        group_id=draft.group.id,
        person_id=by.id if by else None,
        by_name=await record_name(store, by, now=now) if by else "",
        number=number,
        settled_at=now if urgent else None,
    )
    if await store.postings.add(posting):
        await _write(store, posting, draft, now)
    if by:
        await _close_questions(store, by, now)
    return posting


async def _write(store: Store, posting: Posting, draft: Draft, now: datetime) -> None:
    waits = posting.state is PostingState.GONE
    for place in draft.places:
        await store.outbox.add(
            Letter(
                key=f"{posting.key} → {place.transport} {place.address}",
                transport=place.transport,
                place=place.address,
                text=draft.text,
                subject=draft.subject,
                posting_id=posting.id,
                state=LetterState.WAITING if waits else LetterState.HELD,
                created_at=now,
                due_at=posting.goes_at,
            )
        )


async def _where(store: Store, draft: Draft) -> str:
    handle = (await groups.title(store, draft.group)).handle
    return f"{listed([place_words(one) for one in draft.places])} of {literal(handle)}"


def place_words(place: Place) -> str:
    """A place in words: the room “Coordination”, or a room."""
    name = place.name or (place.address if place.kind is PlaceKind.LIST else "")
    return f"the {place.kind} {quoted(name)}" if name else f"a {place.kind}"


async def _close_questions(store: Store, by: Person, now: datetime) -> None:
    """A bare “stop” means what is held; what has gone asks for it no more."""
    every = await store.postings.of_author(by.id, PostingState.HELD)
    held = {one.id for one in every if one.goes_at > now}
    for question in await store.questions.waiting_for(by.id, now):
        if question.kind == RECALL and question.draft["posting"] not in held:
            question.state = QuestionState.WITHDRAWN


async def held_by(
    store: Store, by: Person, number: int | None, *, zone: ZoneInfo, now: datetime
) -> Posting:
    """The one that `by` asked for and calls so; without a number the only one that is held.

    Raises UserError where there is none, or more than one.
    """
    every = await store.postings.of_author(by.id)
    if number is not None:
        found = next((one for one in every if one.number == number), None)
        if found is None:
            raise UserError(f"“{number}” is no announcement of yours.")
        return found
    held = [one for one in every if one.state is PostingState.HELD]
    if len(held) > 1:
        each = [
            f"- `!stop {one.number}`: {one.where}, at {clock(one.goes_at, zone)}" for one in held
        ]
        raise UserError("\n".join([f"{len(held)} of yours are held. Say which:", *each]))
    recent = [one for one in every if one.settled_at and one.settled_at > now - timedelta(hours=1)]
    if not held and not recent:
        raise UserError(
            "Nothing of yours is held: what can be recalled is told when you ask for it. "
            "`!stop reminder DCCG 4` keeps the next reminder of a meeting from being said."
        )
    return held[0] if held else recent[-1]


async def recall(
    store: Store, posting: Posting, *, by: Person, zone: ZoneInfo, now: datetime
) -> str:
    """It never goes; returns what is true now. Raises UserError where it is too late."""
    name = await record_name(store, by, now=now)
    done = await store.postings.recall(posting.id, now, name)
    settled = await _look_again(store, posting)
    if not done:
        raise UserError(_too_late(settled, zone))
    await _close_questions(store, by, now)
    return f"Recalled: nothing goes to {settled.where}."


async def recall_of_former(store: Store, author: Person, *, by: Person, now: datetime) -> list[str]:
    """What somebody who has lost their standing asked for, and what is still held, never goes;
    returns where it was to go."""
    recalled = []
    name = await record_name(store, by, now=now)
    for posting in await store.postings.of_author(author.id, PostingState.HELD):
        group = await store.groups.get(posting.group_id) if posting.group_id else None
        role = await standings.in_group(store, author, group, now=now)
        if role < Role.REPRESENTATIVE and await store.postings.recall(posting.id, now, name):
            recalled.append(posting.where)
    return recalled


async def send_now(
    store: Store, posting: Posting, *, by: Person, zone: ZoneInfo, now: datetime
) -> str:
    """It goes at once; returns what is true now. Raises UserError where it is settled already."""
    done = await store.postings.release(posting.id, now)
    settled = await _look_again(store, posting)
    if not done:
        raise UserError(_too_late(settled, zone))
    await _close_questions(store, by, now)
    return f"It goes out now, to {settled.where}."


async def _look_again(store: Store, posting: Posting) -> Posting:
    again = await store.postings.get(posting.id)
    assert again is not None
    return again


def _too_late(posting: Posting, zone: ZoneInfo) -> str:
    at = posting.settled_at or posting.goes_at
    moment = f"{clock(at, zone)} on {day(at, zone)}"
    if posting.state is PostingState.GONE:
        return (
            f"Gone already: it was sent to {posting.where} at {moment}, and cannot be recalled "
            "any more. What went out wrong is best put right by another announcement."
        )
    if posting.state is PostingState.RECALLED:
        who = f" by {literal(posting.recalled_by)}" if posting.recalled_by else ""
        return f"It was recalled at {moment}{who}, and never went to {posting.where}."
    return f"It was set aside at {moment}, and did not go to {posting.where}."
