"""Which lines of a message are said to the bot; pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

MAX_LINES = 20
"""More commands than this in one message are a paste, not a conversation; one more is kept, so
that the sender can be told."""
MAX_LINE = 2000
"""Characters of one command line that are read; one more is kept for the same reason."""

# Direction marks and invisible characters would let a line look like another one.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_SPACES = re.compile(r"[^\S\n]")
_NO_WORD = re.compile("[^0-9a-z]+")
_FENCE = re.compile(r"^\s{0,3}(```|~~~)")
_PREFIXES_ON_PHONES = {"！": "!", "﹗": "!", "❗": "!", "❕": "!", "／": "/", "．": "."}


class How(Enum):
    """How a line was said to the bot."""

    PREFIX = "with the prefix"
    NAMED = "by name"
    DIRECT = "in a direct chat or mail"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said to the bot: its words, without prefix or name."""

    words: str
    how: How


def tidy(text: str) -> str:
    """The text with one kind of line end and of space, and without invisible characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    return _SPACES.sub(" ", _INVISIBLE.sub("", text.replace("\0", " ")))


def own_lines(text: str) -> list[str]:
    """The sender's own lines: without quoted ones, code blocks and indented pastes."""
    kept: list[str] = []
    fence = None
    for line in tidy(text).split("\n"):
        mark = _FENCE.match(line)
        if fence:
            fence = None if mark and mark[1] == fence else fence
        elif mark:
            # A fence that opens and closes on one line is code as well.
            fence = None if line.strip().count(mark[1]) > 1 else mark[1]
        elif not line.lstrip().startswith(">") and not line.startswith("    "):
            kept.append(line.strip())
    return kept


def after_prefix(line: str, prefix: str) -> str | None:
    """What follows the prefix; None where the line does not begin with it and a letter."""
    if line[:1] in _PREFIXES_ON_PHONES:
        line = _PREFIXES_ON_PHONES[line[0]] + line[1:].removeprefix("\ufe0f")
    if not line.startswith(prefix):
        return None
    rest = line[len(prefix) :]
    return rest.strip() if re.match(r" ?[^\W\d_]", rest) else None


def after_name(line: str, names: Sequence[str]) -> str | None:
    """What follows the bot's name at the start of the line; None where it does not stand there.

    A bare name needs a comma or colon behind it ("dcbot, help"), one with an @ does not.
    """
    for name in sorted(names, key=len, reverse=True):
        rest = _cut_name(line, name.lstrip("@"))
        if rest is not None:
            return rest
    return None


def _cut_name(line: str, name: str) -> str | None:
    at = line.startswith("@")
    body = line[1:] if at else line
    if body[: len(name)].casefold() != name.casefold():
        return None
    rest = body[len(name) :]
    if at or ":" in name:
        return None if rest[:1].isalnum() else rest.lstrip(" ,:").strip()
    mark = re.match(r"\s?[,:]\s*", rest)
    if mark:
        return rest[mark.end() :].strip()
    return "" if not rest.strip(" ?!.") else None


_END = "#endmeeting"


def said_to_bot(
    text: str, *, prefix: str, names: Sequence[str], direct: bool, addressed: bool
) -> list[Line]:
    """What of the text is said to the bot, in order; empty where nothing is.

    Lines with the prefix always are. Where there are none, a line that begins with the bot's
    name is; failing that, in a direct chat or where the transport says that the bot was
    addressed, the text as a whole.
    """
    lines = [line for line in own_lines(text) if line]
    prefixed = [Line(rest, How.PREFIX) for rest in _all(lines, prefix) if rest]
    if not prefixed:
        # Where no meeting is recorded, whoever ends one is told so.
        prefixed = [Line(line[1:], How.PREFIX) for line in lines if line.casefold() == _END]
    if prefixed:
        return [_cut(line) for line in prefixed[: MAX_LINES + 1]]
    named = [rest for line in lines if (rest := after_name(line, names)) is not None]
    if named:
        return [_cut(Line(words, How.NAMED)) for words in named[: MAX_LINES + 1]]
    if direct:
        return [_cut(Line(line, How.DIRECT)) for line in lines[: MAX_LINES + 1]]
    if addressed:
        whole = " ".join(lines)
        for name in sorted(names, key=len, reverse=True):
            whole = re.sub(rf"@?{re.escape(name)}", " ", whole, flags=re.IGNORECASE)
        return [_cut(Line(" ".join(whole.split()), How.NAMED))]
    return []


def _all(lines: Sequence[str], prefix: str) -> Iterator[str | None]:
    for line in lines:
        yield after_prefix(line, prefix)


def _cut(line: Line) -> Line:
    return Line(line.words[: MAX_LINE + 1], line.how)


def bare_word(text: str) -> str:
    """A short reply as it is compared: without case, punctuation and accents ("Yes!" → "yes")."""
    own = " ".join(line for line in own_lines(text) if line)
    return fold(own) if len(own) <= 100 else ""


def fold(words: str) -> str:
    """Words as names are compared: without case, accents, punctuation and doubled spaces."""
    if words.isascii():
        return _NO_WORD.sub(" ", words.lower()).strip()
    plain = unicodedata.normalize("NFKD", words).casefold()
    kept = "".join(
        letter if letter.isalnum() else " "
        for letter in plain
        if not unicodedata.combining(letter) or letter.isalnum()
    )
    return " ".join(kept.split())
