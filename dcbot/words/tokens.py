"""Tokens: a text as the words by which it is found, folded, stemmed, or cut in pairs; pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import groupby

from dcbot.words.letters import Script, folded, script
from dcbot.words.stems import LATIN, stem

ANALYSER_VERSION = 1
"""Kept beside all that is stored as tokens: what another version made is made anew."""


def tokens(text: str, language: str | None = None) -> list[str]:
    """The tokens of the text, in order.

    `language` is that of its words in Latin letters, as a code such as `fr`; English if unsaid.
    Text without spaces between words (Chinese, Japanese, Thai) gives overlapping pairs.
    """
    return [
        token
        for run, of in _runs(folded(text))
        for token in (_pairs(run) if of is Script.UNSPACED else [folded(stem(run, language))])
    ]


def variants(text: str) -> list[list[str]]:
    """The tokens of a query whose language is not known: a list for each reading that differs."""
    found: list[list[str]] = []
    for language in LATIN:
        read = tokens(text, language)
        if read not in found:
            found.append(read)
    return found


def _runs(text: str) -> Iterator[tuple[str, Script]]:
    """Letters, digits and marks that stand together, cut where unspaced script begins or ends."""
    for in_word, letters in groupby(text, _in_word):
        if not in_word:
            continue
        of = Script.OTHER
        run = ""
        for letter in letters:
            # A mark belongs to what it stands on.
            now = of if _is_mark(letter) and run else script(letter)
            if run and (now is Script.UNSPACED) != (of is Script.UNSPACED):
                yield run, of
                run = ""
            run, of = run + letter, now
        yield run, of


def _in_word(letter: str) -> bool:
    return letter.isalnum() or _is_mark(letter)


def _is_mark(letter: str) -> bool:
    # Python's \w leaves marks out, and would cut words in Devanagari and other scripts.
    return not letter.isascii() and unicodedata.category(letter) in ("Mn", "Mc")


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]
