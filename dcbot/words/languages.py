"""Languages: which of those in Latin letters a text is written in, by its smallest words; pure."""

from __future__ import annotations

import re

from dcbot.words.letters import folded

# Words that are frequent in one of them and rare in the others.
_SMALL = {
    "en": "the of and to is that for it with on are this be was will have from not we you our by",
    "es": "el los las del y es una por con para que se lo como mas pero su al este esta son ser",
    "fr": "le les des et est une dans pour pas au aux du ce cette qui sur avec nous vous sont ou",
    "pt": "o os uma em nao da das dos do ao pelo pela sao mais mas foi como ser tem ja num na no",
}
_LANGUAGES: dict[str, frozenset[str]] = {
    language: frozenset(words.split()) for language, words in _SMALL.items()
}
_WORD = re.compile(r"[^\W\d_]+")
_READ = 400
"""So many letters of a text say enough of it."""


def language_of(text: str, otherwise: str = "en") -> str:
    """The language of the text where its small words say it clearly; else the one given."""
    words = _WORD.findall(folded(text[:_READ]))
    held = {
        language: sum(word in small for word in words) for language, small in _LANGUAGES.items()
    }
    first, second = sorted(held.values(), reverse=True)[:2]
    if first < 2 or first == second:
        return otherwise
    return max(held, key=lambda language: held[language])
