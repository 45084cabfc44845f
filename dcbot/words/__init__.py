"""Words: any text as the tokens by which it is found, the same on every database; pure."""

from __future__ import annotations

from dcbot.words.languages import language_of
from dcbot.words.letters import folded
from dcbot.words.stems import LATIN, stem
from dcbot.words.tokens import ANALYSER_VERSION, is_unspaced, read, spans, tokens, variants

__all__ = [
    "ANALYSER_VERSION",
    "LATIN",
    "folded",
    "is_unspaced",
    "language_of",
    "read",
    "spans",
    "stem",
    "tokens",
    "variants",
]
