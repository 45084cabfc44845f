"""Stems: one form of a word for its singular, plural and other endings, by language; pure."""

from __future__ import annotations

import re
import threading
from functools import lru_cache

import snowballstemmer

from dcbot.words.letters import Script, script

LATIN = ("en", "fr", "es")
"""The languages in Latin letters that are tried where the language of words is not known."""
_NAMES = {
    "ar": "arabic",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "pt": "portuguese",
    "ru": "russian",
}
_ARTICLE = re.compile(r"^(?:[وبكف]?ال|و?لل)(?=\w{3})")
_BY_SCRIPT = {Script.CYRILLIC: "ru", Script.ARABIC: "ar", Script.GREEK: "el"}
_OWN = threading.local()


def stem(word: str, language: str | None = None) -> str:
    """The stem of one folded word. `language` counts for Latin letters and is English if unsaid.

    Words with digits, and those of a language without a stemmer here, stay as they are.
    """
    if not word.isalpha():
        return word
    of = script(word[0])
    if of is Script.LATIN:
        return _stem(word, (language or "en")[:2].lower())
    if of is Script.ARABIC:
        # With and without its article a word must end alike; the stemmer cuts less off with it.
        bare = _ARTICLE.sub("", word)
        # Folded, the ending of feminine nouns looks like that of a pronoun, which is not cut off.
        ends = bare[:-1] + "ة" if bare.endswith("ه") and len(bare) > 3 else bare
        word = f"ال{ends}"
    return _stem(word, _BY_SCRIPT.get(of, ""))


@lru_cache(maxsize=65536)
def _stem(word: str, language: str) -> str:
    if language not in _NAMES:
        return word
    # A stemmer keeps the word it works on, so each thread has its own.
    stemmers = vars(_OWN)
    if language not in stemmers:
        stemmers[language] = snowballstemmer.stemmer(_NAMES[language])
    stemmed: str = stemmers[language].stemWord(word)
    return stemmed or word
