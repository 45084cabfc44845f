"""Handling: what one stored event brings about, inside one transaction."""

from __future__ import annotations

from collections.abc import Sequence

from dcbot.arguments import listed
from dcbot.command import Command
from dcbot.desk import Spoken
from dcbot.errors import NotAllowed, UserError
from dcbot.exchange import Exchange, Said
from dcbot.lines import How, Line
from dcbot.message import Answer, Ask, literal, quoted
from dcbot.replies import BY_WORD, meant_by_reaction
from dcbot.replying import (
    close_what_was_shared,
    find_question,
    question_meant,
    question_of,
    reply_word,
    take_reply,
)
from dcbot.roles import Assurance, Role
from dcbot.saying import write_letters
from dcbot.services import groups, places, standings
from storage.inbox import Event, EventKind, EventState, Outcome
from storage.questions import Question

_BROUGHT = ("attachments", "errand_result", "list")


class Handling(Exchange):
    """Handles its event; `run` does all and marks it handled."""

    async def run(self, spoken: Sequence[Spoken]) -> None:
        """Handle the event; what goes wrong in one line undoes that line alone."""
        event, store = self.event, self.store
        if event.kind is EventKind.MEMBERSHIP:
            await self.find_place()
            await places.changed(store, self.place, event.extra, now=self.now)
        else:
            await self.meet()
            await self.find_place()
            await self._answer(spoken)
            if not spoken and not self.done and not event.direct:
                # It was said to a meeting that did not come about, and so to nobody.
                event.text, event.extra = "", {}
            await close_what_was_shared(self)
            await write_letters(self)
        event.state = EventState.HANDLED
        event.handled_at = self.now
        if self.done:
            event.outcome = self.outcome()

    async def _answer(self, spoken: Sequence[Spoken]) -> None:
        event = self.event
        if event.kind is EventKind.REACTED:
            word = meant_by_reaction(event.text)
            await self._reply(await question_of(self, event.about), word, silent=True)
        elif event.kind is EventKind.EDITED:
            await self._edited(spoken)
        else:
            spoken = await self._latest(spoken)
            if not any(one.command for one in spoken):
                await self._no_command(spoken)
            elif question := await self._meant(spoken):
                await self._reply(question, reply_word(self, question), silent=False)
            else:
                await self._run_lines(spoken)

    async def _meant(self, spoken: Sequence[Spoken]) -> Question | None:
        # With the prefix it is a command, whatever was asked.
        prefixed = any(one.line.how is How.PREFIX for one in spoken)
        return None if prefixed else await question_meant(self)

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
        if known.kind is not EventKind.SAID:
            # An edit is never edited: the message is, again.
            return
        if _bare(self.desk.read(known)) == _bare(spoken):
            return
        if known.outcome is Outcome.CHANGED:
            self._stands(known)
        elif any(one.command for one in spoken):
            await self._run_lines(spoken)
        if self.done and known.outcome is not Outcome.CHANGED:
            known.outcome, known.text = self.outcome(), event.text
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
        question = await find_question(self)
        if question is not None:
            await self._reply(question, reply_word(self, question), silent=False)
        elif self.done:
            return
        elif len(spoken) == 1 and spoken[0].line.how is not How.PREFIX:
            await self._run_lines([Spoken(spoken[0].line)])
        elif spoken:
            for one in spoken:
                await self._unknown(one)
        elif event.direct:
            await self._run_lines([Spoken(Line("", How.DIRECT))])

    async def _reply(self, question: Question | None, word: str | None, *, silent: bool) -> None:
        proven = await take_reply(self, question, word, silent=silent)
        if proven is not None:
            await self._confirmed(proven, word or "")

    async def _unknown(self, one: Spoken) -> None:
        """No command begins so. Where the words name a group, they are taken as said by name; else
        the nearest commands are offered, privately, since others may be meant."""
        registry, prefix = self.desk.registry, self.desk.manners.prefix
        if one.mistake:
            self.done.append(Said(one, self.told(one.mistake), Outcome.FAILED))
            return
        if registry.otherwise and await groups.exactly(self.store, one.line.words):
            await self.guarded(one, registry.otherwise, {}, Outcome.READ)
            return
        near = registry.near(one.line.words)
        said = quoted(prefix + " ".join(one.line.words.split()[:2]), 40)
        if near:
            offers = listed([f"`{command.usage(prefix)}`" for command in near], "or")
            text = f"{said} is no command. Did you mean {offers}?"
        else:
            text = f"{said} is no command. `{prefix}help` lists what can be said."
        self.done.append(Said(one, Answer(text, private=True), Outcome.FAILED))

    async def _confirmed(self, question: Question, word: str) -> None:
        """The sender has proven to be who they say: what they asked for is done now."""
        if word != "yes":
            self.done.append(Said(None, Answer("Nothing was done."), Outcome.READ))
            return
        self.event.assurance = int(Assurance.STRONG)
        self.event.extra = {**self.event.extra, **question.draft["with"]}
        await self.find_place()
        lines = [Line(words, How.DIRECT) for words in question.draft["lines"]]
        await self._run_lines([self.desk.read_line(line) for line in lines])

    async def _run_lines(self, spoken: Sequence[Spoken]) -> None:
        role = await self._role()
        unproven = [one for one in spoken if self._needs_proof(one, role)]
        if unproven and self.event.transport == "mail":
            self._ask_for_proof(spoken)
            return
        for one in spoken:
            await self._run_line(one, role)

    async def _role(self) -> Role:
        """The role by which commands are open to the sender."""
        return await standings.highest(self.store, self.person, now=self.now)

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
            await self._unknown(one)
            return
        handler = command.handler if command else self.desk.registry.otherwise
        if handler is None:
            return
        refused = self._not_allowed(command, role) if command else None
        unsure = self._not_sure(command) if command else None
        mistake = refused or one.mistake or unsure
        if mistake is not None:
            self.done.append(Said(one, self.told(mistake), Outcome.FAILED))
            return
        outcome = Outcome.CHANGED if command and command.changes else Outcome.READ
        await self.guarded(one, handler, one.values, outcome)

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


def _bare(spoken: Sequence[Spoken]) -> list[list[list[str]]]:
    """The words of each line said, and of those below it: how far apart they stand says nothing."""
    return [[line.split() for line in one.line.words.split("\n")] for one in spoken]
