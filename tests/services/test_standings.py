"""Standing: who may give and end what, where it counts, and when it ends."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from dcbot.errors import BadArgument, NotAllowed, NotFound, UserError
from dcbot.roles import Role
from dcbot.services import people, standings
from storage.people import Person
from storage.store import Store
from tests.world import MONDAY_NOON, World

# Who may say, of Jo in DC3 (and in no other coalition), that they are this.
MAY = {
    Role.OBSERVER: {"kofi", "lena", "sana", "omar", "member", "chair", "coordinator"},
    Role.MEMBER: {"kofi", "lena", "sana", "omar", "chair", "coordinator"},
    Role.REPRESENTATIVE: {"lena", "sana", "omar", "chair", "coordinator"},
    Role.CHAIR: {"lena", "sana", "omar", "coordinator"},
    Role.COORDINATOR: {"sana", "omar"},
    Role.SECRETARIAT: {"sana", "omar"},
    Role.OPERATOR: {"omar"},
}
EVERYBODY = ("jo", "mei", "amina", "kofi", "lena", "sana", "omar", "member", "chair", "coordinator")


async def person(store: Store, who: str) -> Person:
    """Somebody of the world; or somebody who is what the word says, in DC3."""
    known = await people.met(store, "matrix", World.address(who), name=who, now=MONDAY_NOON)
    if who.upper() in Role.__members__:
        group = await store.groups.by_key("dc3")
        await standings.give(
            store, known, Role[who.upper()], group, by_name="the operator", now=MONDAY_NOON
        )
    return known


@pytest.mark.parametrize("role", MAY)
@pytest.mark.parametrize("ending", [False, True], ids=["give", "end"])
@pytest.mark.threat("T8")
async def test_who_may_give_and_end_what(world: World, role: Role, ending: bool) -> None:
    may = set()
    for who in EVERYBODY:
        async with world.database.reading() as store:
            by, target = await person(store, who), await person(store, "target")
            group = await store.groups.by_key("dc3")
            if ending:
                # Somebody else holds it too, or the last one could not be ended at all.
                for one in (target, await person(store, "another")):
                    await standings.give(store, one, role, group, by_name="x", now=world.now)
            change = standings.revoke if ending else standings.grant
            try:
                await change(store, target, role, group, by=by, now=world.now)
                may.add(who)
            except NotAllowed as refused:
                assert refused.text.startswith("Only ")

    assert may == MAY[role]


async def test_everybody_may_end_their_own(world: World) -> None:
    (answer,) = await world.say("amina", "!standing end Amina representative of DCAD")

    assert answer == "Amina is no longer a representative of DCAD."


@pytest.mark.threat("T8")
async def test_last_operator_stays(world: World) -> None:
    async with world.database.transaction() as store:
        omar = await person(store, "omar")
        with pytest.raises(UserError, match="Nobody but Omar is an operator"):
            await standings.revoke(store, omar, Role.OPERATOR, None, by=omar, now=world.now)


async def test_what_is_not_held_cannot_be_ended(world: World) -> None:
    async with world.database.transaction() as store:
        lena, jo = await person(store, "lena"), await person(store, "jo")
        group = await store.groups.by_key("dc3")
        with pytest.raises(NotFound, match="Jo is not a chair of DC3"):
            await standings.revoke(store, jo, Role.CHAIR, group, by=lena, now=world.now)


@pytest.mark.threat("T5")
async def test_coordinator_counts_below_and_a_representative_does_not(world: World) -> None:
    async with world.database.transaction() as store:
        above, below = await store.groups.by_key("dccg"), await store.groups.by_key("dc3")
        lena, jo = await person(store, "lena"), await person(store, "jo")
        await standings.give(store, jo, Role.REPRESENTATIVE, above, by_name="x", now=world.now)

        assert await standings.in_group(store, lena, below, now=world.now) is Role.COORDINATOR
        assert await standings.in_group(store, jo, below, now=world.now) is Role.ANYONE
        assert await standings.in_group(store, jo, above, now=world.now) is Role.REPRESENTATIVE


async def test_standing_lasts_through_its_last_day(world: World) -> None:
    await world.say("lena", "!standing give Jo representative of DC3 until 2026-11-30")

    world.now = datetime(2026, 11, 30, 23, 59, tzinfo=UTC)
    assert await world.say("mei", "!person Jo") == ["**Jo** is a representative of DC3."]
    world.now = datetime(2026, 12, 1, tzinfo=UTC)
    assert await world.say("mei", "!person Jo") == ["**Jo** is known here, with no standing."]


@pytest.mark.parametrize(
    ("date", "zone", "end"),
    [
        ("2027-12-31", "UTC", "2028-01-01T00:00+00:00"),
        ("2027", "Europe/Zurich", "2028-01-01T00:00+01:00"),
        ("2027-06", "Europe/Zurich", "2027-07-01T00:00+02:00"),
        ("2027-12", "UTC", "2028-01-01T00:00+00:00"),
        ("2028-02-29", "UTC", "2028-03-01T00:00+00:00"),
        # The clocks go back in this night.
        ("2027-10-31", "Europe/Zurich", "2027-11-01T00:00+01:00"),
    ],
)
def test_the_end_of_a_day_a_month_and_a_year(date: str, zone: str, end: str) -> None:
    found = standings.whole_day_end(date, ZoneInfo(zone))

    assert found.isoformat(timespec="minutes") == end


def test_a_day_of_no_calendar_is_refused() -> None:
    with pytest.raises(BadArgument, match="is in no calendar"):
        standings.whole_day_end("2027-02-29", ZoneInfo("UTC"))


async def test_each_change_of_standing_is_kept(world: World) -> None:
    await world.say("lena", "!standing give Jo member of DC3 until 2027")
    await world.say("lena", "!standing end Jo member of DC3")

    async with world.database.reading() as store:
        jo = await person(store, "jo")
        kept = await store.changes.of("person", jo.id)
    assert [(one.by_name, one.what, one.now) for one in kept] == [
        ("Lena", "standing given: a member of DC3", "until 31 December 2027"),
        ("Lena", "standing ended: a member of DC3", ""),
    ]


@pytest.mark.parametrize("date", ["9999-12-31", "9999-12", "9999"])
async def test_a_day_behind_all_calendars_is_refused(world: World, date: str) -> None:
    (answer,) = await world.say("sana", f"!standing give Jo member of DCAD until {date}")

    assert answer == f"“{date}” is in no calendar."
