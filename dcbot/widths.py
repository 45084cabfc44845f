"""How wide words are in a line of plain text, and where a line may be broken; pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import groupby


def width(text: str) -> int:
    """Columns that the text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(one) else 1 + _is_wide(one) for one in text)


def words(text: str) -> Iterator[tuple[str, bool]]:
    """Words, and whether one is glued to the one before it: scripts that put no blanks between
    words are broken between letters; addresses never are."""
    for word in text.split():
        if word.isascii() or "://" in word or not any(map(_is_wide, word)):
            yield word, False
            continue
        for number, (wide, letters) in enumerate(groupby(word, _is_wide)):
            pieces = list(letters) if wide else ["".join(letters)]
            for place, piece in enumerate(pieces):
                yield piece, number + place > 0


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"
