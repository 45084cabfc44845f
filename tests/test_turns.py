"""Turns: whose message is handled when; what breaks or is put off keeps nobody else waiting."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any

import pytest

from dcbot.arguments import Words
from dcbot.command import Call, Registry, command
from dcbot.message import Attached, Membership
from storage.database import Database
from storage.errands import Errand, ErrandState
from storage.inbox import Event, EventState
from tests.world import ROOM, World, create_tables, settle_people


class Brittle:
    """A kind that breaks on whatever it reads."""

    label = "glass"

    def read(self, words: Words, last: bool) -> str:
        raise RuntimeError("broken on purpose")


@command("name")
async def name(call: Call) -> str:
    """Tell the person's name."""
    return f"You are {call.person.name}."


@command("brittle")
async def brittle(call: Call, glass: Annotated[str, Brittle()]) -> str:
    """Never reached."""
    return "never"


@command("count", errand="count bytes")
async def count(call: Call) -> str:
    """Count what is attached."""
    assert call.errand is not None
    return str(call.errand.get("bytes", call.errand.get("mistake")))


class Worker:
    """Counts bytes; waits until it is let go, and breaks as often as it is told."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.go.set()
        self.kills = 0

    async def __call__(self, arguments: Mapping[str, Any], seconds: float) -> dict[str, Any]:
        if self.kills:
            self.kills -= 1
            raise asyncio.CancelledError
        await self.go.wait()
        return {"bytes": arguments["attachments"][0]["size"]}


class Stage(World):
    """A world in which people can say the commands above, and no others."""

    def __init__(self, database: Database) -> None:
        self.worker = Worker()
        registry = Registry()
        for handler in (name, brittle, count):
            registry.add(handler)
        super().__init__(
            database,
            registry=registry,
            flood_per_minute=5,
            workers={"count bytes": self.worker},
        )


@pytest.fixture
async def stage(database: Database) -> Stage:
    """The stage, with Jo and Mei."""
    await create_tables(database)
    async with database.transaction() as store:
        await settle_people(store, "matrix", {who: World.address(who) for who in ("jo", "mei")})
    return Stage(database)


FILE = {
    "attachments": [Attached("a.bin", "application/octet-stream", 7, uri="mxc://x/y").as_document()]
}


async def handle(stage: Stage) -> list[str]:
    """Handle and carry what can be now, without doing errands; returns what was said."""
    before = len(stage.wire.carried)
    while await stage.app.router.step() == 0:
        pass
    while await stage.app.courier.step() == 0:
        pass
    return [one.text for one in stage.wire.carried[before:]]


async def test_a_line_that_breaks_the_reading_keeps_nobody_waiting(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.CRITICAL):
        await stage.hand_in(stage.said("jo", "!brittle x"), stage.said("mei", "!name"))
        assert await handle(stage) == ["You are Mei."]
        for _ in range(3):
            stage.pass_time(seconds=10)
            await stage.app.settle()

    assert stage.wire.carried[-1].text.startswith("Something broke; nothing was changed.")
    assert await stage.say("jo", "!name") == ["You are Jo."]


async def test_what_is_no_message_breaks_in_silence(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    joined = Membership(
        transport="matrix",
        event_id="$joined",
        place=ROOM,
        sender=World.address("mei"),
        sent_at=stage.now,
        change="joined",
        extra={"kind": "no such kind"},
    )
    with caplog.at_level(logging.CRITICAL):
        await stage.happens(joined)
        for _ in range(3):
            stage.pass_time(seconds=10)
            await stage.app.settle()

    assert stage.wire.carried == []


async def test_while_an_errand_is_done_the_next_of_its_sender_waits_and_nobody_else(
    stage: Stage,
) -> None:
    await stage.hand_in(
        stage.said("jo", "!count", extra=FILE),
        stage.said("jo", "!name"),
        stage.said("mei", "!name"),
        stage.said("jo", "!name", direct=True),
    )
    assert await handle(stage) == ["You are Mei.", "You are Jo."]
    await stage.app.settle()
    assert [one.text for one in stage.wire.carried[2:]] == ["7", "You are Jo."]


@pytest.mark.threat("T20")
async def test_a_flood_is_answered_in_its_order(stage: Stage) -> None:
    events = [stage.said("jo", "!name") for _ in range(20)]
    await stage.happens(*events)
    stage.pass_time(seconds=70)
    later = stage.said("jo", "!name")
    await stage.happens(later)
    for _ in range(20):
        stage.pass_time(seconds=12)
        await stage.app.settle()

    answered = [one.about for one in stage.wire.carried if one.about]
    assert answered == [*(event.event_id for event in events), later.event_id]


async def test_who_keeps_flooding_is_told_so_once(stage: Stage) -> None:
    for _ in range(60):
        stage.pass_time(seconds=11.9)
        await stage.happens(stage.said("jo", "!name"))

    assert len([one for one in stage.wire.carried if one.to_person]) == 1


async def killed(stage: Stage) -> None:
    """The process ends while it does an errand; the lease of the errand runs out."""
    with pytest.raises(asyncio.CancelledError):
        await stage.app.errands.step()
    async with stage.database.transaction() as store:
        errand = await store.errands.get(1)
        assert errand is not None
        errand.lease_until = stage.now - timedelta(days=400)


async def test_an_errand_whose_process_is_killed_is_done_by_the_next(stage: Stage) -> None:
    stage.worker.kills = 1
    await stage.hand_in(stage.said("jo", "!count", extra=FILE))
    await handle(stage)
    await killed(stage)

    anew = Stage(stage.database)
    await anew.app.settle()
    assert [one.text for one in anew.wire.carried] == ["7"]


async def test_an_errand_that_kills_each_process_is_given_up(stage: Stage) -> None:
    await stage.hand_in(stage.said("jo", "!count", extra=FILE))
    await handle(stage)
    for _ in range(3):
        stage.worker.kills = 1
        await killed(stage)
    await stage.app.settle()

    assert [one.text for one in stage.wire.carried] == [
        "The file could not be fetched or read; please try again."
    ]


async def test_the_result_for_a_redacted_message_is_dropped(stage: Stage) -> None:
    said = stage.said("jo", "!count", extra=FILE)
    await stage.hand_in(said)
    await handle(stage)
    await stage.hand_in(stage.redacted("jo", said.event_id))
    await stage.app.settle()

    assert stage.wire.carried == []
    async with stage.database.reading() as store:
        event = await store.session.get(Event, 1)
        errand = await store.session.get(Errand, 1)
        assert event is not None and errand is not None
        assert (event.state, event.extra) == (EventState.VOID, {})
        assert (errand.state, errand.arguments, errand.result) == (ErrandState.DONE, {}, None)


async def test_an_errand_is_due_by_the_same_clock_that_wrote_it(stage: Stage) -> None:
    stage.pass_time(days=4000)
    assert await stage.say("jo", "!count", extra=FILE) == ["7"]
