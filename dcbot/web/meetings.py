"""The meetings of a group: which there were and will be, and the page of each."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import groupby
from zoneinfo import ZoneInfo

from dcbot.addresses import of_record, to
from dcbot.calendar.feed import CONTENT_TYPE, file
from dcbot.services import feeds, public_minutes
from dcbot.services.feeds import Listed, one_time
from dcbot.services.public_minutes import Held
from dcbot.web import annexes, minutes
from dcbot.web.content import Content
from dcbot.web.showing import Shown, shown
from dcbot.web.visit import Visit
from storage.groups import Group

MOST = 40
"""So many meetings to come, and so many that were, stand on the page that is of no year."""


async def of_group(visit: Visit, group: str, year: str = "") -> Content | None:
    """The meetings of a group: what comes next and the latest, or all of a year."""
    found = await visit.group(group)
    if found is None:
        return None
    if year:
        held = await public_minutes.of_year(visit.store, found, int(year))
    else:
        held = await public_minutes.around(visit.store, found, visit.now, MOST)
    ahead = [one for one in reversed(held) if _is_ahead(one, visit.now)]
    past = [one for one in held if not _is_ahead(one, visit.now)]
    every = await public_minutes.years(visit.store, found)
    if year and int(year) not in every:
        return None
    here = to("meetings of year", group=group, year=year) if year else to("meetings", group=group)
    return visit.page(
        "meetings.html",
        _changes(held),
        group=found,
        ahead=ahead,
        past=[(one, list(them)) for one, them in groupby(past, key=_year)],
        year=year,
        years=[(one, to("meetings of year", group=group, year=one)) for one in every],
        recorded=any(one.version for one in held),
        cut=not year and MOST in (len(ahead), len(past)),
        place_of=partial(_place_of, found),
        **(await visit.frame(here)),
    )


async def latest(visit: Visit, group: str) -> Content | None:
    """The minutes of the meeting of the group that was recorded last."""
    found = await visit.group(group)
    held = await public_minutes.readable(visit.store, found, 1) if found else []
    if not held:
        return None
    last = held[0]
    return await minutes.page(visit, group, str(last.meeting.number), str(last.sitting))


async def upcoming(visit: Visit, group: str) -> Content | None:
    """The meeting of the group that comes next."""
    found = await visit.group(group)
    ahead = await visit.store.recorded.next_meeting(found.id, visit.now) if found else None
    return await meeting(visit, group, str(ahead.number)) if ahead else None


def _place_of(group: Group, held: Held) -> str:
    """The minutes, where there are any; else the page of the meeting."""
    parts: dict[str, str | int] = {"group": group.key, "number": held.meeting.number}
    if held.version is None:
        return to("meeting", **parts)
    return of_record("minutes", sitting=held.sitting, **parts)


def _is_ahead(held: Held, now: datetime) -> bool:
    return held.version is None and held.meeting.starts_at > now


def _year(held: Held) -> int:
    return held.meeting.starts_local.year


def _changes(held: list[Held]) -> list[datetime]:
    made = [one.version.made_at for one in held if one.version]
    return [*(one.meeting.changed_at for one in held), *made]


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
    return visit.page(
        "meeting.html",
        [one.entry.last_change],
        line=line,
        utc_day=at.astimezone(UTC).date(),
        planned=at.astimezone(ZoneInfo(planned_zone)),
        planned_zone=planned_zone,
        file=to("meeting file", group=group, number=number),
        records=await minutes.summaries(visit, group, number),
        attached=await annexes.listed(visit, group, int(number)),
        **(await visit.frame(place)),
    )


async def meeting_file(visit: Visit, group: str, number: str) -> Content | None:
    """One meeting as a file to take along."""
    found = await _meeting(visit, group, int(number))
    if found is None:
        return None
    body = file([found[0].entry], now=visit.now)
    return Content(body, CONTENT_TYPE, found[0].entry.last_change.replace(microsecond=0))


async def _meeting(visit: Visit, key: str, number: int) -> tuple[Listed, Shown] | None:
    """The meeting of that number, as an entry of its own, and its line."""
    group = await visit.group(key)
    if group is None:
        return None
    zone, _ = visit.zone
    far = datetime(2000, 1, 1, tzinfo=UTC).date(), datetime(2101, 1, 1, tzinfo=UTC).date()
    one = await visit.meeting(group, number)
    each = await feeds.holding(visit.store, group, one) if one else None
    if each is None:
        return None
    originals = [local for local, counted in each.numbers.items() if counted == number and local]
    alone = one_time(each, originals[0]) if originals else None
    lines = shown([alone], zone, *far) if alone else []
    if alone and lines:
        changes = [one for one in each.entry.instances if one.original == originals[0]]
        moved_from = originals[0] if any(one.start for one in changes) else None
        return alone, replace(lines[0], number=number, moved_from=moved_from)
    return None
