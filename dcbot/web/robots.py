"""For programs that search the web: which pages there are, and that all may be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from functools import partial
from xml.sax.saxutils import escape

from dcbot.addresses import of_record, to
from dcbot.services import public_outputs, public_registers
from dcbot.web.content import TEXT, Content
from dcbot.web.visit import Visit
from dcbot.web.volumes import volumes

_BEGINS = (
    b'<?xml version="1.0" encoding="utf-8"?>\n'
    b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
)
_ENDS = b"</urlset>\n"
MOST = 50_000
"""So many addresses may stand in a map; the oldest minutes are left out first."""
KIND = "application/xml; charset=utf-8"


async def sitemap(visit: Visit) -> Content:
    """The pages to be found: groups, registers, and minutes, but no log."""
    pages: list[tuple[str, datetime | None]] = [
        (to(name), None)
        for name in ("home", "groups", "decisions", "actions", "calendar", "cycles", "slots")
    ]
    for group in await visit.store.groups.all():
        pages += [(to(name, group=group.key), None) for name in ("group page", "meetings")]
    for cycle in await visit.store.cycles.all():
        pages.append((to("cycle", year=cycle.key), None))
        for one in await public_outputs.of_cycle(visit.store, cycle):
            path = to("output", group=one.group.key, year=cycle.key)
            pages.append((path, one.changed_at))
    for name in ("decisions", "actions"):
        for year in await public_registers.years(visit.store, name):
            pages.append((to(f"{name} of year", year=year), None))
    # Minutes are listed under the years of their meetings; the map names no order.
    years = await volumes(visit, ("meetings", 0), "sitemap", partial(_minutes, visit))
    every = [_entries(visit, pages), *years]
    body = b"".join(_no_more_than(MOST, every))
    return Content(_BEGINS + body + _ENDS, KIND, visit.now.replace(microsecond=0))


async def _minutes(visit: Visit, years: Collection[int] | None) -> dict[int, bytes]:
    groups = {one.group.id: one.group.key for one in await visit.titles()}
    found: dict[int, list[tuple[str, datetime | None]]] = defaultdict(list)
    for year in [None] if years is None else years:
        for one in await visit.store.recorded.current_places(year):
            if one.group_id in groups:
                parts: dict[str, str | int] = {"group": groups[one.group_id], "number": one.number}
                path = of_record("minutes", sitting=one.sitting, **parts)
                found[one.year].append((path, one.made_at))
    return {year: _entries(visit, pages) for year, pages in found.items()}


def _entries(visit: Visit, pages: Iterable[tuple[str, datetime | None]]) -> bytes:
    return "".join(
        f"<url><loc>{escape(visit.address + path)}</loc>"
        + (f"<lastmod>{changed.date()}</lastmod>" if changed else "")
        + "</url>\n"
        for path, changed in pages
    ).encode()


def _no_more_than(most: int, volumes: Iterable[bytes]) -> Iterator[bytes]:
    for volume in volumes:
        lines = volume.splitlines(keepends=True) if most < volume.count(b"\n") else [volume]
        yield b"".join(lines[:most])
        most -= min(most, volume.count(b"\n"))


async def robots(visit: Visit) -> Content:
    """What programs may read: everything; the logs say themselves that they are not to be found."""
    text = f"User-agent: *\nAllow: /\nSitemap: {visit.address}{to('sitemap')}\n"
    day = visit.now.replace(hour=0, minute=0, second=0, microsecond=0)
    return Content(text.encode(), TEXT, day)
