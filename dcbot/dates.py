"""Dates, whole and partial, as facts bear them: how they are said and compared; pure."""

from __future__ import annotations

import datetime
from calendar import month_name


def said(date: str) -> str:
    """2017 as 2017, 2017-04 as April 2017, 2017-04-30 as 30 April 2017; other words as they are."""
    parts = date.split("-")
    if not all(part.isdigit() for part in parts) or not 1 <= len(parts) <= 3:
        return date
    if len(parts) > 1 and not 1 <= int(parts[1]) <= 12:
        return date
    month = f"{month_name[int(parts[1])]} " if len(parts) > 1 else ""
    day = f"{int(parts[2])} " if len(parts) > 2 else ""
    return f"{day}{month}{parts[0]}"


def said_day(day: datetime.date) -> str:
    """As Tuesday 1 December 2026."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def holds(date: str, since: str, until: str) -> bool:
    """Whether something held from `since` to `until` (empty: open) at that date, however coarse."""
    begun = not since or date[: len(since)] >= since[: len(date)]
    ended = bool(until) and date[: len(until)] > until[: len(date)]
    return begun and not ended
