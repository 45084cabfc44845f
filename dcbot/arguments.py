"""What a command can take: kinds of words, each with its reader, its label and its errors."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Protocol

from rapidfuzz import fuzz, process

from dcbot.errors import BadArgument
from dcbot.message import quoted

_QUOTES = {'"': '"', "“": "”", "„": "“”", "«": "»", "‹": "›", "”": "”", "＂": "＂"}
_PARTIAL_DATE = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")


class Words:
    """The words of a command line, taken from the front. Phones' quotation marks count as such."""

    def __init__(self, text: str) -> None:
        self.left = text.strip()

    def word(self) -> str:
        """The next word, or the next phrase in quotation marks."""
        closing = _QUOTES.get(self.left[:1])
        if closing:
            for place, letter in enumerate(self.left[1:], 1):
                if letter in closing or letter == '"':
                    taken, self.left = self.left[1:place], self.left[place + 1 :].lstrip()
                    return " ".join(taken.split())
        taken, _, rest = self.left.partition(" ")
        self.left = rest.lstrip()
        return taken

    def until(self, mark: str) -> str:
        """Everything up to the mark, which is dropped; everything, where it does not come."""
        if self.left[:1] in _QUOTES:
            taken = self.word()
            self.left = self.left.removeprefix(mark).lstrip()
            return taken
        taken, _, rest = self.left.partition(mark)
        self.left = rest.strip()
        return taken.strip()

    def rest(self) -> str:
        """Everything that is left; marks around the whole of it are dropped."""
        taken, self.left = self.left, ""
        closing = _QUOTES.get(taken[:1])
        if closing and len(taken) > 1 and taken[-1] in closing + '"':
            return taken[1:-1].strip()
        return taken


class Kind(Protocol):
    """How one parameter is read. `label` names it in usage lines and errors."""

    label: str

    def read(self, words: Words, last: bool) -> object:
        """Take the parameter from the words; raises BadArgument. `last`: nothing follows it."""
        ...


@dataclass(frozen=True)
class Word:
    """One word, or a phrase in quotation marks."""

    label: str

    def read(self, words: Words, last: bool) -> str:
        return words.word()


@dataclass(frozen=True)
class Rest:
    """All that is left of the line; where `quoted`, marks around the whole of it are part of it."""

    label: str
    quoted: bool = False

    def read(self, words: Words, last: bool) -> str:
        if self.quoted:
            taken, words.left = words.left, ""
            return taken
        return words.rest()


@dataclass(frozen=True)
class Paragraphs:
    """All that is left of the message, the lines below the command too."""

    label: str

    def read(self, words: Words, last: bool) -> str:
        return words.rest()


@dataclass(frozen=True)
class Name:
    """The name of a group or a person: at the end of a line all that is left, elsewhere one word,
    a phrase in quotation marks, or what stands before the mark `until`."""

    label: str
    until: str = ""

    def read(self, words: Words, last: bool) -> str:
        if self.until:
            return words.until(self.until)
        return words.rest() if last else words.word()


@dataclass(frozen=True)
class Number:
    """A whole number between two others."""

    label: str
    least: int
    most: int

    def read(self, words: Words, last: bool) -> int:
        said = words.word()
        if re.fullmatch(r"\d{1,9}", said) and self.least <= int(said) <= self.most:
            return int(said)
        raise BadArgument(
            f"{quoted(said)} is no {self.label}: it must be a whole number from {self.least} "
            f"to {self.most}."
        )


@dataclass(frozen=True)
class NameBefore:
    """The name of a group: what stands before the first of these words, or in quotation marks.

    A colon ends the name too, unless `colon` is false; with `first` also where one of the words
    stands before it, as the number of a meeting does. Where none of the words comes, the error
    offers them.
    """

    label: str
    words: Sequence[str]
    offered: Sequence[str]
    colon: bool = True
    first: bool = False

    def read(self, words: Words, last: bool) -> str:
        if words.left[:1] in _QUOTES:
            taken = words.word()
            words.left = words.left.removeprefix(":").lstrip()
            return taken
        longest = sorted(self.words, key=len, reverse=True)
        options = "|".join(re.escape(option) for option in longest)
        found = re.search(rf"(?<=[\s:])(?:{options})(?![\w'’-])", words.left, re.IGNORECASE)
        name, colon, rest = words.left.partition(": ")
        ended = bool(colon) and self.colon and "://" not in name
        if ended and (self.first or found is None or found.start() > len(name)):
            words.left = rest.lstrip()
            return name.strip()
        if not found:
            raise BadArgument(self._not_said(words.left))
        taken, words.left = words.left[: found.start()], words.left[found.start() :]
        return taken.strip()

    def _not_said(self, line: str) -> str:
        for word in line.split()[1:]:
            near = process.extractOne(word, self.offered, scorer=fuzz.ratio, score_cutoff=75)
            if near:
                return f"Did you mean `{near[0]}` by {quoted(word)}?"
        return (
            f"{quoted(line)} does not say what of the {self.label} is meant: it can be "
            f"{listed(self.offered, 'or')}."
        )


@dataclass(frozen=True)
class OneOf:
    """One of a few words; `also` are other words for them."""

    label: str
    options: Sequence[str]
    also: Mapping[str, str] = field(default_factory=dict, hash=False)

    def read(self, words: Words, last: bool) -> str:
        for option in sorted((*self.options, *self.also), key=len, reverse=True):
            if re.match(rf"{re.escape(option)}(?!\w)", words.left, re.IGNORECASE):
                words.left = words.left[len(option) :].lstrip(" :")
                return self.also.get(option, option)
        raise BadArgument(
            f"{quoted(words.word())} is no {self.label}: it can be {listed(self.options, 'or')}."
        )


@dataclass(frozen=True)
class PartialDate:
    """A year, a month or a day, as 2017, 2017-04 or 2017-04-30."""

    label: str

    def read(self, words: Words, last: bool) -> str:
        said = words.word()
        match = _PARTIAL_DATE.match(said)
        if match and 1 <= int(match[2] or 1) <= 12 and 1 <= int(match[3] or 1) <= 31:
            return said
        raise BadArgument(
            f"{quoted(said)} is no {self.label}: it is written as 2017, 2017-04 or 2017-04-30."
        )


GroupName = Annotated[str, Name("coalition")]
AnyGroup = Annotated[str, Name("group")]
PersonName = Annotated[str, Name("person")]
Text = Annotated[str, Rest("text")]


def listed(words: Sequence[str], joint: str = "and") -> str:
    """The words as a list in a sentence: a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"
