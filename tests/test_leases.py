"""Of several processes on one database, one at a time hears and speaks, and no paused one more."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from sqlalchemy.exc import DBAPIError

from dcbot.errors import OperatorError
from dcbot.leases import VOICE, Turn
from storage.database import Database
from storage.leases import LeaseLost
from storage.outage import is_outage
from storage.people import Person
from tests.world import MONDAY_NOON

SECONDS = 1.0
Work = Callable[[], Awaitable[None]]


class Worker:
    """A process as far as its turn goes: it counts when it works."""

    def __init__(self, database: Database, name: str, alone: str = "") -> None:
        self.turn = Turn(database, holder=name, seconds=SECONDS, alone=alone)
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

    async def at_work(self, within: float = 10.0) -> float:
        """How long it took until it worked."""
        began = time.monotonic()
        while not self.works:
            assert time.monotonic() - began < within, "it does not work"
            await asyncio.sleep(0.01)
        return time.monotonic() - began


@pytest.fixture
async def two(database: Database) -> AsyncIterator[tuple[Worker, Worker]]:
    """Two processes, of which the first works."""
    first, second = Worker(database, "first"), Worker(database, "second")
    first.start()
    await first.at_work()
    second.start()
    yield first, second
    await first.stop()
    await second.stop()


async def test_one_works_as_long_as_it_renews(two: tuple[Worker, Worker]) -> None:
    first, second = two

    await asyncio.sleep(2.5 * SECONDS)

    assert (first.works, first.begun, second.works) == (True, 1, False)


async def test_who_ends_in_order_hands_over_at_once(two: tuple[Worker, Worker]) -> None:
    first, second = two

    await first.stop()

    assert await second.at_work() < 0.5 * SECONDS


async def test_after_an_end_without_order_the_lease_is_waited_for(database: Database) -> None:
    async with database.transaction() as store:
        await store.leases.take(VOICE, "killed", SECONDS, again=False)
    second = Worker(database, "second")
    second.start()

    waited = await second.at_work()
    await second.stop()

    assert 0.7 * SECONDS < waited < 3 * SECONDS


async def test_who_starts_again_in_its_folder_does_not_wait(database: Database) -> None:
    async with database.transaction() as store:
        await store.leases.take(VOICE, "first", 60, again=False)
    first = Worker(database, "first")
    first.start()

    assert await first.at_work() < SECONDS
    await first.stop()


async def test_a_process_that_wakes_up_changes_nothing(database: Database) -> None:
    paused = Worker(database, "paused")
    voice = database.fenced(paused.turn.require)
    paused.start()
    await paused.at_work()

    # Nothing is renewed while a process stands still, whatever its tasks would do.
    time.sleep(1.3 * SECONDS)
    async with database.transaction() as store:
        assert await store.leases.take(VOICE, "other", 60, again=False)
    with pytest.raises(LeaseLost):
        async with voice.transaction() as store:
            await store.people.add(Person(name="nobody", created_at=MONDAY_NOON))
    await asyncio.sleep(0.2 * SECONDS)

    assert not paused.works and not paused.turn.holds
    await paused.stop()
    async with database.reading() as store:
        assert await store.people.all() == []
        assert await store.leases.holder(VOICE) == "other"


@pytest.mark.parametrize("again", [False, True])
async def test_who_stands_still_in_a_transaction_is_cut_off(
    database: Database, again: bool
) -> None:
    if database.is_sqlite:
        pytest.skip("on SQLite there is one process")
    async with database.transaction() as store:
        term = await store.leases.take(VOICE, "first", 60 if again else SECONDS, again=False)
    assert term

    async def take(holder: str) -> int | None:
        async with database.transaction() as store:
            return await store.leases.take(VOICE, holder, 60, again=again)

    with pytest.raises(DBAPIError) as trouble:
        async with database.transaction() as store:
            await store.leases.require(VOICE, term)
            await store.people.add(Person(name="nobody", created_at=MONDAY_NOON))
            assert await take("second") is None
            await asyncio.sleep(1.2 * SECONDS)
            assert await take("first" if again else "second") == term + 1

    assert is_outage(trouble.value)
    async with database.reading() as store:
        assert await store.people.all() == []


async def test_who_may_share_with_nobody_says_the_way_out(database: Database) -> None:
    async with database.transaction() as store:
        await store.leases.take(VOICE, "other", 60, again=False)
    second = Worker(database, "second", alone="name the same token_file in both")

    with pytest.raises(OperatorError, match="the same token_file"):
        await second.turn.run(second._work)


async def test_the_trouble_of_the_work_is_told(database: Database) -> None:
    async def work() -> None:
        raise OperatorError("only the operator can help")

    with pytest.raises(OperatorError):
        await Turn(database, holder="first", seconds=SECONDS).run(work)
