"""Between question and yes: whoever lost their standing meanwhile changes nothing by the yes."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from dcbot.command import Registry
from dcbot.replies import hash_of
from dcbot.roles import Assurance
from dcbot.services import places, standings
from storage.outbox import Letter
from storage.places import PlaceKind
from storage.questions import Question
from storage.records import METADATA
from tests.sizes import Size
from tests.world import ROOM, World

RIVERS = "name,acronym\nDynamic Coalition on Rivers,DC-Rivers\n"
ASKED = [
    ("lena", "!coalition add Dynamic Coalition on Gender"),
    ("amina", "!coalition rename DCAD: Dynamic Coalition on Gender"),
    ("sana", "!coalition remove DC-Volcanoes"),
    ("lena", "!place audience public"),
    ("amina", "!handover Jo"),
    ("lena", "!coalition import"),
    ("lena", "!announce DCCG: All are invited"),
    ("amina", "!meeting schedule DCAD call 1 December 2026 at 14:00 UTC, 1 hour"),
    ("amina", "!meeting poll DCAD: 1 December 14:00 UTC, 2 December 15:00 UTC"),
    ("sana", "!cycle date 2017 call for papers: 1 March 2027 at 23:59 UTC"),
    ("sana", "!slot rule 2025 report: A yearly report of 2024 is received"),
]
WITHOUT_STANDING = {
    *("forget me", "contact person", "relayed", "confirm by mail", "recall"),
    *("own poll answer", "poll answer", "poll answer by mail", "more notes", "objections"),
    *("replies to minutes", "doubts of a scribe"),
    *("slot release", "slot table", "slot form", "slot form by mail", "withdraw output"),
    *("desk letter", "received table"),
}
"""Questions whose answer is everybody's own, or that lead to what looks again who says yes."""
WEAK: dict[str, Any] = {"assurance": Assurance.WEAK, "direct": True}
PASSING = {"events", "letters", "sent_as", "questions", "positions", "people", "addresses"}


async def kept(world: World) -> dict[str, list[str]]:
    """All rows that people rely on."""
    found = {}
    async with world.database.reading() as store:
        for table in METADATA.sorted_tables:
            if table.name not in PASSING:
                rows = map(tuple, await store.session.execute(select(table)))
                # Whoever writes has a chat of their own from then on.
                found[table.name] = sorted(repr(row) for row in rows if PlaceKind.DIRECT not in row)
    return found


async def lose(world: World, who: str) -> None:
    """All standing of theirs ends now."""
    async with world.database.transaction() as store:
        person = await store.people.at(world.wire.name, world.address(who))
        assert person is not None
        for one in await store.people.standings(world.now, person_id=person.id):
            await standings.end(store, one, by_name="Omar", now=world.now)


async def prepare(world: World) -> None:
    """A coalition that could be removed, and a room that belongs to the coordination group."""
    await world.say("lena", "!coalition add Dynamic Coalition on Volcanoes (DC-Volcanoes)")
    async with world.database.transaction() as store:
        place = await places.known(store, world.wire.name, ROOM, direct=False, now=world.now)
        group = await store.groups.by_key("dccg")
        assert group is not None
        place.group_id = group.id
        address = "dccg@lists.example.org"
        there = await places.known(store, "mail", address, direct=False, now=world.now)
        there.group_id = group.id
    await world.say("lena", "!group set DCCG: announcements 0")


@pytest.mark.parametrize(("who", "line"), ASKED, ids=[line for _, line in ASKED])
@pytest.mark.threat("T6")
async def test_a_yes_without_the_standing_changes_nothing(
    world: World, who: str, line: str
) -> None:
    await prepare(world)
    said = world.said(who, line)
    if "import" in line:
        rows = [[n, row.split(",")] for n, row in enumerate(RIVERS.strip().split("\n"), 1)]
        result: dict[str, Any] = {"name": "rivers.csv", "sha256": "0" * 64, "size": 9, "rows": rows}
        said = world.said(who, line, extra={"attachments": [], "errand_result": result})
    (asked,) = await world.happens(said)
    assert "Say `yes` or `no`" in asked.text
    await lose(world, who)
    before = await kept(world)

    (answer,) = await world.happens(world.said(who, "yes"))

    assert await kept(world) == before
    assert answer.text.startswith(("Only ", "What you hold has changed", "You hold no standing"))


@pytest.mark.threat("T6")
async def test_a_mail_confirmed_after_the_standing_ended_changes_nothing(mail_world: World) -> None:
    world, mail = mail_world, WEAK | {"place": "@amina:example.org"}
    line = "!coalition set DCAD site https://elsewhere.example.org"
    (asked,) = await world.happens(world.said("amina", line, **mail))
    assert "This was asked for in your name" in asked.text
    async with world.database.reading() as store:
        letter = (await store.session.scalars(select(Letter).order_by(Letter.id.desc()))).first()
        assert letter is not None
        token = letter.extra["token"]
        assert (await store.session.scalars(select(Question.token_hash))).all() == [hash_of(token)]
    await lose(world, "amina")
    before = await kept(world)

    (answer,) = await world.happens(world.said("amina", "yes", extra={"token": token}, **mail))

    assert await kept(world) == before
    assert answer.text.startswith("Only representatives and the Secretariat can say")


@pytest.mark.threat("T51")
async def test_what_asks_back_is_not_done_by_a_forged_yes(mail_world: World) -> None:
    """Some commands of those with standing may be said by any mail, since they only ask back."""
    world, mail = mail_world, WEAK | {"place": "@amina:example.org"}
    before = await kept(world)
    line = "!meeting schedule DCAD call 1 December 2026 at 14:00 UTC, 1 hour"
    (asked,) = await world.happens(world.said("amina", line, **mail))
    assert "Reply “yes” to this mail to confirm" in asked.text

    for about in (None, asked.event_id):
        (answer,) = await world.happens(world.said("amina", "yes", about=about, **mail))
        assert answer.text.startswith("That answer does not carry the word of the question.")

    assert await kept(world) == before


@pytest.mark.threat("T55")
async def test_a_word_that_was_passed_on_proves_nobody_else(mail_world: World) -> None:
    world, weak = mail_world, WEAK
    line = "!coalition set DCAD site https://elsewhere.example.org"
    await world.happens(world.said("amina", line, place=world.address("amina"), **weak))
    async with world.database.reading() as store:
        letter = (await store.session.scalars(select(Letter).order_by(Letter.id.desc()))).first()
        assert letter is not None
    before, extra = await kept(world), {"token": letter.extra["token"]}

    for who in ("jo", "kofi", "omar"):
        said = world.said(who, "yes", place=world.address(who), extra=extra, **weak)
        (answer,) = await world.happens(said)
        assert answer.text == "That question was asked of somebody else; only they can answer it."

    assert await kept(world) == before


@pytest.mark.threat("T99")
async def test_a_word_that_others_have_read_opens_nothing_any_more(mail_world: World) -> None:
    world, mail = mail_world, WEAK | {"place": "@amina:example.org"}
    line = "!coalition set DCAD site https://elsewhere.example.org"
    await world.happens(world.said("amina", line, **mail))
    async with world.database.reading() as store:
        letter = (await store.session.scalars(select(Letter).order_by(Letter.id.desc()))).first()
        assert letter is not None
    before, token = await kept(world), {"token": letter.extra["token"]}

    # She asks the list what this is; somebody there answers in her name.
    aloud = world.said("amina", "What is this?", extra={**token, "shared": True}, **mail)
    (told,) = await world.happens(aloud)
    (late,) = await world.happens(world.said("amina", "yes", extra=token, **mail))

    assert "opens nothing any more" in told.text
    assert late.text == "That question is settled or has run out. Say the command again."
    assert await kept(world) == before


GUESSES = Size(100, 2000)
"""More than are answered in an hour."""


@pytest.mark.threat("T54")
async def test_thousands_of_guessed_words_open_nothing(mail_world: World) -> None:
    world, weak = mail_world, WEAK | {"place": "@amina:example.org"}
    line = "!coalition set DCAD site https://elsewhere.example.org"
    await world.happens(world.said("amina", line, **weak))
    before = await kept(world)

    for number in range(GUESSES.now):
        await world.happens(world.said("amina", "yes", extra={"token": f"{number:032x}"}, **weak))

    assert await kept(world) == before
    # Nor do they fill her mailbox.
    assert len(world.wire.carried) <= 70


@pytest.mark.threat("T6")
def test_every_kind_of_question_is_thought_of() -> None:
    """Whoever adds a question adds it above, or says why its answer needs no standing."""
    tried = {"add coalition", "rename coalition", "remove coalition", "place audience"}
    tried |= {"handover", "import table", "announce all the same", "cycle date"}
    # What is asked while a meeting or a poll is planned leads to the question whether to plan it.
    tried |= {"meeting", "meeting choice", "meeting time", "poll", "poll choice", "poll time"}
    tried |= {"fair times", "slot rule"}
    kinds = set(Registry.from_folder().replies)
    assert kinds <= tried | WITHOUT_STANDING, kinds - tried - WITHOUT_STANDING
