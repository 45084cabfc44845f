"""Minutes so far: what everybody may read of a meeting while it is being recorded."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Document, Moment, Publishable
from storage.dialects import put
from storage.prepared import once


class LiveMinutes(Publishable, Base, kw_only=True):
    """The minutes of an open journal as they were made of it last.

    The row goes when the meeting ends, and as soon as something is taken back: it is then made
    anew without it.
    """

    __tablename__ = "live_minutes"

    journal_id: Mapped[int] = mapped_column(
        ForeignKey("journals.id", ondelete="CASCADE"), primary_key=True
    )
    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meetings.id", ondelete="CASCADE"), index=True
    )
    sitting: Mapped[int]
    """The number of the journal's sitting, which no public store can ask the journal yet."""
    up_to_line: Mapped[int]
    """The number of the last line that they hold."""
    made_at: Mapped[datetime] = mapped_column(Moment)
    minutes: Mapped[dict[str, Any]] = mapped_column(Document)


class LiveRecords:
    """The questions about minutes so far."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session
        self.was_read = False
        """Whether any were found, so that what is made of them changes with them."""

    async def get(self, journal_id: int) -> LiveMinutes | None:
        """The minutes so far of this journal."""
        found = await self.session.scalar(
            select(LiveMinutes).where(LiveMinutes.journal_id == journal_id)
        )
        self.was_read = self.was_read or found is not None
        return found

    async def of_meetings(self, meeting_ids: Collection[int]) -> list[LiveMinutes]:
        """The minutes so far of these meetings, in the order of their journals."""
        asked = once(
            lambda: (
                select(LiveMinutes)
                .where(LiveMinutes.meeting_id.in_(bindparam("ids", expanding=True)))
                .order_by(LiveMinutes.journal_id)
            )
        )
        found = list(await self.session.scalars(asked, {"ids": list(meeting_ids)}))
        self.was_read = self.was_read or bool(found)
        return found

    async def put(self, row: dict[str, Any]) -> None:
        """These are the minutes so far of that journal."""
        await put(self.session, LiveMinutes, row, unique=("journal_id",))

    async def remove(self, journal_id: int) -> None:
        """Nothing is shown of the journal until it is made anew."""
        await self.session.execute(delete(LiveMinutes).where(LiveMinutes.journal_id == journal_id))
