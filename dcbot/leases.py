"""Leases: of several processes on one database, one at a time hears, handles and speaks."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from dcbot.errors import OperatorError
from dcbot.steady import pause_after
from storage.database import Database
from storage.outage import is_outage
from storage.store import Store

VOICE = "voice"
"""The lease of whoever holds ears and mouth."""
RENEWALS = 5
"""How often a lease is renewed in the time that it lasts."""
KEPT = 0.75
"""The part of that time after which who could not renew it stops, so that it has stopped before
another begins."""
PARTING_SECONDS = 2.0

log = logging.getLogger("dcbot.leases")


def holder_of(folder: Path) -> str:
    """What a process is called that works in this folder on this machine, now and after a restart.

    The folder's lock sees to it that no other is called so at the same time.
    """
    return f"{os.uname().nodename}:{folder.resolve()}"


class Turn:
    """Whether it is this process's turn to hear and speak; `seconds` is how long a lease lasts.

    `alone` says why this process may share the database with no other; empty where it may.
    """

    def __init__(self, database: Database, *, holder: str, seconds: float, alone: str = "") -> None:
        self.database = database
        self.holder = holder
        self.seconds = seconds
        self.alone = alone
        self._term = 0
        self._until = 0.0

    @property
    def holds(self) -> bool:
        """Whether it is this process's turn, as far as it can tell without asking."""
        return time.monotonic() < self._until

    async def require(self, store: Store) -> None:
        """Raise LeaseLost unless it is this process's turn until the transaction ends."""
        await store.leases.require(VOICE, self._term)

    async def run(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do the work whenever it is this process's turn, until cancelled or the work ends."""
        again, over = True, False
        while not over:
            await self._wait_for_it(again)
            log.info("this process hears and speaks now")
            try:
                over = await self._while_it_lasts(work)
            finally:
                self._until = 0.0
                await self._give_back()
            again = False
            log.warning("this process neither hears nor speaks now; it waits for its turn")

    async def _wait_for_it(self, again: bool) -> None:
        failures, told = 0, False
        while True:
            try:
                if await self._taken(again):
                    return
                failures = 0
            except Exception as trouble:
                if not _passes(trouble):
                    raise
                failures += 1
                log.warning("the database does not answer (%s); trying again", trouble)
                await asyncio.sleep(pause_after(failures))
                continue
            if not told:
                log.info("another process hears and speaks; this one waits for its turn")
                told = True
            await asyncio.sleep(min(2.0, self.seconds / 10))

    async def _taken(self, again: bool) -> bool:
        began = time.monotonic()
        async with asyncio.timeout(self.seconds), self.database.transaction() as store:
            term = await store.leases.take(VOICE, self.holder, self.seconds, again=again)
            if term is None and self.alone:
                raise OperatorError(self.alone)
        self._note(began, term)
        return self.holds

    def _note(self, began: float, term: int | None) -> None:
        # Counted from before the database was asked, so that it ends here before it ends there.
        if term is not None:
            self._term, self._until = term, began + self.seconds * KEPT

    async def _while_it_lasts(self, work: Callable[[], Awaitable[None]]) -> bool:
        """Whether the work came to its end; it is stopped where the lease cannot be renewed."""
        working: asyncio.Future[Any] = asyncio.ensure_future(work())
        try:
            while self.holds:
                left = self._until - time.monotonic()
                done, _ = await asyncio.wait({working}, timeout=min(left, self.seconds / RENEWALS))
                if done:
                    working.result()
                    return True
                await self._renew()
            return False
        finally:
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)

    async def _renew(self) -> None:
        began = time.monotonic()
        try:
            async with (
                asyncio.timeout(max(0.0, self._until - began)),
                self.database.transaction() as store,
            ):
                renewed = await store.leases.renew(VOICE, self._term, self.seconds)
        except Exception as trouble:
            if not _passes(trouble):
                raise
            log.warning("the lease could not be renewed (%s)", trouble or "no answer")
            return
        if renewed:
            self._note(began, self._term)
        else:
            self._until = 0.0

    async def _give_back(self) -> None:
        try:
            async with asyncio.timeout(PARTING_SECONDS), self.database.transaction() as store:
                await store.leases.give_back(VOICE, self._term)
        except Exception as trouble:
            if not _passes(trouble):
                raise
            log.info("the lease could not be given back; it runs out by itself")


def _passes(trouble: Exception) -> bool:
    return isinstance(trouble, TimeoutError) or is_outage(trouble)
