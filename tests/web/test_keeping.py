"""The bot keeps the archive's folder: as much is written for the 300th meeting as for the 3rd,
whatever is killed, and what happens at once is written at once."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

from dcbot.app import App
from dcbot.command import Manners
from dcbot.config import ArchiveSettings
from dcbot.web.folder import Folder
from dcbot.web.keeping import Keeper
from dcbot.web.parts import made_of
from dcbot.web.visit import Visit
from dcbot.web.writing import compare
from storage.database import Database
from tests.web import keeper as keepers
from tests.web.recorded import fill_one
from tests.web.small import ADDRESS, NOW, small

YEAR_BEGAN = NOW.replace(month=1, day=2)


async def publish(database: Database, first: int, last: int) -> None:
    """Publish the minutes of these meetings, all held in the year."""
    async with database.transaction() as store:
        group = await store.groups.by_key("dcx")
        assert group
        for number in range(first, last + 1):
            await fill_one(store, group, number, YEAR_BEGAN + timedelta(days=number))


async def as_if_written(database: Database, folder: Folder) -> None:
    """All parts count as written, with no file."""
    async with database.public(NOW) as store:
        for part, digest in (await made_of(Visit(store, NOW, ADDRESS, choosing=False))).items():
            folder.put(part.name, digest, {})


async def test_the_300th_meeting_writes_as_many_files_as_the_3rd(
    file_templates: Path, quick_folder: Path, tmp_path: Path
) -> None:
    written = []
    async with small(file_templates, quick_folder) as database:
        keeper = Keeper(database, tmp_path, lambda: NOW, address=ADDRESS)
        for first, number in ((1, 3), (4, 300)):
            await publish(database, first, number - 1)
            # No part has a file yet, so that each one that is looked at writes all of its files.
            await as_if_written(database, keeper.folder)
            await publish(database, number, number)
            done = await keeper.step()
            written.append(len(done.written))
            assert f"groups/dcx/meetings/{number}/minutes/index.html" in done.written

    assert written[0] == written[1] < 150


async def test_what_happens_at_once_is_written_at_once_and_once(
    file_templates: Path, quick_folder: Path, tmp_path: Path
) -> None:
    async with small(file_templates, quick_folder) as database:
        settings = ArchiveSettings(folder=tmp_path)
        app = App(database, [], manners=Manners(), archive=settings, clock=lambda: NOW)
        assert app.keeper
        app.keeper.address = ADDRESS
        await publish(database, 1, 2)
        running = asyncio.create_task(app.run())
        try:
            for _ in range(600):
                await asyncio.sleep(0.1)
                if (tmp_path / ".archive/_all.json").exists():
                    break
            await asyncio.sleep(0.1)
            assert not await compare(database, Folder(tmp_path), now=NOW, address=ADDRESS)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


async def test_a_keeper_that_is_killed_leaves_nothing_that_the_next_does_not_mend(
    file_templates: Path, quick_folder: Path, tmp_path: Path
) -> None:
    async with small(file_templates, quick_folder) as database:
        await Keeper(database, tmp_path, lambda: NOW, address=ADDRESS).step()
        killed = 0
        for number in range(1, 4):
            await publish(database, number, number)
            killed += await asyncio.to_thread(_kill_at_work, database.url, tmp_path, number)
        await Keeper(database, tmp_path, lambda: NOW, address=ADDRESS).step()

        found = await compare(database, Folder(tmp_path), now=NOW, address=ADDRESS)
        assert not found, found
        assert killed == 3
    assert not list(tmp_path.rglob(".*.part"))


def _kill_at_work(url: str, folder: Path, number: int) -> bool:
    """Kill the keeper when it has written so many files more; whether it was still at work."""
    module = [sys.executable, "-m", keepers.__name__]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    process = subprocess.Popen([*module, url, str(folder), NOW.isoformat()], env=environment)
    begun = time.monotonic()
    page = folder / f"groups/dcx/meetings/{number}"
    while process.poll() is None and time.monotonic() - begun < 60:
        if len(list(page.rglob("*"))) > 4 * number:
            process.kill()
            break
        time.sleep(0.001)
    return process.wait() == -9
