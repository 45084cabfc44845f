"""The timetable: does each due job once, under a lease, by the database's clock."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import TypeAlias

from dcbot.beforehand import in_transaction
from dcbot.services import search_index
from dcbot.steady import Bell, keep_going
from storage.database import Database
from storage.dialects import lease_end
from storage.outage import is_outage
from storage.store import Store
from storage.timetable import Job, JobState

LEASE_SECONDS = 10.0
"""So long after a process was killed, another does what that one had taken. Whoever is at work on a
duty is safe for longer: the transaction locks its row, which others pass over."""
MOST_ATTEMPTS = 5
ANEW = timedelta(hours=1)
"""So long after it was given up, a duty that must go on for ever begins anew."""
LONGEST_PAUSE = 30.0

log = logging.getLogger("dcbot.timetable")

Duty: TypeAlias = Callable[[Store, Job, datetime], Awaitable[None]]
"""Does a job inside a transaction: it writes letters and jobs, and never sends or waits."""


class Timetable:
    """Does what is due. `duties` are the functions by the names that jobs give; those `for_ever`
    plan themselves, and begin anew where they were given up."""

    def __init__(
        self,
        database: Database,
        duties: Mapping[str, Duty],
        clock: Callable[[], datetime],
        *,
        said: Callable[[], None],
        for_ever: Collection[str] = (),
    ) -> None:
        self.database = database
        self.duties = duties
        self.clock = clock
        self.said = said
        self.for_ever = for_ever
        self.bell = Bell()

    async def run(self) -> None:
        """Do what is due until cancelled."""
        await keep_going(self.step, self.bell, log)

    async def step(self) -> float:
        """Do one job; returns how many seconds to wait before the next look."""
        async with self.database.reading() as store:
            moment = await store.timetable.next_moment()
        if moment is None:
            return LONGEST_PAUSE
        claimed = await self._claim() if moment <= self.clock() else None
        if claimed is None:
            # What is due but held by another is looked at again after a while.
            return min(LONGEST_PAUSE, max(1.0, (moment - self.clock()).total_seconds()))
        await self._do(*claimed)
        return 0

    async def _claim(self) -> tuple[int, datetime] | None:
        """Take the lease of one due job; other processes leave it alone until it ends."""
        async with self.database.transaction() as store:
            by_database = await store.clock()
            job = await store.timetable.next_due(self.clock(), by_database)
            if job is None:
                return None
            job.lease_until = lease_end(by_database, LEASE_SECONDS)
            job.attempts += 1
            return job.id, job.lease_until

    async def _do(self, job_id: int, lease: datetime) -> None:
        """The duty and the mark that it is done stand or fall together."""
        now = self.clock()

        async def do(store: Store) -> None:
            job = await store.session.get(Job, job_id, with_for_update=True)
            if job is None or job.lease_until != lease or job.state is not JobState.WAITING:
                return
            await self.duties[job.duty](store, job, now)
            await search_index.catch_up(store)
            job.state, job.done_at, job.lease_until = JobState.DONE, self.clock(), None

        try:
            await in_transaction(self.database, do)
        except Exception as trouble:
            if is_outage(trouble):
                raise
            log.exception("job %d failed", job_id)
            await self._failed(job_id, f"{type(trouble).__name__}: {trouble}")
        self.said()

    async def _failed(self, job_id: int, why: str) -> None:
        async with self.database.transaction() as store:
            job = await store.session.get(Job, job_id)
            if job is None:
                return
            job.last_error, job.lease_until = why, None
            job.due_at = self.clock() + timedelta(minutes=2**job.attempts)
            if job.attempts >= MOST_ATTEMPTS:
                job.state = JobState.FAILED
                if job.duty in self.for_ever:
                    due = self.clock() + ANEW
                    await store.timetable.add(f"{job.duty} anew {due.isoformat()}", job.duty, due)
