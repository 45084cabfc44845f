"""Cycle words: how a date of a cycle is told, how long it still is, and what has changed in it."""

from __future__ import annotations

from datetime import datetime, timedelta

from dcbot.arguments import listed
from dcbot.message import literal
from dcbot.services.moments import day
from storage.changes import Change
from storage.cycles import CycleDate


def words(row: CycleDate) -> str:
    """When it is, in words: its day or days, its clock with zone and UTC, or that it has none."""
    said = _day(row.day)
    if row.until and row.until != row.day:
        said = f"{said} to {_day(row.until)}"
    if row.at is not None:
        clock = f"{row.clock}–{row.end}" if row.end else row.clock
        return f"{said}, {clock} {row.zone}{_utc(row)}"
    return f"{said} (“{row.said}”)" if row.said else f"{said}"


def _utc(row: CycleDate) -> str:
    if row.zone == "UTC" or row.at is None:
        return ""
    days = (row.at.date().isoformat() > row.day) - (row.at.date().isoformat() < row.day)
    mark = {0: "", 1: " the day after", -1: " the day before"}[days]
    return f", which is {row.at:%H:%M} UTC{mark}"


def _day(day: str) -> str:
    if len(day) < 10:
        return datetime.strptime(day, "%Y-%m").strftime("%B %Y")  # noqa: DTZ007 -- a month
    date = datetime.fromisoformat(day)
    return f"{date:%A} {date.day} {date:%B %Y}"


def line(row: CycleDate, now: datetime) -> str:
    """The date in one line of a list: when, what, and how long it still is."""
    left = left_words(row, now)
    marks = [one for one in (left, literal(row.certainty), literal(row.note)) if one]
    return f"- {words(row)}: {literal(row.what)}{f' ({listed(marks)})' if marks else ''}"


def change_line(change: Change) -> str:
    """One change of a date, as a line of its history."""
    was = f", was {literal(change.was)}" if change.was else ""
    is_now = f": {literal(change.now)}" if change.now else ""
    why = f" ({literal(change.why)})" if change.why else ""
    return f"- {day(change.at)}, {literal(change.by_name)}: {change.what}{is_now}{was}{why}"


def left_words(row: CycleDate, now: datetime) -> str:
    """How long it still is, in words; empty for what is past."""
    if row.at is not None:
        left = row.at - now
        if left <= timedelta(0):
            return ""
        if left < timedelta(days=2):
            hours = int(left.total_seconds() // 3600)
            return f"{hours} hour{'s' if hours != 1 else ''} left"
        return f"{left.days} days left"
    days = (datetime.fromisoformat(row.day).date() - now.date()).days if len(row.day) == 10 else -1
    if days == 0:
        return "today"
    return f"in {days} day{'s' if days != 1 else ''}" if days > 0 else ""
