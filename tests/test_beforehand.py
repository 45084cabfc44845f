"""No phrase is read while a transaction is open: it is read before, and the transaction anew."""

from __future__ import annotations

import re
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from sqlalchemy import select

from dcbot.beforehand import in_transaction, together, worked_out
from dcbot.errors import BadArgument
from dcbot.when import languages
from storage.actions import Action
from storage.database import Database
from storage.store import Store
from tests.conftest import with_world
from tests.templates import Files
from tests.world import World

HERE = Path(__file__).parent.parent
SAID = (
    "!meeting schedule DCCG: 8 December 2026 at 14:00 UTC",
    "!meeting poll DCCG: 1 December 14:00, 2 December 15:00 UTC; closes 30 November 18:00 UTC",
    "!action add DC3: Kofi: draft the letter by 4 December\n"
    "!action add DC3: Kofi: print the letter by 7 December\n"
    "!action add DC3: Kofi: send the letter by 9 December",
    "minutes of DCCG, 20 November 2026 14:00 UTC\nAna: hello",
    "!cycle date 2025 slot requests due: 30 April 2027 at 23:59 UTC",
    "!rehearse\n\n!meeting schedule DCCG: 9 December 2026 at 14:00 UTC",
)


class Watched(Database):
    """A database that knows how many of its transactions are open, and how many there were."""

    open = 0
    begun = 0

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Store]:
        async with super().transaction() as store:
            self.open += 1
            self.begun += 1
            try:
                yield store
            finally:
                self.open -= 1


@contextmanager
def readings(database: Watched) -> Iterator[list[tuple[str, int]]]:
    """Each phrase that is read meanwhile, and how many transactions were open then."""
    found: list[tuple[str, int]] = []
    reader = languages.read_in_languages.__code__

    def called(frame: FrameType, what: str, _given: Any) -> None:
        if what == "call" and frame.f_code is reader:
            found.append((frame.f_locals["phrase"], database.open))

    sys.setprofile(called)
    try:
        yield found
    finally:
        sys.setprofile(None)


@pytest.fixture
async def watched(file_templates: Path, quick_folder: Path) -> AsyncIterator[Watched]:
    database = Watched(Files(file_templates, quick_folder).filled("world", with_world))
    yield database
    await database.close()


@pytest.mark.parametrize("text", SAID)
async def test_what_a_message_says_of_time_is_read_before_its_transaction(
    watched: Watched, text: str
) -> None:
    world = World(watched)
    with readings(watched) as found:
        for message in text.split("\n\n"):
            answers = await world.say("sana", message, direct=True)

    assert answers and found, answers
    assert not [phrase for phrase, open_then in found if open_then], found


async def test_lines_that_each_say_a_time_are_read_at_once_and_done_once(
    watched: Watched,
) -> None:
    world = World(watched)
    answers = await world.say("sana", SAID[2])

    async with watched.reading() as store:
        actions = (await store.session.scalars(select(Action))).all()
    assert len(actions) == 3, answers


async def test_a_flood_is_not_counted_twice_where_a_transaction_begins_anew(
    watched: Watched,
) -> None:
    world = World(watched, flood_per_minute=1)
    # One of each minute was sent, and all are handled in one: five may be.
    said = [
        world.said("sana", SAID[0], direct=True, sent_at=world.now - timedelta(minutes=2 * n))
        for n in range(4)
    ]
    answers = await world.happens(*said)

    assert len(answers) == 4
    assert not [one.text for one in answers if "more slowly" in one.text]


async def test_mistakes_are_worked_out_too_and_all_at_once(watched: Watched) -> None:
    rounds: list[int] = []

    def refuse(word: str) -> str:
        assert not watched.open
        raise BadArgument(word)

    async def work(_store: Store) -> None:
        rounds.append(1)
        together(lambda word=word: worked_out(refuse, word) for word in ("one", "two"))
        worked_out(refuse, "two")

    with pytest.raises(BadArgument, match="two"):
        await in_transaction(watched, work)
    assert len(rounds) == 2


def test_services_and_commands_read_phrases_at_one_place() -> None:
    read = re.compile(r"\bwhen\.read\(|\bread_in_languages\(|when\.reading import .*\bread\b")
    folders = ("dcbot/services", "commands")
    reading = [
        str(path.relative_to(HERE))
        for folder in folders
        for path in sorted((HERE / folder).rglob("*.py"))
        if read.search(path.read_text(encoding="utf-8"))
    ]

    assert reading == ["dcbot/services/timing.py"]
