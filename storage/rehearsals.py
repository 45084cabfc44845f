"""Rehearsals: what somebody says that is played for them alone, until it disappears."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Document, Moment
from storage.inbox import Event, EventState, Outcome
from storage.outbox import Letter, LetterState


class Rehearsal(Base, kw_only=True):
    """One rehearsal in somebody's own chat. Its lines are events of the inbox."""

    __tablename__ = "rehearsals"
    __table_args__ = (UniqueConstraint("transport", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    transport: Mapped[str]
    place: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    began_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    shift: Mapped[int] = mapped_column(default=0)
    """By how many seconds its clock is ahead."""
    lines: Mapped[list[list[Any]]] = mapped_column(Document, default_factory=list)
    """What was said: the event's number, its moment by the clock of the rehearsal, and whether it
    is played; of the others, only their time passes."""


class Rehearsals:
    """The questions about rehearsals."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def at(self, transport: str, place: str) -> Rehearsal | None:
        """The rehearsal in this chat, also one whose time is over."""
        return await self.session.scalar(
            select(Rehearsal).where(Rehearsal.transport == transport, Rehearsal.place == place)
        )

    async def add(self, rehearsal: Rehearsal) -> None:
        """Write it down."""
        self.session.add(rehearsal)
        await self.session.flush()

    async def over(self, before: datetime) -> list[Rehearsal]:
        """Those whose time was over by then."""
        found = await self.session.scalars(select(Rehearsal).where(Rehearsal.ends_at <= before))
        return list(found)

    async def line(self, event_id: int) -> Event | None:
        """What was said in one of its lines."""
        return await self.session.get(Event, event_id)

    async def blank(self, rehearsal: Rehearsal) -> None:
        """Blank what was said in it, and what was answered; what did not go yet never does."""
        numbers = [number for number, _, _ in rehearsal.lines]
        said = select(Event.event_id).where(Event.id.in_(numbers))
        ids = list(await self.session.scalars(said))
        await self.session.execute(
            update(Event)
            .where(Event.id.in_(numbers), Event.state != EventState.WAITING)
            # No edit of it is ever done for real.
            .values(text="", extra={}, outcome=Outcome.CHANGED)
        )
        mine = or_(
            Letter.about.in_(ids),
            Letter.key.in_([f"answer to {rehearsal.transport} {one}" for one in ids]),
        )
        there = (mine, Letter.transport == rehearsal.transport, Letter.place == rehearsal.place)
        await self.session.execute(
            update(Letter)
            .where(*there, Letter.state == LetterState.WAITING)
            .values(state=LetterState.VOID)
        )
        await self.session.execute(
            update(Letter).where(*there).values(text="", subject=None, extra={})
        )
        rehearsal.lines = []

    async def forget(self, rehearsal: Rehearsal) -> None:
        """Blank it and delete it."""
        await self.blank(rehearsal)
        await self.session.delete(rehearsal)
        await self.session.flush()
