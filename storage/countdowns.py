"""Countdowns: where the days to a date of a cycle are counted, and what was said there."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Document, Moment, Words
from storage.outbox import Letter, LetterState


class Countdown(Base, kw_only=True):
    """The days to a date are counted in a place. It stays the same row when the date moves."""

    __tablename__ = "countdowns"
    __table_args__ = (
        UniqueConstraint("date_id", "place_id"),
        Index("ix_countdowns_place", "place_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    date_id: Mapped[int] = mapped_column(ForeignKey("cycle_dates.id", ondelete="CASCADE"))
    place_id: Mapped[int] = mapped_column(ForeignKey("places.id", ondelete="CASCADE"))
    thresholds: Mapped[list[int]] = mapped_column(Document)
    """So many days ahead a new message comes; 0 is the day itself."""
    begun_at: Mapped[datetime] = mapped_column(Moment)
    begun_by: Mapped[str] = mapped_column(Words)
    ended_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    """Since when nothing is counted there any more; None while it goes on."""
    told_revision: Mapped[int | None] = mapped_column(default=None)
    """The revision of the date that was told last; None where nothing was told yet."""
    told: Mapped[str] = mapped_column(Words, default="")
    """When the date was then, in words; empty where it was told that it does not take place."""
    told_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    """When a new message came there last."""
    letter: Mapped[str | None] = mapped_column(default=None)
    """The key of the newest message of the countdown, which is edited in its place."""
    shown: Mapped[str] = mapped_column(Words, default="")
    """What that message says by now."""


class Countdowns:
    """The questions about countdowns."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, countdown: Countdown) -> None:
        """Write it down; its number is known afterwards."""
        self.session.add(countdown)
        await self.session.flush()

    async def at(self, date_id: int, place_id: int) -> Countdown | None:
        """The countdown to this date in this place, whether it goes on or has ended."""
        return await self.session.scalar(
            select(Countdown).where(Countdown.date_id == date_id, Countdown.place_id == place_id)
        )

    async def locked(self, countdown_id: int) -> Countdown | None:
        """The countdown, as it is once nobody else is at it; locked."""
        return await self.session.scalar(
            select(Countdown)
            .where(Countdown.id == countdown_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )

    async def to_date(self, date_id: int) -> list[Countdown]:
        """The countdowns to this date that go on, oldest first; locked."""
        found = await self.session.scalars(
            select(Countdown)
            .where(Countdown.date_id == date_id, Countdown.ended_at.is_(None))
            .order_by(Countdown.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        return list(found)

    async def in_place(self, place_id: int) -> list[Countdown]:
        """The countdowns that go on in this place, oldest first."""
        found = await self.session.scalars(
            select(Countdown)
            .where(Countdown.place_id == place_id, Countdown.ended_at.is_(None))
            .order_by(Countdown.id)
        )
        return list(found)

    async def going_on(self) -> list[Countdown]:
        """All countdowns that go on, oldest first."""
        found = await self.session.scalars(
            select(Countdown).where(Countdown.ended_at.is_(None)).order_by(Countdown.id)
        )
        return list(found)

    async def take_back(self, countdown: Countdown) -> None:
        """What the countdown wrote and what waits still never goes."""
        begins, ends = f"countdown {countdown.date_id} rev ", f"→ {countdown.place_id}"
        taken = await self.session.scalars(
            update(Letter)
            .where(
                Letter.key.startswith(begins, autoescape=True),
                Letter.key.endswith(ends, autoescape=True),
                Letter.state == LetterState.WAITING,
            )
            .values(state=LetterState.VOID)
            .returning(Letter.key)
            .execution_options(synchronize_session=False)
        )
        if countdown.letter in set(taken):
            countdown.letter, countdown.shown = None, ""

    async def move_place(self, old: int, new: int) -> None:
        """What was counted in the old place is counted in the new one, which has no message yet."""
        taken = select(Countdown.date_id).where(Countdown.place_id == new)
        await self.session.execute(
            update(Countdown)
            .where(Countdown.place_id == old, Countdown.date_id.not_in(taken))
            .values(place_id=new, letter=None, shown="")
            .execution_options(synchronize_session=False)
        )
