"""Removal: only a mistake goes, only by the Secretariat, and leaves nothing to another group."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from storage.changes import Change
from storage.groups import Group, GroupName
from tests.world import World

ADD = "!coalition add Dynamic Coalition on Rivers (DC-Rivers)"


async def rows(world: World) -> tuple[int, int]:
    async with world.database.reading() as store:
        groups = (await store.session.scalars(select(Group))).all()
        names = (await store.session.scalars(select(GroupName))).all()
    return len(groups), len(names)


@pytest.mark.threat("T86")
async def test_it_goes_with_its_names_and_leaves_its_history_to_no_other(world: World) -> None:
    before = await rows(world)
    await world.say("lena", ADD)
    await world.say("lena", "!coalition alias DC-Rivers: Streams")
    await world.say("sana", "!coalition remove Streams")
    await world.say("sana", "yes")
    assert await rows(world) == before

    await world.say("lena", "!coalition add Dynamic Coalition on Volcanoes")
    (history,) = await world.say("sana", "!coalition history Volcanoes", direct=True)
    assert "Rivers" not in history and "Streams" not in history
    async with world.database.reading() as store:
        kept = await store.session.scalars(select(Change).where(Change.subject == "removed group"))
        assert [one.what for one in kept] == ["coalition", "alias"]

    (again,) = await world.say("lena", ADD)
    assert "with the key “rivers”" in again


@pytest.mark.parametrize(
    ("line", "hangs"),
    [
        ("!coalition set DC-Rivers site https://rivers.example.org", "facts"),
        ("!standing give Jo member of DC-Rivers", "standings"),
        ("!place group DC-Rivers", "places"),
        ("!group set DC-Rivers: language French", "settings"),
    ],
)
@pytest.mark.threat("T86")
async def test_what_people_rely_on_stays(world: World, line: str, hangs: str) -> None:
    await world.say("lena", ADD)
    (asked,) = await world.say("sana", "!coalition remove DC-Rivers")
    assert "Say `yes` or `no`" in asked
    # Between the question and the yes.
    await world.say("sana", line)

    (refused,) = await world.say("sana", "yes")

    assert refused.startswith(f"DC-Rivers is more than a mistake by now: it has {hangs}.")
    (refused,) = await world.say("sana", "!coalition remove DC-Rivers")
    assert hangs in refused


async def test_what_was_taken_away_again_is_history_too(world: World) -> None:
    await world.say("lena", ADD)
    await world.say("lena", "!coalition set DC-Rivers site https://rivers.example.org")
    await world.say("lena", "!coalition drop DC-Rivers site")

    (refused,) = await world.say("sana", "!coalition remove DC-Rivers")

    assert "it has facts" in refused


async def test_one_that_was_renamed_since_the_question_stays(world: World) -> None:
    await world.say("lena", ADD)
    await world.say("sana", "!coalition remove DC-Rivers")
    await world.say("lena", "!coalition rename DC-Rivers: Dynamic Coalition on Volcanoes")

    (answer,) = await world.say("sana", "yes")

    assert answer.endswith("has another name now. Nothing was removed.")
