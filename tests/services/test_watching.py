"""Watching: what operators are told of, in which words, how often, and what they are spared."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from dcbot.errors import Undeliverable, Unreachable
from dcbot.services import letters, tidying, watching
from storage.database import Database
from storage.timetable import Job
from tests.conftest import with_world
from tests.templates import Databases
from tests.world import World

OMAR = "@omar:example.org"


class Watch:
    """A world in which the bot watches, with a disk that a test may fill."""

    def __init__(self, database: Database) -> None:
        self.free = {"folder": 10**10, "database": 10**10}
        watched = watching.Watched(lambda: self.free, 500_000_000, ("matrix",))
        self.breaks = False

        async def tidy(store: object, job: Job, now: object) -> None:
            if self.breaks:
                raise ZeroDivisionError("on purpose")

        self.world = World(
            database, duties={watching.DUTY: watching.duty(watched), tidying.DUTY: tidy}
        )

    async def begin(self) -> None:
        async with self.world.database.transaction() as store:
            await watching.plan(store, now=self.world.now)
        await self.world.app.settle()

    async def later(self, **time: float) -> list[str]:
        """What Omar is told then."""
        before = len(self.world.wire.carried)
        self.world.pass_time(**time)
        await self.world.app.settle()
        return [one.text for one in self.world.wire.carried[before:] if one.place == OMAR]


@pytest.fixture
async def watch(databases: Databases) -> AsyncIterator[Watch]:
    watch = Watch(Database(databases.filled("world", with_world)))
    await watch.begin()
    yield watch
    await watch.world.database.close()


async def test_where_all_is_well_nobody_is_told_anything(watch: Watch) -> None:
    for _ in range(3):
        assert await watch.later(minutes=5, seconds=1) == []


@pytest.mark.threat("T85")
async def test_a_disk_that_is_nearly_full_is_told_once_a_day(watch: Watch) -> None:
    watch.free["database"] = 99_000_000

    (told,) = await watch.later(minutes=5, seconds=1)
    assert told.startswith("The disk with the database is nearly full: 99 MB are free.")

    assert await watch.later(minutes=5, seconds=1) == []
    assert len(await watch.later(days=1)) == 1


async def test_a_dead_letter_is_told_with_its_reason_and_no_second_time(watch: Watch) -> None:
    watch.world.wire.fail_with = [Undeliverable("the bot may not write there")]
    await watch.world.say("jo", "!help")

    (told,) = await watch.later(minutes=5, seconds=1)
    assert told.startswith("A letter could not be carried and was given up:\n- to ")
    assert "the bot may not write there" in told and "`dcbot outbox`" in told
    assert await watch.later(days=1) == []

    watch.world.wire.fail_with = [Undeliverable("again")]
    await watch.world.say("jo", "!help")
    assert len(await watch.later(minutes=6)) == 1


async def test_a_second_dead_letter_of_a_day_is_told_the_day_after(watch: Watch) -> None:
    for why in ("one", "two"):
        watch.world.wire.fail_with = [Undeliverable(why)]
        await watch.world.say("jo", "!help")
        await watch.later(minutes=5, seconds=1)

    (told,) = await watch.later(days=1)
    assert "two" in told and "one" not in told.partition(":")[2].replace("@one", "")


async def test_a_warning_that_cannot_be_carried_warns_of_nothing(watch: Watch) -> None:
    watch.free["folder"] = 1
    watch.world.wire.fail_with = [Undeliverable("no chat with Omar")]
    assert await watch.later(minutes=5, seconds=1) == []

    watch.free["folder"] = 10**10
    assert await watch.later(minutes=5, seconds=1) == []


@pytest.mark.threat("T49")
async def test_letters_that_are_stuck_are_told_when_they_can_be(watch: Watch) -> None:
    world = watch.world
    async with world.database.transaction() as store:
        await letters.to_address(
            store, "matrix", "@jo:example.org", "Hello", key="k", now=world.now
        )
    world.wire.fail_with = [Unreachable("connection refused", after=1200)]
    await watch.later(minutes=1)

    told = await watch.later(minutes=21)

    assert [text.split(":")[0] for text in told] == ["Letters are stuck"]


async def test_a_letter_for_a_way_that_is_not_there_is_not_stuck(watch: Watch) -> None:
    world = watch.world
    async with world.database.transaction() as store:
        await letters.to_address(store, "console", "operator", "Hello", key="k", now=world.now)

    assert await watch.later(minutes=30) == []


@pytest.mark.threat("T85")
async def test_a_duty_that_failed_is_told_by_its_name(watch: Watch) -> None:
    watch.breaks = True
    told = []
    for _ in range(20):
        told += await watch.later(minutes=10)

    assert len(told) == 1
    assert told[0].startswith("A duty failed again and again and was given up:\n- tidy, due 2026-")
    assert "ZeroDivisionError: on purpose" in told[0]


async def test_one_look_is_planned_whatever_happens(watch: Watch) -> None:
    await watch.begin()
    for _ in range(3):
        await watch.later(minutes=5, seconds=1)
        await watch.begin()

    async with watch.world.database.reading() as store:
        assert len(await store.timetable.waiting(watching.DUTY)) == 1
