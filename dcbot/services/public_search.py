"""Search in what everybody may read: decisions, actions, and what is known of the groups."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dcbot import words as analyser
from dcbot.services import coalitions, public_registers
from dcbot.services.coalitions import Match
from dcbot.services.public_registers import Decided, Given
from dcbot.words import LATIN, folded, stem, tokens
from storage.groups import Group
from storage.store import PublicStore

LONGEST = 200
"""So many letters of what is asked are read."""
MOST_WORDS = 12
MOST = 50
"""So many entries of a register are shown."""
KINDS = ("decisions", "actions", "groups")
_TERM = re.compile(r'"([^"]+)"|“([^”]+)”|(\S+)')
_WORD = re.compile(r"\w[\w\u0300-\u036f]*")


@dataclass(frozen=True)
class Term:
    """One thing that must be there: a word, words that stand together, or how a word begins.

    `readings` are its tokens in each language that it may be in.
    """

    readings: Sequence[Sequence[str]]
    beginning: str = ""

    @property
    def asked(self) -> set[str]:
        """What the index is asked for."""
        every = {token for reading in self.readings for token in reading}
        return every | ({f"{self.beginning}%"} if self.beginning else set())

    def stands_in(self, text: str) -> bool:
        """Whether the text holds it."""
        if self.beginning:
            return any(word.startswith(self.beginning) for word in _words(text))
        held = tokens(text)
        return any(_together(held, reading) for reading in self.readings)

    def is_word(self, word: str) -> bool:
        """Whether this word of a text is one that was asked for."""
        if self.beginning:
            return folded(word).startswith(self.beginning)
        return bool(set(tokens(word)) & self.asked)


@dataclass(frozen=True)
class Asked:
    """What somebody looks for."""

    terms: Sequence[Term] = ()
    group: Group | None = None
    year: int | None = None
    kind: str = ""

    def pieces(self, text: str) -> Iterator[tuple[str, bool]]:
        """The text in pieces, each with whether it is a word that was asked for."""
        last = 0
        for found in _WORD.finditer(text):
            if any(term.is_word(found[0]) for term in self.terms):
                yield text[last : found.start()], False
                yield found[0], True
                last = found.end()
        yield text[last:], False


@dataclass(frozen=True)
class Results:
    """What was found. `partly`: nothing holds all that was asked for, these hold some of it."""

    decided: Sequence[Decided] = ()
    given: Sequence[Given] = ()
    groups: Sequence[Match] = ()
    partly: bool = False

    def __len__(self) -> int:
        return len(self.decided) + len(self.given) + len(self.groups)


def read(said: str) -> list[Term]:
    """The terms of what was typed: words, “words together”, and begin*."""
    terms = []
    for found in list(_TERM.finditer(said[:LONGEST]))[:MOST_WORDS]:
        words = next(filter(None, found.groups()))
        beginning = folded(words[:-1]) if words.endswith("*") and len(words) > 2 else ""
        if beginning and beginning.isalnum():
            # What begins so may be kept by a stem that is shorter.
            terms.append(Term([[stem(beginning, of)] for of in LATIN], beginning))
        elif any(analyser.variants(words)):
            terms.append(Term(analyser.variants(words)))
    # A letter that stands alone, such as “a”, says nothing where there are words beside it.
    longer = [one for one in terms if one.beginning or any(map(_is_long, one.readings))]
    return longer or terms


async def search(store: PublicStore, asked: Asked) -> Results:
    """What holds all the terms, newest first; where nothing does, what holds the most of them."""
    wanted = set().union(*(term.asked for term in asked.terms))
    ids = [asked.group.id] if asked.group else None
    decided: list[Decided] = []
    given: list[Given] = []
    if asked.kind in ("", "decisions"):
        held = await store.decisions.holding(wanted, ids)
        decided = await public_registers.with_places(store, held)
    if asked.kind in ("", "actions"):
        owned = await store.actions.holding(wanted, ids)
        given = await public_registers.with_owners(store, owned)
    every: list[Decided | Given] = [*decided, *given]
    scores = {id(one): _score(asked, one.row.text, one.taken_at.year) for one in every}
    groups = await _groups(store, asked)
    most = max(scores.values(), default=0)
    whole = most == len(asked.terms)
    if not whole and groups:
        most = len(asked.terms)
    return Results(
        [one for one in decided if scores[id(one)] == most > 0][:MOST],
        [one for one in given if scores[id(one)] == most > 0][:MOST],
        groups,
        partly=most > 0 and not whole and not groups,
    )


def _score(asked: Asked, text: str, year: int) -> int:
    """How many of the terms stand in it."""
    if asked.year is not None and year != asked.year:
        return 0
    return sum(term.stands_in(text) for term in asked.terms)


async def _groups(store: PublicStore, asked: Asked) -> list[Match]:
    if asked.kind not in ("", "groups") or asked.year is not None or not asked.terms:
        return []
    said = " ".join(term.beginning or " ".join(term.readings[0]) for term in asked.terms)
    matches = (await coalitions.search(store, said)).matches
    mine = asked.group
    return [one for one in matches if mine is None or one.title.group.id == mine.id]


def _is_long(reading: Sequence[str]) -> bool:
    return len(reading) > 1 or any(len(token) > 1 or not token.isascii() for token in reading)


def _words(text: str) -> list[str]:
    return _WORD.findall(folded(text))


def _together(held: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether these stand in it one after another."""
    size = len(wanted)
    return any(list(held[at : at + size]) == list(wanted) for at in range(len(held) - size + 1))
