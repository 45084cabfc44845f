"""Recording at intake: what is said in a meeting stands in its journal once, whatever comes how."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from dcbot.intake import Batch
from dcbot.message import Incoming, Redacted, Said, Sealed, Tone
from storage.inbox import EventState
from storage.journal_lines import JournalLine, LineKind
from storage.journals import Journal, JournalState
from tests.world import ROOM, World

OTHER = "!other:example.org"
START = "#startmeeting DCCG call"


async def journal_at(world: World, place: str = ROOM) -> Journal | None:
    async with world.database.reading() as store:
        found = await store.journals.recorded("matrix", [place])
        return found[place].journal if found else None


async def lines(world: World, place: str = ROOM) -> list[JournalLine]:
    journal = await journal_at(world, place)
    assert journal is not None
    async with world.database.reading() as store:
        return await store.journal_lines.all(journal.id)


async def texts(world: World, place: str = ROOM) -> list[str]:
    return [line.text for line in await lines(world, place)]


async def said_in_inbox(world: World, *event_ids: str) -> list[tuple[EventState, str]]:
    async with world.database.reading() as store:
        found = [await store.inbox.by_event("matrix", one) for one in event_ids]
    return [(one.state, one.text) for one in found if one is not None]


async def begun(world: World) -> None:
    """A meeting that is opening, and not handled yet."""
    await world.hand_in(world.said("lena", START))


async def test_a_burst_with_the_start_in_its_middle(world: World) -> None:
    before = world.said("jo", "hello, early bird")
    start, after = world.said("lena", START), world.said("jo", "good morning")
    await world.hand_in(before, start, after)

    assert await texts(world) == [START, "good morning"]
    journal = await journal_at(world)
    assert journal and (journal.state, journal.opened_by, journal.title) == (
        JournalState.OPENING,
        "Lena",
        "DCCG call",
    )
    # Nothing of what was said outside of the meeting is kept, and in the inbox no talk at all.
    assert await said_in_inbox(world, before.event_id, after.event_id) == [
        (EventState.NOTED, ""),
        (EventState.NOTED, ""),
    ]
    assert await said_in_inbox(world, start.event_id) == [(EventState.WAITING, START)]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("#startmeeting", ""),
        ("!startmeeting DCCG call", "DCCG call"),
        ("dcbot, start the meeting", ""),
        ("dcbot: please start the meeting of DCCG", "DCCG"),
        ("good morning\n#STARTMEETING  x", "x"),
    ],
)
async def test_words_that_begin_a_meeting(world: World, text: str, title: str) -> None:
    await world.hand_in(world.said("lena", text))

    journal = await journal_at(world)
    assert journal is not None and journal.title == title


@pytest.mark.parametrize(
    "text",
    [
        "start the meeting",
        "I say #startmeeting later",
        "> #startmeeting",
        "```\n#startmeeting\n```",
        "Topic: start of the meeting",
        "dcbot, when does the meeting start?",
        "#endmeeting",
        "#topic x",
    ],
)
async def test_words_that_begin_none(world: World, text: str) -> None:
    await world.hand_in(world.said("lena", text))

    assert await journal_at(world) is None


async def test_a_direct_chat_is_not_recorded_at_intake(world: World) -> None:
    await world.hand_in(world.said("lena", START, direct=True))

    assert await journal_at(world, "!direct-lena:example.org") is None


async def test_what_comes_again_stands_there_once(world: World) -> None:
    start, one, two = (world.said("lena", text) for text in (START, "one", "two"))
    await world.hand_in(start, one)
    await world.hand_in(one, two, two)
    await world.hand_in(start, one, two)

    assert [(line.number, line.text) for line in await lines(world)] == [
        (1, START),
        (2, "one"),
        (3, "two"),
    ]


async def test_a_start_that_comes_again_begins_nothing(world: World) -> None:
    start, later = world.said("lena", START), world.said("lena", "later")
    await world.hand_in(start)
    async with world.database.transaction() as store:
        found = await store.journals.recorded("matrix", [ROOM])
        await store.journals.discard(found[ROOM].journal)
    await world.hand_in(start, later)

    assert await journal_at(world) is None


async def test_what_was_heard_before_the_meeting_is_no_part_of_it(world: World) -> None:
    early = world.said("jo", "early")
    await world.hand_in(early)
    await begun(world)
    await world.hand_in(early, world.said("jo", "late"))

    assert await texts(world) == [START, "late"]


async def test_rooms_do_not_mix(world: World) -> None:
    there = {"place": OTHER}
    await world.hand_in(
        world.said("lena", START),
        world.said("sana", "#startmeeting other", **there),
        world.said("jo", "here"),
        world.said("jo", "there", **there),
        world.said("jo", "nowhere", place="!third:example.org"),
    )

    assert await texts(world) == [START, "here"]
    assert await texts(world, OTHER) == ["#startmeeting other", "there"]


async def test_edits_replies_and_reactions_name_their_line(world: World) -> None:
    await begun(world)
    one, two = world.said("jo", "one"), world.said("mei", "two")
    reply = world.said("jo", "indeed", about=two.event_id)
    await world.hand_in(one, two)
    await world.hand_in(
        world.edited("jo", one.event_id, "one, edited"),
        reply,
        world.reacted("lena", two.event_id, "📌"),
        world.reacted("lena", reply.event_id, "👍"),
    )

    assert [(line.number, line.kind, line.about, line.text) for line in await lines(world)][3:] == [
        (4, LineKind.EDITED, 2, "one, edited"),
        (5, LineKind.SAID, 3, "indeed"),
        (6, LineKind.REACTED, 3, "📌"),
        (7, LineKind.REACTED, 5, "👍"),
    ]


async def test_nobody_edits_what_others_said_or_what_came_before(world: World) -> None:
    early = world.said("jo", "early")
    await world.hand_in(early)
    await begun(world)
    one = world.said("jo", "one")
    elsewhere = Redacted(**{**vars_of(world.redacted("jo", one.event_id)), "place": OTHER})
    await world.hand_in(
        one,
        world.edited("mei", one.event_id, "never said"),
        world.edited("jo", early.event_id, "edited"),
        world.reacted("mei", early.event_id, "📌"),
        elsewhere,
    )

    assert await texts(world) == [START, "one"]


def vars_of(event: Incoming) -> dict[str, Any]:
    return {name: getattr(event, name) for name in (*Incoming.__slots__, *type(event).__slots__)}


@pytest.mark.threat("T109")
async def test_words_that_are_taken_back_go_with_their_edits(world: World) -> None:
    await begun(world)
    secret = world.said("jo", "the secret")
    edit = world.edited("jo", secret.event_id, "the secret, edited")
    await world.hand_in(secret, edit)
    await world.hand_in(world.redacted("lena", secret.event_id))

    found = await lines(world)
    assert [(line.number, line.kind, line.text) for line in found][1:] == [
        (2, LineKind.SAID, ""),
        (3, LineKind.EDITED, ""),
        (4, LineKind.REDACTED, ""),
    ]
    assert found[3].about == 2
    assert {(line.removed_by, line.removed_why) for line in found[1:3]} == {("Lena", "taken back")}


async def test_words_taken_back_in_the_same_batch_or_before_they_come(world: World) -> None:
    await begun(world)
    one, two = world.said("jo", "the secret"), world.said("jo", "the secret")
    await world.hand_in(one, world.redacted("jo", one.event_id), world.redacted("jo", two.event_id))
    await world.hand_in(two, world.edited("jo", two.event_id, "the secret, edited"))

    assert "the secret" not in "".join(await texts(world))
    assert [line.removed_why for line in await lines(world) if line.kind is LineKind.SAID] == [
        "",
        "taken back",
        "taken back",
    ]


async def test_words_are_taken_back_after_the_meeting_too(world: World) -> None:
    await begun(world)
    secret = world.said("jo", "the secret")
    await world.hand_in(secret)
    journal = await journal_at(world)
    assert journal
    async with world.database.transaction() as store:
        again = await store.journals.get(journal.id)
        assert again
        await store.journals.end(again, at=world.now, by_name="Lena")
    await world.hand_in(world.redacted("jo", secret.event_id))

    async with world.database.reading() as store:
        found = await store.journal_lines.all(journal.id)
    assert [(line.number, line.text) for line in found] == [(1, START), (2, "")]


async def test_a_start_that_is_taken_back_in_its_batch_begins_nothing(world: World) -> None:
    start = world.said("lena", START)
    await world.hand_in(start, world.redacted("lena", start.event_id), world.said("jo", "hm"))

    assert await journal_at(world) is None


@pytest.mark.threat("T109")
async def test_off_the_record_nothing_is_kept(world: World) -> None:
    await begun(world)
    secret = world.said("jo", "the secret")
    await world.hand_in(
        world.said("jo", "[off] a secret of mine"),
        world.said("lena", "dcbot, off the record"),
        secret,
    )
    await world.hand_in(
        world.edited("jo", secret.event_id, "the secret, edited"),
        world.said("jo", "#action the secret"),
    )
    await world.hand_in(world.said("mei", "dcbot, on the record"), world.said("jo", "open"))
    await world.hand_in(world.edited("jo", secret.event_id, "the secret again"))

    found = await lines(world)
    assert [line.text for line in found if line.text] == [
        START,
        "dcbot, off the record",
        "dcbot, on the record",
        "open",
    ]
    assert {line.removed_why for line in found if not line.text} == {"off the record"} | {
        line.removed_why for line in found if line.kind is LineKind.EDITED and not line.text
    }
    async with world.database.reading() as store:
        kept = [await store.inbox.by_event("matrix", f"$event{n}") for n in range(1, 12)]
    assert "secret" not in "".join(one.text for one in kept if one)


async def test_emotes_and_notices_are_heard_in_meetings_alone(world: World) -> None:
    wave, before = (
        world.said("jo", "waves", tone=Tone.ACTED),
        world.said("robot", "!help", tone=Tone.NOTICE),
    )
    await world.hand_in(wave, before)
    assert await said_in_inbox(world, wave.event_id, before.event_id) == []

    await begun(world)
    notice = world.said("robot", "!help", tone=Tone.NOTICE, extra={"name": "The robot"})
    await world.hand_in(world.said("jo", "#topic waves", tone=Tone.ACTED), notice)

    found = (await lines(world))[1:]
    assert [(line.kind, line.text, line.name) for line in found] == [
        (LineKind.ACTED, "#topic waves", "Jo"),
        (LineKind.NOTICE, "!help", "The robot"),
    ]
    assert found[1].person_id is None
    assert await said_in_inbox(world, notice.event_id) == [(EventState.NOTED, "")]


async def test_what_came_in_clear_where_it_should_not_is_no_line(world: World) -> None:
    await begun(world)
    await world.hand_in(world.said("jo", "forged", extra={"in_clear": True}))

    assert await texts(world) == [START]


async def test_sealed_words_take_the_place_of_their_moment(world: World) -> None:
    await begun(world)
    common = vars_of(world.said("jo", "x"))
    for name in ("text", "addressed", "tone", "whole"):
        del common[name]
    world.pass_time(minutes=1)
    sealed = Sealed(**{**common, "sent_at": world.now})
    world.pass_time(minutes=1)
    await world.hand_in(sealed, world.said("mei", "after it"))
    opened = Said(**{**common, "sent_at": sealed.sent_at}, text="it was sealed")
    batch = Batch("matrix", [], opened={sealed.event_id: opened})
    await world.app.intake.take(batch)
    await world.app.intake.take(batch)

    found = await lines(world)
    assert [(line.number, line.text) for line in found] == [
        (1, START),
        (2, "after it"),
        (3, "it was sealed"),
    ]
    by_time = sorted(found, key=lambda line: (line.at, line.number))
    assert [line.text for line in by_time] == [START, "it was sealed", "after it"]


async def test_moments_follow_the_order_of_the_room(world: World) -> None:
    await begun(world)
    world.pass_time(minutes=5)
    ahead = world.said("jo", "ahead", sent_at=world.now + timedelta(days=400))
    behind = world.said("mei", "behind", sent_at=world.now - timedelta(days=400))
    await world.hand_in(world.said("jo", "one"), ahead, behind)

    moments = [line.at for line in await lines(world)]
    assert moments == sorted(moments) and moments[-1] <= world.now


async def test_names_are_those_of_the_house(world: World) -> None:
    await begun(world)
    named = {"extra": {"name": "Sana (IGF Secretariat)"}}
    await world.say("mei", "me named as a participant", direct=True)
    await world.hand_in(world.said("jo", "I am Jo", **named), world.said("mei", "me"))
    await world.hand_in(world.said("zed", "I am new", **named))

    assert [line.name for line in await lines(world)] == [
        "Lena",
        "Jo",
        "a participant",
        "another Sana",
    ]


async def test_files_are_named_and_not_where_they_lie(world: World) -> None:
    await begun(world)
    file = {"name": "slides.pdf", "media_type": "application/pdf", "size": 7, "uri": "mxc://x/y"}
    await world.hand_in(world.said("jo", "", extra={"attachments": [file]}))

    (_, line) = await lines(world)
    assert line.attached == [{"name": "slides.pdf", "media_type": "application/pdf", "size": 7}]
