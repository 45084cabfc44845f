"""The pages and feeds of the calendar, each a function of what is public and of who looks."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo, available_timezones

from dcbot.calendar.feed import CONTENT_TYPE, feed, file, last_modified
from dcbot.config.zones import REGIONS
from dcbot.errors import BadArgument
from dcbot.services.community import labels
from dcbot.services.feeds import Listed, deadlines, listed, one_time
from dcbot.services.moments import read_zone
from dcbot.web.addresses import to
from dcbot.web.content import PAGE, Content
from dcbot.web.pages import filled, offset
from dcbot.web.shelf import Shelf
from dcbot.web.showing import Month, Shown, by_day, shown
from dcbot.when.zones import VERSION
from storage.groups import Group
from storage.store import PublicStore

AHEAD = timedelta(days=120)
UTC_ZONE = ZoneInfo("UTC")


@dataclass(frozen=True)
class Visit:
    """Who looks, and where: the moment, the site's own address, and the zone that was asked for.

    `choosing` is off where pages are written out as files: nobody could answer a form there.
    """

    store: PublicStore
    now: datetime
    address: str
    zone_words: str = ""
    choosing: bool = True
    shelf: Shelf = field(default_factory=Shelf)
    _found: dict[int, list[Listed]] = field(default_factory=dict)

    async def listed(self, group: Group | None = None) -> list[Listed]:
        """What stands in the calendar of all or of a group; asked for once in a visit."""
        key = group.id if group else 0
        if key not in self._found:
            self._found[key] = await listed(self.store, [group.id] if group else None)
        return self._found[key]

    @property
    def zone(self) -> tuple[ZoneInfo, str]:
        """The reader's zone, UTC where none is understood, and what to say of the latter."""
        if not self.zone_words:
            return UTC_ZONE, ""
        try:
            return read_zone(self.zone_words), ""
        except BadArgument as wrong:
            return UTC_ZONE, wrong.text.replace("`", "").replace("Say", "Write")


async def home(visit: Visit) -> Content:
    """What there is."""
    everything = await visit.listed()
    words = await _frame(visit)
    return _page("home.html", visit, everything, groups=_groups(everything), **words)


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


async def meeting(visit: Visit, group: str, number: str) -> Content | None:
    """One meeting."""
    found = await _meeting(visit, group, int(number))
    if found is None:
        return None
    one, line = found
    place = to("meeting", group=group, number=number)
    series = getattr(one.entry.when, "series", None)
    planned_zone = series.zone if series else "UTC"
    at = line.sitting.at if line.sitting else visit.now
    return _page(
        "meeting.html",
        visit,
        [one],
        line=line,
        utc_day=at.astimezone(UTC).date(),
        planned=at.astimezone(ZoneInfo(planned_zone)),
        planned_zone=planned_zone,
        file=to("meeting file", group=group, number=number),
        **(await _frame(visit, place)),
    )


async def meeting_file(visit: Visit, group: str, number: str) -> Content | None:
    """One meeting as a file to take along."""
    found = await _meeting(visit, group, int(number))
    if found is None:
        return None
    body = file([found[0].entry], now=visit.now)
    return Content(body, CONTENT_TYPE, found[0].entry.last_change.replace(microsecond=0))


async def calendar_feed(
    visit: Visit, *, group: str = "", series: str = "", due: bool = False, expanded: bool = False
) -> Content | None:
    """A feed: of all, a group or a series; of deadlines alone; each time on its own in UTC."""
    found = await _group(visit, group)
    if group and found is None:
        return None
    everything = await visit.listed(found)
    title = (await labels(visit.store)).name if found is None else found.name
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
    group = await _group(visit, key)
    if key and group is None:
        return None
    zone, _ = visit.zone
    everything = await visit.listed(group)
    days = by_day(await asyncio.to_thread(shown, everything, zone, *span))
    today = visit.now.astimezone(zone).date()
    own = {"group": key} if group else {}
    kind = "group" if group else "calendar"
    title = f"Calendar of {group.name}" if group else "The common calendar"
    up = to(kind, **own)
    here = to(f"{kind} month", month=str(month), **own) if month else up
    return _page(
        "calendar.html",
        visit,
        everything,
        title=f"{title}, {month.said}" if month else title,
        month=month,
        shown_month=month or Month.of(today),
        month_path=lambda one: to(f"{kind} month", month=str(one), **own),
        days=days,
        today=today,
        offset=offset(visit.now, zone),
        up=up,
        feed=to("group feed" if group else "feed", **own),
        expanded=to("group feed in utc" if group else "feed in utc", **own),
        deadlines="" if group else to("deadlines"),
        with_group=group is None,
        groups=[] if group or month else _groups(everything),
        **(await _frame(visit, here)),
    )


async def _frame(visit: Visit, here: str = "") -> dict[str, object]:
    """What every page says."""
    zone, trouble = visit.zone
    return {
        "site": (await labels(visit.store)).name,
        "rules": f"tzdata {VERSION}",
        "address": visit.address,
        "here": here,
        "zone": zone,
        "utc": UTC_ZONE,
        "written": visit.zone_words if trouble else zone.key,
        "chosen": "" if trouble or not visit.zone_words else zone.key,
        "trouble": trouble,
        "zones": zone_names() if visit.choosing else [],
    }


def zone_names() -> list[str]:
    """The names that the form offers."""
    return ["UTC", *sorted(name for name in available_timezones() if name.startswith(REGIONS))]


def _page(template: str, visit: Visit, everything: Sequence[Listed], **words: object) -> Content:
    """A page, which is as new as what it shows, or as the day on which that is looked at."""
    day = visit.now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    changed = max([day, *(one.entry.last_change for one in everything)])
    return Content(filled(template, **words), PAGE, changed.replace(microsecond=0))


async def _group(visit: Visit, key: str) -> Group | None:
    return await visit.store.groups.by_key(key) if key else None


def _groups(everything: Sequence[Listed]) -> list[Group]:
    """The groups that have something in the calendar, by name."""
    found = {one.group.id: one.group for one in everything if one.group}
    return sorted(found.values(), key=lambda group: group.name.casefold())


async def _meeting(visit: Visit, key: str, number: int) -> tuple[Listed, Shown] | None:
    """The meeting of that number, as an entry of its own, and its line."""
    group = await _group(visit, key)
    if group is None:
        return None
    zone, _ = visit.zone
    far = datetime(2000, 1, 1, tzinfo=UTC).date(), datetime(2101, 1, 1, tzinfo=UTC).date()
    for each in await visit.listed(group):
        originals = [
            local for local, counted in each.numbers.items() if counted == number and local
        ]
        alone = one_time(each, originals[0]) if originals else None
        if alone is None:
            continue
        lines = shown([alone], zone, *far)
        if lines:
            changes = [one for one in each.entry.instances if one.original == originals[0]]
            moved_from = originals[0] if any(one.start for one in changes) else None
            return alone, replace(lines[0], number=number, moved_from=moved_from)
    return None
