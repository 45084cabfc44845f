"""Letters: what the bot says of its own accord, to a place or to a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dcbot.errors import UserError
from dcbot.message import Attached
from storage.outbox import Act, Letter
from storage.people import Address, Person
from storage.places import Place, PlaceKind
from storage.store import Store

# Where somebody has several addresses, chat comes first: it arrives at once.
_PREFERRED = ("matrix", "mail", "console")


@dataclass(frozen=True)
class Late:
    """What a letter says instead where it goes only after that moment."""

    after: datetime
    text: str

    def as_document(self) -> dict[str, Any]:
        """The form in which the courier finds it with the letter."""
        return {"after": self.after.isoformat(), "text": self.text}


async def to_place(
    store: Store,
    place: Place,
    text: str,
    *,
    key: str,
    now: datetime,
    subject: str | None = None,
    valid_until: datetime | None = None,
    late: Late | None = None,
    invitation: Attached | None = None,
) -> bool:
    """Write a letter to a place; False where one with this key was written before."""
    return await store.outbox.add(
        Letter(
            key=key,
            transport=place.transport,
            place=place.address,
            text=text,
            subject=subject,
            created_at=now,
            due_at=now,
            valid_until=valid_until,
            extra=_extra(late, invitation, to_list=place.kind is PlaceKind.LIST),
        )
    )


async def to_address(
    store: Store,
    transport: str,
    address: str,
    text: str,
    *,
    key: str,
    now: datetime,
    subject: str | None = None,
    valid_until: datetime | None = None,
    late: Late | None = None,
    invitation: Attached | None = None,
) -> bool:
    """Write a letter to somebody's address; False where one with this key was written before."""
    return await store.outbox.add(
        Letter(
            key=key,
            transport=transport,
            place=address,
            to_person=True,
            text=text,
            subject=subject,
            created_at=now,
            due_at=now,
            valid_until=valid_until,
            extra=_extra(late, invitation, to_list=False),
        )
    )


async def if_reachable(
    store: Store, person: Person, text: str, *, key: str, now: datetime, subject: str | None = None
) -> bool:
    """The same where an address of the person is known, else nothing; False where nothing new was
    written."""
    try:
        return await to_person(store, person, text, key=key, now=now, subject=subject)
    except UserError:
        return False


async def way_to(store: Store, person: Person) -> Address:
    """The best of the person's confirmed addresses; raises UserError where none is known."""
    addresses = await store.people.addresses(person.id)
    ranked = sorted(addresses, key=lambda found: _PREFERRED.index(found.transport))
    if not ranked:
        raise UserError(f"No address of {person.name} is known.")
    return ranked[0]


async def to_person(
    store: Store,
    person: Person,
    text: str,
    *,
    key: str,
    now: datetime,
    subject: str | None = None,
    valid_until: datetime | None = None,
    late: Late | None = None,
    invitation: Attached | None = None,
) -> bool:
    """Write a letter to a person at the best of their confirmed addresses.

    Raises UserError where none is known.
    """
    best = await way_to(store, person)
    return await to_address(
        store,
        best.transport,
        best.address,
        text,
        key=key,
        now=now,
        subject=subject,
        valid_until=valid_until,
        late=late,
        invitation=invitation,
    )


def _extra(late: Late | None, invitation: Attached | None, *, to_list: bool) -> dict[str, Any]:
    extra = {"late": late.as_document()} if late else {}
    return extra | invited(invitation, to_list=to_list)


def invited(invitation: Attached | None, *, to_list: bool) -> dict[str, Any]:
    """What a mail holds besides, in which a calendar file stands."""
    if invitation is None:
        return {}
    return {"invitation": invitation.as_document() | {"to_list": to_list}}


async def react(
    store: Store, transport: str, place: str, about: str, reaction: str, *, key: str, now: datetime
) -> bool:
    """React to a message; False where a letter with this key was written before."""
    return await store.outbox.add(
        Letter(
            key=key,
            transport=transport,
            place=place,
            about=about,
            act=Act.REACT,
            text=reaction,
            created_at=now,
            due_at=now,
        )
    )
