"""A loop that outlives outages: step after step, with a pause where there is nothing to do."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections.abc import Awaitable, Callable

from storage.outage import is_outage

LONGEST_PAUSE = 30.0
"""Seconds between two tries while a database or a server does not answer."""


class Bell:
    """Wakes a loop that waits; rung while the loop works, it is heard afterwards."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Wake the loop."""
        self._rung.set()

    async def wait(self, seconds: float) -> None:
        """Until the bell rings, or this long."""
        # Not `wait_for`, which in Python 3.11 forgets that it was cancelled where the bell rings in
        # the same turn: the loop would go on for ever.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, seconds)):
                await self._rung.wait()
        self._rung.clear()


def pause_after(failures: int, longest: float = LONGEST_PAUSE) -> float:
    """How long to wait after this many failures in a row: longer each time, never in step."""
    return float(min(longest, 0.25 * 2 ** min(failures, 12)) * random.uniform(0.5, 1.0))


async def keep_going(step: Callable[[], Awaitable[float]], bell: Bell, log: logging.Logger) -> None:
    """Run the step for ever. It returns how many seconds to wait unless the bell rings (0: none).

    What fails because the database does not answer is tried again quietly; anything else is
    logged with its trace, and tried again too.
    """
    failures = 0
    while True:
        try:
            seconds = await step()
            failures = 0
        except Exception as trouble:
            failures += 1
            if is_outage(trouble):
                log.warning("the database does not answer (%s); trying again", trouble)
            else:
                log.exception("a step failed; trying again")
            await asyncio.sleep(pause_after(failures))
            continue
        if seconds > 0:
            await bell.wait(seconds)
