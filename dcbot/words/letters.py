"""Letters: one form for those written in several ways, and the script that each is of; pure."""

from __future__ import annotations

import unicodedata
from enum import Enum
from functools import lru_cache


class Script(Enum):
    """How the words of a script are told apart and stemmed."""

    LATIN = "Latin"
    CYRILLIC = "Cyrillic"
    GREEK = "Greek"
    ARABIC = "Arabic"
    UNSPACED = "written without spaces"
    """Chinese, Japanese and Thai, where a word does not end with a space."""
    OTHER = "other"


# Where marks tell no word from another; elsewhere, as in Devanagari, they are letters.
_MARKS_DROPPED = frozenset({Script.LATIN, Script.CYRILLIC, Script.GREEK, Script.ARABIC})
_RANGES = (
    (0x0370, 0x03FF, Script.GREEK),
    (0x0400, 0x052F, Script.CYRILLIC),
    (0x0600, 0x06FF, Script.ARABIC),
    (0x0750, 0x077F, Script.ARABIC),
    (0x08A0, 0x08FF, Script.ARABIC),
    (0x0E00, 0x0E7F, Script.UNSPACED),
    (0x1F00, 0x1FFF, Script.GREEK),
    (0x1E00, 0x1EFF, Script.LATIN),
    (0x3005, 0x3007, Script.UNSPACED),
    (0x3040, 0x30FF, Script.UNSPACED),
    (0x31F0, 0x31FF, Script.UNSPACED),
    (0x3400, 0x4DBF, Script.UNSPACED),
    (0x4E00, 0x9FFF, Script.UNSPACED),
    (0xF900, 0xFAFF, Script.UNSPACED),
    (0x20000, 0x3FFFF, Script.UNSPACED),
)
# Hamza on its seats, the two forms of final yā and hā, and Persian letters on Arabic keyboards.
_ONE_FORM = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ىیئ", "ي"),
        "ؤ": "و",
        "ة": "ه",
        "ک": "ك",
        "ـ": None,
        "ё": "е",
        "ø": "o",
        "đ": "d",
        "ł": "l",
        "ı": "i",
    }
)


@lru_cache(maxsize=8192)
def script(letter: str) -> Script:
    """The script of one letter or digit; marks and digits are of no script of their own."""
    code = ord(letter)
    if code < 0x0250:
        return Script.LATIN if letter.isalpha() else Script.OTHER
    return next((found for low, high, found in _RANGES if low <= code <= high), Script.OTHER)


def folded(text: str) -> str:
    """The text without case, without marks where they only decorate, in one form of each letter.

    Folding what is folded changes nothing.
    """
    if text.isascii():
        return text.lower()
    before = ""
    # Few letters change once more, as those whose small form is made of several.
    while before != text:
        before, text = text, _fold(text)
    return text


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    kept: list[str] = []
    base = Script.OTHER
    for letter in unicodedata.normalize("NFD", plain.translate(_ONE_FORM)):
        mark = unicodedata.category(letter) == "Mn"
        if not mark:
            base = script(letter)
            kept.append(_digit(letter))
        elif base not in _MARKS_DROPPED:
            kept.append(letter)
    return unicodedata.normalize("NFKC", "".join(kept)).translate(_ONE_FORM)


def _digit(letter: str) -> str:
    return str(unicodedata.decimal(letter)) if letter.isdecimal() else letter
