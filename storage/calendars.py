"""What calendars list: single meetings, those of series, further sittings, of all time or from a
moment on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.groups import Group
from storage.meetings import Meeting, Series, Sitting


class Calendars:
    """The questions of calendars. `group_ids` of None are those of all groups."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def singles(
        self, group_ids: Collection[int] | None = None, since: datetime | None = None
    ) -> list[Meeting]:
        """The meetings that belong to no series, whatever became of them, in order of time."""
        asked = select(Meeting).where(Meeting.series_id.is_(None))
        if group_ids is not None:
            asked = asked.where(Meeting.group_id.in_(group_ids))
        if since is not None:
            asked = asked.where(Meeting.starts_at >= since)
        return list(await self.session.scalars(asked.order_by(Meeting.starts_at, Meeting.id)))

    async def instances(
        self, group_ids: Collection[int] | None = None, since: datetime | None = None
    ) -> list[Meeting]:
        """What is written of the meetings of all series, by original start; with `since`, of those
        that begin then or later, or would have."""
        asked = select(Meeting).where(Meeting.series_id.is_not(None))
        if group_ids is not None:
            asked = asked.where(Meeting.group_id.in_(group_ids))
        if since is not None:
            # Wherever one was planned, the clock there differs from UTC by less than a day.
            local = since.replace(tzinfo=None) - timedelta(days=1)
            asked = asked.where(or_(Meeting.starts_at >= since, Meeting.original_local >= local))
        return list(await self.session.scalars(asked.order_by(Meeting.original_local)))

    async def sittings(
        self, group_ids: Collection[int] | None = None, since: datetime | None = None
    ) -> list[tuple[Sitting, Meeting]]:
        """The further sittings, each with its meeting, in order of time."""
        asked = select(Sitting, Meeting).join(Meeting, Meeting.id == Sitting.meeting_id)
        if group_ids is not None:
            asked = asked.where(Meeting.group_id.in_(group_ids))
        if since is not None:
            asked = asked.where(Sitting.starts_at >= since)
        found = await self.session.execute(asked.order_by(Sitting.starts_at, Sitting.id))
        return [(sitting, meeting) for sitting, meeting in found]

    async def groups(self) -> list[Group]:
        """The groups that ever had a series or a meeting."""
        have = [
            select(record.id).where(record.group_id == Group.id).exists()
            for record in (Series, Meeting)
        ]
        return list(await self.session.scalars(select(Group).where(or_(*have))))
