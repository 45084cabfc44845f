"""Two processes on one PostgreSQL: one is killed or stands still, the other answers, each once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from dcbot.demo.homeserver import Homeserver
from tests.integration.botprocess import BotProcess
from tests.integration.test_crash import KILLS, Crowd, Person
from tests.servers import PostgreSQL
from tests.sizes import Size, tell

COMMANDS = Size(short=30, whole=200)
LEASE = 3
SPOKEN = "this process hears and speaks now"


class Pair:
    """Two bots with folders of their own, one account and one database."""

    def __init__(self, first: BotProcess, second: BotProcess, user: str) -> None:
        self.both = (first, second)
        self.user = user

    def turns(self) -> list[int]:
        """How often each has been the one that speaks."""
        return [one.log.count(SPOKEN) for one in self.both]

    async def change_of_turn(self, before: list[int]) -> BotProcess:
        """The one that speaks now, once it is another turn than before."""
        for _ in range(1200):
            now = self.turns()
            for bot, was, times in zip(self.both, before, now, strict=True):
                if times > was:
                    return bot
            await asyncio.sleep(0.05)
        raise AssertionError(f"nobody took over:\n{self.both[0].log}\n\n{self.both[1].log}")


@pytest.fixture
async def pair(
    postgresql: PostgreSQL, homeserver: Homeserver, quick_folder: Path
) -> AsyncIterator[Pair]:
    """Two bots that are not started yet, with the same access token."""
    url = (await postgresql.create_database()).replace("+asyncpg", "")
    name = f"dcbot-{quick_folder.name[-6:]}"
    account = await homeserver.register(name, "secret of the bot", name="dcbot")
    bots = [
        BotProcess(
            quick_folder / folder,
            homeserver=homeserver.url,
            user=account.user_id,
            password="secret of the bot",
            token=account.access_token,
            database=url,
            lease_seconds=LEASE,
        )
        for folder in ("one", "two")
    ]
    yield Pair(bots[0], bots[1], account.user_id)
    for bot in bots:
        bot.kill()


async def crowd_with(pair: Pair, person: Person) -> tuple[Crowd, BotProcess]:
    """Three people in three rooms with the pair, and the bot of it that speaks."""
    people = [await person(name) for name in ("amina", "jo", "kofi")]
    crowd = await Crowd.gather(people, pair.user)
    pair.both[0].start()
    speaking = await pair.change_of_turn([0, 0])
    pair.both[1].start()
    await crowd.wait_for_bot()
    return crowd, speaking


async def test_the_other_takes_over_when_one_is_killed(pair: Pair, person: Person) -> None:
    crowd, speaking = await crowd_with(pair, person)
    each = COMMANDS.now // (2 * KILLS.now)

    for _ in range(KILLS.now):
        talk = asyncio.create_task(crowd.speak(each))
        await asyncio.sleep(crowd.dice.uniform(0.05, 1.0))
        turns = pair.turns()
        speaking.kill()
        await talk
        await crowd.speak(each)
        took_over = await pair.change_of_turn(turns)
        assert took_over is not speaking
        speaking.start()
        speaking = took_over
    found = await crowd.wait_until_answered()

    crowd.check(found)
    tell(f"{len(crowd.said)} commands, {KILLS.now} kills of who speaks: each answered once")


async def test_who_stood_still_does_nothing_when_it_wakes(pair: Pair, person: Person) -> None:
    crowd, speaking = await crowd_with(pair, person)
    each = COMMANDS.now // (3 * KILLS.now)

    for _ in range(KILLS.now):
        talk = asyncio.create_task(crowd.speak(each))
        await asyncio.sleep(crowd.dice.uniform(0.05, 1.0))
        turns = pair.turns()
        speaking.freeze()
        await talk
        await crowd.speak(each)
        took_over = await pair.change_of_turn(turns)
        assert took_over is not speaking
        await asyncio.sleep(crowd.dice.uniform(0.0, 1.0))
        speaking.thaw()
        await crowd.speak(each)
        speaking = took_over
    found = await crowd.wait_until_answered()

    crowd.check(found)
    assert all(bot.runs for bot in pair.both)
    tell(f"{len(crowd.said)} commands, {KILLS.now} stops of who speaks: each answered once")
