"""Hostile people: who repeats, dates ahead, floods or dresses up words gains nothing by it."""

from __future__ import annotations

import itertools
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from dcbot.message import Membership
from dcbot.transports.markup import to_html
from storage.inbox import Event
from tests.services.test_contacts import agree
from tests.test_commands import COMMANDS
from tests.world import ROOM, World

DRESSED_UP = [
    '<img src="x" onerror="alert(1)">',
    "<b>the Secretariat</b>",
    "[the minutes](https://evil.example)",
    "**Omar**, your operator",
    "`!forget me`",
    "\u202eeht tairaterces",
]
"""What shows as something else where it is not taken literally."""


async def test_an_event_of_a_known_id_is_not_another_one(world: World) -> None:
    first = world.said("jo", "!help help")
    again = world.said("omar", "!standing give Jo operator", event_id=first.event_id)

    assert len(await world.happens(first, again)) == 1
    assert await world.happens(again) == []
    async with world.database.reading() as store:
        (kept,) = await store.session.scalars(select(Event))
    assert (kept.sender, kept.text) == ("@jo:example.org", "!help help")


async def test_dating_ahead_does_not_get_round_the_limit(world: World) -> None:
    # Each message has a minute of its own, in the years to come.
    flood = [
        world.said("jo", "!help help", sent_at=world.now + timedelta(days=400, minutes=number))
        for number in range(70)
    ]

    carried = await world.happens(*flood)

    answers = [one for one in carried if one.text.startswith("`!help")]
    assert len(answers) == 60
    assert any("more slowly" in one.text for one in carried)


async def test_dating_back_does_not_go_before_others(world: World) -> None:
    first = world.said("mei", "!help help")
    second = world.said("jo", "!help help", sent_at=world.now - timedelta(days=4000))

    carried = await world.happens(first, second)

    assert [one.about for one in carried] == [first.event_id, second.event_id]


async def test_a_flood_delays_nobody_else(world: World) -> None:
    flood = [world.said("jo", "!help help") for _ in range(150)]
    other = world.said("mei", "!help help")

    carried = await world.happens(*flood, other)

    # The clock of the world has not moved: what is put off still waits.
    assert other.event_id in [one.about for one in carried]
    assert flood[-1].event_id not in [one.about for one in carried]


@pytest.mark.parametrize("words", DRESSED_UP)
async def test_a_relayed_message_shows_as_it_was_written(world: World, words: str) -> None:
    async with world.database.transaction() as store:
        await agree(store, "amina", "dcad")

    carried = await world.happens(world.said("jo", f"!contact DCAD: {words}"))

    (letter,) = [one for one in carried if one.place == "@amina:example.org"]
    assert "Jo writes to you" in letter.text
    shown = to_html(letter.text)
    assert set(re.findall(r"<(\w+)", shown)) <= {"p", "blockquote", "br"}
    assert "\u202e" not in shown


@pytest.mark.parametrize("name", DRESSED_UP)
async def test_the_name_of_a_room_shows_as_it_was_written(world: World, name: str) -> None:
    await world.happens(
        Membership(
            transport="matrix",
            event_id="$renamed",
            place=ROOM,
            sender="@mei:example.org",
            sent_at=world.now,
            change="joined",
            extra={"name": name, "kind": "room"},
        )
    )

    for line in ("!place", "!group DCAD", "!about"):
        for shown in map(to_html, await world.say("jo", line)):
            assert not re.search(r'href="[^"]*evil', shown)
            assert not re.search(r"<img|<b>|<code>!forget", shown)
            assert "<strong>Omar" not in shown and "\u202e" not in shown


async def test_no_address_of_a_person_is_said_in_a_room(world: World) -> None:
    lines = [example.said for command in COMMANDS for example in command.examples]
    lines += ["person Amina", "standing DCAD", "group DCAD", "contact DCAD", "whoami"]
    asker = itertools.cycle(("amina", "omar", "sana", "lena"))

    for line in dict.fromkeys(lines):
        if line.startswith(("forget", "handover", "me link", "me unlink")):
            continue
        who = next(asker)
        carried = await world.happens(world.said(who, f"!{line}"))
        world.pass_time(minutes=2)
        said = "\n".join(one.text for one in carried if not one.to_person)
        assert not re.search(r"@(amina|kofi|lena|sana|omar|jo|mei):example\.org", said), line
