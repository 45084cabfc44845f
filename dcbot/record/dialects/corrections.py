"""Corrections: “s/old/new/”, “s|old|new|g” and “i/where/new line/”."""

from __future__ import annotations

import re

from dcbot.record.dialects.heard import Heard, Instructions
from dcbot.record.instructions import Insert, Reach, Substitute

_START = re.compile(r"([si])([/|;,:!#@~])(?=\S)")
MAX_WORDS = 500
"""Characters of each side that are read."""


def read(line: str, heard: Heard) -> Instructions | None:
    """The correction that the whole line is; a backslash lets the delimiter stand for itself."""
    found = _START.match(line)
    if not found or len(line) > 2 * MAX_WORDS:
        return None
    sides = re.split(rf"(?<!\\){re.escape(found[2])}", line[2:])
    if len(sides) < 2 or len(sides) > 3:
        return None
    old, new = (side.replace(f"\\{found[2]}", found[2]) for side in sides[:2])
    after = sides[2].strip() if len(sides) == 3 else ""
    if not old.strip() or not _plain(found[2], len(sides), after):
        return None
    if found[1] == "i":
        return (Insert(old, new.strip()),) if new.strip() and not after else None
    return (Substitute(old, new, Reach(after)),) if after in tuple(Reach) else None


def _plain(delimiter: str, sides: int, after: str) -> bool:
    # “s/old/new” without the last delimiter is common; with other marks it may be speech.
    return sides == 3 or (delimiter in "/|" and not after)
