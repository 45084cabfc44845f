"""Mail in folders: once is once, nothing is lost, nobody speaks for somebody else."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from dcbot.config import MailSettings
from dcbot.errors import OperatorError, Undeliverable, Unreachable, UserError
from dcbot.intake import Batch
from dcbot.message import Attached
from dcbot.transports.mail import Mail
from storage.database import Database
from storage.outbox import Act, Letter
from tests import nasty_mails
from tests.stages import BOT, MailStage, put, words_of
from tests.templates import Databases
from tests.world import EVERYBODY, MONDAY_NOON, create_tables, settle

GIVE = "!standing give Jo member of DC3"
GIVEN = "Jo is now a member of DC3"
HELP = "“!help [command]”"


def mail(stage: MailStage, who: str, text: str, **headers: str) -> bytes:
    """A mail to the bot."""
    message = stage.letter(who, text, BOT)
    for name, value in headers.items():
        del message[name.replace("_", "-")]
        message[name.replace("_", "-")] = value
    return message.as_bytes()


def names(folder: Path) -> list[str]:
    """The files in a folder."""
    return sorted(path.name for path in folder.iterdir() if path.is_file())


async def send(stage: MailStage, raw: bytes, name: str = "a") -> list[EmailMessage]:
    """A mail comes in; returns the bot's mails."""
    put(stage.folder / "in", name, raw, stage.now)
    return await stage.settle()


# Coming in


@pytest.mark.threat("T53")
async def test_a_mail_that_comes_twice_is_answered_once(mail_stage: MailStage) -> None:
    raw = mail(mail_stage, "jo", "help help")

    first = await send(mail_stage, raw, "a")
    again = await send(mail_stage, raw, "b")

    assert [words_of(one).split("\n")[0] for one in first] == [HELP]
    assert again == []
    assert names(mail_stage.folder / "in" / "done") == ["a.eml", "b.eml"]


async def test_a_kill_between_storing_and_moving_loses_and_doubles_nothing(
    mail_stage: MailStage,
) -> None:
    put(mail_stage.folder / "in", "a", mail(mail_stage, "jo", "help help"))

    async def killed(batch: Batch) -> int:
        await mail_stage.app.intake.take(batch)
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await mail_stage.mail.collect(killed)
    assert names(mail_stage.folder / "in") == ["a.eml"]

    assert len(await mail_stage.settle()) == 1
    assert names(mail_stage.folder / "in") == []


@pytest.mark.threat("T65")
async def test_mails_are_taken_by_name_and_only_whole_ones(mail_stage: MailStage) -> None:
    folder = mail_stage.folder / "in"
    put(folder, "2", mail(mail_stage, "jo", "help whoami"))
    put(folder, "1", mail(mail_stage, "jo", "help help"))
    (folder / ".3.eml").write_bytes(mail(mail_stage, "jo", "help help"))
    (folder / "4.part").write_bytes(mail(mail_stage, "jo", "help help"))
    (folder / "5.eml").mkdir()
    (folder / "6.eml").symlink_to("/etc/passwd")
    (folder / "7.eml").touch()

    answers = await mail_stage.settle()

    assert [words_of(one).split("\n")[0] for one in answers] == [HELP, "“!whoami”"]
    assert {".3.eml", "4.part", "6.eml"} <= set(names(folder))
    await mail_stage.settle()
    assert names(folder / "odd") == ["7.eml", "7.why"]


async def test_what_cannot_be_read_is_kept_with_the_reason_and_stops_nothing(
    mail_stage: MailStage,
) -> None:
    for name in ("a", "b"):
        put(mail_stage.folder / "in", "same", b"\0")
        answers = await send(mail_stage, mail(mail_stage, "jo", "help help"), name)
        assert len(answers) == 1

    assert names(mail_stage.folder / "in" / "odd") == [
        *("same-2.eml", "same-2.why"),
        *("same.eml", "same.why"),
    ]


async def test_a_mail_that_cannot_be_stored_keeps_no_other_from_it(mail_stage: MailStage) -> None:
    for number, text in enumerate(("help help", "poison", "help whoami")):
        put(mail_stage.folder / "in", f"{number}", mail(mail_stage, "jo", text))
    taken: list[str] = []

    async def take(batch: Batch) -> int:
        texts = [str(getattr(event, "text", "")) for event in batch.events]
        if "poison" in texts:
            raise ValueError("a mistake of ours")
        taken.extend(texts)
        return len(texts)

    await mail_stage.mail.collect(take)

    assert taken == ["help help", "help whoami"]
    assert names(mail_stage.folder / "in" / "odd") == ["1.eml", "1.why"]


async def test_it_listens_until_it_is_told_to_stop(mail_stage: MailStage) -> None:
    async def position(name: str) -> str | None:
        return None

    hearing = asyncio.create_task(mail_stage.mail.hear(mail_stage.app.intake.take, position))
    put(mail_stage.folder / "in", "a", mail(mail_stage, "jo", "help help"))
    async with asyncio.timeout(60):
        while not (mail_stage.folder / "in" / "done" / "a.eml").exists():
            await asyncio.sleep(0.02)
    hearing.cancel()

    assert len(await mail_stage.settle()) == 0
    await mail_stage.app.settle()
    assert len(await mail_stage.settle()) == 1


async def test_a_folder_that_cannot_be_used_is_told_to_the_operator(tmp_path: Path) -> None:
    (tmp_path / "in").write_text("a file")
    settings = MailSettings(address=BOT, incoming=tmp_path / "in", outgoing=tmp_path / "out")

    async def take(batch: Batch) -> int:
        return 0

    with pytest.raises(OperatorError, match="incoming mail cannot be used"):
        await Mail(settings, tmp_path).collect(take)


async def test_a_file_that_came_with_a_mail_is_kept_by_its_hash(mail_stage: MailStage) -> None:
    message = mail_stage.letter("jo", "See the list.", BOT)
    message.add_attachment(b"name;site\n", maintype="text", subtype="csv", filename="list.csv")
    await send(mail_stage, message.as_bytes())

    async with mail_stage.app.database.reading() as store:
        event = await store.inbox.by_event("mail", str(message["Message-ID"]).strip("<>"))
    assert event is not None
    (document,) = event.extra["attachments"]
    attached = Attached.from_document(document)
    digest = hashlib.sha256(b"name;site\n").hexdigest()
    assert attached == Attached("list.csv", "text/csv", 10, sha256=digest)
    assert await mail_stage.mail.fetch(attached, 4) == b"name"
    with pytest.raises(UserError, match="Send it again"):
        await mail_stage.mail.fetch(Attached("x", "text/csv", 1, sha256="0" * 64), 4)


# Going out


def letter(**more: object) -> Letter:
    """A letter that is not in the database."""
    given = {"key": "k", "transport": "mail", "place": "jo@example.org", "text": "Done."}
    made = Letter(**{**given, "created_at": MONDAY_NOON, "due_at": MONDAY_NOON, **more})  # type: ignore[arg-type]
    made.id = 7
    return made


async def test_a_letter_sent_again_is_one_file_and_one_id(mail_stage: MailStage) -> None:
    assert await mail_stage.mail.look_up(letter()) is None

    first = await mail_stage.mail.send(letter(), None)
    content = [path.read_bytes() for path in (mail_stage.folder / "out").iterdir()]
    again = await mail_stage.mail.send(letter(), None)

    assert first == again == await mail_stage.mail.look_up(letter())
    assert content == [path.read_bytes() for path in (mail_stage.folder / "out").iterdir()]
    (name,) = names(mail_stage.folder / "out")
    assert name.startswith("000007-") and name.endswith(".eml")


async def test_an_upload_goes_along_while_its_bytes_are_there(mail_stage: MailStage) -> None:
    kept = mail_stage.mail.files.keep(b"a;b\n")
    attached = Attached("list.csv", "text/csv", 4, sha256=kept).as_document()
    lost = {**attached, "sha256": "0" * 64}

    await mail_stage.mail.send(letter(act=Act.UPLOAD, extra={"attachments": [attached]}), None)

    (path,) = (mail_stage.folder / "out").iterdir()
    assert b'filename="list.csv"' in path.read_bytes()
    with pytest.raises(Undeliverable, match="not there any more"):
        await mail_stage.mail.send(letter(extra={"attachments": [lost]}), None)


async def test_a_folder_that_takes_no_letters_pauses_the_way_out(mail_stage: MailStage) -> None:
    (mail_stage.folder).mkdir(exist_ok=True)
    (mail_stage.folder / "out").write_text("a file")

    with pytest.raises(Unreachable, match="cannot be written"):
        await mail_stage.mail.send(letter(), None)


# Who says it


async def asked(stage: MailStage) -> EmailMessage:
    """The mail in which the bot asks Kofi whether it was he."""
    (question,) = await send(stage, mail(stage, "kofi", GIVE), "asked")
    assert "This was asked for in your name" in words_of(question)
    assert question["To"] == "kofi@example.org"
    return question


async def answered(stage: MailStage, message: EmailMessage) -> str:
    """All that the bot says to it, as one text."""
    answers = await send(stage, message.as_bytes(), f"answer{len(stage._seen)}")
    return "\n".join(" ".join(words_of(one).split()) for one in answers)


@pytest.mark.threat("T55")
async def test_the_word_that_was_sent_proves_the_sender_once(mail_stage: MailStage) -> None:
    question = await asked(mail_stage)

    assert GIVEN in await answered(mail_stage, mail_stage.reply("kofi", "Yes.", question))
    again = await answered(mail_stage, mail_stage.reply("kofi", "yes", question))
    assert again == "That question is settled or has run out. Say the command again."


async def test_the_word_counts_where_only_the_quote_holds_it(mail_stage: MailStage) -> None:
    question = await asked(mail_stage)
    reply = mail_stage.reply("kofi", "yes", question)
    reply.replace_header("To", BOT)
    body = question.get_body()
    assert body is not None
    quoted = "".join(f"> {line}\n" for line in str(body.get_content()).splitlines())
    reply.set_content(f"yes\n\n{quoted}")

    assert GIVEN in await answered(mail_stage, reply)


async def test_a_no_is_taken_as_one(mail_stage: MailStage) -> None:
    question = await asked(mail_stage)

    reply = mail_stage.reply("kofi", "No, that was not me.", question)
    assert await answered(mail_stage, reply) == "Nothing was done."


@pytest.mark.threat("T54")
async def test_whoever_does_not_hold_the_word_proves_nothing(mail_stage: MailStage) -> None:
    question = await asked(mail_stage)
    honest = mail_stage.reply("kofi", "yes", question)

    forged = {
        "a sender's name": mail_stage.letter("kofi", "yes", BOT),
        "the id of the question": mail_stage.letter("kofi", "yes", BOT),
        "a guessed word": mail_stage.letter("kofi", "yes", f"dcbot+{'0' * 32}@example.org"),
        "half of the word": mail_stage.letter("kofi", "yes", str(honest["To"]).replace("@", "0@")),
        "the word, from somebody else": mail_stage.reply("jo", "yes", question),
        "the word, from nobody": mail_stage.letter("nobody", "yes", str(honest["To"])),
        "the word in a mail of a robot": mail_stage.reply("kofi", "yes", question),
        "the word below other words": mail_stage.reply("kofi", "Was that you, Jo?", question),
    }
    forged["the id of the question"]["In-Reply-To"] = question["Message-ID"]
    forged["the word in a mail of a robot"]["Auto-Submitted"] = "auto-replied"
    for what, message in forged.items():
        assert GIVEN not in await answered(mail_stage, message), what

    assert GIVEN in await answered(mail_stage, honest)


@pytest.mark.threat("T55")
async def test_a_word_runs_out(mail_stage: MailStage) -> None:
    question = await asked(mail_stage)
    mail_stage.now += timedelta(days=4)

    reply = mail_stage.reply("kofi", "yes", question)
    assert await answered(mail_stage, reply) == (
        "That question is settled or has run out. Say the command again."
    )


@pytest.mark.threat("T57")
async def test_a_command_on_a_list_is_confirmed_and_answered_to_its_sender(
    mail_stage: MailStage,
) -> None:
    message = mail_stage.letter("kofi", GIVE, "dc@lists.example.org")
    (question,) = await send(mail_stage, message.as_bytes())

    assert "in your name on dc@lists.example.org" in " ".join(words_of(question).split())
    reply = mail_stage.reply("kofi", "yes", question)
    (answer,) = await send(mail_stage, reply.as_bytes(), "b")
    assert GIVEN in words_of(answer) and answer["To"] == "kofi@example.org"


# Nasty mails


@pytest.fixture
async def stage(databases: Databases, tmp_path: Path) -> AsyncIterator[MailStage]:
    """The bot at its mail address, on each kind of database."""

    async def fill(database: Database) -> None:
        await create_tables(database)
        await settle(database, "mail", {who: f"{who}@example.org" for who in EVERYBODY})

    database = Database(databases.filled("mail_world", fill))
    yield MailStage(database, tmp_path, flood_per_minute=1000)
    await database.close()


@pytest.mark.threat("T63")
async def test_nasty_mails_stop_nothing_and_say_nothing_for_others(stage: MailStage) -> None:
    nasty = nasty_mails.table()
    for number, raw in enumerate(nasty.values()):
        put(stage.folder / "in", f"{number:04d}", raw, stage.now)

    answers = await stage.settle()

    folder = stage.folder / "in"
    kept = [names(folder / where) for where in ("done", "passed", "odd")]
    mails = [name for found in kept for name in found if name.endswith(".eml")]
    assert sorted(mails) == [f"{number:04d}.eml" for number in range(len(nasty))]
    assert len(nasty) >= 100 and all(kept)
    # Nobody who is known had a word put into their mouth, and no command was run.
    assert not [one for one in answers if HELP in words_of(one)]
    assert not [one for one in answers if str(one["To"]).startswith("omar")]
    (good,) = await send(stage, mail(stage, "mei", "help help"), "good")
    assert words_of(good).startswith(HELP)


@pytest.mark.threat("T61")
async def test_an_address_in_capitals_is_the_same_person(mail_stage: MailStage) -> None:
    message = mail_stage.letter("amina", "!whoami", "dcbot@example.org")
    message.replace_header("From", "Amina <AMINA@Example.ORG>")

    (answer,) = await send(mail_stage, message.as_bytes(), "capitals")

    assert words_of(answer).startswith("You are Amina, a representative of DCAD.")
    assert answer["To"] == "amina@example.org"


@pytest.mark.threat("T99")
async def test_an_answer_that_others_got_too_is_known_as_such(mail_stage: MailStage) -> None:
    for to, cc, shared in (
        ("", "", None),
        ("", "dc@lists.example.org", True),
        (", jo@example.org", "", True),
    ):
        message = mail_stage.letter("amina", "what is it", f"dcbot+{'a' * 32}@example.org{to}")
        if cc:
            message["Cc"] = cc
        await send(mail_stage, message.as_bytes(), f"m{to}{cc}".replace("@", ""))
        async with mail_stage.app.database.reading() as store:
            event = await store.inbox.by_event("mail", str(message["Message-ID"]).strip("<>"))
        assert event is not None and event.extra.get("token") == "a" * 32
        assert event.extra.get("shared") is shared
