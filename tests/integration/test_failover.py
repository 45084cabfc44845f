"""Two processes on one PostgreSQL: one is killed or stands still, the other answers, each once."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from dcbot.demo.homeserver import Homeserver
from tests.integration.botprocess import BotProcess
from tests.integration.conftest import Person, Secretive
from tests.integration.test_crash import Crowd
from tests.servers import PostgreSQL
from tests.sizes import Size, tell

COMMANDS = Size(short=24, whole=200)
PAIR_KILLS = Size(short=2, whole=10)
LEASE = 5
SPOKEN = "this process hears and speaks now"


class Pair:
    """Two bots that share a folder, an account and a database."""

    def __init__(self, first: BotProcess, second: BotProcess, user: str) -> None:
        self.both = (first, second)
        self.user = user
        self.took: list[float] = []

    def turns(self) -> list[int]:
        """How often each has been the one that speaks."""
        return [one.log.count(SPOKEN) for one in self.both]

    async def change_of_turn(self, before: list[int]) -> BotProcess:
        """The one that speaks now, once it is another turn than before."""
        began = time.monotonic()
        while time.monotonic() - began < 60:
            for bot, was, times in zip(self.both, before, self.turns(), strict=True):
                if times > was:
                    self.took.append(time.monotonic() - began)
                    return bot
            await asyncio.sleep(0.02)
        raise AssertionError(f"nobody took over:\n{self.both[0].log}\n\n{self.both[1].log}")

    def figures(self) -> str:
        """How long it took until the other had the turn, in seconds."""
        took = self.took[1:]
        return f"the other's turn after {statistics.median(took):.1f} s, at worst {max(took):.1f} s"


@pytest.fixture
async def pair(
    postgresql: PostgreSQL, homeserver: Homeserver, quick_folder: Path
) -> AsyncIterator[Pair]:
    """Two bots that are not started yet."""
    url = (await postgresql.create_database()).replace("+asyncpg", "")
    name = f"dcbot-{quick_folder.name[-6:]}"
    account = await homeserver.register(name, "secret of the bot", name="dcbot")
    bots = [
        BotProcess(
            quick_folder / "bot",
            homeserver=homeserver.url,
            user=account.user_id,
            password="secret of the bot",
            database=url,
            lease_seconds=LEASE,
            name=one,
        )
        for one in ("one", "two")
    ]
    yield Pair(bots[0], bots[1], account.user_id)
    for bot in bots:
        bot.kill()


async def crowd_with(
    pair: Pair, person: Person, secretive: Secretive
) -> tuple[Crowd, BotProcess, BotProcess]:
    """Five people in four rooms with the pair, two of them encrypted; who speaks, who waits."""
    people = [await person(name) for name in ("amina", "jo", "kofi")]
    crowd = await Crowd.gather(people, pair.user)
    first, second = pair.both
    first.start()
    assert await pair.change_of_turn([0, 0]) is first
    second.start()
    await crowd.wait_for_bot()
    await crowd.seal(await secretive("lena"), await secretive("mei"))
    return crowd, first, second


async def test_the_other_takes_over_when_one_is_killed(
    pair: Pair, person: Person, secretive: Secretive
) -> None:
    crowd, speaking, waiting = await crowd_with(pair, person, secretive)
    each = COMMANDS.now // (2 * PAIR_KILLS.now)

    for _ in range(PAIR_KILLS.now):
        await waiting.wait_for_log("dcbot runs")
        talk = asyncio.create_task(crowd.speak(each))
        await asyncio.sleep(crowd.dice.uniform(0.05, 1.0))
        turns = pair.turns()
        speaking.kill()
        assert await pair.change_of_turn(turns) is waiting
        await talk
        await crowd.speak(each)
        speaking.start()
        speaking, waiting = waiting, speaking
    found = await crowd.wait_until_answered()

    crowd.check(found)
    await crowd.check_sealed()
    tell(
        f"{len(crowd.said)} commands, {PAIR_KILLS.now} kills of who speaks: each answered once; "
        + pair.figures()
    )


async def test_who_stands_still_is_replaced_and_who_ends_hands_over(
    pair: Pair, person: Person, secretive: Secretive
) -> None:
    crowd, speaking, waiting = await crowd_with(pair, person, secretive)
    await waiting.wait_for_log("dcbot runs")

    talk = asyncio.create_task(crowd.speak(4))
    await asyncio.sleep(0.3)
    turns = pair.turns()
    speaking.freeze()
    assert await pair.change_of_turn(turns) is waiting
    assert not speaking.runs, "what stood still would go on with the other's keys"
    assert "stood still for more than 5 s and was killed" in waiting.log
    await talk
    speaking.start()
    await speaking.wait_for_log("dcbot runs")
    talk = asyncio.create_task(crowd.speak(4))
    await asyncio.sleep(0.3)
    turns = pair.turns()
    began = time.monotonic()
    assert await waiting.stop() == 0
    assert await pair.change_of_turn(turns) is speaking
    took = time.monotonic() - began
    await talk
    found = await crowd.wait_until_answered()

    crowd.check(found)
    await crowd.check_sealed()
    tell(f"one that stood still was replaced; one that ended handed over within {took:.1f} s")
