"""The timetable: each due job once, its effect and its mark together, given up visibly."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dcbot.services import letters, tidying
from storage.database import Database
from storage.inbox import EventState
from storage.store import Store
from storage.timetable import Job, JobState
from tests.world import ROOM, World


async def remind(store: Store, job: Job, now: datetime) -> None:
    """A duty that writes a letter."""
    await letters.to_address(store, "matrix", ROOM, job.key, key=job.key, now=now)


async def fail(store: Store, job: Job, now: datetime) -> None:
    """A duty that writes a letter and then breaks."""
    await remind(store, job, now)
    raise RuntimeError("this duty is broken")


def world_with_duties(database: Database) -> World:
    return World(database, duties={"remind": remind, "fail": fail, "tidy": tidying.tidy})


async def test_a_job_is_done_once_when_it_is_due(database: Database) -> None:
    world = world_with_duties(database)
    async with database.transaction() as store:
        await store.timetable.add("later", "remind", world.now + timedelta(hours=1))
        await store.timetable.add("now", "remind", world.now)
        await store.timetable.add("now", "remind", world.now)
    await world.app.settle()
    assert [one.text for one in world.wire.carried] == ["now"]

    world.pass_time(hours=2)
    await world.app.settle()
    await world.app.settle()
    assert [one.text for one in world.wire.carried] == ["now", "later"]


async def test_a_duty_that_breaks_leaves_nothing_and_is_given_up(database: Database) -> None:
    world = world_with_duties(database)
    async with database.transaction() as store:
        await store.timetable.add("broken", "fail", world.now)
    for _ in range(8):
        await world.app.settle()
        world.pass_time(hours=1)

    assert world.wire.carried == []
    async with database.reading() as store:
        job = await store.timetable.by_key("broken")
        assert job is not None and job.state is JobState.FAILED and job.attempts == 5
        assert job.last_error == "RuntimeError: this duty is broken"


@pytest.mark.threat("T85")
async def test_a_duty_that_must_go_on_begins_anew_after_it_was_given_up(
    database: Database,
) -> None:
    world = World(database, duties={"fail": fail}, for_ever=("fail",))
    async with database.transaction() as store:
        await store.timetable.add("broken", "fail", world.now)
    for _ in range(9):
        await world.app.settle()
        world.pass_time(minutes=20)
    async with database.reading() as store:
        assert [job.key for job in await store.timetable.failed()] == ["broken"]
        (job,) = await store.timetable.waiting("fail")
        assert job.attempts > 0

    # What kept it from working is mended.
    mended = World(database, duties={"fail": remind}, for_ever=("fail",))
    mended.now = world.now + timedelta(hours=2)
    await mended.app.settle()
    assert [one.text for one in mended.wire.carried] == [job.key]


async def test_a_job_that_another_process_holds_is_left_alone(database: Database) -> None:
    world = world_with_duties(database)
    async with database.transaction() as store:
        await store.timetable.add("held", "remind", world.now)
        job = await store.timetable.by_key("held")
        assert job is not None
        job.lease_until = await store.clock() + timedelta(minutes=1)
    await world.app.settle()

    assert world.wire.carried == []


@pytest.mark.threat("T93")
async def test_tidying_blanks_what_is_a_month_old_and_plans_itself(database: Database) -> None:
    world = world_with_duties(database)
    async with database.transaction() as store:
        await tidying.plan(store, now=world.now)
    said = world.said("jo", "!help help")
    await world.happens(said)
    world.pass_time(days=29)
    await world.app.settle()
    assert await words_of(world, said.event_id) == ("!help help", True)

    world.pass_time(days=2)
    await world.app.settle()
    assert await words_of(world, said.event_id) == ("", False)
    async with database.reading() as store:
        planned = await store.timetable.next_moment()
    assert planned is not None and planned > world.now


async def words_of(world: World, event_id: str) -> tuple[str, bool]:
    """What is kept of an event, and whether its answer's words are kept."""
    async with world.database.reading() as store:
        event = await store.inbox.by_event("matrix", event_id)
        letter = await store.outbox.by_key(f"answer to matrix {event_id}")
        assert event is not None and letter is not None and event.state is EventState.HANDLED
        return event.text, bool(letter.text)
