"""A phrase in one form for reading: width, case, accents, digits; and where each letter was."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Dashes of every length, and the minus sign, are a hyphen; apostrophes and primes are one.
LIKE = {
    **dict.fromkeys("‐‑‒–—―−﹘﹣－~～〜", "-"),
    **dict.fromkeys("’‘ʼ`´′＇", "'"),
    **dict.fromkeys('“”«»„"', '"'),
    "ё": "е",
    "ʿ": "'",
    "。": ".",
    "、": ",",
    "،": ",",
    "؛": ";",
    "ı": "i",
    "ł": "l",
    "ø": "o",
    "đ": "d",
    # Arabic letters that are written one for another.
    **dict.fromkeys("أإآٱ", "ا"),
    "ى": "ي",
    "ی": "ي",
    "ة": "ه",
    "ک": "ك",
    "ؤ": "و",
    "ئ": "ي",
}
TATWEEL = "\u0640"


@dataclass(frozen=True)
class Normal:
    """The phrase in its reading form; `origin[i]` is where its letter i stands in `written`."""

    text: str
    written: str
    origin: tuple[int, ...]

    def said(self, start: int, end: int) -> str:
        """What was written from letter `start` to before letter `end` of the reading form."""
        if start >= end:
            return ""
        return self.written[self.origin[start] : self.origin[end - 1] + 1]


@lru_cache(maxsize=4096)
def _letters(letter: str) -> str:
    """One letter in its reading form: nothing, one letter, or several."""
    category = unicodedata.category(letter)
    if letter == TATWEEL or category in ("Cf", "Mn", "Me"):
        return ""
    if category == "Cc" or letter.isspace():
        return " "
    if letter in LIKE:
        return LIKE[letter]
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    # A footnote's number or a fraction is no digit of a date.
    if not letter.isalpha() and unicodedata.decomposition(letter).startswith(("<super", "<frac")):
        return "^"
    plain = unicodedata.normalize("NFKC", letter).casefold()
    plain = "".join(_without_accent(each) for each in plain)
    return "".join(LIKE.get(each, each) for each in plain)


def _without_accent(letter: str) -> str:
    parts = unicodedata.normalize("NFD", letter)
    # й is a letter of its own, not и with an accent; Latin letters lose theirs.
    if parts[0].isascii():
        return "".join(part for part in parts if not unicodedata.combining(part))
    return letter


def normal(phrase: str) -> Normal:
    """The phrase in its reading form."""
    written = unicodedata.normalize("NFC", phrase)
    letters: list[str] = []
    origin: list[int] = []
    for place, letter in enumerate(written):
        for each in _letters(letter):
            letters.append(each)
            origin.append(place)
    return Normal("".join(letters), written, tuple(origin))


@lru_cache(maxsize=65536)
def folded(word: str) -> str:
    """A word as the lexicons are searched for it."""
    return normal(word).text.strip()
