"""Exactly once: however often the bot is killed, and whatever comes twice, each is answered once.

A seeded random schedule over the whole bot: batches come again, in parts and overlapping; sending
fails before or after the server took the letter; the process is killed between any two awaits and
started anew on the same database. The server shows a letter once for each key, as a homeserver
does.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dcbot.app import App
from dcbot.arguments import Text
from dcbot.command import Call, Manners, Registry, command
from dcbot.errors import OutcomeUnknown, PutOff
from dcbot.intake import Batch
from dcbot.message import Edited, Incoming, Reacted, Redacted, Said
from dcbot.transport import PositionOf, Take
from storage.database import Database
from storage.outbox import Letter
from tests.sizes import SEED, Size, tell
from tests.wire import Wire
from tests.world import World

COMMANDS = Size(60, 400)
LIVES = Size(20, 150)
SEEDS = Size(1, 5)
LONGEST_LIFE = 0.15
"""Seconds."""
ROOMS = ("!one:x", "!two:x", "!three:x")
PEOPLE = ("jo", "mei", "sana")


@command("count", changes=True)
async def count(call: Call, words: Text) -> str:
    """Count up, so that what is done twice is seen."""
    done = [*call.person.wishes.get("done", []), words]
    call.person.wishes = {**call.person.wishes, "done": done}
    return f"{words} is number {len(done)}."


class Server:
    """What people see: each key once, in the order in which it came."""

    def __init__(self) -> None:
        self.shown: dict[str, Letter] = {}

    def show(self, letter: Letter) -> str:
        """Show the letter, unless it was; returns its id."""
        self.shown.setdefault(letter.key, letter)
        return f"$of {letter.key}"


class Rough(Wire):
    """A way to the server on which much goes wrong."""

    def __init__(self, server: Server, dice: random.Random, story: Sequence[Batch]) -> None:
        super().__init__("matrix")
        self.server = server
        self.dice = dice
        self.story = story
        self.heard = asyncio.Event()

    async def hear(self, take: Take, position: PositionOf) -> None:
        """All batches from the stored position on, sometimes one that was heard before."""
        at = int(await position("next") or 0)
        while at < len(self.story):
            if self.dice.random() < 0.2:
                await take(Batch(self.name, self.story[self.dice.randrange(at + 1)].events))
            await take(self.story[at])
            at += 1
        self.heard.set()
        await asyncio.Event().wait()

    async def send(self, letter: Letter, target: str | None) -> Sequence[str]:
        """Carry it, with what can go wrong before and afterwards."""
        await asyncio.sleep(0)
        fate = self.dice.random()
        if fate < 0.1:
            raise PutOff("busy", after=1)
        shown = self.server.show(letter)
        await asyncio.sleep(0)
        if fate < 0.2:
            raise OutcomeUnknown("the line was cut")
        if fate < 0.3:
            raise RuntimeError("nobody knows what happened")
        return [shown]


class Clock:
    """The real clock, on which time passes in leaps where a test does not want to wait."""

    def __init__(self) -> None:
        self.leaps = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.leaps

    def leap(self, **duration: float) -> None:
        """Let time pass."""
        self.leaps += timedelta(**duration)


def one_turn(dice: random.Random, index: int, sent_at: datetime) -> Iterator[Incoming]:
    """A command, and what may come with it: talk, an edit, a reaction, a redaction."""
    who = dice.choice(PEOPLE)

    def of(kind: str) -> dict[str, Any]:
        return {
            "transport": "matrix",
            "event_id": f"${kind}{index}",
            "place": room,
            "sender": World.address(who),
            "sent_at": sent_at,
        }

    room = dice.choice(ROOMS)
    yield Said(**of("command"), text=f"!count {who}{index}")
    if dice.random() < 0.2:
        yield Edited(**of("edit"), about=f"$command{index}", text=f"!count  {who}{index}")
    if dice.random() < 0.2:
        yield Reacted(**of("reaction"), about="$nothing", text="👍")
    if dice.random() < 0.3:
        yield Said(**of("talk"), text="good morning")
        yield Redacted(**of("redaction"), about=f"$talk{index}")


def make_story(dice: random.Random, number: int, start: datetime) -> list[Batch]:
    """What people say, in batches that overlap."""
    events: list[Incoming] = []
    for index in range(number):
        events += one_turn(dice, index, start + timedelta(seconds=3 * index))
    batches: list[Batch] = []
    at = 0
    while at < len(events):
        upto = at + dice.randint(1, 6)
        overlapping = events[max(0, at - dice.randint(0, 3)) : upto]
        batches.append(Batch("matrix", overlapping, {"next": str(len(batches) + 1)}))
        at = upto
    return batches


async def kill_after(task: asyncio.Task[None], seconds: float) -> None:
    """Let the bot live so long, then end it without a word, wherever it is."""
    await asyncio.sleep(seconds)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    # With a process its connections fall; here one whose rollback was cut would hold the lock.
    gc.collect()


async def last_life(app: App, wire: Rough, clock: Clock, answered: Callable[[], bool]) -> None:
    """The bot runs until all is answered, and a little longer."""
    task = asyncio.create_task(app.run())
    async with asyncio.timeout(180):
        await wire.heard.wait()
        while not answered():
            await asyncio.sleep(0.01)
            clock.leap(minutes=1)
            app.courier.ring()
    # Long enough for a second answer to come.
    await asyncio.sleep(0.1)
    await kill_after(task, 0)


def answers(server: Server) -> dict[str, list[str | None]]:
    """What was answered in each room, in order."""
    return {
        room: [letter.about for letter in server.shown.values() if letter.place == room]
        for room in ROOMS
    }


def asked(story: Sequence[Batch]) -> dict[str, list[str | None]]:
    """The commands of each room, in order."""
    events = [event for batch in story for event in batch.events]
    return {
        room: list(
            dict.fromkeys(
                event.event_id
                for event in events
                if event.place == room and event.event_id.startswith("$command")
            )
        )
        for room in ROOMS
    }


async def done_by(database: Database) -> list[str]:
    """All that was counted."""
    async with database.reading() as store:
        return [words for one in await store.people.all() for words in one.wishes.get("done", ())]


@pytest.mark.parametrize("seed", range(SEED, SEED + SEEDS.now))
async def test_every_command_is_answered_once_and_in_order(
    database: Database, seed: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    dice, server, clock, registry = random.Random(seed), Server(), Clock(), Registry()
    registry.add(count)
    story = make_story(dice, COMMANDS.now, clock() - timedelta(hours=1))

    def born() -> tuple[App, Rough]:
        wire = Rough(server, dice, story)
        return App(database, [wire], manners=Manners(), registry=registry, clock=clock), wire

    for _ in range(LIVES.now):
        app, _wire = born()
        await kill_after(asyncio.create_task(app.run()), dice.uniform(0, LONGEST_LIFE))
        clock.leap(seconds=10)
    await last_life(*born(), clock, lambda: len(server.shown) >= COMMANDS.now)

    commands = [one for one in server.shown.values() if str(one.about).startswith("$command")]
    strange = [(one.about, one.text) for one in server.shown.values() if one not in commands]
    assert strange == [], "only commands are answered"
    assert answers(server) == asked(story)
    done = await done_by(database)
    assert len(done) == len(set(done)) == COMMANDS.now
    tell(f"{COMMANDS.now} commands, {LIVES.now} kills, seed {seed}: each answered once")
