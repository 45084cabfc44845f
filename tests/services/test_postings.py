"""Postings: what goes to whole places waits five minutes, goes once, or was recalled for good."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from dcbot.services import announcements, baseline, places
from storage.outbox import Letter, LetterState
from storage.places import Place
from storage.postings import Posting, PostingState
from tests.wire import Carried
from tests.world import ROOM, World

LIST = "dc3@lists.example.org"
LINE = "!announce DC3: We meet on Thursday"


@pytest.fixture
async def dc3(world: World) -> World:
    """The world, in which the room and a list belong to DC3."""
    async with world.database.transaction() as store:
        group = await store.groups.by_key("dc3")
        assert group is not None
        for transport, address in (("matrix", ROOM), ("mail", LIST)):
            place = await places.known(store, transport, address, direct=False, now=world.now)
            place.group_id = group.id
    return world


async def went(world: World) -> list[Carried]:
    """What has come to the room and the list besides answers."""
    everything = [*world.wire.carried, *world.elsewhere.carried]
    return [one for one in everything if "We meet on" in one.text]


async def states(world: World) -> list[LetterState]:
    """What became of the letters of postings."""
    async with world.database.reading() as store:
        found = await store.session.scalars(select(Letter).where(Letter.posting_id.is_not(None)))
        return [letter.state for letter in found]


async def test_it_is_held_and_then_goes_once_to_each_place(dc3: World) -> None:
    (answer,) = await dc3.say("kofi", f"{LINE}\nat **three**\n> said before\n\nAll are welcome.")

    assert answer.startswith(f"This goes to a room and the list “{LIST}” of DC3 at 12:05 UTC.")
    dc3.pass_time(minutes=4, seconds=59)
    await dc3.app.settle()
    assert await went(dc3) == []

    dc3.pass_time(seconds=1)
    for _ in range(3):
        await dc3.app.settle()
        dc3.pass_time(minutes=1)

    assert [one.place for one in await went(dc3)] == [ROOM, LIST]
    (text, _) = (one.text for one in await went(dc3))
    assert text == (
        "**To DC3, from Kofi:**\n\nWe meet on Thursday\nat \\*\\*three\\*\\*\n\nAll are welcome."
    )


async def test_a_bare_stop_recalls_it_for_good(dc3: World) -> None:
    await dc3.say("kofi", LINE)
    dc3.pass_time(minutes=4)

    (answer,) = await dc3.say("kofi", "stop")

    assert answer.startswith("Recalled: nothing goes to a room and the list")
    dc3.pass_time(hours=1)
    await dc3.app.settle()
    assert await went(dc3) == []
    assert await states(dc3) == [LetterState.RECALLED] * 2
    async with dc3.database.reading() as store:
        (posting,) = await store.session.scalars(select(Posting))
    assert (posting.state, posting.recalled_by) == (PostingState.RECALLED, "Kofi")


async def test_a_stop_that_comes_too_late_is_told_so(dc3: World) -> None:
    await dc3.say("kofi", LINE)
    dc3.pass_time(minutes=6)
    await dc3.app.settle()

    assert (await dc3.say("kofi", "stop"))[0].startswith("Gone already: it was sent to a room")
    assert (await dc3.say("kofi", "!stop"))[0].startswith("Gone already: it was sent to a room")
    assert len(await went(dc3)) == 2


@pytest.mark.threat("T101")
async def test_nobody_else_stops_it(dc3: World) -> None:
    await dc3.say("kofi", LINE)

    assert await dc3.say("amina", "stop") == []
    assert "Nothing of yours is held" in (await dc3.say("amina", "!stop"))[0]
    dc3.pass_time(minutes=5)
    await dc3.app.settle()

    assert len(await went(dc3)) == 2


async def test_of_several_it_is_asked_which(dc3: World) -> None:
    await dc3.say("kofi", "!group set DC3: announcements 5")
    await dc3.say("kofi", LINE, direct=True)
    (second,) = await dc3.say("kofi", "!announce DC3: We meet on Friday", direct=True)

    assert second.endswith("2 of yours are held now; this one is `!stop 2`.")
    (asked,) = await dc3.say("kofi", "stop", direct=True)
    assert asked.startswith("2 of yours are held. Say which:\n- `!stop 1`: a room and the list")
    await dc3.say("kofi", "!stop 1", direct=True)
    now = await dc3.say("kofi", "send now", direct=True)

    assert any(one.startswith("It goes out now, to a room") for one in now)
    assert {one.text.rpartition("\n")[2] for one in await went(dc3)} == {"We meet on Friday"}


async def test_a_reply_to_the_letter_means_that_one(dc3: World) -> None:
    await dc3.say("kofi", "!group set DC3: announcements 5")
    (first,) = await dc3.happens(dc3.said("kofi", LINE, direct=True))
    await dc3.say("kofi", "!announce DC3: We meet on Friday", direct=True)

    await dc3.say("kofi", "stop", direct=True, about=first.event_id)
    dc3.pass_time(minutes=5)
    await dc3.app.settle()

    assert {one.text.rpartition("\n")[2] for one in await went(dc3)} == {"We meet on Friday"}


async def test_after_one_has_gone_a_bare_stop_means_the_one_that_is_held(dc3: World) -> None:
    await dc3.say("kofi", "!group set DC3: announcements 5")
    await dc3.say("kofi", LINE)
    dc3.pass_time(minutes=6)
    await dc3.say("kofi", "!announce DC3: We meet on Friday")

    assert (await dc3.say("kofi", "stop"))[0].startswith("Recalled")
    assert {one.text.rpartition("\n")[2] for one in await went(dc3)} == {"We meet on Thursday"}


@pytest.mark.threat("T102")
async def test_lists_have_a_budget_and_rooms_have_none(dc3: World) -> None:
    await dc3.say("kofi", LINE)
    dc3.pass_time(minutes=6)
    await dc3.app.settle()

    (asked,) = await dc3.say("kofi", "!announce DC3: We meet on Friday")

    assert asked.startswith("The lists of DC3 are to get 1 announcement a week")
    assert "- 23 November 2026, by Kofi\n" in asked
    assert (await dc3.say("kofi", "no")) == ["Nothing was announced."]
    await dc3.say("kofi", "!announce DC3: We meet on Friday")
    assert (await dc3.say("kofi", "yes"))[0].startswith("This goes to a room and the list")

    async with dc3.database.transaction() as store:
        await store.session.execute(
            update(Place).where(Place.transport == "mail").values(left_at=dc3.now)
        )
    assert (await dc3.say("kofi", "!announce DC3: Rooms"))[0].startswith("This goes to a room of")
    dc3.pass_time(days=8)
    async with dc3.database.reading() as store:
        group = await store.groups.by_key("dc3")
        assert group is not None
        assert not (await announcements.spent(store, group, now=dc3.now)).used


async def test_the_courier_and_a_stop_at_the_same_moment_agree(dc3: World) -> None:
    """Whoever changes the row first has decided: the answer is true, whichever it is."""
    await dc3.say("kofi", "!group set DC3: announcements 50")
    for number in range(8):
        dc3.pass_time(minutes=6)
        await dc3.app.settle()
        before, said = len(await went(dc3)), len(dc3.wire.carried)
        await dc3.say("kofi", LINE)
        dc3.pass_time(minutes=5)
        await dc3.hand_in(dc3.said("kofi", "stop"))
        steps = [dc3.app.router.step(), dc3.app.courier.step()]
        await asyncio.gather(*(steps if number % 2 else reversed(steps)))
        await dc3.app.settle()

        answer = next(
            one.text
            for one in dc3.wire.carried[said:]
            if one.text.startswith(("Gone already", "Recalled"))
        )
        sent = len(await went(dc3)) - before
        assert sent == (0 if answer.startswith("Recalled") else 2)


async def test_a_restore_sets_aside_what_was_held(dc3: World) -> None:
    await dc3.say("kofi", LINE)
    async with dc3.database.transaction() as store:
        await baseline.begin(store, transports=[], made_at=dc3.now, now=dc3.now)
    dc3.now += timedelta(minutes=10)
    await dc3.app.settle()

    assert await went(dc3) == []
    assert await states(dc3) == [LetterState.DEAD] * 2
    assert (await dc3.say("kofi", "!stop"))[0].startswith("It was set aside at 12:00 UTC")


@pytest.mark.threat("T103")
async def test_what_somebody_announced_goes_no_more_once_they_may_not(dc3: World) -> None:
    await dc3.say("kofi", LINE)

    (told,) = await dc3.say("lena", "!standing end Kofi representative of DC3")
    dc3.pass_time(minutes=10)
    await dc3.app.settle()

    assert await went(dc3) == []
    assert told.startswith("Kofi is no longer a representative of DC3. What they announced to ")
    assert told.endswith(" is recalled.")


async def test_what_was_recalled_stays_so_after_the_bot_was_killed(dc3: World) -> None:
    await dc3.say("kofi", "!group set DC3: announcements 5")
    await dc3.say("kofi", LINE, direct=True)
    await dc3.say("kofi", "!announce DC3: We meet on Friday", direct=True)
    await dc3.hand_in(dc3.said("kofi", "!stop 1", direct=True))
    # It is killed between the stop and its answer, and one of the two was never stopped.
    await dc3.app.router.step()

    again = World(dc3.database)
    again.now = dc3.now + timedelta(minutes=6)
    await again.app.settle()
    await again.app.settle()

    assert {one.text.rpartition("\n")[2] for one in await went(again)} == {"We meet on Friday"}
    assert len(await went(again)) == 2
