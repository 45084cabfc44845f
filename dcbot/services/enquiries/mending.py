"""Mending: slips of the finger in words of questions, and the words that are meant; pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from rapidfuzz.distance import OSA

from dcbot.services.enquiries.light_words import LIGHT
from dcbot.services.enquiries.ordinary import ORDINARY, is_ordinary
from dcbot.services.enquiries.small_words import MISTYPED, SMALL, VOCABULARY

_LONG = 8
_SMALL_LONG = frozenset(word for word in SMALL if len(word) > 3)
_ORDINARY_LONG = frozenset(word for word in ORDINARY if len(word) > 3)


class Mending:
    """What slips are mended to: `known` words are none, and to `common` ones they are mended."""

    def __init__(self, known: Collection[str], common: Collection[str]) -> None:
        self.known = known
        longer = [word for word in known if len(word) > _LONG]
        ruled = [word for word in common if len(word) > 5]
        self.targets = (longer, VOCABULARY, ruled, _SMALL_LONG, _ORDINARY_LONG)

    def mended(self, word: str) -> str:
        """The word, a slip of the finger mended where it is clearly a word of questions."""
        if word in MISTYPED:
            return MISTYPED[word]
        if len(word) < 4 or word in self.known or word in ORDINARY or not word.isalpha():
            return word
        if len(word) > _LONG and (near := _nearest(word, self.targets[0], slips=1)):
            return near
        if _stands(word, self.targets):
            return word
        return next((near for one in self.targets if (near := _nearest(word, one))), word)


def _stands(word: str, targets: Sequence[Collection[str]]) -> bool:
    return (
        word in SMALL or word in LIGHT or is_ordinary(word) or any(word in one for one in targets)
    )


def _nearest(word: str, targets: Collection[str], *, slips: int = 0) -> str:
    """The one of the targets that differs from the word by a slip, or by two where it is long."""
    slips = slips or (1 if len(word) < 9 else 2)
    best = (slips + 1, "")
    for one in targets:
        if one[0] == word[0] and abs(len(one) - len(word)) <= slips:
            best = min(best, (OSA.distance(word, one, score_cutoff=slips), one))
    # Another consonant in its place makes another word, as “appeal” is no slip of “appear”.
    replaced = len(word) == len(best[1]) < _LONG and sorted(word) != sorted(best[1])
    if replaced and not _same_but_vowels(word, best[1]):
        return ""
    return best[1] if best[0] <= slips else ""


def _same_but_vowels(one: str, other: str) -> bool:
    return re.sub("[aeiou]", "-", one) == re.sub("[aeiou]", "-", other)
