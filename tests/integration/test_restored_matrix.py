"""After a restore the bot reads on from where the backup was, lists what was said, answers anew."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

from dcbot.demo.homeserver import Homeserver
from dcbot.demo.member import Member
from tests.command_line import dcbot
from tests.integration.botprocess import BotProcess
from tests.integration.conftest import PASSWORD


async def test_what_was_said_since_the_backup_is_listed_and_not_done_again(
    homeserver: Homeserver, amina: Member, jo: Member, quick_folder: Path
) -> None:
    account = await homeserver.register("restored-bot", PASSWORD)
    room = await amina.create_room("Coordination", invite=[account.user_id, jo.user_id])
    await jo.join(room)
    bot = BotProcess(
        quick_folder / "bot", homeserver=homeserver.url, user=account.user_id, password=PASSWORD
    )
    toml = bot.folder / "bot.toml"
    named = toml.read_text().replace('["console:operator"]', f'["matrix:{amina.user_id}"]')
    toml.write_text(named)
    kept = quick_folder / "backup.tar.gz"
    bot.start()
    try:
        await bot.wait_for_log("listening in")
        # What is said before it has come in is not said to it.
        await jo.wait_for(room, lambda event: is_arrival(event, account.user_id))
        await answered(jo, room, account.user_id, await jo.say(room, "!me zone Europe/Zurich"))
        made = await asyncio.to_thread(dcbot, "backup", str(kept), folder=bot.folder)
        tokyo = await jo.say(room, "!me zone Asia/Tokyo")
        await answered(jo, room, account.user_id, tokyo)
    finally:
        await bot.stop()
    assert made.returncode == 0, made.stderr
    shutil.rmtree(bot.folder / "dcbot-data")
    for file in bot.folder.glob("dcbot.db*"):
        file.unlink()
    missed = await jo.say(room, "!help help")

    done = await asyncio.to_thread(dcbot, "restore", str(kept), folder=bot.folder)
    assert done.returncode == 0, done.stderr
    await asyncio.sleep(1.1)
    bot.start()
    try:
        await bot.wait_for_log("listening in")
        whoami = await jo.say(room, "!me")
        zone = await answered(jo, room, account.user_id, whoami)
        chat = await listed_in(amina, account.user_id)
    finally:
        code = await bot.stop()

    assert code == 0 and "Europe/Zurich" in zone
    assert "Coordination" in chat and "!me zone Asia/Tokyo" in chat and "!help help" in chat
    assert "Europe/Zurich" not in chat
    about = [one for one in await jo.history(room) if one["sender"] == account.user_id]
    replied = [reply_of(one) for one in about]
    assert replied.count(tokyo) == 1 and missed not in replied


def is_arrival(event: dict[str, object], who: str) -> bool:
    """Whether the event says that somebody has come into the room."""
    content = event["content"]
    assert isinstance(content, dict)
    return event.get("state_key") == who and content.get("membership") == "join"


def reply_of(event: dict[str, object]) -> str:
    """The event that this one replies to or reacts to."""
    content = event.get("content")
    relates = content.get("m.relates_to", {}) if isinstance(content, dict) else {}
    return str(relates.get("m.in_reply_to", {}).get("event_id") or relates.get("event_id"))


async def answered(member: Member, room: str, bot: str, event_id: str) -> str:
    """The bot's answer to an event, once it is there."""
    async with asyncio.timeout(120):
        while True:
            for event in await member.history(room):
                if event["sender"] == bot and reply_of(event) == event_id:
                    return str(event["content"].get("body", ""))
            await asyncio.sleep(0.2)


async def listed_in(member: Member, bot: str) -> str:
    """What the bot wrote to somebody alone about what was said since the backup."""
    room = await member.wait_for_invitation(60)
    await member.join(room)
    async with asyncio.timeout(120):
        while True:
            for event in await member.history(room):
                body = str(event["content"].get("body", ""))
                if event["sender"] == bot and "restored from a backup" in body:
                    return body
            await asyncio.sleep(0.3)
