"""Consents: nobody is a contact person of a group but by their own yes, and none against a no."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from dcbot.errors import NotFound, UserError
from dcbot.message import Ask, literal
from dcbot.roles import Role
from dcbot.services import groups, letters, moments, questions, register, standings
from dcbot.services.naming import record_name
from storage.base import Audience
from storage.contacts import Contact
from storage.groups import Group
from storage.people import Person
from storage.store import Store

KIND = "contact person"
"""The kind of the question whether somebody agrees."""
WITHIN = timedelta(days=14)
_WHAT = "contact person"


async def propose(
    store: Store, group: Group, person: Person, *, by: Person, now: datetime, prefix: str = "!"
) -> None:
    """Ask the person, in a letter to them alone, whether they agree to be a contact of the group.

    Raises UserError where they are one, were asked and have not answered, or have said no.
    """
    handle = await _handle(store, group)
    hand = await register.editor(store, by, group, to="propose a contact person", now=now)
    name = literal(person.name)
    there = await store.contacts.find(group.id, person.id)
    if there and there.ended_at is None and there.consented_at is not None:
        raise UserError(f"{name} is a contact person of {literal(handle)} already.")
    if there and there.ended_at is None and there.proposed_at + WITHIN > now:
        asked = moments.day(there.proposed_at)
        raise UserError(f"{name} was asked on {asked} and has not answered yet.")
    if there and there.ended_at is not None and there.consented_at is None:
        raise UserError(
            f"{name} was asked before. They can offer themselves, with "
            f"`{prefix}contact me for {groups.sayable(handle)}`."
        )
    contact = await _begin(store, group, person, there, by_name=hand.name, now=now)
    await questions.ask_person(
        store,
        person,
        _letter(handle, literal(hand.name), prefix),
        Ask(KIND, draft={"contact": contact.id, "asked_by": by.id}),
        key=f"contact of {group.key} asked {secrets.token_hex(4)}",
        within=WITHIN,
        now=now,
        subject=f"Will you be a contact person of {handle}?",
    )
    await _note(store, group, "somebody asked", hand=hand, now=now)


def _letter(handle: str, asker: str, prefix: str) -> str:
    sayable, handle = groups.sayable(handle), literal(handle)
    return (
        f"{asker} proposes you as a contact person of {handle}: somebody whom people may ask about "
        "it.\n\n"
        f"If you agree, your name is told to everybody who asks for the contacts of {handle}, and "
        "messages of theirs come to you through me. Your address is told to nobody. You can end "
        f"it at any time: `{prefix}contact remove {sayable}`.\n\n"
        f"Do you agree? Say `yes` or `no`, within {WITHIN.days} days. Without a yes, nothing is "
        "told about you."
    )


async def answered(
    store: Store, draft: Mapping[str, Any], agreed: bool, *, by: Person, now: datetime
) -> Group:
    """Take the person's own answer; whoever asked is told. Raises UserError where it is late."""
    contact = await store.session.get(Contact, draft["contact"])
    if contact is None or contact.ended_at is not None or contact.person_id != by.id:
        raise UserError("That question was taken back meanwhile; nothing was changed.")
    group = await store.groups.get(contact.group_id)
    assert group is not None
    if agreed:
        await _agree(store, group, contact, by=by, now=now)
    else:
        contact.ended_at = now
        await store.flush()
    asker = await store.people.get(draft["asked_by"])
    if asker and not asker.forgotten_at and asker.id != by.id:
        handle = await _handle(store, group)
        now_is = "is now a contact person" if agreed else "does not want to be a contact person"
        await letters.to_person(
            store,
            asker,
            f"{literal(by.name)} {now_is} of {literal(handle)}.",
            key=f"contact of {group.key} answered {secrets.token_hex(4)}",
            now=now,
        )
    return group


async def offer(store: Store, group: Group, *, by: Person, now: datetime) -> bool:
    """The person is a contact of the group from now on; false where they were already.

    Members and those above may offer themselves. Raises UserError.
    """
    handle = await _handle(store, group)
    await standings.require(
        store, by, Role.MEMBER, group, to=f"be a contact person of {handle}", now=now
    )
    there = await store.contacts.find(group.id, by.id)
    if there and there.ended_at is None and there.consented_at is not None:
        return False
    name = await record_name(store, by, now=now)
    contact = await _begin(store, group, by, there, by_name=name, now=now)
    await _agree(store, group, contact, by=by, now=now)
    return True


async def end(store: Store, group: Group, person: Person, *, by: Person, now: datetime) -> None:
    """The person is no contact of the group any more: by their own word at any time, else by
    those who edit the group. Raises UserError."""
    handle = await _handle(store, group)
    if by.id != person.id:
        hand = await register.editor(store, by, group, to="remove a contact person", now=now)
    else:
        hand = await register.hand(store, by, group, now=now)
    contact = await store.contacts.find(group.id, person.id)
    if contact is None or contact.ended_at is not None:
        who = "You are" if by.id == person.id else f"{literal(person.name)} is"
        raise NotFound(f"{who} no contact person of {literal(handle)}.")
    contact.audience, contact.public_from = Audience.PRIVATE, None
    if contact.consented_at is None and by.id != person.id:
        # A proposal that is taken back is no refusal by the person.
        await questions.withdraw(store, person, KIND, {"contact": contact.id}, now=now)
        await store.session.delete(contact)
        await _note(store, group, "proposal taken back", hand=hand, now=now)
        return
    contact.ended_at = now
    await _note(store, group, "ended", hand=hand, now=now)


async def _begin(
    store: Store,
    group: Group,
    person: Person,
    there: Contact | None,
    *,
    by_name: str,
    now: datetime,
) -> Contact:
    contact = there or Contact(
        group_id=group.id, person_id=person.id, proposed_by=by_name, proposed_at=now
    )
    contact.proposed_by, contact.proposed_at = by_name, now
    contact.consented_at, contact.ended_at = None, None
    store.contacts.add(contact)
    await store.flush()
    return contact


async def _agree(
    store: Store, group: Group, contact: Contact, *, by: Person, now: datetime
) -> None:
    contact.consented_at, contact.ended_at = now, None
    contact.audience, contact.public_from = Audience.PUBLIC, now
    hand = await register.hand(store, by, group, now=now)
    await _note(store, group, "agreed", hand=hand, now=now)


async def _note(
    store: Store, group: Group, word: str, *, hand: register.Hand, now: datetime
) -> None:
    # Who it is stands in no change: what people agreed to for a while is told only while it holds.
    await register.note(
        store, group, f"{_WHAT}: {word}", hand=hand, now=now, audience=Audience.GROUP
    )


async def _handle(store: Store, group: Group) -> str:
    return (await groups.title(store, group)).handle
