"""Actions: deadlines in words, owners, overdue ones told once a week, and who may see what."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta

import pytest

from dcbot.record.tasks import ActionState as Became
from dcbot.roles import Assurance
from dcbot.services import actions, deadlines, forgetting, groups, people, places, registers
from dcbot.services.timing import Zone
from storage.actions import ActionState
from storage.base import Audience
from storage.merging import merge_people
from storage.store import Store
from tests.world import ROOM, World

UTC = Zone("UTC", True, "en")


def test_the_states_are_those_of_the_record() -> None:
    """And one that only what was imported has."""
    assert {one.value for one in ActionState} - {ActionState.LEFT} == {one.value for one in Became}


@pytest.mark.parametrize(
    ("said", "text", "due", "at"),
    [
        ("draft it by Friday", "draft it", "Friday", "2026-11-28T00:00"),
        ("draft it, due 30 November", "draft it", "30 November", "2026-12-01T00:00"),
        ("call them before Friday noon", "call them", "before Friday noon", "2026-11-27T12:00"),
        ("do it within two weeks", "do it", "in two weeks", "2026-12-08T00:00"),
        ("send 30 copies by mail", "send 30 copies by mail", "", ""),
        ("report on the meeting of 12 May", "report on the meeting of 12 May", "", ""),
        ("write it by hand by 1 December", "write it by hand", "1 December", "2026-12-02T00:00"),
        ("ask by the next meeting", "ask", "the next meeting", ""),
        ("send it before the IGF", "send it", "before the IGF", ""),
        ("post it by 15 December AoE", "post it", "15 December AoE", "2026-12-16T12:00"),
        ("by Friday", "by Friday", "", ""),
    ],
)
async def test_a_deadline_is_taken_from_the_end_of_the_words(
    world: World, said: str, text: str, due: str, at: str
) -> None:
    async with world.database.reading() as store:
        group = await groups.named(store, "DC3")
        what, found = await deadlines.split(store, said, group, UTC, now=world.now)

    assert (what, found.words) == (text, due)
    assert (found.at.strftime("%Y-%m-%dT%H:%M") if found.at else "") == at


async def test_the_next_meeting_is_a_deadline_once_it_is_planned(world: World) -> None:
    await world.say("lena", "!schedule DCCG call 1 December 2026 at 14:00 UTC, 1 hour")
    await world.say("lena", "yes")

    (told, answer) = await world.say("lena", "!action add DCCG: Kofi: count by the next meeting")

    assert "for Kofi, due Tuesday 1 December 2026, 14:00 UTC: count." in answer
    assert told.startswith("Action DCCG 1 is yours, from Lena")


async def test_in_a_place_of_another_group_a_coalition_may_be_owner_or_group(world: World) -> None:
    await belongs(world, "dccg")

    (asked,) = await world.say("sana", "!action add DC3: count the votes")
    (_, owned) = await world.say("sana", "!action add DCCG: DC3: count the votes")
    (*_, theirs) = await world.say("sana", "!action add DC3: Amina: count the votes")

    assert asked.startswith("Is DC3 to do it, or is it an action of DC3?")
    assert owned.startswith("Action DCCG 1, for DC3: count the votes.")
    assert theirs.startswith("Action DC3 1, for Amina: count the votes.")


async def belongs(world: World, key: str, audience: Audience = Audience.PUBLIC) -> None:
    """The room belongs to this group, and these can read along."""
    async with world.database.transaction() as store:
        place = await places.known(store, "matrix", ROOM, direct=False, now=world.now)
        group = await store.groups.by_key(key)
        assert group is not None
        place.group_id, place.audience = group.id, audience


async def test_a_number_alone_is_that_of_the_place_or_of_ones_own(world: World) -> None:
    await world.say("kofi", "!action add DC3: Amina: one")
    await world.say("sana", "!action add DCAD: Kofi: one")
    await world.say("sana", "!action add DCCG: Mei: one")

    (own,) = await world.say("kofi", "done 1", direct=True)
    (many,) = await world.say("sana", "!action 1")
    await belongs(world, "dc3")
    (here,) = await world.say("kofi", "!action 1")

    assert own == "Action DCAD 1 is done: one."
    assert many.startswith("There is no action 1 of DCCG") or "DCCG" in many
    assert here.startswith("**Action 1 of DC3**")


async def test_who_owns_overdue_actions_is_told_once_a_week_and_four_times(world: World) -> None:
    async with world.database.transaction() as store:
        await registers.plan(store, now=world.now)
    await world.say("kofi", "!action add DC3: Amina and DCAD: draft it by Friday")
    await world.say("kofi", "!action add DC3: Amina: send it by Saturday")
    await world.say("kofi", "!action add DC3: Kofi: some day")
    told = len(world.wire.carried)

    letters: list[tuple[datetime, str, str]] = []
    for _ in range(60):
        world.pass_time(days=1)
        await world.app.settle()
        new = world.wire.carried[told:]
        told += len(new)
        letters += [(world.now, one.place, one.text) for one in new if "overdue" in one.text]

    assert {place for _, place, _ in letters} == {"@amina:example.org"}
    days = [at for at, _, _ in letters]
    apart = [later - one for one, later in itertools.pairwise(days)]
    assert apart == [timedelta(days=2), *[timedelta(days=7)] * 3]
    first, second = letters[0][2], letters[1][2]
    assert first.startswith("This action of yours is overdue:\n- DC3 1: draft it (Amina and DCAD")
    assert second.startswith("2 actions of yours are overdue:")


async def test_a_moved_action_is_not_overdue(world: World) -> None:
    await world.say("kofi", "!action add DC3: Amina: draft it by Tuesday")
    world.pass_time(days=4)
    (late,) = await world.say("amina", "!actions me overdue")

    await world.say("amina", "!action 1 by 4 December", direct=True)
    (none,) = await world.say("amina", "!actions me overdue")

    assert late.startswith("Your overdue actions: 1.")
    assert none == "Your overdue actions: none."


async def test_what_is_given_in_a_private_room_is_told_to_its_people_alone(world: World) -> None:
    await belongs(world, "dc3", Audience.PRIVATE)
    await world.say("kofi", "!action add Mei: write to the ministry")

    (stranger,) = await world.say("jo", "!actions DC3", direct=True)
    (shown,) = await world.say("jo", "!action DC3 1", direct=True)
    (owner,) = await world.say("mei", "!actions me", direct=True)
    (here,) = await world.say("kofi", "!actions")

    assert stranger == "Open actions of DC3: none."
    assert shown.startswith("There is no action 1 of DC3 that you can see.")
    assert "write to the ministry" in owner and "write to the ministry" in here


async def test_elsewhere_what_is_private_is_answered_privately(world: World) -> None:
    await belongs(world, "dc3", Audience.PRIVATE)
    await world.say("kofi", "!action add Mei: write to the ministry")
    await belongs(world, "dccg", Audience.PUBLIC)

    said = world.said("kofi", "!actions DC3")
    (carried,) = await world.happens(said)

    assert carried.to_person and carried.place == "@kofi:example.org"


async def test_by_plain_mail_a_verb_behind_the_number_is_asked_for_first(world: World) -> None:
    await world.say("kofi", "!action add DC3: Amina: draft it")

    (answer,) = await world.say("amina", "!action DC3 1 done", assurance=Assurance.WEAK)

    assert answer.startswith("By mail say it with the verb first")
    async with world.database.reading() as store:
        group = await groups.named(store, "DC3")
        found = await store.actions.numbered(group.id, 1)
    assert found is not None and found.state is ActionState.OPEN


async def test_who_is_forgotten_owns_it_no_more_by_name(world: World) -> None:
    await world.say("kofi", "!action add DC3: Kofi and Amina: draft it")
    await world.say("kofi", "!done DC3 1: sent by Kofi")
    async with world.database.transaction() as store:
        kofi = await store.people.at("matrix", world.address("kofi"))
        assert kofi is not None
        await forgetting.forget(store, kofi, now=world.now)

    async with world.database.reading() as store:
        group = await groups.named(store, "DC3")
        (action,) = await store.actions.of_group(group.id)
        theirs = (await store.actions.owners([action.id]))[action.id]
    former = "a former representative of DC3"
    assert [one.name for one in theirs] == [former, "Amina"]
    assert (action.by_name, action.closed_by) == (former, former)


async def test_two_rows_of_one_person_own_it_once(world: World) -> None:
    await world.say("kofi", "!action add DC3: Jo and Mei: draft it")
    async with world.database.transaction() as store:
        jo, mei = await _two(store, world)
        await merge_people(store.session, gone=jo, kept=mei)

    (shown,) = await world.say("kofi", "!actions DC3")

    assert shown.endswith("- 1: draft it (Mei)")


async def _two(store: Store, world: World) -> tuple[people.Person, people.Person]:
    jo = await store.people.at("matrix", world.address("jo"))
    mei = await store.people.at("matrix", world.address("mei"))
    assert jo is not None and mei is not None
    return jo, mei


async def test_the_next_meeting_knows_what_is_open(world: World) -> None:
    await world.say("kofi", "!action add DC3: Amina and DCAD and Rita: draft it by Friday")
    await world.say("kofi", "!action add DC3: Kofi: send it")
    await world.say("kofi", "!done DC3 2")

    async with world.database.reading() as store:
        group = await groups.named(store, "DC3")
        amina = await store.people.at("matrix", world.address("amina"))
        assert amina is not None
        (one,) = await actions.carried(store, group, now=world.now)
        number = await actions.next_number(store, group)

    assert (one.number, one.text, one.due) == (1, "draft it", "Friday")
    assert one.owners == (str(amina.id), "DCAD", "Rita")
    assert number == 3
