"""Tidying: what was handled is blanked after thirty days, and questions that ran out are closed."""

from __future__ import annotations

from datetime import datetime, timedelta

from dcbot.services import rehearsals
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
    before = now - KEPT
    await store.inbox.blank(before)
    await store.outbox.blank(before)
    await store.questions.expire(now)
    await rehearsals.tidy(store, now)
    await store.questions.blank(before)
    await Erasure(store.session).strangers(before)
    await store.timetable.drop_done(DUTY, before)
    await plan(store, now=now + timedelta(hours=1))
