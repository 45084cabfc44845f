"""Work on rooms that is tried until it succeeds, each piece by its key, never in a rush."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable

from dcbot.steady import Bell, pause_after
from dcbot.transports.matrix.asking import TROUBLES, Refused

BURST = 10
"""So many tries may follow each other at once."""
SECONDS_EACH = 1.0
"""Then this long lies between them."""
LONGEST_PAUSE = 300.0

log = logging.getLogger("dcbot.matrix")

Step = Callable[[], Awaitable[None]]
Advice = Callable[[Refused], str | None]
"""What the operator is told about a refusal; None gives the work up."""


class Chores:
    """Runs each piece of work in the background until it has succeeded or is given up."""

    def __init__(self) -> None:
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._bells: dict[str, Bell] = {}
        self._pace = 0.0

    def do(self, key: str, step: Step, advice: Advice) -> None:
        """Begin the work, unless it is being done; where it waits, it is tried at once."""
        task = self._tasks.get(key)
        if task is not None and not task.done():
            self._bells[key].ring()
            return
        self._bells[key] = Bell()
        self._tasks[key] = asyncio.create_task(self._until_done(key, step, advice))

    def hurry(self, beginning: str = "") -> None:
        """Try what waits at once, of those keys that begin like that."""
        for key, bell in self._bells.items():
            if key.startswith(beginning):
                bell.ring()

    async def close(self) -> None:
        """End all work."""
        for task in self._tasks.values():
            task.cancel()
        for task in self._tasks.values():
            with contextlib.suppress(asyncio.CancelledError):
                await task
        self._tasks.clear()
        self._bells.clear()

    async def _until_done(self, key: str, step: Step, advice: Advice) -> None:
        failures = 0
        while True:
            await self._turn()
            wait = None
            try:
                await step()
                return
            except Refused as refused:
                wait, told = refused.after, advice(refused)
                if told is None:
                    log.warning("%s: given up (%s)", key, refused.text)
                    return
            except TROUBLES as trouble:
                told = f"the homeserver does not answer ({trouble})"
            except Exception:
                log.exception("%s: it is tried again", key)
                told = "something broke"
            failures += 1
            pause = max(pause_after(failures + 1, LONGEST_PAUSE), wait or 0.0)
            log.warning("%s: %s; trying again in %.0f s", key, told, pause)
            await self._bells[key].wait(pause)

    async def _turn(self) -> None:
        now = asyncio.get_running_loop().time()
        self._pace = max(self._pace, now - BURST * SECONDS_EACH) + SECONDS_EACH
        await asyncio.sleep(max(0.0, self._pace - now))
