"""Contact persons of groups, each by their own consent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Moment, Publishable, Words


class Contact(Publishable, Base, kw_only=True):
    """Somebody who may be asked about a group; told to others only after their own consent."""

    __tablename__ = "contacts"
    __table_args__ = (UniqueConstraint("group_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    proposed_by: Mapped[str] = mapped_column(Words)
    proposed_at: Mapped[datetime] = mapped_column(Moment)
    consented_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    ended_at: Mapped[datetime | None] = mapped_column(Moment, default=None)


class Contacts:
    """The questions about contacts."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def of(self, group_id: int) -> list[Contact]:
        """The group's contacts, consenting or asked, that have not ended; oldest first."""
        found = await self.session.scalars(
            select(Contact)
            .where(Contact.group_id == group_id, Contact.ended_at.is_(None))
            .order_by(Contact.id)
        )
        return list(found)

    async def for_person(self, person_id: int) -> list[Contact]:
        """What the person is a contact of, asked or consenting."""
        found = await self.session.scalars(
            select(Contact).where(Contact.person_id == person_id, Contact.ended_at.is_(None))
        )
        return list(found)

    async def find(self, group_id: int, person_id: int) -> Contact | None:
        """The row of this person for this group, ended or not."""
        return await self.session.scalar(
            select(Contact).where(Contact.group_id == group_id, Contact.person_id == person_id)
        )

    def add(self, contact: Contact) -> None:
        self.session.add(contact)
