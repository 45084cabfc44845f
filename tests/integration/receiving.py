"""Whoever carries the bot's mails on: takes each file away as it comes, and counts what arrives."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path

from tests.stages import parsed, words_of


class Receiver:
    """Takes the files of the outgoing folder away while the block lasts; each sending counts.

    Mail programs know a mail by its Message-ID, so a mail that is sent twice must be the same one.
    """

    def __init__(self, outgoing: Path) -> None:
        self.outgoing = outgoing
        self.sendings: Counter[str] = Counter()
        self.mails: dict[str, EmailMessage] = {}
        self._raw: dict[str, bytes] = {}
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Receiver:
        self.outgoing.mkdir(parents=True, exist_ok=True)
        self._task = asyncio.create_task(self._go_on())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _go_on(self) -> None:
        while True:
            self.take()
            await asyncio.sleep(0.01)

    def take(self) -> None:
        """Take away what lies there now."""
        for path in sorted(self.outgoing.glob("[!.]*.eml")):
            # Under another name nothing that is sent meanwhile is mixed up with it.
            raw = path.rename(path.with_suffix(".taken")).read_bytes()
            mail = parsed(raw)
            name = str(mail["Message-ID"])
            assert self._raw.setdefault(name, raw) == raw, "one Message-ID, and two mails"
            self.sendings[name] += 1
            self.mails[name] = mail

    def received(self) -> dict[str, list[str]]:
        """What each address got, in words, oldest first."""
        found: dict[str, list[str]] = defaultdict(list)
        for mail in self.mails.values():
            found[str(mail["To"])].append(words_of(mail))
        return found

    def to(self, address: str) -> Iterator[EmailMessage]:
        """The mails that somebody got, oldest first."""
        return (mail for mail in self.mails.values() if mail["To"] == address)

    async def until(self, count: int, within: float) -> None:
        """Until so many mails have arrived."""
        async with asyncio.timeout(within):
            while len(self.mails) < count:
                await asyncio.sleep(0.02)
