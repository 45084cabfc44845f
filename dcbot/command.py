"""How a command is declared, once; and the registry that finds all of them in their folder."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from types import FunctionType
from typing import Any, TypeAlias, get_type_hints

from rapidfuzz import fuzz, process

from dcbot.arguments import Kind, Paragraphs, Words
from dcbot.errors import BadArgument
from dcbot.lines import fold
from dcbot.message import Answer, Attached, quoted
from dcbot.roles import Assurance, Role
from storage.people import Person
from storage.places import Place
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Manners:
    """How the bot is spoken to in this community: its name, its prefix, its zone."""

    name: str = "dcbot"
    prefix: str = "!"
    zone: str = "UTC"
    """IANA name of the zone in which dates are read and shown where no other is known."""
    site: str = ""
    """The address by which people reach the web, where there is one."""


@dataclass(kw_only=True)
class Call:
    """What a command is given besides its words: the store, who speaks, where and when."""

    store: Store
    person: Person
    place: Place
    now: datetime
    manners: Manners
    registry: Registry
    transport: str
    sender: str
    """The address of the person, as the transport writes it."""
    assurance: Assurance
    event_id: str
    said_at: datetime
    """When it was said, as the sender's server tells it, which may be long before `now`."""
    direct: bool = False
    private: bool = False
    """Said where only the sender reads the answer."""
    reaches: Collection[str] = ()
    """The transports by which the bot can write to people."""
    attachments: Sequence[Attached] = ()
    errand: dict[str, Any] | None = None
    """The result of the errand that the command asked for, where it declared one."""
    words: str = ""
    """The line as it was said, without prefix."""

    def usage(self, name: str) -> str:
        """The usage of a command, as code, as it is said in this place."""
        return f"`{self.registry.commands[name].usage(self.manners.prefix)}`"

    def say(self, words: str) -> str:
        """A command line, as code, with the prefix."""
        return f"`{self.manners.prefix}{words}`"


Handler: TypeAlias = Callable[..., Awaitable[Answer | str]]


@dataclass(frozen=True, slots=True)
class Example:
    """A line as it is said, and the answer; one that ends with … begins so. Each is a test."""

    said: str
    answer: str


@dataclass(frozen=True)
class Parameter:
    """One thing that a command takes."""

    name: str
    kind: Kind
    required: bool


@dataclass(frozen=True)
class Command:
    """One thing that people can say."""

    name: str
    handler: Handler
    parameters: tuple[Parameter, ...]
    summary: str
    details: str
    subject: str
    """The file that it stands in."""
    aliases: tuple[str, ...] = ()
    allowed: Role = Role.ANYONE
    assurance: Assurance = Assurance.WEAK
    changes: bool = False
    """Whether it changes anything; an edit of a message that did is not run again."""
    examples: tuple[Example, ...] = ()
    errand: str | None = None
    """The kind of errand that must be done with the attachment before the command is run."""
    by_subject: bool = False
    """The subject of a mail may be it; what the mail says are then the lines below it."""

    @property
    def takes_lines(self) -> bool:
        """Whether the lines below it belong to it."""
        return bool(self.parameters) and isinstance(self.parameters[-1].kind, Paragraphs)

    def usage(self, prefix: str = "!") -> str:
        """How it is said: `<…>` must be there, `[…]` may be."""
        parts = [prefix + self.name]
        for parameter in self.parameters:
            label = parameter.kind.label
            until = getattr(parameter.kind, "until", "")
            options = getattr(parameter.kind, "options", None)
            if options and len(options) <= 4:
                label = "|".join(options)
            parts.append((f"<{label}>" if parameter.required else f"[{label}]") + until)
        return " ".join(parts)

    def read(self, rest: str, prefix: str = "!") -> dict[str, Any]:
        """The values of the parameters; raises BadArgument, which ends with the way out."""
        words = Words(rest)
        values: dict[str, Any] = {}
        for parameter in self.parameters:
            last = parameter is self.parameters[-1]
            if not words.left:
                if parameter.required:
                    raise BadArgument(
                        f"The {parameter.kind.label} is missing. Say: `{self.usage(prefix)}`"
                    )
                continue
            try:
                values[parameter.name] = parameter.kind.read(words, last)
            except BadArgument as mistake:
                raise BadArgument(f"{mistake.text} Say: `{self.usage(prefix)}`") from None
        if words.left:
            raise BadArgument(
                f"{quoted(words.left)} is more than {prefix}{self.name} takes. "
                f"Say: `{self.usage(prefix)}`"
            )
        return values


@dataclass(frozen=True)
class Reply:
    """What takes the reply to a question of one kind."""

    kind: str
    handler: Handler


_ATTRIBUTE = "__dcbot__"


def command(
    name: str,
    *,
    aliases: Sequence[str] = (),
    allowed: Role = Role.ANYONE,
    assurance: Assurance = Assurance.WEAK,
    changes: bool = False,
    examples: Sequence[Example] = (),
    errand: str | None = None,
    by_subject: bool = False,
) -> Callable[[Handler], Handler]:
    """Declare the function below as a command; its docstring is the help, written for users.

    `allowed` is the least role that somebody must hold somewhere; the service checks it for the
    group in question. `assurance` is how sure it must be who speaks.
    """

    def declare(handler: Handler) -> Handler:
        assert isinstance(handler, FunctionType)
        summary, details = _help(handler)
        declared = Command(
            name=name,
            handler=handler,
            parameters=_parameters(handler),
            summary=summary,
            details=details,
            subject=handler.__module__.rpartition(".")[2],
            aliases=tuple(aliases),
            allowed=allowed,
            assurance=assurance,
            changes=changes,
            examples=tuple(examples),
            errand=errand,
            by_subject=by_subject,
        )
        handler.__dict__.setdefault(_ATTRIBUTE, []).append(declared)
        return handler

    return declare


def takes_reply(kind: str) -> Callable[[Handler], Handler]:
    """Declare that the function takes replies to questions of this kind: (call, reply, draft)."""

    def declare(handler: Handler) -> Handler:
        handler.__dict__.setdefault(_ATTRIBUTE, []).append(Reply(kind, handler))
        return handler

    return declare


def otherwise(handler: Handler) -> Handler:
    """Declare that the function answers what is said to the bot and is no command: (call)."""
    handler.__dict__.setdefault(_ATTRIBUTE, []).append("otherwise")
    return handler


def asking(handler: Handler) -> Handler:
    """Declare that the command above takes questions in people's own words, all that was said."""
    handler.__dict__.setdefault(_ATTRIBUTE, []).append("asking")
    return handler


def _help(handler: FunctionType) -> tuple[str, str]:
    text = inspect.getdoc(handler)
    if not text:
        raise TypeError(f"the command {handler.__qualname__} has no docstring, so no help")
    summary, _, details = text.partition("\n\n")
    return " ".join(summary.split()), details.strip()


def _parameters(handler: FunctionType) -> tuple[Parameter, ...]:
    hints = get_type_hints(handler, include_extras=True)
    found = []
    for name, parameter in list(inspect.signature(handler).parameters.items())[1:]:
        kinds = getattr(hints[name], "__metadata__", ())
        if not kinds:
            raise TypeError(f"{handler.__qualname__}: the parameter {name} has no kind")
        required = parameter.default is inspect.Parameter.empty
        found.append(Parameter(name, kinds[0], required))
    return tuple(found)


@dataclass
class Registry:
    """All that people can say, found in a folder."""

    commands: dict[str, Command] = field(default_factory=dict)
    """By name, in alphabetical order."""
    by_words: dict[str, Command] = field(default_factory=dict)
    """By folded name and alias."""
    replies: dict[str, Reply] = field(default_factory=dict)
    otherwise: Handler | None = None
    asking: Command | None = None
    """What takes questions in people's own words."""

    @staticmethod
    def from_folder(package: str = "commands") -> Registry:
        """Everything that the modules of the package declare; read once, and the same to all."""
        return _read(package)

    def add(self, value: object) -> None:
        """Add what a function declares; two of one name stop the start with TypeError."""
        for declared in getattr(value, "__dict__", {}).get(_ATTRIBUTE, ()):
            if isinstance(declared, Command):
                self._add_command(declared)
            elif isinstance(declared, Reply):
                if declared.kind in self.replies:
                    raise TypeError(f"two functions take replies to “{declared.kind}”")
                self.replies[declared.kind] = declared
            elif declared == "asking":
                self.asking = next(one for one in self.commands.values() if one.handler is value)
            else:
                self.otherwise = value  # type: ignore[assignment]  # marked by `otherwise`

    def _add_command(self, declared: Command) -> None:
        for words in (declared.name, *declared.aliases):
            if fold(words) in self.by_words:
                raise TypeError(f"two commands are called “{words}”")
            self.by_words[fold(words)] = declared
        self.commands[declared.name] = declared

    def find(self, line: str) -> tuple[Command, str] | None:
        """The command with which the line begins (the longest name counts), and the rest."""
        words = line.split()
        for count in range(min(6, len(words)), 0, -1):
            found = self.by_words.get(fold(" ".join(words[:count])))
            if found and count > 1:
                return found, _after(line, count)
            if found:
                return self._numbered(line) or (found, _after(line, count))
        return None

    def _numbered(self, line: str) -> tuple[Command, str] | None:
        """“poll 3 pick 2” is “poll pick 3 2”: people name a thing before what is to be done."""
        parts = line.split(maxsplit=3)
        if len(parts) < 3 or not re.fullmatch(r"#?\d{1,9}:?", parts[1]):
            return None
        found = self.by_words.get(fold(f"{parts[0]} {parts[2]}"))
        return (found, f"{parts[1]} {_after(line, 3)}".strip()) if found else None

    def near(self, line: str, limit: int = 3) -> list[Command]:
        """The commands that the beginning of the line may have been meant for, nearest first."""
        words = fold(line).split()
        scores: dict[str, float] = {}
        for count in (1, 2):
            said = " ".join(words[:count])
            found = process.extract(said, list(self.by_words), scorer=fuzz.ratio, limit=limit)
            for name, score, _ in found:
                if len(name.split()) == count or count == len(words):
                    declared = self.by_words[name]
                    scores[declared.name] = max(scores.get(declared.name, 0), score)
        ranked = sorted(scores, key=lambda name: -scores[name])
        return [self.commands[name] for name in ranked if scores[name] >= 70][:limit]


@cache
def _read(package: str) -> Registry:
    registry = Registry()
    root = importlib.import_module(package)
    for module in sorted(info.name for info in pkgutil.iter_modules(root.__path__)):
        found = importlib.import_module(f"{package}.{module}")
        for value in list(vars(found).values()):
            if getattr(value, "__module__", None) == found.__name__:
                registry.add(value)
    registry.commands = dict(sorted(registry.commands.items()))
    return registry


def _after(line: str, count: int) -> str:
    rest = line.strip()
    for _ in range(count):
        rest = rest.partition(" ")[2].lstrip()
    return rest
