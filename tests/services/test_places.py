"""Places: whose they are, who may read there, and how one is meant from elsewhere."""

from __future__ import annotations

import pytest

from dcbot.message import Membership
from storage.base import Audience
from tests.conversation import WireStage, parse, play
from tests.world import ROOM, World

AUDIENCE = """# Who may read what is recorded in a room
amina> !place group dcad
bot> This room belongs to DCAD (Accessibility and Disability) now. It is private.
amina> !place language fr
bot> ✅
jo> !place
bot> This room belongs to DCAD (Accessibility and Disability), set by Amina on 23 November 2026.
     - purpose: not set
     - language: French (fr), set by Amina on 23 November 2026
     - zone: UTC, as for the whole group
     - audience: private, so only those who are there may read what is recorded there
amina> !place audience public
bot> Only coordinators of DCAD and the Secretariat can say who may read a place of the group…
lena> !place audience public
bot> Public means: what is recorded in this room of DCAD from now on, such as minutes…
amina> yes
lena> no
bot> Nothing was changed; the place is private.
lena> !place audience public
bot> Public means: what is recorded in this room of DCAD from now on, such as minutes…
lena> yes
bot> From now on everybody may read what is recorded there.
lena> !place audience public
bot> The audience of this place is public already.
amina> !place audience private
bot> From now on only those who are there may read what is recorded there.
kofi> !place group dc3
bot> Only coordinators of DCAD and the Secretariat can give its place to another group…
lena> !place audience group
bot> From now on the members of the group may read what is recorded there.
lena> !place group dccg
bot> This room belongs to DCCG (Coordination) now. It is private again, until a coordinator…
"""


async def test_audience_is_a_coordinators_to_widen(world: World) -> None:
    await play(parse(AUDIENCE), WireStage(world))


async def test_new_place_is_private(world: World) -> None:
    await world.say("jo", "!help help")

    async with world.database.reading() as store:
        place = await store.places.at("matrix", ROOM)
    assert place and place.audience is Audience.PRIVATE


@pytest.mark.threat("T7")
async def test_yes_after_the_place_changed_hands_makes_nothing_public(world: World) -> None:
    await world.say("amina", "!place group dcad")
    await world.say("lena", "!place audience public")
    await world.say("lena", "!place group dc3")

    (answer,) = await world.say("lena", "yes")

    assert answer.startswith("The place belongs to another group since you were asked.")


@pytest.mark.threat("T30")
async def test_room_is_named_from_elsewhere_by_those_who_may_know_of_it(world: World) -> None:
    await world.happens(
        Membership(
            transport="matrix",
            event_id="$joined",
            place=ROOM,
            sender=World.address("sana"),
            sent_at=world.now,
            change="joined",
            extra={"name": "Access talks"},
        )
    )
    await world.say("amina", "place group access talks: DCAD", direct=True)

    put = await world.say("amina", "place purpose Access talks: Talks: all", direct=True)
    shown = await world.say("amina", "place access talks", direct=True)
    hidden = await world.say("jo", "place access talks", direct=True)
    refused = await world.say("kofi", "place language access talks: fr", direct=True)

    assert put == ["The purpose of this room is now Talks: all."]
    assert shown[0].startswith(
        "The room “Access talks” belongs to DCAD (Accessibility and Disability)"
    )
    for answers in (hidden, refused):
        assert answers[0].startswith("No place that you may know of is called “access talks”.")


async def test_group_of_the_place_is_meant_where_none_is_named(world: World) -> None:
    await world.say("amina", "!place group dcad")

    (put,) = await world.say("amina", "!group set zone Africa/Accra")
    (given,) = await world.say("amina", "!standing give Jo member")
    (shown,) = await world.say("jo", "!group")

    assert put == "The zone of DCAD is now Africa/Accra."
    assert given == "Jo is now a member of DCAD, with no end."
    assert shown.startswith("DCAD (Accessibility and Disability): language English (en), zone Af")
