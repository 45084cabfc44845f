"""Contacts: who has agreed to be asked about a group, and letters carried without addresses."""

from __future__ import annotations

from datetime import datetime, timedelta

from dcbot.errors import BadArgument, UserError
from dcbot.lines import own_lines
from dcbot.message import Ask, literal
from dcbot.services import groups, naming, questions
from storage.groups import Group
from storage.people import Person
from storage.store import Store

REPLY_KIND = "relayed"
REPLY_WITHIN = timedelta(days=30)
LONGEST = 4000
MOST_UNANSWERED = 3
"""So many messages of one person wait for one contact's answer within a day."""


async def consenting(store: Store, group: Group) -> list[Person]:
    """Those who have agreed to be asked about the group, the first to agree first."""
    agreed = [one for one in await store.contacts.of(group.id) if one.consented_at is not None]
    found = [await store.people.get(one.person_id) for one in agreed]
    return [person for person in found if person is not None and person.forgotten_at is None]


async def relay(
    store: Store, group: Group, message: str, *, by: Person, key: str, now: datetime
) -> int:
    """Carry the message to the group's contacts, under the sender's name and no address.

    Returns to how many it goes; none where nobody has agreed but the sender. `key` tells this
    message from all others. Raises BadArgument where it is empty or too long, UserError where
    one of the contacts has too many of the sender's messages to answer.
    """
    text = _checked(message)
    name = await naming.record_name(store, by, now=now)
    handle = (await groups.title(store, group)).handle
    head = f"{literal(name)} writes to you as a contact of {literal(handle)}:"
    people = [one for one in await consenting(store, group) if one.id != by.id]
    for person in people:
        await _spare(store, person, group, by=by, now=now)
        await _carry(store, head, text, group, to=person, back_to=by, key=key, now=now)
    return len(people)


async def _spare(store: Store, person: Person, group: Group, *, by: Person, now: datetime) -> None:
    """Nobody who agreed to be asked is flooded by one person."""
    waiting = [
        question
        for question in await store.questions.waiting_for(person.id, now)
        if question.kind == REPLY_KIND
        and question.draft["back_to"] == by.id
        and now - question.asked_at < timedelta(days=1)
    ]
    if len(waiting) >= MOST_UNANSWERED:
        handle = literal((await groups.title(store, group)).handle)
        raise UserError(
            f"{MOST_UNANSWERED} messages of yours from today still wait for an answer about "
            f"{handle}. Nothing was sent; write again tomorrow, or when one is answered."
        )


async def reply(
    store: Store, draft: dict[str, int], message: str, *, by: Person, key: str, now: datetime
) -> str:
    """Carry a reply back to whom it answers; returns their name as the record has it."""
    text = _checked(message)
    person = await store.people.get(draft["back_to"])
    group = await store.groups.get(draft["group"])
    if person is None or person.forgotten_at is not None or group is None:
        raise UserError("Whoever wrote to you is not known here any more; nothing was sent.")
    name = await naming.record_name(store, by, now=now)
    handle = (await groups.title(store, group)).handle
    head = f"{literal(name)} replies to your message about {literal(handle)}:"
    await _carry(store, head, text, group, to=person, back_to=by, key=key, now=now)
    return await naming.record_name(store, person, now=now)


async def _carry(
    store: Store,
    head: str,
    text: str,
    group: Group,
    *,
    to: Person,
    back_to: Person,
    key: str,
    now: datetime,
) -> None:
    """One letter, and the question that its reply will answer."""
    name = literal(await naming.record_name(store, back_to, now=now))
    quote = "\n".join(f"> {literal(line)}" if line.strip() else ">" for line in text.split("\n"))
    until = now + REPLY_WITHIN
    foot = (
        f"Reply to this message by {until.day} {until:%B %Y} and I carry one reply back to {name}. "
        "Neither of you is told the other's address."
    )
    letter_key = f"{key} → person {to.id}"
    subject = f"A message about {(await groups.title(store, group)).handle}"
    await questions.ask_person(
        store,
        to,
        f"{head}\n\n{quote}\n\n{foot}",
        Ask(REPLY_KIND, accepts=(), draft={"back_to": back_to.id, "group": group.id}),
        key=letter_key,
        within=REPLY_WITHIN,
        now=now,
        subject=subject,
    )


def _checked(message: str) -> str:
    text = "\n".join(own_lines(message)).strip()
    if not text:
        raise BadArgument("There is nothing to carry: the message has no words of its own.")
    if len(text) > LONGEST:
        raise BadArgument(
            f"The message has {len(text)} characters; up to {LONGEST} are carried. "
            "Say it in fewer words."
        )
    return text
