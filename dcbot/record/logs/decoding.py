"""Bytes of a log as lines of text, whatever wrote them."""

from __future__ import annotations

import codecs
import re

from dcbot.errors import UserError

MOST_BYTES = 64 * 1024 * 1024
"""Larger files are no log of a meeting; a year of a busy channel has some 20 MB."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Bold, colours, italics and the like, as IRC programs write them, and marks of pasted terminals.
_FORMATS = re.compile(
    r"\x03(?:\d{1,2}(?:,\d{1,2})?)?|\x1b\[[0-9;]*m|[\x01\x02\x0f\x11\x16\x1d-\x1f]"
)


def lines_of(data: bytes, name: str) -> list[str]:
    """The lines of a file; raises UserError where it is empty, too large, or no text."""
    if len(data) > MOST_BYTES:
        raise UserError(
            f"“{name}” has {len(data) // 1024 // 1024} MB, and a log may have "
            f"{MOST_BYTES // 1024 // 1024}. Cut it into parts, one for each year or month."
        )
    text = _text(data, name)
    if not text.strip():
        raise UserError(f"“{name}” is empty. Name a file that holds a log.")
    # Only these end a line; a form feed or a Unicode line mark within a message does not.
    return [_FORMATS.sub("", line) for line in re.split(r"\r\n|\n|\r", text)]


def _text(data: bytes, name: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    start = data[:4096]
    if b"\0" in start:
        even, odd = start[::2].count(0), start[1::2].count(0)
        if max(even, odd) > len(start) // 4 and min(even, odd) < len(start) // 16:
            return data.decode("utf-16-be" if even > odd else "utf-16-le", "replace")
        raise UserError(f"“{name}” is no text, but a program's own file. Name a text log or JSON.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        # On IRC everybody writes in an encoding of their own, so each line is taken by itself.
        return "\n".join(_line(line) for line in re.split(rb"\r\n|\n|\r", data))


def _line(data: bytes) -> str:
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")
