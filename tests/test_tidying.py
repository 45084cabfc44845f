"""Tidying: after thirty days words and strangers are gone, and nothing that is still needed."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from dcbot import operating
from dcbot.config import load
from dcbot.services import tidying
from dcbot.services.people import LONGEST_NAME
from storage.attachments import Attachment
from storage.database import Database
from storage.inbox import Event, EventState, Outcome
from storage.outbox import Act, Letter, LetterState
from storage.questions import Question, QuestionState
from storage.timetable import Job
from tests.settings_files import write
from tests.world import ROOM, World


async def tidied(world: World) -> None:
    """Tidy now."""
    async with world.database.transaction() as store:
        await tidying.plan(store, now=world.now)
        job = Job(key="tidy", duty="tidy", due_at=world.now)
        await tidying.tidy(store, job, world.now)


async def event(world: World, event_id: str) -> Event:
    async with world.database.reading() as store:
        found = await store.inbox.by_event("matrix", event_id)
        assert found is not None
        return found


@pytest.mark.threat("T93")
async def test_who_only_talked_to_others_is_forgotten_after_thirty_days(world: World) -> None:
    stranger = world.said("stranger", "good morning")
    redacted = world.said("passer", "!help")
    await world.hand_in(stranger, redacted)
    await world.happens(world.redacted("passer", redacted.event_id))
    world.pass_time(days=29)
    await tidied(world)
    assert (await event(world, stranger.event_id)).sender == "@stranger:example.org"

    world.pass_time(days=2)
    await tidied(world)
    for said in (stranger, redacted):
        assert (await event(world, said.event_id)).sender == "forgotten"


async def test_what_came_with_a_message_without_words_goes_too(world: World) -> None:
    said = world.said("jo", "", direct=True, extra={"name": "Jo", "attachments": []})
    await world.happens(said)
    world.pass_time(days=31)
    await tidied(world)

    assert (await event(world, said.event_id)).extra == {}


async def test_what_still_waits_keeps_its_words(world: World) -> None:
    said = world.said("jo", "!help")
    await world.hand_in(said)
    async with world.database.transaction() as store:
        await store.outbox.add(letter(world, "waiting"))
        await store.outbox.add(letter(world, "dead", state=LetterState.DEAD))
    world.pass_time(days=40)
    await tidied(world)

    kept = await event(world, said.event_id)
    assert (kept.text, kept.sender) == ("!help", "@jo:example.org")
    async with world.database.reading() as store:
        for key in ("waiting", "dead"):
            found = await store.outbox.by_key(key)
            assert found is not None and found.text == key


def letter(world: World, key: str, **more: object) -> Letter:
    """A letter to the room."""
    return Letter(
        key=key,
        transport="matrix",
        place=ROOM,
        text=key,
        created_at=world.now,
        due_at=world.now,
        **more,  # type: ignore[arg-type]  # the columns of a letter
    )


async def test_letters_that_were_overtaken_are_blanked(world: World) -> None:
    async with world.database.transaction() as store:
        await store.outbox.add(letter(world, "first", act=Act.EDIT, edits="count"))
        await store.outbox.add(letter(world, "second", act=Act.EDIT, edits="count"))
    await world.app.settle()
    world.pass_time(days=31)
    await tidied(world)

    async with world.database.reading() as store:
        first = await store.outbox.by_key("first")
        assert first is not None and (first.state, first.text) == (LetterState.VOID, "")


async def test_what_was_drafted_goes_once_it_is_settled(world: World) -> None:
    async with world.database.transaction() as store:
        for state in QuestionState:
            store.questions.add(
                Question(
                    kind="x",
                    letter_key=state,
                    transport="matrix",
                    place=ROOM,
                    person_id=None,
                    accepts=["yes"],
                    asked_at=world.now,
                    expires_at=world.now + timedelta(days=90),
                    draft={"table": "of somebody"},
                    state=state,
                    answer="yes",
                )
            )
    world.pass_time(days=31)
    await tidied(world)

    async with world.database.reading() as store:
        for state in QuestionState:
            question = await store.questions.of_letter(state)
            assert question is not None
            kept = question.draft, question.answer
            still = ({"table": "of somebody"}, "yes")
            assert kept == (still if state is QuestionState.OPEN else ({}, None))


async def test_the_jobs_of_tidying_are_not_kept_for_ever(database: Database) -> None:
    world = World(database, duties={tidying.DUTY: tidying.tidy})
    async with database.transaction() as store:
        await tidying.plan(store, now=world.now)
    for _ in range(4):
        await world.app.settle()
        world.pass_time(days=16)

    async with database.reading() as store:
        keys = sorted(await store.session.scalars(select(Job.key)))
    # The last one that was done, and the next.
    assert len(keys) == 2


async def test_an_edit_of_what_was_blanked_runs_nothing_twice(world: World) -> None:
    said = world.said("jo", "!me name Joanna")
    await world.happens(said)
    assert (await event(world, said.event_id)).outcome is Outcome.CHANGED
    world.pass_time(days=31)
    await tidied(world)

    carried = await world.happens(world.edited("jo", said.event_id, "!me name Josephine"))
    assert "stands" in carried[0].text
    assert (await event(world, said.event_id)).state is EventState.HANDLED


async def test_a_long_name_is_cut(world: World) -> None:
    await world.say("new", "!help", extra={"name": "x" * 60_000})
    async with world.database.reading() as store:
        person = await store.people.at("matrix", World.address("new"))
        assert person is not None and len(person.name) == LONGEST_NAME


@pytest.mark.threat("T93")
async def test_files_that_are_no_record_go_from_the_disk(world: World, tmp_path: Path) -> None:
    mail = '[mail]\naddress = "dcbot@example.org"\nincoming = "in"\n'
    settings = load(write(tmp_path, mail), {})
    kept, done = tmp_path / "dcbot-data" / "attachments", tmp_path / "in" / "done"
    files = [kept / "a", kept / "b", kept / "c", done / "old.eml", done / "new.eml"]
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("words", encoding="utf-8")
        age = timedelta(days=1 if file.name in ("c", "new.eml") else 31)
        moment = (world.now - age).timestamp()
        os.utime(file, (moment, moment))
    async with world.database.transaction() as store:
        noted = {"sha256": "b", "name": "table.csv", "media_type": "text/csv", "size": 5}
        await store.attachments.put(Attachment(**noted, came_at=world.now))
        await operating.tidy(settings)(
            store, Job(key="tidy", duty="tidy", due_at=world.now), world.now
        )

    assert sorted(file.name for file in files if file.exists()) == ["b", "c", "new.eml"]
