"""The pages of cycles and outputs: the dates of the year and what was written for it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC

from markupsafe import Markup

from dcbot.addresses import to
from dcbot.documents import clean
from dcbot.services import countdown_plans, cycle_words, milestones, public_outputs
from dcbot.services.columns import as_csv, safe
from dcbot.services.community import publishing_in
from dcbot.services.public_outputs import Released
from dcbot.web import atom
from dcbot.web.atom import Entry
from dcbot.web.content import JSON, TABLE, Content
from dcbot.web.pictures import Dated, timeline
from dcbot.web.visit import Visit
from storage.cycles import Cycle, CycleDate
from storage.outputs import OutputVersion

_HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>", re.S)
MOST = 20
"""So many entries are in the feed."""
HEADER = (
    *(
        "group",
        "cycle",
        "title",
        "state",
        "version",
        "public since",
        "sent",
        "by",
        "in the capacity of",
        "came as",
        "link",
        "address",
    ),
)
"""The columns of the table, and the names in the JSON (`shapes`)."""


@dataclass(frozen=True)
class Due:
    """A date of a cycle as it is shown: when, what it means for outputs, how long it still is."""

    row: CycleDate
    when: str
    means: str
    left: str


async def every_cycle(visit: Visit) -> Content:
    """All cycles, newest first."""
    found = list(reversed(await visit.store.cycles.all()))
    rows = [(one, len(await public_outputs.of_cycle(visit.store, one))) for one in found]
    frame = await visit.frame(to("cycles"))
    return visit.page_of_now("cycles.html", cycles=rows, **frame)


async def cycle(visit: Visit, year: str) -> Content | None:
    """The dates of a cycle with the days that are left, and its outputs."""
    found = await visit.store.cycles.by_key(year)
    if found is None:
        return None
    dates = await _dates(visit, found)
    today = visit.now.astimezone(UTC).date()
    return visit.page_of_now(
        "cycle.html",
        cycle=found,
        dates=dates,
        picture=timeline([Dated.of(one.row) for one in dates], today),
        outputs=await public_outputs.of_cycle(visit.store, found),
        **(await visit.frame(to("cycle", year=year))),
    )


async def _dates(visit: Visit, of: Cycle) -> list[Due]:
    means: dict[int, list[str]] = {}
    for milestone, row in await visit.store.milestones.of_cycle(of.id):
        means.setdefault(row.id, []).append(
            f"{milestone.stage}: {milestones.MEANS[milestone.stage]}"
        )
    found = []
    for row in await visit.store.cycles.dates(of.id):
        days = None if row.withdrawn else countdown_plans.days_left(row, visit.now)
        words = "today" if not days else f"{days} day{'s' if days > 1 else ''} left"
        left = "" if days is None or days < 0 else words
        said = "; ".join(means.get(row.id, []))
        found.append(Due(row, cycle_words.words(row), said, left))
    return found


async def of_group(visit: Visit, group: str) -> Content | None:
    """The outputs of a group, by cycle."""
    found = await visit.group(group)
    if found is None:
        return None
    return visit.page_of_now(
        "group_outputs.html",
        group=found,
        outputs=await public_outputs.of_group(visit.store, found),
        **(await visit.frame(to("group outputs", group=group))),
    )


async def output(visit: Visit, group: str, year: str) -> Content | None:
    """An output as it stands."""
    found = await _found(visit, group, year)
    return await _page(visit, found, found.last) if found else None


async def version(visit: Visit, group: str, year: str, version: str) -> Content | None:
    """One version of an output that is or was public."""
    found = await _found(visit, group, year)
    shown = [one for one in found.versions if one.number == int(version)] if found else []
    return await _page(visit, found, shown[0]) if found and shown else None


async def _found(visit: Visit, group: str, year: str) -> Released | None:
    of = await visit.group(group)
    return await public_outputs.of(visit.store, of, year) if of else None


async def _page(visit: Visit, found: Released, shown: OutputVersion | None) -> Content:
    here = to("output", group=found.group.key, year=found.cycle.key)
    cite = ""
    if shown is not None:
        cite = visit.address + to(
            "output version",
            group=found.group.key,
            year=found.cycle.key,
            version=shown.number,
        )
    return visit.page_of_now(
        "output.html",
        found=found,
        version=shown,
        body=_readable(shown.html) if shown else Markup(""),
        cite=cite,
        office=(await visit.labels()).office,
        **(await visit.frame(here)),
    )


def _readable(document: str) -> Markup:
    """The document as part of a page: its headings come below the page's own, and skip no level;
    tables that are wider than the screen can be scrolled by keyboard."""
    # Cleaned when it came; what is put on a page as it is, is cleaned there once more.
    text = clean(document, {"table": {"tabindex": "0"}})
    highest = min((found[1] for found in _HEADING.finditer(text)), default="1")
    last = 1

    def put(found: re.Match[str]) -> str:
        nonlocal last
        last = min(int(found[1]) - int(highest) + 2, last + 1, 6)
        return f"<h{last}>{found[2]}</h{last}>"

    return Markup(_HEADING.sub(put, text))


async def as_json(visit: Visit, year: str) -> Content | None:
    """The outputs of a cycle, as JSON."""
    found = await visit.store.cycles.by_key(year)
    if found is None:
        return None
    rows = [
        dict(zip(HEADER, _cells(visit, one), strict=True))
        for one in await public_outputs.of_cycle(visit.store, found)
    ]
    text = json.dumps({"outputs": rows}, ensure_ascii=False, indent=1) + "\n"
    return Content(text.encode(), JSON, visit.now.replace(microsecond=0))


async def as_table(visit: Visit, year: str) -> Content | None:
    """The outputs of a cycle, as a table; no cell of it can be a formula."""
    found = await visit.store.cycles.by_key(year)
    if found is None:
        return None
    rows = [_cells(visit, one) for one in await public_outputs.of_cycle(visit.store, found)]
    body = as_csv([HEADER, *([safe(cell) for cell in row] for row in rows)])
    return Content(body, TABLE, visit.now.replace(microsecond=0))


def _cells(visit: Visit, one: Released) -> tuple[str, ...]:
    last = one.last
    since = last.public_from if last else one.output.public_from
    return (
        one.group.key,
        one.cycle.key,
        one.title,
        "released" if last else "withdrawn",
        str(last.number) if last else "",
        since.isoformat() if since else "",
        last.at.isoformat() if last else "",
        last.by_name if last else "",
        last.capacity if last else "",
        last.kind if last else "",
        last.link if last else "",
        visit.address + to("output", group=one.group.key, year=one.cycle.key),
    )


async def news(visit: Visit) -> Content:
    """The outputs that were released or changed lately, for feed readers."""
    terms = publishing_in(await visit.details())
    of = (await visit.labels()).name
    found = await public_outputs.lately(visit.store, MOST)
    body = atom.written(
        [_entry(visit, one) for one in found],
        title=f"{of}: outputs",
        subtitle=terms.disclaimer or f"Outputs of {of}, as they are released.",
        own=visit.address + to("outputs news"),
        page=visit.address + to("cycles"),
        rights=terms.licence,
        now=visit.now.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0),
    )
    return Content(body, atom.KIND, visit.now.replace(microsecond=0))


def _entry(visit: Visit, one: Released) -> Entry:
    state = "released" if one.last else "withdrawn"
    return Entry(
        address=visit.address + to("output", group=one.group.key, year=one.cycle.key),
        title=f"{one.group.name}: {one.title}",
        updated=one.changed_at,
        author=one.group.name,
        summary=f"Output of {one.group.name} for {one.cycle.name}: {state}.",
    )
