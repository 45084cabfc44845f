"""Mail as files: a folder from which mails are taken, and one into which letters are put."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from dcbot.config.settings import MailSettings
from dcbot.errors import OperatorError, Undeliverable, Unreachable, UserError
from dcbot.intake import Batch
from dcbot.message import Attached, Said
from dcbot.transport import PositionOf, Take
from dcbot.transports.mail.events import Reader, SentByProgram
from dcbot.transports.mail.parsing import File, OddMail, Parsed, parse
from dcbot.transports.mail.spool import DONE, ODD, PASSED, Files, Incoming, Outgoing
from dcbot.transports.mail.writing import Writer, digest
from storage.outage import is_outage
from storage.outbox import Act, Letter

POLL_SECONDS = 1.0
BATCH = 50
"""Mails that are stored in one transaction."""

log = logging.getLogger("dcbot.mail")


@dataclass(frozen=True, slots=True)
class _Read:
    """What became of one file: an event, or the folder to which it goes and why."""

    path: Path
    event: Said | None = None
    where: str = DONE
    why: str = ""


class Mail:
    """The bot's mail address, by way of two folders. `folder` is where attachments are kept.

    Whoever carries the letters on sends each file of the outgoing folder, by name, and takes it
    away.
    """

    name = "mail"
    acts = frozenset({Act.SAY, Act.UPLOAD})
    # A letter sent again is the same file with the same name, bytes and Message-ID: it overwrites
    # the first, and where that was carried on already, mail programs show the two as one.
    safe_for = timedelta(days=3650)

    def __init__(
        self, settings: MailSettings, folder: Path, *, name: str = "", prefix: str = "!"
    ) -> None:
        self.reader = Reader(settings.address, prefix, settings.trusts)
        self.writer = Writer(settings.address, name)
        self.incoming = Incoming(settings.incoming)
        self.outgoing = Outgoing(settings.outgoing)
        self.files = Files(folder)
        self._left: set[str] = set()

    async def hear(self, take: Take, position: PositionOf) -> None:
        """Take mails as they come, until cancelled."""
        while True:
            if await self.collect(take) == 0:
                await asyncio.sleep(POLL_SECONDS)

    async def collect(self, take: Take) -> int:
        """Take the mails that lie there now, at most one batch; returns how many.

        Each is moved away only after it was stored: killed in between, it is read again, and
        known by its id.
        """
        try:
            await asyncio.to_thread(self.incoming.prepare)
            waiting = await asyncio.to_thread(self.incoming.waiting, BATCH + len(self._left))
        except OSError as trouble:
            raise OperatorError(
                f"The folder {self.incoming.folder} for incoming mail cannot be used "
                f"({trouble.strerror})."
            ) from trouble
        names = [path for path in waiting if path.name not in self._left][:BATCH]
        found = [await asyncio.to_thread(self._read, path) for path in names]
        for one in await self._store(found, take):
            await asyncio.to_thread(self._file_away, one)
        return len(found)

    async def _store(self, found: Sequence[_Read], take: Take) -> list[_Read]:
        """Hand in what was said; a mail that cannot be stored does not keep others from it."""
        events = [one.event for one in found if one.event]
        try:
            if events:
                await take(Batch(self.name, events))
            return list(found)
        except Exception as trouble:
            if is_outage(trouble):
                raise
            if len(found) == 1:
                log.exception("%s cannot be stored", found[0].path.name)
                why = f"It cannot be stored ({type(trouble).__name__})."
                return [replace(found[0], event=None, where=ODD, why=why)]
        return [stored for one in found for stored in await self._store([one], take)]

    def _read(self, path: Path) -> _Read:
        try:
            raw, arrived = self.incoming.read(path)
        except FileNotFoundError:
            return _Read(path, where="")
        except OSError as trouble:
            return self._leave(path, trouble)
        try:
            mail = parse(raw)
            event = self.reader.read(mail, raw, arrived)
            event.extra.update(self._attached(mail))
            return _Read(path, event)
        except SentByProgram as found:
            return _Read(path, where=PASSED, why=str(found))
        except OddMail as trouble:
            log.warning("%s was laid aside: %s", path.name, trouble)
            return _Read(path, where=ODD, why=str(trouble))
        except OSError:
            # The folder for attachments is full or gone: the mail waits.
            raise
        except Exception as trouble:
            log.exception("%s was laid aside", path.name)
            return _Read(path, where=ODD, why=f"It cannot be read ({type(trouble).__name__}).")

    def _leave(self, path: Path, trouble: OSError) -> _Read:
        """It stays where it is, and is told of once."""
        log.error("%s cannot be read or moved, and was left: %s", path, trouble.strerror)
        self._left.add(path.name)
        return _Read(path, where="")

    def _attached(self, mail: Parsed) -> dict[str, object]:
        documents = [
            Attached(
                file.name, file.media_type, len(file.content), sha256=self.files.keep(file.content)
            ).as_document()
            for file in mail.files
        ]
        return {"attachments": documents} if documents else {}

    def _file_away(self, one: _Read) -> None:
        if not one.where:
            return
        try:
            self.incoming.file_away(one.path, one.where, one.why)
        except FileNotFoundError:
            return
        except OSError as trouble:
            self._leave(one.path, trouble)

    async def send(self, letter: Letter, target: str | None) -> Sequence[str]:
        """Write the letter's file; returns its Message-ID, without brackets."""
        files = [await self._file(one) for one in self._uploads(letter)]
        content = self.writer.write(letter, files)
        path = self.outgoing.path(letter.id, digest(letter.key))
        try:
            await asyncio.to_thread(self.outgoing.put, path, content)
        except OSError as trouble:
            raise Unreachable(
                f"The folder {self.outgoing.folder} cannot be written ({trouble.strerror})."
            ) from trouble
        return [self.writer.message_id(letter.key)]

    @staticmethod
    def _uploads(letter: Letter) -> list[Attached]:
        return [Attached.from_document(one) for one in letter.extra.get("attachments", ())]

    async def _file(self, attached: Attached) -> File:
        if (written := attached.content()) is not None:
            return File(attached.name, attached.media_type, written)
        try:
            content = await asyncio.to_thread(self.files.read, attached.sha256 or "", attached.size)
        except OSError as trouble:
            raise Undeliverable(f"“{attached.name}” is not there any more.") from trouble
        return File(attached.name, attached.media_type, content)

    async def look_up(self, letter: Letter) -> Sequence[str] | None:
        """The id of the letter's mail while its file lies there."""
        path = self.outgoing.path(letter.id, digest(letter.key))
        there = await asyncio.to_thread(path.exists)
        return [self.writer.message_id(letter.key)] if there else None

    async def fetch(self, attached: Attached, limit: int) -> bytes:
        """The bytes of a file that came with a mail."""
        if not attached.sha256:
            raise UserError(f"“{attached.name}” was not kept. Send it again.")
        try:
            return await asyncio.to_thread(self.files.read, attached.sha256, limit)
        except OSError as trouble:
            raise UserError(f"“{attached.name}” is not there any more. Send it again.") from trouble

    async def close(self) -> None:
        """Nothing is held open."""
