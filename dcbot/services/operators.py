"""Operators: the first ones get their standing at every start; and who of them can be told."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from dcbot.roles import Role
from dcbot.services import people, standings
from storage.people import Address, Person
from storage.store import Store

BY_SETTINGS = "the settings of the bot"


async def appoint(store: Store, addresses: Sequence[str], *, now: datetime) -> list[str]:
    """Make operators of those at these addresses (“transport:address”) who are none yet.

    Returns a sentence for each who became one. An address that has not spoken yet is taken as
    confirmed, for the operator of the machine named it.
    """
    told = []
    for named in addresses:
        transport, _, address = named.partition(":")
        address = address.lower() if transport == "mail" else address
        person = await people.met(store, transport, address, name=None, now=now, trusted=True)
        held = await store.people.standings(now, person_id=person.id)
        if all(standing.role != Role.OPERATOR for standing in held):
            await standings.give(store, person, Role.OPERATOR, None, by_name=BY_SETTINGS, now=now)
            told.append(f"{named} is now an operator, as the settings say.")
    return told


async def everybody(store: Store, *, now: datetime) -> list[Person]:
    """All who are operators now."""
    held = await store.people.standings(now)
    ids = dict.fromkeys(one.person_id for one in held if one.role == Role.OPERATOR)
    found = [await store.people.get(person_id) for person_id in ids]
    return [person for person in found if person is not None]


async def reachable(store: Store, ways: Collection[str], *, now: datetime) -> list[str]:
    """The names of the operators who have an address on one of these transports."""
    found = []
    for person in await everybody(store, now=now):
        addresses = await store.people.addresses(person.id)
        if any(one.transport in ways for one in addresses):
            found.append(person.name)
    return found


async def best_address(store: Store, person: Person, ways: Collection[str]) -> Address | None:
    """The operator's address on the first of these transports on which there is one."""
    order = list(ways)
    found = [one for one in await store.people.addresses(person.id) if one.transport in order]
    return min(found, key=lambda one: order.index(one.transport), default=None)
