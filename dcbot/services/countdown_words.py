"""Countdown words: what the message of a countdown says, day by day, when it comes late, and when
the date has moved."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from dcbot.message import literal
from dcbot.services import cycle_words
from dcbot.services.countdown_plans import left_words, zone_of
from dcbot.services.moments import minute
from storage.countdowns import Countdown
from storage.cycles import CycleDate
from storage.store import Store


async def named(store: Store, row: CycleDate) -> str:
    """The date with its cycle, in bold: **drafts due** of IGF 2027."""
    cycle = await store.cycles.get(row.cycle_id)
    of = f" of {literal(cycle.name)}" if cycle else ""
    return f"**{literal(row.what)}**{of}"


async def stands(store: Store, row: CycleDate, now: datetime) -> str:
    """How long it is to the date by now: what the message of a countdown says."""
    name, left = await named(store, row), left_words(row, now)
    if row.withdrawn:
        return f"{name} is withdrawn. It was {cycle_words.words(row)}."
    if not left:
        return f"{name} is over: it was {cycle_words.words(row)}."
    return f"{name}: {_left(row, left)}."


async def undated(store: Store, row: CycleDate) -> str:
    """The same without the days that are left, which stays true however long it is on its way."""
    return f"{await named(store, row)} is {cycle_words.words(row)}."


async def became(store: Store, row: CycleDate, told: str) -> str:
    """What has become of the date since it was told to be then; empty: that it was off."""
    name, why = await named(store, row), await _why(store, row)
    if row.withdrawn:
        return f"{name} is withdrawn{why}. It was {told}."
    if not told:
        return f"{name} takes place after all{why}: {cycle_words.words(row)}."
    return f"{name} has moved{why}. It was {told}. Now it is {cycle_words.words(row)}."


def still(row: CycleDate, now: datetime) -> str:
    """How long it is, as a sentence of its own."""
    left = left_words(row, now)
    return f"{left[:1].upper()}{left[1:]}." if left else ""


async def _why(store: Store, row: CycleDate) -> str:
    changes = await store.changes.of("cycle date", row.id)
    why = changes[-1].why if changes else ""
    return f" ({literal(why)})" if why else ""


def late(row: CycleDate, due: datetime) -> str:
    """That something should have come earlier, and when."""
    return f"(This should have come on {minute(due, zone_of(row))}.)"


def line(row: CycleDate, cycle: str, now: datetime, where: ZoneInfo) -> str:
    """The date in a list of the next ones, with its moment and days as clocks show them there."""
    left = left_words(row, now, where)
    own = ""
    if row.at is not None and where.utcoffset(row.at) != zone_of(row).utcoffset(row.at):
        own = f" (with you {minute(row.at, where)})"
    return f"- **{literal(row.what)}** of {literal(cycle)}: {_left(row, left)}{own}"


def subject(row: CycleDate, left: str) -> str:
    """The subject of a mail of the countdown."""
    return f"{' '.join(row.what.split())[:80]}: {left}" if left else row.what[:80]


def _left(row: CycleDate, left: str) -> str:
    when = cycle_words.words(row)
    return f"{left}, {when}" if left == "today" else f"{left}, until {when}"


def is_told(countdown: Countdown, row: CycleDate) -> bool:
    """Whether what was told last of the date in the place is what is true of it."""
    return countdown.told_revision is None or countdown.told == when(row)


def when(row: CycleDate) -> str:
    """When the date is, in words; empty where it does not take place."""
    return "" if row.withdrawn else cycle_words.words(row)
