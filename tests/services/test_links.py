"""Links: a second address is proven by its word, and nobody gets one that is not theirs."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from dcbot.errors import UserError
from dcbot.roles import Assurance
from dcbot.services import links
from storage.contacts import Contact
from storage.people import Link, Person
from storage.store import Store
from tests.world import MONDAY_NOON, World


async def word_for(world: World, who: str, address: str) -> str:
    """Somebody asks for a link with another Matrix address; the word that arrives there."""
    before = len(world.wire.carried)
    await world.say(who, f"me link {address}", direct=True)
    letters = [one for one in world.wire.carried[before:] if one.place == address]
    found = re.search(r"me confirm (\w+)", letters[0].text)
    assert found
    return found[1]


async def known(store: Store, address: str) -> Person | None:
    return await store.people.at("matrix", address)


async def test_word_said_back_gives_the_address(world: World) -> None:
    word = await word_for(world, "amina", "@amina:home.org")
    assert re.fullmatch(r"[b-df-hj-np-tv-xz]{8}", word)

    answers = await world.say("amina", f"me confirm {word.upper()}", direct=True)

    assert answers == ["`@amina:home.org` (Matrix) is yours now."]
    async with world.database.reading() as store:
        amina = await known(store, "@amina:home.org")
        assert amina and amina.name == "Amina"
        changes = await store.changes.of("person", amina.id)
    assert [(one.by_name, one.what, one.now) for one in changes] == [
        ("Amina", "a second address linked", "")
    ]


@pytest.mark.threat("T91")
async def test_word_goes_by_letter_and_is_kept_only_as_a_hash(world: World) -> None:
    (privately,) = await world.say("amina", "me link mail:Amina@example.org", direct=True)
    (in_room,) = await world.say("kofi", "!me link mail:kofi@example.org")

    back = (
        "Say it back to me from the address that you speak from now, within a day: `!me confirm` "
        "and the word."
    )
    assert privately == f"A word was sent to `amina@example.org` (mail). {back}"
    assert in_room == f"A word was sent to that address. {back}"
    async with world.database.reading() as store:
        link, _ = await store.session.scalars(select(Link).order_by(Link.id))
    letter = world.elsewhere.carried[0]
    assert (world.elsewhere.name, letter.place) == ("mail", "amina@example.org")
    found = re.search(r"`!me confirm (\w+)`", letter.text)
    assert found and found[1] not in link.word_hash


@pytest.mark.threat("T91")
async def test_used_word_leaves_no_trace(world: World) -> None:
    word = await word_for(world, "amina", "@amina:home.org")
    await world.say("amina", f"me confirm {word}", direct=True)

    again = await world.say("amina", f"me confirm {word}", direct=True)

    assert again[0].startswith("No word waits for you")
    async with world.database.reading() as store:
        assert list(await store.session.scalars(select(Link))) == []
        letters = await store.outbox.ours(
            "matrix", [one.event_id for one in world.wire.carried if one.to_person]
        )
    assert all(word not in letter.text for letter in letters.values())


@pytest.mark.threat("T32")
async def test_five_wrong_words_end_it(world: World) -> None:
    word = await word_for(world, "amina", "@amina:home.org")
    told = [(await world.say("amina", "!me confirm wrongxyz"))[0] for _ in range(5)]

    assert told[0] == "“wrongxyz” is not the word that was sent; 4 tries are left."
    assert told[3] == "“wrongxyz” is not the word that was sent; one try is left."
    assert "that was the last try" in told[4]
    late = await world.say("amina", f"!me confirm {word}")
    assert late[0].startswith("No word waits for you")


async def test_word_runs_out_after_a_day(world: World) -> None:
    word = await word_for(world, "amina", "@amina:home.org")
    world.pass_time(hours=24, minutes=1)

    answers = await world.say("amina", f"me confirm {word}", direct=True)

    assert answers[0].startswith("No word waits for you")


@pytest.mark.threat("T31")
async def test_word_works_for_nobody_else(world: World) -> None:
    word = await word_for(world, "amina", "@amina:home.org")

    answers = await world.say("mei", f"me confirm {word}", direct=True)

    assert answers[0].startswith("No word waits for you")


async def test_link_and_confirm_need_a_proven_sender(world: World) -> None:
    word = await word_for(world, "amina", "@amina:home.org")
    for line in ("!me link @other:example.org", f"!me confirm {word}", "!me unlink @a:b.org"):
        said = world.said("amina", line)
        weak = type(said)(
            **{name: getattr(said, name) for name in said.__dataclass_fields__}
            | {"assurance": Assurance.MEDIUM}
        )
        (answer,) = await world.happens(weak)

        assert "where it is sure who speaks" in answer.text


async def test_nobody_is_flooded_with_words(world: World) -> None:
    told = [
        (await world.say("jo", f"!me link {address}"))[0]
        for address in ("@a:x.org", "@b:x.org", "@c:x.org", "@d:x.org")
    ]
    assert told[3].startswith("3 words were sent within a day already.")
    world.pass_time(days=1, minutes=1)
    assert (await world.say("jo", "!me link @d:x.org"))[-1].startswith("A word was sent to")


@pytest.mark.threat("T33")
async def test_no_address_is_flooded_and_its_owner_is_never_kept_out(world: World) -> None:
    for number in range(20):
        await world.say(f"stranger{number}", "me link @amina:home.org", direct=True)
    letters = [one for one in world.wire.carried if one.place == "@amina:home.org"]
    assert len(letters) == 3

    (told,) = await world.say("amina", "me link @amina:home.org", direct=True)
    assert told.startswith("3 words were sent today already, and the last counts for you, to `@am")
    word = re.search(r"me confirm (\w+)", letters[-1].text)
    assert word
    (answer,) = await world.say("amina", f"!me confirm {word[1]}")
    assert answer.startswith("That address is yours now.")

    # The word was said aloud in the room: for nobody else it opens anything.
    for who in ("stranger4", "stranger5", "mei"):
        await world.say(who, "me link @amina:home.org", direct=True)
        (refused,) = await world.say(who, f"me confirm {word[1]}", direct=True)
        assert not refused.startswith("`@amina"), refused
    async with world.database.reading() as store:
        amina = await known(store, "@amina:home.org")
        assert amina and amina.name == "Amina"


@pytest.mark.threat("T33")
async def test_whoever_is_forgotten_again_and_again_floods_no_address(world: World) -> None:
    for _ in range(5):
        for _ in range(3):
            await world.say("jo", "me link @amina:home.org", direct=True)
        await world.say("jo", "forget me", direct=True)
        await world.say("jo", "yes", direct=True)
        world.pass_time(minutes=1)

    assert len([one for one in world.wire.carried if one.place == "@amina:home.org"]) == 3
    (told,) = await world.say("amina", "me link @amina:home.org", direct=True)
    assert "the last counts for you" in told


@pytest.mark.threat("T33")
async def test_words_all_said_back_are_not_shared(world: World) -> None:
    for who in ("amina", "kofi", "lena"):
        word = await word_for(world, who, "@hall:home.org")
        await world.say(who, f"me confirm {word}", direct=True)
        await world.say(who, "me unlink @hall:home.org", direct=True)

    (told,) = await world.say("mei", "me link @hall:home.org", direct=True)

    assert told == "3 words went to that address today. Ask again tomorrow."


async def test_address_that_spoke_without_standing_is_joined(world: World) -> None:
    async with world.database.transaction() as store:
        mei, jo = await known(store, "@mei:example.org"), await known(store, "@jo:example.org")
        assert mei and jo
        for group, persons in ((1, (mei, jo)), (2, (mei,))):
            for person in persons:
                store.contacts.add(
                    Contact(
                        group_id=group,
                        person_id=person.id,
                        proposed_by="Lena",
                        proposed_at=MONDAY_NOON,
                        consented_at=MONDAY_NOON,
                    )
                )
    word = await word_for(world, "jo", "@mei:example.org")

    answers = await world.say("jo", f"me confirm {word}", direct=True)

    assert answers == [
        "`@mei:example.org` (Matrix) is yours now. What I knew of you there is joined with this."
    ]
    async with world.database.reading() as store:
        joined = await known(store, "@mei:example.org")
        assert joined and joined.id == jo.id and joined.name == "Jo"
        assert await store.people.get(mei.id) is None
        assert sorted(one.group_id for one in await store.contacts.for_person(jo.id)) == [1, 2]
    (whoami,) = await world.say("mei", "!whoami")
    assert whoami.startswith("You are Jo, with no standing yet. I know you by 2 addresses;")


@pytest.mark.threat("T31")
async def test_address_with_standing_is_not_taken_but_takes(world: World) -> None:
    word = await word_for(world, "jo", "@amina:example.org")

    (answer,) = await world.say("jo", f"!me confirm {word}")

    assert answer.startswith(
        "“@amina:example.org” is known here already, as a representative of DCAD."
    )
    word = await word_for(world, "amina", "@jo:example.org")
    (answer,) = await world.say("amina", f"!me confirm {word}")
    assert answer.startswith("That address is yours now.")
    (whoami,) = await world.say("jo", "!whoami")
    assert whoami.startswith("You are Amina, a representative of DCAD. I know you by 2 addresses;")


@pytest.mark.threat("T31")
async def test_whether_an_address_is_known_is_not_told_before_it_is_proven(world: World) -> None:
    answers = [
        next(
            one.text
            for one in await world.happens(world.said("jo", f"me link {who}", direct=True))
            if one.place == "!direct-jo:example.org"
        )
        for who in ("@sana:example.org", "@nobody:example.org")
    ]

    assert answers[0].replace("sana", "nobody") == answers[1]


async def test_last_address_stays_and_others_go(world: World) -> None:
    word = await word_for(world, "amina", "@amina:home.org")
    await world.say("amina", f"me confirm {word}", direct=True)

    answers = await world.say("amina", "me unlink @amina:home.org", direct=True)
    last = await world.say("amina", "me unlink @amina:example.org", direct=True)
    foreign = await world.say("amina", "me unlink @jo:example.org", direct=True)

    assert answers == ["`@amina:home.org` (Matrix) is yours no more."]
    assert last[0].startswith("“@amina:example.org” is the only address by which I know you.")
    assert foreign[0].startswith("“@jo:example.org” is no address of yours.")


async def test_no_word_is_promised_to_where_nothing_is_sent(world: World) -> None:
    async with world.database.transaction() as store:
        jo = await store.people.at("matrix", World.address("jo"))
        assert jo is not None
        with pytest.raises(UserError, match="I cannot write to “mail:jo@"):
            await links.ask(
                store, jo, "mail:jo@example.org", reaches=["matrix"], prefix="!", now=world.now
            )
        assert await store.people.links(jo.id) == []
