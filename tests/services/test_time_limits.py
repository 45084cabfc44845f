"""Time limits: what is told of points and speakers, when, and how often."""

from __future__ import annotations

import pytest

from dcbot.services import time_limits
from tests.wire import Carried
from tests.world import ROOM, World

OTHER = "!other:example.org"


@pytest.fixture
async def held(world: World) -> World:
    """A meeting that is being recorded, with two points on its agenda."""
    await world.say("sana", "!place group DCCG")
    await world.say("lena", "!meeting schedule DCCG call 23 November 2026 at 13:00 UTC, 1 hour")
    await world.say("lena", "yes")
    await world.say("lena", "!agenda add DCCG: Main session, 10 minutes")
    await world.say("lena", "!agenda add DCCG: Calendar, 1 minute")
    world.pass_time(hours=1)
    await world.say("lena", "#startmeeting")
    return world


async def later(world: World, minutes: float) -> list[str]:
    """What the room is told when so many minutes have passed at once."""
    before = len(world.wire.carried)
    world.pass_time(minutes=minutes)
    await world.app.settle()
    return told(world.wire.carried[before:])


def told(carried: list[Carried]) -> list[str]:
    return [one.text for one in carried if one.place == ROOM]


async def test_a_point_is_warned_of_once_and_over_once(held: World) -> None:
    await held.say("lena", "#topic Main session")

    assert await later(held, 7.9) == []
    assert await later(held, 0.1) == ["2 minutes are left for “Main session”."]
    assert await later(held, 2) == ["The time for “Main session” is over: 10 minutes."]
    # Taken up again, nothing more is told of it.
    await held.say("lena", "#topic Something else")
    await held.say("lena", "dcbot, take up point 1")
    assert await later(held, 8) == await later(held, 2) == []


async def test_a_point_of_one_minute_is_not_warned_of(held: World) -> None:
    await held.say("lena", "#topic Calendar")

    assert await later(held, 1) == ["The time for “Calendar” is over: 1 minute."]


async def test_what_the_bot_tells_is_no_part_of_the_minutes(held: World) -> None:
    await held.say("lena", "#topic Main session")
    await later(held, 8)

    (shown,) = await held.say("lena", "!minutes so far")
    assert "are left" not in shown


@pytest.mark.parametrize("then", ["#topic Calendar", "#topic Lunch", "#undo", "#endmeeting"])
async def test_nothing_is_told_once_something_else_goes_on(held: World, then: str) -> None:
    await held.say("lena", "#topic Main session")
    held.pass_time(minutes=7)
    await held.say("lena", then)

    texts = await later(held, 1.5) + await later(held, 10)
    assert not [one for one in texts if "Main session" in one]


async def test_who_was_away_hears_first_what_was_said_meanwhile(held: World) -> None:
    """After a long way to the bot, the next topic may stand in what comes in then."""
    await held.say("lena", "#topic Main session")
    held.pass_time(minutes=15)
    await held.app.settle()
    held.pass_time(minutes=1)

    assert await later(held, 0) == [
        "The time for “Main session” is over: 10 minutes, since 13:10 UTC."
    ]
    await held.say("lena", "#topic Calendar")
    held.pass_time(minutes=5)
    await held.app.settle()
    await held.say("lena", "#topic Lunch")
    assert await later(held, 5) == []


async def test_another_process_goes_on_with_it(held: World) -> None:
    await held.say("lena", "#topic Main session")
    held.pass_time(minutes=5)
    again = World(held.database)
    again.now = held.now

    assert await later(again, 3) == ["2 minutes are left for “Main session”."]


async def test_a_speaker_has_so_long_and_no_longer_limit_of_an_earlier_one(held: World) -> None:
    await held.say("lena", "#timelimit 1 minute")
    await held.say("lena", "dcbot, the floor to Amina")
    held.pass_time(minutes=0.5)
    await held.say("lena", "dcbot, time limit: 3 minutes")

    assert await later(held, 1) == []
    assert await later(held, 1.5) == ["The time of Amina is over: 3 minutes."]
    assert await later(held, 10) == []


@pytest.mark.parametrize(
    "then", ["#timelimit off", "dcbot, the floor to Kofi", "#topic Calendar", "dcbot, stop timing"]
)
async def test_a_speaker_who_speaks_no_longer_is_left_alone(held: World, then: str) -> None:
    await held.say("lena", "#timelimit 2 minutes")
    await held.say("lena", "dcbot, the floor to Amina")
    held.pass_time(minutes=1)
    await held.say("lena", then)

    assert not [one for one in await later(held, 1.5) if "Amina" in one]


async def test_what_the_group_does_not_wish_to_hear_of_points_it_hears_of_speakers(
    held: World,
) -> None:
    await held.say("lena", "!group set DCCG: timers not told")
    await held.say("lena", "#topic Main session")
    await held.say("lena", "#timelimit 90 seconds")
    await held.say("lena", "dcbot, the floor to Amina")

    assert await later(held, 1.5) == ["The time of Amina is over: 90 seconds."]
    assert await later(held, 10) == []


@pytest.mark.parametrize(
    ("seconds", "said"), [(60, "1 minute"), (90, "90 seconds"), (120, "2 minutes"), (1, "1 second")]
)
def test_short_times_are_said_as_people_do(seconds: int, said: str) -> None:
    assert time_limits.length(seconds) == said
