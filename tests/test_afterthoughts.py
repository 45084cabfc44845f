"""Afterthoughts: edits, redactions and reactions, in whatever order they come."""

from __future__ import annotations

from typing import Any

import pytest

from dcbot.arguments import Text
from dcbot.command import Call, Registry, command, takes_reply
from dcbot.errors import BadArgument
from dcbot.message import Answer, Ask
from storage.database import Database
from storage.inbox import Event
from tests.world import ROOM, World, create_tables, settle_people


@command("note", changes=True)
async def note(call: Call, words: Text) -> Answer:
    """Note something about yourself."""
    call.person.name = words
    return Answer(f"Noted: {words}.")


@command("name")
async def name(call: Call) -> str:
    """Tell the person's name."""
    return f"You are {call.person.name}."


@command("ask")
async def ask(call: Call) -> Answer:
    """Ask for a yes or a no."""
    return Answer("Sure?", ask=Ask("sure"))


@takes_reply("sure")
async def sure(call: Call, reply: str, draft: dict[str, Any]) -> str:
    """Take it."""
    return f"You said {reply}."


@command("number")
async def number(call: Call) -> Answer:
    """Ask for a number."""
    return Answer("Which number?", ask=Ask("number", accepts=()))


@takes_reply("number")
async def numbered(call: Call, reply: str, draft: dict[str, Any]) -> str:
    """Take the number."""
    if not reply.isdigit():
        raise BadArgument(f"“{reply}” is no number. Say one, such as 7.")
    return f"Number {reply}."


@pytest.fixture
async def stage(database: Database) -> World:
    """A world in which people can say the commands above, and no others."""
    registry = Registry()
    for handler in (note, name, ask, sure, number, numbered):
        registry.add(handler)
    world = World(database, registry=registry)
    await create_tables(database)
    async with database.transaction() as store:
        await settle_people(store, "matrix", {who: World.address(who) for who in ("jo", "mei")})
    return world


async def settled(stage: World) -> list[str]:
    """What the bot says about all that waits."""
    before = len(stage.wire.carried)
    await stage.app.settle()
    return [one.text for one in stage.wire.carried[before:]]


async def row(stage: World, event_id: str) -> Event:
    async with stage.database.reading() as store:
        found = await store.inbox.by_event("matrix", event_id)
        assert found is not None
        return found


async def test_a_mistyped_command_mended_before_it_is_handled_runs(stage: World) -> None:
    said = stage.said("jo", "!nmae")
    await stage.hand_in(said, stage.edited("jo", said.event_id, "!name"))

    assert await settled(stage) == ["You are Jo."]


@pytest.mark.parametrize("together", [True, False])
async def test_a_command_edited_into_talk_before_it_is_handled_does_not_run(
    stage: World, together: bool
) -> None:
    said = stage.said("jo", "!note Joanna")
    edit = stage.edited("jo", said.event_id, "good morning")
    for batch in [(said, edit)] if together else [(said,), (edit,)]:
        await stage.hand_in(*batch)

    assert await settled(stage) == []
    assert (await stage.say("jo", "!name")) == ["You are Jo."]


@pytest.mark.threat("T12")
async def test_an_edit_of_an_edit_does_not_run_what_was_run(stage: World) -> None:
    said = stage.said("jo", "!note Joanna")
    first = stage.edited("jo", said.event_id, "!note Josephine")
    await stage.hand_in(said, first)
    assert await settled(stage) == ["Noted: Josephine."]

    await stage.happens(stage.edited("jo", first.event_id, "!note Jocasta"))
    assert await stage.say("jo", "!name") == ["You are Josephine."]


@pytest.mark.parametrize("handled", [True, False])
@pytest.mark.threat("T12")
async def test_an_edit_after_the_redaction_neither_runs_nor_brings_words_back(
    stage: World, handled: bool
) -> None:
    said = stage.said("jo", "!name")
    await stage.hand_in(said)
    if handled:
        await stage.app.settle()
    await stage.happens(stage.redacted("jo", said.event_id))

    edit = stage.edited("jo", said.event_id, "!note Joanna")
    assert await stage.happens(edit) == []
    assert (await row(stage, said.event_id)).text == ""
    assert (await row(stage, edit.event_id)).text == ""


async def test_a_redaction_that_comes_before_its_message_counts(stage: World) -> None:
    said = stage.said("jo", "!note Joanna")
    await stage.happens(stage.redacted("jo", said.event_id))

    assert await stage.happens(said) == []
    assert (await row(stage, said.event_id)).text == ""


@pytest.mark.threat("T13")
async def test_nobody_redacts_what_was_said_elsewhere(stage: World) -> None:
    said = stage.said("jo", "!name")
    await stage.happens(stage.redacted("mei", said.event_id, direct=True))

    assert [one.text for one in await stage.happens(said)] == ["You are Jo."]


async def test_a_redaction_of_the_edit_takes_its_words_from_the_message_too(stage: World) -> None:
    said = stage.said("jo", "!nmae")
    edit = stage.edited("jo", said.event_id, "!name")
    await stage.happens(said)
    await stage.happens(edit)
    await stage.happens(stage.redacted("jo", edit.event_id))

    assert (await row(stage, said.event_id)).text == ""


async def test_of_a_waiting_message_whose_edit_is_redacted_the_first_words_count(
    stage: World,
) -> None:
    said = stage.said("jo", "!name")
    edit = stage.edited("jo", said.event_id, "!note Joanna")
    await stage.hand_in(said, edit, stage.redacted("jo", edit.event_id))

    assert await settled(stage) == ["You are Jo."]


@pytest.mark.threat("T92")
async def test_of_what_was_redacted_nothing_is_kept(stage: World) -> None:
    said = stage.said("jo", "!name", extra={"name": "Jo", "attachments": []})
    await stage.happens(said)
    await stage.happens(stage.redacted("jo", said.event_id))

    kept = await row(stage, said.event_id)
    assert (kept.text, kept.extra) == ("", {})


async def test_a_reaction_taken_back_before_it_is_handled_is_no_answer(stage: World) -> None:
    asked = await stage.happens(stage.said("jo", "!ask"))
    agreed = stage.reacted("jo", asked[0].event_id, "👍")
    await stage.hand_in(agreed)
    await stage.hand_in(stage.redacted("jo", agreed.event_id))

    assert await settled(stage) == []
    assert await stage.say("jo", "no") == ["You said no."]


@pytest.mark.parametrize("reaction", ["👍🏽", "👍🏿", "✔️", "✅"])
async def test_a_thumb_of_any_colour_is_a_yes(stage: World, reaction: str) -> None:
    asked = await stage.happens(stage.said("jo", "!ask"))
    carried = await stage.happens(stage.reacted("jo", asked[0].event_id, reaction))

    assert [one.text for one in carried] == ["You said yes."]


async def test_a_reaction_that_comes_too_late_is_told_so(stage: World) -> None:
    asked = await stage.happens(stage.said("jo", "!ask"))
    stage.pass_time(minutes=16)

    assert await stage.happens(stage.reacted("mei", asked[0].event_id, "👍")) == []
    carried = await stage.happens(stage.reacted("jo", asked[0].event_id, "👍"))
    assert [one.text for one in carried] == [
        "That question is settled or has run out. Say the command again."
    ]


async def test_two_answers_at_once_are_one(stage: World) -> None:
    asked = await stage.happens(stage.said("jo", "!ask"))
    await stage.hand_in(
        stage.reacted("jo", asked[0].event_id, "👍"),
        stage.said("jo", "yes"),
        stage.reacted("jo", asked[0].event_id, "✅"),
    )

    assert await settled(stage) == ["You said yes."]


async def test_a_mistake_in_a_reply_leaves_the_question_open(stage: World) -> None:
    asked = await stage.happens(stage.said("jo", "!number"))
    about = asked[0].event_id

    assert await stage.say("jo", "seven", about=about) == [
        "“seven” is no number. Say one, such as 7."
    ]
    assert await stage.say("jo", "7", about=about) == ["Number 7."]


@pytest.mark.threat("T10")
async def test_an_answer_from_another_place_is_none(stage: World) -> None:
    asked = await stage.happens(stage.said("jo", "!ask"))
    assert asked[0].place == ROOM
    about = asked[0].event_id

    assert await stage.happens(stage.reacted("jo", about, "👍", direct=True)) == []
    assert await stage.say("jo", "yes") == ["You said yes."]
