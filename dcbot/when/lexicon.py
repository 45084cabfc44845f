"""The words of the languages as one tree of pieces, so that the longest entry is found at once."""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass, field
from functools import cache

from dcbot.when.normal import folded

LANGUAGES = ("en", "fr", "es", "pt", "ru", "ar", "zh")
# Chinese characters are pieces of their own; other letters, and digits, are taken in runs.
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
PIECE = re.compile(rf"[{HAN}]|\d+|[^\W\d_{HAN}]+|[^\s]")


@dataclass(frozen=True)
class Option:
    """What a word can be: its kind, and the numbers or the name that go with the kind."""

    kind: str
    value: tuple[int | str, ...] = ()
    weak: bool = False

    @property
    def number(self) -> int:
        """The first value, where it is a number."""
        return int(self.value[0])


@dataclass
class Node:
    """A place in the tree: what ends here, and what may follow."""

    options: list[Option] = field(default_factory=list)
    after: dict[str, Node] = field(default_factory=dict)

    def put(self, pieces: list[str], option: Option) -> None:
        """Enter an option under these pieces."""
        node = self
        for piece in pieces:
            node = node.after.setdefault(piece, Node())
        if option not in node.options:
            node.options.append(option)


def pieces_of(words: str) -> list[str]:
    """The pieces of a word or of several; hyphens within are left out, as they are in phrases."""
    return [piece for piece in PIECE.findall(folded(words)) if piece not in "-'"]


def _entries(line: str) -> list[tuple[str, Option]]:
    head, _, words = line.partition(":")
    kind, *values = head.split()
    weak = kind.endswith("~")
    value = tuple(int(each) if each.lstrip("-").isdigit() else each for each in values)
    option = Option(kind.rstrip("~"), value, weak)
    return [(word.strip(), option) for word in words.split(",") if word.strip()]


@cache
def lexicon(language: str) -> Node:
    """The tree of one language's words of time."""
    module = importlib.import_module(f"dcbot.when.lexicons.{language}")
    lines = [line for line in module.WORDS.splitlines() if line]
    made = getattr(module, "made", None)
    root = Node()
    for line in [*lines, *(made() if made else [])]:
        for word, option in _entries(line):
            root.put(pieces_of(word), option)
    return root
