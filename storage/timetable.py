"""The table of due jobs: what must be done when, each once, under a lease."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, Select, bindparam, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Document, Moment, Words, choice
from storage.dialects import insert_new
from storage.prepared import once


class JobState(StrEnum):
    """How far a job has come."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    """Given up after several tries; the operator is told."""


class Job(Base, kw_only=True):
    """One duty at one moment. Its key says kind, object, revision and threshold, and is unique."""

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_due", "state", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(unique=True)
    duty: Mapped[str]
    """Names the function that does it."""
    due_at: Mapped[datetime] = mapped_column(Moment)
    arguments: Mapped[dict[str, Any]] = mapped_column(Document, default_factory=dict)
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("groups.id", ondelete="CASCADE"), default=None
    )
    """Whose places are told …"""
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), default=None
    )
    """… or which person; jobs of one duty for the same may be done together."""
    state: Mapped[JobState] = mapped_column(choice(JobState), default=JobState.WAITING)
    lease_until: Mapped[datetime | None] = mapped_column(Moment, default=None)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(Words, default=None)
    done_at: Mapped[datetime | None] = mapped_column(Moment, default=None)


class Timetable:
    """The questions about due jobs."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(
        self,
        key: str,
        duty: str,
        due_at: datetime,
        arguments: dict[str, Any] | None = None,
        *,
        group_id: int | None = None,
        person_id: int | None = None,
    ) -> None:
        """Write the job down; one with the same key is left as it is."""
        row = {
            "key": key,
            "duty": duty,
            "due_at": due_at,
            "arguments": arguments or {},
            "group_id": group_id,
            "person_id": person_id,
            "state": JobState.WAITING,
            "attempts": 0,
        }
        await insert_new(self.session, Job, [row], unique=("key",))

    async def by_key(self, key: str) -> Job | None:
        """The job with this key."""
        return await self.session.scalar(select(Job).where(Job.key == key))

    async def next_due(self, now: datetime, by_database: datetime) -> Job | None:
        """The job that has been due longest and that nobody holds by the database's clock; locked.

        What is due is told by `now`, so that a test may move the clock; who holds what is told by
        the database, so that processes agree.
        """
        return await self.session.scalar(once(_next_due), {"now": now, "by_database": by_database})

    async def others(self, job: Job, now: datetime, by_database: datetime) -> list[Job]:
        """The other jobs of this one's duty, for the same group or person, that are due and that
        nobody holds, longest due first; locked."""
        free = or_(Job.lease_until.is_(None), Job.lease_until <= by_database)
        found = await self.session.scalars(
            select(Job)
            .where(Job.state == JobState.WAITING, Job.due_at <= now, Job.duty == job.duty, free)
            .where(
                Job.group_id.is_not_distinct_from(job.group_id),
                Job.person_id.is_not_distinct_from(job.person_id),
                Job.id != job.id,
            )
            .order_by(Job.due_at, Job.id)
            .with_for_update(skip_locked=True)
        )
        return list(found)

    async def last_number(self) -> int:
        """The number of the newest job; 0 where there is none."""
        return await self.session.scalar(select(func.max(Job.id))) or 0

    async def next_after(self, number: int, now: datetime) -> Job | None:
        """The first job that is due of those written after the one with this number."""
        return await self.session.scalar(
            select(Job)
            .where(Job.state == JobState.WAITING, Job.due_at <= now, Job.id > number)
            .order_by(Job.due_at, Job.id)
            .limit(1)
        )

    async def done(self, job: Job, now: datetime) -> None:
        """The job is done."""
        job.state, job.done_at = JobState.DONE, now
        await self.session.flush()

    async def waiting(self, duty: str) -> list[Job]:
        """The jobs of this duty that are still to be done."""
        found = await self.session.scalars(
            select(Job).where(Job.state == JobState.WAITING, Job.duty == duty).order_by(Job.id)
        )
        return list(found)

    async def coming(self, duty: str, group_id: int) -> list[Job]:
        """The jobs of this duty for the places of a group that are still to be done, soonest first;
        locked, so that what is being done at this moment is waited for."""
        found = await self.session.scalars(
            select(Job)
            .where(Job.state == JobState.WAITING, Job.duty == duty, Job.group_id == group_id)
            .order_by(Job.due_at, Job.id)
            .with_for_update()
        )
        return list(found)

    async def next_moment(self) -> datetime | None:
        """When the next job is due."""
        asked = once(lambda: select(func.min(Job.due_at)).where(Job.state == JobState.WAITING))
        return await self.session.scalar(asked)

    async def drop_done(self, duty: str, before: datetime) -> None:
        """Forget the jobs of this duty that were due before and are done."""
        await self.session.execute(
            delete(Job).where(Job.state == JobState.DONE, Job.due_at < before, Job.duty == duty)
        )

    async def set_aside(self, now: datetime, why: str, anew: Collection[str]) -> int:
        """Give up all jobs that were due by now, and drop those of duties that begin anew at every
        start; returns how many were given up."""
        await self.session.execute(
            delete(Job).where(Job.state == JobState.WAITING, Job.duty.in_(anew))
        )
        done = await self.session.execute(
            update(Job)
            .where(Job.state == JobState.WAITING, Job.due_at <= now)
            .values(state=JobState.FAILED, last_error=why)
        )
        return int(getattr(done, "rowcount", 0))

    async def count_failed(self) -> int:
        """How many jobs were given up."""
        count = await self.session.scalar(
            select(func.count(Job.id)).where(Job.state == JobState.FAILED)
        )
        return count or 0

    async def failed(self) -> list[Job]:
        """The jobs that were given up, oldest first."""
        found = await self.session.scalars(
            select(Job).where(Job.state == JobState.FAILED).order_by(Job.due_at)
        )
        return list(found)


def _next_due() -> Select[Job]:
    free = or_(Job.lease_until.is_(None), Job.lease_until <= bindparam("by_database"))
    return (
        select(Job)
        .where(Job.state == JobState.WAITING, Job.due_at <= bindparam("now"), free)
        .order_by(Job.due_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
