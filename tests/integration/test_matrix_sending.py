"""Letters on a real homeserver: every act, every refusal, and each shown once."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from dcbot.demo.homeserver import Homeserver
from dcbot.demo.member import Member
from dcbot.errors import Undeliverable, Unreachable
from dcbot.transports.matrix import contents
from dcbot.transports.matrix.asking import path_of
from storage.outbox import Act
from tests.integration.conftest import PASSWORD, numbers
from tests.integration.sender import Mouth, bodies_in, letter, room_of, said_in
from tests.integration.sender import bot as bot


@pytest.fixture
async def room(jo: Member, bot: Mouth) -> str:
    """A room of Jo's, in which the bot is."""
    return await room_of(jo, bot)


async def test_a_letter_is_a_notice_with_words_and_html(bot: Mouth, jo: Member, room: str) -> None:
    asked = await jo.say(room, "!coalition DCAD")
    text = "**DCAD** says `@room`, see [its site](https://dcad.example).\n\n- one\n- two"
    ids = await bot.send(letter(room, text, about=asked))
    (event,) = await said_in(room, jo, bot.user_id)
    assert [event["event_id"]] == ids
    content = event["content"]
    assert content["msgtype"] == "m.notice"
    assert content["body"] == (
        "DCAD says “@room”, see its site (https://dcad.example).\n\n- one\n- two"
    )
    assert content["format"] == "org.matrix.custom.html"
    assert content["formatted_body"].startswith("<p><strong>DCAD</strong> says <code>@room</code>")
    assert content["m.mentions"] == {}
    assert content["m.relates_to"] == {"m.in_reply_to": {"event_id": asked}}


async def test_the_same_letter_again_is_the_same_event(bot: Mouth, jo: Member, room: str) -> None:
    first = await bot.send(letter(room, "Once"))
    again = await asyncio.gather(*(bot.send(letter(room, "Once")) for _ in range(5)))
    assert all(ids == first for ids in again)
    assert await bodies_in(room, jo, bot.user_id) == ["Once"]
    (event,) = await said_in(room, jo, bot.user_id)
    assert "formatted_body" not in event["content"]


@pytest.mark.threat("T18")
async def test_those_whom_the_letter_names_are_mentioned(bot: Mouth, jo: Member, room: str) -> None:
    extra = {"mentions": [jo.user_id, "nobody", 7]}
    await bot.send(letter(room, "Your turn", extra=extra))
    (event,) = await said_in(room, jo, bot.user_id)
    assert event["content"]["m.mentions"] == {"user_ids": [jo.user_id]}


async def test_an_answer_stays_in_its_thread(bot: Mouth, jo: Member, room: str) -> None:
    start = await jo.say(room, "Let us plan")
    asked = await jo.say(room, "!help", thread=start)
    await bot.send(letter(room, "Help", about=asked, thread=start))
    await bot.send(letter(room, "And more", thread=start))
    answer, more = await said_in(room, jo, bot.user_id)
    assert answer["content"]["m.relates_to"] == {
        "rel_type": "m.thread",
        "event_id": start,
        "is_falling_back": False,
        "m.in_reply_to": {"event_id": asked},
    }
    assert more["content"]["m.relates_to"] == {
        "rel_type": "m.thread",
        "event_id": start,
        "is_falling_back": True,
        "m.in_reply_to": {"event_id": start},
    }


async def test_an_answer_whose_thread_cannot_be_is_said_all_the_same(
    bot: Mouth, jo: Member, room: str
) -> None:
    start = await jo.say(room, "Start")
    within = await jo.say(room, "Within", thread=start)
    for _ in range(2):
        await bot.send(letter(room, "Answer", thread=within, about="$nowhere"))
    (event,) = await said_in(room, jo, bot.user_id)
    assert event["content"]["body"] == "Answer"


async def test_an_edit_changes_the_message(bot: Mouth, jo: Member, room: str) -> None:
    (first,) = await bot.send(letter(room, "14 days left"))
    await bot.send(letter(room, "**13** days left", act=Act.EDIT), first)
    _, event = await said_in(room, jo, bot.user_id)
    content = event["content"]
    assert content["m.relates_to"] == {"rel_type": "m.replace", "event_id": first}
    assert content["body"] == "* 13 days left"
    assert content["m.new_content"]["body"] == "13 days left"
    assert content["m.new_content"]["formatted_body"] == "<p><strong>13</strong> days left</p>"
    assert content["m.new_content"]["m.mentions"] == content["m.mentions"] == {}


async def test_a_reaction_stands_once(bot: Mouth, jo: Member, room: str) -> None:
    asked = await jo.say(room, "!join DC3")
    ids = await bot.send(letter(room, "✅", about=asked, act=Act.REACT))
    again = await bot.send(letter(room, "✅", key="of another", about=asked, act=Act.REACT))
    assert again == []
    (event,) = await said_in(room, jo, bot.user_id)
    assert [event["event_id"]] == ids
    relation = {"rel_type": "m.annotation", "event_id": asked, "key": "✅"}
    assert event["content"]["m.relates_to"] == relation


async def test_a_message_is_taken_back(bot: Mouth, jo: Member, room: str) -> None:
    (first,) = await bot.send(letter(room, "Wrong"))
    redaction = letter(room, "", key="redact", about=first, act=Act.REDACT)
    assert await bot.look_up(redaction) is None
    ids = await bot.send(redaction)
    assert await bot.send(redaction) == ids
    assert await bot.look_up(redaction) == ids
    (event,) = await said_in(room, jo, bot.user_id)
    assert event["content"] == {}


@pytest.mark.threat("T25")
async def test_a_long_letter_goes_in_parts_each_once(bot: Mouth, jo: Member, room: str) -> None:
    asked = await jo.say(room, "!help")
    lines = [f"- {number}: **word** {'言葉 & <' * 8}" for number in range(1500)]
    long = letter(room, "\n".join(lines), key="long", about=asked)
    ids = await bot.send(long)
    assert await bot.send(long) == ids
    events = await said_in(room, jo, bot.user_id)
    assert [event["event_id"] for event in events] == ids
    assert len(ids) > 2
    for event in events:
        size = len(json.dumps(event["content"], ensure_ascii=False).encode())
        assert size < 42_000
    replies = ["m.relates_to" in event["content"] for event in events]
    assert replies == [True] + [False] * (len(ids) - 1)
    shown = "\n".join(event["content"]["body"] for event in events).split("\n")
    assert shown == [line.replace("**", "") for line in lines]


@pytest.mark.parametrize(
    "text",
    [
        "\ud800 lone \udfff surrogates",
        "nul \x00 and bell \x07",
        "\u202eturned\u2066",
        "\\" * 60_000,
        "&" * 60_000,
        "<b>" * 20_000,
        "\n" * 20_000 + "x",
        "`" * 30_001,
        "🏳️‍🌈" * 8_000,
    ],
    ids=[
        "surrogates",
        "controls",
        "bidi",
        "backslashes",
        "ands",
        "tags",
        "lines",
        "ticks",
        "flags",
    ],
)
async def test_hostile_words_arrive(bot: Mouth, jo: Member, room: str, text: str) -> None:
    ids = await bot.send(letter(room, text, key="hostile"))
    events = await said_in(room, jo, bot.user_id)
    assert [event["event_id"] for event in events] == ids


@pytest.mark.threat("T47")
async def test_nothing_is_said_in_an_encrypted_room(bot: Mouth, jo: Member) -> None:
    room = await room_of(jo, bot, encrypted=True)
    asked = await jo.say(room, "in clear, for the test")
    for one in (
        letter(room, "Secret"),
        letter(room, "✅", about=asked, act=Act.REACT),
        letter(room, "File", act=Act.UPLOAD),
    ):
        with pytest.raises(Undeliverable, match="encrypted"):
            await bot.send(one)
    assert await said_in(room, jo, bot.user_id) == []


@pytest.mark.threat("T47")
async def test_a_room_that_became_encrypted_hears_no_more(
    bot: Mouth, jo: Member, room: str
) -> None:
    await bot.send(letter(room, "In clear"))
    # Nobody has told the bot: what it hears may be late.
    await jo.set_state(room, "m.room.encryption", {"algorithm": "m.megolm.v1.aes-sha2"})
    with pytest.raises(Undeliverable, match="encrypted"):
        await bot.send(letter(room, "Secret"))
    assert await bodies_in(room, jo, bot.user_id) == ["In clear"]


async def test_who_was_sent_away_is_told_to_be_invited(bot: Mouth, jo: Member, room: str) -> None:
    await bot.send(letter(room, "Here"))
    await jo.kick(room, bot.user_id)
    with pytest.raises(Undeliverable, match="Invite it there"):
        await bot.send(letter(room, "There"))
    with pytest.raises(Undeliverable, match="Invite it there"):
        await bot.send(letter("!nowhere:demo.local", "There"))


async def test_who_may_not_speak_is_told_of_its_power(bot: Mouth, jo: Member, room: str) -> None:
    levels = await jo.state(room, "m.room.power_levels")
    await jo.set_state(room, "m.room.power_levels", {**levels, "events_default": 50})
    with pytest.raises(Undeliverable, match="power level"):
        await bot.send(letter(room, "Hello"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"act": Act.REACT, "text": "✅"},
        {"act": Act.REACT, "text": " ", "about": "$x"},
        {"act": Act.REDACT, "text": ""},
        {"act": Act.UPLOAD, "text": ""},
        {"act": Act.SAY, "text": " \n"},
        {"act": Act.REDACT, "text": "", "about": "$nowhere"},
    ],
)
async def test_a_letter_that_says_nothing_is_given_up(
    bot: Mouth, room: str, wrong: dict[str, object]
) -> None:
    with pytest.raises(Undeliverable):
        await bot.send(letter(room, key="wrong", **wrong))  # type: ignore[arg-type]


async def test_a_letter_is_found_again_by_its_key(bot: Mouth, jo: Member, room: str) -> None:
    asked = await jo.say(room, "!help")
    letters = [letter(room, f"Letter {number}") for number in range(5)]
    letters.append(letter(room, "👍", about=asked, act=Act.REACT))
    letters.append(letter(room, "Line.\n" * 6000, key="long"))
    ids = [await bot.send(one) for one in letters]
    for number in range(150):
        await bot.send(letter(room, f"Later {number}"))
    assert [await bot.look_up(one) for one in letters] == ids
    assert await bot.look_up(letter(room, "Never sent")) is None
    assert len(ids[-1]) > 1


async def test_of_a_letter_that_went_in_part_only_the_rest_goes(
    bot: Mouth, jo: Member, room: str
) -> None:
    long = letter(room, "Line.\n" * 9000, key="long")
    parts = contents.said(long)
    # As after more than a day: the homeserver does not know the transaction any more.
    for part in parts[:2]:
        transaction = f"forgotten {part[contents.MARK]['part']}"
        path = path_of("rooms", room, "send", "m.room.message", transaction)
        await bot.session.ask("PUT", path, part)
    assert await bot.look_up(long) is None
    ids = await bot.send(long)
    events = await said_in(room, jo, bot.user_id)
    assert [event["event_id"] for event in events] == ids
    assert len(ids) == len(parts) > 2
    assert await bot.look_up(long) == ids


async def test_a_letter_that_waits_already_goes_with_the_first_sign_in(
    homeserver: Homeserver, jo: Member, bot: Mouth, room: str, tmp_path: Path
) -> None:
    account = await homeserver.login(bot.user_id, PASSWORD)
    after_start = Mouth(homeserver.url, account, tmp_path / "new")
    await asyncio.gather(*(after_start.send(letter(room, word)) for word in ("one", "two")))
    await after_start.close()
    assert set(await bodies_in(room, jo, bot.user_id)) == {"one", "two"}


async def test_a_login_that_ended_is_renewed_and_the_letter_goes(
    homeserver: Homeserver, jo: Member, tmp_path: Path
) -> None:
    account = await homeserver.register(f"bot-{next(numbers)}", PASSWORD)
    mouth = await Mouth.open(homeserver.url, account, tmp_path, password=True)
    try:
        room = await room_of(jo, mouth)
        first = await mouth.send(letter(room, "Before"))
        await mouth.session.ask("POST", path_of("logout"))
        with pytest.raises(Unreachable, match="signed in again"):
            await mouth.send(letter(room, "After"))
        await mouth.send(letter(room, "After"))
        assert await mouth.send(letter(room, "Before")) == first
        assert await bodies_in(room, jo, mouth.user_id) == ["Before", "After"]
    finally:
        await mouth.close()


async def test_a_revoked_token_keeps_the_letter(bot: Mouth, jo: Member, room: str) -> None:
    await bot.session.ask("POST", path_of("logout"))
    for _ in range(2):
        with pytest.raises(Unreachable, match="not signed in"):
            await bot.send(letter(room, "Hello"))
