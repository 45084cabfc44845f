"""Reminders: said once at their time, late ones gathered and marked, moved ones void."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest

from dcbot.errors import BadArgument, PutOff
from dcbot.services import meetings, people, places, reminders
from dcbot.services.meetings import Plan
from storage.base import Audience
from storage.meetings import MeetingKind
from tests.world import MONDAY_NOON, ROOM, World

LIST = "dc@lists.example.org"


async def schedule(world: World, start: datetime, title: str = "DCCG call", rule: str = "") -> None:
    """Lena schedules it for the coordination group, which has a room and a list."""
    async with world.database.transaction() as store:
        group = await store.groups.by_key("dccg")
        lena = await people.met(store, "matrix", world.address("lena"), name="Lena", now=world.now)
        assert group is not None
        for transport, address in (("matrix", ROOM), ("mail", LIST)):
            place = await places.known(store, transport, address, direct=False, now=world.now)
            place.group_id = group.id
        local = start.replace(tzinfo=None)
        plan = Plan(title, MeetingKind.COORDINATION, local, "UTC", 60, rule)
        await meetings.schedule(store, group, plan, by=lena, now=world.now)


def told(world: World) -> list[str]:
    """What was said in the room since this was asked last, by its first line."""
    texts = [one.text.split("\n")[0] for one in world.wire.carried]
    world.wire.carried.clear()
    return texts


def mailed(world: World) -> list[str]:
    """The same of the list."""
    texts = [one.text.split("\n")[0] for one in world.elsewhere.carried]
    world.elsewhere.carried.clear()
    return texts


async def live(world: World, until: datetime) -> None:
    """The bot runs until then: whatever is due is done at its moment."""
    while True:
        async with world.database.reading() as store:
            due = await store.timetable.next_moment()
        world.now = until if due is None or due > until else max(due, world.now)
        await world.app.settle()
        if world.now == until:
            return


START = MONDAY_NOON + timedelta(days=10)
NAME = "**DCCG 1, DCCG call**"
WHEN = "Thursday 3 December 2026, 12:00–13:00 UTC."


async def test_each_reminder_is_said_once_in_rooms_and_one_on_lists(world: World) -> None:
    await schedule(world, START)

    await live(world, START + timedelta(hours=2))

    assert told(world) == [
        f"{NAME} begins in 7 days: {WHEN}",
        f"{NAME} begins in 1 day: {WHEN}",
        f"{NAME} begins in 1 hour: {WHEN}",
        f"{NAME} begins now: {WHEN}",
    ]
    assert mailed(world) == [f"{NAME} begins in 1 day: {WHEN}"]


async def test_what_would_have_been_due_before_it_was_scheduled_is_left_out(world: World) -> None:
    await schedule(world, MONDAY_NOON + timedelta(hours=3))

    await live(world, MONDAY_NOON + timedelta(hours=3))

    assert [words.partition(":")[0] for words in told(world)] == [
        f"{NAME} begins in 1 hour",
        f"{NAME} begins now",
    ]


async def test_two_days_down_over_several_meetings(world: World) -> None:
    """What is late is gathered in one letter, the newest of each meeting; what is over is not."""
    start = MONDAY_NOON + timedelta(days=1)
    await schedule(world, start, "over")
    await schedule(world, start + timedelta(days=1, hours=3), "soon")
    await schedule(world, start + timedelta(days=7), "later")

    world.now += timedelta(days=2)
    await world.app.settle()

    private = [one for one in world.wire.carried if one.to_person]
    (letter,) = [one for one in world.wire.carried if not one.to_person]
    first, second = [part.split("\n")[0] for part in letter.text.split("\n\n")]
    assert first == (
        "**DCCG 2, soon** begins in 3 hours: Wednesday 25 November 2026, 15:00–16:00 UTC. "
        "(This reminder is late by 21 hours.)"
    )
    assert second == (
        "**DCCG 3, later** begins in 6 days: Tuesday 1 December 2026, 12:00–13:00 UTC. "
        "(This reminder is late by 1 day.)"
    )
    assert [one.text for one in private] == [
        "2 reminders of DCCG 1 fell due while I was away, and that meeting has begun since; so "
        "they were not said."
    ]
    world.wire.carried.clear()
    await world.app.settle()
    assert told(world) == []


async def test_a_list_is_told_late_of_what_rooms_are_told_on_time(world: World) -> None:
    """Rooms get the newest reminder; a list gets the only one it ever gets, and not that."""
    await schedule(world, MONDAY_NOON + timedelta(days=2))

    world.now += timedelta(days=1, hours=23)
    await world.app.settle()

    when = "Wednesday 25 November 2026, 12:00–13:00 UTC."
    assert told(world) == [f"{NAME} begins in 1 hour: {when}"]
    assert mailed(world) == [
        f"{NAME} begins in 1 hour: {when} (This reminder is late by 23 hours.)"
    ]


async def test_a_letter_that_was_held_up_says_so_and_nothing_untrue(world: World) -> None:
    """The bot was there all the time, but the homeserver was not."""
    await schedule(world, START)
    await world.say("jo", "!remind me DCCG: 1 hour")
    told(world)
    world.now = START - timedelta(days=1)
    world.wire.fail_with = [PutOff("away", 3 * 3600.0)]
    await world.app.settle()
    assert told(world) == []

    world.pass_time(hours=4)
    await world.app.settle()

    late = "(This reminder is late: it was to go on Wednesday 2 December 2026, 12:00 UTC.)"
    assert told(world) == [f"{NAME} is on {WHEN} {late}"]
    world.now = START - timedelta(hours=1)
    world.wire.fail_with = [PutOff("away", 3 * 3600.0), PutOff("away", 3 * 3600.0)]
    await world.app.settle()
    world.now = START + timedelta(hours=4)
    await world.app.settle()
    assert not [words for words in told(world) if words.startswith(NAME)]


async def test_what_has_begun_is_not_said_to_begin(world: World) -> None:
    await schedule(world, START)
    world.now = START + timedelta(minutes=10)
    await world.app.settle()

    assert told(world) == [
        f"{NAME} began 10 minutes ago: {WHEN} (This reminder is late by 10 minutes.)"
    ]


async def test_what_is_for_the_group_alone_is_not_said_in_public_places(world: World) -> None:
    await schedule(world, START)
    await world.say("lena", "!meeting set DCCG 1: audience group")
    async with world.database.transaction() as store:
        place = await store.places.at("mail", LIST)
        assert place is not None
        place.audience = Audience.PUBLIC
    told(world)

    await live(world, START)

    assert len(told(world)) == 4
    assert mailed(world) == []


async def test_a_moved_meeting_takes_its_reminders_with_it(world: World) -> None:
    await schedule(world, START)
    await live(world, START - timedelta(days=6))
    told(world)

    await world.say("lena", "!meeting move DCCG 1 to 10 December 2026 at 15:00 UTC")
    await world.say("lena", "yes")

    told(world)
    await live(world, START + timedelta(days=8))
    assert [words.partition(": ")[0] for words in told(world)] == [
        f"{NAME} begins in 7 days",
        f"{NAME} begins in 1 day",
        f"{NAME} begins in 1 hour",
        f"{NAME} begins now",
    ]


async def test_a_cancelled_meeting_is_not_reminded_of(world: World) -> None:
    await schedule(world, START)
    await world.say("lena", "!meeting cancel DCCG 1 because of the holidays")
    await world.say("lena", "yes")
    told(world)

    await live(world, START + timedelta(hours=1))

    assert told(world) == []


async def test_own_reminders_go_to_their_person_with_the_link(world: World) -> None:
    await schedule(world, START)
    await world.say("lena", "meeting set DCCG 1: link https://zoom.example.org/j/1", direct=True)
    await world.say("kofi", "!me zone Africa/Nairobi")
    await world.say("kofi", "!remind me DCCG: 30 minutes")
    await world.say("jo", "!remind me DCCG: 30 minutes")
    told(world)

    await live(world, START - timedelta(minutes=20))

    private = {one.place: one.text for one in world.wire.carried if one.to_person}
    nairobi = "Thursday 3 December 2026, 15:00–16:00 Africa/Nairobi (UTC+3), which is 12:00 UTC."
    assert f"begins in 30 minutes: {nairobi}" in private["@kofi:example.org"]
    assert "https://zoom.example.org/j/1" in private["@kofi:example.org"]
    assert "zoom" not in private["@jo:example.org"]
    assert not any("zoom" in one.text for one in world.wire.carried if not one.to_person)


async def test_who_links_a_second_address_keeps_the_reminders_of_both(world: World) -> None:
    """Two rows of one person wished for the same, and one for more: each is said once."""
    await schedule(world, START)
    await world.say("jo", "!remind me DCCG: 1 day and 30 minutes")
    home = {"sender": "@jo:home.org", "place": "!direct-jo:home.org"}
    await world.say("jo", "remind me DCCG: 1 day and 2 hours", direct=True, **home)
    await world.say("jo", "me link @jo:home.org", direct=True)
    word = next(
        found[1] for one in world.wire.carried if (found := re.search(r"confirm (\w+)", one.text))
    )
    await world.say("jo", f"me confirm {word}", direct=True)
    told(world)

    await live(world, START)

    private = [one.text.partition(":")[0] for one in world.wire.carried if one.to_person]
    assert private == [f"{NAME} begins in {ahead}" for ahead in ("1 day", "2 hours", "30 minutes")]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_a_series_is_written_down_as_time_goes_on(world: World) -> None:
    await schedule(world, START, rule="FREQ=MONTHLY;BYDAY=1TH")
    await world.say("lena", "!meeting remind DCCG: 1 hour")
    told(world)
    async with world.database.transaction() as store:
        await store.timetable.add("look", "look ahead", world.now)

    await live(world, START + timedelta(days=200))

    assert [words.partition(":")[0] for words in told(world) if "begins" in words] == [
        f"**DCCG {number}, DCCG call** begins in 1 hour" for number in range(1, 8)
    ]


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("7 days, 1 day, 1 hour and now", [10080, 1440, 60, 0]),
        ("a week and 30 minutes before", [10080, 30]),
        ("none", []),
    ],
)
def test_how_long_ahead(words: str, minutes: list[int]) -> None:
    assert reminders.read(words) == minutes


@pytest.mark.parametrize("words", ["soon", "3", "99 weeks", "1 hour, 2 fortnights"])
def test_what_is_no_time_ahead_is_quoted(words: str) -> None:
    with pytest.raises(BadArgument):
        reminders.read(words)


async def test_a_reminder_that_was_stopped_is_not_said_and_the_others_are(world: World) -> None:
    await schedule(world, START)
    await live(world, START - timedelta(days=6))
    told(world)

    (stopped,) = await world.say("lena", "!stop the reminder of DCCG 1")
    assert "was to go on Wednesday 2 December 2026, 12:00 UTC, is not said" in stopped
    told(world)
    await live(world, START)

    assert [words.partition(":")[0] for words in told(world)] == [
        f"{NAME} begins in 1 hour",
        f"{NAME} begins now",
    ]
    assert mailed(world) == []


async def test_a_stopped_reminder_is_taken_back(world: World) -> None:
    await schedule(world, START)
    (stopped,) = await world.say("lena", "!stop the reminder of DCCG 1")
    back = re.search(r"`(!meeting remind .*)`", stopped)
    assert back
    await world.say("lena", back[1])
    told(world)

    await live(world, START)

    assert len(told(world)) == 4
