"""The errand desk: work on the world or the processor, outside any transaction, with a deadline."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from dcbot.errors import UserError
from dcbot.services import errands
from dcbot.steady import Bell, keep_going
from storage.database import Database
from storage.dialects import lease_end
from storage.errands import Errand, ErrandState

MOST_ATTEMPTS = 3
IDLE_SECONDS = 5.0

log = logging.getLogger("dcbot.errands")

Worker: TypeAlias = Callable[[Mapping[str, Any], float], Awaitable[dict[str, Any]]]
"""Does one errand: its arguments and its deadline in seconds → a result that fits in JSON.

It raises UserError where the sender can mend it, and leaves nothing running when cancelled.
"""


class ErrandDesk:
    """Does errands one after another; a result brings the event that waits for it back."""

    def __init__(
        self,
        database: Database,
        workers: Mapping[str, Worker],
        clock: Callable[[], datetime],
        *,
        came_back: Callable[[], None],
    ) -> None:
        self.database = database
        self.workers = workers
        self.clock = clock
        self.came_back = came_back
        self.bell = Bell()

    async def run(self) -> None:
        """Do errands until cancelled; nobody else may do them meanwhile."""
        begun = False

        async def step() -> float:
            nonlocal begun
            if not begun:
                # What a process that ended left undone need not wait for its lease.
                async with self.database.transaction() as store:
                    await store.errands.free()
                begun = True
            return await self.step()

        await keep_going(step, self.bell, log)

    async def step(self) -> float:
        """Do one errand; returns how many seconds to wait before the next look."""
        async with self.database.reading() as store:
            due = await store.errands.some_due(self.clock())
        errand = await self._claim() if due else None
        if errand is None:
            return IDLE_SECONDS
        await self._store(errand, await self._work(errand))
        return 0

    async def _claim(self) -> Errand | None:
        """Take the lease of one errand; other processes leave it alone until it ends."""
        async with self.database.transaction() as store:
            by_database = await store.clock()
            errand = await store.errands.next_due(self.clock(), by_database)
            if errand is None:
                return None
            errand.attempts += 1
            errand.lease_until = lease_end(by_database, errand.seconds + 30)
            return errand

    async def _work(self, errand: Errand) -> dict[str, Any]:
        """The result; `mistake` in it is for the sender, `trouble` means that it is tried again."""
        if errand.attempts > MOST_ATTEMPTS:
            # Each time before, the process that did it came to its end.
            return {"trouble": "nobody came back from it"}
        kind, seconds = errand.kind, errand.seconds
        try:
            async with asyncio.timeout(seconds + 5):
                return await self.workers[kind](errand.arguments, seconds)
        except UserError as mistake:
            return {"mistake": mistake.text}
        except TimeoutError:
            return {"mistake": f"That took longer than {seconds:.0f} seconds and was stopped."}
        except Exception as trouble:
            log.exception("an errand (%s) failed", kind)
            return {"trouble": f"{type(trouble).__name__}: {trouble}"}

    async def _store(self, done: Errand, result: dict[str, Any]) -> None:
        now = self.clock()
        assert done.lease_until is not None
        async with self.database.transaction() as store:
            errand = await store.errands.held(done.id, done.lease_until)
            if errand is None:
                # It took so long that somebody else has begun it anew.
                return
            errand.lease_until = None
            if "trouble" in result and errand.attempts < MOST_ATTEMPTS:
                errand.last_error = result["trouble"]
                errand.due_at = now + timedelta(seconds=2**errand.attempts)
                return
            if "trouble" in result:
                errand.last_error = result["trouble"]
                result = {"mistake": "The file could not be fetched or read; please try again."}
            errand.state = ErrandState.FAILED if "mistake" in result else ErrandState.DONE
            await errands.came_back(store, errand, result, now=now)
        self.came_back()
