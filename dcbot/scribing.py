"""Scribing: handling what a scribe says while they write down a meeting that is held elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dcbot.desk import Desk, Spoken
from dcbot.exchange import Said
from dcbot.handling import Handling
from dcbot.lines import How, after_prefix, own_lines
from dcbot.message import Answer, Ask
from dcbot.roles import Assurance
from dcbot.services import letters, notes, notes_told, noting
from dcbot.services.noting import Noted
from storage.inbox import Event, EventKind, Outcome
from storage.journals import Journal
from storage.outbox import Act
from storage.store import Store

DONE = "✅"


class Scribing(Handling):
    """Handles a message that goes on with somebody's notes: commands need their prefix in it."""

    def __init__(
        self, desk: Desk, store: Store, event: Event, now: datetime, *, journal: Journal
    ) -> None:
        super().__init__(desk, store, event, now)
        self.journal = journal

    async def _answer(self, spoken: Sequence[Spoken]) -> None:
        event = self.event
        if event.kind is EventKind.REACTED:
            await super()._answer(spoken)
            return
        if event.kind is EventKind.SAID:
            await self._latest(spoken)
        if event.kind is EventKind.SAID and self._is_command():
            await self._run_lines(spoken)
            return
        prefix = self.desk.manners.prefix
        lines = own_lines(event.text)
        text = "\n".join(line for line in lines if after_prefix(line, prefix) is None)
        await self.store.journals.lock(self.journal)
        if text.strip():
            await self._note(text)
        commands = [one for one in spoken if one.line.how is How.PREFIX]
        if commands:
            await self._run_lines(commands)

    def _is_command(self) -> bool:
        """Whether the message is the bare name of a command, and no more: “help”."""
        lines = [line for line in own_lines(self.event.text) if line]
        found = self.desk.registry.find(lines[0]) if len(lines) == 1 else None
        return found is not None and not found[1] and not lines[0].rstrip().endswith(":")

    async def _note(self, text: str) -> None:
        event = self.event
        message = noting.Message(event.transport, event.event_id, self.place.id, self._assurance())
        if event.kind is EventKind.EDITED:
            noted = await noting.edit(
                self.store,
                self.journal,
                event.about or "",
                text,
                message,
                by=self.person,
                now=self.now,
            )
        else:
            noted = await noting.take(
                self.store, self.journal, text, message, by=self.person, now=self.now
            )
        await self._told(noted)

    def _assurance(self) -> Assurance:
        # Who knows the word of a question has received it at their address.
        if "token" in self.event.extra:
            return Assurance.STRONG
        return Assurance(self.event.assurance)

    async def _told(self, noted: Noted) -> None:
        store, journal = self.store, self.journal
        if noted.over:
            text = await notes_told.close(store, journal, noted.fold, by=self.person, now=self.now)
            self.done.append(Said(None, Answer(text), Outcome.CHANGED))
            return
        doubts = any(doubt.at_once for taken in noted.taken for doubt in taken.doubts)
        by_mail = self.event.transport == "mail"
        if by_mail or doubts:
            text = await notes_told.told(store, journal, noted, now=self.now)
            ask = Ask(notes.MORE, accepts=(), draft={"journal": journal.id}) if by_mail else None
            self.done.append(Said(None, Answer(text, ask=ask), Outcome.CHANGED))
        elif Act.REACT in self.desk.acts[self.event.transport]:
            await self._react()
        else:
            self.done.append(Said(None, Answer("Noted."), Outcome.CHANGED))

    async def _react(self) -> None:
        event = self.event
        message = event.about if event.kind is EventKind.EDITED else event.event_id
        await letters.react(
            self.store,
            event.transport,
            event.place,
            message or "",
            DONE,
            key=f"recorded {event.transport} {message}",
            now=self.now,
        )
