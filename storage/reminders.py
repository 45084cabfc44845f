"""Reminders that people asked for themselves: of which meetings, and how long ahead."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ForeignKey, UniqueConstraint, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base


class OwnReminder(Base, kw_only=True):
    """Somebody wants to be reminded of the meetings of a group so many minutes ahead."""

    __tablename__ = "own_reminders"
    __table_args__ = (UniqueConstraint("person_id", "group_id", "minutes"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    minutes: Mapped[int]


class Reminders:
    """The questions about people's own reminders."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def of_group(self, group_id: int) -> list[OwnReminder]:
        """What people want to be reminded of in this group."""
        found = await self.session.scalars(
            select(OwnReminder).where(OwnReminder.group_id == group_id).order_by(OwnReminder.id)
        )
        return list(found)

    async def of_person(self, person_id: int, group_id: int | None = None) -> list[OwnReminder]:
        """What the person wants to be reminded of (in this group), longest ahead first."""
        asked = select(OwnReminder).where(OwnReminder.person_id == person_id)
        if group_id is not None:
            asked = asked.where(OwnReminder.group_id == group_id)
        asked = asked.order_by(OwnReminder.group_id, OwnReminder.minutes.desc())
        return list(await self.session.scalars(asked))

    async def put(self, person_id: int, group_id: int, minutes: Collection[int]) -> None:
        """The person wants these reminders of the group, and no others; none takes all away."""
        await self.session.execute(
            delete(OwnReminder).where(
                OwnReminder.person_id == person_id, OwnReminder.group_id == group_id
            )
        )
        for one in sorted(set(minutes)):
            self.session.add(OwnReminder(person_id=person_id, group_id=group_id, minutes=one))
        await self.session.flush()
