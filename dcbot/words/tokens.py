"""Tokens: a text as the words by which it is found, folded, stemmed, or cut in pairs; pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby

from dcbot.words.letters import Script, folded, script
from dcbot.words.stems import LATIN, stem

_PLAIN = re.compile(r"[A-Za-z0-9]+")
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


def is_unspaced(letter: str) -> bool:
    """Whether the letter is of a script without spaces between words."""
    return script(letter) is Script.UNSPACED


def _runs(text: str) -> Iterator[tuple[str, Script]]:
    """Letters, digits and marks that stand together, cut where unspaced script begins or ends."""
    if text.isascii():
        yield from ((run, Script.LATIN) for run in _PLAIN.findall(text))
        return
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


def read(text: str, language: str | None = None) -> tuple[list[str], list[str]]:
    """The tokens of the text, in order; and its words that are written otherwise, each once.

    How a word begins is looked for in both. What ends a run of script without spaces begins no
    pair, so it is among the words.
    """
    found: list[str] = []
    others: dict[str, None] = {}
    for run, of in _runs(folded(text)):
        if of is Script.UNSPACED:
            found += _pairs(run)
            if len(run) > 1:
                others[run[-1]] = None
        else:
            token = folded(stem(run, language))
            found.append(token)
            if token != run:
                others[run] = None
    return found, list(others)


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """The words of a text as it stands: from where, to where, and the word, folded.

    Of script without spaces each pair is a word, so that these overlap.
    """
    if text.isascii():
        yield from ((one.start(), one.end(), one[0].lower()) for one in _PLAIN.finditer(text))
        return
    at = 0
    for run, of in _runs(text):
        at = text.index(run, at)
        if of is Script.UNSPACED and len(run) > 1:
            for one in range(len(run) - 1):
                yield at + one, at + one + 2, folded(run[one : one + 2])
        else:
            yield at, at + len(run), folded(run)
        at += len(run)
