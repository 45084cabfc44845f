"""Cycles: the years of the community's work, each with its named dates, which may move."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Moment, Publishable, Words, choice


class DateKind(StrEnum):
    """What happens at a date."""

    DEADLINE = "deadline"
    MEETING = "meeting"
    """Of the coordination group."""
    EVENT = "event"
    """An annual meeting, a session, a conference of others."""


class Cycle(Publishable, Base, kw_only=True):
    """One year of the community's work, which is no calendar year. Its key stands in addresses."""

    __tablename__ = "cycles"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(Words)
    created_at: Mapped[datetime] = mapped_column(Moment)
    place: Mapped[str] = mapped_column(Words, default="")
    shipped: Mapped[bool] = mapped_column(default=False)


class CycleDate(Publishable, Base, kw_only=True):
    """A named date of a cycle; one that moves stays the same row, with the next revision.

    Without `at` it is a date and no moment: no clock was given, or none that a zone was said of.
    """

    __tablename__ = "cycle_dates"
    __table_args__ = (UniqueConstraint("cycle_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id", ondelete="CASCADE"))
    key: Mapped[str]
    """Its identity within the cycle, in small letters; it stays when the date moves."""
    uid: Mapped[str] = mapped_column(unique=True)
    """What calendars know it by, without a domain."""
    what: Mapped[str] = mapped_column(Words)
    kind: Mapped[DateKind] = mapped_column(choice(DateKind))
    day: Mapped[str] = mapped_column(index=True)
    """2017-07-21, or 2017-10 where no day is known."""
    changed_at: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[str] = mapped_column(default="")
    """The last day, of what lasts several."""
    clock: Mapped[str] = mapped_column(default="")
    end: Mapped[str] = mapped_column(default="")
    """The clock at which it ends."""
    zone: Mapped[str] = mapped_column(default="")
    """The zone of the clock: an IANA name, UTC, or AoE."""
    at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    """The moment, in UTC, where a clock and its zone are known."""
    said: Mapped[str] = mapped_column(Words, default="")
    """What the source says of the time, where that is not the same."""
    note: Mapped[str] = mapped_column(Words, default="")
    certainty: Mapped[str] = mapped_column(Words, default="")
    address: Mapped[str] = mapped_column(default="")
    """Where it was read, or by whom it was said."""
    revision: Mapped[int] = mapped_column(default=1)
    withdrawn: Mapped[bool] = mapped_column(default=False)
    """It does not take place; it stays, so that calendars show it as cancelled."""
    shipped: Mapped[bool] = mapped_column(default=False)
    edited: Mapped[bool] = mapped_column(default=False)
    """Changed by a person since it was shipped; a release then leaves it alone."""


class Cycles:
    """The questions about cycles and their dates."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, *rows: Cycle | CycleDate) -> None:
        """Write them down; their numbers are known afterwards."""
        self.session.add_all(rows)
        await self.session.flush()

    async def by_key(self, key: str) -> Cycle | None:
        """The cycle with this key."""
        return await self.session.scalar(select(Cycle).where(Cycle.key == key))

    async def get(self, cycle_id: int) -> Cycle | None:
        """The cycle with this id."""
        return await self.session.get(Cycle, cycle_id)

    async def lock(self, cycle_id: int) -> None:
        """Wait until nobody else is at the cycle, and let others wait until the end."""
        await self.session.execute(select(Cycle.id).where(Cycle.id == cycle_id).with_for_update())

    async def all(self) -> list[Cycle]:
        """All cycles, by their keys."""
        return list(await self.session.scalars(select(Cycle).order_by(Cycle.key)))

    async def dates(self, cycle_id: int | None = None) -> list[CycleDate]:
        """The dates of a cycle, or of all, in order of time; those withdrawn too."""
        asked = select(CycleDate).order_by(CycleDate.day, CycleDate.clock, CycleDate.id)
        if cycle_id is not None:
            asked = asked.where(CycleDate.cycle_id == cycle_id)
        return list(await self.session.scalars(asked))

    async def date(self, date_id: int, *, anew: bool = False) -> CycleDate | None:
        """The date with this id; `anew` as it stands in the database by now."""
        return await self.session.get(CycleDate, date_id, populate_existing=anew)

    async def between(self, first: str, last: str) -> Sequence[CycleDate]:
        """The dates that touch the days from `first` to `last` (2026-12-01), in order of time."""
        found = await self.session.scalars(
            select(CycleDate)
            .where(CycleDate.withdrawn.is_(False), CycleDate.day <= last)
            .order_by(CycleDate.day, CycleDate.clock, CycleDate.id)
        )
        return [one for one in found if (one.until or one.day) >= first]
