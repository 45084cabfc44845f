"""Words of others, as they can stand in a document: nothing unseen in them, links known; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Controls, marks that turn the direction of what follows, and what is no character at all: with
# them a line could show something else than it says, and XML would not take them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u206f\ufff9-\ufffb\ufdd0-\ufdef]"
    "|[\ufffe\uffff\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0003fffe\U0003ffff\U0010fffe\U0010ffff]"
)
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_ODD = re.compile("[^\n\x20-\x7e\xa0-\u1fff\u2c00-\ud7ff\U00010000-\U0001fffd]")

RIGHT_TO_LEFT = (
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""One letter that is read from right to left."""
BARE = re.compile("[ -%'-.0-;=?-~]+")
"""Words that are clean, on one line, without an address, and in which HTML and XML have nothing to
escape, as most are."""
_RIGHT_TO_LEFT = re.compile(RIGHT_TO_LEFT)

# An address ends before what closes the sentence or the bracket that it stands in.
_LINK = re.compile(
    r"\b(?:https?|ftp|ircs?)://[^\s<>\"“”`\\^{}|\[\]]*[^\s<>\"“”`\\^{}|\[\].,;:!?'()…»。，）]",
    re.IGNORECASE,
)
_LONGEST_SCHEME = len("https")
_SAFE = re.compile(r"(?:https?|ftp|ircs?)://[^\s<>\"`\\^{}|]+|mailto:[^\s<>\"`\\^{}|]+", re.I)


def clean(text: str) -> str:
    """The text without what cannot be seen or turns its direction; every line end is a newline."""
    if (text.isascii() and text.isprintable()) or _ODD.search(text) is None:
        return text
    text = _SURROGATES.sub("\ufffd", _LINE_ENDS.sub("\n", text))
    return _UNSEEN.sub("", text)


def on_one_line(text: str) -> str:
    """The text, clean, with single spaces."""
    return " ".join(clean(text).split())


def runs_right_to_left(text: str) -> bool:
    """Whether something in it is read from right to left."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def is_followed(url: str) -> bool:
    """Whether it is an address that a reader may be led to; no other becomes a link."""
    return _SAFE.fullmatch(url) is not None


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, and whether each is an address."""
    first = text.find("://")
    if first < 0:
        yield text, False
        return
    last = 0
    # No address begins earlier than the name of its scheme does; looking there takes long.
    for found in _LINK.finditer(text, max(0, first - _LONGEST_SCHEME)):
        url = found[0]
        # A bracket that was opened in the address is closed in it.
        if text[found.end() : found.end() + 1] == ")" and url.count("(") > url.count(")"):
            url += ")"
        if found.start() > last:
            yield text[last : found.start()], False
        yield url, True
        last = found.start() + len(url)
    if last < len(text):
        yield text[last:], False
