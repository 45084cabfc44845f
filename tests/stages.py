"""Stages besides the wire on which conversations are played: mail in folders, and the console."""

from __future__ import annotations

import email
import email.policy
import itertools
import os
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from dcbot.app import App
from dcbot.command import Manners
from dcbot.config import MailSettings
from dcbot.file_reading import workers
from dcbot.lines import said_to_bot
from dcbot.transports.console import Console
from dcbot.transports.mail import Mail
from storage.database import Database
from tests.conversation import ANYBODY, Heard, Stage
from tests.passing import let_pass
from tests.templates import Files
from tests.world import DUTIES, EVERYBODY, MONDAY_NOON, SITE, create_tables, settle

BOT = "dcbot@example.org"
LIST = "dc@lists.example.org"
PROOF = "This was asked for in your name"
STAYS_OPEN = "does not answer the question"


def put(folder: Path, name: str, raw: bytes, now: datetime = MONDAY_NOON) -> None:
    """Put a mail there as a mail server does: whole, and as of now."""
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{name}.part"
    draft.write_bytes(raw)
    os.utime(draft, (now.timestamp(), now.timestamp()))
    draft.rename(folder / f"{name}.eml")


def read(path: Path) -> EmailMessage:
    """A mail of the bot, as a mail program reads it."""
    return parsed(path.read_bytes())


def parsed(raw: bytes) -> EmailMessage:
    """The bytes of a mail, as a mail program reads them."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def words_of(message: EmailMessage) -> str:
    """What the mail says, without its foot."""
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n").partition("\n-- \n")[0].strip("\n")


class MailStage:
    """A mail address: the room is a list that the bot reads, everything is answered to the sender.

    People confirm what they asked for when the bot wants to be sure that it was they; that
    exchange is no part of the dialogue.
    """

    ways = ("mail",)

    def __init__(self, database: Database, folder: Path, **more: Any) -> None:
        self.now = MONDAY_NOON
        settings = MailSettings(
            address=BOT, incoming=folder / "in", outgoing=folder / "out", trusts=""
        )
        self.folder = folder
        self.mail = Mail(settings, folder / "kept", name="dcbot")
        self.app = App(
            database,
            [self.mail],
            manners=Manners(site=SITE),
            clock=lambda: self.now,
            workers=workers({"mail": self.mail}, folder / "kept"),
            **{"duties": DUTIES, **more},
        )
        self._numbers = itertools.count(1)
        self._seen: set[str] = set()
        self._asked: dict[str, EmailMessage] = {}
        self._heard: list[Heard] = []
        self._direct = False

    async def say(self, who: str, text: str, direct: bool) -> None:
        self._direct = direct
        asked = self._asked.get(who)
        if asked is not None and not text.startswith("!"):
            self._send(self.reply(who, text, asked))
            del self._asked[who]
        else:
            self._send(self.letter(who, text, BOT if direct else LIST))
        await self._hear(asked, who)

    def move(self, on: timedelta) -> None:
        """Set the clock on by so much."""
        self.now += on

    async def later(self, minutes: int) -> None:
        await let_pass(self.app, minutes, self.move)
        await self._hear(None, "")

    async def heard(self) -> list[Heard]:
        heard, self._heard = self._heard, []
        return heard

    def letter(self, who: str, text: str, to: str) -> EmailMessage:
        """A mail that somebody writes now."""
        message = EmailMessage()
        message["From"] = f"{who.capitalize()} <{who}@example.org>"
        message["To"] = to
        message["Subject"] = "A question" if to == BOT else "[dc] A question"
        message["Date"] = format_datetime(self.now)
        message["Message-ID"] = f"<{next(self._numbers)}.{who}@example.org>"
        if to == LIST:
            message["List-Id"] = "The coalitions <dc.lists.example.org>"
            message["List-Post"] = f"<mailto:{LIST}>"
            message["Precedence"] = "list"
        message.set_content(f"{text}\n")
        return message

    def reply(self, who: str, text: str, asked: EmailMessage) -> EmailMessage:
        """A reply as mail programs make it: to where it asks for it, with the quote below."""
        message = self.letter(who, text, str(asked["Reply-To"] or asked["From"]))
        message.replace_header("Subject", str(asked["Subject"]))
        message["In-Reply-To"] = asked["Message-ID"]
        quoted = "\n".join(f"> {line}" for line in words_of(asked).split("\n"))
        said = f"{text}\n\nOn Mon, 23 Nov 2026 at 12:00, dcbot <{BOT}> wrote:\n\n{quoted}\n"
        message.set_content(said)
        return message

    def _send(self, message: EmailMessage) -> None:
        name = f"{next(self._numbers):06d}"
        put(self.folder / "in", name, message.as_bytes(policy=email.policy.SMTP), self.now)

    async def settle(self) -> list[EmailMessage]:
        """Let the bot take and answer what lies there; returns its new mails, oldest first."""
        while await self.mail.collect(self.app.intake.take):
            await self.app.settle()
        paths = sorted((self.folder / "out").glob("*.eml"))
        new = [read(path) for path in paths if path.name not in self._seen]
        self._seen |= {path.name for path in paths}
        return new

    async def _hear(self, asked: EmailMessage | None, who: str) -> None:
        for message in await self.settle():
            to = str(message["To"]).partition("@")[0]
            if PROOF in words_of(message):
                self._send(self.reply(to, "yes", message))
                await self._hear(asked, who)
                continue
            if message["Reply-To"]:
                self._asked[to] = message
            elif asked is not None and STAYS_OPEN in words_of(message):
                self._asked[who] = asked
            in_room = not self._direct and message["In-Reply-To"]
            self._heard.append(Heard(None if in_room else to, words_of(message), rendered=True))


async def no_lines() -> AsyncIterator[str]:
    """Nothing that is typed of its own accord."""
    return
    yield


class ConsoleStage:
    """The console, with everybody at it in turn; what is not said to the bot is not typed there."""

    ways = ("console", "mail")

    def __init__(self, database: Database, folder: Path) -> None:
        self.shown: list[str] = []
        self.now = MONDAY_NOON
        self.console = Console("jo", no_lines(), self.shown.append, lambda: self.now)
        self.app = App(
            database,
            [self.console],
            manners=Manners(site=SITE),
            clock=lambda: self.now,
            duties=DUTIES,
            workers=workers({"console": self.console}, folder),
        )

    async def say(self, who: str, text: str, direct: bool) -> None:
        meant = said_to_bot(text, prefix="!", names=["dcbot"], direct=direct, addressed=False)
        if meant or len(text.split()) == 1:
            self.console.person = who
            await self.console.say(self.app.intake.take, text)
            await self.app.settle()

    def move(self, on: timedelta) -> None:
        """Set the clock on by so much."""
        self.now += on

    async def later(self, minutes: int) -> None:
        await let_pass(self.app, minutes, self.move)

    async def heard(self) -> list[Heard]:
        heard = [Heard(ANYBODY, text, rendered=True) for text in self.shown]
        self.shown.clear()
        return heard


# Each way with its stage, and with the form of its people's addresses.
STAGES: dict[str, tuple[Callable[[Database, Path], Stage], str]] = {
    "mail": (MailStage, "{}@example.org"),
    "console": (ConsoleStage, "{}"),
}
Staged: TypeAlias = Callable[[str], Stage]


@pytest.fixture
async def staged(file_templates: Path, quick_folder: Path) -> AsyncIterator[Staged]:
    """Builds a stage by its way, over a world whose people it reaches."""
    files = Files(file_templates, quick_folder)
    opened: list[Database] = []

    def build(way: str) -> Stage:
        stage, addresses = STAGES[way]

        async def fill(database: Database) -> None:
            await create_tables(database)
            await settle(database, way, {who: addresses.format(who) for who in EVERYBODY})

        opened.append(Database(files.filled(f"{way}_world", fill)))
        return stage(opened[-1], quick_folder / way)

    yield build
    for database in opened:
        await database.close()


@pytest.fixture
def mail_stage(staged: Staged) -> MailStage:
    """The bot at its mail address, and the people of the world at theirs."""
    stage = staged("mail")
    assert isinstance(stage, MailStage)
    return stage
