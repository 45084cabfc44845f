"""People: known by an address, added before they speak, found by name, named as they wish."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dcbot.errors import Ambiguous, BadArgument, NotAllowed, NotFound, UserError
from dcbot.roles import Role
from dcbot.services import addresses, naming, operators, people, standings, wishes
from storage.people import Person
from storage.store import Store
from tests.world import MONDAY_NOON, World


async def known(store: Store, who: str) -> Person:
    person = await store.people.at("matrix", World.address(who))
    assert person is not None
    return person


async def test_first_message_finds_whoever_was_added(world: World) -> None:
    await world.say("lena", "person add Ravi Kumar @ravi:example.org", direct=True)
    await world.say("lena", "standing give Ravi Kumar member of DC3", direct=True)

    (answer,) = await world.say("ravi", "!whoami")

    assert answer.startswith("You are Ravi Kumar, a member of DC3. I know you by 1 address;")


async def test_added_address_is_no_address_until_it_has_spoken(world: World) -> None:
    async with world.database.transaction() as store:
        lena = await known(store, "lena")
        ravi, way = await people.add(store, "Ravi", "MAIL:Ravi@Example.org", by=lena, now=world.now)

        assert way == addresses.Way("mail", "ravi@example.org")
        assert await store.people.addresses(ravi.id) == []
        assert await store.people.at("mail", "ravi@example.org") is None


async def test_mistaken_address_can_be_corrected_only_by_who_may_give_all_standing(
    world: World,
) -> None:
    async with world.database.transaction() as store:
        lena, sana = await known(store, "lena"), await known(store, "sana")
        ravi, _ = await people.add(store, "Ravi", "@ravi:wrong.org", by=lena, now=world.now)
        again, _ = await people.add(store, "ravi", "@ravi:example.org", by=lena, now=world.now)
        assert again is ravi
        assert [row.address for row in await store.people.claimed(ravi.id)] == ["@ravi:example.org"]
        await standings.grant(store, ravi, Role.SECRETARIAT, None, by=sana, now=world.now)

        with pytest.raises(NotAllowed):
            await people.add(store, "Ravi", "@lena2:example.org", by=lena, now=world.now)


async def test_nobody_can_be_added_with_the_name_or_address_of_somebody_who_spoke(
    world: World,
) -> None:
    async with world.database.transaction() as store:
        lena = await known(store, "lena")
        for name, address in (("Sana", "@mine:example.org"), ("New", "@sana:example.org")):
            with pytest.raises(UserError, match="is known here already"):
                await people.add(store, name, address, by=lena, now=world.now)


@pytest.mark.parametrize("words", ["Amina", "amina", "AMÍNA", "Amnia", "  amina ", "“amina”"])
async def test_name_is_found_without_case_and_accents_and_mistyped(
    world: World, words: str
) -> None:
    async with world.database.transaction() as store:
        assert (await people.named(store, words)).name == "Amina"


async def test_where_power_is_given_the_name_must_be_exact(world: World) -> None:
    async with world.database.transaction() as store:
        assert (await people.named(store, "amina", exact=True)).name == "Amina"
        with pytest.raises(NotFound, match=r"Did you mean `!person Amina`\?"):
            await people.named(store, "Amnia", exact=True)


async def test_two_of_one_name_are_told_apart_by_number(world: World) -> None:
    async with world.database.transaction() as store:
        for host in ("one", "two"):
            await people.met(store, "matrix", f"@jane:{host}.org", name="Jane Roe", now=world.now)
        first, second = [one for one in await store.people.all() if one.name == "Jane Roe"]

        with pytest.raises(Ambiguous) as told:
            await people.named(store, "jane", say="handover")

        assert told.value.text == (
            f"“jane” may mean Jane Roe ({first.id}) and Jane Roe ({second.id}). Say the number "
            f"instead: `!handover {first.id}` or `!handover {second.id}`."
        )
        assert "@" not in told.value.text
        for words in (f"{second.id}", f"#{second.id}", f"Jane Roe ({second.id})"):
            assert await people.named(store, words) is second


@pytest.mark.parametrize(
    "name", ["", "123", "a@b.org", "https://spam.example", "www.spam.example", "x" * 61]
)
async def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(BadArgument):
        people.read_name(name)


@pytest.mark.threat("T2")
async def test_nobody_takes_the_name_of_somebody_with_standing(world: World) -> None:
    async with world.database.transaction() as store:
        jo = await known(store, "jo")
        with pytest.raises(UserError, match="somebody with standing"):
            await people.rename(store, jo, "ÁMINA", now=world.now)
        await people.rename(store, jo, "Mei", now=world.now)


@pytest.mark.parametrize(
    ("who", "wish", "named"),
    [
        ("amina", "name", "Amina"),
        ("amina", "role", "a representative of DCAD"),
        ("amina", "a participant", "a participant"),
        ("sana", "role", "the Secretariat"),
        ("omar", "role", "an operator"),
        ("jo", "role", "a participant"),
    ],
)
async def test_record_names_people_as_they_wish(
    world: World, who: str, wish: str, named: str
) -> None:
    async with world.database.transaction() as store:
        person = await known(store, who)
        await wishes.put(store, person, "named_as", wish)

        assert await naming.record_name(store, person, now=world.now) == named


@pytest.mark.parametrize(
    ("words", "way"),
    [
        ("mail:amina@example.org", ("mail", "amina@example.org")),
        ("Amina@Example.org", ("mail", "amina@example.org")),
        ("mailto:amina@example.org", ("mail", "amina@example.org")),
        ("<amina@example.org>", ("mail", "amina@example.org")),
        ("@amina:example.org", ("matrix", "@amina:example.org")),
        ("matrix:@amina:example.org", ("matrix", "@amina:example.org")),
    ],
)
def test_addresses_are_read_as_people_write_them(words: str, way: tuple[str, str]) -> None:
    assert addresses.read(words) == addresses.Way(*way)


@pytest.mark.parametrize("words", ["", "amina", "@amina", "a b@c.org", "console:amina", "a@"])
def test_what_is_no_address_is_refused(words: str) -> None:
    with pytest.raises(BadArgument, match="it is written as"):
        addresses.read(words)


async def test_operators_of_the_settings_are_appointed_once(world: World) -> None:
    named = ["matrix:@jo:example.org", "console:operator", "matrix:@omar:example.org"]
    async with world.database.transaction() as store:
        told = await operators.appoint(store, named, now=MONDAY_NOON)
        again = await operators.appoint(store, named, now=MONDAY_NOON + timedelta(days=1))

        jo = await known(store, "jo")
        assert await standings.highest(store, jo, now=MONDAY_NOON) is Role.OPERATOR
    assert told == [
        "matrix:@jo:example.org is now an operator, as the settings say.",
        "console:operator is now an operator, as the settings say.",
    ]
    assert again == []


@pytest.mark.parametrize("name", ["Sana", "SANA", "Sаna", "the Secretariat", "Operator"])
@pytest.mark.threat("T1")
async def test_who_is_new_cannot_be_taken_for_somebody_else(world: World, name: str) -> None:
    (told,) = await world.say("mallory", "!whoami", extra={"name": name})
    (person,) = await world.say("jo", "!person Sana")

    assert told.startswith(f"You are another {name}, with no standing yet.")
    assert person == "**Sana** is part of the Secretariat."


@pytest.mark.parametrize("name", ["Sana", "Sаna", "ѕanа", "the Secretariat", "Operators"])
@pytest.mark.threat("T2")
async def test_nobody_calls_themselves_what_looks_the_same(world: World, name: str) -> None:
    (answer,) = await world.say("jo", f"!me name {name}")

    taken = f"“{name}” is the name of somebody with standing here. Add what tells you apart"
    office = f"“{name}” is said of others here. Say a name of your own."
    assert answer.startswith(taken) or answer == office
    assert (await world.say("jo", "!whoami"))[0].startswith("You are Jo, ")


LOOK_LIKE_OMAR = [
    *("0mar", "Οmar", "Оmаr", "Omaг", "Օmar", "Ømar", "ᴏᴍᴀʀ", "𝐎𝐦𝐚𝐫", "Ornar", "O m a r", "Omar."),
    *(
        "O\u200bmar",
        "\u2066Omar",
        "Oma\u0301r",
        "Omar\ufe0f",
        "Omar (operator)",
        "OMAR | Secretariat",
    ),
]
CLAIM_AN_OFFICE = [
    *("IGF Secretariat", "Secretariat (official)", "0perator", "Your Operator", "ꜱᴇᴄʀᴇᴛᴀʀɪᴀᴛ"),
    *("dcbot", "dc bot", "ԁcbot"),
]


@pytest.mark.parametrize("name", LOOK_LIKE_OMAR + CLAIM_AN_OFFICE)
@pytest.mark.threat("T1")
async def test_a_display_name_makes_nobody_somebody_else(world: World, name: str) -> None:
    await world.say("mallory", "!whoami", extra={"name": name})

    (told,) = await world.say("mallory", "!whoami")

    assert told.startswith("You are another "), told
    (refused,) = await world.say("jo", f"!me name {name}")
    assert not refused.startswith("You are"), refused


@pytest.mark.parametrize(
    ("name", "called"),
    [("Rita (IGF Secretariat)", "Rita"), ("Rita | Operator", "Rita"), ("Ana Maria", "Ana Maria")],
)
@pytest.mark.threat("T1")
async def test_an_honest_name_is_not_marked(world: World, name: str, called: str) -> None:
    (told,) = await world.say("rita", "!whoami", extra={"name": name})

    assert told.startswith(f"You are {called}, ")
