"""The message's way: once is once, what breaks leaves nothing, each line stands alone."""

from __future__ import annotations

import pytest

from tests.world import World


async def test_a_command_in_a_room_is_answered_once_as_a_reply(world: World) -> None:
    said = world.said("jo", "!help help")

    first = await world.happens(said)
    again = await world.happens(said)

    assert [one.about for one in first] == [said.event_id]
    assert first[0].text.startswith("`!help [command]`")
    assert again == []


@pytest.mark.threat("T94")
async def test_talk_in_a_room_is_let_pass_and_its_words_are_not_kept(world: World) -> None:
    said = world.said("jo", "my neighbour said the coalition list is long")

    assert await world.happens(said) == []
    async with world.database.reading() as store:
        event = await store.inbox.by_event("matrix", said.event_id)
    assert event is not None and event.text == ""


async def test_an_unknown_command_is_answered_privately_with_the_nearest(world: World) -> None:
    carried = await world.happens(world.said("jo", "!hepl"))

    assert [(one.place, one.to_person, one.text) for one in carried] == [
        ("@jo:example.org", True, "“!hepl” is no command. Did you mean `!help [command]`?")
    ]


async def test_a_redacted_command_that_was_not_run_is_not_run(world: World) -> None:
    said = world.said("jo", "!help")
    await world.hand_in(said)

    assert await world.happens(world.redacted("jo", said.event_id)) == []


async def test_an_edit_of_a_command_that_only_read_runs(world: World) -> None:
    said = world.said("jo", "!hepl")
    await world.happens(said)

    carried = await world.happens(world.edited("jo", said.event_id, "!help help"))

    assert [one.text.split("\n")[0] for one in carried] == ["`!help [command]`"]


@pytest.mark.threat("T11")
async def test_somebody_elses_edit_of_a_message_runs_nothing(world: World) -> None:
    said = world.said("jo", "good morning")
    await world.happens(said)

    assert await world.happens(world.edited("mei", said.event_id, "!help")) == []


async def test_a_greeting_in_a_direct_chat_gets_next_steps(world: World) -> None:
    answers = await world.say("jo", "hello", direct=True)

    assert len(answers) == 1 and "`!coalition list`" in answers[0]
