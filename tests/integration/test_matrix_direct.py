"""Direct chats on a real homeserver: one room for each person, and never a room of several."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path
from typing import Any

import pytest

from dcbot.demo.homeserver import Homeserver
from dcbot.demo.member import Member
from dcbot.demo.wire import Refused as RefusedToMember
from dcbot.errors import DcbotError, Undeliverable
from dcbot.transports.matrix.asking import TROUBLES, path_of
from dcbot.transports.matrix.direct import MARK, DirectChats
from tests.integration.conftest import PASSWORD, numbers
from tests.integration.sender import Mouth, bodies_in, letter, room_of
from tests.integration.sender import bot as bot


async def rooms_with(bot: Mouth, user: str) -> list[str]:
    """The rooms in which the bot is, and the person is or is invited."""
    found = []
    for room in (await bot.session.ask("GET", path_of("joined_rooms")))["joined_rooms"]:
        seats = await bot.session.ask(
            "GET", path_of("rooms", room, "members"), query={"not_membership": "leave"}
        )
        if user in [seat["state_key"] for seat in seats["chunk"]]:
            found.append(room)
    return found


def private(person: Member, text: str, **more: Any) -> Any:
    """A letter to a person."""
    return letter(person.user_id, text, to_person=True, **more)


async def test_somebody_new_is_invited_and_finds_what_was_said(bot: Mouth, jo: Member) -> None:
    first, second = private(jo, "One"), private(jo, "Two")
    assert await bot.look_up(first) is None
    ids = await bot.send(first)
    room = await jo.wait_for_invitation()
    await bot.send(second)
    await jo.join(room)
    assert await bodies_in(room, jo, bot.user_id) == ["One", "Two"]
    assert await rooms_with(bot, jo.user_id) == [room]
    noted = await bot.session.ask("GET", path_of("user", bot.user_id, "account_data", "m.direct"))
    assert noted == {jo.user_id: [room]}
    assert await bot.look_up(first) == ids
    assert await bot.send(first) == ids


async def test_many_letters_at_once_open_one_room(bot: Mouth, jo: Member) -> None:
    await asyncio.gather(*(bot.send(private(jo, f"Letter {number}")) for number in range(8)))
    assert len(await rooms_with(bot, jo.user_id)) == 1


async def test_a_new_start_finds_the_room_even_where_it_was_not_noted(
    bot: Mouth, jo: Member
) -> None:
    room = await bot.direct.room_for(jo.user_id)
    path = path_of("user", bot.user_id, "account_data", "m.direct")
    await bot.session.ask("PUT", path, {"@others:demo.local": ["!theirs"], jo.user_id: "nonsense"})
    assert await DirectChats(bot.session).room_for(jo.user_id) == room
    noted = await bot.session.ask("GET", path)
    assert noted == {"@others:demo.local": ["!theirs"], jo.user_id: [room]}


async def test_a_room_that_was_made_and_nobody_invited_is_used(bot: Mouth, jo: Member) -> None:
    made = await bot.session.ask(
        "POST", path_of("createRoom"), {"creation_content": {MARK: jo.user_id}}
    )
    assert await bot.direct.room_for(jo.user_id) == made["room_id"]
    assert await jo.wait_for_invitation() == made["room_id"]


@pytest.mark.threat("T37")
async def test_a_room_that_somebody_else_made_and_marked_is_not_used(
    bot: Mouth, jo: Member, kofi: Member
) -> None:
    asked = {"creation_content": {MARK: jo.user_id}, "invite": [bot.user_id, jo.user_id]}
    asked["preset"] = "public_chat"
    room = (await kofi.wire.ask("POST", path_of("createRoom"), asked))["room_id"]
    await bot.session.ask("POST", path_of("join", room))
    await jo.join(room)
    await kofi.leave(room)
    assert await bot.direct.room_for(jo.user_id) != room


async def test_who_left_is_invited_again_into_the_same_room(bot: Mouth, jo: Member) -> None:
    await bot.send(private(jo, "One"))
    room = await jo.wait_for_invitation()
    await jo.join(room)
    await jo.leave(room)
    await bot.send(private(jo, "Two"))
    await jo.join(room)
    assert await bodies_in(room, jo, bot.user_id) == ["One", "Two"]


async def test_who_declines_finds_the_letter_when_they_come(bot: Mouth, jo: Member) -> None:
    await bot.send(private(jo, "One"))
    room = await jo.wait_for_invitation()
    await jo.leave(room)
    await bot.send(private(jo, "Two"))
    await jo.join(room)
    assert await bodies_in(room, jo, bot.user_id) == ["One", "Two"]


@pytest.mark.threat("T37")
async def test_a_direct_chat_that_a_third_came_into_is_left_alone(
    bot: Mouth, jo: Member, kofi: Member
) -> None:
    await bot.send(private(jo, "One"))
    room = await jo.wait_for_invitation()
    await jo.join(room)
    await jo.invite(room, kofi.user_id)
    await bot.send(private(jo, "Two"))
    assert await bodies_in(room, jo, bot.user_id) == ["One"]
    other = await bot.direct.room_for(jo.user_id)
    await jo.join(other)
    assert await bodies_in(other, jo, bot.user_id) == ["Two"]


async def test_a_room_of_several_where_only_one_has_come_is_not_used(
    bot: Mouth, jo: Member
) -> None:
    group = await room_of(jo, bot)
    await bot.send(private(jo, "For Jo alone"))
    assert await bodies_in(group, jo, bot.user_id) == []


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("m.room.join_rules", {"join_rule": "public"}),
        ("m.room.history_visibility", {"history_visibility": "world_readable"}),
        ("m.room.name", {"name": "Coordination"}),
    ],
)
@pytest.mark.threat("T37")
async def test_an_open_room_of_two_is_not_used(
    bot: Mouth, jo: Member, kind: str, content: dict[str, str]
) -> None:
    theirs = await jo.direct_room(bot.user_id)
    await bot.session.ask("POST", path_of("join", theirs))
    await jo.set_state(theirs, kind, content)
    assert await bot.direct.room_for(jo.user_id) != theirs


async def test_a_direct_chat_that_the_person_opened_is_used(bot: Mouth, jo: Member) -> None:
    theirs = await jo.direct_room(bot.user_id)
    await bot.session.ask("POST", path_of("join", theirs))
    await bot.send(private(jo, "Hello"))
    assert await bodies_in(theirs, jo, bot.user_id) == ["Hello"]
    assert await rooms_with(bot, jo.user_id) == [theirs]


async def test_a_direct_chat_that_was_noted_is_used(bot: Mouth, jo: Member) -> None:
    theirs = await jo.direct_room(bot.user_id)
    await bot.session.ask("POST", path_of("join", theirs))
    await jo.set_state(theirs, "m.room.name", {"name": "My clerk"})
    await bot.direct.note(jo.user_id, theirs)
    assert await DirectChats(bot.session).room_for(jo.user_id) == theirs


async def test_two_people_have_two_rooms(bot: Mouth, jo: Member, kofi: Member) -> None:
    rooms = await asyncio.gather(*(bot.direct.room_for(one.user_id) for one in (jo, kofi)))
    assert len(set(rooms)) == 2
    with pytest.raises(RefusedToMember):
        await kofi.join(rooms[0])


@pytest.mark.parametrize("address", ["jo", "@jo", "!room:demo.local", "", "@a:b/../c"])
async def test_what_is_no_person_gets_no_room(bot: Mouth, address: str) -> None:
    with pytest.raises(Undeliverable, match="no Matrix id"):
        await bot.direct.room_for(address)
    with pytest.raises(Undeliverable, match="no Matrix id"):
        await bot.direct.room_for(bot.user_id)


async def test_killed_while_a_room_is_opened_there_is_still_one(
    homeserver: Homeserver, tmp_path: Path
) -> None:
    """The homeserver dies at some moment of the opening, and the bot with it."""
    chance = random.Random(7)
    account = await homeserver.register(f"bot-{next(numbers)}", PASSWORD)
    rooms: list[str] = []
    people = [await homeserver.register(f"p-{next(numbers)}", PASSWORD) for _ in range(3)]
    try:
        for person in people:
            mouth = await Mouth.open(homeserver.url, account, tmp_path)
            opening = asyncio.create_task(mouth.direct.room_for(person.user_id))
            await asyncio.sleep(chance.uniform(0.005, 0.12))
            homeserver.kill()
            await asyncio.wait([opening])
            assert opening.exception() is None or isinstance(
                opening.exception(), (DcbotError, *TROUBLES)
            )
            await mouth.close()
            await homeserver.start()
            mouth = await Mouth.open(homeserver.url, account, tmp_path)
            room = await mouth.direct.room_for(person.user_id)
            assert await rooms_with(mouth, person.user_id) == [room]
            joined = (await mouth.session.ask("GET", path_of("joined_rooms")))["joined_rooms"]
            rooms.append(room)
            assert sorted(joined) == sorted(rooms)
            await mouth.close()
    finally:
        await homeserver.start()
