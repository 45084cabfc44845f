"""Series, meetings and sittings stand in the calendar as what became of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from dcbot.calendar.entries import Days, Entry, Instant, sittings
from dcbot.services.feeds import Listed, deadlines, listed
from storage.cycles import Cycle, CycleDate, DateKind
from storage.meetings import Meeting, MeetingKind, MeetingState, Series, SeriesState, Sitting
from storage.store import Store
from tests.world import World

LONG_AGO = datetime(2026, 9, 1, tzinfo=UTC)
CHANGED = datetime(2026, 11, 1, 9, tzinfo=UTC)
FIRST = datetime.fromisoformat("2026-12-01T14:00")
WEEK = timedelta(weeks=1)
SPAN = datetime(2026, 11, 1, tzinfo=UTC), datetime(2027, 3, 1, tzinfo=UTC)


async def group_id(store: Store) -> int:
    """Whose meetings they are."""
    found = await store.groups.by_key("dccg")
    assert found
    return found.id


async def series(
    store: Store, rule: str = "FREQ=WEEKLY", uid: str = "weekly", **more: Any
) -> Series:
    """A series on Tuesdays at 14:00 in Zurich."""
    made = Series(
        group_id=await group_id(store),
        uid=uid,
        title="Weekly",
        kind=MeetingKind.COORDINATION,
        starts_local=FIRST,
        zone="Europe/Zurich",
        minutes=60,
        rule=rule,
        created_at=CHANGED,
        changed_at=CHANGED,
        **more,
    )
    await store.meetings.add(made)
    return made


async def one_of(store: Store, made: Series, week: int, **more: Any) -> Meeting:
    """What is written of the meeting of a week."""
    original = FIRST + week * WEEK
    plain: dict[str, Any] = {"starts_local": original, "zone": made.zone, "changed": True}
    meeting = Meeting(
        group_id=made.group_id,
        number=week + 1,
        original_local=original,
        starts_at=CHANGED,
        minutes=more.pop("minutes", 60),
        title=more.pop("title", made.title),
        kind=made.kind,
        created_at=CHANGED,
        changed_at=CHANGED,
        series_id=made.id,
        **(plain | more),
    )
    await store.meetings.add(meeting)
    return meeting


def times(entry: Entry) -> list[str]:
    """When it takes place within the span; cancelled ones with a mark."""
    return [
        f"{one.at:%m-%dT%H:%M}{' off' if one.cancelled else ''}" for one in sittings(entry, *SPAN)
    ]


async def only(store: Store) -> Listed:
    """The one thing that is listed."""
    (found,) = await of_group(store)
    return found


async def of_group(store: Store) -> list[Listed]:
    """What is listed of the group."""
    return await listed(store, [await group_id(store)])


@pytest.mark.parametrize(
    ("rule", "ends_before", "expected"),
    [
        pytest.param("FREQ=WEEKLY;COUNT=3", None, 3, id="count"),
        pytest.param("FREQ=WEEKLY", FIRST + 2 * WEEK, 2, id="ended"),
        pytest.param("FREQ=WEEKLY;COUNT=9", FIRST + 2 * WEEK, 2, id="ended-before-its-count"),
        pytest.param("FREQ=WEEKLY;COUNT=2", FIRST + 5 * WEEK, 2, id="ended-after-its-count"),
        pytest.param("FREQ=WEEKLY;UNTIL=20261208T130000Z", FIRST + 5 * WEEK, 2, id="own-end-first"),
        pytest.param("FREQ=WEEKLY;UNTIL=20270101T000000Z", FIRST + WEEK, 1, id="own-end-later"),
    ],
)
async def test_series_ends(
    world: World, rule: str, ends_before: datetime | None, expected: int
) -> None:
    async with world.database.transaction() as store:
        await series(store, rule, ends_before=ends_before)

        assert len(times((await only(store)).entry)) == expected


async def test_each_meeting_is_what_became_of_it(world: World) -> None:
    async with world.database.transaction() as store:
        made = await series(store, "FREQ=WEEKLY;COUNT=7", left_out=["2026-12-08T14:00"], venue="R1")
        moved = datetime.fromisoformat("2026-12-17T09:00")
        await one_of(store, made, 0, changed=False)
        await one_of(store, made, 2, starts_local=moved, zone="Asia/Tokyo", minutes=90)
        await one_of(store, made, 3, state=MeetingState.CANCELLED, why="a holiday")
        await one_of(store, made, 4, state=MeetingState.SKIPPED)
        await one_of(store, made, 5, title="Special", agenda="Elections")

        found = await only(store)

    assert times(found.entry) == [
        "12-01T13:00",
        "12-17T00:00",
        "12-22T13:00 off",
        "01-05T13:00",
        "01-12T13:00",
    ]
    moved_one, off, special = sittings(found.entry, *SPAN)[1:4]
    assert moved_one.ends - moved_one.at == timedelta(minutes=90) and moved_one.place == "R1"
    assert off.text == "Why: a holiday"
    assert (special.title, special.text) == ("Special", "Agenda: Elections")
    assert found.numbers[FIRST + 5 * WEEK] == 6


async def test_series_that_was_cancelled_or_never_began_stays_as_cancelled(world: World) -> None:
    for more in ({"state": SeriesState.CANCELLED}, {"ends_before": FIRST}):
        async with world.database.transaction() as store:
            made = await series(store, "FREQ=WEEKLY;COUNT=2", **more)

            assert times((await only(store)).entry) == ["12-01T13:00 off", "12-08T13:00 off"]
            await store.session.delete(made)


async def test_single_meeting_and_its_further_sitting(world: World) -> None:
    async with world.database.transaction() as store:
        made = await series(store)
        meeting = await one_of(store, made, 0, title="Once", agenda="1. One\n2. Two")
        meeting.series_id, meeting.uid = None, "once"
        await store.session.delete(made)
        await store.meetings.add(
            Sitting(
                meeting_id=meeting.id,
                uid="again",
                starts_local=datetime.fromisoformat("2026-12-02T09:00"),
                zone="Asia/Tokyo",
                starts_at=CHANGED,
                minutes=45,
                changed_at=CHANGED + WEEK,
            )
        )

        once, again = await of_group(store)

    assert (once.entry.uid, times(once.entry)) == ("once", ["12-01T13:00"])
    assert once.entry.text == "Agenda:\n1. One\n2. Two"
    assert (again.entry.title, times(again.entry)) == ("Once (further sitting)", ["12-02T00:00"])
    assert again.entry.changed_at == CHANGED + WEEK
    assert once.entry.categories == ("Dynamic Coalition Coordination Group",)


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"zone": "Mars/Olympus"}, id="zone"),
        pytest.param({"rule": "FREQ=SOMETIMES"}, id="rule"),
        pytest.param({"rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, id="never"),
    ],
)
async def test_what_cannot_be_worked_out_stops_nothing_else(
    world: World, more: dict[str, str]
) -> None:
    async with world.database.transaction() as store:
        made = await series(store)
        broken = await series(store, uid="broken")
        for name, value in more.items():
            setattr(broken, name, value)

        assert [one.series for one in await of_group(store)] == [made.uid]


async def test_whatever_becomes_of_a_meeting_counts_its_series_up(world: World) -> None:
    async with world.database.transaction() as store:
        made = await series(store)
        meeting = await one_of(store, made, 0, changed=False)
        plain = (await only(store)).entry
        meeting.state, meeting.sequence = MeetingState.SKIPPED, 1
        meeting.changed_at, meeting.changed = CHANGED + WEEK, True
        skipped = (await only(store)).entry
        meeting.state, meeting.sequence, meeting.changed = MeetingState.PLANNED, 2, False
        restored = (await only(store)).entry

    assert [each.sequence for each in (plain, skipped, restored)] == [0, 1, 2]
    assert (plain.changed_at, skipped.changed_at) == (CHANGED, CHANGED + WEEK)
    assert [len(each.instances) for each in (plain, skipped, restored)] == [0, 0, 1]
    assert times(plain) == times(restored) == ["12-01T13:00", *times(skipped)]


async def dates(store: Store, *rows: dict[str, Any]) -> list[Listed]:
    """What a cycle with these dates is in the calendar."""
    cycle = Cycle(key="2099", name="IGF 2099", created_at=CHANGED)
    await store.cycles.add(cycle)
    for number, row in enumerate(rows):
        plain: dict[str, Any] = {"what": "Papers", "kind": DateKind.DEADLINE}
        fields = {"key": f"d{number}", "uid": f"u{number}", "changed_at": CHANGED, **plain, **row}
        await store.cycles.add(CycleDate(cycle_id=cycle.id, **fields))
    return [one for one in await listed(store) if one.about == cycle.name]


async def test_dates_of_a_cycle_are_days_or_moments(world: World) -> None:
    at = datetime.fromisoformat("2027-01-16T11:59Z")
    async with world.database.transaction() as store:
        found = await dates(
            store,
            {"day": "2027-01-15"},
            {"day": "2027-02-01", "until": "2027-02-05", "kind": DateKind.EVENT},
            {"day": "2027-01-15", "clock": "23:59", "zone": "AoE", "at": at, "revision": 3},
            {
                "day": "2027-02-02",
                "clock": "23:30",
                "end": "01:00",
                "zone": "UTC",
                "at": at,
                "kind": DateKind.MEETING,
                "note": "In the main hall.",
                "address": "https://igf.example/1",
            },
            # No day is known.
            {"day": "2027-03"},
        )
        everything = sorted(found, key=lambda one: one.entry.uid)

    assert len(everything) == 4
    assert deadlines(everything) == [everything[0], everything[2]]
    assert [one.about for one in everything] == ["IGF 2099"] * 4
    first, span, moment, meeting = (one.entry for one in everything)
    assert first.when == Days(date(2027, 1, 15))
    assert span.when == Days(date(2027, 2, 1), date(2027, 2, 5))
    assert (moment.when, moment.sequence) == (Instant(at), 2)
    assert moment.title == "Papers, 23:59 AoE"
    assert meeting.when == Instant(at, timedelta(minutes=90))
    assert meeting.text == "In the main hall.\n\nhttps://igf.example/1"


async def test_withdrawn_date_stays_as_cancelled_and_is_of_no_group(world: World) -> None:
    async with world.database.transaction() as store:
        (found,) = await dates(store, {"day": "2027-01-15", "withdrawn": True})

        assert found.entry.cancelled
        assert await listed(store, [await group_id(store)]) == []
