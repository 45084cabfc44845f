"""Nothing lost, nothing said twice: the bot, the homeserver and the database killed at random."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from dcbot.demo.homeserver import Homeserver
from dcbot.demo.member import Member
from tests.integration.botprocess import BotProcess
from tests.integration.conftest import Person, Secretive
from tests.integration.encrypted_member import EncryptedMember, about, plain
from tests.servers import PostgreSQL
from tests.sizes import SEED, Size, tell

COMMANDS = Size(short=36, whole=210)
KILLS = Size(short=3, whole=10)
PATIENCE = 180.0
WORDS = (
    "!coalition DCAD",
    "!whoami",
    "!coalition list 2017",
    "!help coalition",
    "!contact gender",
    "!me zone Europe/Zurich",
    "!coalition nosuchthing",
    "!coalition search libraries",
)


class Crowd:
    """Three people in two rooms with the bot, and two whose clients encrypt in a third, and one of
    those in a direct chat; what they say, and how often it was answered."""

    def __init__(self, people: list[Member], rooms: list[str], bot: str) -> None:
        self.people = people
        self.rooms = rooms
        self.bot = bot
        self.secretive: list[EncryptedMember] = []
        self.sealed: list[str] = []
        self.said: list[tuple[str, str]] = []
        self.dice = random.Random(SEED)

    @classmethod
    async def gather(cls, people: list[Member], bot: str) -> Crowd:
        rooms = []
        for number, owner in enumerate(people[:2]):
            others = [one.user_id for one in people if one is not owner]
            room = await owner.create_room(f"Room {number}", invite=[*others, bot])
            for one in people:
                if one is not owner:
                    await one.join(room)
            rooms.append(room)
        return cls(people, rooms, bot)

    async def seal(self, lena: EncryptedMember, mei: EncryptedMember) -> None:
        """An encrypted room of the two and the bot, and Lena's own chat with it."""
        self.secretive = [lena, mei]
        room = await lena.create_room(mei.user_id, self.bot)
        await mei.join(room)
        direct = await lena.create_room(self.bot, direct=True)
        self.sealed = [room, direct]
        for one in self.sealed:
            await lena.wait_for_member(one, self.bot)
        await mei.wait_for_member(room, self.bot)

    async def wait_for_bot(self) -> None:
        """Until the bot is in the rooms that are not encrypted."""
        for room in self.rooms:
            await self.people[0].wait_for(
                room,
                lambda event: (
                    event.get("state_key") == self.bot
                    and event["content"].get("membership") == "join"
                ),
                60,
            )

    async def speak(self, count: int) -> None:
        """Somebody says one command somewhere, so many times."""
        for _ in range(count):
            room = self.dice.choice([*self.rooms, *self.sealed])
            words = self.dice.choice(WORDS)
            if room in self.sealed:
                lena, mei = self.secretive
                speaker = lena if room == self.sealed[1] else self.dice.choice([lena, mei])
                event_id = await speaker.say(room, words)
            else:
                event_id = await self.dice.choice(self.people).say(room, words)
            self.said.append((room, event_id))

    async def answers(self) -> Counter[str]:
        """How often the bot has replied to each event, by what the rooms hold."""
        found: Counter[str] = Counter()
        histories = [await self.people[0].history(room) for room in self.rooms]
        histories += [await self.secretive[0].raw_history(room) for room in self.sealed]
        for event in (event for history in histories for event in history):
            if event.get("sender") == self.bot and "m.relates_to" in event["content"]:
                found[about(event)] += 1
        return found

    async def check_sealed(self) -> None:
        """Nothing was said in clear where it is encrypted, and Lena could read all answers."""
        (lena, _), bot = self.secretive, self.bot
        for room in self.sealed:
            history = await lena.raw_history(room)
            assert plain(history) == []
            answers = {one["event_id"] for one in history if one["sender"] == bot}
            assert answers & lena.unread == set()

    async def wait_until_answered(self) -> Counter[str]:
        """Until every command has an answer; a moment longer, so that a second one would show."""
        wanted = {event_id for _, event_id in self.said}
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE
        while loop.time() < end:
            found = await self.answers()
            if wanted <= set(found):
                await asyncio.sleep(2)
                return await self.answers()
            await asyncio.sleep(0.5)
        return await self.answers()

    def check(self, found: Counter[str]) -> None:
        """Every command was answered exactly once."""
        lost = [event_id for _, event_id in self.said if not found[event_id]]
        twice = [event_id for _, event_id in self.said if found[event_id] > 1]
        assert (lost, twice) == ([], [])


@pytest.fixture(params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest) -> PostgreSQL | None:
    """The database server that the bot works on; None for SQLite, which needs none."""
    if request.param == "sqlite":
        return None
    found: PostgreSQL = request.getfixturevalue("postgresql")
    return found


@pytest.fixture
async def bot(
    server: PostgreSQL | None, homeserver: Homeserver, quick_folder: Path
) -> AsyncIterator[BotProcess]:
    """The bot with an account of its own, not started yet, on each database."""
    url = "sqlite:///dcbot.db"
    if server is not None:
        url = (await server.create_database()).replace("+asyncpg", "")
    name = f"dcbot-{quick_folder.name[-6:]}"
    await homeserver.register(name, "secret of the bot", name="dcbot")
    process = BotProcess(
        quick_folder / "bot",
        homeserver=homeserver.url,
        user=f"@{name}:{homeserver.name}",
        password="secret of the bot",
        database=url,
    )
    yield process
    process.kill()


async def crowd_with(bot: BotProcess, person: Person, secretive: Secretive) -> Crowd:
    """Five people and the running bot, together in four rooms."""
    people = [await person(name) for name in ("amina", "jo", "kofi")]
    text = (bot.folder / "bot.toml").read_text(encoding="utf-8")
    user = next(line for line in text.splitlines() if line.startswith("user = ")).split('"')[1]
    crowd = await Crowd.gather(people, user)
    bot.start()
    await crowd.wait_for_bot()
    await crowd.seal(await secretive("lena"), await secretive("mei"))
    return crowd


async def test_killed_bot_answers_every_command_once(
    bot: BotProcess, person: Person, secretive: Secretive
) -> None:
    crowd = await crowd_with(bot, person, secretive)
    each = COMMANDS.now // (2 * KILLS.now)

    for _ in range(KILLS.now):
        speaking = asyncio.create_task(crowd.speak(each))
        await asyncio.sleep(crowd.dice.uniform(0.05, 1.5))
        bot.kill()
        await speaking
        # The other half is said while the bot is down.
        await crowd.speak(each)
        bot.start()
        await asyncio.sleep(crowd.dice.uniform(0.2, 2.5))
    found = await crowd.wait_until_answered()

    crowd.check(found)
    await crowd.check_sealed()
    tell(f"{len(crowd.said)} commands, {KILLS.now} kills of the bot: each answered once")


async def test_killed_homeserver_loses_no_command(
    bot: BotProcess, person: Person, secretive: Secretive, homeserver: Homeserver
) -> None:
    crowd = await crowd_with(bot, person, secretive)
    each = COMMANDS.now // (2 * KILLS.now)

    for _ in range(KILLS.now):
        await crowd.speak(each)
        await asyncio.sleep(crowd.dice.uniform(0.0, 0.3))
        homeserver.kill()
        await asyncio.sleep(crowd.dice.uniform(0.1, 1.0))
        await homeserver.restart()
        await crowd.speak(each)
    found = await crowd.wait_until_answered()

    crowd.check(found)
    await crowd.check_sealed()
    assert bot.runs
    tell(f"{len(crowd.said)} commands, {KILLS.now} kills of the homeserver: each answered once")


@pytest.mark.parametrize("server", ["postgresql"], indirect=True)
async def test_restarted_database_loses_no_command(
    bot: BotProcess, person: Person, secretive: Secretive, server: PostgreSQL
) -> None:
    crowd = await crowd_with(bot, person, secretive)
    each = COMMANDS.now // (2 * KILLS.now)

    for _ in range(KILLS.now):
        await crowd.speak(each)
        await asyncio.sleep(crowd.dice.uniform(0.0, 0.3))
        server.kill()
        await crowd.speak(each)
        await server.restart()
    found = await crowd.wait_until_answered()

    crowd.check(found)
    await crowd.check_sealed()
    assert bot.runs
    tell(f"{len(crowd.said)} commands, {KILLS.now} kills of the database: each answered once")
