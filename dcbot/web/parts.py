"""The parts of the archive that are written at once, which addresses each has, and of what it is
made, so that only what changed need be written."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from importlib.metadata import version
from importlib.resources import files

from dcbot.services import public_outputs
from dcbot.web import annexes, meetbot, moved, records
from dcbot.web.showing import months_written
from dcbot.web.visit import Visit
from dcbot.when.zones import VERSION
from storage.fingerprints import Face, Fingerprints
from storage.groups import Group
from storage.public_records import CALENDAR, FRAME, OF_ALL

Address = tuple[str, dict[str, str]]
"""The name of an address, and what is variable in it."""

_ALONE = (
    *("home", "style", "icon", "calendar", "minutes schema", "search", "groups", "groups table"),
    *(
        "news",
        "sitemap",
        "robots",
        "registers schema",
        "history",
        "cycles",
        "outputs news",
        "slots",
    ),
)
_OF_GROUP = (
    *("group page", "group news", "meetings", "latest meeting", "next meeting"),
    *("group", "group outputs"),
)
_OF_CYCLE = ("cycle", "outputs json", "outputs table")
_FEEDS = ("feed", "feed in utc", "deadlines", "deadlines in utc")
_FEEDS_OF_GROUP = ("group feed", "group feed in utc")

_OF_NO_GROUP = "_all"
"""Names what is of all. No key of a group has such a sign; one may well be "all"."""
_REGISTERS = ("decisions", "actions")
_LISTED = ("meetings", *_REGISTERS)


@dataclass(frozen=True, order=True)
class Part:
    """A meeting of a group, by its number; what stands under a year, or the feeds of the calendar,
    of a group or of all; else a group; or what is of all."""

    group: str = ""
    number: int = 0
    year: int = 0
    calendar: bool = False

    @property
    def name(self) -> str:
        """Such as dccg/12, dccg/year-2026, dccg/calendar, dccg, or _all."""
        group = self.group or _OF_NO_GROUP
        if self.year:
            return f"{group}/year-{self.year}"
        if self.calendar:
            return f"{group}/calendar"
        return f"{group}/{self.number}" if self.number else group


@dataclass(frozen=True)
class Basis:
    """Of what the site is made: each part, and each year of each list (by its name and its group,
    or 0 for that of all), with a digest of all that it shows."""

    parts: Mapping[Part, str]
    years: Mapping[tuple[str, int], Mapping[int, str]]


async def made_of(visit: Visit) -> dict[Part, str]:
    """Every part that there is, with a digest of all that its pages are made of."""
    return dict(basis(visit, await visit.store.digests.taken(visit.now)).parts)


def basis(visit: Visit, found: Fingerprints) -> Basis:
    """Of what the site is made that is looked at."""
    today = visit.now.astimezone(UTC).date()
    frame = _digest(found.digests.get(FRAME, ""), _design(), visit.address)
    parts = {Part(): _digest(frame, f"{today}", *sorted(found.digests.values()))}
    shared = found.digests.get(OF_ALL, "")
    names = _digest(*(found.digests.get(("groups", number), "") for number in sorted(found.keys)))
    meetings = dict(_of_meetings(found, frame, visit.now))
    held: dict[str, list[str]] = defaultdict(list)
    for part, digest in sorted(meetings.items()):
        held[part.group].append(digest)
    for number, key in found.keys.items():
        # A series stands in the calendar before any meeting of it is written.
        more = [found.digests.get((kind, number), "") for kind in ("of groups", CALENDAR)]
        parts[Part(key)] = _digest(frame, f"{today}", shared, names, *more, *held[key])
    framed = _digest(frame, names)
    parts |= dict(_of_calendars(found, framed, today)) | dict(_of_years(found, framed, today))
    years = {
        listing: {
            year: _digest(framed, *sorted(found.digests[one] for one in owners))
            for year, owners in of.owners.items()
        }
        for listing, of in found.years.items()
    }
    return Basis(parts | meetings, years)


def _of_calendars(found: Fingerprints, frame: str, today: date) -> Iterator[tuple[Part, str]]:
    """Of each calendar: what stands in it; feeds tell clocks from the month in which they are made
    on."""
    every = {of: digest for (kind, of), digest in found.digests.items() if kind == CALENDAR}
    whole = [digest for _, digest in sorted(every.items())]
    month = f"{today:%Y-%m}"
    yield Part(calendar=True), _digest(frame, month, *whole)
    for number, key in found.keys.items():
        yield Part(key, calendar=True), _digest(frame, month, every.get(number, ""))


def _of_meetings(found: Fingerprints, frame: str, now: datetime) -> Iterator[tuple[Part, str]]:
    """Of each meeting: what is of itself and of its group, and how its neighbours are shown."""
    beside = _beside(found.faces, now)
    for number, face in found.faces.items():
        key = found.keys.get(face.group_id)
        if key is not None:
            own = found.digests[("meetings", number)]
            above = (("groups", face.group_id), ("series", face.series_id or 0))
            more = [found.digests.get(owner, "") for owner in above]
            yield Part(key, face.number), _digest(frame, own, *more, *beside.get(number, ("", "")))


def _of_years(found: Fingerprints, frame: str, today: date) -> Iterator[tuple[Part, str]]:
    """Of each year of each list: what was held, decided or given in it and before, since how much
    was open when it began is shown, too; and which other years there are."""
    for number, key in [(0, ""), *found.keys.items()]:
        lists = [found.years[one, number] for one in _LISTED if (one, number) in found.years]
        spans = [(one.first, one.last) for one in lists if one.first]
        if not spans:
            continue
        until_then = ""
        for year in range(min(spans)[0], max(last for _, last in spans) + 1):
            owners = {owner for one in lists for owner in one.owners.get(year, ())}
            until_then = _digest(until_then, *sorted(found.digests[one] for one in owners))
            # Of the year that goes on, the months so far are shown.
            day = f"{today}" if year == today.year else ""
            yield Part(key, year=year), _digest(frame, day, repr(spans), until_then)


def _beside(faces: Mapping[int, Face], now: datetime) -> dict[int, tuple[str, str]]:
    """How the recorded meetings before and after each one are shown, which began: one that was
    called off may have minutes, too, and one that goes on shows them so far."""
    groups: dict[int, list[Face]] = defaultdict(list)
    for face in faces.values():
        if face.recorded:
            groups[face.group_id].append(face)
    for them in groups.values():
        them.sort(key=lambda one: one.order)
    found = {}
    for number, face in faces.items():
        them = groups.get(face.group_id, [])
        if face.recorded or face.order[0] <= now:
            before = bisect_left(them, face.order, key=lambda one: one.order)
            after = before + face.recorded
            found[number] = (
                them[before - 1].text if before else "",
                them[after].text if after < len(them) else "",
            )
    return found


def _digest(*texts: str) -> str:
    return hashlib.sha256("\n".join(texts).encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _design() -> str:
    """What the pages look like and are written by; with another one all are written anew."""
    templates = sorted(files("dcbot.web").joinpath("templates").iterdir(), key=lambda one: one.name)
    bodies = [one.read_text(encoding="utf-8") for one in templates if one.is_file()]
    return _digest(version("dcbot"), VERSION, *bodies)


async def addresses(visit: Visit, part: Part) -> list[Address]:
    """Every address of the part; there may be nothing at some."""
    group = await visit.group(part.group)
    if part.group and group is None:
        return []
    if part.year:
        return _of_year(part)
    if part.calendar:
        return await _of_calendar(visit, group)
    if group is None:
        return await _of_all(visit)
    return await (_of_meeting(visit, group, part) if part.number else _of_group(visit, group))


async def _of_all(visit: Visit) -> list[Address]:
    found: list[Address] = [(name, {}) for name in _ALONE]
    found += [("calendar month", {"month": month}) for month in _months(visit)]
    for cycle in await visit.store.cycles.all():
        found += [(name, {"year": cycle.key}) for name in _OF_CYCLE]
    for call in await visit.store.slots.calls():
        its = await visit.store.cycles.get(call.cycle_id)
        names = ("slots of cycle", "slots table", "slots json", "slots feed")
        found += [(name, {"cycle": its.key}) for name in names if its]
    return found + _registers()


async def _of_group(visit: Visit, group: Group) -> list[Address]:
    mine = {"group": group.key}
    found: list[Address] = [(name, mine) for name in _OF_GROUP]
    found += [("group page", {"group": name}) for name in await moved.other_names(visit, group)]
    if group.id in {one.id for one in await visit.in_calendars()}:
        found += [("group month", mine | {"month": month}) for month in _months(visit)]
    for one in await public_outputs.of_group(visit.store, group):
        its = mine | {"year": one.cycle.key}
        found.append(("output", its))
        found += [("output version", its | {"version": str(each.number)}) for each in one.versions]
    return found + _registers(group)


async def _of_calendar(visit: Visit, group: Group | None) -> list[Address]:
    if group is None:
        return [(name, {}) for name in _FEEDS]
    series = sorted({one.uid for one in await visit.store.meetings.all_series([group.id])})
    return [
        *((name, {"group": group.key}) for name in _FEEDS_OF_GROUP),
        *(
            (f"series {name}", {"series": uid})
            for uid in series
            for name in ("feed", "feed in utc")
        ),
    ]


async def _of_meeting(visit: Visit, group: Group, part: Part) -> list[Address]:
    mine = {"group": group.key, "number": str(part.number)}
    found: list[Address] = [("meeting", mine), ("meeting file", mine)]
    for one in await annexes.of_meeting(visit, group.key, part.number):
        found.append(("annex", mine | {"annex": str(one.number)}))
    every = await records.records(visit, group.key, mine["number"])
    for record in every:
        found += records.addresses(record)
    return found + await meetbot.addresses(visit, group, every)


def _of_year(part: Part) -> list[Address]:
    """What of the lists stands under the year."""
    if not part.group:
        return [(f"{name} of year", {"year": str(part.year)}) for name in _REGISTERS]
    names = ("meetings", *(f"group {name}" for name in _REGISTERS))
    return [(f"{name} of year", {"group": part.group, "year": str(part.year)}) for name in names]


def _registers(group: Group | None = None) -> list[Address]:
    mine = {"group": group.key} if group else {}
    before = "group " if group else ""
    forms = ("", " json", " table", " news")
    return [(f"{before}{name}{form}", mine) for name in _REGISTERS for form in forms]


def _months(visit: Visit) -> Sequence[str]:
    return [str(month) for month in months_written(visit.now.date())]
