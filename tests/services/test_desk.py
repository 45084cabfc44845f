"""The desk of the Secretariat: when its letter comes, and what a reply to it does, and does not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from dcbot.roles import Assurance
from dcbot.services import desk_letters, standings
from dcbot.services.desk_reading import Part, is_numbered, read
from storage.outbox import Letter
from storage.slots import SlotDecision
from tests.wire import Carried
from tests.world import World

REQUEST = """slot request DC3
Title: Networks of our own
Description: Mesh networks
Format: round table
Length: 60 minutes
Organisers: Kofi"""


async def request(world: World) -> None:
    """A call, and a request of DC3 that waits to be decided."""
    await world.say("sana", "!cycle add 2027")
    await world.say("sana", "!cycle date 2027 slot requests due: 30 March 2027 at 12:00 UTC")
    await world.say("sana", "yes", extra=await word(world))
    await world.say("sana", "!slot call 2027")
    await world.say("kofi", REQUEST, direct=True)


async def word(world: World) -> dict[str, Any]:
    """What a reply to the bot's last letter holds besides: by mail the word of its question."""
    async with world.database.reading() as store:
        last = await store.session.scalar(select(Letter).order_by(Letter.id.desc()).limit(1))
        token = last.extra.get("token") if last else None
    return {"token": token} if token else {}


async def decisions(world: World) -> list[SlotDecision]:
    """All that was decided of DC3."""
    async with world.database.reading() as store:
        (call,) = await store.slots.calls()
        (asked,) = await store.slots.requests(call.id)
        return (await store.slots.decisions([asked.id]))[asked.id]


async def at(world: World, moment: datetime) -> list[Carried]:
    """What the bot says of its own accord at that moment, after it was down until then."""
    before = len(world.wire.carried)
    world.now = moment
    await world.app.settle()
    return world.wire.carried[before:]


async def test_the_letter_comes_on_monday_morning_in_their_own_zone(world: World) -> None:
    await world.say("sana", "!me zone Pacific/Auckland", direct=True)
    async with world.database.transaction() as store:
        await desk_letters.plan(store, now=world.now)
    await request(world)

    assert not await at(world, datetime(2026, 11, 29, 18, 59, tzinfo=UTC))
    (letter,) = await at(world, datetime(2026, 11, 29, 19, 1, tzinfo=UTC))
    assert letter.to_person and letter.place == world.address("sana")
    assert letter.text.startswith("**1 thing waits for the Secretariat:**\n1. DC3 requests")
    # At eight in UTC, the zone of before, nothing comes again.
    assert not await at(world, datetime(2026, 11, 30, 8, 1, tzinfo=UTC))
    (again,) = await at(world, datetime(2026, 12, 6, 19, 1, tzinfo=UTC))
    assert again.text == letter.text


async def test_a_bot_that_was_down_for_weeks_tells_once_and_goes_on(world: World) -> None:
    await request(world)

    (late,) = await at(world, datetime(2026, 12, 16, 9, 0, tzinfo=UTC))
    assert "1. DC3 requests" in late.text
    assert not await at(world, datetime(2026, 12, 20, 9, 0, tzinfo=UTC))
    assert len(await at(world, datetime(2026, 12, 21, 9, 0, tzinfo=UTC))) == 1


async def test_where_nothing_waits_no_letter_comes(world: World) -> None:
    assert not await at(world, datetime(2026, 11, 30, 9, 0, tzinfo=UTC))
    await request(world)

    assert len(await at(world, datetime(2026, 12, 7, 9, 0, tzinfo=UTC))) == 1


async def test_whoever_left_the_secretariat_gets_none_and_decides_nothing(world: World) -> None:
    await request(world)
    await at(world, datetime(2026, 11, 30, 9, 0, tzinfo=UTC))
    async with world.database.transaction() as store:
        sana = await store.people.at(world.wire.name, world.address("sana"))
        assert sana is not None
        for one in await store.people.standings(world.now, person_id=sana.id):
            await standings.end(store, one, by_name="Omar", now=world.now)

    (answer,) = await world.say("sana", "1 accept", direct=True)
    assert answer.startswith("Only the Secretariat can see what waits")
    assert not await decisions(world)
    assert not await at(world, datetime(2026, 12, 7, 9, 0, tzinfo=UTC))


async def test_two_of_them_decide_once(world: World) -> None:
    await request(world)
    await world.say("sana", "!standing give Mei secretariat")
    for who in ("sana", "mei"):
        await world.say(who, "desk", direct=True)

    (first,) = await world.say("mei", "1 waitlist", direct=True)
    (second,) = await world.say("sana", "1 decline: no report", direct=True)

    assert first.startswith("- 1: DC3, “Networks of our own”: **waiting list**, not released")
    assert second.startswith("- 1: DC3 was decided meanwhile by Mei: **waiting list**.")
    assert len(await decisions(world)) == 1


async def test_a_request_that_changed_is_not_decided_as_it_was(world: World) -> None:
    await request(world)
    await world.say("sana", "desk", direct=True)
    await world.say("kofi", "slot set DC3 title: Other networks", direct=True)

    (answer,) = await world.say("sana", "1 accept", direct=True)

    assert answer.startswith("- 1: DC3 changed its request meanwhile (version 2)")
    assert not await decisions(world)


WEAK: dict[str, Any] = {"assurance": Assurance.WEAK, "direct": True}


@pytest.mark.threat("T51")
async def test_by_mail_only_the_word_of_the_letter_decides(mail_world: World) -> None:
    world, mail = mail_world, WEAK | {"place": "@sana:example.org"}
    await request(world)
    await at(world, datetime(2026, 11, 30, 9, 0, tzinfo=UTC))
    async with world.database.reading() as store:
        asked = select(Letter).where(Letter.key.startswith("desk letter 2026-11-30"))
        (letter,) = await store.session.scalars(asked)
        token = letter.extra["token"]

    for said in ("1 accept", "1 accept, 2 decline: no"):
        (answer,) = await world.happens(world.said("sana", said, **mail))
        assert "does not carry the word of the question" in answer.text
    assert not await decisions(world)
    for _ in range(2):
        await world.happens(world.said("sana", "1 accept", extra={"token": token}, **mail))
    assert [one.result.value for one in await decisions(world)] == ["accepted"]


async def test_what_they_were_asked_is_answered_by_its_number(world: World) -> None:
    await world.say("sana", "!cycle add 2027")
    await world.say(
        "sana", "cycle date 2027 slot requests due: 30 March 2027 at 12:00 UTC", direct=True
    )
    (listed,) = await world.say("sana", "!desk", direct=True)
    assert "1. You were asked on Monday 23 November 2026, 12:00 UTC: “" in listed

    (answer,) = await world.say("sana", "1 ok, 7 yes", direct=True)
    assert answer.startswith("- 1: “ok” does not answer it. Say `yes` or `no`.\n- 7: there is")
    (answer,) = await world.say("sana", "1 yes", direct=True)
    assert answer.startswith("- 1: slot requests due of IGF 2027: Tuesday 30 March 2027")
    (answer,) = await world.say("sana", "1 yes", direct=True)
    assert answer.startswith("- 1: that is settled or has run out, so nothing was done.")


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        (
            "1 accept, 2 decline: reason, 3 ask: which?",
            ["1 accept", "2 decline: reason", "3 ask:…"],
        ),
        ("1. accept\n2) decline: late\n#3 - waitlist", ["1 accept", "2 decline: late", "3 wai…"]),
        ("1 accept 2 decline: it came late", ["1 accept", "2 decline: it came late"]),
        ("1, 2 and 4 accept", ["1 accept", "2 accept", "4 accept"]),
        ("1-3 accept; 5 waitlist.", ["1 accept", "2 accept", "3 accept", "5 waitlist"]),
        (
            "2 decline: late, 2 others came, 3 accept",
            ["2 decline: late, 2 others came", "3 accept"],
        ),
        ("2 decline: no report, 3 acept", ["2 decline: no report", "3 acept"]),
        ("2 decline: they sent\nBest,", ["2 decline: they sent"]),
        (
            "2 decline: no report came in time, though it was asked for in the\nmonth of May",
            ["2 decline: no report came in time, though it was asked for in the month of May"],
        ),
        ("> 1. DC3 requests\n1 accept", ["1 accept"]),
        ("4 received report 2026 on 2 March 2026, 5 accept", ["4 received report…", "5 accept"]),
        ("Hello\naccept", []),
    ],
)
def test_replies_are_taken_apart(said: str, parts: list[str]) -> None:
    found = [f"{one.number} {one.words}" for one in read(said).parts]

    assert len(found) == len(parts)
    for one, wanted in zip(found, parts, strict=True):
        assert one == wanted or (wanted.endswith("…") and one.startswith(wanted[:-1]))


def test_what_has_no_number_is_kept_to_be_told() -> None:
    found = read("Dear bot,\n1 accept\nThanks")

    assert found.parts == [Part(1, "accept")]
    assert found.unread == ["Dear bot,", "Thanks"]


@pytest.mark.parametrize(
    ("said", "numbered"),
    [
        *(("1 accept", True), ("2. decline: no", True), ("1, 3 acept", True)),
        *(("3 coalitions have no slot, why?", False), ("accept", False), ("yes", False)),
        ("2 days later", False),
    ],
)
def test_only_what_looks_like_an_answer_is_taken_for_one(said: str, numbered: bool) -> None:
    assert is_numbered(said) is numbered
