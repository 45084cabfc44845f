"""Crowding: whoever fills what waits, with sealed talk or invitations, crowds out nobody else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import vodozemac
from nio.api import Api
from nio.crypto import Olm
from nio.store import SqliteStore

from dcbot.config import load
from dcbot.message import Sealed
from dcbot.transports.matrix import Matrix
from dcbot.transports.matrix.devices import ALGORITHMS, Devices, active
from dcbot.transports.matrix.devices import MOST as MOST_DEVICES
from dcbot.transports.matrix.opening import MOST, Opening
from dcbot.transports.matrix.rooms import MOST_INVITATIONS, MOST_ROOMS_A_DAY, Rooms
from tests.settings_files import write
from tests.world import ROOM, World

BOT = "@dcbot:example.org"
SETTINGS = f'''operators = ["matrix:@omar:example.org"]
[matrix]
homeserver = "https://matrix.example.org"
user = "{BOT}"
invites_from = ["@*:example.org"]
'''


@pytest.fixture
def rooms(tmp_path: Path) -> Rooms:
    """The bot that everybody of example.org may invite, with no homeserver."""
    settings = load(write(tmp_path, SETTINGS), {"DCBOT_MATRIX_TOKEN": "correct-horse"})
    assert settings.matrix is not None
    bot = Matrix(
        settings.matrix,
        settings.secrets,
        tmp_path,
        lambda *names: None,
        operators=settings.operators,
    )
    return bot.rooms


def invitation(inviter: str) -> list[dict[str, Any]]:
    content = {"membership": "invite"}
    return [{"type": "m.room.member", "state_key": BOT, "sender": inviter, "content": content}]


@pytest.mark.threat("T35")
async def test_strangers_invitations_crowd_out_none_that_is_followed(rooms: Rooms) -> None:
    for number in range(MOST_INVITATIONS + 50):
        rooms.invited(f"!bad{number}:evil.org", invitation("@mallory:evil.org"))
    assert len(rooms.invitations) == MOST_INVITATIONS

    rooms.invited("!hall:example.org", invitation("@omar:example.org"))
    rooms.invited("!other:example.org", invitation("@jo:example.org"))

    assert {"!hall:example.org", "!other:example.org"} <= set(rooms.invitations)
    assert len(rooms.invitations) == MOST_INVITATIONS


@pytest.mark.threat("T34")
async def test_nobody_leads_the_bot_into_thousands_of_rooms(rooms: Rooms) -> None:
    followed = 0
    for who in ("jo", "omar"):
        for _ in range(200):
            if rooms._in_measure(f"@{who}:example.org"):
                rooms._followed_now(f"@{who}:example.org")
                followed += 1

    # Of an operator the bot follows all.
    assert followed == MOST_ROOMS_A_DAY + 200
    assert rooms._in_measure("@mei:example.org")


@pytest.mark.threat("T38")
def test_what_cannot_be_read_crowds_out_nobodys_message() -> None:
    opening = Opening(keys=None)  # type: ignore[arg-type]
    opening.wait(ROOM, {"event_id": "$jo", "sender": "@jo:example.org"})
    for number in range(3 * MOST):
        opening.wait(ROOM, {"event_id": f"$bad{number}", "sender": "@mallory:evil.org"})
    opening.wait(ROOM, {"event_id": "$mei", "sender": "@mei:example.org"})

    assert len(opening.waiting) == MOST and {"$jo", "$mei"} <= set(opening.waiting)


@pytest.mark.threat("T38")
async def test_what_cannot_be_read_holds_others_up_for_seconds_only(world: World) -> None:
    garbage = [
        Sealed(
            transport="matrix",
            event_id=f"$sealed{number}",
            place=ROOM,
            sender="@mallory:evil.org",
            sent_at=world.now,
        )
        for number in range(50)
    ]
    await world.hand_in(*garbage)
    asked = world.said("mei", "!help help")
    assert await world.happens(asked) == []

    world.pass_time(seconds=21)
    await world.app.settle()

    assert [one.about for one in world.wire.carried] == [asked.event_id]


@pytest.mark.threat("T100")
def test_nobody_has_thousands_of_devices(tmp_path: Path) -> None:
    user = "@mallory:evil.org"
    store = SqliteStore(BOT, "BOT", str(tmp_path), database_name="keys.db")
    machine = Olm(BOT, "BOT", store)
    Devices._take_in(machine, user, {name: published(user, name) for name in ("FIRST", "OTHER")})

    Devices._take_in(
        machine,
        user,
        {name: published(user, name) for name in [*(f"D{n}" for n in range(300)), "FIRST"]},
    )

    names = {device.id for device in active(machine, user)}
    assert len(names) == MOST_DEVICES and "FIRST" in names
    store.database.close()


def published(user: str, device: str) -> dict[str, Any]:
    """A device as a homeserver tells of it, signed by itself."""
    account = vodozemac.Account()
    content: dict[str, Any] = {
        "algorithms": sorted(ALGORITHMS),
        "device_id": device,
        "user_id": user,
        "keys": {
            f"curve25519:{device}": account.curve25519_key.to_base64(),
            f"ed25519:{device}": account.ed25519_key.to_base64(),
        },
    }
    signature = account.sign(Api.to_canonical_json(content).encode()).to_base64()
    return {**content, "signatures": {user: {f"ed25519:{device}": signature}}}
