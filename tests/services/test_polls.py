"""Polls: asked in rooms and on lists, answered in every way, closed once and also late."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import func, select

from dcbot.services import forgetting, people, places
from storage.meetings import Meeting
from storage.merging import merge_people
from storage.outbox import Act, Letter, LetterState
from storage.polls import PollAnswer, PollOption, PollState, Suits
from storage.store import NotPublic
from tests.stages import BOT, LIST, MailStage, words_of
from tests.wire import Carried
from tests.world import ROOM, World

ASKED = (
    "meeting poll DCCG call: 1 December 14:00 UTC, 2 December 15:00 UTC, 3 December 16:00 UTC; "
    "closes 30 November 18:00 UTC"
)
CLOSES = datetime.fromisoformat("2026-11-30T18:00+00:00")
MAILS = "dc@lists.example.org"


async def given(world: World, *, room: bool = True, mails: bool = False) -> None:
    """The coordination group has these places."""
    async with world.database.transaction() as store:
        group = await store.groups.by_key("dccg")
        assert group is not None
        wanted = [("matrix", ROOM)] * room + [("mail", MAILS)] * mails
        for transport, address in wanted:
            place = await places.known(store, transport, address, direct=False, now=world.now)
            place.group_id = group.id


async def opened(world: World, words: str = ASKED) -> Carried:
    """Lena opens a poll; returns what is said of it in the room."""
    await world.say("lena", words, direct=True)
    carried = await world.happens(world.said("lena", "yes", direct=True))
    return next((one for one in carried if one.place == ROOM and one.act is Act.SAY), carried[-1])


async def said(world: World) -> dict[str, str]:
    """What each said of the three times, in letters."""
    async with world.database.reading() as store:
        found = {}
        options = await store.polls.options(1)
        for answer in await store.polls.answers(1):
            person = await store.people.get(answer.person_id)
            assert person is not None
            letters = found.setdefault(person.name, ["."] * len(options))
            number = next(one.number for one in options if one.id == answer.option_id)
            letters[number - 1] = {"yes": "y", "if need be": "m", "no": "n"}[answer.suits]
        return {name: "".join(letters) for name, letters in found.items()}


async def state(world: World) -> PollState:
    async with world.database.reading() as store:
        poll = await store.polls.numbered(1)
        assert poll is not None
        return poll.state


async def test_it_is_asked_in_rooms_at_once_and_on_lists_after_five_minutes(world: World) -> None:
    await given(world, mails=True)
    asked = await opened(world)

    signs = [(one.text, one.target) for one in world.wire.carried if one.act is Act.REACT]
    assert signs == [(sign, asked.event_id) for sign in ("1️⃣", "2️⃣", "3️⃣", "❌")]
    assert world.elsewhere.carried == []
    world.pass_time(minutes=5)
    await world.app.settle()
    (mail,) = world.elsewhere.carried
    assert mail.place == MAILS and "“1 yes, 2 if need be, 3 no”" not in mail.text
    assert "3. Thursday 3 December 2026, 16:00–17:00 UTC" in mail.text


async def test_stop_keeps_it_from_the_lists_alone(world: World) -> None:
    await given(world, mails=True)
    await opened(world)
    await world.say("lena", "stop", direct=True)
    world.pass_time(minutes=6)
    await world.app.settle()

    assert world.elsewhere.carried == []
    assert await state(world) is PollState.OPEN


async def test_a_list_that_had_its_share_is_left_in_peace(world: World) -> None:
    await given(world, mails=True)
    await world.say("lena", "!announce DCCG: We meet soon")
    world.pass_time(minutes=6)
    await world.app.settle()
    (echo,) = await world.say("lena", ASKED, direct=True)
    await world.say("lena", "yes", direct=True)
    world.pass_time(minutes=6)
    await world.app.settle()

    assert "not the list “dc@lists.example.org”, which had 1 in seven days already" in echo
    assert ["We meet soon" in one.text for one in world.elsewhere.carried] == [True]


async def test_signs_say_yes_and_taking_one_back_takes_the_yes_back(world: World) -> None:
    await given(world)
    asked = await opened(world)
    first, third = (world.reacted("amina", asked.event_id, sign) for sign in ("1️⃣", "3️⃣"))

    assert await world.happens(first, third) == []
    assert await said(world) == {"Amina": "y.y"}
    await world.happens(world.redacted("amina", first.event_id))
    assert await said(world) == {"Amina": "..y"}
    await world.happens(world.reacted("amina", asked.event_id, "❌"))
    assert await said(world) == {"Amina": "nnn"}


@pytest.mark.threat("T111")
async def test_only_in_its_own_place_a_sign_is_taken_back(world: World) -> None:
    await given(world)
    asked = await opened(world)
    sign = world.reacted("amina", asked.event_id, "1️⃣")
    await world.happens(sign)

    # Whoever names it from their own chat with the bot changes nothing.
    await world.happens(world.redacted("jo", sign.event_id, direct=True))
    assert await said(world) == {"Amina": "y.."}


async def test_who_names_it_from_another_place_answers_nothing(world: World) -> None:
    await given(world)
    asked = await opened(world)

    await world.happens(world.reacted("jo", asked.event_id, "1️⃣", direct=True))
    await world.happens(world.said("jo", "1 and 2", about=asked.event_id, direct=True))
    assert await said(world) == {}


@pytest.mark.parametrize("sign", ["👍", "🎉", "4️⃣", "🔟", "?"])
async def test_other_signs_say_nothing(world: World, sign: str) -> None:
    await given(world)
    asked = await opened(world)

    assert await world.happens(world.reacted("amina", asked.event_id, sign)) == []
    assert await said(world) == {}


async def test_a_sign_that_was_overtaken_by_words_takes_nothing_back(world: World) -> None:
    await given(world)
    asked = await opened(world)
    sign = world.reacted("amina", asked.event_id, "1️⃣")
    await world.happens(sign)
    await world.say("amina", "!poll 1 answer 1 no")
    await world.happens(world.redacted("amina", sign.event_id))

    assert await said(world) == {"Amina": "n.."}


async def test_replies_in_the_room_are_answers_and_talk_is_let_pass(world: World) -> None:
    await given(world)
    asked = await opened(world)

    async def answers(who: str, words: str) -> list[tuple[str, str]]:
        carried = await world.happens(world.said(who, words, about=asked.event_id))
        return [(one.place, one.text) for one in carried]

    # Jo has no standing, and is in the room where it was asked.
    assert await answers("jo", "1 and 3") == [(ROOM, "Poll 1: yes to 1 and 3, no to 2.")]
    assert await answers("amina", "Can we do it later in the day?") == []
    ((place, told),) = await answers("amina", "9 works")
    assert (place, told[:19]) == (world.address("amina"), "There is no time 9:")
    await answers("amina", "none")
    assert await said(world) == {"Jo": "yny", "Amina": "nnn"}
    (shown,) = await world.say("lena", "poll 1 who", direct=True)
    assert "- 1 of those who answered has no standing in the group" in shown


async def test_what_was_said_to_the_bot_alone_is_said_in_no_room(world: World) -> None:
    await given(world)
    await opened(world)
    await world.say("kofi", "!me zone Africa/Nairobi")
    (own,) = await world.say("kofi", "poll 1", direct=True)
    assert "1. Tuesday 1 December 2026, 17:00–18:00 Africa/Nairobi (UTC+3), which is 14:00" in own
    await world.say("kofi", "1 yes", direct=True)
    assert await said(world) == {"Kofi": "y.."}

    (shown,) = await world.say("jo", "!poll 1")
    assert "Kofi" not in shown and "17:00 Africa/Nairobi (UTC+3): 1 yes, 0 if need be" in shown
    (kept,) = await world.happens(world.said("lena", "!poll 1 who"))
    assert kept.to_person and "yes: Kofi" in kept.text


async def test_words_that_are_no_answer_can_be_mended(world: World) -> None:
    await opened(world)
    await world.say("kofi", "poll 1", direct=True)
    (asked,) = await world.say("kofi", "the early one", direct=True)
    assert asked.startswith("I did not take in “early”.")
    await world.say("kofi", "1", direct=True)
    assert await said(world) == {"Kofi": "ynn"}


@pytest.mark.threat("T112")
async def test_several_addresses_of_one_person_are_one_person(world: World) -> None:
    await given(world)
    asked = await opened(world)
    await world.happens(world.reacted("amina", asked.event_id, "1️⃣"))
    world.pass_time(minutes=1)
    other = world.said("amina", "2 no, 1 no", about=asked.event_id, sender="@amina:home.org")
    await world.happens(other)
    async with world.database.transaction() as store:
        amina = await store.people.at("matrix", "@amina:example.org")
        other_one = await store.people.at("matrix", "@amina:home.org")
        assert amina and other_one and amina.id != other_one.id
        await merge_people(store.session, other_one, amina)

    # What was said last counts, whoever of the two is kept.
    assert list((await said(world)).values()) == ["nn."]


async def test_who_is_forgotten_leaves_no_answer_and_what_was_told_stays(world: World) -> None:
    await given(world)
    asked = await opened(world)
    for who in ("amina", "kofi"):
        await world.happens(world.reacted(who, asked.event_id, "1️⃣"))
    await world.say("lena", "!poll 1 close")
    async with world.database.transaction() as store:
        amina = await store.people.at("matrix", world.address("amina"))
        assert amina is not None
        await forgetting.forget(store, amina, now=world.now)

    assert await said(world) == {"Kofi": "y.."}
    (shown,) = await world.say("lena", "!poll 1")
    assert "1. Tuesday 1 December 2026, 14:00–15:00 UTC: 2 yes" in shown


async def close(world: World, after: timedelta = timedelta()) -> list[Carried]:
    """What is said when its time has come, so long after."""
    world.wire.carried.clear()
    world.now = CLOSES + after
    await world.app.settle()
    return list(world.wire.carried)


async def test_it_closes_at_its_time_and_tells_the_place_and_who_asked(world: World) -> None:
    await given(world)
    asked = await opened(world)
    await world.happens(
        world.reacted("amina", asked.event_id, "3️⃣"), world.reacted("kofi", asked.event_id, "3️⃣")
    )
    edit, told, alone = await close(world)

    assert (edit.act, edit.target, told.place) == (Act.EDIT, asked.event_id, ROOM)
    assert "3  Thu 3 Dec 16:00    2           0   0         0" in told.text
    assert "- Time 3, Thursday 3 December 2026, 16:00–17:00 UTC, suits 2 of 2;" in told.text
    assert "Amina" not in told.text and "Kofi" not in told.text
    assert alone.place == world.address("lena") and "- 3: yes: Amina and Kofi" in alone.text
    assert "- not answered: Lena" in alone.text
    assert await close(world, timedelta(hours=1)) == []


async def test_nobody_answered(world: World) -> None:
    await given(world)
    await opened(world)
    _, told, _ = await close(world)
    assert "Nobody has answered." in told.text and "```" not in told.text


async def test_it_closes_late_once_and_what_was_said_in_time_counts(world: World) -> None:
    """The bot was away when it was to close; what was said meanwhile comes in first."""
    await given(world)
    asked = await opened(world)
    sign = world.reacted("amina", asked.event_id, "1️⃣")
    in_time = replace(sign, sent_at=CLOSES - timedelta(hours=1))
    sign = world.reacted("kofi", asked.event_id, "1️⃣")
    too_late = replace(sign, sent_at=CLOSES + timedelta(minutes=1))

    assert await close(world, timedelta(hours=3)) == []
    await world.happens(in_time, too_late)
    assert await said(world) == {"Amina": "y.."}
    _, told, _ = await close(world, timedelta(hours=3, minutes=2))

    assert "It was to close on Monday 30 November 2026, 18:00 UTC, and closed late" in told.text
    assert "1 person answered" in told.text
    assert await close(world, timedelta(hours=9)) == []


async def test_an_extended_poll_closes_at_its_new_time_alone(world: World) -> None:
    await given(world)
    await opened(world)
    await world.say("lena", "!poll 1 extend to 30 November 20:00 UTC")
    await world.say("lena", "yes")

    assert await close(world) == []
    assert await state(world) is PollState.OPEN
    assert len(await close(world, timedelta(hours=2))) == 3


async def test_a_closed_poll_can_be_opened_again(world: World) -> None:
    await given(world)
    asked = await opened(world)
    await world.say("lena", "!poll 1 close")
    late = await world.happens(world.said("kofi", "1", about=asked.event_id))
    assert [one.text for one in late] == [
        "Poll 1 closed on Monday 23 November 2026, 12:00 UTC; what is said after that does not "
        "count."
    ]
    await world.say("lena", "!poll 1 extend to 30 November 20:00 UTC")
    await world.say("lena", "yes")
    await world.happens(world.said("kofi", "1", about=asked.event_id))
    assert await said(world) == {"Kofi": "ynn"}
    async with world.database.reading() as store:
        assert [one.yes for one in await store.polls.options(1)] == [None] * 3


async def test_what_is_picked_becomes_a_meeting_and_its_place_is_told(world: World) -> None:
    await given(world)
    asked = await opened(world)
    await world.say("lena", "poll 1 pick 2", direct=True)
    told = await world.happens(world.said("lena", "yes", direct=True))

    async with world.database.reading() as store:
        (meeting,) = await store.session.scalars(select(Meeting))
        poll = await store.polls.numbered(1)
        assert poll and (poll.picked, poll.meeting_id) == (2, meeting.id)
    picked = (
        "**Poll 1: time 2 is picked.** “DCCG call” of DCCG is DCCG 1, Wednesday 2 December 2026, "
        "15:00–16:00 UTC."
    )
    assert [(one.act, one.text) for one in told if one.place == ROOM] == [
        (Act.EDIT, picked),
        (Act.SAY, picked),
    ]
    assert not any("Poll" in one.text for one in await close(world))
    await world.happens(world.reacted("kofi", asked.event_id, "1️⃣"))
    assert await said(world) == {}


async def test_two_who_pick_at_once_make_one_meeting(world: World) -> None:
    await opened(world)
    await world.say("lena", "poll 1 pick 2", direct=True)
    await world.say("sana", "poll 1 pick 1", direct=True)
    await world.say("sana", "yes", direct=True)
    (answer,) = await world.say("lena", "yes", direct=True)

    assert answer == "Poll 1 is picked since you were asked. Nothing was done."
    async with world.database.reading() as store:
        assert await store.session.scalar(select(func.count(Meeting.id))) == 1


async def test_a_cancelled_poll_is_recalled_from_the_lists(world: World) -> None:
    await given(world, mails=True)
    await opened(world)
    await world.say("lena", "!poll 1 cancel because of the holidays")
    await world.say("lena", "yes")
    world.pass_time(minutes=10)
    await world.app.settle()

    assert world.elsewhere.carried == []
    assert await close(world) == []


async def test_the_lists_that_were_asked_are_told_what_came_of_it(world: World) -> None:
    await given(world, room=False, mails=True)
    await opened(world)
    world.pass_time(minutes=6)
    await world.app.settle()
    await close(world)

    assert [one.text.split("\n")[0] for one in world.elsewhere.carried] == [
        "**Poll 1: when is “DCCG call” of DCCG?** 1 hour, asked by Lena, open until Monday 30 "
        "November 2026, 18:00 UTC.",
        "**Poll 1 is closed: when is “DCCG call” of DCCG?**",
    ]


async def test_whoever_lost_their_standing_is_not_told_who_answered(world: World) -> None:
    await given(world)
    asked = await opened(world)
    await world.happens(world.reacted("kofi", asked.event_id, "1️⃣"))
    await world.say("sana", "!standing end Lena coordinator of DCCG")
    told = await close(world)

    assert [one.place for one in told] == [ROOM, ROOM]


async def test_a_sign_below_a_letter_that_never_went_never_goes(world: World) -> None:
    await given(world)
    async with world.database.transaction() as store:
        place = await store.places.at("matrix", ROOM)
        assert place is not None
        await store.outbox.add(
            Letter(
                key="sign",
                act=Act.REACT,
                edits="nothing",
                transport="matrix",
                place=ROOM,
                text="1️⃣",
                created_at=world.now,
                due_at=world.now,
            )
        )
    await world.app.settle()

    async with world.database.reading() as store:
        letter = await store.outbox.by_key("sign")
        assert letter and letter.state is LetterState.VOID
    assert world.wire.carried == []


async def test_no_page_can_hold_a_poll(world: World) -> None:
    await opened(world)
    async with world.database.public(world.now) as public:
        for record in (PollOption, PollAnswer):
            with pytest.raises(NotPublic):
                await public.session.scalars(select(record))


async def test_a_rehearsal_of_a_poll_leaves_none(world: World) -> None:
    await world.say("jo", "rehearse", direct=True)
    await world.say("jo", ASKED.replace("DCCG", "practice"), direct=True)
    (told,) = await world.say("jo", "yes", direct=True)
    assert "To the room “practice room” would go:" in told and "Poll 1: when is" in told
    (later,) = await world.say("jo", "rehearse later 8 days", direct=True)
    assert "Poll 1 is closed" in later
    await world.say("jo", "rehearse end", direct=True)
    async with world.database.reading() as store:
        assert await store.polls.numbered(1) is None


# By mail


async def by_mail(stage: MailStage, message: EmailMessage) -> list[str]:
    """The bot's mails after this one came, in one line each."""
    stage._send(message)
    return [" ".join(words_of(one).split()) for one in await stage.settle()]


async def mailed_poll(stage: MailStage) -> EmailMessage:
    """Lena's poll, as it came to the list of her group."""
    async with stage.app.database.transaction() as store:
        group = await store.groups.by_key("dccg")
        place = await places.known(store, "mail", LIST, direct=False, now=stage.now)
        assert group is not None
        place.group_id = group.id
    stage._send(stage.letter("lena", ASKED, BOT))
    (echo,) = await stage.settle()
    await by_mail(stage, stage.reply("lena", "yes", echo))
    stage.now += timedelta(minutes=6)
    await stage.app.settle()
    (asked,) = await stage.settle()
    assert asked["To"] == LIST
    return asked


@pytest.mark.threat("T110")
async def test_a_mail_that_proves_nothing_is_said_back_and_counts_with_a_yes(
    mail_stage: MailStage,
) -> None:
    asked = await mailed_poll(mail_stage)
    mail_stage._send(mail_stage.reply("kofi", "Hello,\n\n1 yes\n2 if need be\n\nKofi", asked))
    (proof,) = await mail_stage.settle()
    said_back = " ".join(words_of(proof).split())
    assert "Your answer to poll 1 would be: yes to 1, if need be 2; nothing said of 3." in said_back

    forged = mail_stage.letter("kofi", "yes", BOT)
    forged["In-Reply-To"] = proof["Message-ID"]
    (refused,) = await by_mail(mail_stage, forged)
    assert "does not carry the word" in refused
    (kept,) = await by_mail(mail_stage, mail_stage.reply("kofi", "yes", proof))
    assert kept.startswith("Your answer to poll 1: yes to 1, if need be 2; nothing said of 3.")


async def test_a_reply_on_the_list_is_heard(mail_stage: MailStage) -> None:
    asked = await mailed_poll(mail_stage)
    reply = mail_stage.letter("amina", "all but 2\n\n> 1. Tuesday", LIST)
    reply["In-Reply-To"] = asked["Message-ID"]
    (proof,) = await by_mail(mail_stage, reply)
    assert proof.startswith("Your answer to poll 1 would be: yes to 1 and 3, no to 2.")

    talk = mail_stage.letter("amina", "Could somebody add a later time?", LIST)
    talk["In-Reply-To"] = asked["Message-ID"]
    assert await by_mail(mail_stage, talk) == []


async def test_what_was_shown_by_mail_is_answered_by_one_reply(mail_stage: MailStage) -> None:
    await mailed_poll(mail_stage)
    mail_stage._send(mail_stage.letter("kofi", "poll 1", BOT))
    (shown,) = await mail_stage.settle()
    (kept,) = await by_mail(mail_stage, mail_stage.reply("kofi", "1 and 2\n\nKofi Mensah", shown))
    assert kept.startswith("Your answer to poll 1: yes to 1 and 2, no to 3.")

    async with mail_stage.app.database.reading() as store:
        kofi = await people.met(store, "mail", "kofi@example.org", name="Kofi", now=mail_stage.now)
        mine = [one.suits for one in await store.polls.answers(1) if one.person_id == kofi.id]
    assert mine == [Suits.YES, Suits.YES, Suits.NO]
