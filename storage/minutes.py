"""Minutes: the versions of each journal's minutes, what of them is public, and what people want
changed in them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, bindparam, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased, mapped_column

from storage.base import Audience, Base, Document, Moment, Publishable, Words, choice
from storage.dialects import put
from storage.groups import Group
from storage.journals import Journal
from storage.meetings import Meeting
from storage.prepared import once


class VersionState(StrEnum):
    """What a version is on its way from draft to record."""

    IMPORTED = "imported"
    """Made of a log that others kept; nobody approved it here."""
    DRAFT = "draft"
    APPROVED = "approved"
    CORRECTED = "corrected"
    """Changed after it was approved."""
    WITHDRAWN = "withdrawn"
    """Not to be used; what it says stands no more."""


class MinutesVersion(Publishable, Base, kw_only=True):
    """One version of the minutes of a journal: all that its lines say up to one of them.

    It holds no text: it is made anew of the journal whenever somebody reads it, so that what is
    erased there is erased in every version.
    """

    __tablename__ = "minutes_versions"
    __table_args__ = (UniqueConstraint("journal_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    journal_id: Mapped[int] = mapped_column(ForeignKey("journals.id", ondelete="CASCADE"))
    number: Mapped[int]
    """Counts the versions of the journal; the highest is the current one."""
    state: Mapped[VersionState] = mapped_column(choice(VersionState))
    up_to_line: Mapped[int]
    """The number of the last line that counts."""
    made_at: Mapped[datetime] = mapped_column(Moment)
    by_name: Mapped[str] = mapped_column(Words)
    """Who brought it about, as the record names them."""
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"), default=None, index=True
    )
    why: Mapped[str] = mapped_column(Words, default="")


class PublishedMinutes(Publishable, Base, kw_only=True):
    """What is published of a version, as it was last made of the journal.

    The journal's facts know people by names that some of them do not want published, so that no
    public store can make minutes itself. Whatever changes the journal makes this anew.
    """

    __tablename__ = "published_minutes"
    # SQLite goes through all the words of a row to what stands behind them.
    __table_args__ = (Index("ix_published_minutes_public_from", "public_from"),)

    version_id: Mapped[int] = mapped_column(
        ForeignKey("minutes_versions.id", ondelete="CASCADE"), primary_key=True
    )
    minutes: Mapped[dict[str, Any]] = mapped_column(Document)
    digest: Mapped[str] = mapped_column(default="")
    """Another one whenever the minutes are others."""


class RemarkState(StrEnum):
    """What became of a remark."""

    OPEN = "open"
    TAKEN = "taken in"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Remark(Base, kw_only=True):
    """What somebody wants changed in minutes who may not change them, or in words of their own."""

    __tablename__ = "remarks"
    __table_args__ = (
        UniqueConstraint("journal_id", "number"),
        Index("ix_remarks_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    journal_id: Mapped[int] = mapped_column(ForeignKey("journals.id", ondelete="CASCADE"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Words)
    name: Mapped[str] = mapped_column(Words)
    at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[RemarkState] = mapped_column(choice(RemarkState), default=RemarkState.OPEN)
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"), default=None
    )
    proven: Mapped[bool] = mapped_column(default=True)
    """False where it came by a way that does not prove who wrote it."""
    settled_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    settled_by: Mapped[str] = mapped_column(Words, default="")
    why: Mapped[str] = mapped_column(Words, default="")


@dataclass(frozen=True)
class Publication:
    """A version that everybody may read: of which group (by its key), meeting and sitting."""

    group: str
    meeting: int
    sitting: int
    version: MinutesVersion


class MinutesVersions:
    """The questions about versions of minutes and remarks on them."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, row: MinutesVersion | Remark) -> None:
        """Write it down; its id is known afterwards."""
        self.session.add(row)
        await self.session.flush()

    async def versions(self, journal_id: int) -> list[MinutesVersion]:
        """The versions of a journal's minutes, oldest first."""
        found = await self.session.scalars(
            select(MinutesVersion)
            .where(MinutesVersion.journal_id == journal_id)
            .order_by(MinutesVersion.number)
        )
        return list(found)

    async def of_meeting(self, meeting_id: int) -> list[tuple[int, int, MinutesVersion]]:
        """The versions of the minutes of a meeting, each with the id of its journal and the number
        of the sitting; oldest first."""
        asked = once(
            lambda: (
                select(Journal.id, Journal.sitting, MinutesVersion)
                .join(MinutesVersion, MinutesVersion.journal_id == Journal.id)
                .where(Journal.meeting_id == bindparam("meeting_id"))
                .order_by(Journal.id, MinutesVersion.number)
            )
        )
        found = await self.session.execute(asked, {"meeting_id": meeting_id})
        return [(journal_id, sitting, version) for journal_id, sitting, version in found]

    async def current(self, journal_id: int) -> MinutesVersion | None:
        """The version of a journal's minutes that counts."""
        return await self.session.scalar(
            select(MinutesVersion)
            .where(MinutesVersion.journal_id == journal_id)
            .order_by(MinutesVersion.number.desc())
            .limit(1)
        )

    async def current_of_meetings(
        self, meeting_ids: Collection[int]
    ) -> dict[int, tuple[int, MinutesVersion]]:
        """The version that counts of each of these meetings that has any, by the meeting; of
        several sittings, that of the last one, whose number comes first."""
        last = (
            select(MinutesVersion.journal_id, func.max(MinutesVersion.number).label("number"))
            # Of these alone: the others are many.
            .join(Journal, Journal.id == MinutesVersion.journal_id)
            .where(Journal.meeting_id.in_(meeting_ids))
            .group_by(MinutesVersion.journal_id)
            .subquery()
        )
        found = await self.session.execute(
            select(Journal.meeting_id, Journal.sitting, MinutesVersion)
            .join(Journal, Journal.id == MinutesVersion.journal_id)
            .join(
                last,
                (last.c.journal_id == MinutesVersion.journal_id)
                & (last.c.number == MinutesVersion.number),
            )
            .where(Journal.meeting_id.in_(meeting_ids))
            .order_by(Journal.id)
        )
        return {meeting_id or 0: (sitting, version) for meeting_id, sitting, version in found}

    async def published_between(self, since: datetime, until: datetime) -> list[Publication]:
        """The versions that everybody may read by `until`, and that were made or released after
        `since`, oldest first."""
        rows = (MinutesVersion, Journal, Meeting, Group)
        found = await self.session.execute(
            select(Group.key, Meeting.number, Journal.sitting, MinutesVersion)
            .join(Journal, Journal.id == MinutesVersion.journal_id)
            .join(Meeting, Meeting.id == Journal.meeting_id)
            .join(Group, Group.id == Meeting.group_id)
            .where(*(one.audience == Audience.PUBLIC for one in rows))
            .where(*(one.public_from <= until for one in rows))
            .where((MinutesVersion.made_at > since) | (MinutesVersion.public_from > since))
            .order_by(MinutesVersion.made_at, MinutesVersion.id)
        )
        return [Publication(*row) for row in found]

    async def undrafted(self, before: datetime) -> list[Journal]:
        """The journals that ended before then, and of which there are no minutes."""
        found = await self.session.scalars(
            select(Journal)
            .where(
                Journal.ended_at < before,
                Journal.meeting_id.is_not(None),
                ~select(MinutesVersion.id).where(MinutesVersion.journal_id == Journal.id).exists(),
            )
            .order_by(Journal.id)
        )
        return list(found)

    async def drafts(self, before: datetime) -> list[MinutesVersion]:
        """The current versions that are drafts and were made before then."""
        newer = aliased(MinutesVersion)
        found = await self.session.scalars(
            select(MinutesVersion)
            .where(
                MinutesVersion.state == VersionState.DRAFT,
                MinutesVersion.made_at < before,
                ~select(newer.id)
                .where(
                    newer.journal_id == MinutesVersion.journal_id,
                    newer.number > MinutesVersion.number,
                )
                .exists(),
            )
            .order_by(MinutesVersion.id)
        )
        return list(found)

    async def latest_of(self, group_id: int, limit: int = 10) -> list[tuple[Journal, Meeting]]:
        """The recorded meetings of a group of which there are minutes, latest first."""
        found = await self.session.execute(
            select(Journal, Meeting)
            .join(Meeting, Meeting.id == Journal.meeting_id)
            .where(
                Meeting.group_id == group_id,
                select(MinutesVersion.id).where(MinutesVersion.journal_id == Journal.id).exists(),
            )
            .order_by(Journal.opened_at.desc(), Journal.id.desc())
            .limit(limit)
        )
        return [(journal, meeting) for journal, meeting in found]

    async def publish(
        self, version: MinutesVersion, audience: Audience, since: datetime | None
    ) -> None:
        """These may see the version, from that moment on."""
        version.audience, version.public_from = audience, since
        await self.session.flush()

    async def published(self, version_id: int) -> PublishedMinutes | None:
        """What is published of this version."""
        asked = once(
            lambda: (
                select(PublishedMinutes)
                .where(PublishedMinutes.version_id == bindparam("version_id"))
                # It is written past the session.
                .execution_options(populate_existing=True)
            )
        )
        return await self.session.scalar(asked, {"version_id": version_id})

    async def put_published(self, version: MinutesVersion, minutes: dict[str, Any]) -> None:
        """This is what is published of the version, to those who may see it."""
        row = {
            "version_id": version.id,
            "minutes": minutes,
            "digest": hashlib.sha256(json.dumps(minutes, sort_keys=True).encode()).hexdigest(),
            "audience": version.audience,
            "public_from": version.public_from,
        }
        await put(self.session, PublishedMinutes, row, unique=("version_id",))

    async def unpublish(self, journal_id: int) -> None:
        """Nothing of the journal's minutes is published until it is made anew."""
        mine = select(MinutesVersion.id).where(MinutesVersion.journal_id == journal_id)
        await self.session.execute(
            delete(PublishedMinutes).where(PublishedMinutes.version_id.in_(mine))
        )

    async def remarks(self, journal_id: int, *states: RemarkState) -> list[Remark]:
        """The remarks on a journal's minutes (in these states), by number."""
        asked = select(Remark).where(Remark.journal_id == journal_id).order_by(Remark.number)
        if states:
            asked = asked.where(Remark.state.in_(states))
        return list(await self.session.scalars(asked))

    async def next_remark(self, journal_id: int) -> int:
        """The number that the next remark on a journal's minutes gets."""
        found = await self.session.scalar(
            select(func.max(Remark.number)).where(Remark.journal_id == journal_id)
        )
        return (found or 0) + 1

    async def of_meetings(self, meeting_ids: Collection[int]) -> dict[int, list[Journal]]:
        """The journals of these meetings of which there are minutes, oldest first."""
        found: dict[int, list[Journal]] = {number: [] for number in meeting_ids}
        for journal in await self.session.scalars(
            select(Journal)
            .where(
                Journal.meeting_id.in_(meeting_ids),
                select(MinutesVersion.id).where(MinutesVersion.journal_id == Journal.id).exists(),
            )
            .order_by(Journal.id)
        ):
            found[journal.meeting_id or 0].append(journal)
        return found
