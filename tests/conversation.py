"""Conversations as text: how they are read, and played on any stage.

A file begins with its title and holds what people say and what the bot answers:

    # A newcomer looks a coalition up
    jo> !coalition DCAD
    bot> DCAD is …
         Founded: November 2007.
    jo privately> help
    bot to jo> You can say:
         …
         - `help`: all that can be said

`who>` speaks in the room, `who privately>` to the bot alone; `bot>` answers in the room, `bot to
who>` that person alone. A text goes on in lines indented by five spaces. One that ends with …
begins so, … within a line stands for any words, and alone on a line for any lines. Where nothing is
answered, nothing may be. By mail everything is answered whole: `bot by mail>` after a `bot>` is the
answer there in its place. Texts are compared as plain text; a command in an answer may stand in
`…` or in “…”. “(61 minutes later)” lets time pass, and so
does “(2 days later)”. Lines that begin with # behind the title are remarks; where one says “# Only
in rooms”, it is not played by mail and on the console.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from dcbot.transports.markup import to_plain
from tests.passing import let_pass
from tests.wire import Carried
from tests.world import World

FOLDER = Path(__file__).parent / "conversations"
_HEAD = re.compile(r"^(?P<who>\w+)(?P<how>(?: \w+)*)> ?(?P<text>.*)$")
_INDENT = 5
A_DAY = 24 * 60
"""Minutes."""
_LATER = re.compile(r"^\((?P<count>\d+) (?P<what>minute|day)s? later\)$")
_ROOMS = "# Only in rooms"
_LISTED = re.compile(r"^(?:[-*•]|\d+[.)]) ")


@dataclass(frozen=True)
class Heard:
    """What the bot said, as plain text: to everybody, or `to` one person alone."""

    to: str | None
    text: str
    rendered: bool = False
    """It came as what people read, with lines broken anew: only its words count."""


ANYBODY = "*"
"""Said where it cannot be seen to whom, as on a terminal."""


@dataclass(frozen=True)
class Expected:
    """What the bot is to say. `by` names the way in which only this counts; empty for all."""

    to: str | None
    text: str
    by: str = ""


@dataclass
class Turn:
    """One thing that somebody says, and what the bot answers to it."""

    number: int
    who: str
    text: str
    direct: bool
    answers: list[Expected] = field(default_factory=list)
    minutes: int = 0
    """So many minutes pass, and nobody says anything."""

    def expected(self, ways: Sequence[str]) -> list[Expected]:
        """The answers that count on a stage with these ways, the most fitting way first."""
        kept: list[Expected] = []
        for place, answer in enumerate(self.answers):
            if answer.by:
                continue
            others = {other.by: other for other in _alternatives(self.answers[place + 1 :])}
            kept.append(next((others[way] for way in ways if way in others), answer))
        return kept


@dataclass
class Conversation:
    """One file: its title, and its turns in order."""

    name: str
    title: str
    turns: list[Turn]
    rooms_only: bool = False


class Stage(Protocol):
    """Where a conversation is played: a wire, a homeserver, mail, a terminal."""

    ways: Sequence[str]
    """Whose `bot by …>` answers count here, best first: () in rooms, ("mail",) by mail."""

    async def say(self, who: str, text: str, direct: bool) -> None:
        """Somebody says it, in the room or to the bot alone."""
        ...

    async def later(self, minutes: int) -> None:
        """So many minutes pass."""
        ...

    async def heard(self) -> list[Heard]:
        """What the bot has said since this was asked last, once it says no more."""
        ...


def read(path: Path) -> Conversation:
    """The conversation in the file; ValueError names the line that cannot be read."""
    return parse(path.read_text(encoding="utf-8"), path.stem)


def parse(text: str, name: str = "conversation") -> Conversation:
    """The conversation in the text."""
    lines = text.splitlines()
    if not lines or not lines[0].startswith("# "):
        raise ValueError(f"{name}: the first line must be its title, as “# …”")
    turns: list[Turn] = []
    for number, who, how, said in _blocks(lines, name):
        if not who:
            turns.append(Turn(number, "", f"({said} minutes later)", False, minutes=int(said)))
        elif who != "bot":
            if how not in ("", "privately"):
                raise ValueError(f"{name}, line {number}: “{who} {how}>” is neither way to speak")
            turns.append(Turn(number, who, said, direct=how == "privately"))
        elif not turns:
            raise ValueError(f"{name}, line {number}: the bot answers before anybody speaks")
        else:
            turns[-1].answers.append(_expected(how, said, f"{name}, line {number}", turns[-1]))
    rooms = any(line.startswith(_ROOMS) for line in lines)
    return Conversation(name, lines[0][2:].strip(), turns, rooms)


async def play(conversation: Conversation, stage: Stage) -> None:
    """Play it to the end; AssertionError shows the turn that was answered otherwise."""
    for turn in conversation.turns:
        if turn.minutes:
            await stage.later(turn.minutes)
        else:
            await stage.say(turn.who, turn.text, turn.direct)
        heard = await stage.heard()
        expected = turn.expected(stage.ways)
        left = list(heard)
        for answer in expected:
            found = next((one for one in left if _fits(one, answer)), None)
            if found is None:
                raise AssertionError(_told(conversation, turn, expected, heard))
            left.remove(found)
        if left:
            raise AssertionError(_told(conversation, turn, expected, heard))


def fits(said: str, pattern: str) -> bool:
    """Whether the text is what the pattern says, as conversations write it."""
    rows, wanted = plain(said).split("\n"), plain(pattern).split("\n")
    return _match(rows, wanted)


def same_words(said: str, pattern: str) -> bool:
    """Whether a text as people read it has the words of the pattern, whatever its lines."""
    wanted = " ".join(_read_words(to_plain(pattern)))
    parts = (re.escape(part.strip()) for part in wanted.split("…"))
    return re.fullmatch(r"\s?.*\s?".join(parts), " ".join(_read_words(said))) is not None


def _read_words(text: str) -> list[str]:
    # What is code stands in quotation marks there.
    return plain(re.sub("[“”]", "", text)).split()


def plain(text: str) -> str:
    """The text as it is compared: its lines, without bold type and empty lines, code in quotes."""
    text = re.sub(r"`([^`\n]*)`", r"“\1”", text).replace("**", "")
    lines = (_LISTED.sub("- ", " ".join(line.split())) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _match(rows: Sequence[str], wanted: Sequence[str]) -> bool:
    if not wanted:
        return not rows
    if wanted[0] == "…":
        return any(_match(rows[start:], wanted[1:]) for start in range(len(rows) + 1))
    if not rows:
        return False
    if len(wanted) == 1 and wanted[0].endswith("…") and wanted[0] != rows[0]:
        return rows[0].startswith(wanted[0][:-1].rstrip())
    return _same(rows[0], wanted[0]) and _match(rows[1:], wanted[1:])


def _same(row: str, wanted: str) -> bool:
    """Whether it is the line that is wanted, in which … stands for any words, such as a clock."""
    parts = (re.escape(part) for part in wanted.split("…"))
    return row == wanted or ("…" in wanted and re.fullmatch(".*".join(parts), row) is not None)


def _fits(heard: Heard, answer: Expected) -> bool:
    same = same_words if heard.rendered else fits
    return heard.to in (answer.to, ANYBODY) and same(heard.text, answer.text)


def _alternatives(answers: Sequence[Expected]) -> Iterator[Expected]:
    for answer in answers:
        if not answer.by:
            return
        yield answer


def _blocks(lines: Sequence[str], name: str) -> Iterator[tuple[int, str, str, str]]:
    """Each head with its text: (line number, who, how, text)."""
    start: tuple[int, str, str] | None = None
    said: list[str] = []
    for number, line in enumerate(lines[1:], 2):
        head, later = _HEAD.match(line), _LATER.match(line)
        if head or later:
            if start:
                yield (*start, "\n".join(said).rstrip())
            if head:
                start, said = (number, head["who"], head["how"].strip()), [head["text"]]
            elif later:
                count = int(later["count"]) * (A_DAY if later["what"] == "day" else 1)
                start, said = (number, "", ""), [str(count)]
        elif line.startswith(" " * _INDENT) and start:
            said.append(line[_INDENT:])
        elif not line.strip():
            said.append("")
        elif not line.startswith("#"):
            raise ValueError(f"{name}, line {number}: neither “who> …” nor indented by five spaces")
    if start:
        yield (*start, "\n".join(said).rstrip())


def _expected(how: str, said: str, where: str, turn: Turn) -> Expected:
    words = how.split()
    if not words:
        # What is said to the bot alone is answered there.
        return Expected(turn.who if turn.direct else None, said)
    if len(words) == 2 and words[0] == "to":
        return Expected(words[1], said)
    if len(words) == 2 and words[0] == "by" and turn.answers:
        return Expected(turn.answers[-1].to, said, by=words[1])
    raise ValueError(f"{where}: “bot {how}>” is neither “to” somebody nor “by” a way")


def _told(
    conversation: Conversation, turn: Turn, expected: Sequence[Expected], heard: Sequence[Heard]
) -> str:
    def shown(one: Expected | Heard) -> str:
        head = f"bot to {one.to}> " if one.to else "bot> "
        return head + one.text.replace("\n", f"\n{' ' * _INDENT}")

    return "\n".join(
        [
            f"{conversation.name}.txt, line {turn.number}: {conversation.title}",
            f"{turn.who}{' privately' if turn.direct else ''}> {turn.text}",
            "— expected:",
            *(map(shown, expected) if expected else ["nothing"]),
            "— heard:",
            *(map(shown, heard) if heard else ["nothing"]),
        ]
    )


class WireStage:
    """The world without any wire, as a stage: one room, and everybody's own chat."""

    ways: Sequence[str] = ()

    def __init__(self, world: World) -> None:
        self.world = world
        self._told = len(world.wire.carried)

    async def say(self, who: str, text: str, direct: bool) -> None:
        await self.world.hand_in(self.world.said(who, text, direct=direct))
        await self.world.app.settle()

    async def later(self, minutes: int) -> None:
        await let_pass(self.world.app, minutes, self.world.move)

    async def heard(self) -> list[Heard]:
        new = self.world.wire.carried[self._told :]
        self._told += len(new)
        return [Heard(self._to(one), to_plain(one.text)) for one in new]

    @staticmethod
    def _to(one: Carried) -> str | None:
        if one.to_person:
            return one.place.lstrip("@").partition(":")[0]
        direct = one.place.partition(":")[0].removeprefix("!direct-")
        return direct if one.place.startswith("!direct-") else None
