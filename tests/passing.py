"""How time passes on a stage: from one thing that falls due to the next, each in its time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, select

from dcbot.app import App
from dcbot.services import live
from storage.database import Database
from storage.inbox import Event, EventState
from storage.outbox import Letter, LetterState
from storage.postings import Posting, PostingState
from storage.timetable import Job, JobState

WAITING: tuple[tuple[Any, Any], ...] = (
    (Job.due_at, and_(Job.state == JobState.WAITING, Job.duty != live.DUTY)),
    (Letter.due_at, Letter.state == LetterState.WAITING),
    (Posting.goes_at, Posting.state == PostingState.HELD),
    (Event.not_before, Event.state == EventState.WAITING),
)
"""All that the bot does because a moment has come: when it is due, and what of it still waits.
Minutes so far are made anew twice a minute and tell nobody: they are done along with the rest."""


async def next_due(database: Database, now: datetime) -> datetime | None:
    """When the first of what waits falls due after now; None where nothing does."""
    async with database.reading() as store:
        found = [
            await store.session.scalar(select(func.min(due)).where(waits, due > now))
            for due, waits in WAITING
        ]
    return min(filter(None, found), default=None)


async def let_pass(app: App, minutes: int, move: Callable[[timedelta], object]) -> None:
    """So many minutes pass for the bot, whose clock `move` sets on."""
    end = app.clock() + timedelta(minutes=minutes)
    while (now := app.clock()) < end:
        move(min(await next_due(app.database, now) or end, end) - now)
        await app.settle()
