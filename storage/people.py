"""People, the addresses they are known by, and their standing in groups."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Select, UniqueConstraint, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Document, Moment, Words
from storage.prepared import once


class Person(Base, kw_only=True):
    """Somebody who has spoken to the bot or was named by somebody who may."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str] = mapped_column(Words)
    created_at: Mapped[datetime] = mapped_column(Moment)
    zone: Mapped[str | None] = mapped_column(default=None)
    """IANA name of the person's own zone."""
    wishes: Mapped[dict[str, Any]] = mapped_column(Document, default_factory=dict)
    """How the person wants to be served: words, mail, named_as."""
    forgotten_at: Mapped[datetime | None] = mapped_column(Moment, default=None)


class Address(Base, kw_only=True):
    """One confirmed way to a person; an address belongs to one person only."""

    __tablename__ = "addresses"
    __table_args__ = (UniqueConstraint("transport", "address"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    transport: Mapped[str]
    address: Mapped[str]
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    """When it was proven; None while somebody only said so."""


class Link(Base, kw_only=True):
    """A second address that waits to be confirmed by the word sent to it."""

    __tablename__ = "links"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    transport: Mapped[str]
    address: Mapped[str]
    word_hash: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(Moment)
    wrong_words: Mapped[int] = mapped_column(default=0)


class Standing(Base, kw_only=True):
    """What somebody is in a group (or in all), since when, until when, and by whom."""

    __tablename__ = "standings"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    role: Mapped[int]
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"), default=None, index=True)
    """None for the roles that are held for all groups."""
    since: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime | None] = mapped_column(Moment, default=None)
    given_by: Mapped[str] = mapped_column(Words, default="")
    """Who gave it, in words, as of then."""
    ended_by: Mapped[str | None] = mapped_column(Words, default=None)


class People:
    """The questions about people."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, person_id: int) -> Person | None:
        """The person with this number."""
        return await self.session.get(Person, person_id)

    async def at(self, transport: str, address: str) -> Person | None:
        """The person whose confirmed address this is."""
        row, person = await self.behind(transport, address)
        return person if row and row.confirmed_at else None

    async def behind(self, transport: str, address: str) -> tuple[Address | None, Person | None]:
        """The row of this address, confirmed or not, and its person."""
        asked = once(
            lambda: (
                select(Address, Person)
                .outerjoin(Person, Person.id == Address.person_id)
                .where(
                    Address.transport == bindparam("transport"),
                    Address.address == bindparam("address"),
                )
            )
        )
        found = await self.session.execute(asked, {"transport": transport, "address": address})
        row, person = found.one_or_none() or (None, None)
        return row, person

    async def at_all(self, transport: str, addresses: Collection[str]) -> dict[str, Person]:
        """The people whose confirmed addresses these are, by address."""
        asked = once(
            lambda: (
                select(Address.address, Person)
                .join(Person, Person.id == Address.person_id)
                .where(
                    Address.transport == bindparam("transport"),
                    Address.address.in_(bindparam("addresses")),
                    Address.confirmed_at.is_not(None),
                )
            )
        )
        given = {"transport": transport, "addresses": list(addresses)}
        found = await self.session.execute(asked, given)
        return {address: person for address, person in found}

    async def add(self, person: Person) -> None:
        """Write the person down; the number is known afterwards."""
        self.session.add(person)
        await self.session.flush()

    async def addresses(self, person_id: int) -> list[Address]:
        """The person's confirmed addresses, oldest first."""
        found = await self.session.scalars(
            select(Address)
            .where(Address.person_id == person_id, Address.confirmed_at.is_not(None))
            .order_by(Address.id)
        )
        return list(found)

    async def addresses_of(self, person_ids: Collection[int]) -> dict[int, list[str]]:
        """The confirmed addresses of these people, by their numbers."""
        found = await self.session.execute(
            select(Address.person_id, Address.address)
            .where(Address.person_id.in_(person_ids), Address.confirmed_at.is_not(None))
            .order_by(Address.id)
        )
        known: dict[int, list[str]] = {}
        for person_id, address in found:
            known.setdefault(person_id, []).append(address)
        return known

    async def address(self, transport: str, address: str) -> Address | None:
        """The row of this address, confirmed or not."""
        return await self.session.scalar(
            select(Address).where(Address.transport == transport, Address.address == address)
        )

    async def links(self, person_id: int) -> list[Link]:
        """The person's links that wait to be confirmed, newest first."""
        found = await self.session.scalars(
            select(Link).where(Link.person_id == person_id).order_by(Link.id.desc())
        )
        return list(found)

    async def links_to(self, transport: str, address: str) -> list[Link]:
        """The links by anybody that wait to be confirmed at this address, newest first."""
        found = await self.session.scalars(
            select(Link)
            .where(Link.transport == transport, Link.address == address)
            .order_by(Link.id.desc())
        )
        return list(found)

    async def claimed(self, person_id: int) -> list[Address]:
        """The person's addresses that somebody gave and that have not spoken yet."""
        found = await self.session.scalars(
            select(Address)
            .where(Address.person_id == person_id, Address.confirmed_at.is_(None))
            .order_by(Address.id)
        )
        return list(found)

    async def all(self) -> list[Person]:
        """Everybody who was not forgotten, by name."""
        found = await self.session.scalars(
            select(Person).where(Person.forgotten_at.is_(None)).order_by(func.lower(Person.name))
        )
        return list(found)

    async def standings(
        self, now: datetime, *, person_id: int | None = None, group_ids: Sequence[int] = ()
    ) -> list[Standing]:
        """The standings in force, of a person or in groups, highest role first."""
        given: dict[str, Any] = {"now": now}
        asked = once(_standings)
        if person_id is not None:
            asked, given["person_id"] = once(_standings_of_one), person_id
        if group_ids:
            asked = asked.where(Standing.group_id.in_(group_ids))
        return list(await self.session.scalars(asked, given))

    async def past_standings(self, person_id: int) -> list[Standing]:
        """All standings the person ever had, oldest first."""
        found = await self.session.scalars(
            select(Standing)
            .where(Standing.person_id == person_id)
            .order_by(Standing.since, Standing.id)
        )
        return list(found)


def _standings() -> Select[Standing]:
    begun = Standing.since <= bindparam("now")
    lasts = or_(Standing.until.is_(None), Standing.until > bindparam("now"))
    return select(Standing).where(begun, lasts).order_by(Standing.role.desc(), Standing.id)


def _standings_of_one() -> Select[Standing]:
    return _standings().where(Standing.person_id == bindparam("person_id"))
