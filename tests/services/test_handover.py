"""Handover: what moves, what it needs, and the brief that both get."""

from __future__ import annotations

import pytest

from storage.contacts import Contact
from storage.store import Store
from tests.world import MONDAY_NOON, ROOM, World


async def standings_of(world: World, who: str) -> list[tuple[int, int | None]]:
    async with world.database.reading() as store:
        person = await store.people.at("matrix", World.address(who))
        assert person
        held = await store.people.standings(world.now, person_id=person.id)
        return [(one.role, one.group_id) for one in held]


async def consenting(store: Store, who: str, key: str) -> None:
    person = await store.people.at("matrix", World.address(who))
    group = await store.groups.by_key(key)
    assert person and group
    store.contacts.add(
        Contact(
            group_id=group.id,
            person_id=person.id,
            proposed_by="Lena",
            proposed_at=MONDAY_NOON,
            consented_at=MONDAY_NOON,
        )
    )


async def test_everything_moves_and_nothing_stays(world: World) -> None:
    await world.say("sana", "!standing give Amina chair of DC3 until 2027-12-31")
    before = await standings_of(world, "amina")

    await world.say("amina", "!handover Jo")
    await world.say("amina", "yes")

    assert await standings_of(world, "jo") == before
    assert await standings_of(world, "amina") == []
    (answer,) = await world.say("mei", "!standing DC3")
    assert "- chair: Jo, given by Amina on 23 November 2026, until 31 December 2027" in answer


async def test_last_operator_can_hand_over_and_be_forgotten(world: World) -> None:
    await world.say("omar", "handover Jo", direct=True)
    await world.say("omar", "yes", direct=True)

    (answer,) = await world.say("omar", "forget me", direct=True)

    assert answer.startswith("This goes:")


async def test_contact_moves_by_the_successors_own_yes(world: World) -> None:
    async with world.database.transaction() as store:
        await consenting(store, "amina", "dcad")
    (question,) = await world.say("amina", "!handover Jo")
    assert "- contact person of DCAD, as soon as Jo agrees" in question

    await world.say("amina", "yes")

    asked = [one.text for one in world.wire.carried if one.place == World.address("jo")]
    assert any("proposes you as a contact person of DCAD" in one for one in asked)
    async with world.database.reading() as store:
        group = await store.groups.by_key("dcad")
        assert group
        (contact,) = await store.contacts.of(group.id)
        assert contact.consented_at is None


async def test_what_changed_since_the_question_is_asked_anew(world: World) -> None:
    await world.say("amina", "!handover Jo")
    await world.say("lena", "!standing give Amina chair of DCAD")

    answers = await world.say("amina", "yes")

    assert answers == ["What you hold has changed since you were asked. Say the command again."]
    assert await standings_of(world, "jo") == []


@pytest.mark.threat("T9")
async def test_nobody_else_can_say_yes(world: World) -> None:
    await world.say("amina", "!handover Jo")

    assert await world.say("jo", "yes") == []
    assert await standings_of(world, "jo") == []


async def test_longer_standing_of_the_successor_is_kept(world: World) -> None:
    await world.say("lena", "!standing give Jo representative of DC3")
    await world.say("lena", "!standing give Kofi representative of DC3 until 2027")

    await world.say("kofi", "!handover Jo")
    await world.say("kofi", "yes")

    (answer,) = await world.say("mei", "!standing DC3")
    assert "- representative: Jo, given by Lena on 23 November 2026, with no end" in answer


async def test_brief_tells_places_settings_changes_and_where_things_are(world: World) -> None:
    await world.say("amina", "!place group DCAD")
    await world.say("amina", "!place purpose Talks about *access*")
    await world.say("amina", "!group set DCAD: language French")
    async with world.database.transaction() as store:
        place = await store.places.at("matrix", ROOM)
        assert place
        place.name = "Access"
    before = len(world.wire.carried)
    await world.say("amina", "!handover Jo")
    await world.say("amina", "yes")

    briefs = [one.text for one in world.wire.carried[before:] if one.to_person]

    assert len(briefs) == 2 and briefs[0] == briefs[1]
    assert briefs[0] == (
        "Amina has handed over to Jo, on 23 November 2026. Both of you get this brief.\n\n"
        "**What moved**\n- a representative of DCAD, with no end\n\n"
        "**What waits**\n- nothing\n\n"
        "**Places and what is set for them**\n"
        "- DCAD: the room “Access”, audience private, Talks about \\*access\\*\n\n"
        "**Settings of the groups**\n"
        "- DCAD, language: French (fr), set by Amina on 23 November 2026\n\n"
        "**Changed lately**\n"
        "- 23 November 2026: group: “DCAD”\n"
        "- 23 November 2026: purpose: “Talks about \\*access\\*”\n"
        "- 23 November 2026: setting language of DCAD: “fr”\n\n"
        "**Where things are**\n- DCAD, site: https://igf-dcad.org"
    )
