"""A new baseline: nothing old is done or said again, and operators are told what came since."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dcbot.services import baseline, letters
from storage.outbox import LetterState
from tests.world import World

OMAR = "@omar:example.org"


async def restore(world: World, hours_after: float = 2) -> list[str]:
    """As if the backup had been made now, and restored some hours later."""
    made_at = world.now
    world.pass_time(hours=hours_after)
    async with world.database.transaction() as store:
        return await baseline.begin(store, transports=["matrix"], made_at=made_at, now=world.now)


def told(world: World) -> list[str]:
    """What Omar was told of."""
    return [one.text for one in world.wire.carried if one.place == OMAR]


@pytest.mark.threat("T90")
async def test_what_waited_is_set_aside_and_not_done_or_sent(world: World) -> None:
    async with world.database.transaction() as store:
        await letters.to_address(
            store, "matrix", "@jo:example.org", "Hello", key="k", now=world.now
        )
    await world.hand_in(world.said("jo", "!whoami"))

    said = await restore(world)
    await world.app.settle()

    assert [line.split(";")[0] for line in said] == [
        "1 messages were waiting",
        "1 letters were waiting",
    ]
    assert [one.place for one in world.wire.carried] == [OMAR]
    assert "2026-11-23 12:00 UTC, Jo (@jo:example.org): “!whoami”" in told(world)[0]
    async with world.database.reading() as store:
        (dead,) = await store.outbox.dead()
        assert dead.state is LetterState.DEAD and "2026-11-23 12:00 UTC" in (dead.last_error or "")


@pytest.mark.threat("T90")
async def test_what_was_said_since_is_listed_and_what_is_said_later_is_answered(
    world: World,
) -> None:
    await restore(world)
    old = world.said("jo", "!me zone Asia/Tokyo", sent_at=world.now - timedelta(hours=1))
    world.pass_time(minutes=1)

    (letter,) = await world.happens(old, world.said("mei", "not said to the bot"))
    assert letter.place == OMAR and "!me zone Asia/Tokyo" in letter.text
    assert "not said to the bot" not in letter.text

    # The same batch again, as after a crash: listed once.
    assert await world.happens(old) == []
    (answer,) = await world.say("jo", "!whoami")
    assert "Tokyo" not in answer


async def test_what_was_handled_before_the_backup_is_not_listed(world: World) -> None:
    event = world.said("jo", "!help")
    await world.happens(event)
    await restore(world)

    assert await world.happens(event) == []


async def test_what_was_taken_back_is_not_listed(world: World) -> None:
    await restore(world)
    old = world.said("jo", "!whoami my secret", sent_at=world.now - timedelta(hours=1))

    assert await world.happens(old, world.redacted("jo", old.event_id)) == []


async def test_many_are_listed_in_several_letters(world: World) -> None:
    await restore(world)
    sent_at = world.now - timedelta(hours=1)
    many = [world.said("jo", f"!help {number}", sent_at=sent_at) for number in range(120)]

    letters_of_bot = await world.happens(*many)

    assert [one.text.count("!help") for one in letters_of_bot] == [50, 50, 20]
