"""Cycles: a release brings dates and leaves people's own; a date that moves keeps its identity."""

from __future__ import annotations

from dataclasses import replace

from dcbot.data.cycles import load
from dcbot.services import shipped_cycles
from tests.world import World

SHIPPED = load("igf")


async def test_a_release_is_installed_once_and_leaves_what_people_changed(world: World) -> None:
    await world.say("sana", "!cycle date 2025 session proposals due: 23 March 2025 at 23:59 UTC")
    await world.say("sana", "yes")
    async with world.database.transaction() as store:
        before = [(one.uid, one.revision, one.day) for one in await store.cycles.dates()]

        assert await shipped_cycles.install(store, SHIPPED, now=world.now) == [
            "IGF 2025, Session proposals due: here Sunday 23 March 2025, 23:59 UTC; shipped "
            "2025-03-16."
        ]
        assert [(one.uid, one.revision, one.day) for one in await store.cycles.dates()] == before
    assert len(before) == 59


async def test_a_date_that_a_release_moves_keeps_its_identity(world: World) -> None:
    old = SHIPPED[-1].dates[0]
    newer = replace(SHIPPED[-1], dates=(replace(old, day="2025-03-20"), *SHIPPED[-1].dates[1:]))
    async with world.database.transaction() as store:
        cycle = await store.cycles.by_key("2025")
        assert cycle is not None
        row = (await store.cycles.dates(cycle.id))[0]
        uid, revision = row.uid, row.revision

        await shipped_cycles.install(store, (newer,), now=world.now)

        assert (row.uid, row.revision, row.day) == (uid, revision + 1, "2025-03-20")
        assert row.at is not None and row.at.day == 20


async def test_everybody_may_read_the_dates(world: World) -> None:
    async with world.database.public(world.now) as public:
        assert len(await public.cycles.dates()) == 59
