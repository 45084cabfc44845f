"""Milestones: which dates of a cycle say until when outputs are due, frozen and released."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Moment, Publishable, Words, choice
from storage.cycles import CycleDate


class Stage(StrEnum):
    """What a date means for the outputs of a cycle, in order of time."""

    DRAFT = "draft"
    SECOND_DRAFT = "second draft"
    FREEZE = "freeze"
    """What came until then is released as it is."""
    RELEASE = "release"
    """All that is frozen is public from that moment on, at once."""


class Milestone(Publishable, Base, kw_only=True):
    """A date of a cycle has this meaning for its outputs."""

    __tablename__ = "milestones"
    __table_args__ = (UniqueConstraint("cycle_id", "stage"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id", ondelete="CASCADE"))
    stage: Mapped[Stage] = mapped_column(choice(Stage))
    date_id: Mapped[int] = mapped_column(
        ForeignKey("cycle_dates.id", ondelete="CASCADE"), index=True
    )
    set_at: Mapped[datetime] = mapped_column(Moment)
    set_by: Mapped[str] = mapped_column(Words)


class Milestones:
    """The questions about milestones."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def put(self, milestone: Milestone) -> None:
        """The stage of that cycle is at that date, and at no other."""
        known = await self.of_stage(milestone.cycle_id, milestone.stage)
        if known is None:
            self.session.add(milestone)
        else:
            known.date_id = milestone.date_id
            known.set_at, known.set_by = milestone.set_at, milestone.set_by
        await self.session.flush()

    async def of_stage(self, cycle_id: int, stage: Stage) -> Milestone | None:
        """The milestone of this stage in the cycle."""
        return await self.session.scalar(
            select(Milestone).where(Milestone.cycle_id == cycle_id, Milestone.stage == stage)
        )

    async def at_date(self, date_id: int) -> list[Milestone]:
        """What the date means for outputs, in order of the stages."""
        found = await self.session.scalars(select(Milestone).where(Milestone.date_id == date_id))
        return sorted(found, key=lambda one: list(Stage).index(one.stage))

    async def of_cycle(self, cycle_id: int) -> list[tuple[Milestone, CycleDate]]:
        """The milestones of the cycle with their dates, in order of the stages."""
        found = await self.session.execute(
            select(Milestone, CycleDate)
            .join(CycleDate, CycleDate.id == Milestone.date_id)
            .where(Milestone.cycle_id == cycle_id)
            .execution_options(populate_existing=True)
        )
        rows = [(milestone, row) for milestone, row in found]
        return sorted(rows, key=lambda one: list(Stage).index(one[0].stage))
