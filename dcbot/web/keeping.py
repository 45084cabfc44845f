"""The keeper: holds the archive in a folder up to date while the bot runs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from dcbot.errors import OperatorError
from dcbot.steady import Bell, keep_going
from dcbot.web.commits import record
from dcbot.web.folder import Folder
from dcbot.web.repository import Repository
from dcbot.web.writing import Memory, Written, write
from storage.database import Database

GATHERED_SECONDS = 5.0
"""What happens within this time is written at once …"""
SHARE = 20
"""… and within so many times as long as it took to find out what changed."""
LOOK_AGAIN_SECONDS = 60.0
"""What comes out at a moment of its own is written this much later at most."""

log = logging.getLogger("dcbot.archive")


class Keeper:
    """Writes what changed in public, outside of any transaction; `ring` it when something did.

    What is still to be written is told by the folder alone, so a kill at any point costs nothing
    but the time to do it again.
    """

    def __init__(
        self, database: Database, folder: Path, clock: Callable[[], datetime], *, address: str
    ) -> None:
        self.database = database
        self.folder = Folder(folder)
        self.clock = clock
        self.address = address
        self._bell = Bell()
        self._memory = Memory()
        self._to_commit = True
        """What a process before this one wrote may not be committed yet."""

    def ring(self) -> None:
        """Something may have changed."""
        self._bell.ring()

    async def run(self) -> None:
        """Keep the folder until cancelled."""
        await keep_going(self._look, self._bell, log)

    async def _look(self) -> float:
        started = asyncio.get_running_loop().time()
        try:
            await self.step()
        except (OSError, OperatorError) as trouble:
            # A full disk, a folder of somebody else, no git: it is tried again, nothing is lost.
            log.warning("the archive's folder is not kept: %s", trouble)
        took = asyncio.get_running_loop().time() - started
        await asyncio.sleep(max(GATHERED_SECONDS, min(LOOK_AGAIN_SECONDS, took * SHARE)))
        return LOOK_AGAIN_SECONDS

    async def step(self) -> Written:
        """Write what changed until now; where the folder is a git working tree, commit it."""
        done = await write(
            self.database,
            self.folder,
            now=self.clock(),
            address=self.address,
            only_changed=True,
            memory=self._memory,
        )
        if done.written or done.removed:
            log.info(
                "the archive's folder: %d files written, %d taken away",
                len(done.written),
                len(done.removed),
            )
        self._to_commit = self._to_commit or bool(done.written or done.removed)
        if self._to_commit:
            await self._commit()
        return done

    async def _commit(self) -> None:
        repository = Repository.at(self.folder.path)
        if repository:
            moment = self.clock()
            await record(self.database, self.folder, repository, now=moment, address=self.address)
        self._to_commit = False
