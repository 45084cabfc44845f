"""Meetings: who confirms, what is asked for, numbers that stay, and links that are never public."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from dcbot.services import meetings, orders
from dcbot.services.groups import titles
from storage.changes import Change
from storage.meetings import Meeting, MeetingState, SeriesState
from tests.stages import MailStage, words_of
from tests.world import World

MONTHLY = "dcbot, please schedule the DCCG call for the first Tuesday of each month at 14:00 UTC"


async def rows(world: World) -> list[Meeting]:
    """The meetings that are written down, by number."""
    async with world.database.reading() as store:
        found = await store.session.scalars(select(Meeting).order_by(Meeting.number))
        return list(found)


async def scheduled(world: World) -> None:
    """The coordination group meets monthly."""
    await world.say("lena", MONTHLY)
    await world.say("lena", "yes")


async def test_only_who_asked_can_confirm(world: World) -> None:
    (asked,) = await world.happens(world.said("lena", MONTHLY))

    assert await world.say("sana", "yes") == []
    assert await world.happens(world.reacted("sana", asked.event_id, "👍")) == []
    assert await rows(world) == []

    await world.happens(world.reacted("lena", asked.event_id, "👍"))
    assert [one.number for one in await rows(world)] == [1, 2, 3]


async def test_only_the_last_wish_waits(world: World) -> None:
    (first,) = await world.happens(world.said("lena", MONTHLY))
    await world.say("lena", MONTHLY.replace("14:00", "15:00"))

    await world.happens(world.reacted("lena", first.event_id, "👍"))
    assert await rows(world) == []
    await world.say("lena", "yes")

    assert {one.starts_local.hour for one in await rows(world)} == {15}


async def test_a_mended_message_is_said_back_anew(world: World) -> None:
    said = world.said("lena", MONTHLY)
    await world.happens(said)
    edit = world.edited("lena", said.event_id, MONTHLY.replace("14:00", "16:00"))
    (echo,) = await world.happens(edit)

    assert "16:00–17:00 UTC" in echo.text
    await world.say("lena", "yes")
    assert {one.starts_local.hour for one in await rows(world)} == {16}


async def test_the_clock_and_the_zone_are_asked_for_and_nothing_else_is_taken(world: World) -> None:
    await world.say("kofi", "schedule DC3 call on 1 December 2026", direct=True)
    (answer,) = await world.say("kofi", "which coalitions work on gender?", direct=True)
    assert "gender" in answer.casefold() and "no time" not in answer
    (answer,) = await world.say("kofi", "perhaps", direct=True)
    assert "says no time" in answer
    (answer,) = await world.say("kofi", "3 pm", direct=True)
    assert answer.startswith("In which zone is 15:00?")
    (answer,) = await world.say("kofi", "Nairobi time", direct=True)
    assert "Tuesday 1 December 2026, 15:00–16:00 Africa/Nairobi (UTC+3)" in answer


async def test_what_changed_meanwhile_is_not_confirmed(world: World) -> None:
    await scheduled(world)
    await world.say("lena", "!meeting move DCCG 1 to 3 December 2026 at 14:00 UTC")
    await world.say("sana", "!meeting cancel DCCG 1")
    await world.say("sana", "yes", direct=False)

    (answer,) = await world.say("lena", "yes")

    assert answer.startswith("The meeting was changed since you were asked.")
    assert (await rows(world))[0].state is MeetingState.CANCELLED


async def test_moving_all_keeps_numbers_and_what_took_place(world: World) -> None:
    await scheduled(world)
    world.pass_time(days=20)
    await world.say("lena", "!meeting move all DCCG 2 to second Wednesday of each month 13:00 UTC")
    (answer,) = await world.say("lena", "yes")
    assert answer.startswith("Moved:")

    found = {one.number: one.starts_at.isoformat()[:16] for one in await rows(world)}
    assert found[1] == "2026-12-01T14:00"
    assert found[2] == "2027-01-13T13:00" and found[3] == "2027-02-10T13:00"
    async with world.database.reading() as store:
        old, new = await store.meetings.all_series()
        assert (old.state, new.follows_id) == (SeriesState.ENDED, old.id)
        assert old.uid != new.uid and old.ends_before is not None
        assert meetings.ahead(old, after=world.now, limit=5) == []


async def test_moving_all_before_the_first_keeps_the_series(world: World) -> None:
    await scheduled(world)
    await world.say("lena", "!meeting move all DCCG 1 to 15:30 UTC")
    await world.say("lena", "yes")

    async with world.database.reading() as store:
        (series,) = await store.meetings.all_series()
        assert (series.sequence, series.starts_local.hour) == (1, 15)
    assert [(one.number, one.starts_local.hour) for one in await rows(world)] == [
        (1, 15),
        (2, 15),
        (3, 15),
    ]


async def test_the_link_is_in_no_change_and_no_public_letter(world: World) -> None:
    await scheduled(world)
    link = "https://zoom.example.org/j/1"
    await world.say("lena", f"meeting set DCCG: link {link}", direct=True)
    answers = await world.say("jo", "!meeting DCCG 1") + await world.say("jo", "!calendar")
    answers += await world.say("jo", "!meeting join DCCG 1")

    assert not any(link in answer for answer in answers)
    async with world.database.reading() as store:
        changes = await store.session.scalars(select(Change))
        assert not any(link in f"{one.was}{one.now}{one.what}{one.why}" for one in changes)
    (answer,) = await world.say("kofi", "meeting join DCCG 1", direct=True)
    assert link in answer


async def test_a_private_group_keeps_its_meetings_to_itself(world: World) -> None:
    await scheduled(world)
    await world.say("lena", "!meeting set DCCG: audience group")

    assert await world.say("jo", "!calendar") == ["Nothing is planned in the next 60 days."]
    assert await world.say("jo", "!meeting DCCG 1") == ["That meeting is not public."]
    assert "DCCG 1" in (await world.say("kofi", "!calendar"))[0]
    async with world.database.public(world.now + timedelta(days=1)) as public:
        assert await public.meetings.all_series() == []


async def test_by_mail_the_echo_is_the_proof(mail_stage: MailStage) -> None:
    """One mail says back what was understood, and its answer does it; a forged yes does not."""

    async def answered(message: EmailMessage) -> list[str]:
        mail_stage._send(message)
        return [words_of(one) for one in await mail_stage.settle()]

    wish = "schedule DCCG call on 1 December 2026 at 14:00 UTC, 1 hour"
    mail_stage._send(mail_stage.letter("lena", wish, "dcbot@example.org"))
    (asked,) = await mail_stage.settle()
    assert "Tuesday 1 December 2026, 14:00–15:00 UTC" in words_of(asked)
    assert "if it was not you, do nothing" in " ".join(words_of(asked).split())

    forged = mail_stage.letter("lena", "yes", "dcbot@example.org")
    forged["In-Reply-To"] = asked["Message-ID"]
    (refused,) = await answered(forged)
    assert "does not carry the word" in " ".join(refused.split())

    (done,) = await answered(mail_stage.reply("lena", "yes", asked))
    assert " ".join(done.split()).startswith("Scheduled: DCCG 1")


@pytest.mark.parametrize(
    ("words", "minutes", "title", "group", "phrase"),
    [
        ("the DCCG call for 1 December at 14:00 UTC, 1 hour", 60, "", "dccg", "1 December"),
        ("DC3 meeting tomorrow 10:00 UTC for 90 minutes", 90, "", "dc3", "tomorrow"),
        ('DCAD call "Captions and more" 3 May 10:00', None, "Captions and more", "dcad", "3 May"),
        ("gender coalition call in 2 hours, half an hour", 30, "", "gender", "in 2 hours"),
        ("DC-IoT meeting 1.5 hours on 3 May 10:00 UTC", 90, "", "iot", "3 May"),
    ],
)
async def test_what_a_sentence_orders(
    world: World, words: str, minutes: int | None, title: str, group: str, phrase: str
) -> None:
    async with world.database.reading() as store:
        order = orders.read(words, await titles(store))
        found = await store.groups.get(order.group_id or 0)
    assert (order.minutes, order.title) == (minutes, title)
    assert phrase in order.phrase
    assert found is not None and found.key == group


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("when was our first call?", 1),
        ("When did DCCG first meet?", 1),
        ("what day was the last meeting of DCCG", 2),
        ("when did we last meet?", 2),
    ],
)
async def test_a_question_when_one_was_is_no_time_to_come(
    world: World, asked: str, number: int
) -> None:
    await world.say("sana", "!place group DCCG")
    await scheduled(world)
    (before,) = await world.say("lena", f"dcbot, {asked}")
    world.pass_time(days=50)
    await world.app.settle()
    (said,) = await world.say("lena", f"dcbot, {asked}")

    which = "first" if number == 1 else "last"
    head, line = said.split("\n")
    assert head == f"The {which} meeting of DCCG that is kept here:"
    assert line.startswith(f"- DCCG {number}: ")
    # Before there was any, it is not answered with one that is still to come.
    assert "DCCG 1" not in before


async def test_a_last_call_for_something_is_no_meeting(world: World) -> None:
    await world.say("sana", "!place group DCCG")
    await scheduled(world)
    world.pass_time(days=50)
    await world.app.settle()
    (said,) = await world.say("lena", "dcbot, when was the last call for slots?")

    assert "that is kept here" not in said
