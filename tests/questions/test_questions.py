"""Questions in people's own words: none is answered wrongly, and none changes anything."""

from __future__ import annotations

import logging
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from sqlalchemy import select

from dcbot.command import Registry
from dcbot.services import enquiries
from dcbot.services.enquiries import Kind
from dcbot.services.enquiries.grammar import parts, read
from dcbot.transports.markup import to_plain
from storage.records import METADATA
from tests.sizes import tell
from tests.texts import any_text
from tests.world import World

SETS = (
    *("thirty", "blind", "later", "blind_2", "blind_3", "blind_4", "styles", "blind_5"),
    *("blind_6", "blind_7", "blind_8", "blind_9", "blind_10", "blind_11", "blind_12"),
    *("blind_13", "blind_14", "blind_15", "blind_16", "blind_17", "blind_18"),
    *("blind_19", "blind_20", "blind_21", "blind_22", "blind_23"),
    *("blind_24", "blind_25"),
)
_LEAST = {
    **{"styles": 12, "blind_5": 17, "blind_6": 17, "blind_7": 12, "blind_8": 10},
    **{"blind_10": 12, "blind_11": 12, "blind_12": 7, "blind_13": 12},
    **{"blind_14": 13, "blind_15": 9, "blind_16": 10, "blind_17": 12, "blind_18": 7},
    **{"blind_19": 10, "blind_20": 7, "blind_21": 8, "blind_22": 14, "blind_23": 6},
    **{"blind_24": 9, "blind_25": 15},
}
"""How many are answered at least, where it is not 18. Half of “styles” and “blind_10” is recorded
nowhere; of the others some answers stand in the briefing and only what is near them is found."""
NOTHING = "nothing"
"""What the log says where enquiries have no answer of any kind."""
_HEARD = ("events", "letters", "sent_as", "positions")
"""What hearing and answering a message writes, whatever it says."""


def questions(name: str) -> list[dict[str, Any]]:
    """The questions of a set, each with what a right answer holds."""
    text = (Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["questions"]
    return found


async def outcome(
    world: World, caplog: pytest.LogCaptureFixture, one: dict[str, Any]
) -> tuple[str, str]:
    """What became of a question, and what was said: answered, asked back, not known or wrong."""
    caplog.clear()
    with caplog.at_level(logging.DEBUG, "dcbot.questions"):
        words = await world.say("jo", one["asked"], direct=True)
    said = "\n".join(to_plain(text) for text in words)
    told = [record.args for record in caplog.records if record.name == "dcbot.questions"]
    if told:
        (became,) = told[-1] or ("",)
    else:
        # The bot answered from elsewhere; the question is held to what enquiries would say too.
        async with world.database.reading() as store:
            reply = await enquiries.answer(store, one["asked"], now=world.now)
        became = reply.kind.value if reply else NOTHING
    low = said.casefold()
    right = all(words.casefold() in low for words in one["holds"])
    clean = not any(words.casefold() in low for words in one.get("lacks", ()))
    if became == NOTHING:
        return "not known", said
    if became in (Kind.ASKED_BACK.value, Kind.NOT_KNOWN.value):
        fits = clean or became == Kind.ASKED_BACK.value
        return (became if fits else "wrong"), said
    return ("answered" if right and clean else "wrong"), said


async def rows(world: World) -> dict[str, list[Any]]:
    """All rows of all tables but those that hearing and answering anything writes."""
    async with world.database.reading() as store:
        return {
            name: [tuple(row) for row in await store.session.execute(select(table))]
            for name, table in METADATA.tables.items()
            if name not in _HEARD
        }


@pytest.mark.parametrize(
    ("databases", "name"),
    [(("sqlite", "postgresql")[place % 2], name) for place, name in enumerate(SETS)],
    indirect=["databases"],
)
async def test_none_is_answered_wrongly_and_none_changes_anything(
    world: World, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    asked = questions(name)
    await world.say("jo", "hello", direct=True)
    before = await rows(world)
    found = [(one["asked"], *await outcome(world, caplog, one)) for one in asked]

    counts = Counter(what for _, what, _ in found)
    tell(f"questions, {name}: {dict(sorted(counts.items()))} of {len(asked)}")
    wrong = [f"{words}\n→ {said}" for words, what, said in found if what == "wrong"]
    assert not wrong, "\n\n".join(wrong)
    assert counts["answered"] >= _LEAST.get(name, 18)
    assert before["facts"] and await rows(world) == before


def test_asking_is_declared_to_change_nothing() -> None:
    asking = Registry.from_folder().asking
    assert asking is not None and not asking.changes


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        ("coalition list 2017", "18 coalitions were listed as active"),
        ("what is DC3", "**DC3**: Dynamic Coalition on Community Connectivity"),
        ("how do I join DC3", "How to join DC3 (Community Connectivity):"),
        ("DCAD", "**DCAD**: Dynamic Coalition on Accessibility and Disability"),
        ("help coalition list?", "`!coalition list [year]`"),
        ("what is a dynamic coalition", "A dynamic coalition is an open"),
        ("tell me about the rules", "Three opens:"),
        ("asdf qwer zxcv", "I keep the records"),
        ("what is the meaning of life?", "I find no answer recorded here to what is asked"),
        ("what is the XYZQ?", "Nothing known here goes by the name “XYZQ”"),
    ],
)
async def test_commands_stay_commands(world: World, said: str, begins: str) -> None:
    answers = await world.say("jo", said, direct=True)

    assert len(answers) == 1 and begins in answers[0], answers


async def test_a_question_in_a_thread_or_by_mention_is_answered_in_brief(world: World) -> None:
    answers = await world.say("jo", "what does DC3 stand for?", addressed=True, thread="$root")

    assert answers[0].startswith("DC3 stands for Dynamic Coalition on Community Connectivity")
    assert await world.say("jo", "what does DC3 stand for?") == []


@given(any_text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    for part in parts(text):
        read(part)
        assert len(part.words) == len(part.spoken)
        assert all(0 <= at < len(part.words) for at in part.cues)
