"""Hearing on a real homeserver: nothing missed or twice, rooms by policy, logins that last."""

from __future__ import annotations

import asyncio
import json
import stat
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from dcbot.config.secrets import Secrets
from dcbot.demo.homeserver import Homeserver
from dcbot.demo.member import Member
from dcbot.demo.wire import Wire, path_of
from dcbot.errors import OperatorError
from dcbot.intake import Batch
from dcbot.transports.matrix import gaps
from storage.database import Database
from storage.inbox import Event, EventKind, EventState
from storage.places import PlaceKind
from tests.integration.front import Front
from tests.integration.matrixbot import MatrixBot
from tests.servers import scratch
from tests.sizes import Size

PAGE = Size(short=100, whole=gaps.PAGE)
"""How much of what was missed is fetched at once."""
MISSED = Size(short=420, whole=1500)
"""More than two pages, beside the hundred events that come of themselves."""

Person = Callable[[str], Awaitable[Member]]
Bot = Callable[..., Awaitable[MatrixBot]]


@pytest.fixture
def bot(homeserver: Homeserver, database: Database, quick_folder: Path) -> Bot:
    """Makes the bot with an account of its own; everybody of the homeserver may invite it."""

    async def make(**settings: Any) -> MatrixBot:
        name = f"dcbot-{quick_folder.name[-8:]}"
        account = await homeserver.register(name, "secret of the bot", name="Clerk")
        return MatrixBot(homeserver, account, database, quick_folder / "bot", **settings)

    return make


async def room_with(bot: MatrixBot, *people: Member, name: str = "Hall") -> str:
    """A room in which the bot and these people are; the bot is listening."""
    first, *others = people
    room = await first.create_room(name, invite=[bot.user_id, *(one.user_id for one in others)])
    for one in others:
        await one.join(room)
    await bot.until(lambda: room in bot.matrix.known.rooms)
    return room


async def say_many(people: list[Member], room: str, count: int) -> list[str]:
    """So many lines, said by all at once; their ids as the room has them, oldest first."""

    async def share(number: int) -> None:
        for line in range(number, count, len(people)):
            await people[number].say(room, f"!note {line}")

    await asyncio.gather(*(share(number) for number in range(len(people))))
    history = await people[0].history(room)
    return [e["event_id"] for e in history if str(e["content"].get("body", "")).startswith("!note")]


def said(events: list[Event]) -> list[str]:
    return [event.event_id for event in events if event.kind is EventKind.SAID]


class Crash(Exception):
    """Stands for the process being killed."""


# Nothing is missed


@pytest.mark.threat("T42")
async def test_what_was_missed_is_stored_in_order_and_once(
    bot: Bot, amina: Member, jo: Member, kofi: Member
) -> None:
    ours = await bot()
    ours.page = PAGE.now
    async with ours.listening():
        room = await room_with(ours, amina, jo, kofi)
        quiet = await room_with(ours, amina, jo, name="Quiet")
        before = await amina.say(room, "!first")
        await ours.heard(before)
    missed = await say_many([amina, jo, kofi], room, MISSED.now)
    elsewhere = await say_many([amina, jo], quiet, 150)
    assert len(missed) == MISSED.now

    pages = 0

    async def crash_after_two(batch: Batch) -> None:
        nonlocal pages
        pages += any(name.startswith(f"gap {room}") for name in batch.positions)
        if pages > 2:
            raise Crash

    with pytest.raises(Crash):
        async with ours.listening(crash_after_two):
            pass
    stored = said(await ours.events(room))
    assert [before] < stored == [before, *missed][: len(stored)]

    batches: list[Batch] = []

    async def watch(batch: Batch) -> None:
        batches.append(batch)

    async with ours.listening(watch):
        assert said(await ours.events(room)) == [before, *missed]
        assert said(await ours.events(quiet)) == elsewhere
    fetched = [event for batch in batches for event in batch.events if event.place == room]
    assert len(fetched) < MISSED.now - 1.8 * PAGE.now
    async with ours.database.reading() as store:
        assert await store.positions.of("matrix", f"gap {room}") is None
    later = await amina.say(room, "!last")
    async with ours.listening():
        assert said(await ours.events(room)) == [before, *missed, later]


async def test_the_first_start_acts_upon_nothing_but_invitations(
    bot: Bot, amina: Member, jo: Member
) -> None:
    ours = await bot()
    async with ours.listening():
        room = await room_with(ours, amina, jo)
        await ours.heard(await amina.say(room, "!note heard"))
    waiting = await jo.create_room("Later", invite=[ours.user_id])
    await amina.say(room, "!note old")
    async with ours.database.transaction() as store:
        for name in ("sync", "invitations"):
            await store.positions.drop("matrix", name)
    async with ours.listening():
        await ours.until(lambda: waiting in ours.matrix.known.rooms)
        new = await amina.say(room, "!note new")
        await ours.heard(new)
    assert [e.text for e in await ours.events(room) if e.kind is EventKind.SAID] == [
        "!note heard",
        "!note new",
    ]


async def test_what_was_said_before_the_bot_came_was_not_said_to_it(
    bot: Bot, amina: Member
) -> None:
    ours = await bot()
    room = await amina.create_room("Hall")
    await amina.say(room, "!note before")
    async with ours.listening():
        await amina.invite(room, ours.user_id)
        await ours.until(lambda: room in ours.matrix.known.rooms)
        await ours.heard(await amina.say(room, "!note after"))
        events = await ours.events(room)
        assert [event.kind for event in events] == [EventKind.MEMBERSHIP, EventKind.SAID]
        assert events[1].text == "!note after"


async def test_what_was_said_since_a_forgotten_arrival_is_heard(
    bot: Bot, amina: Member, homeserver: Homeserver
) -> None:
    """The bot is killed when it has just joined, and a hundred lines and more are said then."""
    ours = await bot()
    async with ours.listening():
        room = await amina.create_room("Hall", public=True)
    early = await say_many([amina], room, 120)
    own = await homeserver.login(ours.user_id, ours.account.password)
    async with await Member.of(homeserver.url, own) as twin:
        await twin.join(room)
    late = (await say_many([amina], room, 130))[len(early) :]
    async with ours.listening():
        events = await ours.events(room)
    assert events[0].kind is EventKind.MEMBERSHIP
    assert said(events) == late


async def test_a_killed_homeserver_is_waited_for(
    bot: Bot, amina: Member, homeserver: Homeserver
) -> None:
    ours = await bot()
    async with ours.listening():
        room = await room_with(ours, amina)
        await ours.heard(await amina.say(room, "!note one"))
        homeserver.kill()
        await asyncio.sleep(1)
        await homeserver.restart()
        await ours.heard(await amina.say(room, "!note two"), 60)
        texts = [event.text for event in await ours.events(room) if event.kind is EventKind.SAID]
        assert texts == ["!note one", "!note two"]


MISCHIEF = ("limit", "fail", "away", "page", "list", "odd", "cut", "hang up")


@pytest.mark.threat("T41")
async def test_whatever_goes_wrong_on_the_way_is_survived(
    bot: Bot, amina: Member, homeserver: Homeserver
) -> None:
    ours = await bot()
    async with Front(homeserver.url).open() as front:
        ours.settings = ours.settings.model_copy(update={"homeserver": front.url})
        async with ours.listening():
            room = await room_with(ours, amina)
            for how in MISCHIEF:
                front.mischief.append(how)
                await ours.heard(await amina.say(room, f"!said {how}"))
        missed = await say_many([amina], room, 130)
        front.asked.clear()
        front.spoil_pages += ["odd", "cut", "page", "", "odd"]
        async with ours.listening():
            assert not front.spoil_pages
            assert said(await ours.events(room))[len(MISCHIEF) :] == missed
            front.mischief += ["fail", "cut", "page", "hang up"]
            await ours.heard(await amina.say(room, "!note last"), 60)
        assert len([path for path in front.asked if path.endswith("/sync")]) < 25


# Rooms


@pytest.mark.threat("T34")
async def test_invitations_are_followed_by_policy(
    bot: Bot, amina: Member, jo: Member, kofi: Member
) -> None:
    ours = await bot(invites_from=(amina.user_id,), operators=(f"matrix:{kofi.user_id}",))
    async with ours.listening():
        refused = await jo.create_room("Jo's", invite=[ours.user_id])
        welcome = await amina.create_room("Amina's", invite=[ours.user_id])
        by_operator = await kofi.create_room("Kofi's", invite=[ours.user_id])
        await ours.until(lambda: {welcome, by_operator} <= ours.matrix.known.rooms.keys())
        event = await jo.wait_for(
            refused,
            lambda event: (
                event.get("state_key") == ours.user_id
                and event["content"].get("membership") == "leave"
            ),
        )
        assert event["content"]["reason"] == (
            f"This bot follows the invitations of {amina.user_id}, its operators. Ask one of them."
        )
        await ours.until(lambda: not ours.matrix.rooms.invitations)
        assert await ours.events(refused) == []

        async def is_there() -> bool:
            return await ours.place(welcome) is not None

        await ours.until(is_there)
        place = await ours.place(welcome)
        assert place is not None
        assert (place.name, place.kind, place.left_at) == ("Amina's", PlaceKind.ROOM, None)


async def test_an_invitation_outlasts_a_crash(bot: Bot, amina: Member) -> None:
    ours = await bot()
    async with ours.listening():
        pass
    room = await amina.create_room("Hall", invite=[ours.user_id])

    async def crash_after_storing(batch: Batch) -> None:
        if "invitations" in batch.positions:
            await ours.app.intake.take(batch)
            raise Crash

    with pytest.raises(Crash):
        async with ours.listening(crash_after_storing):
            await asyncio.sleep(1)
    assert room not in ours.matrix.known.rooms
    async with ours.listening():
        await ours.until(lambda: room in ours.matrix.known.rooms)


async def test_rooms_of_the_settings_are_joined_once_they_can_be(
    bot: Bot, amina: Member, caplog: pytest.LogCaptureFixture
) -> None:
    name = f"hall-{amina.user_id[1:].partition(':')[0]}"
    private = await amina.create_room("Private")
    ours = await bot(rooms=(f"#{name}:demo.local", private), invites_from=())
    async with ours.listening():
        await ours.until(lambda: "there is no such room; make it" in caplog.text)
        await ours.until(lambda: f"invite {ours.user_id} there" in caplog.text)
        public = await amina.create_room("Hall", alias=name, public=True)
        await amina.invite(private, ours.user_id)
        await ours.until(lambda: {public, private} <= ours.matrix.known.rooms.keys())


async def test_being_sent_away_is_noticed(bot: Bot, amina: Member, jo: Member) -> None:
    ours = await bot()
    async with ours.listening():
        room = await room_with(ours, amina, jo)
        other = await room_with(ours, amina, jo, name="Other")
        last = await jo.say(room, "!note last")
        await amina.kick(room, ours.user_id, "tidying up")
        gone = (await amina.history(room))[-1]["event_id"]
        await ours.heard(gone)
        assert room not in ours.matrix.known.rooms
        place = await ours.place(room)
        assert place is not None and place.left_at is not None
        assert place.left_why == f"sent away by {amina.user_id}: tidying up"
        assert said(await ours.events(room)) == [last]
        await amina.invite(room, ours.user_id)

        async def is_back() -> bool:
            place = await ours.place(room)
            return place is not None and place.left_at is None

        await ours.until(is_back)
    await amina.ban(other, ours.user_id, "flood")
    async with ours.listening():
        place = await ours.place(other)
        assert place is not None
        assert place.left_why == f"banned by {amina.user_id}: flood"


@pytest.mark.parametrize("version", ["10", "12"])
async def test_a_room_that_moves_is_followed(bot: Bot, amina: Member, version: str) -> None:
    ours = await bot()
    async with ours.listening():
        room = await amina.create_room("Hall", public=True, version="9")
        await amina.invite(room, ours.user_id)
        await ours.until(lambda: room in ours.matrix.known.rooms)
    new = await amina.upgrade(room, version)
    async with ours.listening():
        await ours.until(lambda: new in ours.matrix.known.rooms)

        async def has_moved() -> bool:
            place = await ours.place(room)
            return place is not None and place.moved_to == new

        await ours.until(has_moved)
        await ours.heard(await amina.say(new, "!note here"))
        power = await ours.matrix.power(new, amina.user_id)
        assert power == (float("inf") if version == "12" else 100)
        assert await ours.matrix.power(new, ours.user_id) == 0


@pytest.mark.threat("T36")
async def test_a_room_that_only_claims_to_move_is_not_followed(
    bot: Bot, amina: Member, caplog: pytest.LogCaptureFixture
) -> None:
    ours = await bot()
    async with ours.listening():
        room = await room_with(ours, amina)
        trap = await amina.create_room("Trap", public=True)
        await amina.set_state(room, "m.room.tombstone", {"replacement_room": trap, "body": "moved"})
        await ours.until(lambda: "which knows nothing of it" in caplog.text)
        await ours.until(lambda: trap not in ours.matrix.known.rooms)
        place = await ours.place(room)
        assert place is not None and place.moved_to is None


async def test_a_direct_chat_is_told_from_a_room(bot: Bot, amina: Member, jo: Member) -> None:
    ours = await bot()
    async with ours.listening():
        chat = await amina.direct_room(ours.user_id)
        hall = await room_with(ours, jo)
        await ours.until(lambda: chat in ours.matrix.known.rooms)
        alone = await ours.heard(await amina.say(chat, "hello"))
        assert alone.direct and alone.state is EventState.WAITING
        assert not (await ours.heard(await jo.say(hall, "hello"))).direct
        await amina.invite(chat, jo.user_id)
        await jo.join(chat)
        assert not (await ours.heard(await jo.say(chat, "hello, too"))).direct
        place = await ours.place(chat)
        assert place is not None and place.kind is PlaceKind.DIRECT
    async with ours.listening():
        assert not (await ours.heard(await amina.say(chat, "hello again"))).direct
        await jo.leave(chat)
        assert (await ours.heard(await amina.say(chat, "alone again"))).direct


# What is said


async def test_all_that_people_do_arrives(bot: Bot, amina: Member, jo: Member) -> None:
    ours = await bot()
    async with ours.listening():
        room = await room_with(ours, amina, jo)
        line = await amina.say(room, "!note one")
        # Redacted before it was heard, it would come without its words.
        await ours.heard(line)
        reply = await jo.say(room, f"> <{amina.user_id}> !note one\n\n!note two", reply_to=line)
        thread = await jo.say(room, "!note three", thread=line)
        await jo.edit(room, thread, "!note four")
        named = await jo.say(room, "what is due?", mentions=[ours.user_id])
        thanks = await jo.say(room, "thanks", reply_to=line, mentions=[ours.user_id])
        await amina.redact(room, line)
        await amina.send_file(room, b"a,b", "list.csv", "text/csv")
        end = await jo.react(room, reply, "👍")
        await ours.heard(end)
        events = {event.event_id: event for event in await ours.events(room)}
    assert events[reply].extra == {"name": "Jo"}
    assert (events[line].state, events[line].text) == (EventState.VOID, "")
    assert (events[reply].text, events[reply].about) == ("!note two", line)
    assert (events[thread].thread, events[thread].about) == (line, None)
    edit = next(event for event in events.values() if event.kind is EventKind.EDITED)
    assert (edit.text, edit.about) == ("!note four", thread)
    assert events[named].addressed and events[named].state is EventState.WAITING
    assert events[thanks].state is EventState.NOTED
    assert (events[end].kind, events[end].about) == (EventKind.REACTED, reply)


async def test_a_file_arrives_with_what_it_is(bot: Bot, amina: Member) -> None:
    ours = await bot()
    async with ours.listening():
        chat = await amina.direct_room(ours.user_id)
        await ours.until(lambda: chat in ours.matrix.known.rooms)
        event = await ours.heard(await amina.send_file(chat, b"a,b", "list.csv", "text/csv"))
    (attached,) = event.extra["attachments"]
    assert (attached["name"], attached["media_type"], attached["size"]) == (
        "list.csv",
        "text/csv",
        3,
    )
    assert attached["uri"].startswith("mxc://")


# Logins


async def test_the_device_stays_the_same(bot: Bot, homeserver: Homeserver) -> None:
    ours = await bot(display_name="Coalition clerk")
    async with ours.listening() as matrix:
        device = matrix.session.device_id
        assert matrix.session.names[1:] == (ours.user_id[1:].partition(":")[0], "Coalition clerk")
        assert "Coalition clerk" in ours.app.intake.names["matrix"]
    file = ours.folder / "matrix-session.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    async with ours.listening() as matrix:
        assert matrix.session.device_id == device
    token = json.loads(file.read_text())["token"]
    await sign_out(homeserver, token)
    async with ours.listening() as matrix:
        assert matrix.session.device_id == device
        assert matrix.session.client.access_token != token


@pytest.mark.threat("T50")
async def test_a_login_that_ends_is_renewed_while_listening(
    bot: Bot, homeserver: Homeserver, amina: Member
) -> None:
    ours = await bot()
    async with ours.listening() as matrix:
        room = await room_with(ours, amina)
        device = matrix.session.device_id
        await sign_out(homeserver, matrix.session.client.access_token)
        await ours.heard(await amina.say(room, "!note after"))
        assert matrix.session.device_id == device


async def test_a_soft_logout_is_survived(quick_folder: Path, database: Database) -> None:
    """A homeserver whose logins last for seconds says that the device may sign in again."""
    with scratch() as folder:
        server = Homeserver(folder / "homeserver", settings={"session_lifetime": "3s"})
        await server.start()
        account = await server.register("dcbot", "secret of the bot")
        ours = MatrixBot(server, account, database, quick_folder / "bot")
        async with ours.listening() as matrix:
            first, device = matrix.session.client.access_token, matrix.session.device_id
            await asyncio.sleep(3.5)
            login = await server.register("amina", "secret")
            async with await Member.of(server.url, login) as amina:
                chat = await amina.direct_room(ours.user_id)
                await ours.until(lambda: chat in ours.matrix.known.rooms, 60)
                await ours.heard(await amina.say(chat, "!note after"))
            assert matrix.session.client.access_token != first
            assert matrix.session.device_id == device
        await server.stop()


@pytest.mark.threat("T50")
async def test_a_revoked_token_says_the_way_out(bot: Bot, homeserver: Homeserver) -> None:
    ours = await bot(by_token=True)
    matrix = ours.build()
    running = asyncio.create_task(ours.app.run())
    await ours.until(lambda: matrix.hearing.listening)
    assert matrix.session.device_id == ours.account.device_id
    await sign_out(homeserver, ours.account.access_token)
    with pytest.raises(ExceptionGroup) as caught:
        await asyncio.wait_for(running, 60)
    await matrix.close()
    said = f"The access token of {ours.user_id} is no longer valid.*name a password_file"
    assert caught.group_contains(OperatorError, match=said)


async def test_wrong_words_in_the_settings_say_the_way_out(
    bot: Bot, amina: Member, homeserver: Homeserver
) -> None:
    ours = await bot(by_token=True)
    ours.settings = ours.settings.model_copy(update={"user": "@somebody:demo.local"})
    with pytest.raises(OperatorError, match=f"belongs to {ours.user_id}, but"):
        async with ours.listening():
            pass
    theirs = MatrixBot(homeserver, ours.account, ours.database, ours.folder / "other")
    theirs.secrets = Secrets(matrix_password=SecretStr("wrong"))
    with pytest.raises(OperatorError, match="refuses the password of"):
        async with theirs.listening():
            pass


async def sign_out(homeserver: Homeserver, token: str) -> None:
    """The device with this token is signed out, as its owner can do from another one."""
    wire = Wire(homeserver.url, token)
    await wire.ask("POST", path_of("logout"))
    await wire.close()
