"""Times as meeting tools print them: since the start, or by a clock."""

from __future__ import annotations

import re
from datetime import time, timedelta

from dcbot.record.attached.kinds import Moment

STAMP = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?(?:\s?[AaPp]\.?[Mm]\.?)?"
"""What a time looks like; only `moment_of` tells what it means."""

_PARTS = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[.,]\d{1,3})?\s?([AaPp])?.*")


def moment_of(stamp: str) -> Moment:
    """The moment; with “am” or “pm” it is a clock, else the time since the start.

    Two numbers are minutes and seconds, or with “am” and “pm” hours and minutes. None where there
    is no such time.
    """
    found = _PARTS.fullmatch(stamp.strip())
    if found is None:
        return None
    if found[4]:
        hour, minute, second = (
            (int(found[1]), int(found[2]), int(found[3]))
            if found[1]
            else (int(found[2]), int(found[3]), 0)
        )
        if not (1 <= hour <= 12 and minute < 60 and second < 60):
            return None
        return time(hour % 12 + (12 if found[4] in "Pp" else 0), minute, second)
    minutes, seconds = int(found[2]), int(found[3])
    if seconds > 59 or (found[1] and minutes > 59):
        return None
    return timedelta(hours=int(found[1] or 0), minutes=minutes, seconds=seconds)


def clock_of(since_midnight: timedelta) -> time | None:
    """Where what looks like a time since the start is a clock: that clock."""
    seconds = int(since_midnight.total_seconds())
    if seconds >= 86_400:
        return None
    return time(seconds // 3600, seconds % 3600 // 60, seconds % 60)
