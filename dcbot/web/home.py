"""The first page: what comes next, what is due, what was decided and published lately."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta

from dcbot.services import public_registers
from dcbot.services.feeds import deadlines
from dcbot.services.groups import Title
from dcbot.web.content import Content
from dcbot.web.records import lately
from dcbot.web.registers import line
from dcbot.web.showing import Shown, shown
from dcbot.web.visit import Visit
from storage.groups import GroupKind

AHEAD = timedelta(days=90)
DUE_AHEAD = timedelta(days=366)
MOST = 5
"""So many of each are on the page."""


async def page(visit: Visit) -> Content:
    """What a newcomer should see, and what everybody comes for."""
    zone, _ = visit.zone
    today = visit.now.astimezone(zone).date()
    everything = await visit.listed()
    due = deadlines(everything)
    meetings = [one for one in everything if not one.due]
    coming = await asyncio.to_thread(shown, meetings, zone, today, today + AHEAD)
    last_days = await asyncio.to_thread(shown, due, zone, today, today + DUE_AHEAD)
    decided = await public_registers.decisions(visit.store, most=MOST)
    published = await lately(visit, MOST)
    return visit.page_of_now(
        "home.html",
        coming=_standing(coming)[:MOST],
        due=[(one, left(one.day, today)) for one in _standing(last_days)[:MOST]],
        decided=[line(visit, one) for one in decided],
        published=published,
        groups=sorted(await visit.titles(), key=groups_first),
        **(await visit.frame()),
    )


def groups_first(one: Title) -> tuple[bool, str]:
    """The order of groups in a list of all: the coordination first, then by name."""
    return one.group.kind is not GroupKind.COORDINATION, one.group.name.casefold()


def left(day: date, today: date) -> str:
    """How long it is until that day, in words."""
    days = (day - today).days
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


def _standing(lines: Sequence[Shown]) -> list[Shown]:
    """Those that are not off, day by day."""
    return sorted((one for one in lines if not one.cancelled), key=lambda one: (one.day, one.order))
