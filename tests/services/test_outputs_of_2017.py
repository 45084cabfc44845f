"""The outputs of 2017, played with a moved clock: countdowns, drafts, the release, and what is
public at each date.

The days of the outputs of 2017 are not known: those for drafts, the freeze and the release are made
up, and their names say so. All other dates are those that ship.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import docx

from dcbot.file_reading import workers
from dcbot.message import Attached
from dcbot.roles import Role
from dcbot.services import people, places, standings
from storage.outbox import Act
from tests.world import ROOM, World

MADE_UP = "(made up)"
BEGINS = datetime(2017, 8, 10, 9, tzinfo=UTC)
WHO = {
    "sana": (Role.SECRETARIAT, None),
    "lena": (Role.COORDINATOR, "dccg"),
    "kofi": (Role.REPRESENTATIVE, "dc3"),
    "amina": (Role.REPRESENTATIVE, "dcad"),
    "mei": (Role.REPRESENTATIVE, "irpc"),
}


async def appoint(world: World) -> None:
    """Everybody has their standing in 2017 already, and the room is the coordination group's."""
    async with world.database.transaction() as store:
        for who, (role, key) in WHO.items():
            address = world.address(who)
            person = await people.met(
                store, "matrix", address, name=who.capitalize(), now=world.now
            )
            group = await store.groups.by_key(key) if key else None
            await standings.give(store, person, role, group, by_name="the operator", now=world.now)
        place = await places.known(store, "matrix", ROOM, direct=False, now=world.now)
        group = await store.groups.by_key("dccg")
        assert group is not None
        place.group_id = group.id


async def live(world: World, until: datetime) -> None:
    """The bot runs until then: whatever is due is done at its moment."""
    while world.now < until:
        async with world.database.reading() as store:
            due = await store.timetable.next_moment()
        world.now = until if due is None or due > until else max(due, world.now)
        await world.app.settle()


async def public(world: World) -> list[str]:
    """The outputs that everybody can read now: whose, which version, its title."""
    # The groups of the world are public from when its tests begin, which is later.
    async with world.database.reading() as store:
        keys = {one.id: one.key for one in await store.groups.all()}
    async with world.database.public(world.now) as public_store:
        found = []
        for one in await public_store.outputs.all():
            versions = await public_store.outputs.versions(one.id)
            found += [f"{keys[one.group_id]} {each.number} {each.title}" for each in versions]
    return sorted(found)


def told(world: World) -> list[str]:
    """What came in the room as a new message since this was asked last, by its first line."""
    texts = [one.text for one in world.wire.carried if one.act is Act.SAY and one.place == ROOM]
    world.wire.carried.clear()
    return [one.split("\n")[0] for one in texts]


async def send_file(world: World, who: str, line: str, folder: Path) -> str:
    """A Word file is sent with the message."""
    made = docx.Document()
    made.add_heading("Connectivity", 0)
    made.add_heading("Summary", 1)
    made.add_paragraph("Neighbours build networks.")
    folder.mkdir(exist_ok=True)
    made.save(str(folder / "draft.docx"))
    body = (folder / "draft.docx").read_bytes()
    world.wire.files["mxc://example.org/draft"] = body
    attached = Attached(
        "draft.docx", "application/octet-stream", len(body), uri="mxc://example.org/draft"
    )
    extra = {"attachments": [attached.as_document()]}
    answers = await world.say(who, line, direct=True, extra=extra)
    return "\n".join(answers)


async def name_dates(world: World) -> None:
    """The Secretariat names the days of the outputs, and what each means."""
    for stage, name, when in (
        ("draft", "drafts due", "1 September 2017 at 23:59 UTC"),
        ("freeze", "outputs frozen", "15 November 2017 at 23:59 UTC"),
        ("release", "release of outputs", "4 December 2017 at 12:00 UTC"),
    ):
        await world.say("sana", f"!cycle date 2017 {name} {MADE_UP}: {when}", direct=True)
        await world.say("sana", "yes", direct=True)
        (answer,) = await world.say(
            "sana", f"!milestone set {stage} 2017: {name} {MADE_UP}", direct=True
        )
        assert answer.startswith(f"The {stage} of IGF 2017 is “{name} {MADE_UP}”")


async def test_the_year_2017(file_world: World, tmp_path: Path) -> None:
    world = file_world
    world.app.errands.workers = workers({world.wire.name: world.wire}, tmp_path)
    world.now = BEGINS
    await appoint(world)
    await name_dates(world)
    for name in ("drafts due", "release of outputs"):
        days = "14 days, 3 days and the day itself"
        await world.say("lena", f"!countdown on {name} 2017 in DCCG: {days}", direct=True)
    first = told(world)
    assert first == [
        f"**drafts due {MADE_UP}** of IGF 2017: 22 days left, until Friday 1 September 2017, "
        "23:59 UTC.",
        f"**release of outputs {MADE_UP}** of IGF 2017: 116 days left, until Monday 4 December "
        "2017, 12:00 UTC.",
    ]

    await live(world, datetime(2017, 8, 20, tzinfo=UTC))
    answer = await send_file(world, "kofi", "!output submit DC3 2017: Connectivity", tmp_path / "a")
    assert "version 1 is here." in answer
    assert "It has no place for minority or dissenting views" in answer
    assert await public(world) == []

    await live(world, datetime(2017, 9, 10, tzinfo=UTC))
    until = "until Friday 1 September 2017, 23:59 UTC."
    assert told(world) == [
        f"**drafts due {MADE_UP}** of IGF 2017: 14 days left, {until}",
        f"**drafts due {MADE_UP}** of IGF 2017: 3 days left, {until}",
        f"**drafts due {MADE_UP}** of IGF 2017: today, Friday 1 September 2017, 23:59 UTC.",
    ]
    guidelines = "!output submit DCAD 2017: Guidelines https://igf-dcad.org"
    await world.say("amina", f"{guidelines}/g", direct=True)
    await world.say("mei", "!output submit IRPC 2017: Charter https://irp.org/c", direct=True)
    await world.say("mei", "!output withdraw IRPC 2017: not this year", direct=True)
    await world.say("mei", "yes", direct=True)
    assert await public(world) == []

    # The host asks for another day; the freeze stays.
    move = f"!cycle date 2017 release of outputs {MADE_UP}: 6 December 2017 at 12:00 UTC"
    await world.say("sana", f"{move} because the host asked for it", direct=True)
    await world.say("sana", "yes", direct=True)
    await live(world, datetime(2017, 11, 20, tzinfo=UTC))
    await world.say("amina", f"{guidelines}/late", direct=True)
    told(world)
    await live(world, datetime(2017, 12, 6, 11, 59, tzinfo=UTC))
    assert await public(world) == []
    assert [one.partition(":")[2].partition(",")[0] for one in told(world)] == [
        " 14 days left",
        " 3 days left",
        " 4 hours left",
    ]

    # Down over the release.
    world.now = datetime(2017, 12, 6, 12, tzinfo=UTC)
    assert await public(world) == ["dc3 1 Connectivity", "dcad 1 Guidelines"]
    world.now += timedelta(days=2)
    await world.app.settle()
    assert told(world) == ["**The outputs of IGF 2017 are public**, 2 of them:"]
    (answer,) = await world.say("jo", "!status cycle 2017", direct=True)
    assert "draft, Friday 1 September 2017, 23:59 UTC (over): 2 of 2 done" in answer
