"""Imports: what was taken from archives of others, out of which file, and what it became."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Moment, Words


class Import(Base, kw_only=True):
    """One thing that was taken in, such as a meeting out of a log or a row out of a table.

    `source` is what it was there: the same however its words change. `digest` is the hash of its
    words and of its place among them: the same wherever the file lies.
    """

    __tablename__ = "imports"
    __table_args__ = (Index("ix_imports_digest", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    source: Mapped[str] = mapped_column(Words, unique=True)
    digest: Mapped[str]
    kind: Mapped[str]
    """What the file is, in words: “a log of MeetBot”."""
    file: Mapped[str] = mapped_column(Words)
    """The name of the file, without its folder."""
    line: Mapped[int]
    """Where in it this begins."""
    by_name: Mapped[str] = mapped_column(Words)
    at: Mapped[datetime] = mapped_column(Moment)
    meeting_id: Mapped[int | None] = mapped_column(
        ForeignKey("meetings.id", ondelete="SET NULL"), default=None, index=True
    )
    series_id: Mapped[int | None] = mapped_column(
        ForeignKey("series.id", ondelete="SET NULL"), default=None, index=True
    )
    journal_id: Mapped[int | None] = mapped_column(
        ForeignKey("journals.id", ondelete="SET NULL"), default=None, index=True
    )


class Imports:
    """The questions about what was imported."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, row: Import) -> None:
        """Write it down."""
        self.session.add(row)
        await self.session.flush()

    async def with_digest(self, digest: str) -> Import | None:
        """What was taken with these very words."""
        return await self.session.scalar(
            select(Import).where(Import.digest == digest).order_by(Import.id).limit(1)
        )

    async def of_source(self, source: str) -> Import | None:
        """What was taken from there, whatever its words were."""
        return await self.session.scalar(select(Import).where(Import.source == source))
