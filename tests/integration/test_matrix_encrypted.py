"""Encrypted rooms on the real homeserver: heard, answered, and never written into in clear."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from nio.api import Api

from dcbot.app import App, clock
from dcbot.command import Manners
from dcbot.demo.homeserver import Homeserver
from dcbot.message import Attached
from dcbot.transports.matrix import Matrix, events
from dcbot.transports.matrix.keystore import BROKEN
from storage.database import Database
from storage.inbox import EventState
from storage.outbox import Act
from tests.integration.conftest import PASSWORD, Secretive, numbers
from tests.integration.encrypted_member import EncryptedMember, about, plain
from tests.integration.key_harms import break_off, keys_of, lose, replace, restore
from tests.integration.matrixbot import MatrixBot
from tests.integration.sender import letter


@pytest.fixture
async def bot(homeserver: Homeserver, database: Database, tmp_path: Path) -> MatrixBot:
    """The bot's account, new in this test."""
    account = await homeserver.register(f"bot-{next(numbers)}", PASSWORD)
    return MatrixBot(homeserver, account, database, tmp_path / "bot")


async def answered(bot: MatrixBot, person: EncryptedMember, room: str, text: str) -> str:
    """Say it, and let the bot answer: what is said back."""
    event_id = await person.say(room, text)

    async def done() -> bool:
        await bot.app.settle()
        return bool(person.answers_to(event_id))

    await bot.until(done, 30)
    return await person.answer_to(event_id)


async def test_a_room_and_a_direct_chat(bot: MatrixBot, secretive: Secretive) -> None:
    jo = await secretive("jo")
    kofi = await secretive("kofi")
    async with bot.listening():
        room = await jo.create_room(bot.user_id, kofi.user_id)
        await kofi.join(room)
        await jo.wait_for_member(room, bot.user_id)
        direct = await kofi.create_room(bot.user_id, direct=True)
        await kofi.wait_for_member(direct, bot.user_id)

        assert "coalition" in await answered(bot, jo, room, "!help")
        assert "coalition" in await answered(bot, kofi, room, "!help")
        assert "coalition" in await answered(bot, kofi, direct, "help")
    # A new start: what was said meanwhile is answered as well.
    asked = await jo.say(room, "!whoami")
    async with bot.listening():

        async def done() -> bool:
            await bot.app.settle()
            return bool(jo.answers_to(asked))

        await bot.until(done, 30)
        assert "coalition" in await answered(bot, jo, room, "!help")
    for place, reader in ((room, jo), (direct, kofi)):
        assert plain(await reader.raw_history(place)) == []


@pytest.mark.threat("T80")
async def test_the_device_is_signed(bot: MatrixBot, secretive: Secretive) -> None:
    async with bot.listening() as matrix:
        user, device = bot.user_id, matrix.session.device_id
        answer = await matrix.session.ask(
            "POST", "/_matrix/client/v3/keys/query", {"device_keys": {user: []}}
        )
    master, own = answer["master_keys"][user], answer["self_signing_keys"][user]
    assert is_signed(own, user, key_of(master))
    assert is_signed(answer["device_keys"][user][device], user, key_of(own))
    for name in ("matrix-signing.json", "matrix-session.json", f"matrix-keys/{device}.db"):
        assert stat.S_IMODE((bot.folder / name).stat().st_mode) == 0o600


async def test_keys_for_new_conversations_do_not_pile_up(bot: MatrixBot) -> None:
    counts = []
    for _ in range(12):
        async with bot.listening() as matrix:
            answer = await matrix.session.ask("POST", "/_matrix/client/v3/keys/upload", {})
            assert matrix.keys.ready().is_told
        counts.append(answer["one_time_key_counts"]["signed_curve25519"])
    assert counts == [50] * 12


def key_of(signing: dict[str, Any]) -> str:
    return str(next(iter(signing["keys"].values())))


def is_signed(content: dict[str, Any], user: str, key: str) -> bool:
    import vodozemac

    signature = vodozemac.Ed25519Signature.from_base64(
        content["signatures"][user][f"ed25519:{key}"]
    )
    bare = {one: content[one] for one in content if one not in ("signatures", "unsigned")}
    words = Api.to_canonical_json(bare).encode()
    vodozemac.Ed25519PublicKey.from_base64(key).verify_signature(words, signature)
    return True


async def in_one_room(bot: MatrixBot, person: EncryptedMember, *others: EncryptedMember) -> str:
    """An encrypted room with the listening bot, in which it has answered everybody."""
    room = await person.create_room(bot.user_id, *(one.user_id for one in others))
    await person.wait_for_member(room, bot.user_id)
    for one in others:
        await one.join(room)
        await person.wait_for_member(room, one.user_id)
    for one in (person, *others):
        assert "coalition" in await answered(bot, one, room, "!help")
    return room


@pytest.mark.parametrize("harm", [lose, break_off, replace, restore])
@pytest.mark.threat("T89")
async def test_keys_that_are_not_its_own_are_never_used(
    bot: MatrixBot, secretive: Secretive, harm: Callable[[Path], None]
) -> None:
    jo = await secretive("jo")
    async with bot.listening() as matrix:
        room = await in_one_room(bot, jo)
        first = matrix.session.device_id
    shutil.copy(keys_of(bot.folder), keys_of(bot.folder).with_name("copy"))
    async with bot.listening():
        assert "coalition" in await answered(bot, jo, room, "!help")
    harm(keys_of(bot.folder))

    async with bot.listening() as matrix:
        assert matrix.session.device_id != first
        assert "coalition" in await answered(bot, jo, room, "!help")
    assert plain(await jo.raw_history(room)) == []


@pytest.mark.parametrize("harm", [lose, break_off, replace, restore])
@pytest.mark.threat("T89")
async def test_with_a_token_alone_the_operator_is_told(
    homeserver: Homeserver,
    database: Database,
    tmp_path: Path,
    secretive: Secretive,
    harm: Callable[[Path], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    account = await homeserver.register(f"bot-{next(numbers)}", PASSWORD)
    bot = MatrixBot(homeserver, account, database, tmp_path / "bot", by_token=True)
    jo = await secretive("jo")
    async with bot.listening():
        room = await in_one_room(bot, jo)
    shutil.copy(keys_of(bot.folder), keys_of(bot.folder).with_name("copy"))
    async with bot.listening():
        assert "coalition" in await answered(bot, jo, room, "!help")
    harm(keys_of(bot.folder))

    async with bot.listening():
        asked = await jo.say(room, "!whoami")
        event = await bot.heard(asked)
        assert event.state is EventState.SEALED
        await bot.app.settle()
    assert "Make a new access token" in caplog.text
    assert jo.answers_to(asked) == []
    assert plain(await jo.raw_history(room)) == []


class LaterBot(MatrixBot):
    """The bot, for which it is as much later as the test says."""

    later = timedelta()

    def build(self) -> Matrix:
        matrix = super().build()
        self.app = App(
            self.database, [matrix], manners=Manners(), clock=lambda: clock() + self.later
        )
        return matrix


async def test_what_cannot_be_read_waits_for_its_key(bot: MatrixBot, secretive: Secretive) -> None:
    jo, kofi = await secretive("jo"), await secretive("kofi")
    async with bot.listening():
        room = await in_one_room(bot, jo, kofi)
        key = jo.hold_key(room)
        first = await jo.say(room, "!coalition DCAD")
        second = await kofi.say(room, "!whoami")
        assert (await bot.heard(first)).state is EventState.SEALED
        await bot.heard(second)
        await bot.app.settle()
        assert kofi.answers_to(second) == []

    async with bot.listening():
        await jo.give_key(key)

        async def done() -> bool:
            await bot.app.settle()
            return bool(jo.answers_to(first) and jo.answers_to(second))

        await bot.until(done, 30)
    answered_in_order = [about(one) for one in jo.heard.values() if about(one) in (first, second)]
    assert answered_in_order == [first, second]


@pytest.mark.threat("T38")
async def test_after_ten_minutes_the_sender_is_told_once(
    homeserver: Homeserver, database: Database, tmp_path: Path, secretive: Secretive
) -> None:
    account = await homeserver.register(f"bot-{next(numbers)}", PASSWORD)
    bot = LaterBot(homeserver, account, database, tmp_path / "bot")
    jo = await secretive("jo")
    async with bot.listening():
        room = await in_one_room(bot, jo)
        key = jo.hold_key(room)
        for text in ("!whoami", "!help"):
            asked = await jo.say(room, text)
            await bot.heard(asked)
        bot.later = timedelta(minutes=9)
        await bot.app.settle()
        assert jo.client.invited_rooms == {}
        bot.later = timedelta(minutes=11)
        await bot.app.settle()
        await jo.until(lambda: jo.client.invited_rooms)
        own = next(iter(jo.client.invited_rooms))
        await jo.join(own)
        # What comes too late changes nothing.
        await jo.give_key(key)
        assert "coalition" in await answered(bot, jo, own, "help")
    said = [one["content"]["body"] for one in await jo.raw_history(own) if is_words(one, bot)]
    assert len([one for one in said if "came without the key" in one]) == 1
    assert jo.answers_to(asked) == []


def is_words(event: dict[str, Any], bot: MatrixBot) -> bool:
    return event["type"] == "m.room.message" and event["sender"] == bot.user_id


async def test_files_are_sealed_both_ways(bot: MatrixBot, secretive: Secretive) -> None:
    jo = await secretive("jo")
    async with bot.listening() as matrix:
        room = await in_one_room(bot, jo)
        words = b"group,lists\nDCAD,https://example.org\n" * 30
        kept = bot.folder / "attachments" / hashlib.sha256(words).hexdigest()
        kept.parent.mkdir(exist_ok=True)
        kept.write_bytes(words)
        table = Attached("table.csv", "text/csv", len(words), sha256=kept.name)
        sent = letter(room, "Here", act=Act.UPLOAD, extra={"attachments": [table.as_document()]})
        (event_id,) = await matrix.send(sent, None)
        await jo.until(lambda: event_id in jo.heard)
        content = jo.heard[event_id]["content"]
        # It comes back as a file of somebody else's would.
        (read,) = events._attachments(content)
        assert await matrix.fetch(Attached.from_document(read), 10_000) == words
        bare = Attached("table.csv", "text/csv", 0, uri=content["file"]["url"])
        assert words[:20] not in await matrix.fetch(bare, 10_000)
    assert plain(await jo.raw_history(room)) == []


@pytest.mark.threat("T39")
async def test_who_left_cannot_read_on(bot: MatrixBot, secretive: Secretive) -> None:
    jo, kofi = await secretive("jo"), await secretive("kofi")
    async with bot.listening() as matrix:
        room = await in_one_room(bot, jo, kofi)
        machine = matrix.keys.ready().machine
        before = machine.outbound_group_sessions[room].id
        assert "coalition" in await answered(bot, jo, room, "!help")
        assert machine.outbound_group_sessions[room].id == before
        await kofi.client.room_leave(room)
        await jo.until(lambda: kofi.user_id not in jo.client.rooms[room].users)
        assert "coalition" in await answered(bot, jo, room, "!help")
        assert machine.outbound_group_sessions[room].id != before


@pytest.mark.threat("T46")
async def test_nobody_says_again_what_somebody_said(bot: MatrixBot, secretive: Secretive) -> None:
    jo, kofi = await secretive("jo"), await secretive("kofi")
    async with bot.listening() as matrix:
        room = await in_one_room(bot, jo, kofi)
        other = await in_one_room(bot, jo)
        asked = await jo.say(room, "!whoami")
        await bot.heard(asked)
        history = await jo.raw_history(room)
        source = next(one for one in history if one["event_id"] == asked)
        opened = matrix.hearing.opening.open

        said = opened(room, source)
        assert said is not None and said["content"]["body"] == "!whoami"
        # The same event again, as after a crash, is the same.
        assert opened(room, source) == said
        again = opened(room, {**source, "event_id": "$later"})
        assert again is not None and "body" not in again["content"]
        assert opened(room, {**source, "sender": kofi.user_id}) is None
        assert opened(other, source) is None


@pytest.mark.threat("T45")
async def test_what_comes_in_clear_is_not_obeyed(bot: MatrixBot, secretive: Secretive) -> None:
    jo = await secretive("jo")
    async with bot.listening():
        direct = await jo.create_room(bot.user_id, direct=True)
        await jo.wait_for_member(direct, bot.user_id)
        assert "coalition" in await answered(bot, jo, direct, "help")
        first = await jo.say_in_clear(direct, {"body": "me zone Pacific/Auckland"})
        assert "came without encryption" in await jo_is_told(bot, jo, direct, first)
        asked = await jo.say(direct, "help me zone")
        other = await jo.say_in_clear(direct, edit_of(asked, "me zone Pacific/Auckland"))
        await bot.heard(asked)
    # A new start, in which the rooms of the last are still known.
    async with bot.listening():
        second = await jo.say_in_clear(direct, {"body": "me zone Pacific/Auckland"})
        for event_id in (first, second):
            event = await bot.heard(event_id)
            await bot.app.settle()
            assert event.extra["in_clear"] is True
        assert "Auckland" not in await answered(bot, jo, direct, "whoami")
    assert other not in [event.event_id for event in await bot.events(direct)]
    assert len([one for one in said_by(bot, jo) if "came without encryption" in one]) == 1


def said_by(bot: MatrixBot, reader: EncryptedMember) -> list[str]:
    """What the reader has heard from the bot."""
    own = [one for one in reader.heard.values() if one["sender"] == bot.user_id]
    return [str(one["content"].get("body", "")) for one in own]


def edit_of(event_id: str, text: str) -> dict[str, Any]:
    """The content of an edit."""
    new = {"msgtype": "m.text", "body": text}
    relation = {"rel_type": "m.replace", "event_id": event_id}
    return {"body": f"* {text}", "m.new_content": new, "m.relates_to": relation}


async def jo_is_told(bot: MatrixBot, jo: EncryptedMember, room: str, event_id: str) -> str:
    """What the bot says in the chat next, about this."""
    await bot.heard(event_id)

    def words() -> list[str]:
        return [one for one in said_by(bot, jo) if "without encryption" in one]

    async def done() -> bool:
        await bot.app.settle()
        return bool(words())

    await bot.until(done, 30)
    return words()[-1]


async def test_keys_taken_away_under_the_running_bot(bot: MatrixBot, secretive: Secretive) -> None:
    jo = await secretive("jo")
    with pytest.raises(BROKEN):
        async with bot.listening() as matrix:
            first = matrix.session.device_id
            room = await in_one_room(bot, jo)
            keys_of(bot.folder).unlink()
            await jo.say(room, "!whoami")
            await asyncio.sleep(3)
    # The bot listens again after any failure.
    async with bot.listening() as matrix:
        assert matrix.session.device_id != first
        assert "coalition" in await answered(bot, jo, room, "!help")
    assert plain(await jo.raw_history(room)) == []
