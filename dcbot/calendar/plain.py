"""Foreign words made fit for a calendar: no mark in them ends a line or stops a reader."""

from __future__ import annotations

import re

# What some readers take for the end of a line.
_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Control marks, and halves of characters, which no file can hold.
_MARKS = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_WEB = re.compile(r"(?:https?|mailto|tel|geo):[!-~]+", re.IGNORECASE)


def paragraphs(text: str) -> str:
    """The text with its lines, which all end alike."""
    return _MARKS.sub("", _ENDS.sub("\n", text))


def line(text: str) -> str:
    """The text on a single line."""
    return " ".join(paragraphs(text).split())


def address(url: str) -> str:
    """The address, if programs can open it safely; empty if not."""
    return url if _WEB.fullmatch(url) else ""
