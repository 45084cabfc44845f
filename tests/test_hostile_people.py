"""Hostile people: who repeats, dates ahead, floods or dresses up words gains nothing by it."""

from __future__ import annotations

import itertools
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from dcbot.message import Membership, Said
from dcbot.roles import Assurance
from dcbot.services import places
from dcbot.transports.markup import to_html
from storage.errands import Errand
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


@pytest.mark.threat("T42")
async def test_an_event_of_a_known_id_is_not_another_one(world: World) -> None:
    first = world.said("jo", "!help help")
    again = world.said("omar", "!standing give Jo operator", event_id=first.event_id)

    assert len(await world.happens(first, again)) == 1
    assert await world.happens(again) == []
    async with world.database.reading() as store:
        (kept,) = await store.session.scalars(select(Event))
    assert (kept.sender, kept.text) == ("@jo:example.org", "!help help")


@pytest.mark.threat("T44")
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


@pytest.mark.threat("T21")
async def test_a_message_of_many_commands_counts_as_many(world: World) -> None:
    heap = "\n".join(["!help help"] * 20)

    carried = await world.happens(*[world.said("jo", heap) for _ in range(10)])

    assert sum(one.text.count("`help help`") for one in carried) == 60
    for _ in range(8):
        world.pass_time(seconds=20)
        await world.app.settle()
    # Nothing is lost: the other seven follow, each when its twenty lines are due.
    assert sum(one.text.count("`help help`") for one in world.wire.carried) == 200


@pytest.mark.threat("T22")
async def test_who_writes_in_many_places_is_one_who_writes(world: World) -> None:
    flood = [world.said("jo", "!help help", place=f"!room{n}:example.org") for n in range(90)]

    await world.happens(*flood)
    world.pass_time(seconds=10)
    await world.app.settle()

    assert len([one for one in world.wire.carried if one.text.startswith("`!help")]) == 70


@pytest.mark.threat("T21")
async def test_what_was_said_and_redacted_was_said(world: World) -> None:
    heap = "\n".join(["!help help"] * 20)
    for _ in range(6):
        said = world.said("jo", heap)
        await world.happens(said)
        await world.happens(world.redacted("jo", said.event_id))

    answers = [one for one in world.wire.carried if not one.to_person]
    assert sum(one.text.count("`help help`") for one in answers) == 60


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.threat("T61")
async def test_mails_in_somebodys_name_do_not_fill_their_mailbox(mail_world: World) -> None:
    world, proven = mail_world, Assurance.MEDIUM
    forged = {"assurance": Assurance.WEAK, "place": "@amina:example.org"}
    heap = "\n".join(["!coalition list"] * 20)

    for _ in range(5):
        await world.happens(*[world.said("amina", heap, **forged) for _ in range(40)])
        world.pass_time(minutes=10)

    letters = list(world.wire.carried)
    assert len(letters) == 4 and letters[3].text.startswith("More than 60 lines came from your")
    # Her own mails, for which her server stands, are answered at once.
    own = world.said("amina", "!help help", place="@amina:example.org", assurance=proven)
    assert [one.about for one in await world.happens(own)] == [own.event_id]
    world.pass_time(minutes=61)
    again = world.said("amina", "!help help", **forged)
    assert [one.about for one in await world.happens(again)] == [again.event_id]


@pytest.mark.threat("T58")
async def test_a_mail_that_only_claims_to_come_by_a_list_learns_nothing_of_it(
    mail_world: World,
) -> None:
    world, listed = mail_world, "board@lists.example.org"
    async with world.database.transaction() as store:
        place = await places.known(store, "mail", listed, direct=False, now=world.now)
        group = await store.groups.by_key("dcad")
        assert group is not None
        place.name, place.purpose, place.group_id = "The board", "Plan the merger", group.id

    def by_list(who: str, line: str) -> Said:
        mine = {"place": world.address(who), "assurance": Assurance.WEAK}
        mine["extra"] = {"list": listed}
        return world.said(who, line, **mine)

    for line in ("!place", "!group", "!group DCAD", "!standing", "!about"):
        for one in await world.happens(by_list("jo", line)):
            assert "merger" not in one.text and "The board" not in one.text, one.text
    (told,) = await world.happens(by_list("amina", "!place"))
    assert "Plan the merger" in told.text and told.place == world.address("amina")


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
@pytest.mark.threat("T44")
async def test_dating_back_does_not_get_round_the_limit(world: World) -> None:
    # Each message has a minute of its own, in the years before.
    flood = [
        world.said("jo", "!help help", sent_at=world.now - timedelta(days=400, minutes=number))
        for number in range(400)
    ]

    carried = await world.happens(*flood)

    assert len([one for one in carried if one.text.startswith("`!help")]) == 300
    assert any("more slowly" in one.text for one in carried)


@pytest.mark.threat("T61")
async def test_one_mailbox_is_one_however_it_is_written(mail_world: World) -> None:
    world = mail_world
    for number in range(90):
        address = f"amina+{number}@example.org"
        weak = {"assurance": Assurance.WEAK, "place": address, "sender": address}
        await world.happens(world.said("amina", "!help help", **weak))

    assert len([one for one in world.wire.carried if one.text.startswith("`!help")]) == 60


@pytest.mark.threat("T61")
async def test_dated_mails_do_not_get_round_the_hour(mail_world: World) -> None:
    world = mail_world
    forged = {"assurance": Assurance.WEAK, "place": "@amina:example.org"}
    for number in range(90):
        when = world.now - timedelta(days=number)
        await world.happens(world.said("amina", "!help help", sent_at=when, **forged))

    assert len([one for one in world.wire.carried if one.text.startswith("`!help")]) == 60


@pytest.mark.threat("T44")
async def test_dating_back_does_not_go_before_others(world: World) -> None:
    first = world.said("mei", "!help help")
    second = world.said("jo", "!help help", sent_at=world.now - timedelta(days=4000))

    carried = await world.happens(first, second)

    assert [one.about for one in carried] == [first.event_id, second.event_id]


async def test_long_letters_are_no_flood(mail_world: World) -> None:
    letter = "\n".join(["Dear clerk,", *(f"line {n} of what I think" for n in range(40))])
    mail = {"assurance": Assurance.WEAK, "place": "@amina:example.org", "direct": True}

    for _ in range(20):
        answers = await mail_world.happens(mail_world.said("amina", letter, **mail))
        assert len(answers) == 1 and "passed over" not in answers[0].text


@pytest.mark.threat("T97")
async def test_a_flood_of_reactions_is_handled_slowly(world: World) -> None:
    (asked,) = await world.happens(world.said("jo", "forget me", direct=True))
    flood = [world.reacted("jo", asked.event_id, f"{n}", direct=True) for n in range(400)]

    await world.hand_in(*flood)
    await world.app.settle()

    async with world.database.reading() as store:
        assert await store.inbox.count_waiting() == 401 - 300
    assert (await world.say("mei", "!help help"))[0].startswith("`!help")


@pytest.mark.threat("T72")
async def test_nobody_has_the_bot_fetch_files_for_what_they_may_not_say(world: World) -> None:
    file = {"name": "a.csv", "media_type": "text/csv", "size": 9, "uri": "mxc://evil.org/a"}
    for who in ("jo", "amina"):
        said = world.said(who, "!coalition import", extra={"attachments": [file]})
        (answer,) = await world.happens(said)
        assert answer.text.startswith("Only coordinators and the Secretariat can say"), answer.text

    async with world.database.reading() as store:
        assert list(await store.session.scalars(select(Errand))) == []


@pytest.mark.threat("T20")
async def test_a_flood_delays_nobody_else(world: World) -> None:
    flood = [world.said("jo", "!help help") for _ in range(150)]
    other = world.said("mei", "!help help")

    carried = await world.happens(*flood, other)

    # The clock of the world has not moved: what is put off still waits.
    assert other.event_id in [one.about for one in carried]
    assert flood[-1].event_id not in [one.about for one in carried]


@pytest.mark.parametrize("words", DRESSED_UP)
@pytest.mark.threat("T16")
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
@pytest.mark.threat("T17")
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


@pytest.mark.threat("T27")
async def test_no_address_of_a_person_is_said_in_a_room(file_world: World) -> None:
    world = file_world
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
