"""Notes of one scribe: in a chat, by mail, sent again, mended, and closed."""

from __future__ import annotations

from sqlalchemy import select

from dcbot.record.minutes import Minutes
from dcbot.services.folds import Folds
from storage.database import Database
from storage.journal_lines import JournalLine, LineKind
from storage.journals import Journal, JournalState
from tests.stages import BOT, MailStage, words_of
from tests.world import World

HEAD = "minutes of DCCG, 23 November 2026 11:00 UTC"
NOTES = f"""{HEAD}
present+ Ana (DC3), Kofi
Topic: Main session
Ana: I would like two hours
Decision: two hours it is
Action for Kofi: write to the Secretariat"""


async def the_journal(database: Database) -> Journal:
    async with database.reading() as store:
        (journal,) = await store.session.scalars(select(Journal))
    return journal


async def lines(database: Database) -> list[JournalLine]:
    journal = await the_journal(database)
    async with database.reading() as store:
        return await store.journal_lines.all(journal.id)


async def minutes(database: Database) -> Minutes:
    journal = await the_journal(database)
    async with database.reading() as store:
        return (await Folds.fresh(store, journal)).fold.minutes()


# In a chat


async def test_each_line_of_a_message_is_a_line(world: World) -> None:
    await world.say("lena", NOTES, direct=True)

    assert [line.text for line in await lines(world.database)] == NOTES.split("\n")[1:]
    found = await minutes(world.database)
    assert [topic.title for topic in found.topics] == ["Main session"]
    assert [(one.text, one.name) for one in found.decisions] == [("two hours it is", "Lena")]
    assert [owner.name for owner in found.actions[0].owners] == ["Kofi"]
    assert {one.name for one in found.attendance.people} >= {"Ana", "Kofi"}


async def test_an_edit_changes_the_lines_of_its_message(world: World) -> None:
    await world.say("lena", HEAD, direct=True)
    said = world.said("lena", "Topic: One\nDecision: two hours", direct=True)
    await world.happens(said)
    edited = "Topic: One\nDecision: three hours\nDecision: and no more"
    await world.happens(world.edited("lena", said.event_id, edited, direct=True))

    assert [one.text for one in (await minutes(world.database)).decisions] == [
        "three hours",
        "and no more",
    ]
    assert [line.kind for line in await lines(world.database)] == [
        LineKind.SAID,
        LineKind.SAID,
        LineKind.EDITED,
        LineKind.SAID,
    ]


async def test_what_is_taken_back_is_gone(world: World) -> None:
    await world.say("lena", HEAD, direct=True)
    said = world.said("lena", "Ana: the secret\nKofi: the secret too", direct=True)
    await world.happens(said)
    await world.happens(world.redacted("lena", said.event_id, direct=True))

    assert [line.text for line in await lines(world.database)] == ["", ""]


async def test_a_repeated_line_is_said_again_in_a_chat(world: World) -> None:
    await world.say("lena", HEAD, direct=True)
    for _ in range(2):
        await world.say("lena", "Ana: I agree", direct=True)

    assert len(await lines(world.database)) == 2


async def test_commands_need_their_prefix_and_bare_names_do_not(world: World) -> None:
    await world.say("lena", HEAD, direct=True)
    (shown,) = await world.say("lena", "!coalition DC3", direct=True)
    (whoami,) = await world.say("lena", "whoami", direct=True)
    await world.say("lena", "coalition DC3 was mentioned", direct=True)

    assert shown.startswith("**DC3") and "Lena" in whoami
    assert [line.text for line in await lines(world.database)] == ["coalition DC3 was mentioned"]


async def test_a_clock_says_when_a_line_was_said(world: World) -> None:
    await world.say("lena", f"{HEAD}\n11:20 Ana: first\n(23:59) Ana: no clock of it", direct=True)

    found = await lines(world.database)
    assert [(f"{line.at:%H:%M}", line.text) for line in found] == [
        ("11:20", "Ana: first"),
        ("11:20", "(23:59) Ana: no clock of it"),
    ]


async def test_notes_close_by_themselves_after_a_day(world: World) -> None:
    await world.say("lena", NOTES, direct=True)
    world.pass_time(hours=23, minutes=59)
    await world.app.settle()
    assert (await the_journal(world.database)).state is JournalState.OPEN
    world.pass_time(minutes=1)
    before = len(world.wire.carried)
    await world.app.settle()

    journal = await the_journal(world.database)
    assert (journal.state, journal.ended_by) == (JournalState.ENDED, "the bot")
    told = world.wire.carried[before:]
    assert all(one.to_person for one in told)
    # Whatever else the end brings to the scribe, that it ended is told once, and first.
    ends = [one.text.startswith("Recording has ended: **DCCG 1") for one in told]
    assert ends == [True, *[False] * (len(told) - 1)]


async def test_the_notes_of_two_scribes_do_not_mix(world: World) -> None:
    await world.say("lena", f"{HEAD}\nTopic: hers", direct=True)
    await world.say("sana", "minutes of DCCG 1\nTopic: theirs", direct=True)
    await world.say("lena", "Ana: hers", direct=True)

    async with world.database.reading() as store:
        found = await store.session.scalars(select(Journal).order_by(Journal.id))
        held = {
            one.opened_by: [line.text for line in await store.journal_lines.all(one.id)]
            for one in found
        }
    assert held == {"Lena": ["Topic: hers", "Ana: hers"], "Sana": ["Topic: theirs"]}


# By mail


async def send(stage: MailStage, who: str, text: str, subject: str = "") -> str:
    """Somebody writes to the bot, and proves it where they are asked to; returns its last words."""
    message = stage.letter(who, text, BOT)
    if subject:
        message.replace_header("Subject", subject)
    stage._send(message)
    await stage._hear(None, who)
    return (await stage.heard())[-1].text


async def test_a_mail_that_is_sent_again_mends_the_first(mail_stage: MailStage) -> None:
    await send(mail_stage, "lena", NOTES)
    again = NOTES.replace("two hours it is", "two hours and a half it is") + "\nTopic: Last"
    told = await send(mail_stage, "lena", again)

    assert "1 new line, 4 stood there already" in told
    assert "mended: “Decision: two hours it is” is now “Decision: two hours and a half" in told
    found = await minutes(mail_stage.app.database)
    assert [one.text for one in found.decisions] == ["two hours and a half it is"]
    assert [topic.title for topic in found.topics] == ["Main session", "Last"]


async def test_lines_much_alike_in_a_new_mail_are_new(mail_stage: MailStage) -> None:
    await send(mail_stage, "lena", f"{HEAD}\nAction for Kofi: write to the Secretariat")
    await mail_stage.say("lena", "Action for Kofi: write to the secretary", direct=True)

    assert len((await minutes(mail_stage.app.database)).actions) == 2


async def test_the_subject_names_the_meeting(mail_stage: MailStage) -> None:
    told = await send(mail_stage, "lena", "\n".join(NOTES.split("\n")[1:]), subject=HEAD)

    assert "5 new lines" in told


async def test_a_mail_that_proves_nothing_writes_nothing(mail_stage: MailStage) -> None:
    mail_stage._send(mail_stage.letter("lena", NOTES, BOT))
    (asked,) = await mail_stage.settle()

    assert "This was asked for in your name" in words_of(asked)
    async with mail_stage.app.database.reading() as store:
        assert list(await store.session.scalars(select(Journal))) == []


async def test_what_others_mail_meanwhile_is_no_note(mail_stage: MailStage) -> None:
    await send(mail_stage, "lena", NOTES)
    before = len(await lines(mail_stage.app.database))
    # A mail of the scribe that answers nothing, and one of somebody else.
    mail_stage._send(mail_stage.letter("lena", "help", BOT))
    mail_stage._send(mail_stage.letter("jo", "Ana: never said that", BOT))
    await mail_stage.settle()

    assert len(await lines(mail_stage.app.database)) == before


async def test_several_replies_to_one_mail_all_count(mail_stage: MailStage) -> None:
    await send(mail_stage, "lena", NOTES)
    asked = mail_stage._asked["lena"]
    for text in ("Topic: Second", "Topic: Third"):
        mail_stage._send(mail_stage.reply("lena", text, asked))
        await mail_stage.settle()

    titles = [topic.title for topic in (await minutes(mail_stage.app.database)).topics]
    assert titles == ["Main session", "Second", "Third"]
