"""Figures: how the bot's own work stands, counted in the database."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from storage.outbox import LetterState
from storage.store import Store


@dataclass(frozen=True)
class Figures:
    """What waits and what was given up."""

    events_waiting: int
    letters_waiting: int
    oldest_letter_seconds: float
    dead_letters: int
    questions_open: int
    jobs_failed: int


async def count(store: Store, *, transports: Collection[str], now: datetime) -> Figures:
    """The figures of this moment; letters for transports that are not there wait for nobody."""
    since = await store.outbox.waiting_since(transports)
    return Figures(
        events_waiting=await store.inbox.count_waiting(),
        letters_waiting=await store.outbox.count(LetterState.WAITING),
        oldest_letter_seconds=max(0.0, (now - since).total_seconds()) if since else 0.0,
        dead_letters=await store.outbox.count(LetterState.DEAD),
        questions_open=await store.questions.count_open(now),
        jobs_failed=await store.timetable.count_failed(),
    )
