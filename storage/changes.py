"""Changes: who changed what, when, what it was before, and why; rows are only ever added."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Moment, Publishable, Words


class Change(Publishable, Base, kw_only=True):
    """One change of something that people rely on."""

    __tablename__ = "changes"
    __table_args__ = (Index("ix_changes_subject", "subject", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    subject: Mapped[str]
    """The kind of thing changed: group, person, place."""
    subject_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment)
    by_name: Mapped[str] = mapped_column(Words)
    """Who, as the record names them."""
    what: Mapped[str] = mapped_column(Words)
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"), default=None, index=True
    )
    was: Mapped[str] = mapped_column(Words, default="")
    now: Mapped[str] = mapped_column(Words, default="")
    why: Mapped[str] = mapped_column(Words, default="")


class Changes:
    """The questions about changes."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    def add(self, change: Change) -> None:
        self.session.add(change)

    async def of(self, subject: str, subject_id: int) -> list[Change]:
        """All changes of one thing, oldest first."""
        found = await self.session.scalars(
            select(Change)
            .where(Change.subject == subject, Change.subject_id == subject_id)
            .order_by(Change.id)
        )
        return list(found)

    async def blank(self, subject: str, subject_id: int) -> None:
        """Take the words out of all changes of one thing; that and when it was changed stays."""
        await self.session.execute(
            update(Change)
            .where(Change.subject == subject, Change.subject_id == subject_id)
            .values(was="", now="", why="")
        )

    async def by_person(self, person_id: int) -> list[Change]:
        """All changes a person made, oldest first."""
        found = await self.session.scalars(
            select(Change).where(Change.person_id == person_id).order_by(Change.id)
        )
        return list(found)
