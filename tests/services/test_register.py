"""The register as it is edited: facts and their sources, sightings, names, history and consents."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dcbot.data.read import load
from dcbot.errors import Ambiguous, BadArgument, NotAllowed, NotFound, UserError
from dcbot.roles import Assurance
from dcbot.services import called, consents, facts, groups, names, register, shipped, values
from dcbot.services.forgetting import forget
from dcbot.services.stakeholders import read as read_stakeholders
from storage.base import Audience
from storage.groups import Group, NameKind
from storage.people import Person
from storage.store import Store
from tests.world import World

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


async def of_world(store: Store, who: str, key: str) -> tuple[Person, Group]:
    """Somebody of the world, and a group."""
    person = await store.people.at("matrix", World.address(who))
    group = await store.groups.by_key(key)
    assert person and group
    return person, group


# ------------------------------------------------------------------------------- values


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("2017", "2017"),
        ("2017-04", "2017-04"),
        ("2017-04-30", "2017-04-30"),
        ("April 2017", "2017-04"),
        ("Apr. 2017", "2017-04"),
        ("30 April 2017", "2017-04-30"),
        ("April 30th, 2017", "2017-04-30"),
        ("3 may 2017", "2017-05-03"),
        ("November 2026", "2026-11"),
    ],
)
def test_partial_dates_are_read_as_people_write_them(said: str, read: str) -> None:
    assert values.read_date(said, "date", now=NOW) == read


@pytest.mark.parametrize(
    "said",
    ["", "last year", "04/05/2017", "30 February 2017", "ma 2017", "2017-13", "2027", "12 2017"],
)
def test_what_is_no_date_is_refused(said: str) -> None:
    with pytest.raises(BadArgument):
        values.read_date(said, "date", now=NOW)


@pytest.mark.parametrize(
    "said",
    [
        "https://igf-dcad.org",
        "http://example.org:8080/a?b=c#d",
        "<https://example.org/a_(b)>",
        "https://écoles.example/été",
    ],
)
def test_addresses_are_taken_as_they_are(said: str) -> None:
    assert values.read_address(said, "site") == said.strip("<>")


@pytest.mark.parametrize(
    "said",
    [
        "javascript:alert(1)",
        "https://igf.org@elsewhere.example/",
        "ftp://example.org",
        "https://",
        "https://localhost",
        "https://[::1",
        "https://a.example b",
        "file:///etc/passwd",
        "https://a.example/" + "x" * 500,
    ],
)
def test_what_is_no_address_is_refused(said: str) -> None:
    with pytest.raises(BadArgument):
        values.read_address(said, "site")


def test_a_statement_is_read_with_its_source_and_date() -> None:
    said = values.read(
        "founded", "2015 (idea) source: its report, https://a.example/r. as of: May 2016", now=NOW
    )

    assert said == values.Said(
        "2015", "idea", False, "its report", "https://a.example/r", "2016-05"
    )
    alone = values.read("site", "https://a.example source: https://b.example/x", now=NOW)
    assert (alone.source, alone.address) == ("b.example", "https://b.example/x")


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("civil society, government", ["civil society", "government"]),
        ("Governments and NGOs", ["civil society", "government"]),
        (
            "tech community; acadmia / IGOs",
            [
                "intergovernmental organizations",
                "technical community",
                "academia",
            ],
        ),
    ],
)
def test_stakeholder_groups_are_read_in_the_words_of_the_igf(said: str, read: list[str]) -> None:
    assert read_stakeholders(said) == read


# ------------------------------------------------------------------------------- facts


async def test_a_fact_that_is_replaced_stays_with_its_source(world: World) -> None:
    async with world.database.transaction() as store:
        amina, dcad = await of_world(store, "amina", "dcad")
        put = await facts.put(store, dcad, "site", "https://a.example", by=amina, now=NOW)

    (old,) = put.before
    assert old.value == "https://igf-dcad.org" and old.replaced_at == NOW and old.source
    new = put.fact
    assert (new.source, new.seen) == ("said by Amina, representative", "2026-11-23")
    assert (new.audience, new.public_from) == (Audience.PUBLIC, NOW)
    async with world.database.reading() as store:
        assert [one.value for one in await store.facts.of(dcad.id, "site")] == ["https://a.example"]
        (change,) = await store.changes.of("group", dcad.id)
        assert (change.by_name, change.what) == ("Amina", "site")
        assert (change.was, change.now) == ("https://igf-dcad.org", "https://a.example")


async def test_what_is_found_takes_the_place_of_what_was_looked_for(world: World) -> None:
    async with world.database.transaction() as store:
        amina, dcad = await of_world(store, "amina", "dcad")
        for words in ("https://a.example/list", "dcad@lists.example.org", "https://b.example/list"):
            await facts.put(store, dcad, "list", words, by=amina, now=NOW)
        there = await store.facts.of(dcad.id, "list")

    assert [(one.kind, one.value) for one in there] == [
        ("address", "dcad@lists.example.org"),
        ("page of the list", "https://b.example/list"),
    ]


async def test_a_release_leaves_what_people_said(world: World) -> None:
    async with world.database.transaction() as store:
        amina, dcad = await of_world(store, "amina", "dcad")
        await facts.put(store, dcad, "site", "https://a.example", by=amina, now=NOW)
        await names.rename(store, dcad, called.Called("Coalition of All"), by=amina, now=NOW)
        await names.drop_alias(store, dcad, "DC-AD", by=amina, now=NOW)
        await store.community.put("shipped", {})
        await shipped.install(store, load("igf"), now=NOW)
        assert dcad.name == "Coalition of All"
        assert [one.value for one in await store.facts.of(dcad.id, "site")] == ["https://a.example"]
        (alias,) = [one for one in await store.groups.names(dcad.id) if one.name == "DC-AD"]
        assert alias.kind is NameKind.FORMER


async def test_each_has_to_be_told_apart_before_it_is_replaced(world: World) -> None:
    async with world.database.transaction() as store:
        kofi, dc3 = await of_world(store, "kofi", "dc3")
        with pytest.raises(Ambiguous, match="idea"):
            await facts.put(store, dc3, "founded", "2016", by=kofi, now=NOW)
        put = await facts.put(store, dc3, "founded", "2016 (Idea)", by=kofi, now=NOW)
        assert [one.kind for one in put.before] == ["idea"]


@pytest.mark.parametrize("words", ["=1+1", "@x", "+1", "x" * 501])
async def test_texts_that_are_no_texts_are_refused(world: World, words: str) -> None:
    async with world.database.transaction() as store:
        amina, dcad = await of_world(store, "amina", "dcad")
        with pytest.raises(BadArgument):
            await facts.put(store, dcad, "about", words, by=amina, now=NOW)


async def test_only_those_of_the_coalition_edit_it(world: World) -> None:
    async with world.database.transaction() as store:
        for who, may in (("amina", False), ("kofi", True), ("lena", True), ("sana", True)):
            person, dc3 = await of_world(store, who, "dc3")
            if may:
                await facts.put(store, dc3, "topic", f"topic of {who}", by=person, now=NOW)
            else:
                with pytest.raises(NotAllowed, match="representatives of DC3"):
                    await facts.put(store, dc3, "topic", "x", by=person, now=NOW)


async def test_a_sighting_stands_beside_the_older_ones(world: World) -> None:
    async with world.database.transaction() as store:
        sana, trade = await of_world(store, "sana", "trade")
        before = len(await store.facts.of(trade.id, "status"))
        with pytest.raises(BadArgument, match="needs a reason"):
            await facts.sight(store, trade, "closed", "", by=sana, now=NOW)
        await facts.sight(store, trade, "closed", ": merged into others", by=sana, now=NOW)
        assert len(await store.facts.of(trade.id, "status")) == before + 1
        assert (await facts.sightings(store, trade))[-1].note == "merged into others"


# ------------------------------------------------------------------------------- names


async def test_a_new_coalition_stands_below_the_coordination_group(world: World) -> None:
    async with world.database.transaction() as store:
        lena, dccg = await of_world(store, "lena", "dccg")
        wanted = called.read_name("Dynamic Coalition on the Rivers of Asia (DC-RA)")
        group = await names.add(store, wanted, by=lena, now=NOW)
        title = await groups.title(store, group)

        assert (group.key, group.parent_id, group.later) == ("ra", dccg.id, True)
        assert (title.acronym, title.short) == ("DC-RA", "Rivers of Asia")
        assert await groups.named(store, "rivers of asia") is group
        again = called.read_name("Dynamic Coalition on RA")
        with pytest.raises(UserError, match="already"):
            await names.add(store, called.Called("DC RA"), by=lena, now=NOW)
        assert (await names.add(store, again, by=lena, now=NOW)).key == "ra-2"


async def test_a_former_name_can_be_taken_up_again(world: World) -> None:
    async with world.database.transaction() as store:
        amina, dcad = await of_world(store, "amina", "dcad")
        first = dcad.name
        await names.rename(store, dcad, called.Called("Coalition of All"), by=amina, now=NOW)
        await names.rename(store, dcad, called.Called(first), by=amina, now=NOW)
        official = (await groups.title(store, dcad)).of(NameKind.OFFICIAL)

    assert [(one.name, one.until) for one in official] == [(first, "")]


@pytest.mark.parametrize(
    "words",
    ["DC", "123 456", "=SUM of all things", "x" * 151, "Rivers (no acronym!)"],
)
def test_what_is_no_full_name_is_refused(words: str) -> None:
    with pytest.raises(BadArgument):
        called.read_name(words)


async def test_a_name_in_another_script_gets_a_key(world: World) -> None:
    async with world.database.transaction() as store:
        lena, _ = await of_world(store, "lena", "dccg")
        group = await names.add(store, called.read_name("Коалиция рек"), by=lena, now=NOW)
        assert group.key == "coalition"
        assert await groups.named(store, "коалиция рек") is group


async def test_who_has_no_name_that_is_dropped_is_told_the_names(world: World) -> None:
    async with world.database.transaction() as store:
        amina, dcad = await of_world(store, "amina", "dcad")
        with pytest.raises(NotFound, match="Its names: “Dynamic Coalition on Accessibility"):
            await names.drop_alias(store, dcad, "nonsense", by=amina, now=NOW)


# ------------------------------------------------------------------------------- history


async def test_the_history_is_short_in_a_room_and_whole_alone(world: World) -> None:
    for number in range(7):
        await world.say("amina", f"!coalition set DCAD topic subject {number}")

    (room,) = await world.say("jo", "!coalition history DCAD")
    (alone,) = await world.say("jo", "coalition history DCAD", direct=True)

    assert room.startswith("DCAD: the last 5 of 7 changes.") and room.count("\n- ") == 5
    assert alone.startswith("DCAD: 7 changes, oldest first.") and alone.count("\n- ") == 7


@pytest.mark.threat("T92")
async def test_who_is_forgotten_is_named_no_more(world: World) -> None:
    async with world.database.transaction() as store:
        amina, dcad = await of_world(store, "amina", "dcad")
        await facts.put(store, dcad, "site", "https://a.example", by=amina, now=NOW)
        await facts.put(
            store, dcad, "site", "https://a.example source: its report", by=amina, now=NOW
        )
        await names.add_alias(store, dcad, "A11y", by=amina, now=NOW)
        await consents.offer(store, dcad, by=amina, now=NOW)
        await forget(store, amina, now=NOW)

    async with world.database.reading() as store:
        everything = [
            *await store.changes.of("group", dcad.id),
            *await store.groups.names(dcad.id),
            *await store.facts.of(dcad.id),
        ]
        assert "Amina" not in repr(everything)
        assert any("a former representative of DCAD" in repr(one) for one in everything)


# ------------------------------------------------------------------------------- consents


@pytest.mark.threat("T29")
async def test_the_asked_can_answer_by_a_reaction(world: World) -> None:
    letter, _ = await world.happens(world.said("amina", "!contact add DCAD: Mei"))
    assert letter.to_person and letter.place == World.address("mei")

    carried = await world.happens(world.reacted("mei", letter.event_id, "👍", direct=True))

    assert "You are a contact person of DCAD now" in carried[-1].text
    async with world.database.reading() as store:
        mei, dcad = await of_world(store, "mei", "dcad")
        contact = await store.contacts.find(dcad.id, mei.id)
        assert contact is not None and contact.consented_at == world.now
        assert contact.audience is Audience.PUBLIC


@pytest.mark.threat("T9")
async def test_nobody_else_can_agree_and_nothing_is_told_before(world: World) -> None:
    letter, _ = await world.happens(world.said("amina", "!contact add DCAD: Mei"))

    await world.happens(world.reacted("amina", letter.event_id, "👍"))
    await world.say("jo", "yes", about=letter.event_id)
    world.pass_time(days=15)
    (late,) = await world.say("mei", "yes", about=letter.event_id, direct=True)

    assert late == "That question is settled or has run out. Say the command again."
    assert (await world.say("jo", "!contact DCAD"))[0].startswith("Nobody has agreed yet")
    assert "was asked" in (await world.say("amina", "!contact add DCAD: Mei"))[-1]


async def test_a_proposal_that_was_taken_back_cannot_be_agreed_to(world: World) -> None:
    letter, _ = await world.happens(world.said("amina", "!contact add DCAD: Mei"))
    assert await world.say("amina", "!contact remove DCAD: Mei") == [
        "Mei is no contact person of DCAD any more."
    ]

    assert "contact person" not in (await world.say("mei", "yes", direct=True))[0]
    assert await world.say("mei", "yes", about=letter.event_id, direct=True) == [
        "That question is settled or has run out. Say the command again."
    ]
    assert len(await world.say("amina", "!contact add DCAD: Mei")) == 2


@pytest.mark.threat("T29")
async def test_a_mail_without_words_publishes_nobody(world: World) -> None:
    async with world.database.transaction() as store:
        mei, dcad = await of_world(store, "mei", "dcad")
        amina, _ = await of_world(store, "amina", "dcad")
        for address in await store.people.addresses(mei.id):
            address.transport, address.address = "mail", "mei@example.org"
        await consents.propose(store, dcad, mei, by=amina, now=NOW)
        (letter,) = [
            one
            for one in [await store.outbox.oldest_waiting()]
            if one is not None and one.place == "mei@example.org"
        ]
        token = letter.extra["token"]
    mail = World(world.database, "mail")

    async def reply(text: str, word: str) -> str:
        said = mail.said("mei", text, direct=True, extra={"token": word})
        said = type(said)(
            **{
                **{name: getattr(said, name) for name in said.__dataclass_fields__},
                "sender": "mei@example.org",
                "place": "mei@example.org",
                "assurance": Assurance.WEAK,
            }
        )
        return (await mail.happens(said))[-1].text

    assert "needs a word of yours" in await reply("> quoted only", token)
    async with world.database.reading() as store:
        waiting = await store.questions.waiting_for(mei.id, mail.now)
        assert len(waiting) == 1 and waiting[0].kind == consents.KIND
        contact = await store.contacts.find(dcad.id, mei.id)
        assert contact is not None and contact.consented_at is None


async def test_the_history_of_contacts_names_nobody_who_was_asked(world: World) -> None:
    await world.say("amina", "!contact add DCAD: Mei")
    await world.say("mei", "no", direct=True)

    async with world.database.reading() as store:
        jo, dcad = await of_world(store, "jo", "dcad")
        amina, _ = await of_world(store, "amina", "dcad")
        for_amina = await register.history(store, dcad, amina, alone=True, now=world.now)
        assert "Mei" not in repr(for_amina) and len(for_amina) == 1
        assert await register.history(store, dcad, amina, alone=False, now=world.now) == []
        assert await register.history(store, dcad, jo, alone=True, now=world.now) == []


@pytest.mark.parametrize(
    ("alias", "mistake"),
    [
        ("dс3", "is a name of Dynamic Coalition on Community Connectivity"),
        ("the Secretariat", "means something else here"),
        ("yes", "means something else here"),
        ("IGF", "means something else here"),
    ],
)
@pytest.mark.threat("T3")
async def test_no_alias_is_taken_for_something_else(world: World, alias: str, mistake: str) -> None:
    async with world.database.transaction() as store:
        amina, dcad = await of_world(store, "amina", "dcad")
        for give in (names.add_alias, names.set_acronym):
            with pytest.raises(UserError, match=mistake):
                await give(store, dcad, alias, by=amina, now=NOW)
