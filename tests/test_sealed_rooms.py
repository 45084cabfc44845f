"""Encrypted rooms stay so, whatever a homeserver says; what comes in clear there counts nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from dcbot.message import Edited, Said
from dcbot.transports.matrix.sealed_rooms import POSITION, SealedRooms, marked, unsealed
from tests.world import World

TURNED = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm"}}
TALK: dict[str, Any] = {"type": "m.room.message", "content": {"body": "!help"}}
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


async def begun(kept: str | None) -> tuple[SealedRooms, list[str]]:
    told: list[str] = []
    rooms = SealedRooms(told.append)

    async def position(name: str) -> str | None:
        return kept if name == POSITION else None

    await rooms.begin(position)
    return rooms, told


@pytest.mark.threat("T47")
async def test_a_room_once_encrypted_is_so_after_every_start() -> None:
    rooms, _ = await begun(None)
    assert rooms.positions() == {}
    rooms.add("!a:x")
    kept = rooms.positions()
    rooms.stored(kept)
    assert rooms.positions() == {}

    # The homeserver of the next start shows no encryption there any more.
    again, told = await begun(kept[POSITION])
    assert "!a:x" in again and told == ["!a:x"]
    assert again.since("!a:x", [TALK], past=False) == 0


@pytest.mark.threat("T47")
async def test_what_is_kept_and_damaged_stops_nothing() -> None:
    for kept in ("", "{", "{}", "7", json.dumps([7, None, "!b:x"])):
        rooms, told = await begun(kept)
        assert set(told) <= {"!b:x"} and "!c:x" not in rooms


@pytest.mark.threat("T45")
async def test_what_was_said_before_a_room_became_encrypted_was_rightly_said() -> None:
    rooms, _ = await begun(None)
    assert rooms.since("!a:x", [TALK, TALK], past=False) == 2
    rooms.add("!a:x")

    assert rooms.since("!a:x", [TALK, TURNED, TALK], past=False) == 1
    # It became so in the gap before what is told now.
    assert rooms.since("!a:x", [TALK, TALK], past=False) == 0
    assert rooms.since("!a:x", [TALK, TALK], past=True) == 2
    rooms.fresh.clear()
    # Nobody opens that window again.
    rooms.add("!a:x")
    assert rooms.since("!a:x", [TALK, TURNED, TALK], past=False) == 0


def test_what_came_in_clear_is_marked_and_brings_no_file_and_no_edit() -> None:
    common: dict[str, Any] = {
        "transport": "matrix",
        "event_id": "$a",
        "place": "!a:x",
        "sender": "@jo:x",
        "sent_at": NOON,
    }
    files = {"name": "Jo", "attachments": [{"uri": "mxc://x/y"}]}

    said = marked(Said(**common, text="!help", extra=files))

    assert said is not None and said.extra == {"name": "Jo", "in_clear": True}
    assert marked(Edited(**common, text="!help", about="$b")) is None
    assert marked(None) is None
    assert [unsealed(one) for one in (TALK, TURNED, {"type": "m.reaction"}, 7)] == [
        *(True, False, False, False)
    ]


@pytest.mark.threat("T45")
async def test_in_clear_nothing_is_done_and_its_sender_is_told_once(world: World) -> None:
    clear = {"extra": {"in_clear": True}}
    asked = await world.say("jo", "forget me", direct=True)
    assert "Say `yes` or `no`" in asked[0]

    told = await world.say("jo", "yes", direct=True, **clear)
    again = await world.say("jo", "!me zone Pacific/Auckland", **clear)

    assert told[0].startswith("What you said here at 12:00 UTC came without encryption")
    assert again == []
    assert (await world.say("jo", "!whoami"))[0].startswith("You are Jo, ")
    assert "Auckland" not in (await world.say("jo", "!whoami"))[0]


@pytest.mark.threat("T45")
async def test_an_edit_in_clear_does_not_change_a_sealed_command(world: World) -> None:
    """The hearing drops such edits, so the words that were sealed are handled."""
    said = world.said("jo", "!help help")

    assert marked(world.edited("jo", said.event_id, "!forget me")) is None
    assert [one.text[:6] for one in await world.happens(said)] == ["`!help"]
