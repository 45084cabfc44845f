"""Search terms: what somebody types to find things: words, “words together”, begin*, kind:log."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from dcbot import words
from dcbot.words import LATIN, folded, stem
from storage.search_queries import EntryKind, Together

LONGEST = 200
"""So many letters of what is asked are read."""
MOST_WORDS = 12
SNIPPET = 280
"""So many letters of a text are shown around what was found."""
_BEFORE = 60
_SHORT = 5
KINDS: dict[str, EntryKind] = {
    "decisions": EntryKind.DECISION,
    "actions": EntryKind.ACTION,
    "minutes": EntryKind.MINUTES,
    "logs": EntryKind.LOG,
    "groups": EntryKind.GROUP,
    "outputs": EntryKind.OUTPUT,
}
"""The kinds of things, by the words of the form."""
FILTERS = {
    "kind": "kind",
    "in": "kind",
    "group": "group",
    "of": "group",
    "person": "person",
    "who": "person",
    "by": "person",
    "year": "year",
}
"""What may stand before a colon, and which filter it is."""
FIELDS = ("kind", "group", "person", "year")
"""The filters, as the form names them."""
_PIECE = re.compile(
    r'(?:(?P<name>[^\W\d_]+):)?(?:["“”](?P<whole>[^"“”]*)["“”]?|(?P<word>[^\s"“”]+))'
)
_KIND_OF = {
    **KINDS,
    **{kind.value: kind for kind in EntryKind},
    "minute": EntryKind.MINUTES,
    "coalition": EntryKind.GROUP,
    "coalitions": EntryKind.GROUP,
}


@dataclass(frozen=True)
class Term:
    """One thing that must be there, as it was typed, and all readings of it."""

    said: str
    readings: tuple[Together, ...]


@dataclass(frozen=True)
class Filters:
    """By what the finds are sorted out, in the words in which it was said; empty: by nothing."""

    kind: str = ""
    group: str = ""
    person: str = ""
    year: str = ""

    @property
    def words(self) -> str:
        """As they can be typed again."""
        said = ((name, getattr(self, name)) for name in FIELDS)
        return " ".join(
            f'{name}:"{value}"' if " " in value else f"{name}:{value}"
            for name, value in said
            if value
        )


@dataclass(frozen=True)
class Typed:
    """What was typed: the terms, the filters among them, and the words without filters."""

    terms: tuple[Term, ...] = ()
    filters: Filters = field(default_factory=Filters)
    rest: str = ""


def read(said: str) -> Typed:
    """What the words mean. A filter that is said twice is the last one."""
    terms: list[Term] = []
    filters = Filters()
    rest: list[str] = []
    for piece in list(_PIECE.finditer(said[:LONGEST]))[: 2 * MOST_WORDS]:
        name = FILTERS.get(folded(piece["name"] or ""))
        value = (piece["whole"] or piece["word"] or "").strip()
        if name and value:
            filters = replace(filters, **{name: value})
        else:
            rest.append(piece[0])
            terms += _terms(piece)
    # A letter that stands alone, such as “a”, says nothing where there are words beside it.
    longer = [one for one in terms if any(map(_is_long, one.readings))]
    return Typed(tuple((longer or terms)[:MOST_WORDS]), filters, " ".join(rest))


def kind_of(said: str) -> EntryKind | None:
    """The kind of things that this word names."""
    return _KIND_OF.get(folded(said.strip()))


def _terms(piece: re.Match[str]) -> Iterator[Term]:
    """What a piece asks for: nothing where it has no letters."""
    whole = piece["whole"] if piece["whole"] is not None else piece[0]
    begins = whole.endswith("*")
    readings = tuple(_beginnings(whole) if begins else _whole(whole))
    if readings:
        yield Term(whole.strip(), readings)


def _whole(said: str) -> Iterator[Together]:
    """The readings of words that stand together, in each language that they may be in."""
    for reading in words.variants(said):
        if reading:
            # Of one letter of a script without spaces there is no pair.
            yield Together(tuple(reading), begins=len(reading) == 1 and _is_unspaced(reading[0]))


def _beginnings(said: str) -> Iterator[Together]:
    """The readings of words of which the last one goes on."""
    every = [word for _, _, word in words.spans(said)]
    if not every:
        return
    *before, last = every
    seen: set[Together] = set()
    for language in LATIN:
        stems = tuple(folded(stem(word, language)) for word in before)
        one = Together((*stems, last), begins=True)
        if one not in seen:
            seen.add(one)
            yield one


def _is_unspaced(token: str) -> bool:
    return len(token) == 1 and words.is_unspaced(token)


def _is_long(reading: Together) -> bool:
    return (
        reading.begins
        or len(reading.tokens) > 1
        or any(len(token) > 1 or not token.isascii() for token in reading.tokens)
    )


@lru_cache(maxsize=16384)
def _stems(word: str) -> frozenset[str]:
    """What a folded word is kept as, in each language that it may be in."""
    return frozenset(folded(stem(word, language)) for language in LATIN)


class Marker:
    """Finds in texts what these terms ask for."""

    def __init__(self, terms: Sequence[Term]) -> None:
        readings = [reading for term in terms for reading in term.readings]
        self._begins = tuple(one.tokens[-1] for one in readings if one.begins)
        self._whole = {
            token for one in readings for token in (one.tokens[:-1] if one.begins else one.tokens)
        }
        self._firsts = {token[:most] for token in self._whole for most in (1, 2)}
        self._known: dict[str, bool] = {}

    def is_word(self, word: str) -> bool:
        """Whether this folded word of a text is one that was asked for."""
        known = self._known.get(word)
        if known is None:
            known = word.startswith(self._begins) or self._is_whole(word)
            self._known[word] = known
        return known

    def _is_whole(self, word: str) -> bool:
        # Stemming is slow. It leaves the first of plain letters as it is, and of a long word the
        # second one; dying is of die.
        if word.isascii() and word[: 2 if len(word) > _SHORT else 1] not in self._firsts:
            return False
        return not self._whole.isdisjoint(_stems(word))

    def pieces(self, text: str) -> Iterator[tuple[str, bool]]:
        """The text in pieces, each with whether it is what was asked for."""
        at = 0
        for start, end in self._found(text):
            if start > at:
                yield text[at:start], False
            yield text[start:end], True
            at = end
        if at < len(text):
            yield text[at:], False

    def _found(self, text: str) -> list[tuple[int, int]]:
        """Where what was asked for stands in the text; what touches is one."""
        found: list[tuple[int, int]] = []
        known, is_word = self._known, self.is_word
        for start, end, word in words.spans(text):
            # Most words come again and again.
            if known.get(word, True) and is_word(word):
                if found and start <= found[-1][1]:
                    found[-1] = found[-1][0], end
                else:
                    found.append((start, end))
        return found

    def snippet(self, text: str) -> list[tuple[str, bool]]:
        """What of the text is shown: a part around the place with the most of what was asked
        for."""
        text = " ".join(text.split())
        return list(self.pieces(self._cut(text) if len(text) > SNIPPET else text))

    def _cut(self, text: str) -> str:
        places = self._found(text)

        def held(start: int) -> int:
            return sum(start <= one < start + SNIPPET - _BEFORE for one, _ in places)

        best = max((start for start, _ in places), key=lambda one: (held(one), -one), default=0)
        begin = max(0, best - _BEFORE)
        if begin:
            # A word is shown whole, where there are words.
            space = text.find(" ", begin, best)
            begin = space + 1 if space >= 0 else begin
        end = begin + SNIPPET
        if end < len(text):
            space = text.rfind(" ", best + 1, end)
            end = space if space > begin + SNIPPET // 2 else end
        return ("… " if begin else "") + text[begin:end] + (" …" if end < len(text) else "")
