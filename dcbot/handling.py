"""Handling: what one stored event brings about, inside one transaction."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from dcbot.command import Call, Command, Manners, Registry
from dcbot.errors import NotAllowed, UserError
from dcbot.lines import How, Line, bare_word, said_to_bot
from dcbot.message import Answer, Ask, Attached, literal, quoted
from dcbot.replies import hash_of, meant_by_mail
from dcbot.roles import Assurance, Role
from dcbot.services import people, places, standings
from storage.inbox import Event, EventKind, EventState, Outcome
from storage.outage import is_outage
from storage.outbox import Act, Letter
from storage.people import Person
from storage.places import Place
from storage.questions import Question, QuestionState
from storage.store import Store

CHAT_EXPIRY = timedelta(minutes=15)
MAIL_EXPIRY = timedelta(days=3)
_REACTIONS = {"👍": "yes", "✅": "yes", "✔": "yes", "👎": "no", "❌": "no", "✖": "no"}
_BROUGHT = ("attachments", "errand_result", "list")
BY_WORD = "confirm by mail"
"""The kind of the bot's own question whether a mail is really from its sender."""

log = logging.getLogger("dcbot.handling")


@dataclass(frozen=True, slots=True)
class Spoken:
    """One line said to the bot, read: its command and values, or the mistake in it."""

    line: Line
    command: Command | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    mistake: UserError | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """What handling needs besides the event: what people can say, and how the bot is known."""

    registry: Registry
    manners: Manners
    names: Mapping[str, Collection[str]]
    acts: Mapping[str, Collection[Act]]

    def read(self, event: Event) -> list[Spoken]:
        """The lines of the event that are said to the bot, read; needs no store."""
        if event.kind not in (EventKind.SAID, EventKind.EDITED):
            return []
        names = sorted(self.names.get(event.transport, ()) or {self.manners.name})
        lines = said_to_bot(
            event.text,
            prefix=self.manners.prefix,
            names=names,
            direct=event.direct,
            addressed=event.addressed,
        )
        spoken: list[Spoken] = []
        for line in lines:
            one = self._read_line(line)
            # Without a prefix, commands stand at the top; what follows them is talk.
            if one.command is None and line.how is not How.PREFIX:
                return spoken or [one]
            spoken.append(one)
        return spoken

    def _read_line(self, line: Line) -> Spoken:
        found = self.registry.find(line.words)
        if found is None:
            return Spoken(line)
        command, rest = found
        try:
            return Spoken(line, command, command.read(rest, self.manners.prefix))
        except UserError as mistake:
            return Spoken(line, command, mistake=mistake)


@dataclass
class Said:
    """What one line was answered, and what it brought about."""

    spoken: Spoken | None
    answer: Answer
    outcome: Outcome


class Handling:
    """One event, its sender and its place; `run` does all and marks it handled."""

    def __init__(self, desk: Desk, store: Store, event: Event, now: datetime) -> None:
        self.desk = desk
        self.store = store
        self.event = event
        self.now = now
        self.person: Person
        self.place: Place
        self.done: list[Said] = []

    @property
    def alone(self) -> bool:
        """Whether only the sender reads the answer: in a direct chat, and always by mail."""
        return self.event.direct or self.event.place == self.event.sender

    async def run(self, spoken: Sequence[Spoken]) -> None:
        """Handle the event; what goes wrong in one line undoes that line alone."""
        event, store = self.event, self.store
        self.place = await self._where()
        if event.kind is EventKind.MEMBERSHIP:
            await places.changed(store, self.place, event.extra, now=self.now)
        else:
            name = event.extra.get("name")
            self.person = await people.met(
                store, event.transport, event.sender, name=name, now=self.now
            )
            await self._answer(spoken)
            await self._write_letters()
        event.state = EventState.HANDLED
        event.handled_at = self.now
        if self.done:
            event.outcome = self._outcome()

    async def _where(self) -> Place:
        """The place that it was said in. A list is one, though the answer goes to the sender."""
        by_list = self.event.extra.get("list")
        return await places.known(
            self.store,
            self.event.transport,
            by_list or self.event.place,
            direct=self.alone and not by_list,
            now=self.now,
        )

    async def _answer(self, spoken: Sequence[Spoken]) -> None:
        event = self.event
        if event.kind is EventKind.REACTED:
            word = _REACTIONS.get(event.text.removesuffix("\ufe0f"))
            await self._take_reply(await self._question_of(event.about), word, silent=True)
        elif event.kind is EventKind.EDITED:
            await self._edited(spoken)
        elif any(one.command for one in spoken):
            await self._run_lines(await self._latest(spoken))
        else:
            await self._no_command(await self._latest(spoken))

    async def _latest(self, spoken: Sequence[Spoken]) -> Sequence[Spoken]:
        """The message as its edits left it, where it was edited before it was handled."""
        edits = await self.store.inbox.edits_waiting(self.event)
        for edit in edits:
            edit.state, edit.handled_at = EventState.HANDLED, self.now
        if not edits:
            return spoken
        self.event.text = edits[-1].text
        return self.desk.read(self.event)

    async def _edited(self, spoken: Sequence[Spoken]) -> None:
        """An edit runs where the message it changes failed, only read, or said nothing to us."""
        event = self.event
        known = await self.store.inbox.by_event(event.transport, event.about or "")
        if known is None or known.sender != event.sender or known.place != event.place:
            # Nobody changes what somebody else said, nor what was said before the bot was there.
            return
        before = [one.line.words for one in self.desk.read(known)]
        if before == [one.line.words for one in spoken]:
            return
        if known.outcome is Outcome.CHANGED:
            self._stands(known)
        elif any(one.command for one in spoken):
            await self._run_lines(spoken)
        if self.done and known.outcome is not Outcome.CHANGED:
            known.outcome, known.text = self._outcome(), event.text
            known.state, known.handled_at = EventState.HANDLED, self.now

    def _stands(self, known: Event) -> None:
        at = known.handled_at.strftime("%H:%M UTC") if known.handled_at else "before"
        first = known.text.strip().split("\n")[0]
        text = (
            f"What was done at {at} stands: {quoted(first)}. An edit does not change it. "
            "To change it, say the new command in a message of its own."
        )
        self.done.append(Said(None, Answer(text), Outcome.FAILED))

    async def _no_command(self, spoken: Sequence[Spoken]) -> None:
        event = self.event
        question = await self._find_question()
        if question is not None:
            await self._take_reply(question, self._reply_word(question), silent=False)
        elif self.done:
            return
        elif len(spoken) == 1 and spoken[0].line.how is not How.PREFIX:
            await self._run_lines([Spoken(spoken[0].line)])
        elif spoken:
            for one in spoken:
                self._unknown(one)
        elif event.direct:
            await self._run_lines([Spoken(Line("", How.DIRECT))])

    def _unknown(self, one: Spoken) -> None:
        """No command begins so: the nearest are offered, privately, since others may be meant."""
        registry, prefix = self.desk.registry, self.desk.manners.prefix
        near = registry.near(one.line.words)
        said = quoted(prefix + " ".join(one.line.words.split()[:2]), 40)
        if near:
            offers = " or ".join(f"`{command.usage(prefix)}`" for command in near)
            text = f"{said} is no command. Did you mean {offers}?"
        else:
            text = f"{said} is no command. `{prefix}help` lists what can be said."
        self.done.append(Said(one, Answer(text, private=True), Outcome.FAILED))

    async def _find_question(self) -> Question | None:
        """The open question that the message answers, by token, by reply or by a bare word."""
        event = self.event
        token = event.extra.get("token")
        if token:
            found = await self.store.questions.with_token(hash_of(token))
            if found is None:
                self._refuse("The word in that mail belongs to no question of mine.")
            return found
        found = await self._question_of(event.about)
        if found:
            return self._unless_proof_is_due(found)
        word = bare_word(event.text)
        # What was asked of somebody by a letter waits at their address, whichever chat is theirs.
        places = [event.place, event.sender] if event.direct else [event.place]
        asked = await self.store.questions.open_in(event.transport, places, self.now)
        mine = [
            question
            for question in asked
            if question.person_id in (None, self.person.id) and word in question.accepts
        ]
        if len(mine) > 1:
            self._refuse(
                f"{len(mine)} questions wait for your answer here. Reply to the one that you mean."
            )
            return None
        return self._unless_proof_is_due(mine[0]) if mine else None

    def _unless_proof_is_due(self, question: Question) -> Question | None:
        """The question, unless its answer must carry its word: anybody can write a sender's name
        and the id of a mail, but the word is known only to who received the question."""
        if question.token_hash is None:
            return question
        self._refuse(
            "That answer does not carry the word of the question. Reply to the mail that asked, "
            "to the address that it names for replies."
        )
        return None

    def _refuse(self, text: str) -> None:
        self.done.append(Said(None, Answer(text), Outcome.FAILED))

    async def _question_of(self, event_id: str | None) -> Question | None:
        if event_id is None:
            return None
        letters = await self.store.outbox.ours(self.event.transport, [event_id])
        letter = letters.get(event_id)
        return await self.store.questions.of_letter(letter.key) if letter else None

    def _reply_word(self, question: Question) -> str:
        if self.event.extra.get("token"):
            return meant_by_mail(self.event.text, question.accepts)
        return bare_word(self.event.text)

    async def _take_reply(self, question: Question | None, word: str | None, silent: bool) -> None:
        """Hand the reply to what takes it. A reaction that means nothing is let pass."""
        if question is None or (silent and word is None):
            return
        if question.state is not QuestionState.OPEN or question.expires_at <= self.now:
            if not silent:
                self._refuse("That question is settled or has run out. Say the command again.")
            return
        if question.person_id not in (None, self.person.id):
            if not silent:
                self._refuse("That question was asked of somebody else; only they can answer it.")
            return
        if question.accepts and word not in question.accepts:
            if not silent:
                expected = " or ".join(f"`{accepted}`" for accepted in question.accepts)
                said = quoted(self.event.text)
                self._refuse(f"{said} does not answer the question. Say {expected}.")
            return
        question.state, question.answer = QuestionState.ANSWERED, word
        if question.kind == BY_WORD:
            await self._confirmed(question, word or "")
            return
        reply = self.desk.registry.replies[question.kind]
        await self._guarded(
            None, reply.handler, {"reply": word or "", "draft": question.draft}, Outcome.CHANGED
        )

    async def _confirmed(self, question: Question, word: str) -> None:
        """The sender has proven to be who they say: what they asked for is done now."""
        if word != "yes":
            self.done.append(Said(None, Answer("Nothing was done."), Outcome.READ))
            return
        self.event.assurance = int(Assurance.STRONG)
        self.event.extra = {**self.event.extra, **question.draft["with"]}
        self.place = await self._where()
        lines = [Line(words, How.DIRECT) for words in question.draft["lines"]]
        await self._run_lines([self.desk._read_line(line) for line in lines])

    async def _run_lines(self, spoken: Sequence[Spoken]) -> None:
        role = await standings.highest(self.store, self.person, now=self.now)
        unproven = [one for one in spoken if self._needs_proof(one, role)]
        if unproven and self.event.transport == "mail":
            self._ask_for_proof(spoken)
            return
        for one in spoken:
            await self._run_line(one, role)

    def _needs_proof(self, one: Spoken, role: Role) -> bool:
        command = one.command
        return (
            command is not None
            and one.mistake is None
            and self.event.assurance < command.assurance
            and role >= command.allowed
        )

    def _ask_for_proof(self, spoken: Sequence[Spoken]) -> None:
        lines, extra = [one.line.words for one in spoken], self.event.extra
        shown = "\n".join(f"> {quoted(words, 200)}" for words in lines)
        where = f" on {literal(extra['list'])}" if "list" in extra else ""
        text = (
            f"This was asked for in your name{where}:\n\n{shown}\n\n"
            "A mail alone does not prove who wrote it. Reply “yes” to this mail to confirm; "
            "its address holds a word that works once, for three days. "
            "If it was not you, do nothing."
        )
        # The reply that confirms does not bring the files and pages of the mail that asked.
        brought = {name: extra[name] for name in _BROUGHT if name in extra}
        ask = Ask(BY_WORD, accepts=("yes", "no"), draft={"lines": lines, "with": brought})
        self.done.append(Said(None, Answer(text, ask=ask), Outcome.READ))

    async def _run_line(self, one: Spoken, role: Role) -> None:
        command = one.command
        if command is None and one.line.how is How.PREFIX:
            self._unknown(one)
            return
        handler = command.handler if command else self.desk.registry.otherwise
        if handler is None:
            return
        refused = self._not_allowed(command, role) if command else None
        unsure = self._not_sure(command) if command else None
        mistake = refused or one.mistake or unsure
        if mistake is not None:
            self.done.append(Said(one, self._told(mistake), Outcome.FAILED))
            return
        outcome = Outcome.CHANGED if command and command.changes else Outcome.READ
        await self._guarded(one, handler, one.values, outcome)

    def _told(self, mistake: UserError) -> Answer:
        """The mistake as an answer. Services name commands with “!”, whatever the prefix is."""
        prefix = self.desk.manners.prefix
        return Answer(re.sub(r"`!(?=\w)", lambda _: f"`{prefix}", mistake.text))

    def _not_allowed(self, command: Command, role: Role) -> UserError | None:
        to = f"say “{self.desk.manners.prefix}{command.name}”"
        if role < command.allowed:
            return NotAllowed(standings.refusal(to, command.allowed, None, role))
        return None

    def _not_sure(self, command: Command) -> UserError | None:
        if self.event.assurance < command.assurance:
            return NotAllowed(
                f"“{command.name}” needs to be said where it is sure who speaks, such as in chat."
            )
        return None

    async def _guarded(
        self, one: Spoken | None, handler: Any, values: Mapping[str, Any], outcome: Outcome
    ) -> None:
        """Run a handler in a savepoint of its own; whatever it raises becomes an answer."""
        words = one.line.words if one else self.event.text
        try:
            async with self.store.savepoint():
                answer = await handler(self._call(words), **values)
        except UserError as mistake:
            answer, outcome = self._told(mistake), Outcome.FAILED
            await self._refresh()
        except Exception as trouble:
            if is_outage(trouble):
                raise
            reference = secrets.token_hex(3)
            log.exception("reference %s: a command broke", reference)
            text = f"Something broke; nothing was changed. Reference {reference}."
            answer, outcome = Answer(text), Outcome.FAILED
            await self._refresh()
        if isinstance(answer, str):
            answer = Answer(answer)
        self.done.append(Said(one, answer, outcome))

    async def _refresh(self) -> None:
        # What was changed in an undone savepoint is forgotten by the session and read again.
        for row in (self.event, self.person, self.place):
            await self.store.session.refresh(row)

    def _call(self, words: str) -> Call:
        event = self.event
        attached = [Attached.from_document(one) for one in event.extra.get("attachments", ())]
        return Call(
            store=self.store,
            person=self.person,
            place=self.place,
            now=self.now,
            manners=self.desk.manners,
            registry=self.desk.registry,
            transport=event.transport,
            sender=event.sender,
            assurance=Assurance(event.assurance),
            event_id=event.event_id,
            direct=event.direct,
            private=self.alone,
            attachments=attached,
            errand=event.extra.get("errand_result"),
            words=words,
        )

    def _outcome(self) -> Outcome:
        outcomes = {said.outcome for said in self.done}
        for outcome in (Outcome.CHANGED, Outcome.READ):
            if outcome in outcomes:
                return outcome
        return Outcome.FAILED

    async def _write_letters(self) -> None:
        """One letter to the place and one to the sender alone, where there is something to say."""
        open_answers = [said for said in self.done if not said.answer.private]
        private = [said for said in self.done if said.answer.private]
        key = f"answer to {self.event.transport} {self.event.event_id}"
        if open_answers:
            await self._write(key, open_answers, to_person=False)
        if private:
            to_person = not self.event.direct
            await self._write(f"{key}, privately", private, to_person=to_person)

    async def _write(self, key: str, said: Sequence[Said], *, to_person: bool) -> None:
        event = self.event
        letter = Letter(
            key=key,
            transport=event.transport,
            place=event.sender if to_person else event.place,
            to_person=to_person,
            about=None if to_person else event.event_id,
            thread=None if to_person else event.thread,
            subject=event.extra.get("subject"),
            created_at=self.now,
            due_at=self.now,
            text=self._text(said),
        )
        if not to_person:
            kept = ("references", "list")
            letter.extra = {name: event.extra[name] for name in kept if name in event.extra}
        reaction = self._acknowledgement(said)
        if reaction and not to_person:
            letter.act, letter.text = Act.REACT, reaction
        for one in said:
            if one.answer.ask:
                self._ask(one.answer.ask, letter)
        await self.store.outbox.add(letter)

    def _text(self, said: Sequence[Said]) -> str:
        whole = self.alone or (len(said) == 1 and said[0].answer.private)
        texts = [one.answer.text if whole else one.answer.brief or one.answer.text for one in said]
        if len(texts) == 1:
            return texts[0]
        return "\n\n".join(
            f"`{one.spoken.line.words.replace('`', '')}`\n\n{text}" if one.spoken else text
            for one, text in zip(said, texts, strict=True)
        )

    def _acknowledgement(self, said: Sequence[Said]) -> str | None:
        can = Act.REACT in self.desk.acts.get(self.event.transport, ())
        if not can or self.person.wishes.get("words") or self.event.direct:
            return None
        reactions = {one.answer.acknowledgement for one in said}
        return reactions.pop() if len(reactions) == 1 else None

    def _ask(self, ask: Ask, letter: Letter) -> None:
        event = self.event
        mail = event.transport == "mail"
        question = Question(
            kind=ask.kind,
            letter_key=letter.key,
            transport=event.transport,
            place=letter.place,
            person_id=self.person.id,
            accepts=list(ask.accepts),
            asked_at=self.now,
            expires_at=self.now + (MAIL_EXPIRY if mail else CHAT_EXPIRY),
            draft=ask.draft,
        )
        if mail:
            token = secrets.token_hex(16)
            question.token_hash = hash_of(token)
            letter.extra = {**letter.extra, "token": token}
        self.store.questions.add(question)
