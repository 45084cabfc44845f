"""The first page: what comes next, the dates of the year, what was decided and published lately."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta

from dcbot.services import public_registers
from dcbot.services.groups import Title
from dcbot.web.content import Content
from dcbot.web.pictures import Dated, timeline
from dcbot.web.records import lately
from dcbot.web.registers import line
from dcbot.web.showing import Shown, shown
from dcbot.web.visit import Visit
from storage.groups import GroupKind

AHEAD = timedelta(days=90)
YEAR_AHEAD = timedelta(days=366)
MOST = 5
"""So many of each are on the page,"""
MOST_DATES = 9
"""and so many of the year's dates."""


async def page(visit: Visit) -> Content:
    """What a newcomer should see, and what everybody comes for."""
    zone, _ = visit.zone
    today = visit.now.astimezone(zone).date()
    everything = await visit.listed(since=today)
    meetings = [one for one in everything if one.group]
    year = [one for one in everything if not one.group]
    coming = await asyncio.to_thread(shown, meetings, zone, today, today + AHEAD)
    dates = _standing(shown(year, zone, today, today + YEAR_AHEAD))[:MOST_DATES]
    decided = await public_registers.decisions(visit.store, most=MOST)
    published = await lately(visit, MOST)
    return visit.page_of_now(
        "home.html",
        coming=_standing(coming)[:MOST],
        dates=[(one, left(one.day, today)) for one in dates],
        picture=timeline([_dated(one) for one in dates], today, today),
        decided=[line(visit, one) for one in decided],
        published=published,
        groups=sorted(await visit.titles(), key=groups_first),
        **(await visit.frame()),
    )


def _dated(one: Shown) -> Dated:
    return Dated(one.listed.kind, one.day, one.until or one.day)


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
