"""Nothing lost, nothing said twice: the bot, the homeserver and the database killed at random."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from dcbot.demo.homeserver import Homeserver
from dcbot.demo.member import Member
from storage.database import Database
from storage.inbox import Event, EventState
from tests.integration.botprocess import BotProcess
from tests.integration.conftest import Person, Secretive
from tests.integration.encrypted_member import EncryptedMember, about, plain
from tests.integration.key_harms import keys_of, lose, replace, restore
from tests.servers import PostgreSQL
from tests.sizes import SEED, Size, tell

COMMANDS = Size(short=20, whole=210)
KILLS = Size(short=2, whole=10)
HARMED = Size(short=10, whole=90)
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

    async def know_device(self, folder: Path, old: str) -> None:
        """Until the bot has a new device, and those whose clients encrypt know it."""

        async def new_device() -> str:
            while (device := keys_of(folder).stem) == old:
                await asyncio.sleep(0.1)
            return device

        async with asyncio.timeout(180):
            device = await new_device()
        for one in self.secretive:
            known = one.client.device_store
            await one.until(
                lambda known=known: device in [it.id for it in known.active_user_devices(self.bot)]
            )

    async def wait_until_answered(self, since: int = 0) -> Counter[str]:
        """Until every command said since then has an answer; a moment longer, so that a second one
        would show."""
        wanted = {event_id for _, event_id in self.said[since:]}
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


async def sealed_in(url: str) -> set[str]:
    """The events that the bot stored and could not read."""
    database = Database(url)
    async with database.reading() as store:
        found = await store.session.scalars(
            select(Event.event_id).where(Event.state == EventState.SEALED)
        )
        sealed = set(found)
    await database.close()
    return sealed


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


async def test_harm_to_the_keys_between_two_lives(
    bot: BotProcess, person: Person, secretive: Secretive
) -> None:
    """What is said in encrypted rooms while the keys are lost cannot be read by anybody, and has to
    be said again; all else is answered once, and nothing is said in clear."""
    crowd = await crowd_with(bot, person, secretive)
    each = HARMED.now // 6
    await crowd.wait_until_answered()
    copy = keys_of(bot.data).read_bytes()

    for harm in (lose, replace, restore):
        speaking = asyncio.create_task(crowd.speak(each))
        await asyncio.sleep(crowd.dice.uniform(0.05, 1.0))
        bot.kill()
        await speaking
        keys = keys_of(bot.data)
        # The device's own file, as it was before its last life.
        keys.with_name("copy").write_bytes(copy)
        harm(keys)
        bot.start()
        await crowd.know_device(bot.data, keys.stem)
        copy = keys_of(bot.data).read_bytes()
        said = len(crowd.said)
        await crowd.speak(each)
        await crowd.wait_until_answered(said)
    found = await crowd.wait_until_answered(len(crowd.said))

    sealed = await sealed_in(bot.database_url)
    lost = {event_id for _, event_id in crowd.said if not found[event_id]}
    assert lost <= sealed, "what could be read was not answered"
    assert max(found.values()) == 1
    await crowd.check_sealed()
    tell(f"{len(crowd.said)} commands, keys lost, replaced, older: {len(lost)} could not be read")


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
