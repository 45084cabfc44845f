"""Decisions: what groups decided, what was said against it, and whether it stands."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Moment, Publishable, Words, choice
from storage.prepared import once
from storage.searching import Searchable, holds


class Outcome(StrEnum):
    """How a decision came out; the words are those of `dcbot.record`."""

    AGREED = "agreed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    FAILED = "failed"
    INCONCLUSIVE = "inconclusive"
    OPEN = "open"
    """A consensus call that goes on."""


class Finality(StrEnum):
    """Whether it stands; the words are those of `dcbot.record`."""

    FINAL = "final"
    PROVISIONAL = "provisional"
    """Those who could not attend may still object."""
    DISPUTED = "disputed"
    """An objection holds it until somebody settles that."""
    WITHDRAWN = "withdrawn"
    """Those who decide took it back."""


class Reservation(StrEnum):
    """What was said against a decision; the words are those of `dcbot.record`."""

    OBJECTION = "objection"
    DISSENT = "dissent"
    MINORITY = "minority view"
    ABSTENTION = "abstention"


class ReserveState(StrEnum):
    """What became of it."""

    OPEN = "open"
    """An objection that nobody has settled; it holds the decision."""
    RECORDED = "recorded"
    """It stands in the decision, which goes on."""
    UPHELD = "upheld"
    """It changed the substance, so that the decision was put anew."""
    WITHDRAWN = "withdrawn"


class Decision(Publishable, Searchable, Base, kw_only=True):
    """A decision of a group. `number` is by what people refer to it, and never changes.

    While it is provisional, `ends_at` is when it becomes final where nobody objects; `window`
    counts how often that time began anew.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        UniqueConstraint("group_id", "number"),
        Index("ix_decisions_window", "finality", "ends_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Words)
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome))
    finality: Mapped[Finality] = mapped_column(choice(Finality))
    decided_at: Mapped[datetime] = mapped_column(Moment)
    by_name: Mapped[str] = mapped_column(Words)
    """Who wrote it down, as the record names them."""
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"), default=None, index=True
    )
    meeting_id: Mapped[int | None] = mapped_column(
        ForeignKey("meetings.id", ondelete="SET NULL"), default=None, index=True
    )
    """The meeting that took it; None where it was taken by message."""
    journal_id: Mapped[int | None] = mapped_column(
        ForeignKey("journals.id", ondelete="SET NULL"), default=None, index=True
    )
    line: Mapped[int | None] = mapped_column(default=None)
    """The line of that journal that made it."""
    call: Mapped[bool] = mapped_column(default=False)
    """It was put to the group by message, and its outcome is what comes of that."""
    proposal: Mapped[str] = mapped_column(Words, default="")
    """What was proposed, where other words were agreed."""
    window: Mapped[int] = mapped_column(default=0)
    window_days: Mapped[int] = mapped_column(default=0)
    began_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    ends_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    settled_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    """When it became final, or was withdrawn."""
    settled_by: Mapped[str] = mapped_column(Words, default="")
    why: Mapped[str] = mapped_column(Words, default="")


class Reserve(Publishable, Base, kw_only=True):
    """Somebody's reservation, recorded in the decision itself; `number` counts those of one
    decision."""

    __tablename__ = "reserves"
    __table_args__ = (UniqueConstraint("decision_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id", ondelete="CASCADE"))
    number: Mapped[int]
    kind: Mapped[Reservation] = mapped_column(choice(Reservation))
    text: Mapped[str] = mapped_column(Words)
    name: Mapped[str] = mapped_column(Words)
    """Whose it is, as the record names them."""
    at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[ReserveState] = mapped_column(choice(ReserveState))
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"), default=None, index=True
    )
    coalition: Mapped[str] = mapped_column(Words, default="")
    """For which coalition they spoke, by the name by which people know it."""
    stakeholders: Mapped[str] = mapped_column(Words, default="")
    window: Mapped[int] = mapped_column(default=0)
    """In which window of the decision it came; 0 for what was said in the meeting."""
    line: Mapped[int | None] = mapped_column(default=None)
    proven: Mapped[bool] = mapped_column(default=True)
    """False where it came by a way that does not prove who said it."""
    settled_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    settled_by: Mapped[str] = mapped_column(Words, default="")
    why: Mapped[str] = mapped_column(Words, default="")


class Decisions:
    """The questions about decisions."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, row: Decision | Reserve) -> None:
        """Write it down; its id is known afterwards."""
        self.session.add(row)
        await self.session.flush()

    async def get(self, decision_id: int) -> Decision | None:
        """The decision with this id."""
        return await self.session.get(Decision, decision_id)

    async def of_ids(self, ids: Collection[int]) -> dict[int, Decision]:
        """The decisions with these ids, by them."""
        if not ids:
            return {}
        found = await self.session.scalars(select(Decision).where(Decision.id.in_(ids)))
        return {one.id: one for one in found}

    async def lock(self, decision: Decision) -> None:
        """Read it anew, so that no other transaction settles it meanwhile."""
        await self.session.refresh(decision, with_for_update=True)

    async def numbered(self, group_id: int, number: int) -> Decision | None:
        """The decision of the group that people know by this number."""
        return await self.session.scalar(
            select(Decision).where(Decision.group_id == group_id, Decision.number == number)
        )

    async def last_number(self, group_id: int) -> int:
        """The highest number that a decision of the group has; 0 where there is none."""
        found = await self.session.scalar(
            select(func.max(Decision.number)).where(Decision.group_id == group_id)
        )
        return found or 0

    async def left_open(self, before: datetime) -> list[Decision]:
        """The provisional decisions whose window was over before then, oldest first."""
        found = await self.session.scalars(
            select(Decision)
            .where(Decision.finality == Finality.PROVISIONAL, Decision.ends_at < before)
            .order_by(Decision.id)
        )
        return list(found)

    async def of_group(self, group_id: int) -> list[Decision]:
        """The decisions of the group, newest first."""
        found = await self.session.scalars(
            select(Decision).where(Decision.group_id == group_id).order_by(Decision.number.desc())
        )
        return list(found)

    async def lately(
        self,
        group_id: int | None = None,
        span: tuple[datetime, datetime] | None = None,
        most: int | None = None,
    ) -> list[Decision]:
        """The decisions of the group or of all, in this span of time where one is given (its end
        not counted), newest first; so many at most."""
        asked = select(Decision).order_by(Decision.decided_at.desc(), Decision.id.desc())
        if group_id is not None:
            asked = asked.where(Decision.group_id == group_id)
        if span is not None:
            asked = asked.where(Decision.decided_at >= span[0], Decision.decided_at < span[1])
        return list(await self.session.scalars(asked.limit(most)))

    async def changed(self, group_id: int | None, most: int) -> list[Decision]:
        """The decisions of the group or of all that were taken or settled last, newest first."""
        at = func.coalesce(Decision.settled_at, Decision.decided_at)
        asked = select(Decision).order_by(at.desc(), Decision.id.desc()).limit(most)
        if group_id is not None:
            asked = asked.where(Decision.group_id == group_id)
        return list(await self.session.scalars(asked))

    async def ends(self, group_id: int | None = None) -> tuple[datetime, datetime] | None:
        """When the first and the last decision was taken, of the group or of all."""
        asked = select(func.min(Decision.decided_at), func.max(Decision.decided_at))
        if group_id is not None:
            asked = asked.where(Decision.group_id == group_id)
        first, last = (await self.session.execute(asked)).one()
        return (first, last) if first else None

    async def of_journal(self, journal_id: int) -> list[Decision]:
        """The decisions that were taken in the meeting of this journal, by number."""
        asked = once(
            lambda: (
                select(Decision)
                .where(Decision.journal_id == bindparam("journal_id"))
                .order_by(Decision.number)
            )
        )
        return list(await self.session.scalars(asked, {"journal_id": journal_id}))

    async def reserves(self, decision_ids: Collection[int]) -> dict[int, list[Reserve]]:
        """What was said against each of these decisions, by number."""
        found: dict[int, list[Reserve]] = {number: [] for number in decision_ids}
        asked = once(
            lambda: (
                select(Reserve)
                .where(Reserve.decision_id.in_(bindparam("ids", expanding=True)))
                .order_by(Reserve.decision_id, Reserve.number)
            )
        )
        for one in await self.session.scalars(asked, {"ids": list(found)}) if found else ():
            found[one.decision_id].append(one)
        return found

    async def holding(
        self, tokens: Collection[str], group_ids: Collection[int] | None = None
    ) -> list[Decision]:
        """The decisions (of these groups) whose text holds one of the tokens, newest first."""
        asked = select(Decision).where(holds(Decision, tokens))
        if group_ids is not None:
            asked = asked.where(Decision.group_id.in_(group_ids))
        asked = asked.order_by(Decision.decided_at.desc(), Decision.id.desc())
        return list(await self.session.scalars(asked)) if tokens else []

    async def analysed_otherwise(self, version: int) -> list[Decision]:
        """The decisions whose tokens another version of the analyser made."""
        found = await self.session.scalars(select(Decision).where(Decision.analyser != version))
        return list(found)
