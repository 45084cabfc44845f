"""Forgetting: what goes when somebody wants to be forgotten, what stays and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dcbot.errors import UserError
from dcbot.roles import Role
from dcbot.services import annexes, journal_erasure, links, standings, told_names
from dcbot.services.naming import NOBODY, role_words
from storage.changes import Change
from storage.erasure import Erasure
from storage.people import Person
from storage.store import Store

AT_OWN_WISH = "at their own wish"


@dataclass(frozen=True)
class Prospect:
    """What forgetting somebody would bring about."""

    addresses: int
    standings: tuple[str, ...]
    """The standings that would end, in words."""
    contact_of: int
    changes: int
    """How many changes in the history were made by them."""
    meetings: int
    """In how many recorded meetings they said something."""
    instead: str
    """What stands in place of their name from then on."""


async def prospect(store: Store, person: Person, *, now: datetime) -> Prospect:
    """What would go and what would stay.

    Raises UserError where the person is the last operator or the last of the Secretariat.
    """
    held = await store.people.standings(now, person_id=person.id)
    for standing in held:
        if await standings.is_last(store, person, Role(standing.role), now=now):
            what = await standings.words(store, standing)
            raise UserError(
                f"Nobody but you is {what}, and somebody must be. Hand it over first: say "
                "`!handover` with their name, then `!forget me` again."
            )
    return Prospect(
        addresses=len(await store.people.addresses(person.id)),
        standings=tuple([await standings.words(store, standing) for standing in held]),
        contact_of=len(await store.contacts.for_person(person.id)),
        changes=len(await store.changes.by_person(person.id)),
        meetings=len({one.journal_id for one in await store.journal_lines.by_person(person.id)}),
        instead=await former(store, person),
    )


async def former(store: Store, person: Person) -> str:
    """What stands for the person once they are forgotten, such as “a former chair of DC3”."""
    ever = await store.people.past_standings(person.id)
    if not ever:
        return NOBODY
    highest = max(ever, key=lambda standing: standing.role)
    if highest.role == Role.SECRETARIAT:
        return "a former member of the Secretariat"
    words = await role_words(store, Role(highest.role), highest.group_id)
    return f"a former {words.partition(' ')[2]}"


async def forget(store: Store, person: Person, *, now: datetime) -> str:
    """Forget the person; returns what stands in place of their name. Raises UserError.

    Messages of theirs that wait to be handled are still handled, as those of somebody new.
    """
    instead = (await prospect(store, person, now=now)).instead
    for standing in await store.people.standings(now, person_id=person.id):
        await standings.end(store, standing, by_name=AT_OWN_WISH, now=now)
    await links.withdraw(store, person, now=now)
    erasure = Erasure(store.session)
    known = await store.people.addresses(person.id) + await store.people.claimed(person.id)
    mine = [row.address for row in known]
    chats = await erasure.direct_places(mine)
    await erasure.letters_to({*mine, *chats})
    await erasure.places_of(chats)
    await erasure.words_of(mine)
    await erasure.questions_to(person.id)
    await erasure.ways_to(person.id)
    # The history still says which names they went by.
    names = await _names_alone(store, person)
    await erasure.name_in_words(names, instead)
    await annexes.forget_name(store, names, instead)
    await told_names.forget(store, names, mine, instead)
    await erasure.name_in_changes(person.id, instead)
    await journal_erasure.forget(store, person, names, instead, why=AT_OWN_WISH, now=now)
    person.name, person.zone, person.wishes, person.forgotten_at = instead, None, {}, now
    store.changes.add(
        Change(
            subject="person",
            subject_id=person.id,
            at=now,
            by_name=instead,
            person_id=person.id,
            what="forgotten",
            why=AT_OWN_WISH,
        )
    )
    await store.flush()
    return instead


async def _names_alone(store: Store, person: Person) -> list[str]:
    """The names that the person alone has gone by, so that nobody else loses theirs."""
    history = await store.changes.of("person", person.id)
    names = {person.name, *(change.was for change in history if change.what == "name")}
    others = {one.name for one in await store.people.all() if one.id != person.id}
    return sorted(names - others - {""})
