"""Handling: lines that fall alone, questions and who may answer, proofs, floods, errands."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Annotated, Any

import pytest

from dcbot.arguments import Rest, Text
from dcbot.command import Call, Registry, command, takes_reply
from dcbot.errors import UserError
from dcbot.message import Answer, Ask, Attached
from dcbot.roles import Assurance, Role
from dcbot.services import letters
from storage.database import Database
from storage.outbox import Act
from tests.world import ROOM, World, create_tables, settle_people


@command("note", changes=True, assurance=Assurance.MEDIUM)
async def note(call: Call, words: Text) -> Answer:
    """Note something about yourself."""
    call.person.name = words
    return Answer(f"Noted: {words}.", acknowledgement="✅")


@command("break")
async def break_(call: Call, words: Annotated[str, Rest("text")] = "") -> str:
    """Change something, and break."""
    call.person.name = "broken"
    await call.store.flush()
    await letters.to_person(call.store, call.person, "never", key="never", now=call.now)
    if words:
        raise UserError(f"{words} cannot be broken.")
    raise RuntimeError("broken on purpose")


@command("name")
async def name(call: Call) -> Answer:
    """Tell the person's name."""
    return Answer(
        f"You are {call.person.name}, and this is the whole answer.",
        brief=f"You are {call.person.name}.",
    )


@command("wipe", allowed=Role.SECRETARIAT, assurance=Assurance.STRONG, changes=True)
async def wipe(call: Call) -> Answer:
    """Wipe, after asking."""
    return Answer("Wipe all?", ask=Ask("wipe", draft={"what": "all"}))


@takes_reply("wipe")
async def wiped(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Yes or no."""
    return Answer(f"Wiped {draft['what']}." if reply == "yes" else "Nothing was wiped.")


@command("count", errand="count bytes")
async def count(call: Call) -> str:
    """Count what is attached."""
    if call.errand is None:
        raise UserError("Attach a file.")
    if "mistake" in call.errand:
        raise UserError(call.errand["mistake"])
    return f"{call.errand['bytes']} bytes."


async def count_bytes(arguments: Mapping[str, Any], seconds: float) -> dict[str, Any]:
    """An errand that succeeds at its second try."""
    attached = Attached.from_document(arguments["attachments"][0])
    if attached.name == "bad.bin":
        raise UserError("bad.bin is bad.")
    return {"bytes": attached.size}


@pytest.fixture
async def stage(database: Database) -> World:
    """A world in which people can say the commands above, and no others."""
    registry = Registry()
    for handler in (note, break_, name, wipe, wiped, count):
        registry.add(handler)
    world = World(
        database, registry=registry, flood_per_minute=5, workers={"count bytes": count_bytes}
    )
    await create_tables(database)
    async with database.transaction() as store:
        everybody = {who: World.address(who) for who in ("sana", "jo", "mei")}
        await settle_people(store, "matrix", everybody)
    return world


async def test_each_line_stands_alone(stage: World, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.CRITICAL, logger="dcbot.exchange"):
        answers = await stage.say("jo", "!note Joanna\n!break glass\n!break\n!name")

    parts = answers[0].split("\n\n")
    assert parts[:4] == [
        "`note Joanna`",
        "Noted: Joanna.",
        "`break glass`",
        "glass cannot be broken.",
    ]
    assert parts[5].startswith("Something broke; nothing was changed. Reference ")
    assert parts[6:] == ["`name`", "You are Joanna."]
    assert len(answers) == 1


async def test_an_acknowledgement_is_a_reaction_unless_words_are_wished(stage: World) -> None:
    said = stage.said("jo", "!note Jo")
    first = await stage.happens(said)
    assert [(one.act, one.text, one.about) for one in first] == [(Act.REACT, "✅", said.event_id)]

    async with stage.database.transaction() as store:
        person = await store.people.at("matrix", World.address("jo"))
        assert person is not None
        person.wishes = {"words": True}
    assert await stage.say("jo", "!note Jo") == ["Noted: Jo."]


async def test_the_answer_is_brief_in_a_room_and_whole_in_a_direct_chat(stage: World) -> None:
    assert await stage.say("jo", "!name") == ["You are Jo."]
    assert await stage.say("jo", "name", direct=True) == [
        "You are Jo, and this is the whole answer."
    ]


async def test_a_refusal_says_who_may(stage: World) -> None:
    assert await stage.say("jo", "!wipe") == [
        "Only the Secretariat can say “!wipe”. You have no standing here yet. `!whoami` shows your "
        "standing and who can give more."
    ]


@pytest.mark.parametrize(
    ("reply", "answer"),
    [("yes", "Wiped all."), ("Yes!", "Wiped all."), ("no", "Nothing was wiped.")],
)
async def test_a_bare_word_answers_the_open_question(stage: World, reply: str, answer: str) -> None:
    assert await stage.say("sana", "!wipe") == ["Wipe all?"]
    assert await stage.say("sana", "well, perhaps") == []
    assert await stage.say("sana", reply) == [answer]
    assert await stage.say("sana", reply) == []


async def test_a_reaction_answers_and_one_that_means_nothing_does_not(stage: World) -> None:
    asked = await stage.happens(stage.said("sana", "!wipe"))
    question = asked[0].event_id

    assert await stage.happens(stage.reacted("sana", question, "🎉")) == []
    carried = await stage.happens(stage.reacted("sana", question, "👍"))
    assert [one.text for one in carried] == ["Wiped all."]


@pytest.mark.threat("T9")
async def test_only_who_was_asked_can_answer(stage: World) -> None:
    asked = await stage.happens(stage.said("sana", "!wipe"))
    question = asked[0].event_id

    assert await stage.say("jo", "yes") == []
    assert await stage.happens(stage.reacted("jo", question, "👍")) == []
    assert await stage.say("jo", "yes", about=question) == [
        "That question was asked of somebody else; only they can answer it."
    ]
    assert await stage.say("sana", "yes") == ["Wiped all."]


@pytest.mark.threat("T24")
async def test_a_question_runs_out_after_a_quarter_of_an_hour(stage: World) -> None:
    asked = await stage.happens(stage.said("sana", "!wipe"))
    stage.pass_time(minutes=15)

    assert await stage.say("sana", "yes") == []
    stage.pass_time(minutes=2)
    assert await stage.say("sana", "!name") == ["You are Sana."]
    assert asked[0].text == "Wipe all?"


@pytest.mark.threat("T24")
async def test_of_two_open_questions_the_bot_asks_which(stage: World) -> None:
    first = await stage.happens(stage.said("sana", "!wipe"))
    await stage.happens(stage.said("sana", "!wipe"))

    assert await stage.say("sana", "yes") == [
        "2 questions wait for your answer here. Reply to the one that you mean."
    ]
    assert await stage.say("sana", "yes", about=first[0].event_id) == ["Wiped all."]
    assert await stage.say("sana", "no") == ["Nothing was wiped."]


async def test_a_word_that_does_not_answer_is_told_so_where_it_is_a_reply(stage: World) -> None:
    asked = await stage.happens(stage.said("sana", "!wipe"))

    assert await stage.say("sana", "perhaps", about=asked[0].event_id) == [
        "“perhaps” does not answer the question. Say `yes` or `no`."
    ]


@pytest.mark.parametrize("again", ["!note  Joanna", " !note Joanna ", "!note\u00a0Joanna"])
async def test_an_edit_that_only_moves_words_apart_says_nothing(stage: World, again: str) -> None:
    said = stage.said("jo", "!note Joanna")
    await stage.happens(said)

    assert await stage.happens(stage.edited("jo", said.event_id, again)) == []


@pytest.mark.threat("T12")
async def test_an_edit_of_what_changed_something_is_not_run(stage: World) -> None:
    said = stage.said("jo", "!note Joanna")
    await stage.happens(said)

    carried = await stage.happens(stage.edited("jo", said.event_id, "!note Josephine"))

    assert [one.text for one in carried] == [
        "What was done at 12:00 UTC stands: “!note Joanna”. An edit does not change it. "
        "To change it, say the new command in a message of its own."
    ]
    assert await stage.say("jo", "!name") == ["You are Joanna."]


async def test_an_edit_before_handling_counts_instead_of_the_first_words(stage: World) -> None:
    said = stage.said("jo", "!note Jonna")
    await stage.hand_in(said, stage.edited("jo", said.event_id, "!note Joanna"))
    await stage.app.settle()

    assert len(stage.wire.carried) == 1
    assert await stage.say("jo", "!name") == ["You are Joanna."]


async def test_an_edit_of_a_failed_command_runs(stage: World) -> None:
    said = stage.said("jo", "!break glass")
    await stage.happens(said)

    carried = await stage.happens(stage.edited("jo", said.event_id, "!name"))
    assert [one.text for one in carried] == ["You are Jo."]
    assert await stage.happens(stage.edited("jo", said.event_id, "!name")) == []


@pytest.mark.threat("T20")
async def test_a_flood_is_answered_slowly_and_told_so_once(stage: World) -> None:
    events = [stage.said("jo", "!name") for _ in range(9)]
    carried = await stage.happens(*events)
    slowed = [one for one in carried if one.to_person]
    assert len(carried) - len(slowed) == 5
    assert [one.text for one in slowed] == [
        "That is more than 5 commands in a minute. All of them will be answered, but the next "
        "ones more slowly."
    ]
    assert await stage.say("mei", "!name") == ["You are Mei."]

    for _ in range(60):
        stage.pass_time(seconds=1)
        await stage.app.settle()
    answered = [one.about for one in stage.wire.carried if one.about]
    assert sorted(answered.count(event.event_id) for event in events) == [1] * 9


async def test_a_letter_follows_its_message_into_the_thread(stage: World) -> None:
    said = stage.said("jo", "!name", thread="$root")
    carried = await stage.happens(said)

    assert [(one.place, one.thread, one.about) for one in carried] == [
        (ROOM, "$root", said.event_id)
    ]


def with_file(name: str) -> dict[str, Any]:
    """What a message tells of a file that came with it."""
    attached = Attached(name, "application/octet-stream", 7, uri="mxc://x/y")
    return {"attachments": [attached.as_document()]}


async def test_a_command_waits_for_its_errand(stage: World) -> None:
    assert await stage.say("jo", "!count") == ["Attach a file."]
    assert await stage.say("jo", "!count", extra=with_file("good.bin")) == ["7 bytes."]
    assert await stage.say("jo", "!count", extra=with_file("bad.bin")) == ["bad.bin is bad."]


@pytest.mark.threat("T51")
async def test_a_mail_that_asks_for_more_than_it_proves_is_confirmed_by_its_word(
    database: Database, stage: World
) -> None:
    mail = World(database, "mail", registry=stage.app.router.desk.registry)
    async with database.transaction() as store:
        await settle_people(store, "mail", {"sana": World.address("sana")})
    weak = {"direct": True, "assurance": Assurance.WEAK}

    asked = await mail.say("sana", "wipe", **weak)
    assert "> “wipe”" in asked[0]
    async with database.reading() as store:
        letter = await store.outbox.by_key("answer to mail $event1")
    assert letter is not None
    token = letter.extra["token"]

    # Nobody else's mail, and no made-up word, confirms it.
    assert await mail.say("jo", "yes", extra={"token": token}, **weak) != ["Wipe all?"]
    assert await mail.say("sana", "yes", extra={"token": "0" * 32}, **weak) != ["Wipe all?"]
    # Nor does it where the sender's name, or the id of the question's mail, is all that it has.
    assert await mail.say("sana", "yes", **weak) != ["Wipe all?"]
    assert await mail.say("sana", "yes", about=mail.wire.carried[0].event_id, **weak) != [
        "Wipe all?"
    ]
    # Whoever did not say yes did not agree.
    for other in ("That was not me!", "as if", "yes, but only the first"):
        assert await mail.say("sana", other, extra={"token": token}, **weak) != ["Wipe all?"]
    agreed = await mail.say("sana", "Yes, please.\n\nSana", extra={"token": token}, **weak)
    assert agreed == ["Wipe all?"]
    settled = await mail.say("sana", "yes", extra={"token": token}, **weak)
    assert settled == ["That question is settled or has run out. Say the command again."]


async def test_the_name_of_a_coalition_behind_the_prefix_is_understood(world: World) -> None:
    said = await world.say("jo", "!dcad")

    assert said == await world.say("jo", "!coalition DCAD")


async def test_who_says_too_much_at_once_is_told_where_it_ends(world: World) -> None:
    (many,) = await world.say("jo", "!me zone Europe/Paris\n" * 20 + "!me zone Europe/Rome\n" * 9)
    (long,) = await world.say("jo", f"!contact DCAD: {'word ' * 500}")

    assert many.count("Your zone is Europe/Paris.") == 20 and "Your zone is Europe/Rome" not in many
    assert many.count("nothing was done from here on. Say the rest in another message.") == 1
    assert long == (
        "The line is longer than 2000 characters; nothing was done. Say it in fewer words."
    )
