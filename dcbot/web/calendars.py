"""The pages and feeds of the calendar, each a function of what is public and of who looks."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from dcbot.addresses import to
from dcbot.calendar.feed import CONTENT_TYPE, feed, last_modified
from dcbot.services.feeds import deadlines
from dcbot.web.content import Content
from dcbot.web.pages import offset
from dcbot.web.showing import Month, by_day, months_written, shown
from dcbot.web.visit import Visit

AHEAD = timedelta(days=120)
UTC_ZONE = ZoneInfo("UTC")


async def upcoming(visit: Visit, group: str = "") -> Content | None:
    """What comes next, of all or of a group."""
    zone, _ = visit.zone
    today = visit.now.astimezone(zone).date()
    return await _calendar(visit, group, None, (today, today + AHEAD))


async def month(visit: Visit, month: str, group: str = "") -> Content | None:
    """A month, of all or of a group."""
    wanted = Month.read(month)
    if not 2000 <= wanted.year <= 2100:
        return None
    return await _calendar(visit, group, wanted, (wanted.first, wanted.next.first))


async def calendar_feed(
    visit: Visit, *, group: str = "", series: str = "", due: bool = False, expanded: bool = False
) -> Content | None:
    """A feed: of all, a group or a series; of deadlines alone; each time on its own in UTC."""
    found = await visit.group(group)
    if group and found is None:
        return None
    everything = await visit.listed(found)
    title = (await visit.labels()).name if found is None else found.name
    if series:
        everything = [one for one in everything if one.series == series]
        if not everything:
            return None
        title = everything[0].entry.title
    if due:
        everything, title = deadlines(everything), f"{title}: deadlines"
    names = {"group": group} if group else {"series": series} if series else {}
    name = "deadlines" if due else f"{next(iter(names), '')} feed".strip()
    place = to(f"{name} in utc" if expanded else name, **names)
    entries = [one.entry for one in everything]
    source = visit.address + place if visit.address else ""
    make = partial(feed, entries, name=title, now=visit.now, source=source, expanded=expanded)
    body = await visit.shelf.made(source + place, (title, entries), visit.now, make)
    return Content(body, CONTENT_TYPE, last_modified(entries, now=visit.now))


async def _calendar(
    visit: Visit, key: str, month: Month | None, span: tuple[date, date]
) -> Content | None:
    group = await visit.group(key)
    if key and group is None:
        return None
    zone, _ = visit.zone
    everything = await visit.listed(group, _since(visit, span[0]))
    days = by_day(await asyncio.to_thread(shown, everything, zone, *span))
    today = visit.now.astimezone(zone).date()
    own = {"group": key} if group else {}
    kind = "group" if group else "calendar"
    title = f"Calendar of {group.name}" if group else "The common calendar"
    up = to(kind, **own)
    here = to(f"{kind} month", month=str(month), **own) if month else up
    known = await visit.in_calendars()
    has_entries = group is None or group.id in {one.id for one in known}
    return visit.page_of_now(
        "calendar.html",
        title=f"{title}, {month.said}" if month else title,
        month=month,
        shown_month=month or Month.of(today),
        month_path=lambda one: to(f"{kind} month", month=str(one), **own),
        there=partial(_is_there, visit, has_entries),
        days=days,
        today=today,
        offset=offset(visit.now, zone),
        up=up,
        feed=to("group feed" if group else "feed", **own),
        expanded=to("group feed in utc" if group else "feed in utc", **own),
        deadlines="" if group else to("deadlines"),
        with_group=group is None,
        group_key=key,
        groups=[] if group or month else sorted(known, key=lambda one: one.name.casefold()),
        **(await visit.frame(here)),
    )


def _is_there(visit: Visit, has_entries: bool, month: Month) -> bool:
    """Whether there is a page of the month; of what is written as files there is an end."""
    return visit.choosing or (has_entries and month in months_written(visit.now.date()))


def _since(visit: Visit, first: date) -> date:
    """From when on the calendar is read for what begins with that day; all months that are written
    out share a reading."""
    return first if visit.choosing else min(first, months_written(visit.now.date())[0].first)
