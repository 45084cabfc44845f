"""Meetings: single ones and series, when and where they are, and what became of each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, MappedAsDataclass, mapped_column

from storage.base import Base, Document, LocalTime, Moment, Publishable, Words, choice
from storage.prepared import once


class MeetingKind(StrEnum):
    """What a meeting is for."""

    COORDINATION = "coordination meeting"
    OWN = "meeting of its own"
    """A coalition's, working group's or other body's own."""
    SESSION_PLANNING = "main session planning"
    OTHER_VENUE = "at another venue"
    """At an event of others, such as the WSIS Forum, EuroDIG or RightsCon."""


class SeriesState(StrEnum):
    """Whether a series goes on."""

    GOES_ON = "goes on"
    ENDED = "ended"
    """It has been followed by another one, or was ended with a meeting that took place."""
    CANCELLED = "cancelled"


class MeetingState(StrEnum):
    """What became of a meeting."""

    PLANNED = "planned"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"
    """Left out by its series: there was never to be a meeting on that day."""


class Particulars(MappedAsDataclass, kw_only=True):
    """Where a meeting is and what one needs to know; of one of a series, empty means as always.

    Nothing here is secret: what only participants may know stands in `PrivateLink`.
    """

    agenda: Mapped[str] = mapped_column(Words, default="")
    venue: Mapped[str] = mapped_column(Words, default="")
    registration: Mapped[str] = mapped_column(Words, default="")
    """The public link at which one registers."""
    dial_in: Mapped[str] = mapped_column(Words, default="")
    """Telephone numbers, by place."""
    captions: Mapped[str] = mapped_column(Words, default="")
    sign_language: Mapped[str] = mapped_column(Words, default="")
    accommodation: Mapped[str] = mapped_column(Words, default="")
    """Whom to ask for what one needs to take part."""
    accommodation_days: Mapped[int | None] = mapped_column(default=None)
    """How many days ahead that must be asked for."""
    papers: Mapped[str] = mapped_column(Words, default="")


class Series(Publishable, Particulars, Base, kw_only=True):
    """Meetings that come again by a rule: local start, zone and RRULE, as they were planned.

    What moves from some day on is a new series that `follows_id` this one, which then has an end.
    """

    __tablename__ = "series"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), index=True)
    uid: Mapped[str] = mapped_column(unique=True)
    """What calendars know it by, without a domain; it never changes."""
    title: Mapped[str] = mapped_column(Words)
    kind: Mapped[MeetingKind] = mapped_column(choice(MeetingKind))
    starts_local: Mapped[datetime] = mapped_column(LocalTime)
    """The local start of its first meeting, in `zone`."""
    zone: Mapped[str]
    minutes: Mapped[int]
    rule: Mapped[str]
    """The value of an RRULE; an UNTIL in it is in UTC."""
    created_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    sequence: Mapped[int] = mapped_column(default=0)
    """Grows when time, rule, length, place or state change, as calendars need it."""
    state: Mapped[SeriesState] = mapped_column(choice(SeriesState), default=SeriesState.GOES_ON)
    ends_before: Mapped[datetime | None] = mapped_column(LocalTime, default=None)
    """The local time before which its last meeting begins; None while it has no end."""
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("series.id"), default=None)
    left_out: Mapped[list[str]] = mapped_column(Document, default_factory=list)
    """Local times of its rule at which there is no meeting, as it was planned: 2027-08-03T14:00."""
    more_sittings: Mapped[list[dict[str, Any]]] = mapped_column(Document, default_factory=list)
    """The further sittings of each meeting: `days` after the first, and local `clock`."""
    reminders: Mapped[list[int] | None] = mapped_column(Document, default=None)
    """How many minutes ahead its places are reminded; None for what is usual."""


class Meeting(Publishable, Particulars, Base, kw_only=True):
    """One meeting: a single one, or one of a series, which is known by its original local start.

    `starts_local` and `zone` are what was planned, `starts_at` is that in UTC.
    """

    __tablename__ = "meetings"
    __table_args__ = (
        UniqueConstraint("group_id", "number"),
        UniqueConstraint("series_id", "original_local"),
        Index("ix_meetings_start", "starts_at"),
        Index("ix_meetings_of_group", "group_id", "starts_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"))
    number: Mapped[int]
    """Counts the meetings of the group; it never changes, and people refer to it."""
    original_local: Mapped[datetime] = mapped_column(LocalTime)
    """When it was to start at first; of a series, when its rule says."""
    starts_local: Mapped[datetime] = mapped_column(LocalTime)
    zone: Mapped[str]
    starts_at: Mapped[datetime] = mapped_column(Moment)
    minutes: Mapped[int]
    title: Mapped[str] = mapped_column(Words)
    kind: Mapped[MeetingKind] = mapped_column(choice(MeetingKind))
    created_at: Mapped[datetime] = mapped_column(Moment)
    changed_at: Mapped[datetime] = mapped_column(Moment)
    series_id: Mapped[int | None] = mapped_column(
        ForeignKey("series.id", ondelete="CASCADE"), default=None
    )
    uid: Mapped[str | None] = mapped_column(unique=True, default=None)
    """What calendars know a single one by; also one of a series whose original start has changed,
    by which it is known else."""
    sequence: Mapped[int] = mapped_column(default=0)
    state: Mapped[MeetingState] = mapped_column(choice(MeetingState), default=MeetingState.PLANNED)
    why: Mapped[str] = mapped_column(Words, default="")
    """Why it was moved, cancelled or left out."""
    clock_known: Mapped[bool] = mapped_column(default=True)
    """False where only the day is known, of a meeting of the past: `starts_local` is midnight then,
    and no time may be made of it."""
    changed: Mapped[bool] = mapped_column(default=False)
    """It differs from what its series says: moved, cancelled, left out, or in particulars."""
    reminders: Mapped[list[int] | None] = mapped_column(Document, default=None)
    """How many minutes ahead its places are reminded; None for what its series says."""


class Sitting(Publishable, Base, kw_only=True):
    """A further sitting of a meeting, for another half of the world; the record is one."""

    __tablename__ = "sittings"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    meeting_id: Mapped[int] = mapped_column(
        ForeignKey("meetings.id", ondelete="CASCADE"), index=True
    )
    uid: Mapped[str] = mapped_column(unique=True)
    starts_local: Mapped[datetime] = mapped_column(LocalTime)
    zone: Mapped[str]
    starts_at: Mapped[datetime] = mapped_column(Moment, index=True)
    minutes: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(Moment)
    sequence: Mapped[int] = mapped_column(default=0)


class PrivateLink(Base, kw_only=True):
    """The link by which one joins, for participants alone: never public, whatever its meeting is.

    It stands apart from what is published, so that no public store can hold it. It is of a series
    or of a meeting, never of both.
    """

    __tablename__ = "private_links"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    link: Mapped[str] = mapped_column(Words)
    set_by: Mapped[str] = mapped_column(Words)
    set_at: Mapped[datetime] = mapped_column(Moment)
    series_id: Mapped[int | None] = mapped_column(
        ForeignKey("series.id", ondelete="CASCADE"), default=None, unique=True
    )
    meeting_id: Mapped[int | None] = mapped_column(
        ForeignKey("meetings.id", ondelete="CASCADE"), default=None, unique=True
    )


class Meetings:
    """The questions about meetings and series."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, *rows: Series | Meeting | Sitting) -> None:
        """Write them down; their numbers are known afterwards."""
        self.session.add_all(rows)
        await self.session.flush()

    async def get(self, meeting_id: int) -> Meeting | None:
        """The meeting with this id."""
        return await self.session.get(Meeting, meeting_id)

    async def of_ids(self, ids: Collection[int]) -> list[Meeting]:
        """The meetings with these ids."""
        asked = select(Meeting).where(Meeting.id.in_(ids)).order_by(Meeting.id)
        return list(await self.session.scalars(asked)) if ids else []

    async def by_uid(self, uid: str) -> Meeting | None:
        """The meeting that calendars know by this name."""
        return await self.session.scalar(select(Meeting).where(Meeting.uid == uid))

    async def series(self, series_id: int) -> Series | None:
        """The series with this id."""
        return await self.session.get(Series, series_id)

    async def numbered(self, group_id: int, number: int) -> Meeting | None:
        """The meeting of the group that people know by this number."""
        asked = once(
            lambda: select(Meeting).where(
                Meeting.group_id == bindparam("group_id"), Meeting.number == bindparam("number")
            )
        )
        return await self.session.scalar(asked, {"group_id": group_id, "number": number})

    async def next_number(self, group_id: int) -> int:
        """The number that the group's next meeting gets."""
        found = await self.session.scalar(
            select(func.max(Meeting.number)).where(Meeting.group_id == group_id)
        )
        return (found or 0) + 1

    async def all_series(
        self, group_ids: Collection[int] | None = None, *states: SeriesState
    ) -> list[Series]:
        """The series (of these groups, in these states), oldest first."""
        asked = select(Series).order_by(Series.id)
        if group_ids is not None:
            asked = asked.where(Series.group_id.in_(group_ids))
        if states:
            asked = asked.where(Series.state.in_(states))
        return list(await self.session.scalars(asked))

    async def instances(self, series_id: int, since: datetime | None = None) -> list[Meeting]:
        """What is written of the meetings of a series, by original start; `since` is local."""
        asked = select(Meeting).where(Meeting.series_id == series_id)
        if since is not None:
            asked = asked.where(Meeting.original_local >= since)
        return list(await self.session.scalars(asked.order_by(Meeting.original_local)))

    async def between(
        self,
        start: datetime,
        end: datetime,
        *,
        group_ids: Collection[int] | None = None,
        states: Sequence[MeetingState] = (MeetingState.PLANNED,),
    ) -> list[Meeting]:
        """The meetings that begin from `start` until before `end`, in order of time."""
        asked = select(Meeting).where(
            Meeting.starts_at >= start, Meeting.starts_at < end, Meeting.state.in_(states)
        )
        if group_ids is not None:
            asked = asked.where(Meeting.group_id.in_(group_ids))
        return list(await self.session.scalars(asked.order_by(Meeting.starts_at, Meeting.id)))

    async def of_group(self, group_id: int, *states: MeetingState) -> list[Meeting]:
        """The meetings of the group (in these states), of series and single ones, by start."""
        asked = select(Meeting).where(Meeting.group_id == group_id)
        if states:
            asked = asked.where(Meeting.state.in_(states))
        return list(await self.session.scalars(asked.order_by(Meeting.starts_at, Meeting.id)))

    async def planned(
        self,
        group_id: int,
        year: int | None = None,
        *,
        before: datetime | None = None,
        after: datetime | None = None,
        most: int | None = None,
    ) -> list[Meeting]:
        """The meetings of the group that are not off: of a year of their own clocks, or that begin
        before a moment, latest first, or after one, soonest first; so many at most."""
        asked = select(Meeting).where(
            Meeting.group_id == group_id, Meeting.state == MeetingState.PLANNED
        )
        if year is not None:
            first, end = (datetime.combine(date(one, 1, 1), time()) for one in (year, year + 1))
            asked = asked.where(Meeting.starts_local >= first, Meeting.starts_local < end)
        if before is not None:
            asked = asked.where(Meeting.starts_at <= before)
        if after is not None:
            asked = asked.where(Meeting.starts_at > after)
        order: tuple[Any, ...] = (Meeting.starts_at, Meeting.id)
        if after is None:
            order = (Meeting.starts_at.desc(), Meeting.id.desc())
        return list(await self.session.scalars(asked.order_by(*order).limit(most)))

    async def years(self, group_id: int) -> tuple[int, int] | None:
        """The years of the first and of the last meeting of the group that is not off."""
        asked = select(func.min(Meeting.starts_local), func.max(Meeting.starts_local)).where(
            Meeting.group_id == group_id, Meeting.state == MeetingState.PLANNED
        )
        first, last = (await self.session.execute(asked)).one()
        return (first.year, last.year) if first else None

    async def sittings(self, *meeting_ids: int) -> list[Sitting]:
        """The further sittings of these meetings, in order of time."""
        found = await self.session.scalars(
            select(Sitting)
            .where(Sitting.meeting_id.in_(meeting_ids))
            .order_by(Sitting.starts_at, Sitting.id)
        )
        return list(found)

    async def private_link(self, meeting: Meeting) -> PrivateLink | None:
        """The link of the meeting for participants, its own or that of its series."""
        own = await self.session.scalar(
            select(PrivateLink).where(PrivateLink.meeting_id == meeting.id)
        )
        if own is not None or meeting.series_id is None:
            return own
        return await self.session.scalar(
            select(PrivateLink).where(PrivateLink.series_id == meeting.series_id)
        )

    async def put_private_link(
        self, of: Series | Meeting, link: str, *, by_name: str, now: datetime
    ) -> None:
        """Set the link for participants, whether there was one or not; empty takes it away."""
        column = PrivateLink.series_id if isinstance(of, Series) else PrivateLink.meeting_id
        found = await self.session.scalar(select(PrivateLink).where(column == of.id))
        if found is not None:
            await self.session.delete(found)
            await self.session.flush()
        if link:
            whose = {column.key: of.id}
            self.session.add(PrivateLink(link=link, set_by=by_name, set_at=now, **whose))
            await self.session.flush()
