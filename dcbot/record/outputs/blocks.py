"""What a document is made of, however it is written: headings, points, tables, and their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from dcbot.record.minutes import Gap, LogLine
from dcbot.record.outputs.publication import Publication


@dataclass(frozen=True, slots=True)
class Foreign:
    """Somebody's own words, of any length, in several lines or not."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Strong:
    """Words of ours that matter most."""

    text: str


@dataclass(frozen=True, slots=True)
class Jump:
    """A link to a place of the record, such as `line-17`; words of ours.

    Without a place it is the name of something that stands nowhere.
    """

    text: str
    anchor: str

    @property
    def to_line(self) -> bool:
        """Whether it leads to the log."""
        return self.anchor.startswith("line-")


@dataclass(frozen=True, slots=True)
class Web:
    """A link out of the record; the words that name it, and it, are somebody's own."""

    url: str
    text: str = ""
    ours: bool = False
    """We put it there: on pages it may be a path of the site that they stand on."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A moment, and how it is said."""

    text: str
    at: datetime


Run: TypeAlias = str | Foreign | Strong | Jump | Web | Clock
Words: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a list, and the points that belong to it."""

    words: Words
    anchor: str = ""
    below: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the title of the document is above all of them, so `level` begins with 2."""

    level: int
    words: Words
    anchor: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph without a number."""

    words: Words
    state: bool = False
    """It says what the document is: a draft, a record."""


@dataclass(frozen=True, slots=True)
class Points:
    """A list whose points bear no numbers of their own."""

    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Numbered:
    """Paragraphs that are numbered through the document, from `first` on."""

    first: int
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """What something is called, and what it is: date, place, chair."""

    pairs: tuple[tuple[str, Words], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table, and the same with a sentence for each row, for whoever is better served by that."""

    caption: Words
    heads: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]
    sentences: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Log:
    """The lines of the log, and their numbers; `made` holds the links to what each made."""

    lines: tuple[LogLine, ...]
    numbers: frozenset[int]
    gaps: Mapping[int, Gap]
    made: Mapping[int, Sequence[Jump]]
    dated: bool


Block: TypeAlias = Heading | Paragraph | Points | Numbered | Pairs | Table | Log


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document, ready to be written in any format.

    `lines_at` and `items_at` are the addresses of the log and of the minutes; None where the
    document holds them itself, and empty where nobody can follow a link there.
    """

    title: Words
    blocks: tuple[Block, ...]
    publication: Publication
    lines_at: str | None = None
    items_at: str | None = None

    def address_of(self, jump: Jump) -> str | None:
        """Where it leads: an address, `#…` within the document, or None where there is nothing."""
        there = self.lines_at if jump.to_line else self.items_at
        if not jump.anchor:
            return None
        if there is None:
            return f"#{jump.anchor}"
        return f"{there}#{jump.anchor}" if there else None

    def address_outside(self, jump: Jump) -> str | None:
        """The same for formats in which places within a document have no name."""
        there = self.lines_at if jump.to_line else self.items_at
        known = self.publication.log_address if jump.to_line else self.publication.address
        return f"{there or known}#{jump.anchor}" if jump.anchor and (there or known) else None


def joined(parts: Sequence[Words], joint: str = "and") -> Words:
    """The parts as a list in a sentence: a, b and c."""
    found: list[Run] = []
    for place, part in enumerate(parts):
        if place:
            found.append(f" {joint} " if place == len(parts) - 1 else ", ")
        found += part
    return tuple(found)


def names(words: Sequence[str]) -> Words:
    """Names as a list in a sentence."""
    return joined([(Foreign(word),) for word in words])
