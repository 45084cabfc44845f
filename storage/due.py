"""What is due: how many rows ask at a moment for something to be done, in one statement."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.errands import Errand, ErrandState
from storage.inbox import Event, EventState
from storage.outbox import Letter, LetterState
from storage.postings import Posting, PostingState
from storage.prepared import once
from storage.timetable import Job, JobState


async def count_due(session: AsyncSession, now: datetime) -> int:
    """The events, errands, jobs, postings and letters whose moment has come. No fewer than can be
    done now: others may hold some, and some wait behind what is put off."""
    return await session.scalar(once(_due), {"now": now}) or 0


def _due() -> Select[int]:
    now: Any = bindparam("now")
    # The key of what is sealed may be overdue.
    free = or_(Event.not_before.is_(None), Event.not_before <= now)
    waiting: tuple[tuple[Any, Any], ...] = (
        (Event.id, and_(Event.state == EventState.WAITING, free)),
        (Event.id, Event.state == EventState.SEALED),
        (Errand.id, and_(Errand.state == ErrandState.WAITING, Errand.due_at <= now)),
        (Job.id, and_(Job.state == JobState.WAITING, Job.due_at <= now)),
        (Posting.id, and_(Posting.state == PostingState.HELD, Posting.goes_at <= now)),
        (Letter.id, and_(Letter.state == LetterState.WAITING, Letter.due_at <= now)),
    )
    first, *others = (
        select(func.count(row)).where(waits).scalar_subquery() for row, waits in waiting
    )
    return select(sum(others, start=first))
