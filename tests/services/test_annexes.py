"""Annexes: what a meeting tool left behind is laid beside the notes, and seen by whom it may."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from dcbot.file_reading import workers
from dcbot.message import Attached
from dcbot.roles import Role
from dcbot.services import annexes, forgetting, standings
from storage.annexes import Annex
from storage.base import Audience
from storage.people import Person
from tests.world import World

MEETING = "!meeting schedule DCCG call 24 November 2026 at 14:00 UTC, 1 hour"
VTT = (
    b"WEBVTT\n\n00:00:03.000 --> 00:00:05.000\nAna Silva: Good morning.\n\n"
    b"00:10:00.000 --> 00:10:02.000\nKofi: We agree on the calendar.\n"
)
CHAT = (
    b"14:03:05 From Ana Silva to Everyone:\n\thello\n"
    b"14:04:00 From Ana Silva to Kofi(Direct Message):\n\tthe secret\n"
)
PEOPLE = (
    b"Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)\n"
    b"Ana Silva (DC3),ana@example.org,11/24/2026 02:00:00 PM,11/24/2026 03:00:00 PM,60\n"
)


@pytest.fixture
async def held(world: World, tmp_path: Path) -> AsyncIterator[World]:
    """The world with a meeting, DCCG 1, and what reads files."""
    world.app.errands.workers = workers({world.wire.name: world.wire}, tmp_path)
    await world.say("lena", MEETING)
    await world.say("lena", "yes")
    yield world


def attach(world: World, **files: bytes) -> dict[str, Any]:
    """What a message tells of the files that came with it."""
    sent = []
    for name, data in files.items():
        uri = f"mxc://example.org/{name}"
        world.wire.files[uri] = data
        sent.append(Attached(name, "text/plain", len(data), uri=uri).as_document())
    return {"attachments": sent}


async def rows(world: World) -> list[Annex]:
    """All annexes, by number."""
    async with world.database.reading() as store:
        return list(await store.session.scalars(select(Annex).order_by(Annex.number)))


async def test_files_of_one_message_are_read_and_laid_beside_the_meeting(held: World) -> None:
    files = attach(held, transcript=VTT, chat=CHAT, people=PEOPLE)

    (said,) = await held.say("lena", "!meeting attach DCCG 1", extra=files)

    assert said.splitlines() == [
        "Attached to DCCG 1:",
        "- 1. “transcript”: transcript, 2 passages, 14:00–14:10 UTC; for the group alone.",
        "- 2. “chat”: chat, 1 message, 14:03–14:03 UTC; for the group alone. "
        "1 message was written to single people and left out.",
        "- 3. “people”: list of 1 participant, 14:00–15:00 UTC; for the group alone. "
        "Who stands on it will be present in the minutes.",
    ]
    found = await rows(held)
    assert [one.audience for one in found] == [Audience.GROUP] * 3
    assert "secret" not in str([one.content for one in found])
    assert "example.org" not in str([one.content for one in found])


async def test_one_file_that_cannot_be_read_keeps_no_other_from_being_taken(held: World) -> None:
    files = attach(held, notes=b"only a few words", transcript=VTT)

    (said,) = await held.say("lena", "!meeting attach DCCG 1", extra=files)

    assert "“notes” was not taken. It has no times by which it could be laid" in said
    assert [one.title for one in await rows(held)] == ["transcript"]


async def test_the_same_file_twice_is_one(held: World) -> None:
    await held.say("lena", "!meeting attach DCCG 1", extra=attach(held, transcript=VTT))
    (said,) = await held.say("lena", "!meeting attach DCCG 1", extra=attach(held, again=VTT))

    assert said.endswith("It is attached already, as annex 1.")
    assert len(await rows(held)) == 1


async def test_what_is_for_the_group_alone_is_shown_to_nobody_else(held: World) -> None:
    await held.say("lena", "!meeting attach DCCG 1", extra=attach(held, transcript=VTT))

    assert await held.say("jo", "!meeting annexes DCCG 1") == [
        "Nothing is attached to DCCG 1 that is for everybody."
    ]
    assert "transcript" in (await held.say("lena", "!meeting annexes DCCG 1"))[0]
    async with held.database.public(held.now) as store:
        assert list(await store.session.scalars(select(Annex))) == []

    (said,) = await held.say("lena", "!meeting publish DCCG 1: 1")
    assert said.startswith("Everybody can see it now: 1. “transcript”")
    async with held.database.public(held.now) as store:
        assert [one.number for one in await store.session.scalars(select(Annex))] == [1]


async def test_a_list_of_participants_is_never_published_as_it_is(held: World) -> None:
    await held.say("lena", "!meeting attach DCCG 1", extra=attach(held, people=PEOPLE))

    (said,) = await held.say("lena", "!meeting publish DCCG 1: 1")

    assert said.startswith("A list of participants is not published as it is;")
    assert [one.audience for one in await rows(held)] == [Audience.GROUP]


async def test_what_is_taken_away_leaves_who_did_and_why(held: World) -> None:
    await held.say("lena", "!meeting attach DCCG 1", extra=attach(held, transcript=VTT))

    (said,) = await held.say("lena", "!meeting detach DCCG 1: 1, it is another meeting's")

    assert said == "Of DCCG 1: 1. taken away by Lena: it is another meeting's."
    (one,) = await rows(held)
    assert (one.content, one.moments, one.sha256) == ({}, [], "")
    assert await held.say("lena", "!meeting detach DCCG 1: 1") == [
        "DCCG 1 has no annex 1. It has none."
    ]


async def test_a_link_is_public_with_its_meeting(held: World) -> None:
    (said,) = await held.say(
        "lena", "!meeting attach DCCG 1: https://video.example.org/7 the recording"
    )

    assert said == "Annex 1 of DCCG 1 is https://video.example.org/7."
    async with held.database.public(held.now) as store:
        assert [one.title for one in await store.session.scalars(select(Annex))] == [
            "the recording"
        ]


async def test_only_who_keeps_the_groups_meetings_attaches(held: World) -> None:
    (said,) = await held.say("kofi", "!meeting attach DCCG 1: https://example.org/x")

    assert said.startswith("Only coordinators of DCCG")
    assert await rows(held) == []


async def test_who_is_forgotten_stands_in_no_annex(held: World) -> None:
    files = attach(held, transcript=VTT, chat=CHAT, people=PEOPLE.replace(b"Ana Silva", b"Kofi"))
    await held.say("lena", "!meeting attach DCCG 1", extra=files)

    async with held.database.transaction() as store:
        kofi = await store.session.scalar(select(Person).where(Person.name == "Kofi"))
        assert kofi is not None
        instead = await forgetting.forget(store, kofi, now=held.now)

    words = str([one.content for one in await rows(held)])
    assert "Kofi" not in words
    assert words.count(instead) == 2
    assert annexes.described((await rows(held))[0]).startswith("1. “transcript”")


async def test_whom_the_group_lets_publish_publishes_and_attaches_nothing(held: World) -> None:
    await held.say("lena", "!meeting attach DCCG 1", extra=attach(held, transcript=VTT))
    async with held.database.transaction() as store:
        group = await store.groups.by_key("dccg")
        amina = await store.people.at("matrix", World.address("amina"))
        assert group and amina
        await standings.give(store, amina, Role.MEMBER, group, by_name="Omar", now=held.now)
    (refused,) = await held.say("amina", "!meeting publish DCCG 1: 1")
    await held.say("lena", "!group set DCCG: publishing members")
    (done,) = await held.say("amina", "!meeting publish DCCG 1: 1")
    (attached,) = await held.say("amina", "!meeting attach DCCG 1: https://example.org/x")

    assert refused.startswith("Only coordinators of DCCG and the Secretariat can publish annexes")
    assert done.startswith("Everybody can see it now: 1. “transcript”")
    assert attached.startswith("Only coordinators of DCCG")
