"""Letters in bad times: kills, rate limits, a homeserver that is not itself; each is shown once."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from dcbot.courier import Courier
from dcbot.demo.homeserver import Account, Homeserver
from dcbot.demo.member import Member
from dcbot.errors import DeliveryError, PutOff, Undeliverable, Unreachable
from storage.database import Database
from storage.outbox import LetterState
from tests.integration.conftest import PASSWORD, numbers
from tests.integration.sender import Mouth, bodies_in, letter, room_of
from tests.integration.sender import bot as bot
from tests.servers import run, scratch


@asynccontextmanager
async def carrying(database: Database, mouth: Mouth) -> AsyncIterator[Courier]:
    """A courier at work within the block; at its end it falls dead where it stands."""
    courier = Courier(
        database, {"matrix": mouth}, lambda: datetime.now(UTC), give_up_after=timedelta(hours=72)
    )
    work = asyncio.create_task(courier.run())
    try:
        yield courier
    finally:
        work.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await work


async def write(database: Database, places: list[str], count: int, text: str) -> list[str]:
    """That many letters, in turn to each place; the words of each."""
    words = [f"{text} {number}" for number in range(count)]
    async with database.transaction() as store:
        for number, one in enumerate(words):
            await store.outbox.add(letter(places[number % len(places)], one))
    return words


async def waiting(database: Database) -> int:
    """How many letters have not gone."""
    async with database.reading() as store:
        return await store.outbox.count(LetterState.WAITING)


async def until(look: Callable[[], Awaitable[bool]], within: float) -> None:
    async with asyncio.timeout(within):
        while not await look():
            await asyncio.sleep(0.02)


@pytest.mark.threat("T49")
async def test_fifty_letters_while_the_homeserver_dies_twice(
    homeserver: Homeserver, bot: Mouth, jo: Member, database: Database
) -> None:
    rooms = [await room_of(jo, bot) for _ in range(2)]
    words = await write(database, rooms, 50, "Letter")
    long = "\n".join(f"- line {number} of a long letter" for number in range(1500))
    async with database.transaction() as store:
        await store.outbox.add(letter(rooms[0], long, key="long"))
    async with carrying(database, bot) as courier:
        for gone in (10, 30):

            async def so_many(gone: int = gone) -> bool:
                return courier.carried >= gone

            await until(so_many, 30)
            homeserver.kill()
            await asyncio.sleep(0.3)
            await homeserver.start()

        async def all_gone() -> bool:
            return not await waiting(database)

        await until(all_gone, 60)
    for place, room in enumerate(rooms):
        said = await bodies_in(room, jo, bot.user_id)
        short = [one for one in said if "line" not in one]
        assert short == words[place::2]
        assert "\n".join(one for one in said if "line" in one) == ("" if place else long)


async def test_fifty_letters_while_the_bot_dies(
    homeserver: Homeserver, jo: Member, database: Database, tmp_path: Path
) -> None:
    """What was sent and not noted as sent is sent again, and shown once."""
    account = await homeserver.register(f"bot-{next(numbers)}", PASSWORD)
    mouth = await Mouth.open(homeserver.url, account, tmp_path)
    room = await room_of(jo, mouth)
    words = await write(database, [room], 50, "Letter")
    for pause in (0.05, 0.13, 0.21, 0.08, 0.16):
        async with carrying(database, mouth):
            await asyncio.sleep(pause)
        await mouth.close()
        mouth = await Mouth.open(homeserver.url, account, tmp_path)
    # As if the bot had died in the moment between the homeserver's answer and its own note.
    async with database.transaction() as store:
        for one in words[:10]:
            found = await store.outbox.by_key(f"{one} → {room}")
            assert found is not None
            found.state = LetterState.WAITING

    async def all_gone() -> bool:
        return not await waiting(database)

    async with carrying(database, mouth):
        await until(all_gone, 30)
    assert await bodies_in(room, jo, mouth.user_id) == words
    await mouth.close()


@pytest.fixture(scope="module")
def strict() -> Iterator[Homeserver]:
    """A homeserver with Synapse's own limit for messages, and a small one for files."""
    with scratch() as folder:
        server = Homeserver(
            folder / "strict",
            name="demo.local",
            settings={
                "rc_message": {"per_second": 0.2, "burst_count": 10},
                "max_upload_size": "100K",
            },
        )
        run(server.start())
        try:
            yield server
        finally:
            run(server.stop())


async def people_of(server: Homeserver, folder: Path) -> tuple[Mouth, Member]:
    account = await server.register(f"bot-{next(numbers)}", PASSWORD)
    member = await server.register(f"jo-{next(numbers)}", PASSWORD)
    return await Mouth.open(server.url, account, folder), await Member.of(server.url, member)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_rate_limits_are_waited_out(
    strict: Homeserver, database: Database, tmp_path: Path
) -> None:
    mouth, jo = await people_of(strict, tmp_path)
    room = await room_of(jo, mouth)
    words = await write(database, [room], 12, "Letter")

    async def all_gone() -> bool:
        return not await waiting(database)

    async with carrying(database, mouth):
        await until(all_gone, 60)
    assert await bodies_in(room, jo, mouth.user_id) == words
    await jo.close()
    await mouth.close()


class Odd:
    """A server at the place of a homeserver; it says `answers` one after another, then nothing."""

    def __init__(self) -> None:
        self.answers: list[Any] = []
        self.asked: list[str] = []
        self.url = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if request.path.endswith("m.room.encryption/"):
            return web.json_response({"errcode": "M_NOT_FOUND", "error": "none"}, status=404)
        self.asked.append(request.path)
        if not self.answers:
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        status, body, headers = self.answers.pop(0)
        if isinstance(body, str):
            return web.Response(status=status, text=body, headers=headers)
        return web.json_response(body, status=status, headers=headers)


@pytest.fixture
async def odd() -> AsyncIterator[Odd]:
    server = Odd()
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", server.answer)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield server
    await runner.cleanup()


@pytest.fixture
async def mouth(odd: Odd, tmp_path: Path) -> AsyncIterator[Mouth]:
    """The bot, signed in at the odd server."""
    account = Account("@bot:odd.example", "token", "DEVICE", "")
    mouth = Mouth(odd.url, account, tmp_path)
    mouth.session.client.restore_login(account.user_id, account.device_id, account.access_token)
    yield mouth
    await mouth.close()


@pytest.mark.parametrize(
    ("status", "body", "headers", "error", "after"),
    [
        (
            429,
            {"errcode": "M_LIMIT_EXCEEDED", "error": "", "retry_after_ms": 2500},
            {},
            PutOff,
            2.5,
        ),
        (429, {"errcode": "M_LIMIT_EXCEEDED", "error": ""}, {"Retry-After": "7"}, PutOff, 7),
        (429, "slow down", {"Retry-After": "9"}, PutOff, 9),
        (500, {"errcode": "M_UNKNOWN", "error": "Internal server error"}, {}, PutOff, 5),
        (502, "<html>Bad gateway</html>", {}, Unreachable, None),
        (503, "", {"Retry-After": "3"}, Unreachable, 3),
        (200, "<html>Welcome to the hotel</html>", {}, Unreachable, None),
        (200, {"event": "none"}, {}, Unreachable, None),
        (200, "[" * 100_000, {}, Unreachable, None),
        (413, {"errcode": "M_TOO_LARGE", "error": "event too large"}, {}, Undeliverable, None),
        (400, {"errcode": "M_BAD_JSON", "error": "bad"}, {}, Undeliverable, None),
        (403, {"errcode": "M_USER_SUSPENDED", "error": "suspended"}, {}, Unreachable, 60),
        (403, {"errcode": "M_FORBIDDEN", "error": "no"}, {}, Undeliverable, None),
    ],
)
async def test_what_a_refusal_means(
    odd: Odd, mouth: Mouth, status: int, body: Any, headers: Any, error: type, after: Any
) -> None:
    odd.answers = [(status, body, headers)]
    with pytest.raises(DeliveryError) as caught:
        await mouth.send(letter("!room:odd.example", "Hello"))
    assert type(caught.value) is error
    assert getattr(caught.value, "after", None) == after
    assert len(odd.asked) == 1
    # Then the connection breaks; the same request is made again.
    with pytest.raises(Unreachable):
        await mouth.send(letter("!room:odd.example", "Hello"))
    assert len(set(odd.asked)) == 1


async def test_where_nobody_listens_the_letter_waits(bot: Mouth) -> None:
    bot.session.client.homeserver = "http://127.0.0.1:9"
    with pytest.raises(Unreachable):
        await bot.send(letter("!room:demo.local", "Hello"))
    with pytest.raises(Unreachable):
        await bot.send(letter("@jo:demo.local", "Hello", to_person=True))
    with pytest.raises(Unreachable):
        await bot.look_up(letter("!room:demo.local", "Hello"))
