"""The desk: what people can say, how the bot is known, and a message read into commands; pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from dcbot.command import Command, Manners, Registry
from dcbot.errors import BadArgument, UserError
from dcbot.lines import MAX_LINE, MAX_LINES, How, Line, said_to_bot
from storage.inbox import Event, EventKind
from storage.outbox import Act

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
        lines = said_to_bot(
            event.text,
            prefix=self.manners.prefix,
            names=names,
            direct=event.direct,
            addressed=event.addressed,
        )
        spoken: list[Spoken] = []
        for line in lines:
            one = self.read_line(line)
            # Without a prefix, commands stand at the top; what follows them is talk.
            if one.command is None and line.how is not How.PREFIX:
                return spoken or [one]
            if len(spoken) == MAX_LINES:
                return [*spoken, Spoken(line, one.command, mistake=_TOO_MANY)]
            spoken.append(one)
        return spoken

    def read_line(self, line: Line) -> Spoken:
        """One line, read: its command and values, or the mistake in it."""
        found = self.registry.find(line.words)
        if found is None:
            return Spoken(line)
        command, rest = found
        if len(line.words) > MAX_LINE:
            return Spoken(line, command, mistake=_TOO_LONG)
        try:
            return Spoken(line, command, command.read(rest, self.manners.prefix))
        except UserError as mistake:
            return Spoken(line, command, mistake=mistake)
