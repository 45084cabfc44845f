"""Releases: nothing of an output is anywhere before its moment, and all of it is from then on,
whether the bot ran or not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from dcbot.addresses import TABLE, to
from dcbot.command import Registry
from dcbot.errors import UserError
from dcbot.services import cycles, milestones, outputs, people, places, release_news
from dcbot.services.outputs import Sent
from dcbot.services.timing import Timed
from dcbot.web.folder import Folder
from dcbot.web.table import SHOWN
from dcbot.web.visit import Visit
from dcbot.web.writing import write
from storage.milestones import Stage
from storage.outbox import Act
from storage.outputs import OutputVersion
from storage.people import Person
from storage.store import PublicStore, Store
from tests.world import ROOM, SITE, World

SECRET = "Neighbours build networks of their own"
TITLE = "Quiet paper on spectrum"
DRAFT = datetime(2026, 11, 25, 12, tzinfo=UTC)
FREEZE = datetime(2026, 11, 26, 12, tzinfo=UTC)
RELEASE = datetime(2026, 11, 28, 12, tzinfo=UTC)
DATES = {Stage.DRAFT: DRAFT, Stage.FREEZE: FREEZE, Stage.RELEASE: RELEASE}


@asynccontextmanager
async def acting(world: World, who: str) -> AsyncIterator[tuple[Store, Person]]:
    """A transaction in the name of somebody."""
    async with world.database.transaction() as store:
        address = world.address(who)
        person = await people.met(store, "matrix", address, name=who.capitalize(), now=world.now)
        yield store, person


async def move(world: World, stage: Stage, at: datetime) -> None:
    """The Secretariat says when the stage is."""
    async with acting(world, "sana") as (store, sana):
        cycle = await cycles.named(store, "2027")
        local = at.replace(tzinfo=None)
        time = Timed(local, "UTC", zone_said=True)
        await cycles.put(store, cycle, f"the {stage}", time, by=sana, now=world.now)


async def plan(world: World) -> None:
    """The cycle of 2027 has a draft, a freeze and a release."""
    async with acting(world, "sana") as (store, sana):
        await cycles.add(store, "2027", by=sana, now=world.now)
        group = await store.groups.by_key("dccg")
        place = await places.known(store, "matrix", ROOM, direct=False, now=world.now)
        assert group is not None
        place.group_id = group.id
    for stage, at in DATES.items():
        await move(world, stage, at)
        async with acting(world, "sana") as (store, sana):
            cycle = await cycles.named(store, "2027")
            what = f"the {stage}"
            await milestones.put(store, cycle, stage, what, by=sana, now=world.now)


async def send(world: World, who: str, key: str, words: str, title: str = TITLE) -> None:
    """A representative sends a document."""
    async with acting(world, who) as (store, person):
        group = await store.groups.by_key(key)
        cycle = await cycles.named(store, "2027")
        assert group is not None
        sent = Sent("text", title, f"<p>{words}. No dissenting views.</p>")
        await outputs.submit(store, group, cycle, sent, by=person, now=world.now)


async def everything_public(world: World) -> str:
    """All that stands at any address of the web as of now, in one text."""
    parts = {
        **{"group": "dc3", "month": "2026-11", "series": "x", "number": "1"},
        **{"version": "1", "sitting": "2", "year": "2027", "cycle": "2027", "annex": "1"},
        **{"stamp": "dc3.2027-01-01-12.00"},
    }
    found = []
    async with world.database.public(world.now) as store:
        for name, path in TABLE.items():
            mine = {one: words for one, words in parts.items() if f"{{{one}:" in path}
            content = await SHOWN[name](Visit(store, world.now, SITE), **mine)
            if content is not None:
                found.append(f"== {to(name, **mine)}\n{content.body.decode('utf-8', 'replace')}")
    return "\n".join(found)


async def public_versions(world: World) -> list[tuple[str, int]]:
    """What a public store tells of versions, by group and number."""
    async with world.database.public(world.now) as store:
        found = []
        for one in await store.outputs.all():
            group = await store.groups.get(one.group_id)
            assert group is not None
            found += [(group.key, each.number) for each in await store.outputs.versions(one.id)]
        return sorted(found)


async def test_what_is_not_released_is_nowhere_and_then_everywhere(
    file_world: World, tmp_path: Path
) -> None:
    """Every address, the written site, and every command that reads, asked by a stranger and by
    another coalition a moment before the release."""
    world = file_world
    await plan(world)
    await send(world, "kofi", "dc3", SECRET)
    world.now = RELEASE - timedelta(hours=12)
    for who in ("jo", "amina"):
        said = await ask_everything(world, who)
        assert "Nothing of DC3 for IGF 2027 is public" in said
        assert SECRET not in said and TITLE not in said, who
    told = "".join(one.text for one in world.wire.carried if "kofi" not in one.place)
    assert TITLE not in told

    world.now = RELEASE - timedelta(microseconds=1)
    assert SECRET not in await everything_public(world)
    assert TITLE not in await everything_public(world)
    await write(world.database, Folder(tmp_path), now=world.now, address=SITE)
    written = "".join(file.read_text() for file in tmp_path.rglob("*.html"))
    assert "DC3" in written and SECRET not in written and TITLE not in written

    # Nothing runs: the moment alone makes it public.
    world.now = RELEASE

    everywhere = await everything_public(world)
    shown = [part for part in everywhere.split("== ") if TITLE in part]
    assert [part.split("\n")[0] for part in shown] == [
        "/groups/dc3",
        "/cycles/2027",
        "/cycles/2027/outputs.json",
        "/cycles/2027/outputs.csv",
        "/outputs.atom",
        "/groups/dc3/outputs",
        "/groups/dc3/outputs/2027",
        "/groups/dc3/outputs/2027/versions/1",
    ]
    assert SECRET in everywhere
    answers = await world.say("jo", "!outputs 2027")
    assert any(one.startswith("Outputs of IGF 2027:") and TITLE in one for one in answers)


async def ask_everything(world: World, who: str) -> str:
    """What the bot says to each command that changes nothing, with names that may lead there."""
    said = []
    for command in Registry.from_folder().commands.values():
        if command.changes or command.name in ("recall", "stop", "forget me"):
            continue
        for words in ("DC3 2027", "2027"):
            # So slowly that nobody takes it for a flood.
            world.pass_time(seconds=2)
            answers = await world.say(who, f"!{command.name} {words}".strip(), direct=True)
            said += [one for one in answers if "is missing" not in one]
    return "\n".join(said)


async def test_representatives_and_the_secretariat_see_it_before(world: World) -> None:
    await plan(world)
    await send(world, "kofi", "dc3", SECRET)

    for who in ("kofi", "sana"):
        (answer,) = await world.say(who, "!output preview DC3 2027", direct=True)
        assert SECRET in answer and TITLE in answer
        (answer,) = await world.say(who, "!output DC3 2027", direct=True)
        assert "Its representatives alone can read it until the release" in answer


async def test_all_are_public_at_the_same_moment_and_only_what_was_frozen(world: World) -> None:
    await plan(world)
    await send(world, "kofi", "dc3", "first")
    await send(world, "kofi", "dc3", "second")
    await send(world, "amina", "dcad", "ours")
    world.now = FREEZE + timedelta(hours=1)
    await send(world, "amina", "dcad", "too late for the freeze")

    world.now = RELEASE - timedelta(seconds=1)
    assert await public_versions(world) == []
    world.now = RELEASE
    assert await public_versions(world) == [("dc3", 2), ("dcad", 1)]


async def test_what_came_late_is_marked_and_waits_for_the_secretariat(world: World) -> None:
    await plan(world)
    world.now = FREEZE + timedelta(hours=1)
    await send(world, "kofi", "dc3", SECRET)
    (answer,) = await world.say("kofi", "!output DC3 2027", direct=True)
    assert "late for the draft and freeze, not in the release" in answer

    world.now = RELEASE
    assert await public_versions(world) == []
    refused = await world.say("kofi", "!output accept DC3 2027", direct=True)
    assert refused[0].startswith("Only the Secretariat can say")
    await world.say("sana", "!output accept DC3 2027", direct=True)

    assert await public_versions(world) == [("dc3", 1)]
    page = await everything_public(world)
    assert "It came late for the draft and the freeze. Taken in by <bdi>Sana</bdi>." in page


async def test_the_release_moves_and_everything_with_it(world: World) -> None:
    await plan(world)
    await send(world, "kofi", "dc3", SECRET)

    await move(world, Stage.RELEASE, RELEASE + timedelta(days=3))
    world.now = RELEASE + timedelta(days=3) - timedelta(seconds=1)
    await world.app.settle()
    assert await public_versions(world) == []
    assert not any("are public" in one.text for one in world.wire.carried)

    world.now += timedelta(seconds=1)
    assert await public_versions(world) == [("dc3", 1)]


async def test_what_is_public_is_not_taken_back_by_a_date(world: World) -> None:
    await plan(world)
    await send(world, "kofi", "dc3", SECRET)
    world.now = RELEASE + timedelta(hours=1)

    await move(world, Stage.RELEASE, RELEASE + timedelta(days=30))
    assert await public_versions(world) == [("dc3", 1)]

    answers = await world.say("sana", "!cycle date 2027 the release: 20 December 2026 12:00 UTC")
    answers = await world.say("sana", "yes")
    assert "What is public already (1) stays public." in answers[0]
    assert await public_versions(world) == [("dc3", 1)]


async def test_nothing_is_released_by_moving_the_date_into_the_past(world: World) -> None:
    await plan(world)
    await send(world, "kofi", "dc3", SECRET)
    world.now = FREEZE

    with pytest.raises(UserError, match="would be public at once"):
        await move(world, Stage.RELEASE, FREEZE - timedelta(days=1))
    (answer,) = await world.say("sana", "!cycle date 2027 the release: 20 December 2026")
    assert "needs a clock and a zone" in answer
    assert await public_versions(world) == []


async def test_a_withdrawn_release_releases_nothing(world: World) -> None:
    await plan(world)
    await send(world, "kofi", "dc3", SECRET)
    await world.say("sana", "!cycle drop 2027: the release")

    world.now = RELEASE + timedelta(days=1)
    await world.app.settle()

    assert await public_versions(world) == []
    assert not any("are public" in one.text for one in world.wire.carried)


async def test_one_letter_tells_of_the_release_late_where_the_bot_was_down(world: World) -> None:
    await plan(world)
    await send(world, "kofi", "dc3", SECRET)
    world.now = RELEASE + timedelta(days=2)
    await world.app.settle()
    await world.app.settle()

    told = [one.text for one in world.wire.carried if one.place == ROOM]
    assert told == [
        f"**The outputs of IGF 2027 are public**, 1 of them:\n- DC3, {TITLE}: "
        f"{SITE}/groups/dc3/outputs/2027\n"
        "(This should have come on Saturday 28 November 2026, 12:00 UTC.)"
    ]


async def test_what_is_withdrawn_before_is_never_heard_of_and_after_it_is_told(
    world: World,
) -> None:
    await plan(world)
    await send(world, "kofi", "dc3", SECRET)
    await send(world, "amina", "dcad", "ours", title="Doors and ramps")
    await world.say("amina", "!output withdraw DCAD 2027: unsure", direct=True)
    await world.say("amina", "yes", direct=True)
    world.now = RELEASE
    assert await public_versions(world) == [("dc3", 1)]

    await world.say("kofi", "!output withdraw DC3 2027: a figure is wrong", direct=True)
    await world.say("kofi", "yes", direct=True)

    page = await everything_public(world)
    assert "It was withdrawn by <bdi>Kofi</bdi>" in page and "a figure is wrong" in page
    assert SECRET not in page and TITLE not in page


async def test_a_freeze_that_moves_lets_in_what_came_between(world: World) -> None:
    await plan(world)
    world.now = FREEZE + timedelta(hours=1)
    await send(world, "kofi", "dc3", SECRET)

    await move(world, Stage.FREEZE, FREEZE + timedelta(hours=5))
    world.now = RELEASE

    assert await public_versions(world) == [("dc3", 1)]


async def test_stages_come_in_their_order(world: World) -> None:
    await plan(world)
    (answer,) = await world.say("sana", "!milestone set second draft 2027: the release")

    assert "come in this order" in answer


async def test_a_public_store_shows_no_moment_more(world: World) -> None:
    await plan(world)
    await send(world, "kofi", "dc3", SECRET)

    async def seen(now: datetime) -> int:
        async with world.database.public(now) as store:
            assert isinstance(store, PublicStore)
            return len(list(await store.session.scalars(select(OutputVersion))))

    assert await seen(RELEASE - timedelta(microseconds=1)) == 0
    assert await seen(RELEASE) == 1


async def test_who_has_sent_nothing_is_told_privately_and_nobody_else(world: World) -> None:
    """Their places are told of the deadline; those of who is done are left in peace."""
    await plan(world)
    await move(world, Stage.FREEZE, FREEZE + timedelta(days=20))
    async with acting(world, "sana") as (store, _):
        for key in ("dc3", "dcad"):
            group = await store.groups.by_key(key)
            room = f"!{key}:example.org"
            place = await places.known(store, "matrix", room, direct=False, now=world.now)
            assert group is not None
            place.group_id = group.id
    for key in ("dc3", "dcad"):
        await world.say("sana", f"!countdown on the freeze 2027 in {key}: 7 days", direct=True)
    await send(world, "kofi", "dc3", SECRET)
    world.wire.carried.clear()

    for hours in range(0, 24 * 20, 6):
        world.now = max(world.now, DRAFT + timedelta(days=1, hours=hours))
        await world.app.settle()

    said = [one for one in world.wire.carried if "7 days left" in one.text and one.act is Act.SAY]
    assert [one.place for one in said if not one.to_person] == ["!dcad:example.org"]
    private = [one for one in world.wire.carried if "Nothing of DCAD is here" in one.text]
    assert {one.place for one in private} == {world.address("amina")}
    assert len(private) == 2
    assert not any("Nothing of DC3" in one.text for one in world.wire.carried)


def test_of_very_many_outputs_each_place_reads_its_own_first() -> None:
    lines = {number: f"- DC{number}" for number in range(1, 6)}

    assert release_news.lines_for(lines, 5, "2027", most=5) == list(lines.values())
    assert release_news.lines_for(lines, 5, "2027", most=2) == [
        *("- DC5", "- DC1", "- and 3 more: `!outputs 2027` lists all."),
    ]
    assert release_news.lines_for(lines, None, "2027", most=2)[:2] == ["- DC1", "- DC2"]
