"""Contacts: messages reach those who agreed, replies come back, and no address is shown."""

from __future__ import annotations

import pytest

from storage.contacts import Contact
from storage.store import Store
from tests.world import MONDAY_NOON, World


async def agree(store: Store, who: str, key: str) -> None:
    """Somebody of the world has agreed to be asked about a group."""
    person = await store.people.at("matrix", World.address(who))
    group = await store.groups.by_key(key)
    assert person is not None and group is not None
    store.contacts.add(
        Contact(
            group_id=group.id,
            person_id=person.id,
            proposed_by="the test",
            proposed_at=MONDAY_NOON,
            consented_at=MONDAY_NOON,
        )
    )


@pytest.fixture
async def asked(world: World) -> World:
    """The world in which Amina and Mei may be asked about DCAD."""
    async with world.database.transaction() as store:
        await agree(store, "amina", "dcad")
        await agree(store, "mei", "dcad")
    return world


@pytest.mark.threat("T27")
async def test_who_can_be_asked_is_told_by_name_and_without_address(asked: World) -> None:
    (answer,) = await asked.say("jo", "!contact DCAD")

    assert answer.startswith("Amina and Mei have agreed to be asked about DCAD.")
    assert "example.org:" not in answer and "@amina" not in answer


async def test_a_message_reaches_all_contacts_and_the_reply_comes_back(asked: World) -> None:
    said = asked.said("jo", "!contact DCAD: When is your next *call*?\nI would like to come.")
    carried = await asked.happens(said)

    answer = next(one for one in carried if not one.to_person)
    letters = {one.place: one for one in carried if one.to_person}
    assert answer.text.startswith("Your message goes to the 2 contacts of DCAD as from Jo")
    assert set(letters) == {"@amina:example.org", "@mei:example.org"}
    letter = letters["@amina:example.org"]
    assert letter.text == (
        "Jo writes to you as a contact of DCAD:\n\n"
        "> When is your next \\*call\\*?\n> I would like to come.\n\n"
        "Reply to this message by 23 December 2026 and I carry one reply back to Jo. "
        "Neither of you is told the other's address."
    )

    reply = asked.said(
        "amina", "On Friday, **all** are welcome.", direct=True, about=letter.event_id
    )
    back = {one.place: one.text for one in await asked.happens(reply)}
    assert back["!direct-amina:example.org"] == "Your reply goes to Jo, without your address."
    assert back["@jo:example.org"].startswith(
        "Amina replies to your message about DCAD:\n\n> On Friday, \\*\\*all\\*\\* are welcome.\n\n"
    )
    assert "@amina" not in back["@jo:example.org"]


async def test_the_conversation_can_go_on(asked: World) -> None:
    carried = await asked.happens(asked.said("jo", "contact DCAD: Hello", direct=True))
    letter = next(one for one in carried if one.place == "@mei:example.org")
    first = asked.said("mei", "Hello back", direct=True, about=letter.event_id)
    back = next(one for one in await asked.happens(first) if one.to_person)

    again = asked.said("jo", "Thank you", direct=True, about=back.event_id)
    carried = await asked.happens(again)

    assert any(one.place == "@mei:example.org" and "> Thank you" in one.text for one in carried)


async def test_only_one_reply_is_carried(asked: World) -> None:
    carried = await asked.happens(asked.said("jo", "contact DCAD: Hello", direct=True))
    letter = next(one for one in carried if one.place == "@mei:example.org")
    for _ in range(2):
        reply = asked.said("mei", "Yes", direct=True, about=letter.event_id)
        answers = await asked.happens(reply)

    assert [one.text for one in answers] == [
        "That question is settled or has run out. Say the command again."
    ]


async def test_a_command_below_the_message_is_no_part_of_it(asked: World) -> None:
    said = asked.said("jo", "!contact DCAD: Hello\nfrom Jo\n!help help")
    carried = await asked.happens(said)

    letter = next(one for one in carried if one.place == "@mei:example.org")
    assert "> Hello\n> from Jo\n\n" in letter.text and "help" not in letter.text


async def test_the_only_contact_is_told_that_nobody_else_is(world: World) -> None:
    async with world.database.transaction() as store:
        await agree(store, "amina", "dcad")

    (answer,) = await world.say("amina", "!contact DCAD: Hello")

    assert answer.startswith("Nobody else has agreed yet to be asked about DCAD. Nothing was sent.")


async def test_who_withdrew_is_asked_no_more(asked: World) -> None:
    async with asked.database.transaction() as store:
        group = await store.groups.by_key("dcad")
        assert group is not None
        for one in await store.contacts.of(group.id):
            one.ended_at = MONDAY_NOON

    (answer,) = await asked.say("jo", "!contact DCAD: Hello")

    assert answer.startswith("Nobody has agreed yet to be asked about DCAD. Nothing was sent.")


@pytest.mark.threat("T28")
async def test_nobody_floods_a_contact(asked: World) -> None:
    for number in range(3):
        await asked.say("jo", f"!contact DCAD: Message {number}")

    fourth = await asked.say("jo", "!contact DCAD: Message 4")
    from_another = await asked.say("kofi", "!contact DCAD: Hello")
    asked.pass_time(days=1)
    next_day = await asked.say("jo", "!contact DCAD: Message 5")

    assert fourth == [
        "3 messages of yours from today still wait for an answer about DCAD. Nothing was sent; "
        "write again tomorrow, or when one is answered."
    ]
    assert len(from_another) == len(next_day) == 3
