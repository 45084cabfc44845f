"""Minutes and registers over several meetings: what is carried on, made up for, settled, struck."""

from __future__ import annotations

from dcbot.services import minutes, registers
from storage.minutes import VersionState
from tests.held import MAILS, hold, told, versions
from tests.world import World


async def test_actions_go_through_three_meetings(world: World) -> None:
    """Given in the first, carried through the second, handed on and done in the third."""
    await hold(world)
    world.pass_time(days=7)
    await hold(world, "Lena: #startmeeting", "Lena: #topic Calendar", "Lena: #endmeeting")
    (second,) = [one.text for one in await told(world) if one.place == MAILS]
    await world.say("amina", "!action give DCCG 1 to Mei")
    world.pass_time(days=7)
    await hold(
        world,
        "Lena: #startmeeting",
        "Mei: dcbot, action 1 is done",
        "Lena: #action DC3 to read it",
        "Lena: #endmeeting",
    )

    (shown,) = await world.say("jo", "!action DCCG 1", direct=True)
    (third,) = [one.text for one in await told(world) if one.place == MAILS]

    assert "- action 1, Amina: Amina to draft the letter by Friday, due Friday (from DCCG 1)" in (
        second
    )
    assert "said in DCCG 3" in shown and "handed on to “Mei”" in shown
    assert "action 1" not in third and "- action 2, Kofi: Kofi to book the line (from DCCG 1)" in (
        third
    )
    assert "- action 3, DC3: DC3 to read it" in third


async def test_what_nobody_drafted_is_drafted_the_day_after(world: World) -> None:
    """As after a restore, which sets due jobs aside."""
    async with world.database.transaction() as store:
        await registers.plan(store, now=world.now)
    journal = await hold(world, drafted=False)

    for _ in range(3):
        world.pass_time(days=1)
        await world.app.settle()

    assert [one.state for one in await versions(world, journal)] == [VersionState.DRAFT]
    world.pass_time(days=15)
    await told(world)
    assert (await versions(world, journal))[-1].state is VersionState.APPROVED


async def test_a_scribe_settles_doubts_by_one_answer_each(world: World) -> None:
    journal = await hold(
        world,
        "Lena: #startmeeting",
        "Lena: #action somebody books the line",
        "Lena: #agred We meet monthly",
        "Lena: #topic Nothing",
        "Lena: #endmeeting",
    )
    (asked,) = [one for one in world.wire.carried if "are to be settled" in one.text]
    numbers = {line.split(", ")[1][:12]: line[2] for line in asked.text.split("\n")[1:]}

    said = world.said(
        "lena",
        f"{numbers['action witho']} Kofi\n{numbers['unknown comm']} yes\n9 ok",
        direct=True,
        about=asked.event_id,
        place=asked.place,
    )
    answer = (await world.happens(said))[-1].text

    async with world.database.reading() as store:
        version = await store.minutes.current(journal.id)
        assert version is not None
        made = await minutes.of_version(store, journal, version)
    assert made.actions[0].owners[0].name == "Kofi"
    assert [one.text for one in made.decisions] == ["We meet monthly"]
    assert "Settled: " in answer and "9 is settled already, or was never asked." in answer
    assert "Left to settle" in answer and "empty topic" in answer


async def test_numbers_of_a_meeting_that_goes_on_are_kept_for_it(world: World) -> None:
    await hold(world, drafted=False, ended=False)

    (*_, answer) = await world.say("lena", "!action add DCCG: Kofi: count")

    assert answer.startswith("Action DCCG 101, for Kofi: count.")


async def test_words_are_struck_from_registers_and_from_minutes(world: World) -> None:
    await world.say("lena", "!action add DCCG: Kofi: call Rita at home")
    (struck,) = await world.say("lena", "!action erase DCCG 1: her number stood there")
    await hold(world)
    (told_how,) = await world.say("lena", "!decision erase DCCG 1: why")
    await world.say("lena", "!minutes correct DCCG 1: remove line 6")

    (shown,) = await world.say("lena", "!action DCCG 1", direct=True)
    (gone,) = await world.say("jo", "!decision DCCG 1", direct=True)

    assert struck == "The words of action DCCG 1 are taken out."
    assert "Rita" not in shown
    assert told_how.startswith("It stands in the minutes of DCCG 1. `!minutes correct DCCG 1: remo")
    assert "June" not in gone and "withdrawn" in gone
