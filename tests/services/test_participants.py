"""Lists of participants of a meeting's tool: who stands on one is on the roll of the minutes."""

from __future__ import annotations

from pathlib import Path

from dcbot.file_reading import workers
from dcbot.record.attendance import Attendee
from dcbot.services import minutes
from storage.journals import Journal
from tests.held import hold
from tests.services.test_annexes import attach
from tests.world import World

PEOPLE = (
    b"Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)\n"
    b"Kofi,kofi@example.org,11/23/2026 12:00:00 PM,11/23/2026 12:40:00 PM,40\n"
    b"Ana Silva (DC3),ana@example.org,11/23/2026 12:20:00 PM,11/23/2026 12:40:00 PM,20\n"
    b"Bo Li (Some Ministry),bo@example.org,11/23/2026 12:00:00 PM,11/23/2026 12:40:00 PM,40\n"
)


async def people(world: World, journal: Journal) -> dict[str, Attendee]:
    """Who is on the roll of the current minutes, by name."""
    async with world.database.reading() as store:
        version = await store.minutes.current(journal.id)
        assert version is not None
        made = await minutes.of_version(store, journal, version)
        return {one.name: one for one in made.attendance.people}


async def test_who_stands_on_a_list_is_on_the_roll_until_it_is_taken_away(
    world: World, tmp_path: Path
) -> None:
    world.app.errands.workers = workers({world.wire.name: world.wire}, tmp_path)
    journal = await hold(world)
    world.pass_time(minutes=45)

    (*_, said) = await world.say(
        "lena", "!meeting attach DCCG 1", extra=attach(world, people=PEOPLE)
    )
    there = await people(world, journal)
    (shown,) = await world.say("jo", "!minutes DCCG 1", direct=True)
    (*_, counted) = await world.say("lena", "!attendance DC3")
    await world.say("lena", "!meeting detach DCCG 1: 1, it was another meeting's")
    after = await people(world, journal)

    assert said.endswith("The minutes of DCCG 1 name 2 more as present: version 2.")
    assert {name: one.present_by.value for name, one in there.items()} == {
        "Lena": "spoke",
        "Kofi": "present+",
        "Amina": "present+",
        "Ana Silva": "list",
        "Bo Li": "list",
    } | {name: "" for name in ("Jo", "Mei")}
    assert there["Ana Silva"].affiliation.group == "DC3"
    assert f"{there['Ana Silva'].arrived:%H:%M}" == "12:20"
    assert there["Bo Li"].affiliation.group == ""
    assert "Ana Silva (DC3)" in shown and "Bo Li" in shown and "ana@" not in shown
    assert "the minutes are not approved yet: DCCG 1" in counted
    assert "Ana Silva" not in str(after) and "Bo Li" not in str(after)


async def test_a_list_that_came_before_the_end_is_in_the_draft(
    world: World, tmp_path: Path
) -> None:
    world.app.errands.workers = workers({world.wire.name: world.wire}, tmp_path)
    await world.say(
        "lena",
        "minutes of DCCG, 23 November 2026 11:30 UTC\nTopic: News\nregrets: Bo Li",
        direct=True,
    )
    await world.say("lena", "!meeting attach DCCG 1", extra=attach(world, people=PEOPLE))
    await world.say("lena", "end of minutes", direct=True)

    (shown,) = await world.say("jo", "!minutes DCCG 1", direct=True)

    # What people say of somebody counts more than a list.
    assert "Ana Silva (DC3)" in shown and "Regrets: Bo Li." in shown
