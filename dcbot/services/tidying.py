"""Tidying: what was handled is blanked after thirty days, and questions that ran out are closed."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.erasure import Erasure
from storage.store import Store
from storage.timetable import Job

KEPT = timedelta(days=30)
"""How long handled words and sent letters that are no record are kept."""
DUTY = "tidy"


async def plan(store: Store, *, now: datetime) -> None:
    """See to it that tidying is due, once an hour."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    await store.timetable.add(f"tidy {hour.isoformat()}", DUTY, hour)


async def tidy(store: Store, job: Job, now: datetime) -> None:
    """Blank what is old, and addresses of nobody; close what ran out; plan the next time."""
    await store.inbox.blank(now - KEPT)
    await store.outbox.blank(now - KEPT)
    await Erasure(store.session).strangers(now - KEPT)
    await store.questions.expire(now)
    await plan(store, now=now + timedelta(hours=1))
