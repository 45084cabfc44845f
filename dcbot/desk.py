"""The desk: what people can say, how the bot is known, and a message read into commands; pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dcbot.command import Command, Manners, Registry
from dcbot.errors import BadArgument, UserError
from dcbot.lines import (
    MAX_LINE,
    MAX_LINES,
    How,
    Line,
    after_name,
    after_prefix,
    fold,
    own_lines,
    said_to_bot,
)
from dcbot.roles import Role
from storage.inbox import Event, EventKind
from storage.outbox import Act

MAX_TEXT = 20_000
"""Characters of a command with the lines below it."""
_TOO_MANY = BadArgument(
    f"I read {MAX_LINES} commands in one message; nothing was done from here on. Say the rest in "
    "another message."
)
_TOO_LONG = BadArgument(
    f"The line is longer than {MAX_LINE} characters; nothing was done. Say it in fewer words."
)


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
        text = self._text(event)
        lines = said_to_bot(
            text,
            prefix=self.manners.prefix,
            names=names,
            direct=event.direct,
            addressed=event.addressed,
        )
        begun = self._begun(text, names) if event.direct else []
        if below := self._with_lines_below(text, begun or lines):
            return [self.read_line(below)]
        spoken: list[Spoken] = []
        for line in lines:
            one = self.read_line(line)
            # Without a prefix, commands stand at the top; what follows them is talk.
            if line.how is not How.PREFIX:
                asked = one.command is not None and one.command is self.registry.asking
                if one.command is None or (asked and not spoken):
                    return spoken or [self._whole(one, lines)]
            if len(spoken) == MAX_LINES:
                return [*spoken, Spoken(line, one.command, mistake=_TOO_MANY)]
            spoken.append(one)
        return spoken

    def _text(self, event: Event) -> str:
        """What was said; with the subject of a mail before it, where that is a command that may
        stand there and the mail itself does not begin with it."""
        subject = event.extra.get("subject") or ""
        found = self.registry.find(subject) if event.direct else None
        if found is None or not found[0].by_subject:
            return event.text
        first = next((line for line in own_lines(event.text) if line), "")
        begins = self.registry.find(first)
        repeated = begins is not None and begins[0] is found[0]
        return event.text if repeated else f"{subject}\n{event.text}"

    def _begun(self, text: str, names: Sequence[str]) -> list[Line]:
        """The first line, where it begins what goes on below it although a line there names the
        bot: in the notes of a scribe, “dcbot, adopt the agenda” is a note."""
        own = [line for line in own_lines(text) if line]
        found = self.registry.find(own[0]) if own else None
        prefixed = any(after_prefix(line, self.manners.prefix) is not None for line in own)
        if found is None or not found[0].takes_lines or prefixed or after_name(own[0], names):
            return []
        return [Line(own[0][: MAX_LINE + 1], How.DIRECT)]

    def _with_lines_below(self, text: str, lines: Sequence[Line]) -> Line | None:
        """The command with the lines below it, where it takes them and is the only one."""
        found = self.registry.find(lines[0].words) if lines else None
        if found is None or not found[0].takes_lines:
            return None
        first = lines[0]
        if first.how is not How.DIRECT and len(lines) > 1:
            return None
        own = own_lines(text)
        # A cut line is too long, which is told; nothing below it counts.
        start = next((n for n, line in enumerate(own) if line.endswith(first.words)), len(own))
        below = "\n".join(own[start + 1 :]).strip()
        return Line(f"{first.words}\n{below}" if below else first.words, first.how)

    def _whole(self, first: Spoken, lines: list[Line]) -> Spoken:
        """A question with all its lines: people begin with a greeting, and ask two things."""
        line = Line("\n".join(one.words for one in lines)[:MAX_LINE], first.line.how)
        if first.command is None:
            return Spoken(line)
        return Spoken(line, first.command, {first.command.parameters[0].name: line.words})

    def read_line(self, line: Line) -> Spoken:
        """One line, read: its command and values, or the mistake in it."""
        found = self.registry.find(line.words)
        if found is None:
            return Spoken(line)
        command, rest = found
        longest = max(map(len, line.words.split("\n"))) if command.takes_lines else len(line.words)
        if longest > MAX_LINE or len(line.words) > MAX_TEXT:
            return Spoken(line, command, mistake=_TOO_LONG)
        asking = self.registry.asking
        # “help what did I miss” asks for help with a command that is called so; “tell me about the
        # rules” asks for no other than what it says.
        named = command.name == "help" and self.registry.find(rest) is not None
        if asking and line.how is not How.PREFIX and not named and _asks(line.words, command, rest):
            return Spoken(line, asking, {asking.parameters[0].name: line.words})
        try:
            return Spoken(line, command, command.read(rest, self.manners.prefix))
        except UserError as mistake:
            # “link to the page of DC3” is no attempt at a command that begins with that word.
            if asking and line.how is not How.PREFIX and fold(rest).startswith("to the "):
                return Spoken(line, asking, {asking.parameters[0].name: line.words})
            return Spoken(line, command, mistake=mistake)


_QUESTIONS = re.compile(
    r"(?:what|which|who|whom|when|where|why|how|is|are|was|were|do|does|did|can|could|will|would|"
    r"has|have|any|tell|please)\b"
)
# “List of rules” is none of a year.
_GOES_ON = re.compile(r"(?:the|me|all|any|of(?!.*\b(?:19|20)\d\d\b))\b")
_ASKS_WITHIN = re.compile(r"\b(?:who|what|when|where|why|how|which)\b")


def _asks(words: str, command: Command, rest: str) -> bool:
    """Whether the line only looks like that command: it is a question, or a whole sentence.

    A command that changes anything is never left for one, and neither are its bare words.
    """
    if not rest.strip(" ?!.") or command.changes or command.allowed > Role.ANYONE:
        return False
    sentence = _QUESTIONS.match(fold(words)) or _GOES_ON.match(fold(rest))
    sentence = sentence or _ASKS_WITHIN.search(fold(rest))
    # “help coalition list?” is asked of the help itself.
    return bool(sentence) or (words.rstrip().endswith("?") and command.name != "help")
