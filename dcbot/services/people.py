"""People: knowing somebody by an address."""

from __future__ import annotations

from datetime import datetime

from storage.people import Address, Person
from storage.store import Store


async def met(
    store: Store, transport: str, address: str, *, name: str | None, now: datetime
) -> Person:
    """The person at this address; a new one where nobody is known there yet.

    `name` is what the transport calls them; it is taken only for somebody new.
    """
    known = await store.people.at(transport, address)
    if known:
        return known
    person = Person(name=name or _name_in(address), created_at=now)
    await store.people.add(person)
    row = await store.people.address(transport, address)
    if row:
        row.person_id, row.confirmed_at = person.id, now
    else:
        store.session.add(
            Address(person_id=person.id, transport=transport, address=address, confirmed_at=now)
        )
    await store.flush()
    return person


def _name_in(address: str) -> str:
    """What can be made a name of in an address: @amina:example.org → amina."""
    return address.lstrip("@").partition(":")[0].partition("@")[0] or address
