"""Of several processes on one database, one at a time hears and speaks, and no paused one more."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from dcbot.errors import OperatorError
from dcbot.lock import SEAT, Seat, alone_in, together_in
from dcbot.turn import VOICE, Turn
from storage.database import Database
from storage.leases import LeaseLost
from storage.outage import is_outage
from storage.people import Person
from tests.world import MONDAY_NOON

SECONDS = 1.0
SITS = (
    "import pathlib, sys, time; from dcbot.lock import Seat; seat = Seat(pathlib.Path(sys.argv[1]))"
    "; print(seat.take(), flush=True); time.sleep(600)"
)
"""A process that sits down and stands still."""


class Process:
    """A process as far as its turn goes: it counts when it works."""

    def __init__(self, database: Database, folder: Path) -> None:
        # Each has connections of its own, as processes have.
        self.turn = Turn(Database(database.url), Seat(folder), seconds=SECONDS)
        self.works = False
        self.begun = 0
        self.task: asyncio.Task[None] | None = None

    async def _work(self) -> None:
        self.works, self.begun = True, self.begun + 1
        try:
            await asyncio.Event().wait()
        finally:
            self.works = False

    def start(self) -> None:
        """Begin to wait for its turn."""
        self.task = asyncio.create_task(self.turn.run(self._work))

    async def stop(self) -> None:
        """End in order."""
        if self.task:
            self.task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.task
            self.task = None
        await self.turn.end()

    async def at_work(self, within: float = 60.0) -> float:
        """How long it took until it worked."""
        began = time.monotonic()
        while not self.works:
            assert time.monotonic() - began < within, "it does not work"
            if self.task and self.task.done():
                self.task.result()
            await asyncio.sleep(0.01)
        return time.monotonic() - began


@pytest.fixture
async def two(database: Database, tmp_path: Path) -> AsyncIterator[tuple[Process, Process]]:
    """Two processes in one folder, of which the first works."""
    first, second = Process(database, tmp_path), Process(database, tmp_path)
    first.start()
    await first.at_work()
    second.start()
    yield first, second
    await first.stop()
    await second.stop()


async def test_one_works_as_long_as_it_sits_there(two: tuple[Process, Process]) -> None:
    first, second = two

    await asyncio.sleep(2.5 * SECONDS)

    assert (first.works, first.begun, second.works) == (True, 1, False)


async def test_who_ends_in_order_hands_over_at_once(two: tuple[Process, Process]) -> None:
    first, second = two

    await first.stop()

    assert await second.at_work() < 0.9 * SECONDS


async def test_who_was_killed_is_followed_at_once(database: Database, tmp_path: Path) -> None:
    sitting = subprocess.Popen(
        [sys.executable, "-c", SITS, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert sitting.stdout and sitting.stdout.readline() == "True\n"
    second = Process(database, tmp_path)
    async with database.transaction() as store:
        assert await store.leases.take(VOICE, "killed", second.turn.seat.name, 600)
    second.start()
    await asyncio.sleep(0.5 * SECONDS)
    assert not second.works

    sitting.kill()
    sitting.communicate()

    assert await second.at_work() < 1.5 * SECONDS
    await second.stop()


async def test_who_stands_still_is_killed(database: Database, tmp_path: Path) -> None:
    sitting = subprocess.Popen(
        [sys.executable, "-c", SITS, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert sitting.stdout and sitting.stdout.readline() == "True\n"
    second = Process(database, tmp_path)
    async with database.transaction() as store:
        # It renewed its lease once, and never again.
        seat = second.turn.seat
        assert await store.leases.take(VOICE, seat.sitter, seat.name, SECONDS)
    second.start()

    waited = await second.at_work()

    assert waited > 0.9 * SECONDS
    assert sitting.wait(5) == -9
    sitting.communicate()
    await second.stop()


async def test_a_process_that_wakes_up_changes_nothing(database: Database, tmp_path: Path) -> None:
    paused = Process(database, tmp_path)
    voice = database.fenced(paused.turn.require)
    paused.start()
    await paused.at_work()

    async def take_after_a_while() -> None:
        await asyncio.sleep(1.3 * SECONDS)
        other = Database(database.url)
        async with other.transaction() as store:
            assert await store.leases.take(VOICE, "other", "another seat", 60)
        await other.close()

    # The loop stands still meanwhile, and with it whatever the process would do.
    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(asyncio.run, take_after_a_while()).result()
    with pytest.raises(LeaseLost):
        async with voice.transaction() as store:
            await store.people.add(Person(name="nobody", created_at=MONDAY_NOON))
    assert paused.task is not None
    with pytest.raises(OperatorError, match="with a folder of its own"):
        await asyncio.wait_for(paused.task, 5)

    assert not paused.works and not paused.turn.holds
    await paused.turn.end()
    async with database.reading() as store:
        assert await store.people.all() == []
        held = await store.leases.held(VOICE)
        assert held is not None and held.holder == "other"


async def test_a_folder_of_its_own_is_refused(database: Database, tmp_path: Path) -> None:
    first, second = Process(database, tmp_path / "one"), Process(database, tmp_path / "two")
    first.start()
    await first.at_work()
    second.start()

    assert second.task is not None
    with pytest.raises(OperatorError, match="must share the folder"):
        await asyncio.wait_for(second.task, 10)

    assert first.works
    await second.turn.end()
    await first.stop()


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
async def test_who_stands_still_in_a_transaction_is_cut_off(database: Database) -> None:
    async with database.transaction() as store:
        term = await store.leases.take(VOICE, "first", "a seat", SECONDS)
    assert term

    async def take() -> int | None:
        async with database.transaction() as store:
            return await store.leases.take(VOICE, "second", "another seat", 60)

    with pytest.raises(DBAPIError) as trouble:
        async with database.transaction() as store:
            await store.leases.require(VOICE, term)
            await store.people.add(Person(name="nobody", created_at=MONDAY_NOON))
            await store.flush()
            assert await take() is None
            await asyncio.sleep(1.2 * SECONDS)
            assert await take() == term + 1
            await store.flush()
            await store.people.all()

    assert is_outage(trouble.value)
    async with database.reading() as store:
        assert await store.people.all() == []


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
async def test_who_begins_is_not_cut_off_by_who_takes_the_turn(database: Database) -> None:
    async with database.transaction() as store:
        term = await store.leases.take(VOICE, "first", "a seat", SECONDS)
    assert term
    other = Database(database.url)

    async def begin_too() -> list[str]:
        async with other.transaction() as store:
            await store.leases.alone("beginning")
            return [one.name for one in await store.people.all()]

    async with database.transaction() as store:
        await store.leases.alone("beginning")
        waiting = asyncio.create_task(begin_too())
        await asyncio.sleep(1.2 * SECONDS)
        async with database.transaction() as second:
            assert await second.leases.take(VOICE, "second", "another seat", 60) == term + 1
        await store.people.add(Person(name="begun", created_at=MONDAY_NOON))
    assert await waiting == ["begun"]
    await other.close()


async def test_the_trouble_of_the_work_is_told(database: Database, tmp_path: Path) -> None:
    async def work() -> None:
        raise OperatorError("only the operator can help")

    turn = Turn(Database(database.url), Seat(tmp_path), seconds=SECONDS)
    with pytest.raises(OperatorError, match="only the operator"):
        await turn.run(work)
    await turn.end()


def test_a_folder_is_shared_or_one_process_alone_has_it(tmp_path: Path) -> None:
    refused = pytest.raises(OperatorError, match="Another dcbot")
    with together_in(tmp_path), together_in(tmp_path), refused, alone_in(tmp_path):
        pass
    with alone_in(tmp_path), pytest.raises(OperatorError, match="process"), together_in(tmp_path):
        pass


def test_a_seat_is_nobody_elses_to_read(tmp_path: Path) -> None:
    seat, other = Seat(tmp_path), Seat(tmp_path)
    assert seat.take() and not other.take()
    assert ((tmp_path / SEAT).stat().st_mode & 0o777) == 0o600
    assert not seat.clear(), "a process does not kill itself"
    seat.close()
    assert other.take()
    other.close()
