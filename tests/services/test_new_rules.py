"""New rules of time zones move what is planned, once, and those concerned are told."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from dcbot.services.new_rules import recompute
from dcbot.when.zones import VERSION
from storage.base import Audience
from storage.cycles import Cycle, CycleDate, DateKind
from storage.groups import Group
from storage.meetings import Meeting, MeetingKind, MeetingState, Series, Sitting
from storage.outbox import Letter
from storage.places import Place, PlaceKind
from storage.store import Store
from tests.world import MONDAY_NOON as NOW
from tests.world import World

LOCAL = datetime.fromisoformat("2026-12-01T09:00")
# By the pinned rules Vancouver no longer goes back in November.
AS_IT_WAS = datetime.fromisoformat("2026-12-01T17:00Z")
AS_IT_IS = datetime.fromisoformat("2026-12-01T16:00Z")
OPEN = {"audience": Audience.PUBLIC, "public_from": NOW - timedelta(days=1)}


async def group_with_places(store: Store) -> Group:
    """The group, with a room, a list, a public room, and somebody's own chat."""
    group = await store.groups.by_key("dccg")
    assert group
    for name, kind, audience in (
        ("!room:x", PlaceKind.ROOM, Audience.GROUP),
        ("!open:x", PlaceKind.ROOM, Audience.PUBLIC),
        ("!chat:x", PlaceKind.DIRECT, Audience.PRIVATE),
    ):
        place = Place(transport="matrix", address=name, kind=kind, first_seen=NOW)
        place.group_id, place.audience = group.id, audience
        await store.places.add(place)
    return group


async def meeting(store: Store, group: Group, number: int, **more: Any) -> Meeting:
    """A meeting that was worked out by the old rules."""
    fields: dict[str, Any] = {"starts_at": AS_IT_WAS, "zone": "America/Vancouver", **OPEN, **more}
    made = Meeting(
        group_id=group.id,
        number=number,
        original_local=LOCAL,
        starts_local=LOCAL,
        minutes=60,
        title=f"Meeting *{number}*",
        kind=MeetingKind.OWN,
        created_at=NOW - timedelta(days=30),
        changed_at=NOW - timedelta(days=30),
        **fields,
    )
    await store.meetings.add(made)
    return made


async def told(store: Store, group: Group) -> dict[str, str]:
    """What each place was told."""
    there = {place.address for place in await store.places.of_group(group.id)}
    letters = await store.session.scalars(select(Letter).where(Letter.place.in_(there)))
    return {letter.place: letter.text for letter in letters}


async def test_what_moved_in_utc_is_told_and_counted_up_once(world: World) -> None:
    async with world.database.transaction() as store:
        group = await group_with_places(store)
        moved = await meeting(store, group, 1)
        zurich = datetime.fromisoformat("2026-12-01T08:00Z")
        stays = await meeting(store, group, 2, zone="Europe/Zurich", starts_at=zurich)

        assert await recompute(store, now=NOW) == [moved]
        assert await recompute(store, now=NOW + timedelta(days=1)) == []

        assert (moved.starts_at, moved.sequence, moved.changed_at) == (AS_IT_IS, 1, NOW)
        assert (stays.starts_at, stays.sequence) == (zurich, 0)
        (change,) = await store.changes.of("meeting", moved.id)
        assert change.why == f"tzdata {VERSION}" and change.audience is Audience.PUBLIC
        assert change.now == "Tuesday 1 December 2026, 16:00 UTC"


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        pytest.param(Audience.PUBLIC, {"!room:x", "!open:x"}, id="public"),
        pytest.param(Audience.GROUP, {"!room:x"}, id="of-the-group"),
        pytest.param(Audience.PRIVATE, set(), id="private"),
    ],
)
async def test_only_those_are_told_who_may_know(
    world: World, audience: Audience, expected: set[str]
) -> None:
    async with world.database.transaction() as store:
        group = await group_with_places(store)
        await meeting(store, group, 1, audience=audience)
        await recompute(store, now=NOW)
        await store.flush()

        found = await told(store, group)

    assert found.keys() == expected
    for text in found.values():
        assert text.startswith(f"Rules of time zones have changed (tzdata {VERSION}).")
        assert text.endswith(
            "**Meeting \\*1\\***: Tuesday 1 December 2026, 09:00 America/Vancouver, which is now "
            "Tuesday 1 December 2026, 16:00 UTC, no longer 17:00."
        )


async def test_series_and_sittings_move_too(world: World) -> None:
    async with world.database.transaction() as store:
        group = await group_with_places(store)
        series = Series(
            group_id=group.id,
            uid="s",
            title="S",
            kind=MeetingKind.OWN,
            starts_local=LOCAL,
            zone="America/Vancouver",
            minutes=60,
            rule="FREQ=WEEKLY",
            created_at=NOW - timedelta(days=30),
            changed_at=NOW - timedelta(days=30),
        )
        await store.meetings.add(series)
        one = await meeting(store, group, 1, series_id=series.id, starts_at=AS_IT_IS)
        sitting = Sitting(
            meeting_id=one.id,
            uid="again",
            starts_local=LOCAL,
            zone="America/Vancouver",
            starts_at=AS_IT_WAS,
            minutes=60,
            changed_at=NOW - timedelta(days=30),
        )
        await store.meetings.add(sitting)

        assert await recompute(store, now=NOW) == [one]
        assert len(await told(store, group)) == 2
        assert (sitting.starts_at, sitting.sequence, one.sequence) == (AS_IT_IS, 1, 0)
        assert (series.sequence, series.changed_at) == (1, NOW)


async def test_nothing_is_said_of_what_is_cancelled_or_over(world: World) -> None:
    async with world.database.transaction() as store:
        group = await group_with_places(store)
        cancelled = await meeting(store, group, 1, state=MeetingState.CANCELLED)
        over = await meeting(store, group, 2, starts_at=NOW - timedelta(days=3))

        assert await recompute(store, now=NOW) == [cancelled]
        assert over.sequence == 0 and await told(store, group) == {}


async def test_dates_of_cycles_move_too(world: World) -> None:
    async with world.database.transaction() as store:
        cycle = Cycle(key="2099", name="IGF 2099", created_at=NOW)
        await store.cycles.add(cycle)
        row = CycleDate(
            cycle_id=cycle.id,
            key="papers",
            uid="papers",
            what="Papers",
            kind=DateKind.DEADLINE,
            day="2026-12-01",
            clock="09:00",
            zone="America/Vancouver",
            at=AS_IT_WAS,
            changed_at=NOW - timedelta(days=30),
        )
        await store.cycles.add(row)

        for _ in range(2):
            await recompute(store, now=NOW)

        assert (row.at, row.revision, row.changed_at) == (AS_IT_IS, 2, NOW)
