"""The turn: of several processes on one database, one at a time hears, handles and speaks."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from dcbot.errors import OperatorError
from dcbot.lock import Seat
from dcbot.steady import pause_after
from storage.database import Database
from storage.leases import Held
from storage.outage import is_outage
from storage.store import Store

VOICE = "voice"
"""The lease of whoever holds ears and mouth."""
LOOK_SECONDS = 0.2
"""How often a process that waits looks whether the seat is free."""
RENEWALS = 5
"""How often a lease is renewed in the time that it lasts."""
PATIENCE = 0.25
"""The part of that time for which a lapsed lease may still be renewed, such as after the database
was away, before its holder counts as standing still."""
PARTING_SECONDS = 2.0

log = logging.getLogger("dcbot.turn")


class Turn:
    """Whether this process hears and speaks. It does so once: from its turn until its end.

    `seat` is what the processes share; `seconds` is how long a lease lasts. The database should be
    nobody else's, so that renewing never waits for a connection.
    """

    def __init__(self, database: Database, seat: Seat, *, seconds: float) -> None:
        self.database = database
        self.seat = seat
        self.seconds = seconds
        self.holds = False
        self._term = 0
        self._renewing: asyncio.Task[None] | None = None
        self._lapsed_since: float | None = None
        self._told = ""

    async def require(self, store: Store) -> None:
        """Raise LeaseLost unless it is this process's turn until the transaction ends."""
        await store.leases.require(VOICE, self._term)

    async def run(self, work: Callable[[], Awaitable[None]]) -> None:
        """Wait for the turn, then do the work; OperatorError where the turn was lost meanwhile."""
        await self._wait()
        log.info("this process hears and speaks now")
        self._renewing = asyncio.create_task(self._renew())
        working = asyncio.ensure_future(work())
        try:
            await asyncio.wait({working, self._renewing}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)
        if self._renewing.done():
            self._renewing.result()
        working.result()

    async def end(self) -> None:
        """Let the next process have the turn at once; connections and keys must be closed."""
        if self._renewing is not None:
            self._renewing.cancel()
            await asyncio.gather(self._renewing, return_exceptions=True)
        self.seat.close()
        if self.holds:
            self.holds = False
            await self._give_back()
        await self.database.close()

    # Until it is this process's turn

    async def _wait(self) -> None:
        loop = asyncio.get_running_loop()
        look_at = 0.0
        while not self.seat.take():
            if loop.time() >= look_at:
                await self._look()
                look_at = loop.time() + self.seconds / 10
            await asyncio.sleep(LOOK_SECONDS)
        await self._take()
        self.holds = True

    async def _look(self) -> None:
        """Look at who has the turn; one who stands still is ended."""
        try:
            async with asyncio.timeout(self.seconds), self.database.reading() as store:
                held = await store.leases.held(VOICE)
        except Exception as trouble:
            if not _passes(trouble):
                raise
            # Nobody could renew anything meanwhile.
            self._lapsed_since = None
            self._tell(f"the database does not answer ({trouble}); trying again")
            return
        sitter = self.seat.sitter
        if self._stands_still(held, sitter):
            self._end_other(sitter)
        elif held is None or held.seat == self.seat.name:
            self._tell(f"{sitter} hears and speaks; this process waits for its turn")

    def _stands_still(self, held: Held | None, sitter: str) -> bool:
        """Whether who sits there had the turn and has not renewed it for long."""
        own = held is not None and (held.seat, held.holder) == (self.seat.name, sitter)
        if held is None or not own or not held.lapsed:
            self._lapsed_since = None
            return False
        now = time.monotonic()
        self._lapsed_since = self._lapsed_since or now
        return now - self._lapsed_since >= self.seconds * PATIENCE

    def _end_other(self, sitter: str) -> None:
        # Asked to let go it would not hear. What it was about to write is undone by the kernel and
        # the database, what it was about to say is known again by its key.
        if self.seat.clear():
            self._tell(f"{sitter} stood still for more than {self.seconds:.0f} s and was killed")
        else:
            self._tell(
                f"{sitter} stands still and cannot be killed from here; end it", logging.ERROR
            )

    def _tell(self, words: str, level: int = logging.WARNING) -> None:
        if words != self._told:
            self._told = words
            log.log(level, "%s", words)

    async def _take(self) -> None:
        """Take the lease; whoever sat here before has left, and one of another folder must not."""
        failures, seen = 0, None
        while True:
            try:
                async with self.database.transaction() as store:
                    term = await store.leases.take(
                        VOICE, self.seat.holder, self.seat.name, self.seconds
                    )
                    held = None if term else await store.leases.held(VOICE)
            except Exception as trouble:
                if not _passes(trouble):
                    raise
                failures += 1
                self._tell(f"the database does not answer ({trouble}); trying again")
                await asyncio.sleep(pause_after(failures))
                continue
            if term:
                self._term = term
                return
            if held is not None:
                if seen is not None and held.until > seen.until:
                    raise OperatorError(_elsewhere(held))
                seen = held
                self._tell(f"{held.holder} may still work on this database; waiting for a sign")
            await asyncio.sleep(min(1.0, self.seconds / RENEWALS))

    # While it is

    async def _renew(self) -> None:
        """Renew the lease for ever; OperatorError where another process has taken it."""
        every = self.seconds / RENEWALS
        while True:
            await asyncio.sleep(every)
            try:
                async with asyncio.timeout(self.seconds), self.database.transaction() as store:
                    renewed = await store.leases.renew(VOICE, self._term, self.seconds)
                    held = await store.leases.held(VOICE)
            except Exception as trouble:
                if not _passes(trouble):
                    raise
                log.warning("the turn could not be renewed (%s)", trouble or "no answer")
                every = min(1.0, self.seconds / RENEWALS)
                continue
            every = self.seconds / RENEWALS
            if not renewed:
                self.holds = False
                raise OperatorError(_elsewhere(held))

    async def _give_back(self) -> None:
        try:
            async with asyncio.timeout(PARTING_SECONDS), self.database.transaction() as store:
                await store.leases.give_back(VOICE, self._term)
        except Exception as trouble:
            if not _passes(trouble):
                raise
            log.info("the turn could not be given back; the lease runs out by itself")


def _elsewhere(held: Held | None) -> str:
    who = held.holder if held else "another process"
    return (
        f"{who[:1].upper()}{who[1:]} works on this database with a folder of its own. Two that "
        "share a database must share the folder too, with the login and the keys: stop one, or let "
        "`folder` in both bot.toml name the same."
    )


def _passes(trouble: Exception) -> bool:
    return isinstance(trouble, TimeoutError) or is_outage(trouble)
