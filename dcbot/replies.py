"""What a short reply means: yes, no, or one of the words that a question accepts; pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from dcbot.lines import bare_word, fold, own_lines

_YES = {
    *("yes", "y", "ok", "okay", "confirm", "confirmed", "agreed", "sure", "oui", "si", "sim"),
    *("да", "نعم", "是", "是的", "好", "ja"),
}
_NO = {"no", "n", "nope", "stop", "cancel", "non", "nao", "нет", "لا", "不", "不是", "nein"}
# Whoever says yes and one of these says something else than yes.
_BUT = {*_NO, "not", "but", "only", "except", "unless", "if", "don", "mais", "pero", "mas", "но"}
_MOST_WORDS = 8
_REACTIONS = {"👍": "yes", "✅": "yes", "✔": "yes", "👎": "no", "❌": "no", "✖": "no"}
BY_WORD = "confirm by mail"
"""The kind of the bot's own question whether a mail is really from its sender."""
KEYCAPS = {**{f"{number}\ufe0f\u20e3": number for number in range(1, 10)}, "🔟": 10}
"""The signs that are numbers, 1 to 10."""
# A thumb may be of any colour, and a sign be marked as a picture.
_SHADES = re.compile("[\U0001f3fb-\U0001f3ff\ufe0f]")


def meant_by_reaction(reaction: str) -> str | None:
    """The word or number that a reaction answers a question with; None where it means neither."""
    sign = _SHADES.sub("", reaction)
    numbers = {_SHADES.sub("", keycap): str(number) for keycap, number in KEYCAPS.items()}
    return _REACTIONS.get(sign) or numbers.get(sign)


def meant_by_mail(text: str, accepts: Sequence[str]) -> str:
    """The word that a mail which carries the question's own word answers with.

    A mail without words of its own says yes by being sent. What is neither a clear yes or no nor
    an accepted word is returned as it was said, for nobody is made to agree.
    """
    lines = [line for line in own_lines(text) if line]
    if not lines:
        return "yes"
    word = bare_word(text)
    if word in accepts:
        return word
    first = fold(lines[0])
    if first in accepts:
        # What follows it is a signature more often than not.
        return first
    words = (word or first).split()
    if not {"yes", "no"} <= set(accepts) or not words:
        return word
    if words[0] in _NO:
        return "no"
    clear = words[0] in _YES and not _BUT & set(words) and len(words) <= _MOST_WORDS
    return "yes" if clear else word or first


def hash_of(token: str) -> str:
    """The form in which a single-use word is kept."""
    return hashlib.sha256(token.strip().casefold().encode()).hexdigest()
