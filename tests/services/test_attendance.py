"""Attendance: what a place may hear of rolls that are for the group alone."""

from __future__ import annotations

from typing import Any

from storage.base import Audience
from tests.held import belong, hold
from tests.world import World

ELSEWHERE = "!corridor:example.org"
ASKED = ("!attendance DC3", "!attendance", "!attendance in DCCG")


async def heard(world: World, **where: Any) -> list[str]:
    """What Lena, who coordinates the group, is told there in answer to each question."""
    return ["\n".join(await world.say("lena", one, **where)) for one in ASKED]


async def test_a_roll_of_the_group_alone_is_not_told_to_other_places(world: World) -> None:
    await hold(world, audience=Audience.GROUP)
    world.pass_time(days=14)
    await world.app.settle()

    at_home, alone = await heard(world), await heard(world, direct=True)
    elsewhere = await heard(world, place=ELSEWHERE)
    async with world.database.transaction() as store:
        await belong(store, world, "dccg", Audience.PUBLIC)
    now_public = await heard(world)

    assert at_home == alone
    assert "Kofi" in at_home[0] and "DC3: 1 of 1" in at_home[1] and "Kofi" in at_home[2]
    for answers in (elsewhere, now_public):
        assert all(one.startswith("No meeting of DCCG has a confirmed roll") for one in answers)
        assert not any(word in one for one in answers for word in ("Kofi", "DCCG 1", "Not counted"))


async def test_a_roll_that_everybody_may_read_is_told_anywhere(world: World) -> None:
    await hold(world)
    world.pass_time(days=14)
    await world.app.settle()

    first, *_ = await heard(world, place=ELSEWHERE)

    assert "Kofi" in first
