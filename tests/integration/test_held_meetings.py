"""Meetings of ten people on a real homeserver, over midnight and a change of clocks.

The bot that records them is killed over and over: its record is that of an undisturbed one.
"""

from __future__ import annotations

import asyncio
import random
import re
import statistics
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dcbot.demo.content import replied_to
from dcbot.demo.homeserver import Homeserver
from dcbot.demo.member import Member
from dcbot.services import journals
from tests.integration import moved
from tests.integration.clerk import Clerk, Clock, Meeting, Record, undated
from tests.integration.conftest import PASSWORD
from tests.integration.spoken_meeting import PEOPLE, TAKEN_BACK, TALK, Move, Script
from tests.integration.timekeeper import Timekeeper, registration
from tests.servers import run, scratch
from tests.sizes import SEED, Size, tell

MESSAGES = Size(short=60, whole=1000)
"""Of the greater meeting; the other one, held at the same time, has half as many."""
KILLS = Size(short=2, whole=10)
SECONDS = Size(short=6, whole=200)
"""So long the meetings last by our clocks."""
BEGINS = datetime(2026, 10, 24, 21, 50, tzinfo=UTC)
"""Ten to midnight in Zurich, where clocks go back at one o'clock UTC."""
ENDS = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)
BEFORE = BEGINS - timedelta(days=1)
TITLES = ("Plenary", "Working group")
PATIENCE = 180.0
READY = 4.0
"""So many seconds the bots have for their start before the meetings begin."""
PACE = (ENDS - BEGINS).total_seconds() / SECONDS.now


@dataclass
class Heard:
    """What a bot said in a room: its words or its sign, and to which move, each how often."""

    said: Counter[tuple[str, str]] = field(default_factory=Counter)
    signs_after: list[float] = field(default_factory=list)
    """How many seconds after each move it had its sign."""

    @classmethod
    async def of(cls, meeting: Meeting, lena: Member, bot: str) -> Heard:
        """Read from the room as the homeserver has it."""
        heard = cls()
        numbers = {event_id: number for number, event_id in enumerate(meeting.event_ids)}
        lost = {move.number for move in meeting.moves if is_gone(move, meeting.moves)}
        for event in await lena.history(meeting.room):
            content = event["content"]
            if event["sender"] != bot or event["type"] not in ("m.room.message", "m.reaction"):
                continue
            relation = content.get("m.relates_to", {})
            about = numbers.get(relation.get("event_id") or replied_to(event) or "")
            if about in lost:
                # It may have been taken back before it could be answered.
                continue
            words = content.get("body") or relation.get("key", "")
            heard.said[undated(words), str(about)] += 1
            if event["type"] == "m.reaction" and about is not None:
                later = event["origin_server_ts"] / 1000 - meeting.sent_at[about]
                heard.signs_after.append(later)
        return heard


@pytest.fixture(scope="module")
def dated() -> Iterator[Homeserver]:
    """A homeserver that lets a timekeeper date what is said."""
    with scratch() as folder:
        files = [str(registration(folder / "timekeeper.json"))]
        server = Homeserver(folder / "server", settings={"app_service_config_files": files})
        run(server.start())
        try:
            yield server
        finally:
            run(server.stop())


@pytest.fixture
async def timekeeper(dated: Homeserver) -> AsyncIterator[Timekeeper]:
    """Who says what the ten people say."""
    keeper = Timekeeper(dated.url, dated.name)
    yield keeper
    await keeper.close()


@pytest.fixture
async def lena(dated: Homeserver) -> AsyncIterator[Member]:
    """Lena, who opens the rooms; the nine others have accounts too."""
    accounts = [await dated.register(who, PASSWORD, name=who.capitalize()) for who in PEOPLE]
    member = await Member.of(dated.url, accounts[0])
    yield member
    await member.close()


@pytest.fixture
async def clerks(
    dated: Homeserver, lena: Member, timekeeper: Timekeeper, quick_folder: Path
) -> AsyncIterator[list[Clerk]]:
    """The bot that is killed and the one that nobody disturbs, each in two rooms of its own."""
    scripts = [
        Script(SEED + number, title, begins=BEGINS, ends=ENDS).write(MESSAGES.now // (number + 1))
        for number, title in enumerate(TITLES)
    ]
    made = []
    for name in ("killed", "quiet"):
        account = await dated.register(name, PASSWORD, name="dcbot")
        folder = quick_folder / name
        clerk = Clerk(folder, homeserver=dated.url, user=account.user_id, password=PASSWORD)
        clerk.user = account.user_id
        clerk.meetings = []
        for title, moves in zip(TITLES, scripts, strict=True):
            room = await lena.create_room(title, public=True)
            for who in (*PEOPLE[1:-1], name):
                await timekeeper.join(room, who, BEFORE)
            clerk.meetings.append(Meeting(room, moves))
        await clerk.settle(timekeeper, BEFORE)
        made.append(clerk)
    yield made
    for clerk in made:
        clerk.kill()


async def disturb(bot: Clerk, told: list[list[list[str | None]]]) -> None:
    """Kill the bot as often as is asked, spread over the meeting; what it had written down each
    time is added to what is `told`."""
    dice = random.Random(SEED)
    meeting = bot.meetings[0]
    for kill in range(KILLS.now):
        upto = len(meeting.moves) * (kill + dice.random()) / KILLS.now
        while len(meeting.event_ids) < upto:
            await asyncio.sleep(0.01)
        bot.kill()
        lines = await bot.lines()
        told.append([[one.event_hash for one in of] for of in lines])
        # What is said meanwhile, it reads when it is back.
        await asyncio.sleep(dice.uniform(0, 1))
        bot.start()
        await bot.listens()
        await asyncio.sleep(dice.uniform(0, 1))


async def begin(clerks: list[Clerk], timekeeper: Timekeeper, lena: Member) -> Clock:
    """The bots run by one clock, and have begun their meetings; returns that clock."""
    began = time.time()
    ahead = (BEGINS - datetime.fromtimestamp(began, UTC)).total_seconds() - READY * PACE
    words = (ahead, PACE, began)
    now = moved.clock(*words)
    for clerk in clerks:
        clerk.clock_words = words
        clerk.start()
    await asyncio.gather(*(clerk.listens() for clerk in clerks))
    # One after the other, so that both bots give them the same numbers.
    for number in range(len(TITLES)):
        for clerk in clerks:
            await clerk.meetings[number].hold(timekeeper, now, 1)
        for clerk in clerks:
            await lena.wait_for(clerk.meetings[number].room, clerk.says("Recording begins"), 60)
    return now


async def test_the_record_of_a_killed_bot_is_that_of_a_quiet_one(
    clerks: list[Clerk], timekeeper: Timekeeper, lena: Member
) -> None:
    bot, quiet = clerks
    now = await begin(clerks, timekeeper, lena)
    told: list[list[list[str | None]]] = []
    held = [one for clerk in clerks for one in clerk.meetings]
    # They end when the last kill is over.
    await asyncio.gather(disturb(bot, told), *(one.hold(timekeeper, now, -1) for one in held))
    await asyncio.gather(*(one.hold(timekeeper, now) for one in held))
    async with asyncio.timeout(PATIENCE):
        while not (await bot.is_quiet() and await quiet.is_quiet()):
            await asyncio.sleep(0.2)

    found, wanted = await bot.records(), await quiet.records()
    for meeting, record in zip([*bot.meetings, *quiet.meetings], [*found, *wanted], strict=True):
        check(meeting, record)
    for record, before in zip(found, zip(*told, strict=True), strict=True):
        assert [one for one in before if one != record.hashes[: len(one)]] == [], "a line moved"
    assert found == wanted
    assert await bot.private_letters() == await quiet.private_letters()
    heard = [await Heard.of(one, lena, bot.user) for one in bot.meetings]
    unhurried = [await Heard.of(one, lena, quiet.user) for one in quiet.meetings]
    for one, other in zip(heard, unhurried, strict=True):
        assert (one.said - other.said, other.said - one.said) == (Counter(), Counter())
    tell(
        f"{[len(one.hashes) for one in found]} lines, {KILLS.now} kills after "
        f"{[len(one) for one, _ in told]} lines of the first: the record of a quiet bot; "
        f"signs after {figures(heard)}, of the quiet bot after {figures(unhurried)}"
    )


def check(meeting: Meeting, record: Record) -> None:
    """The record holds what was said in this room, each once and in order."""
    assert record.hashes == [journals.hash_of("matrix", one) for one in meeting.event_ids]
    words = [(move, words_of(move, meeting.moves)) for move in meeting.moves]
    wrong = [
        (move, text) for (move, said), text in zip(words, record.texts, strict=True) if text != said
    ]
    assert wrong == []
    assert (record.minutes.started, record.minutes.ended) == (BEGINS, ENDS)
    shown = [int(number) for number in re.findall(r'id="line-(\d+)"', record.log)]
    assert shown == sorted(set(shown))
    # What changes another line has none of its own in the log.
    talk = {one.number + 1 for one in meeting.moves if one.kind == TALK and not one.edits}
    assert talk <= set(shown)


def words_of(move: Move, moves: Sequence[Move]) -> str:
    """What its line says: nothing where it was taken back or is not to be kept."""
    return "" if is_gone(move, moves) or move.text.startswith("[off]") else move.text


def is_gone(move: Move, moves: Sequence[Move]) -> bool:
    """Whether it was taken back, or is an edit of what was."""
    gone = {one.about for one in moves if one.kind == TAKEN_BACK}
    return move.number in gone or (move.edits and move.about in gone)


def figures(heard: list[Heard]) -> str:
    """How long it took until what was asked had its sign."""
    took = [later for one in heard for later in one.signs_after]
    return f"{statistics.median(took):.2f} s, at worst {max(took):.1f} s"
