"""Errands: work on the world or the processor, done outside any transaction, its result kept."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, Select, bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Document, Moment, Words, choice
from storage.prepared import once


class ErrandState(StrEnum):
    """How far an errand has come."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class Errand(Base, kw_only=True):
    """One piece of work; taken by lease, so that another worker may finish what one left."""

    __tablename__ = "errands"
    __table_args__ = (Index("ix_errands_waiting", "state", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    kind: Mapped[str]
    arguments: Mapped[dict[str, Any]] = mapped_column(Document)
    created_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime] = mapped_column(Moment)
    seconds: Mapped[float] = mapped_column(default=30.0)
    """The deadline of one try; then the worker is killed."""
    event_id: Mapped[int | None] = mapped_column(default=None)
    """The inbox row that the result is to be answered to."""
    state: Mapped[ErrandState] = mapped_column(choice(ErrandState), default=ErrandState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None] = mapped_column(Moment, default=None)
    result: Mapped[dict[str, Any] | None] = mapped_column(Document, default=None)
    last_error: Mapped[str | None] = mapped_column(Words, default=None)


class Errands:
    """The questions about errands."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, errand: Errand) -> None:
        """Write the errand down; its number is known afterwards."""
        self.session.add(errand)
        await self.session.flush()

    async def get(self, errand_id: int) -> Errand | None:
        """The errand with this number."""
        return await self.session.get(Errand, errand_id)

    async def held(self, errand_id: int, lease: datetime) -> Errand | None:
        """The errand, locked, if it waits and is still held under this very lease."""
        return await self.session.scalar(
            select(Errand)
            .where(
                Errand.id == errand_id,
                Errand.state == ErrandState.WAITING,
                Errand.lease_until == lease,
            )
            .with_for_update()
        )

    async def free(self) -> None:
        """Nobody works on any errand: whoever did is gone."""
        await self.session.execute(
            update(Errand).where(Errand.state == ErrandState.WAITING).values(lease_until=None)
        )

    async def set_aside(self, why: str) -> int:
        """Give up all errands that wait; returns how many."""
        done = await self.session.execute(
            update(Errand)
            .where(Errand.state == ErrandState.WAITING)
            .values(state=ErrandState.FAILED, last_error=why)
        )
        return int(getattr(done, "rowcount", 0))

    async def some_due(self, now: datetime) -> bool:
        """Whether an errand is due, be it that somebody works on it."""
        asked = once(
            lambda: (
                select(Errand.id)
                .where(Errand.state == ErrandState.WAITING, Errand.due_at <= bindparam("now"))
                .limit(1)
            )
        )
        return await self.session.scalar(asked, {"now": now}) is not None

    async def next_due(self, now: datetime, by_database: datetime) -> Errand | None:
        """The oldest errand that is due and that nobody works on by the database's clock; locked.

        What is due is told by `now`, who holds what by the database (as in the timetable).
        """
        return await self.session.scalar(once(_next_due), {"now": now, "by_database": by_database})


def _next_due() -> Select[Errand]:
    free = or_(Errand.lease_until.is_(None), Errand.lease_until <= bindparam("by_database"))
    return (
        select(Errand)
        .where(Errand.state == ErrandState.WAITING, Errand.due_at <= bindparam("now"), free)
        .order_by(Errand.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
