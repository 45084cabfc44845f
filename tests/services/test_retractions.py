"""What was said of a meeting is put right: changed where it stands, said anew where it moves."""

from __future__ import annotations

from datetime import timedelta

from storage.outbox import Act
from tests.services.test_reminders import NAME, START, WHEN, live, mailed, schedule
from tests.wire import Carried
from tests.world import MONDAY_NOON, ROOM, World

MOVE = "!meeting move DCCG 1 to 10 December 2026 at 15:00 UTC"
LATER = "Thursday 10 December 2026, 15:00–16:00 UTC"
MOVED = f"{NAME} is moved. It is now on {LATER}."


async def confirmed(world: World, wish: str) -> list[Carried]:
    """Lena says it and confirms it; what the bot says then, but for its answer."""
    await world.say("lena", wish)
    before = len(world.wire.carried)
    await world.say("lena", "yes")
    return [one for one in world.wire.carried[before:] if one.about is None]


async def test_what_was_said_is_struck_and_the_new_time_said_once(world: World) -> None:
    await schedule(world, START)
    await world.say("jo", "!remind me DCCG: 2 days")
    await live(world, START - timedelta(hours=2))
    week, two_days, day = world.wire.carried[1:]
    assert mailed(world) == [f"{NAME} begins in 1 day: {WHEN}"]

    new = await confirmed(world, MOVE)

    edits = {one.target: one.text for one in new if one.act is Act.EDIT}
    struck = f"~~{NAME}: {WHEN.rstrip('.')}~~\n{MOVED}"
    assert edits == {one.event_id: struck for one in (week, two_days, day)}
    said = [one for one in new if one.act is Act.SAY]
    assert [(one.place, one.text) for one in said] == [(ROOM, MOVED), ("@jo:example.org", MOVED)]
    assert mailed(world) == [MOVED]


async def test_what_is_said_of_it_meanwhile_is_changed_in_place(world: World) -> None:
    """Between two reminders nothing new is said, however often the agenda changes."""
    await schedule(world, START)
    await live(world, START - timedelta(days=6))
    (reminder,) = world.wire.carried

    for agenda in ("The year ahead", "The year ahead, and the budget"):
        world.pass_time(hours=1)
        await world.say("lena", f"!meeting set DCCG 1: agenda {agenda}")

    new = [one for one in world.wire.carried[1:] if one.about is None]
    assert {(one.act, one.target) for one in new} == {(Act.EDIT, reminder.event_id)}
    line = "- agenda: The year ahead, and the budget"
    assert new[-1].text == f"{NAME} is on {WHEN}\n{line}"
    assert mailed(world) == []
    before = len(world.wire.carried)
    await live(world, START - timedelta(hours=3))
    (day,) = world.wire.carried[before:]
    assert (day.act, day.text) == (Act.SAY, f"{NAME} begins in 1 day: {WHEN}\n{line}")


async def test_of_a_series_all_that_were_told_of_hear_it(world: World) -> None:
    """A series, of which two meetings were told of already."""
    await schedule(world, START, rule="FREQ=WEEKLY;BYDAY=TU,TH")
    await live(world, START + timedelta(hours=-20))

    new = await confirmed(world, "!meeting move all DCCG 1 to each Friday at 09:00 UTC")

    assert [one.text for one in new if one.act is Act.SAY] == [
        f"**DCCG {number}, DCCG call** is moved. It is now on Friday {day} December 2026, "
        "09:00–10:00 UTC."
        for number, day in ((1, 4), (2, 11))
    ]

    new = await confirmed(world, "!meeting cancel all DCCG because of the holidays")
    assert [one.text for one in new if one.act is Act.SAY] == [
        f"**DCCG {number}, DCCG call** is cancelled (the holidays)." for number in (1, 2)
    ]


async def test_what_is_off_and_takes_place_after_all_is_said_each_time(world: World) -> None:
    await schedule(world, START)
    await live(world, START - timedelta(hours=2))

    off = await confirmed(world, "!meeting cancel DCCG 1")
    before = len(world.wire.carried)
    await world.say("lena", "!meeting restore DCCG 1")

    assert [one.text for one in off if one.act is Act.SAY] == [f"{NAME} is cancelled."]
    on = [one for one in world.wire.carried[before:] if one.about is None]
    after_all = f"{NAME} takes place after all, on {WHEN}"
    assert [one.text for one in on if one.act is Act.SAY] == [after_all]
    edits = [one.text for one in on if one.act is Act.EDIT]
    assert edits == [f"{NAME} is on {WHEN}"] * 2 + [f"~~{NAME}: it is off~~\n{after_all}"]


async def test_of_a_gathered_letter_only_what_has_changed_is_struck(world: World) -> None:
    start = MONDAY_NOON + timedelta(days=2, hours=3)
    await schedule(world, start, "soon")
    await schedule(world, start + timedelta(days=5), "later")
    world.now += timedelta(days=2)
    await world.app.settle()
    (gathered,) = world.wire.carried

    new = await confirmed(world, "!meeting move DCCG 2 to 10 December 2026 at 15:00 UTC")

    (edit,) = [one for one in new if one.act is Act.EDIT]
    assert edit.target == gathered.event_id
    assert edit.text == (
        "**DCCG 1, soon** is on Wednesday 25 November 2026, 15:00–16:00 UTC.\n\n"
        "~~**DCCG 2, later**: Monday 30 November 2026, 15:00–16:00 UTC~~\n"
        f"**DCCG 2, later** is moved. It is now on {LATER}."
    )


async def test_who_was_never_told_hears_nothing(world: World) -> None:
    await schedule(world, START)
    assert await confirmed(world, MOVE) == []


async def test_what_cannot_be_changed_is_not_said_again(world: World) -> None:
    """The first letter never went, so there is nothing to change; the new one is enough."""
    world.wire.acts = frozenset({Act.SAY})
    await schedule(world, START)
    await live(world, START - timedelta(hours=2))

    assert [one.text for one in await confirmed(world, MOVE)] == [MOVED]
