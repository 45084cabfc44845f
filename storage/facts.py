"""Facts: what is known of each group, each with its source and date; and the sources."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Moment, Publishable, Words


class Source(Base, kw_only=True):
    """Where facts come from: a document, a page, a person's word."""

    __tablename__ = "sources"

    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Words)
    date: Mapped[str] = mapped_column(default="")
    """A partial date: 2017, 2017-04 or 2017-04-30."""
    address: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(Words, default="")
    """What one should know of it, such as that its only copy is cut."""


class Fact(Publishable, Base, kw_only=True):
    """One statement about a group. What was looked for and not found is a fact too."""

    __tablename__ = "facts"
    __table_args__ = (Index("ix_facts_group", "group_id", "what"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    what: Mapped[str]
    """founded, site, list, archive, output, status …"""
    value: Mapped[str] = mapped_column(Words)
    """Empty where `unknown`."""
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    unknown: Mapped[bool] = mapped_column(default=False)
    """It was looked for, on the day `seen`, and not found."""
    kind: Mapped[str] = mapped_column(Words, default="")
    """What kind of value it is, such as the idea, the first meeting, the recognition."""
    note: Mapped[str] = mapped_column(Words, default="")
    since: Mapped[str] = mapped_column(default="")
    until: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(Words, default="")
    """The name of the source, in words."""
    address: Mapped[str] = mapped_column(Words, default="")
    """Where the source can be read."""
    seen: Mapped[str] = mapped_column(default="")
    """As of when: a partial date."""
    certainty: Mapped[str] = mapped_column(Words, default="")
    """Empty where the source was read; else why to be careful."""
    recorded_by: Mapped[str] = mapped_column(Words, default="")
    shipped_key: Mapped[str | None] = mapped_column(default=None, index=True)
    replaced_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    """When a newer fact took its place; the row stays."""


class Facts:
    """The questions about facts."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    def add(self, fact: Fact) -> None:
        self.session.add(fact)

    async def of(self, group_id: int, *what: str) -> list[Fact]:
        """What holds of a group now (of these kinds), in the order in which it was recorded."""
        asked = select(Fact).where(Fact.group_id == group_id, Fact.replaced_at.is_(None))
        if what:
            asked = asked.where(Fact.what.in_(what))
        return list(await self.session.scalars(asked.order_by(Fact.id)))

    async def all(self, *what: str) -> list[Fact]:
        """What holds of all groups now (of these kinds)."""
        asked = select(Fact).where(Fact.replaced_at.is_(None))
        if what:
            asked = asked.where(Fact.what.in_(what))
        return list(await self.session.scalars(asked.order_by(Fact.group_id, Fact.id)))

    async def shipped(self) -> dict[str, Fact]:
        """The facts that came with a release, replaced ones too, by their key."""
        found = await self.session.scalars(select(Fact).where(Fact.shipped_key.is_not(None)))
        return {fact.shipped_key: fact for fact in found if fact.shipped_key}

    async def sources(self, keys: Collection[str] = ()) -> dict[str, Source]:
        """The sources, by their key."""
        asked = select(Source)
        if keys:
            asked = asked.where(Source.key.in_(keys))
        return {source.key: source for source in await self.session.scalars(asked)}

    async def put_source(self, source: Source) -> None:
        """Write the source down, whether it was known or not."""
        await self.session.merge(source)
