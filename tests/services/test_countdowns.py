"""Countdowns: each threshold once, late ones marked, none for a date that has moved away."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dcbot.errors import BadArgument
from dcbot.services import counting, cycles, people, places
from dcbot.services.countdown_plans import days_left, left_words, moment, read, said
from dcbot.services.timing import Timed
from dcbot.when.zones import zone
from storage.base import Audience
from storage.cycles import CycleDate, DateKind
from storage.database import Database
from storage.outbox import Act, LetterState
from storage.places import PlaceKind
from tests.conftest import with_world
from tests.templates import Databases
from tests.world import MONDAY_NOON, ROOM, World

LIST = "dc@lists.example.org"


def date(day: str, clock: str = "", zone: str = "") -> CycleDate:
    """A deadline of that day."""
    return CycleDate(
        cycle_id=1,
        key="draft",
        uid="uid",
        what="drafts due",
        kind=DateKind.DEADLINE,
        day=day,
        clock=clock,
        zone=zone,
        at=cycles.moment(day, clock, zone),
        changed_at=MONDAY_NOON,
        audience=Audience.PUBLIC,
        public_from=MONDAY_NOON,
    )


def at(*parts: int) -> datetime:
    """A moment in UTC."""
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]  # as datetime has them


@pytest.mark.parametrize(
    ("row", "days", "due"),
    [
        (date("2027-05-07", "23:59", "UTC"), 14, at(2027, 4, 23, 8)),
        (date("2027-05-07", "23:59", "UTC"), 0, at(2027, 5, 7, 8)),
        # The clocks go forward between the two.
        (date("2027-04-01", "12:00", "Europe/Zurich"), 14, at(2027, 3, 18, 7)),
        (date("2027-04-01", "12:00", "Europe/Zurich"), 1, at(2027, 3, 31, 6)),
        (date("2027-05-07", "23:59", "AoE"), 1, at(2027, 5, 6, 20)),
        # So early a clock leaves no morning.
        (date("2027-05-07", "01:00", "UTC"), 0, at(2027, 5, 6, 22)),
        # A day without a clock is one of UTC.
        (date("2027-05-07"), 3, at(2027, 5, 4, 8)),
        (date("2027-05"), 3, None),
    ],
)
def test_when_it_is_said_that_days_are_left(
    row: CycleDate, days: int, due: datetime | None
) -> None:
    assert moment(row, days) == due


def test_days_are_those_of_the_calendar_of_who_asks() -> None:
    row = date("2027-05-07", "23:59", "UTC")
    now = at(2027, 5, 5, 22, 30)

    assert days_left(row, now) == 2
    assert days_left(row, now, zone("Europe/Zurich")) == 2
    assert days_left(row, now, zone("America/Lima")) == 2
    assert days_left(row, at(2027, 5, 6, 3), zone("America/Lima")) == 2
    assert days_left(date("2027-05"), now) is None


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (at(2027, 4, 23, 8), "14 days left"),
        (at(2027, 5, 6, 8), "1 day left"),
        (at(2027, 5, 7, 8), "today"),
        (at(2027, 5, 7, 20), "3 hours left"),
        (at(2027, 5, 7, 22, 30), "1 hour left"),
        (at(2027, 5, 7, 23, 30), "less than an hour left"),
        (at(2027, 5, 7, 23, 59), ""),
    ],
)
def test_how_long_it_still_is_in_words(now: datetime, words: str) -> None:
    assert left_words(date("2027-05-07", "23:59", "UTC"), now) == words


@pytest.mark.parametrize(
    ("words", "days", "again"),
    [
        ("14 days, 1 week, 1 day and the day itself", [14, 7, 1, 0], "14, 7 and 1 days ahead and"),
        ("a week before", [7], "7 days ahead"),
        ("1", [1], "1 day ahead"),
        ("the day itself", [0], "on the day itself"),
        ("2 weeks + 3 days", [14, 3], "14 and 3 days ahead"),
    ],
)
def test_thresholds_in_words(words: str, days: list[int], again: str) -> None:
    assert read(words) == days
    assert said(days).startswith(again)


@pytest.mark.parametrize("words", ["soon", "", "400 days", "-3", "1,2,3,4,5,6,7,8,9,10,11"])
def test_what_is_no_threshold(words: str) -> None:
    with pytest.raises(BadArgument):
        read(words)


async def begin(world: World, day: str) -> None:
    """The Secretariat names a deadline of 2027; its days are counted in DCCG's room and list."""
    async with world.database.transaction() as store:
        sana = await people.met(store, "matrix", world.address("sana"), name="Sana", now=world.now)
        group = await store.groups.by_key("dccg")
        assert group is not None
        for transport, address in (("matrix", ROOM), ("mail", LIST)):
            place = await places.known(store, transport, address, direct=False, now=world.now)
            place.group_id = group.id
            assert place.kind is (PlaceKind.LIST if transport == "mail" else PlaceKind.ROOM)
        await cycles.add(store, "2027", by=sana, now=world.now)
    await move(world, day)
    await world.say("lena", "!countdown on drafts due 2027 in DCCG", direct=True)


async def move(world: World, day: str) -> None:
    """The Secretariat says when drafts are due."""
    async with world.database.transaction() as store:
        sana = await people.met(store, "matrix", world.address("sana"), name="Sana", now=world.now)
        cycle = await store.cycles.by_key("2027")
        assert cycle is not None
        local = datetime.fromisoformat(f"{day}T23:59")
        timed = Timed(local, "UTC", zone_said=True)
        await cycles.put(store, cycle, "drafts due", timed, by=sana, now=world.now)


async def live(world: World, until: datetime) -> None:
    """The bot runs until then: whatever is due is done at its moment."""
    while world.now < until:
        async with world.database.reading() as store:
            due = await store.timetable.next_moment()
        world.now = until if due is None or due > until else max(due, world.now)
        await world.app.settle()


def told(world: World) -> list[str]:
    """What came in the room as a new message since this was asked last."""
    texts = [one.text for one in world.wire.carried if one.act is Act.SAY and one.place == ROOM]
    world.wire.carried.clear()
    return texts


def mailed(world: World) -> list[str]:
    """The same of the list."""
    texts = [one.text for one in world.elsewhere.carried if one.place == LIST]
    world.elsewhere.carried.clear()
    return texts


NAME = "**drafts due** of IGF 2027"
UNTIL = "until Tuesday 29 December 2026, 23:59 UTC."


async def test_each_threshold_is_said_once_in_its_time(world: World) -> None:
    await begin(world, "2026-12-29")

    await live(world, MONDAY_NOON + timedelta(days=40))

    assert told(world) == [
        f"{NAME}: 36 days left, {UNTIL}",
        *(f"{NAME}: {days} days left, {UNTIL}" for days in (30, 14, 7, 3)),
        f"{NAME}: 1 day left, {UNTIL}",
        f"{NAME}: today, Tuesday 29 December 2026, 23:59 UTC.",
    ]
    assert mailed(world) == [
        f"{NAME}: 14 days left, {UNTIL}",
        f"{NAME}: 3 days left, {UNTIL}",
        f"{NAME}: 1 day left, {UNTIL}",
    ]


async def test_the_message_of_a_room_counts_each_day_and_says_that_it_is_over(
    world: World,
) -> None:
    await begin(world, "2026-12-29")
    world.wire.carried.clear()

    await live(world, MONDAY_NOON + timedelta(days=40))

    edits = [one.text for one in world.wire.carried if one.act is Act.EDIT]
    counted = [one for one in edits if "left" in one]
    assert counted == [
        f"{NAME}: {days} days left, {UNTIL}"
        for days in range(35, 1, -1)
        if days not in (30, 14, 7, 3)
    ]
    assert edits[-1] == f"{NAME} is over: it was Tuesday 29 December 2026, 23:59 UTC."
    assert sum("It is counted on below" in one for one in edits) == 6


async def test_what_fell_due_while_the_bot_was_away_is_said_once_and_marked(world: World) -> None:
    await begin(world, "2026-12-29")
    told(world), mailed(world)

    world.now = at(2026, 12, 23, 17)
    await world.app.settle()

    marked = "(This should have come on Tuesday 22 December 2026, 08:00 UTC.)"
    assert told(world) == [f"{NAME}: 6 days left, {UNTIL} {marked}"]
    marked = "(This should have come on Tuesday 15 December 2026, 08:00 UTC.)"
    assert mailed(world) == [f"{NAME}: 6 days left, {UNTIL} {marked}"]
    await world.app.settle()
    assert told(world) == mailed(world) == []


async def test_what_is_over_when_the_bot_comes_back_is_told_by_an_edit_alone(world: World) -> None:
    await begin(world, "2026-12-29")
    told(world), mailed(world)

    world.now = at(2027, 1, 3)
    await world.app.settle()

    assert [(one.act, one.text) for one in world.wire.carried] == [
        (Act.EDIT, f"{NAME} is over: it was Tuesday 29 December 2026, 23:59 UTC.")
    ]
    assert mailed(world) == []


async def test_a_place_that_was_told_hears_that_the_date_moves_and_no_other(world: World) -> None:
    await begin(world, "2026-12-29")
    told(world)
    assert mailed(world) == []

    await move(world, "2027-01-15")
    await world.app.settle()

    assert told(world) == [
        f"{NAME} has moved. It was Tuesday 29 December 2026, 23:59 UTC. Now it is Friday "
        "15 January 2027, 23:59 UTC. 53 days left."
    ]
    assert mailed(world) == []
    await live(world, at(2027, 1, 2))
    assert told(world) == [
        f"{NAME}: {days} days left, until Friday 15 January 2027, 23:59 UTC." for days in (30, 14)
    ]
    assert len(mailed(world)) == 1


async def test_what_waits_when_the_date_moves_never_goes(world: World) -> None:
    await begin(world, "2026-12-29")
    told(world)
    world.now = at(2026, 12, 15, 8)
    # The duty is done, and nothing was carried yet.
    while await world.app.timetable.step() == 0:
        pass

    await move(world, "2027-01-15")
    await world.app.settle()

    assert [text.partition(".")[0] for text in told(world)] == [f"{NAME} has moved"]
    async with world.database.reading() as store:
        letters = await store.outbox.since(0)
    waited = [one for one in letters if "rev 1: 14 days" in one.key]
    assert [one.state for one in waited] == [LetterState.VOID, LetterState.VOID]


async def test_a_date_that_moves_to_and_fro_unseen_is_not_spoken_of(world: World) -> None:
    await begin(world, "2026-12-29")
    told(world)

    await move(world, "2027-01-15")
    await move(world, "2026-12-29")
    await world.app.settle()

    assert told(world) == []


async def test_a_withdrawn_date_is_told_and_counted_no_more(world: World) -> None:
    await begin(world, "2026-12-29")
    told(world)

    await world.say("sana", "!cycle drop 2027: drafts due", direct=True)
    await live(world, at(2027, 1, 3))

    assert told(world) == [f"{NAME} is withdrawn. It was Tuesday 29 December 2026, 23:59 UTC."]
    assert mailed(world) == []


async def test_a_room_that_moved_is_told_in_its_new_place(world: World) -> None:
    await begin(world, "2026-12-29")
    async with world.database.transaction() as store:
        place = await store.places.at("matrix", ROOM)
        assert place is not None
        moved = {"change": "moved", "moved_to": "!new:example.org"}
        await places.changed(store, place, moved, now=world.now)
    told(world)

    await live(world, at(2026, 12, 16))

    said = {one.place for one in world.wire.carried if one.act is Act.SAY}
    assert said == {"!new:example.org"}


Step = tuple[str, float]
LIFE = st.lists(
    st.one_of(
        st.tuples(st.just("down"), st.floats(1, 9 * 24)),
        st.tuples(st.just("up"), st.floats(1, 5 * 24)),
    ),
    min_size=4,
    max_size=8,
)
MOVES = st.lists(st.tuples(st.integers(0, 3), st.integers(-12, 25)), min_size=3, max_size=3)


@given(life=LIFE, moves=MOVES)
@settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
async def test_however_often_the_bot_is_away_and_the_date_moves(
    databases: Databases, life: list[Step], moves: list[tuple[int, int]]
) -> None:
    """Each threshold at most once per revision, none of a revision that is no more, late ones
    marked; two processes do what is due at the same time."""
    url = databases.filled("world", with_world)
    first, second = World(Database(url)), World(Database(url))
    day = MONDAY_NOON + timedelta(days=35)
    await begin(first, f"{day:%Y-%m-%d}")
    for number, (how, hours) in enumerate(life):
        for _ in range(sum(one == number for one, _ in moves)):
            shift = next(days for one, days in moves if one == number)
            day = max(day + timedelta(days=shift), first.now)
            await move(first, f"{day:%Y-%m-%d}")
        until = first.now + timedelta(hours=hours)
        if how == "up":
            while first.now < until:
                first.now = second.now = min(until, first.now + timedelta(hours=13))
                await both(first, second)
        first.now = second.now = until
        await both(first, second)
    await check(first)
    await first.database.close()
    await second.database.close()


async def both(first: World, second: World) -> None:
    """Each does jobs until none is due; then the first carries what was written."""

    async def work(world: World) -> None:
        while await world.app.timetable.step() == 0:
            pass

    await asyncio.gather(work(first), work(second))
    await first.app.settle()


async def check(world: World) -> None:
    """What was written is what may have been written."""
    async with world.database.reading() as store:
        letters = [one for one in await store.outbox.since(0) if one.key.startswith("countdown ")]
        (row,) = [one for one in await store.cycles.dates() if one.what == "drafts due"]
        changes = await store.changes.of("cycle date", row.id)
    said = [one for one in letters if one.act is Act.SAY and "→" in one.key]
    keys = [one.key for one in said]
    assert len(set(keys)) == len(keys)
    begins = [one.at for one in changes]
    for (number, begin), (_, end) in pairwise([*enumerate(begins, 1), (0, world.now)]):
        of_revision = [one for one in said if f" rev {number}: " in one.key]
        # Nothing is written of a revision before it holds, nor once another one does.
        assert all(begin <= one.created_at <= end for one in of_revision)
    for one in said:
        if " days → " in one.key or " 1 day → " in one.key:
            due = datetime.fromisoformat(one.extra["late"]["after"]) - counting.GRACE
            late = "(This should have come on " in one.text
            assert late == (one.text.endswith(".)"))
            assert due >= one.created_at or late
