"""Rehearsals: what is played in one changes no row and reaches nobody, and then it is gone."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from dcbot.command import Registry
from dcbot.services import places, rehearsals, tidying
from storage.inbox import Event
from storage.outbox import Letter
from storage.records import METADATA
from storage.rehearsals import Rehearsal
from storage.timetable import Job
from tests.sizes import SEED, Size, tell
from tests.test_permissions import ABOUT_A_GROUP, AT_LARGE
from tests.world import EVERYBODY, MONDAY_NOON, World

PASSING = {"events", "letters", "sent_as", "rehearsals"}
"""The talk itself; all else must stay as it is."""
ROUNDS, LINES = Size(4, 40), 6
REAL = [
    *(example.said for one in Registry.from_folder().commands.values() for example in one.examples),
    *(line.format(group="DC3", poll="1") for line in ABOUT_A_GROUP.values()),
    *(line.format(group="practice", poll="1") for line in ABOUT_A_GROUP.values()),
    *AT_LARGE.values(),
    *("yes", "no", "stop", "send now", "hello", "what is DC3?", "!rehearse later 3 days"),
    "meeting schedule practice: 30 November 2026 15:00 UTC",
    "announce practice: We meet on Thursday",
]


async def rows(world: World) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables but those of the talk."""
    found = {}
    async with world.database.reading() as store:
        for table in METADATA.sorted_tables:
            if table.name not in PASSING:
                every = await store.session.execute(select(table))
                found[table.name] = sorted((tuple(row) for row in every), key=repr)
    return found


async def rehearse(world: World, who: str) -> dict[str, list[tuple[Any, ...]]]:
    """They begin a rehearsal; returns all rows as they were then."""
    (answer,) = await world.say(who, "!rehearse", direct=True)
    assert answer.startswith("Rehearsal: from here on")
    return await rows(world)


async def begun(world: World) -> list[Rehearsal]:
    """The rehearsals that are written down."""
    async with world.database.reading() as store:
        return list(await store.session.scalars(select(Rehearsal)))


@pytest.mark.threat("T104")
async def test_a_rehearsal_disappears(world: World) -> None:
    before = await rehearse(world, "amina")
    for line in (
        "!announce practice: We meet",
        "!group set DCAD: language French",
        "!me zone Lima",
    ):
        (answer,) = await world.say("amina", line, direct=True)
        assert answer.startswith("Rehearsal: ")
    (shown,) = await world.say("amina", "!group DCAD", direct=True)
    assert "French" in shown
    assert await rows(world) == before

    await world.say("amina", "!rehearse end", direct=True)

    assert await rows(world) == before
    assert await begun(world) == []
    async with world.database.reading() as store:
        events = await store.session.scalars(select(Event).where(Event.text != ""))
        letters = await store.session.scalars(select(Letter).where(Letter.text != ""))
        assert {one.text for one in events} == {"!rehearse", "!rehearse end"}
        assert {one.text[:13] for one in letters} == {"Rehearsal: fr", "The rehearsal"}
    assert world.elsewhere.carried == []
    assert {one.place for one in world.wire.carried} == {"!direct-amina:example.org"}


@pytest.mark.threat("T104")
async def test_random_commands_change_nothing(world: World) -> None:
    dice = random.Random(SEED)
    for number in range(ROUNDS.now):
        who = dice.choice(EVERYBODY)
        before = await rehearse(world, who)
        carried = len(world.wire.carried)
        lines = dice.choices(REAL, k=LINES)
        for line in lines:
            await world.say(who, line, direct=True)
            world.pass_time(minutes=1)
            assert await rows(world) == before, (who, lines, line)
        broken = [one.text for one in world.wire.carried if "something broke" in one.text.lower()]
        assert not broken, lines
        await world.say(who, "!rehearse end", direct=True)
        assert await rows(world) == before, lines
        where = {one.place for one in world.wire.carried[carried:]}
        assert where <= {f"!direct-{who}:example.org"}, lines
        tell(f"rehearsal {number}: {who}")
    assert world.elsewhere.carried == []


async def test_a_question_in_it_is_answered_by_a_reaction(world: World) -> None:
    await rehearse(world, "kofi")
    await world.say("kofi", "!group set practice: announcements 0", direct=True)
    said = world.said("kofi", "!announce practice: Hello", direct=True)
    (asked,) = await world.happens(said)
    assert asked.text.endswith("Say `yes` or `no`.")

    reaction = world.reacted("kofi", asked.event_id, "👍", direct=True)
    (answer,) = await world.happens(reaction)

    assert answer.text.startswith("Rehearsal: This goes to the room “practice room”")


@pytest.mark.threat("T105")
async def test_what_may_be_read_does_not_grow(world: World) -> None:
    async with world.database.transaction() as store:
        place = await places.known(store, "matrix", "!s:example.org", direct=False, now=MONDAY_NOON)
        place.name = "Secret talks"
    real = await world.say("jo", "!place Secret talks", direct=True)
    assert real[0].startswith("No place that you may know of")
    await rehearse(world, "jo")

    (answer,) = await world.say("jo", "!place Secret talks", direct=True)

    assert answer == f"Rehearsal: {real[0]}"


@pytest.mark.threat("T105")
async def test_words_for_others_are_not_shown(world: World) -> None:
    await rehearse(world, "jo")

    (answer,) = await world.say("jo", "!me link mail:amina@example.org", direct=True)

    assert answer.endswith("To one person alone a letter would go.")
    assert world.elsewhere.carried == []


@pytest.mark.threat("T106")
async def test_after_two_hours_the_next_line_is_not_done(world: World) -> None:
    await rehearse(world, "kofi")
    world.pass_time(hours=2, seconds=1)

    (answer,) = await world.say("kofi", "!group set DC3: language French", direct=True)

    assert answer.startswith("The rehearsal ended at 14:00 UTC, so this was not done.")
    assert await begun(world) == []
    (real,) = await world.say("kofi", "!group set DC3: language French", direct=True)
    assert real.startswith("The language of DC3 is now French")


async def test_what_is_over_is_blanked_and_then_forgotten(world: World) -> None:
    await rehearse(world, "kofi")
    await world.say("kofi", "!whoami", direct=True)
    for later, left in ((timedelta(hours=3), 1), (timedelta(hours=27), 0)):
        async with world.database.transaction() as store:
            job = Job(key="x", duty="tidy", due_at=MONDAY_NOON)
            await tidying.tidy(store, job, MONDAY_NOON + later)
        assert [one.lines for one in await begun(world)] == [[]] * left
    async with world.database.reading() as store:
        events = await store.session.scalars(select(Event.text).where(Event.text != ""))
        assert list(events) == ["!rehearse"]


@pytest.mark.threat("T106")
async def test_it_takes_a_hundred_lines(world: World) -> None:
    await rehearse(world, "kofi")
    async with world.database.transaction() as store:
        (one,) = await store.session.scalars(select(Rehearsal))
        one.lines = [[0, MONDAY_NOON.isoformat(), True]] * rehearsals.MOST_LINES

    (answer,) = await world.say("kofi", "!whoami", direct=True)

    assert answer.startswith("Rehearsal: it holds 100 lines and takes no more.")


@pytest.mark.threat("T106")
async def test_the_longer_it_is_the_sooner_it_is_a_flood(world: World) -> None:
    await rehearse(world, "kofi")
    async with world.database.transaction() as store:
        (one,) = await store.session.scalars(select(Rehearsal))
        one.lines = [[0, MONDAY_NOON.isoformat(), True]] * (rehearsals.MOST_LINES - 1)
    world.app.router.floods.per_minute = 20

    answers = [await world.say("kofi", "!whoami", direct=True) for _ in range(2)]

    assert answers[0][0].startswith("Rehearsal: ")
    assert not answers[1] or "Rehearsal" not in answers[1][0]


async def test_it_is_between_two(world: World) -> None:
    (answer,) = await world.say("kofi", "!rehearse")
    assert answer.startswith("A rehearsal is between you and me: say `!rehearse` to me alone.")
    await rehearse(world, "kofi")
    here = "!direct-kofi:example.org"

    (other,) = await world.say("amina", "!me zone Lima", direct=True, place=here)
    (room,) = await world.say("kofi", "!me zone Nairobi")

    assert not other.startswith("Rehearsal") and not room.startswith("Rehearsal")


async def test_a_meeting_is_played_with_its_reminders(world: World) -> None:
    before = await rehearse(world, "jo")
    await world.say("jo", "!meeting schedule practice: 30 November 2026 15:00 UTC", direct=True)
    (scheduled,) = await world.say("jo", "yes", direct=True)
    assert scheduled.startswith("Rehearsal: Scheduled: practice 1")

    (played,) = await world.say("jo", "!rehearse later 7 days", direct=True)
    (next_line,) = await world.say("jo", "!whoami", direct=True)

    when = "on Sunday 29 November 2026, 15:00 UTC"
    assert f"To the list “practice list” would go {when}:" in played
    assert "begins in 1 day: Monday 30 November 2026, 15:00–16:00 UTC." in played
    assert next_line.startswith("Rehearsal (Monday 30 November 2026, 12:00 UTC): ")
    assert "would go" not in next_line
    assert await rows(world) == before


@pytest.mark.threat("T104")
async def test_an_edit_of_what_was_rehearsed_is_never_done(world: World) -> None:
    before = await rehearse(world, "amina")
    said = world.said("amina", "!group set DCAD: language Frensh", direct=True)
    await world.happens(said)
    edit = "!group set DCAD: language French"
    (during,) = await world.happens(world.edited("amina", said.event_id, edit, direct=True))
    await world.say("amina", "!rehearse end", direct=True)
    (after,) = await world.happens(world.edited("amina", said.event_id, edit, direct=True))

    assert during.text.startswith("Rehearsal: an edit changes nothing in it.")
    assert after.text.startswith("What was done at")
    assert await rows(world) == before


async def test_who_is_forgotten_in_it_is_still_there(world: World) -> None:
    before = await rehearse(world, "mei")
    for line in ("!me zone Lima", "!forget me", "yes", "!whoami", "!handover Jo"):
        (answer,) = await world.say("mei", line, direct=True)
        assert answer.startswith("Rehearsal: "), answer
        assert "something broke" not in answer
    assert await rows(world) == before


@pytest.mark.threat("T104")
async def test_a_file_is_not_touched(world: World) -> None:
    await rehearse(world, "lena")
    attached = {"name": "a.csv", "media_type": "text/csv", "size": 3, "uri": "mxc://x/a"}

    said = world.said("lena", "!coalition import", direct=True, extra={"attachments": [attached]})
    (answer,) = await world.happens(said)

    assert answer.text.startswith("Rehearsal: ")
    async with world.database.reading() as store:
        errands = METADATA.tables["errands"]
        assert (await store.session.execute(select(errands))).all() == []
