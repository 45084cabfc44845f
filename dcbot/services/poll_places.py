"""Places of polls: where a poll is asked and its result told: rooms at once, lists by budget."""

from __future__ import annotations

from datetime import datetime

from dcbot.arguments import listed
from dcbot.message import literal, quoted
from dcbot.replies import KEYCAPS
from dcbot.services import (
    announcements,
    groups,
    letters,
    numbered,
    places,
    poll_telling,
    polls,
    postings,
    questions,
)
from dcbot.services.moments import length_words
from dcbot.services.polls import Poll
from dcbot.services.postings import Draft
from storage.groups import Group
from storage.outbox import Act, Letter
from storage.people import Person
from storage.places import Place, PlaceKind
from storage.postings import Posting, PostingKind, PostingState
from storage.store import Store

ANSWER = "poll answer"
"""The kind of the question that a poll in a place is: many may answer it."""
NONE = "❌"


async def _rooms_and_lists(store: Store, group: Group) -> tuple[list[Place], list[Place]]:
    every = await places.shared_of(store, group.id)
    there = [one for one in every if numbered.may_hear(one, group.audience)]
    rooms = [one for one in there if one.kind is PlaceKind.ROOM]
    return rooms, [one for one in there if one.kind is PlaceKind.LIST]


async def where(store: Store, group: Group, *, now: datetime) -> str:
    """Where a poll of the group would be asked, in words."""
    rooms, lists = await _rooms_and_lists(store, group)
    handle = literal((await groups.title(store, group)).handle)
    if not rooms and not lists:
        return (
            f"no place, since {handle} has no room or list that I am in (`!place group {handle}` "
            "says so there); people answer by `!poll`"
        )
    parts = [f"{listed([postings.place_words(one) for one in rooms])}, at once"] if rooms else []
    if lists:
        named = listed([postings.place_words(one) for one in lists])
        spent = await announcements.spent(store, group, now=now)
        parts.append(
            f"not {named}, which had {len(spent.used)} in seven days already "
            f"(`!group set {handle}: announcements 2` changes how many)"
            if spent.all
            else f"{named}, after five minutes in which `stop` recalls it"
        )
    return "; ".join(parts)


async def ask(store: Store, poll: Poll, *, by: Person, now: datetime) -> Posting | None:
    """Ask it in the rooms of its group at once, and on its lists where their budget allows it;
    returns what is held for the lists."""
    group = await polls.group_of(store, poll)
    rooms, lists = await _rooms_and_lists(store, group)
    for place in rooms:
        key = room_key(poll, place)
        await letters.to_place(
            store, place, await _text(store, poll, now, sign=True), key=key, now=now
        )
        await _question(store, poll, place, key, now)
        await _seed(store, poll, place, key, now)
    spent = await announcements.spent(store, group, now=now)
    if not lists or spent.all:
        return None
    draft = Draft(
        kind=PostingKind.ANNOUNCEMENT,
        group=group,
        places=lists,
        text=await _text(store, poll, now, sign=False),
        subject=await _subject(store, poll, "when is"),
        key=f"poll {poll.id} until {poll.closes_at.isoformat()}",
        about=about(poll),
    )
    posting = await postings.hold(store, draft, by=by, now=now)
    for place in lists:
        key = f"{posting.key} → {place.transport} {place.address}"
        await _question(store, poll, place, key, now)
    return posting


def room_key(poll: Poll, place: Place) -> str:
    """What the letter that asks it in a room is known by."""
    return f"poll {poll.id} until {poll.closes_at.isoformat()} → {place.id}"


def about(poll: Poll) -> str:
    """What postings of the poll are about."""
    return f"poll {poll.id}"


async def _subject(store: Store, poll: Poll, what: str) -> str:
    handle = (await groups.title(store, await polls.group_of(store, poll))).handle
    return f"{handle}: {what} “{poll.title}”? (poll {poll.number})"


async def _text(store: Store, poll: Poll, now: datetime, *, sign: bool) -> str:
    group = await polls.group_of(store, poll)
    handle = literal((await groups.title(store, group)).handle)
    options = await store.polls.options(poll.id)
    length = length_words(poll.minutes).capitalize()
    number = poll.number
    signs = (
        "A sign with its number says yes to a time, and ❌ that none suits you; the rest is said "
        "by a reply, such as"
        if sign
        else "Reply in words such as"
    )
    return "\n".join(
        [
            f"**Poll {number}: when is {quoted(poll.title)} of {handle}?** {length}, asked by "
            f"{literal(poll.by_name)}, open until {poll_telling.closes_words(poll)}.",
            *await poll_telling.option_lines(store, group, options, by=None, now=now),
            "",
            f"{signs} `1 yes, 2 if need be, 3 no`, `1 and 3`, `all but 2` or `none`. Until it "
            f"closes you can change what you said. `!poll {number}`, said to me alone, shows it in "
            "your own zone.",
        ]
    )


async def _question(store: Store, poll: Poll, place: Place, key: str, now: datetime) -> None:
    """Whoever replies to it there answers the poll; what comes too late is told so, until the
    first of its times."""
    first = (await store.polls.options(poll.id))[0].starts_at
    draft = {"poll": poll.id}
    questions.ask_place(store, place, ANSWER, draft, key=key, until=first, now=now)
    await store.flush()


async def _seed(store: Store, poll: Poll, place: Place, key: str, now: datetime) -> None:
    """The signs stand below it from the beginning, so that people need but touch one."""
    count = len(await store.polls.options(poll.id))
    for sign in [*list(KEYCAPS)[:count], NONE]:
        await store.outbox.add(
            Letter(
                key=f"{key}, sign {sign}",
                act=Act.REACT,
                edits=key,
                transport=place.transport,
                place=place.address,
                created_at=now,
                due_at=now,
                text=sign,
            )
        )


async def recall(store: Store, poll: Poll, *, by_name: str, now: datetime) -> None:
    """What is still held for the lists never goes."""
    held = await _postings(store, poll)
    for posting in held:
        if posting.state is PostingState.HELD:
            await store.postings.recall(posting.id, now, by_name)


async def _postings(store: Store, poll: Poll) -> list[Posting]:
    return await store.postings.to_lists(
        poll.group_id, PostingKind.ANNOUNCEMENT, poll.opened_at, about(poll)
    )


async def tell(
    store: Store, poll: Poll, text: str, *, what: str, now: datetime, lists: bool = False
) -> None:
    """Tell the rooms of the group what became of the poll, and change what stands there; the lists
    too, if they were asked."""
    group = await polls.group_of(store, poll)
    rooms, there = await _rooms_and_lists(store, group)
    for place in rooms:
        key = room_key(poll, place)
        if await store.outbox.by_key(key):
            await store.outbox.add(
                Letter(
                    key=f"{key}, {what}",
                    act=Act.EDIT,
                    edits=key,
                    transport=place.transport,
                    place=place.address,
                    created_at=now,
                    due_at=now,
                    text=text,
                )
            )
        key = f"poll {poll.id} {what} at {now.isoformat()} → {place.id}"
        await letters.to_place(store, place, text, key=key, now=now)
    asked = [one for one in await _postings(store, poll) if one.state is PostingState.GONE]
    if lists and there and asked:
        draft = Draft(
            kind=PostingKind.ANNOUNCEMENT,
            group=group,
            places=there,
            text=text,
            subject=await _subject(store, poll, f"{what}: when is"),
            key=f"poll {poll.id} {what} at {now.isoformat()}",
            about=f"{about(poll)} {what}",
        )
        await postings.hold(store, draft, by=None, now=now, urgent=True)
