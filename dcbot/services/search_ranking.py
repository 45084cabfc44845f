"""Search ranking: how well an entry fits what was asked for, from its tokens alone; pure.

The databases' own ranks are not used: they differ, and count what is not public.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from dcbot.services.search_index import number_at
from dcbot.services.search_terms import Term
from storage.search_entries import Candidate
from storage.search_queries import EntryKind, Together

_WORTH = {
    EntryKind.DECISION.value: 2.0,
    EntryKind.ACTION.value: 1.6,
    EntryKind.GROUP.value: 1.0,
    EntryKind.MINUTES.value: 1.2,
    EntryKind.OUTPUT.value: 1.4,
    EntryKind.LOG.value: 0.0,
}
_HEADING = 1.5
_ADJACENT = 2.0
_NEAR = 1.5
_SHORT = 0.5
_AGAIN = 0.2
_NEW = 1.5
_STEM = 3
_HALF_OF_NEW = 180 * 86400
"""After so many seconds, half of what it is worth to be new is left."""
_A_SECOND = number_at(datetime.fromtimestamp(1, UTC))

Marks = list[tuple[int, int]]
"""Where terms stand: the place of the token and the number of the term, in order."""


class Ranking:
    """Ranks entries for these terms, as of a moment."""

    def __init__(self, terms: Sequence[Term], now: datetime) -> None:
        self.many = len(terms)
        self.now = now.timestamp()
        # Most terms are single words, whose places are found in one go.
        self._single: dict[str, list[int]] = {}
        self._begin: list[tuple[int, str]] = []
        self._others: list[tuple[int, Together]] = []
        for number, term in enumerate(terms):
            for reading in term.readings:
                first, *further = reading.tokens
                if further:
                    self._others.append((number, reading))
                elif reading.begins:
                    self._begin.append((number, first))
                else:
                    self._single.setdefault(first, []).append(number)
        self._is_plain = self.many == 1 and not self._begin and not self._others

    def scores(self, candidates: Sequence[Candidate]) -> list[float]:
        """How well each fits: more is better. What stands closer together, in fewer words, in
        something weightier and newer comes first."""
        # Hundreds are ranked for a search, so what is done for each is done here.
        terms, now, single, is_plain = self.many, self.now, list(self._single), self._is_plain
        found = []
        for number, kind, heading, _, _, _, _, words in candidates:
            tokens = words.split(" ")
            worth = _WORTH[kind] + _HEADING if heading else _WORTH[kind]
            length = len(tokens)
            worth += _SHORT if terms >= length else _SHORT * (terms / length)
            if is_plain:
                many = 0
                for token in single:
                    many += tokens.count(token)
            else:
                marks = self._marks(tokens)
                many = len(marks)
                if terms > 1:
                    worth += self._closeness(marks)
            if many > terms:
                worth += _AGAIN * min(3, many - terms)
            age = now - number / _A_SECOND
            found.append(round(worth + _NEW / (1.0 + age / _HALF_OF_NEW if age > 0 else 1.0), 6))
        return found

    def held(self, one: Candidate) -> int:
        """How many of the terms it holds."""
        return len({number for _, number in self._marks(one.tokens.split(" "))})

    def _marks(self, tokens: Sequence[str]) -> Marks:
        single = self._single
        marks = [
            (at, number)
            for at, token in enumerate(tokens)
            if token in single
            for number in single[token]
        ]
        if not self._begin and not self._others:
            return marks
        found = set(marks)
        for number, first in self._begin:
            found.update((at, number) for at, token in enumerate(tokens) if _goes_on(token, first))
        for number, reading in self._others:
            at_all = range(len(tokens) - len(reading.tokens) + 1)
            found.update((at, number) for at in at_all if _stands(reading, tokens, at))
        return sorted(found)

    def _closeness(self, marks: Marks) -> float:
        """What it is worth that the terms stand close together, most where they stand side by side
        in the order in which they were asked for."""
        many = self.many
        last: dict[int, int] = {}
        best = 0
        for at, number in marks:
            last[number] = at
            if len(last) == many:
                width = at - min(last.values()) + 1
                if not best or width < best:
                    best = width
        if not best:
            return 0.0
        # Terms further apart than there are terms stand nowhere side by side.
        if best > many:
            return _NEAR * many / best
        return _NEAR + (_ADJACENT if self._in_order(marks) else 0.0)

    def _in_order(self, marks: Marks) -> bool:
        stands = set(marks)
        return any(
            all((at + more, number + more) in stands for more in range(self.many))
            for at, number in marks
            if number == 0
        )


def _stands(reading: Together, tokens: Sequence[str], at: int) -> bool:
    """Whether the tokens of a reading stand there."""
    *before, last = reading.tokens
    if tokens[at] != before[0]:
        return False
    end = at + len(before)
    token = tokens[end]
    is_last = _goes_on(token, last) if reading.begins else token == last
    return is_last and list(tokens[at:end]) == before


def _goes_on(token: str, first: str) -> bool:
    """Whether a word begins so. It may begin as was asked for and be kept by a shorter stem."""
    return token.startswith(first) or (len(token) >= _STEM and first.startswith(token))
