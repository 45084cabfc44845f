"""What a scribe writes down of others: “Ana: …”, and “… more” that goes on with it."""

from __future__ import annotations

import re

from dcbot.record.dialects.heard import Heard, Instructions
from dcbot.record.instructions import Continue, Speech

_SPEECH = re.compile(r"([^\s:<>\"“#\\\[(-][^:：<>\"“]{0,40}?) ?[:：](?!//)\s+(\S.*)", re.DOTALL)
_GOES_ON = re.compile(r"(?:\.{3,}|…)\s*(\S.*)", re.DOTALL)
# Words before a colon that name nobody, however a scribe writes them.
_NOBODY_WORDS = """
    note notes nb ps fyi todo q a question answer yes no ok so also update edit example link url
    http https mailto warning error reason result date time where when why what
"""
_NOBODY = frozenset(_NOBODY_WORDS.split())


def read_speech(line: str, heard: Heard) -> Instructions | None:
    """Who said what, where a scribe writes it; None where no name stands before the colon."""
    if not heard.scribe:
        return None
    found = _SPEECH.match(line)
    if not found or not may_be_name(found[1]):
        return None
    return (Speech(found[1], found[2]),)


def read_more(line: str, heard: Heard) -> Instructions | None:
    """“… more” or “... more”."""
    found = _GOES_ON.match(line)
    return (Continue(found[1]),) if found else None


def read_spoken(line: str, heard: Heard) -> Instructions | None:
    """Both, where it is a scribe who says it."""
    if not heard.scribe:
        return None
    return read_more(line, heard) or read_speech(line, heard)


def may_be_name(words: str) -> bool:
    """One word that is no ordinary one, or up to four that all begin with a capital."""
    parts = words.split()
    if len(parts) == 1:
        return parts[0].casefold() not in _NOBODY and not parts[0].isdigit()
    small = {"de", "da", "dos", "van", "von", "bin", "al", "el", "la", "del", "der", "den"}
    return len(parts) <= 4 and all(
        part[:1].isupper() or not part[:1].isascii() or part in small for part in parts
    )
