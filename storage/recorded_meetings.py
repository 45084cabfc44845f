"""Recorded meetings: which meetings of a group have minutes, beside each other and latest first."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Select, bindparam, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.journals import Journal
from storage.live_minutes import LiveMinutes
from storage.meetings import Meeting, MeetingState
from storage.minutes import MinutesVersion
from storage.prepared import once

Asked = TypeVar("Asked", bound=Select[*tuple[Any, ...]])


class Placed(NamedTuple):
    """Where minutes stand: the group, the numbers of the meeting and the sitting, and since when
    the version that counts is there. The year is that of the meeting by its own clock."""

    group_id: int
    number: int
    sitting: int
    made_at: datetime
    year: int


class Beside(NamedTuple):
    """A meeting with minutes next to another one, as a link names it; `sitting` is the one whose
    minutes were begun last."""

    id: int
    starts_at: datetime
    number: int
    title: str
    sitting: int


_MINUTED = (
    select(MinutesVersion.id)
    .join(Journal, Journal.id == MinutesVersion.journal_id)
    .where(Journal.meeting_id == Meeting.id)
    .exists()
)
_GOING_ON = select(LiveMinutes.journal_id).where(LiveMinutes.meeting_id == Meeting.id).exists()


def _current(asked: Asked, most: int | None) -> Asked:
    """The same of the versions that no later one took the place of, newest first."""
    later = aliased(MinutesVersion)
    return (
        asked.join(Journal, Journal.id == MinutesVersion.journal_id)
        .join(Meeting, Meeting.id == Journal.meeting_id)
        .outerjoin(
            later,
            (later.journal_id == MinutesVersion.journal_id)
            & (later.number > MinutesVersion.number),
        )
        .where(later.id.is_(None))
        .order_by(MinutesVersion.made_at.desc(), MinutesVersion.id.desc())
        .limit(most)
    )


def _planned(group_id: int) -> Select[Meeting]:
    return select(Meeting).where(
        Meeting.group_id == group_id, Meeting.state == MeetingState.PLANNED
    )


def _beside() -> Select[*tuple[Any, ...]]:
    """The meetings just before the one that begins `at` then, and just after."""
    one = aliased(Meeting)
    minuted = (
        select(MinutesVersion.id)
        .join(Journal, Journal.id == MinutesVersion.journal_id)
        .where(Journal.meeting_id == one.id)
        .exists()
    )
    asked = select(one.id).where(
        one.group_id == bindparam("group_id"), one.state == MeetingState.PLANNED, minuted
    )
    place = tuple_(one.starts_at, one.id)
    here = tuple_(
        bindparam("at", type_=Meeting.starts_at.type), bindparam("id", type_=Meeting.id.type)
    )
    down, up = (one.starts_at.desc(), one.id.desc()), (one.starts_at, one.id)
    before = asked.where(place < here).order_by(*down).limit(1).scalar_subquery()
    after = asked.where(place > here).order_by(*up).limit(1).scalar_subquery()
    # That minutes so far are made anew changes nothing of where they stand.
    going_on = (
        select(LiveMinutes.sitting)
        .where(LiveMinutes.meeting_id == Meeting.id)
        .order_by(LiveMinutes.journal_id.desc())
        .limit(1)
        .scalar_subquery()
    )
    last = (
        select(Journal.sitting)
        .join(MinutesVersion, MinutesVersion.journal_id == Journal.id)
        .where(Journal.meeting_id == Meeting.id)
        .order_by(Journal.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    sitting = func.coalesce(going_on, last)
    return select(Meeting.id, Meeting.starts_at, Meeting.number, Meeting.title, sitting).where(
        Meeting.id.in_((before, after))
    )


class RecordedMeetings:
    """The questions about meetings of which there is something to read."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def lately(
        self, most: int, group_id: int | None = None
    ) -> list[tuple[Meeting, int, MinutesVersion]]:
        """The versions (of a group) that were made last, each with its meeting and the number of
        the sitting, newest first; so many at most. A version that a later one took the place of is
        none."""
        asked = _current(select(Meeting, Journal.sitting, MinutesVersion), most)
        if group_id is not None:
            asked = asked.where(Meeting.group_id == group_id)
        found = await self.session.execute(asked)
        return [(meeting, sitting, version) for meeting, sitting, version in found]

    async def current_places(self, year: int | None = None) -> list[Placed]:
        """Where the versions that count stand (of the meetings of a year), the last made first.
        What a list of all needs, and no more of each."""
        local = Meeting.starts_local
        asked = _current(
            select(
                Meeting.group_id, Meeting.number, Journal.sitting, MinutesVersion.made_at, local
            ),
            None,
        )
        if year is not None:
            first, after = (datetime.combine(date(one, 1, 1), time()) for one in (year, year + 1))
            asked = asked.where(local >= first, local < after)
        found = await self.session.execute(asked)
        return [
            Placed(group, number, sitting, made_at, starts.year)
            for group, number, sitting, made_at, starts in found
        ]

    async def beside(self, meeting: Meeting) -> tuple[Beside | None, Beside | None]:
        """The planned meetings of the group of which there are minutes, just before and after."""
        here = {"at": meeting.starts_at, "id": meeting.id}
        asked = once(_beside)
        found = [
            Beside(*row)
            for row in await self.session.execute(asked, here | {"group_id": meeting.group_id})
        ]
        places = [((one.starts_at, one.id), one) for one in found]
        mine = (meeting.starts_at, meeting.id)
        before, after = (
            next((one for place, one in places if (place < mine) is is_before), None)
            for is_before in (True, False)
        )
        return before, after

    async def sittings(self, meeting_ids: Collection[int]) -> list[tuple[int, int, int, bool]]:
        """Of each journal of these meetings: its id, its meeting, the number of its sitting, and
        whether there are minutes of it."""
        minuted = select(MinutesVersion.id).where(MinutesVersion.journal_id == Journal.id).exists()
        asked = select(Journal.id, Journal.meeting_id, Journal.sitting, minuted).where(
            Journal.meeting_id.in_(meeting_ids)
        )
        found = await self.session.execute(asked) if meeting_ids else ()
        return [
            (journal, meeting or 0, number, written) for journal, meeting, number, written in found
        ]

    async def readable(self, group_id: int, most: int) -> list[Meeting]:
        """The planned meetings of the group of which there are minutes, or minutes so far, latest
        first; so many at most."""
        asked = _planned(group_id).where(or_(_MINUTED, _GOING_ON))
        order = (Meeting.starts_at.desc(), Meeting.id.desc())
        return list(await self.session.scalars(asked.order_by(*order).limit(most)))

    async def next_meeting(self, group_id: int, after: datetime) -> Meeting | None:
        """The planned meeting of the group that begins first after that moment, and of which there
        are neither minutes nor minutes so far."""
        asked = _planned(group_id).where(Meeting.starts_at > after, ~_MINUTED, ~_GOING_ON)
        return await self.session.scalar(asked.order_by(Meeting.starts_at, Meeting.id).limit(1))
