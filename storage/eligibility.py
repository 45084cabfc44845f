"""Eligibility: the rules by which a cycle's slots may be had, and who was waived from one."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Document, Moment, Publishable, Words, choice


class RuleKind(StrEnum):
    """What a rule asks."""

    RECEIVED = "received"
    """That something was received: one of the kinds that it accepts, of one of its years."""
    AFTER_SESSION = "after-session"
    """The same, of those coalitions alone that held a session in the year `held`."""
    REGULAR = "regular"
    """A regular contribution to the coordination meetings; facts are told, and people judge."""
    JUDGED = "judged"
    """Something that people alone can judge."""


class EligibilityRule(Publishable, Base, kw_only=True):
    """One rule of one cycle, in words and so that it can be evaluated."""

    __tablename__ = "eligibility_rules"
    __table_args__ = (UniqueConstraint("cycle_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id", ondelete="CASCADE"))
    key: Mapped[str]
    """Its identity within the cycle, in small letters."""
    kind: Mapped[RuleKind] = mapped_column(choice(RuleKind))
    said: Mapped[str] = mapped_column(Words)
    """The rule, in a sentence."""
    changed_at: Mapped[datetime] = mapped_column(Moment)
    accepts: Mapped[list[str]] = mapped_column(Document, default_factory=list)
    """The kinds of facts of which one is enough."""
    years: Mapped[list[str]] = mapped_column(Document, default_factory=list)
    """The years that these facts may be of."""
    held: Mapped[str] = mapped_column(default="")
    """The year in which a session must have been held for the rule to apply."""
    new_in: Mapped[list[str]] = mapped_column(Document, default_factory=list)
    """Coalitions that were new in one of these years meet it by a light report too."""
    certainty: Mapped[str] = mapped_column(Words, default="")
    """What is not known of it; empty where its source says all of it."""
    address: Mapped[str] = mapped_column(default="")
    """Where it was read, or by whom it was said."""
    shipped: Mapped[bool] = mapped_column(default=False)
    edited: Mapped[bool] = mapped_column(default=False)
    """Changed by a person since it was shipped; a release then leaves it alone."""
    withdrawn: Mapped[bool] = mapped_column(default=False)


class EligibilityWaiver(Publishable, Base, kw_only=True):
    """Somebody said that a rule is not held against a coalition in a cycle, and why."""

    __tablename__ = "eligibility_waivers"
    __table_args__ = (UniqueConstraint("rule_id", "group_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    rule_id: Mapped[int] = mapped_column(ForeignKey("eligibility_rules.id", ondelete="CASCADE"))
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(Moment)
    by_name: Mapped[str] = mapped_column(Words)
    why: Mapped[str] = mapped_column(Words)
    withdrawn: Mapped[bool] = mapped_column(default=False)


class Eligibility:
    """The questions about rules and waivers."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, row: EligibilityRule | EligibilityWaiver) -> None:
        """Write it down; its number is known afterwards."""
        self.session.add(row)
        await self.session.flush()

    async def rules(self, cycle_id: int, *, withdrawn: bool = False) -> list[EligibilityRule]:
        """The rules of a cycle in their order; those withdrawn too where asked for."""
        asked = select(EligibilityRule).where(EligibilityRule.cycle_id == cycle_id)
        if not withdrawn:
            asked = asked.where(EligibilityRule.withdrawn.is_(False))
        return list(await self.session.scalars(asked.order_by(EligibilityRule.id)))

    async def waivers(self, cycle_id: int) -> list[EligibilityWaiver]:
        """The waivers from the rules of a cycle that stand."""
        found = await self.session.scalars(
            select(EligibilityWaiver)
            .join(EligibilityRule, EligibilityRule.id == EligibilityWaiver.rule_id)
            .where(EligibilityRule.cycle_id == cycle_id, EligibilityWaiver.withdrawn.is_(False))
            .order_by(EligibilityWaiver.id)
        )
        return list(found)

    async def waiver(self, rule_id: int, group_id: int) -> EligibilityWaiver | None:
        """The waiver of a coalition from a rule; one that was withdrawn too."""
        return await self.session.scalar(
            select(EligibilityWaiver).where(
                EligibilityWaiver.rule_id == rule_id, EligibilityWaiver.group_id == group_id
            )
        )
