"""Shipped data: installed once, renewed by a release, and never over what people changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from dcbot.data.read import Community, ShippedFact, fact_key, load
from dcbot.services import facts, shipped
from dcbot.services.shipped import Difference, install
from storage.database import Database
from storage.groups import NameKind
from storage.store import Store
from tests.world import MONDAY_NOON, World

LATER = MONDAY_NOON + timedelta(days=90)


def with_fact(community: Community, group: str, what: str, value: str) -> Community:
    """A release in which the first such fact of the group says something else."""

    def changed(fact: ShippedFact) -> ShippedFact:
        key = fact_key(group, fact.what, fact.kind, value)
        return replace(fact, key=key, value=value, unknown=False)

    groups = []
    for one in community.groups:
        if one.key == group:
            at = next(n for n, fact in enumerate(one.facts) if fact.what == what)
            kept = (*one.facts[:at], changed(one.facts[at]), *one.facts[at + 1 :])
            one = replace(one, facts=kept)
        groups.append(one)
    return replace(community, groups=tuple(groups))


async def values(store: Store, key: str, what: str) -> list[str]:
    """What holds of a group now."""
    group = await store.groups.by_key(key)
    assert group is not None
    return [fact.value for fact in await store.facts.of(group.id, what)]


async def test_everything_that_ships_is_there_and_public(world: World) -> None:
    igf = load("igf")
    async with world.database.public(MONDAY_NOON) as store:
        groups = {group.key: group for group in await store.groups.all()}
        known = await store.facts.all()
        sources = await store.facts.sources()

    assert set(groups) == {group.key for group in igf.groups}
    assert len(known) == sum(len(group.facts) for group in igf.groups)
    assert groups["dcad"].parent_id == groups["dccg"].id
    assert groups["is3c"].later and not groups["dcad"].later
    assert "cut after number 21" in sources["list-2024"].note


async def test_the_second_start_changes_nothing(world: World) -> None:
    igf = load("igf")
    async with world.database.transaction() as store:
        assert await install(store, igf, now=LATER) == []

    async with world.database.reading() as store:
        group = await store.groups.by_key("dcad")
        assert group is not None and group.public_from == MONDAY_NOON


async def test_a_release_replaces_what_nobody_edited_and_keeps_the_history(world: World) -> None:
    release = with_fact(load("igf"), "dcad", "site", "https://dcad.example.org")
    async with world.database.transaction() as store:
        assert await install(store, release, now=LATER) == []

    async with world.database.reading() as store:
        group = await store.groups.by_key("dcad")
        assert group is not None
        assert await values(store, "dcad", "site") == ["https://dcad.example.org"]
        changes = await store.changes.of("group", group.id)
    assert {(one.by_name, one.was, one.now) for one in changes} == {
        (shipped.BY_RELEASE, "https://igf-dcad.org", ""),
        (shipped.BY_RELEASE, "", "https://dcad.example.org"),
    }


async def test_a_fact_that_comes_back_holds_again(world: World) -> None:
    igf = load("igf")
    release = with_fact(igf, "dcad", "site", "https://dcad.example.org")
    for number, one in enumerate((release, igf), 1):
        async with world.database.transaction() as store:
            assert await install(store, one, now=LATER + timedelta(days=number)) == []

    async with world.database.reading() as store:
        assert await values(store, "dcad", "site") == ["https://igf-dcad.org"]


@pytest.mark.parametrize("known_before", [True, False], ids=["edited", "found"])
async def test_what_people_changed_stands_and_is_reported(world: World, known_before: bool) -> None:
    what = "site" if known_before else "list"
    address = "https://ours.example.org/list"
    async with world.database.transaction() as store:
        group = await store.groups.by_key("dcad")
        amina = await store.people.at("matrix", World.address("amina"))
        assert group is not None and amina is not None
        await facts.put(store, group, what, address, by=amina, now=MONDAY_NOON)
    release = with_fact(load("igf"), "dcad", what, "https://theirs.example.org")
    async with world.database.transaction() as store:
        found = await install(store, release, now=LATER)

    name = "Dynamic Coalition on Accessibility and Disability"
    assert found == [Difference(name, what, address, "https://theirs.example.org")]
    async with world.database.reading() as store:
        assert await values(store, "dcad", what) == [address]
    async with world.database.transaction() as store:
        # The next release says the same: that is no news.
        again = with_fact(release, "dc3", "site", "https://dc3.example.org")
        assert await install(store, again, now=LATER) == []
    assert found[0].text.startswith(f"{name}, {what}: here it is “{address}”")


async def test_a_name_is_renewed_unless_a_person_changed_it(world: World) -> None:
    igf = load("igf")
    async with world.database.transaction() as store:
        kept = next(name for name in await store.groups.names() if name.name == "DCAD")
        kept.kind, kept.edited = NameKind.ALIAS, True
    dcad = next(group for group in igf.groups if group.key == "dcad")
    names = tuple(name for name in dcad.names if name.name != "Accessibility")
    official = replace(names[0], name="Dynamic Coalition on Access for All")
    changed = replace(dcad, names=(official, *names[1:]))
    groups = tuple(changed if group.key == "dcad" else group for group in igf.groups)
    async with world.database.transaction() as store:
        found = await install(store, replace(igf, groups=groups), now=LATER)

    async with world.database.reading() as store:
        group = await store.groups.by_key("dcad")
        assert group is not None and group.name == "Dynamic Coalition on Access for All"
        left = {name.name: name.kind for name in await store.groups.names(group.id)}
    assert "Accessibility" not in left and left["DCAD"] is NameKind.ALIAS
    assert [one.what for one in found] == ["the name DCAD"]


async def test_an_empty_register_has_its_coordination_group(database: Database) -> None:
    async with database.transaction() as store:
        assert await install(store, load("empty"), now=MONDAY_NOON) == []
        group = await store.groups.coordination()
        assert group is not None and group.name == "Coordination Group"
