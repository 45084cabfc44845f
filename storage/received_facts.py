"""Received facts: what was received of coalitions, or was not, as rules of eligibility ask for."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Moment, Publishable, Words, choice


class FactKind(StrEnum):
    """What is known of a coalition and a year."""

    REPORT = "report"
    """Its yearly report."""
    PAPER = "paper"
    """A thematic paper, or another output."""
    LIGHT = "light"
    """The light report of activities, of a coalition that is new."""
    SESSION_REPORT = "session-report"
    """Its report on the session that it held."""
    SESSION = "session"
    """It held a session of its own at that year's meeting."""
    NEW = "new"
    """It was established in that year."""
    CONTRIBUTION = "contribution"
    """What it contributed to coordination meetings, in the words of whoever recorded it."""


class ReceivedFact(Publishable, Base, kw_only=True):
    """One fact of a coalition and a year; what is corrected stays the same row, with the next
    revision, and its history says what it was."""

    __tablename__ = "received_facts"
    __table_args__ = (UniqueConstraint("group_id", "kind", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    kind: Mapped[FactKind] = mapped_column(choice(FactKind))
    year: Mapped[str]
    """The year that it is of: a report on 2016 is of 2016, whenever it came."""
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    by_name: Mapped[str] = mapped_column(Words)
    """Who recorded it last, as the record names them."""
    holds: Mapped[bool] = mapped_column(default=True)
    """False where it was looked for: nothing was received, no session was held."""
    day: Mapped[str] = mapped_column(default="")
    """When it came, as 2017-03-02; empty where that is not known."""
    link: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(Words, default="")
    revision: Mapped[int] = mapped_column(default=1)
    withdrawn: Mapped[bool] = mapped_column(default=False)
    """It was recorded by mistake, and counts for nothing."""


_COUNTED = (
    select(ReceivedFact)
    .where(ReceivedFact.withdrawn.is_(False))
    .order_by(ReceivedFact.year, ReceivedFact.kind, ReceivedFact.id)
)


class ReceivedFacts:
    """The questions about what was received."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, fact: ReceivedFact) -> None:
        """Write it down; its number is known afterwards."""
        self.session.add(fact)
        await self.session.flush()

    async def find(self, group_id: int, kind: FactKind, year: str) -> ReceivedFact | None:
        """The fact of this kind, coalition and year; one that was withdrawn too."""
        return await self.session.scalar(
            select(ReceivedFact).where(
                ReceivedFact.group_id == group_id,
                ReceivedFact.kind == kind,
                ReceivedFact.year == year,
            )
        )

    async def of(self, group_id: int) -> list[ReceivedFact]:
        """What counts of a coalition, by year and kind."""
        found = await self.session.scalars(_COUNTED.where(ReceivedFact.group_id == group_id))
        return list(found)

    async def all(self) -> list[ReceivedFact]:
        """What counts of all coalitions, by year and kind."""
        return list(await self.session.scalars(_COUNTED))
