"""Forgetting: nothing of somebody is left but what the record needs, without their name."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from dcbot.disk import remove_old
from dcbot.file_reading import workers
from dcbot.message import Attached, Said
from dcbot.services import forgetting, letters, people, tidying
from storage.database import Database
from storage.inbox import Event
from storage.outbox import LetterState
from storage.people import Address, Person
from storage.records import METADATA
from storage.timetable import Job
from tests.world import MONDAY_NOON, World


async def everything(database: Database) -> str:
    """All rows of all tables, as words."""
    async with database.engine.connect() as connection:
        rows = [
            (table.name, [str(value) for value in row])
            for table in METADATA.sorted_tables
            for row in await connection.execute(table.select())
        ]
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


async def forgotten(world: World, who: str) -> None:
    await world.say(who, "forget me", direct=True)
    (answer,) = await world.say(who, "yes", direct=True)
    assert answer.startswith("You are forgotten.")


@pytest.mark.threat("T92")
async def test_no_table_holds_the_name_the_address_or_the_words(world: World) -> None:
    await world.say("kofi", "me name Kofi Mensahquist", direct=True)
    await world.say("kofi", "me zone Africa/Accra", direct=True)
    await world.say("kofi", "hello, my secret is swordfish", direct=True)
    await world.say("kofi", "!group set DC3: purpose Meshes for all")
    await world.say("kofi", "!standing give Jo member of DC3")
    await world.say("kofi", "!me link @kofi:home.org")
    await world.say("lena", "!standing give Kofi observer of DCAD")

    await forgotten(world, "kofi")
    # What is left is the last message and its answer, and goes with the daily tidying.
    async with world.database.transaction() as store:
        job = Job(key="t", duty="tidy", due_at=world.now)
        await tidying.tidy(store, job, world.now + timedelta(days=31))

    left = await everything(world.database)
    for trace in ("Mensahquist", "@kofi:example.org", "@kofi:home.org", "swordfish", "Accra"):
        assert trace not in left, trace


NAME = "Kofi Mensahquist"
REQUEST = f"""slot request DC3
Title: A talk with {NAME}
Description: Mesh networks
Format: round table
Length: 60 minutes
Organisers: {NAME.upper()}, kofi@example.org and Jo
Speakers: Kofi; Ana Ruiz
Must be present: @kofi:example.org"""


@pytest.mark.threat("T92")
async def test_no_version_of_requests_and_outputs_names_them(world: World, tmp_path: Path) -> None:
    world.app.errands.workers = workers({world.wire.name: world.wire}, tmp_path)
    await world.say("kofi", f"me name {NAME}", direct=True)
    async with world.database.transaction() as store:
        kofi = await store.people.at(world.wire.name, world.address("kofi"))
        assert kofi is not None
        known: dict[str, Any] = {"transport": "mail", "address": "kofi@example.org"}
        store.session.add(Address(person_id=kofi.id, confirmed_at=world.now, **known))
    await world.say("lena", "!standing give Mei representative of DC3")
    await world.say("sana", "!cycle add 2027")
    await world.say("sana", "!cycle date 2027 slot requests due: 30 March 2027 at 12:00 UTC")
    await world.say("sana", "yes")
    await world.say("sana", "!slot call 2027")
    await world.say("mei", REQUEST, direct=True)
    await world.say("mei", f"slot set DC3 relevance: {NAME} says so", direct=True)
    await world.say("mei", "slot set DC3 title: Networks", direct=True)
    await world.say("sana", f"slot decide DC3 accept: {NAME} was heard", direct=True)
    await world.say("sana", "slot release 2027", direct=True)
    await world.say("sana", "yes", direct=True)
    await world.say("sana", f"!received report DC3 2026: from {NAME}")
    for number in (1, 2):
        text = f"# Networks {number}\n\nBy Kofi\nMensahquist & others".encode()
        world.wire.files["mxc://x/1"] = text
        file = Attached("Kofi Mensahquist.md", "text/markdown", len(text), uri="mxc://x/1")
        extra = {"attachments": [file.as_document()]}
        said = world.said("mei", f"output submit DC3 2027: {NAME}", direct=True, extra=extra)
        (answer,) = await world.happens(said)
        assert f"version {number} is here" in answer.text

    await forgotten(world, "kofi")
    later = world.now + timedelta(days=31)
    async with world.database.transaction() as store:
        await tidying.tidy(store, Job(key="t", duty="tidy", due_at=world.now), later)
        noted = await store.attachments.hashes()
    await asyncio.to_thread(remove_old, tmp_path, datetime.max.replace(tzinfo=UTC), noted)

    left = await everything(world.database)
    files = b"".join(path.read_bytes() for path in tmp_path.iterdir()).decode()
    for trace in ("mensahquist", "kofi@example.org", "@kofi:example.org"):
        assert trace not in left.casefold(), trace
        assert trace not in files.casefold(), trace
    assert "a former representative of DC3; Ana Ruiz" in left
    assert "a former representative of DC3 and Jo" in left
    assert "By a former representative of DC3 &amp; others" in left


async def test_record_stays_under_what_they_were(world: World) -> None:
    await world.say("kofi", "!group set DC3: purpose Meshes for all")
    await forgotten(world, "kofi")

    async with world.database.reading() as store:
        group = await store.groups.by_key("dc3")
        assert group
        put = await store.groups.settings(group.id)
        assert (put["purpose"].value, put["purpose"].set_by) == (
            "Meshes for all",
            "a former representative of DC3",
        )
        (change,) = [
            one for one in await store.changes.of("group", group.id) if "purpose" in one.what
        ]
        assert (change.by_name, change.now) == ("a former representative of DC3", "Meshes for all")
        (person,) = await store.session.scalars(
            select(Person).where(Person.forgotten_at.is_not(None))
        )
        assert (person.name, person.wishes) == ("a former representative of DC3", {})
        assert await store.people.standings(world.now, person_id=person.id) == []
        last = (await store.changes.of("person", person.id))[-1]
        assert (last.what, last.why) == ("forgotten", "at their own wish")


async def test_somebody_else_of_the_same_name_keeps_theirs(world: World) -> None:
    async with world.database.transaction() as store:
        # Known before the other one had standing.
        await people.met(
            store, "matrix", "@kofi:other.org", name="Kofi", now=MONDAY_NOON, trusted=True
        )
    namesake = Said(
        transport="matrix",
        event_id="$namesake",
        place="!coordination:example.org",
        sender="@kofi:other.org",
        sent_at=world.now,
        extra={"name": "Kofi"},
        text="!whoami",
    )
    await world.happens(namesake)
    await world.say("kofi", "!group set DC3: purpose Meshes for all")
    await forgotten(world, "kofi")

    async with world.database.reading() as store:
        other = await store.people.at("matrix", "@kofi:other.org")
        assert other and other.name == "Kofi"
        heard = await store.session.scalar(select(Event).where(Event.sender == "@kofi:other.org"))
        assert heard and heard.text == "!whoami"


async def test_what_waits_is_still_handled_as_from_somebody_new(world: World) -> None:
    await world.say("amina", "forget me", direct=True)

    carried = await world.happens(
        world.said("amina", "yes", direct=True), world.said("amina", "!whoami", direct=True)
    )

    assert [one.text.split(".")[0] for one in carried] == [
        "You are forgotten",
        "You are **amina**, with no standing yet",
    ]


async def test_letter_that_waits_does_not_go(world: World) -> None:
    await world.say("lena", "!standing give Jo representative of DC3")
    await world.say("jo", "!me link jo@elsewhere.org")
    async with world.database.transaction() as store:
        jo = await store.people.at("matrix", "@jo:example.org")
        assert jo
        await letters.to_person(store, jo, "News for Jo.", key="news", now=world.now)
        await forgetting.forget(store, jo, now=world.now)

    before = len(world.wire.carried)
    await world.app.settle()

    assert world.wire.carried[before:] == []
    async with world.database.reading() as store:
        news = await store.outbox.by_key("news")
        assert news and (news.state, news.text) == (LetterState.VOID, "")
        assert await store.people.links(jo.id) == []
    assert "jo@elsewhere.org" not in await everything(world.database)


async def test_no_answer_forgets_nobody(world: World) -> None:
    await world.say("amina", "forget me", direct=True)
    world.pass_time(minutes=16)

    await world.say("amina", "yes", direct=True)

    (answer,) = await world.say("jo", "!person Amina")
    assert answer == "**Amina** is a representative of DCAD."
