"""Malformed and treacherous events: none stops the bot, none speaks for somebody else."""

from __future__ import annotations

import asyncio
import random

import pytest

from dcbot.demo.member import Member
from dcbot.demo.wire import Refused
from tests.integration.botprocess import BotProcess
from tests.integration.conftest import Person, Secretive
from tests.integration.hostile import malformed, treacherous
from tests.integration.test_crash import bot as bot
from tests.integration.test_crash import crowd_with
from tests.integration.test_crash import server as server
from tests.sizes import SEED, Size, tell

EVENTS = Size(short=300, whole=1400)
WHAT_THEY_TRY = "!me zone Pacific/Auckland"


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
@pytest.mark.threat("T14", "T40")
async def test_hostile_events_stop_nothing_and_speak_for_nobody(
    bot: BotProcess, person: Person, secretive: Secretive
) -> None:
    crowd = await crowd_with(bot, person, secretive)
    room, (victim, attacker, _) = crowd.rooms[0], crowd.people
    dice = random.Random(SEED)
    theirs = [await victim.say(room, f"good morning {number}") for number in range(5)]
    theirs.append(await victim.say(room, "!whoami"))
    crowd.said.append((room, theirs[-1]))

    sent, refused = [], 0
    odd, bad = malformed(dice, theirs), treacherous(dice, theirs, WHAT_THEY_TRY)
    for number in range(EVENTS.now):
        kind, content = next(odd) if number % 3 else ("m.room.message", next(bad))
        try:
            sent.append(await attacker.send_event(room, kind, content))
        except Refused:
            refused += 1
    huge = "x" * 60_000
    sent.append(await attacker.say(room, huge))
    await crowd.speak(5)
    found = await crowd.wait_until_answered()

    crowd.check(found)
    assert bot.runs
    assert [event_id for event_id in sent if found[event_id]] == []
    assert "Pacific/Auckland" not in await whoami(crowd.people[0], room)
    assert "Pacific/Auckland" not in await whoami(crowd.people[1], room)
    tell(f"{len(sent)} hostile events taken in, {refused} more refused by the homeserver itself")


async def whoami(member: Member, room: str) -> str:
    """What the bot says of this person."""
    event_id = await member.say(room, "!whoami")
    answers = await asyncio.wait_for(member.answers_to(room, event_id, 60), 90)
    return str(answers[0]["content"]["body"])
