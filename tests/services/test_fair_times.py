"""Fair times: what is asked, whose hours count, what was borne before, and the steps from there."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from dcbot.errors import BadArgument
from dcbot.services import fair_plans, fair_wishes, meetings, people, shifting
from dcbot.services.fair_plans import Fair
from dcbot.services.fair_wishes import Wish
from dcbot.services.meetings import Plan
from dcbot.services.timing import Zone
from dcbot.when.fair import Pain
from storage.meetings import Meeting, MeetingKind
from tests.world import World


@pytest.mark.parametrize(
    ("words", "slots", "months", "minutes", "zones"),
    [
        ("3 times in rotation, for 12 months", 3, 12, None, []),
        ("what is a fair time? two slots for half a year", 2, 6, None, []),
        ("in rotation", 3, 12, None, []),
        ("a rotation of 2 for the next year, 90 minutes", 2, 12, 90, []),
        ("for Geneva, 5 in Nairobi and Suva", 1, 12, None, ["Europe/Zurich", "Africa/Nairobi"]),
        ("for Genève, Bern for 6 months", 1, 6, None, ["Europe/Zurich"]),
    ],
)
def test_what_is_asked(
    words: str, slots: int, months: int, minutes: int | None, zones: list[str]
) -> None:
    found = fair_wishes.read(words, [])

    assert (found.slots, found.months, found.minutes) == (slots, months, minutes)
    assert [one.zone for one in found.places][: len(zones)] == zones


@pytest.mark.parametrize("words", ["5 times", "for 99 years", "for Atlantis", "quite fair hours"])
def test_what_is_not_understood_is_quoted(words: str) -> None:
    with pytest.raises(BadArgument):
        fair_wishes.read(words, [])


def test_people_and_names_of_one_zone_are_told_together() -> None:
    (one,) = fair_wishes.read("for 5 in Geneva and Bern", []).places
    assert (one.zone, one.people, one.name) == ("Europe/Zurich", 6, "Geneva, Bern")


def test_a_place_is_shown_by_its_name_alone() -> None:
    (one,) = fair_wishes.read("for ```Geneva", []).places
    assert one.name == "Geneva"


async def worked_out(world: World, wish: Wish) -> Fair:
    async with world.database.reading() as store:
        group = await store.groups.by_key("dccg")
        lena = await store.people.at("matrix", world.address("lena"))
        assert group and lena
        zone = Zone("UTC", False)
        return await fair_plans.work_out(store, group, wish, zone, by=lena, now=world.now)


async def met(world: World, start: datetime, *sittings: datetime) -> None:
    """The coordination group met at that time, and in these sittings."""
    async with world.database.transaction() as store:
        group = await store.groups.by_key("dccg")
        lena = await people.met(store, "matrix", world.address("lena"), name="Lena", now=world.now)
        assert group is not None
        local = start.replace(tzinfo=None)
        plan = Plan("DCCG call", MeetingKind.COORDINATION, local, "UTC", 60)
        meeting = await meetings.write_single(store, group, plan, by=lena, now=world.now)
        for at in sittings:
            again = Plan("DCCG call", MeetingKind.COORDINATION, at.replace(tzinfo=None), "UTC", 60)
            await shifting.add_sitting(store, meeting, again, by=lena, now=world.now)


PLACES = fair_wishes.read("for Geneva and Suva, 2 slots", []).places


async def test_what_a_zone_bore_in_the_past_year_counts(world: World) -> None:
    fresh = await worked_out(world, Wish(places=PLACES))
    # In Suva it was 03:00.
    for days in (30, 60, 90):
        await met(world, world.now.replace(hour=15) - timedelta(days=days))
    await met(world, world.now.replace(hour=15) - timedelta(days=500))
    later = await worked_out(world, Wish(places=PLACES))

    carried = {one.party.zone: one.carried for one in later.proposal.burdens}
    assert carried == {"Pacific/Fiji": 3 * Pain.NIGHT, "Europe/Zurich": 0}
    borne = {one.party.zone: one.total for one in later.proposal.burdens}
    before = {one.party.zone: one.total for one in fresh.proposal.burdens}
    assert borne["Pacific/Fiji"] < before["Pacific/Fiji"]
    assert later.meetings_before == 3


async def test_of_two_sittings_people_came_to_the_easier_one(world: World) -> None:
    start = world.now + timedelta(days=1)
    await met(world, start.replace(hour=15), start.replace(hour=22))
    world.pass_time(days=10)
    found = await worked_out(world, Wish(places=PLACES))

    # At 22:00 UTC it is 10:00 in Suva.
    assert {one.party.zone: one.carried for one in found.proposal.burdens}["Pacific/Fiji"] == 0


async def test_the_hours_of_those_concerned_count_by_date(world: World) -> None:
    """Clocks change in Zurich, and not in Nairobi: the answer knows both hours."""
    await world.say("kofi", "!me zone Africa/Nairobi")
    await world.say("lena", "!me zone Europe/Zurich")
    found = await worked_out(world, Wish(slots=1))
    clocks = {one.party.zone: {c.hour for c in one.clocks} for one in found.proposal.burdens}

    (clock,) = found.proposal.slots
    assert clocks["Africa/Nairobi"] == {clock.hour + 3}
    assert clocks["Europe/Zurich"] == {clock.hour + 1, clock.hour + 2}
    # Amina represents a coalition, and has not said hers.
    assert found.silent == 1


async def test_the_only_series_says_on_which_days(world: World) -> None:
    await world.say("lena", "!schedule DCCG call second Thursday of each month 14:00 UTC, 2 hours")
    await world.say("lena", "yes")
    found = await worked_out(world, Wish(places=PLACES, months=3))

    assert [one.isoformat() for one in found.dates] == ["2026-12-10", "2027-01-14", "2027-02-11"]
    assert (found.minutes, found.usual) == (120, False)


async def test_from_turns_to_series_that_take_turns(world: World) -> None:
    await world.say(
        "lena", "meeting fair DCCG for Geneva and Suva: 3 times in rotation", direct=True
    )
    await world.say("lena", "plan it", direct=True)
    await world.say("lena", "yes", direct=True)

    async with world.database.reading() as store:
        series = await store.meetings.all_series()
        rows = list(await store.session.scalars(select(Meeting).order_by(Meeting.number)))
    assert [one.rule for one in series] == ["FREQ=MONTHLY;BYDAY=1TU;INTERVAL=3;COUNT=4"] * 3
    assert [one.starts_at for one in rows] == sorted(one.starts_at for one in rows)
    assert [one.starts_at.month for one in rows][:4] == [12, 1, 2, 3]


async def test_only_who_may_schedule_is_asked_how_to_go_on(world: World) -> None:
    words = "meeting fair DCCG for Geneva and Suva"
    (kofis,) = await world.say("kofi", words, direct=True)
    (lenas,) = await world.say("lena", words, direct=True)

    assert "`plan it`" in lenas and "`plan it`" not in kofis


async def test_days_that_no_turn_gives_as_a_rule_are_single_meetings(world: World) -> None:
    words = (
        "meeting fair DCCG for Geneva and Suva: 2 slots, every first and third Monday of the month"
    )
    (told,) = await world.say("lena", f"{words}, for 2 months", direct=True)
    assert "2 that take turns" in told
    (echo,) = await world.say("lena", "plan it", direct=True)
    assert echo.count("\n- ") == 4 and "every" not in echo.split("Schedule")[0].split("\n", 1)[1]
