"""The courier: in order per place, put off and tried again, given up visibly, never twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dcbot.errors import OutcomeUnknown, PutOff, Undeliverable, Unreachable
from storage.outbox import Act, Letter, LetterState
from tests.world import ROOM, World


async def write(world: World, *keys: str, place: str = ROOM, **more: object) -> None:
    """Letters to a place, in this order."""
    async with world.database.transaction() as store:
        for key in keys:
            letter = Letter(
                key=key,
                transport="matrix",
                place=place,
                text=key,
                created_at=world.now,
                due_at=world.now,
                **more,  # type: ignore[arg-type]  # the columns of a letter
            )
            await store.outbox.add(letter)


async def state_of(world: World, key: str) -> tuple[LetterState, str | None]:
    async with world.database.reading() as store:
        letter = await store.outbox.by_key(key)
        assert letter is not None
        return letter.state, letter.last_error


def texts(world: World) -> list[str]:
    return [one.text for one in world.wire.carried]


@pytest.mark.threat("T49")
async def test_a_letter_with_a_known_key_is_not_written_again(world: World) -> None:
    await write(world, "one", "one")
    await world.app.settle()

    assert texts(world) == ["one"]


async def test_a_put_off_letter_holds_back_its_place_and_no_other(world: World) -> None:
    world.wire.fail_with = [PutOff("busy")]
    await write(world, "one", "two")
    await write(world, "elsewhere", place="!other:example.org")
    await world.app.settle()
    assert texts(world) == ["elsewhere"]

    world.pass_time(minutes=1, seconds=1)
    await world.app.settle()
    assert texts(world) == ["elsewhere", "one", "two"]


async def test_putting_off_takes_longer_each_time_up_to_an_hour(world: World) -> None:
    world.wire.fail_with = [PutOff("busy") for _ in range(9)]
    await write(world, "one")
    waits = []
    for _ in range(9):
        await world.app.settle()
        async with world.database.reading() as store:
            letter = await store.outbox.by_key("one")
            assert letter is not None
            waits.append((letter.due_at - world.now) // timedelta(minutes=1))
        world.now = letter.due_at

    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]


async def test_a_server_that_names_a_wait_is_obeyed(world: World) -> None:
    world.wire.fail_with = [PutOff("slow down", after=7)]
    await write(world, "one")
    await world.app.settle()
    world.pass_time(seconds=6)
    await world.app.settle()
    assert texts(world) == []

    world.pass_time(seconds=2)
    await world.app.settle()
    assert texts(world) == ["one"]


async def test_what_cannot_go_is_a_dead_letter_and_lets_the_next_by(world: World) -> None:
    world.wire.fail_with = [Undeliverable("the bot may not write there")]
    await write(world, "one", "two")
    await world.app.settle()

    assert texts(world) == ["two"]
    assert await state_of(world, "one") == (LetterState.DEAD, "the bot may not write there")


async def test_after_three_days_of_trying_a_letter_is_given_up(world: World) -> None:
    await write(world, "one")
    for _ in range(80):
        world.wire.fail_with = [PutOff("still busy")]
        await world.app.settle()
        world.pass_time(hours=1, seconds=1)

    assert (await state_of(world, "one"))[0] is LetterState.DEAD


async def test_an_outage_pauses_the_transport_and_blames_no_letter(world: World) -> None:
    world.wire.fail_with = [Unreachable("connection refused")]
    await write(world, "one")
    await world.app.settle()
    async with world.database.reading() as store:
        letter = await store.outbox.by_key("one")
        assert letter is not None and letter.attempts == 0 and letter.due_at == world.now

    world.pass_time(seconds=40)
    await world.app.settle()
    assert texts(world) == ["one"]


async def test_what_is_too_late_to_be_of_use_is_not_said(world: World) -> None:
    await write(world, "one", valid_until=world.now - timedelta(minutes=1))
    await world.app.settle()

    assert texts(world) == []
    assert await state_of(world, "one") == (LetterState.VOID, "too late to be of use")


async def test_an_unsent_edit_gives_way_to_a_newer_one(world: World) -> None:
    await write(world, "count")
    await world.app.settle()
    await write(world, "count: 3 days", "count: 2 days", act=Act.EDIT, edits="count")
    await world.app.settle()

    assert [(one.act, one.text, one.target) for one in world.wire.carried] == [
        (Act.SAY, "count", None),
        (Act.EDIT, "count: 2 days", "$bot1"),
    ]


async def test_an_edit_of_what_was_never_said_says_it(world: World) -> None:
    await write(world, "count: 2 days", act=Act.EDIT, edits="count")
    await world.app.settle()

    assert [(one.act, one.text) for one in world.wire.carried] == [(Act.SAY, "count: 2 days")]


async def test_after_an_unknown_outcome_it_is_looked_up_before_it_is_said_again(
    world: World,
) -> None:
    world.wire.fail_with = [OutcomeUnknown("the line was cut")]
    await write(world, "one")
    await world.app.settle()
    world.wire.went["one"] = ["$found"]
    world.pass_time(hours=21)
    await world.app.settle()

    assert texts(world) == []
    async with world.database.reading() as store:
        letter = await store.outbox.by_key("one")
        assert letter is not None and letter.state is LetterState.SENT
        assert await store.outbox.sent_ids(letter) == ["$found"]
        assert letter.uncertain == 1


async def test_letters_behind_one_that_is_given_up_do_not_wait_as_long_each(world: World) -> None:
    await write(world, "one", "two", "three")
    tries = 0
    while (await state_of(world, "three"))[0] is LetterState.WAITING:
        world.wire.fail_with = [PutOff("still busy") for _ in range(3)]
        await world.app.settle()
        world.pass_time(hours=1, seconds=1)
        tries += 1

    assert 72 < tries < 80
    assert texts(world) == []


async def test_an_id_that_is_known_already_does_not_make_a_letter_go_twice(world: World) -> None:
    await write(world, "one")
    await world.app.settle()
    world.wire.carried.clear()
    await write(world, "two")
    await world.app.settle()
    await world.app.settle()

    assert texts(world) == ["two"]
    assert (await state_of(world, "two"))[0] is LetterState.SENT


async def test_a_clock_that_is_set_back_does_not_prolong_a_pause(world: World) -> None:
    world.wire.fail_with = [Unreachable("connection refused")]
    await write(world, "one")
    await world.app.settle()
    world.now -= timedelta(hours=5)
    await write(world, "two", place="!other:example.org")
    await world.app.settle()

    assert texts(world) == ["two"]


async def test_what_the_transport_cannot_do_and_has_no_words_is_not_said(world: World) -> None:
    world.wire.acts = frozenset({Act.SAY})
    await write(world, "one", act=Act.REDACT, about="$x")
    async with world.database.transaction() as store:
        letter = await store.outbox.by_key("one")
        assert letter is not None
        letter.text = ""
    await world.app.settle()

    assert world.wire.carried == []
    assert await state_of(world, "one") == (LetterState.VOID, "matrix cannot redact")


async def test_a_dead_edit_sent_again_does_not_undo_a_newer_one(world: World) -> None:
    await write(world, "count")
    await world.app.settle()
    world.wire.fail_with = [Undeliverable("no")]
    await write(world, "count: 3 days", act=Act.EDIT, edits="count")
    await world.app.settle()
    await write(world, "count: 2 days", act=Act.EDIT, edits="count")
    await world.app.settle()

    async with world.database.transaction() as store:
        (dead,) = await store.outbox.dead()
        assert not await store.outbox.send_again(dead, world.now)
    await world.app.settle()
    assert texts(world) == ["count", "count: 2 days"]
