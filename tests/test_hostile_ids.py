"""Hostile ids: whatever a stranger's message calls itself or refers to, it stops nobody's way."""

from __future__ import annotations

import random
import string
from typing import Any

import pytest

from dcbot.message import Said
from tests.world import ROOM, World

# An index entry of PostgreSQL holds 2,704 bytes; what repeats itself would be packed smaller.
LONG = "".join(random.Random(7).choices(string.ascii_letters, k=60_000))


@pytest.mark.parametrize("field", ["event_id", "about", "thread", "place", "sender"])
@pytest.mark.threat("T43")
async def test_a_long_id_stops_nothing(world: World, field: str) -> None:
    more: dict[str, Any] = {field: LONG}
    await world.happens(world.said("mei", "!help", **more), world.said("jo", "!help help"))

    answers = [one.text.split("\n")[0] for one in world.wire.carried if one.place == ROOM]
    assert answers[-1] == "`!help [command]`"


@pytest.mark.threat("T43")
async def test_two_long_ids_are_two(world: World) -> None:
    first = world.said("jo", "!help help", event_id=LONG + "1")
    second = world.said("jo", "!help help", event_id=LONG + "2")

    assert len(await world.happens(first, second, first)) == 2


@pytest.mark.threat("T62")
async def test_a_mail_with_the_id_of_anothers_keeps_that_from_nothing(mail_world: World) -> None:
    world = mail_world

    def mail(who: str) -> Said:
        return world.said(who, "!help help", event_id="a@b.org", place=world.address(who))

    first = await world.happens(mail("jo"))
    second = await world.happens(mail("amina"))
    again = await world.happens(mail("jo"), mail("amina"))

    assert [one.place for one in [*first, *second]] == [world.address("jo"), world.address("amina")]
    assert again == []
