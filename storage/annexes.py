"""Annexes of meetings: what a meeting tool left behind, and links to recordings and slides."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Document, Moment, Publishable, Words, choice
from storage.prepared import once


class AnnexKind(StrEnum):
    """What an annex is; the first three words are those of `dcbot.record.attached`."""

    CAPTIONS = "captions"
    CHAT = "chat"
    PARTICIPANTS = "participants"
    LINK = "link"


class Annex(Publishable, Base, kw_only=True):
    """One annex. The row stays when it is taken away, with who did and why; what it held goes."""

    __tablename__ = "annexes"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"))
    number: Mapped[int]
    """Counts the annexes of the meeting; it never changes, and people refer to it."""
    kind: Mapped[AnnexKind] = mapped_column(choice(AnnexKind))
    title: Mapped[str] = mapped_column(Words)
    """The name of the file, or the words with a link."""
    added_at: Mapped[datetime] = mapped_column(Moment)
    added_by: Mapped[str] = mapped_column(Words)
    link: Mapped[str] = mapped_column(Words, default="")
    sha256: Mapped[str] = mapped_column(default="")
    """Of the file that it was read from; empty for a link."""
    content: Mapped[dict[str, Any]] = mapped_column(Document, default_factory=dict)
    """What was read, as `dcbot.record.attached.documents` writes it."""
    moments: Mapped[list[str | None]] = mapped_column(Document, default_factory=list)
    """When each of its parts was, in UTC; None where that is not known."""
    removed_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    removed_by: Mapped[str] = mapped_column(Words, default="")
    removed_why: Mapped[str] = mapped_column(Words, default="")


class Annexes:
    """The questions about annexes."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, annex: Annex) -> None:
        """Write it down."""
        self.session.add(annex)
        await self.session.flush()

    async def of(self, meeting_id: int) -> list[Annex]:
        """All annexes of a meeting, also those taken away, by number."""
        asked = once(
            lambda: (
                select(Annex)
                .where(Annex.meeting_id == bindparam("meeting_id"))
                .order_by(Annex.number)
            )
        )
        return list(await self.session.scalars(asked, {"meeting_id": meeting_id}))

    async def get(self, annex_id: int) -> Annex | None:
        """The annex with this id."""
        return await self.session.get(Annex, annex_id)

    async def of_ids(self, ids: Collection[int]) -> dict[int, Annex]:
        """These annexes, by their ids."""
        if not ids:
            return {}
        found = await self.session.scalars(select(Annex).where(Annex.id.in_(ids)))
        return {one.id: one for one in found}

    async def numbered(self, meeting_id: int, number: int) -> Annex | None:
        """The annex of the meeting with this number."""
        return await self.session.scalar(
            select(Annex).where(Annex.meeting_id == meeting_id, Annex.number == number)
        )

    async def next_number(self, meeting_id: int) -> int:
        """The number of the next annex of the meeting."""
        last = await self.session.scalar(
            select(func.max(Annex.number)).where(Annex.meeting_id == meeting_id)
        )
        return (last or 0) + 1

    async def that_hold_words(self) -> list[Annex]:
        """All annexes that were read from a file and not taken away."""
        found = await self.session.scalars(
            select(Annex).where(Annex.sha256 != "", Annex.removed_at.is_(None)).order_by(Annex.id)
        )
        return list(found)
