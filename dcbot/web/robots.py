"""For programs that search the web: which pages there are, and that all may be read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from dcbot.addresses import of_record, to
from dcbot.services import public_outputs, public_registers
from dcbot.web.content import TEXT, Content
from dcbot.web.visit import Visit

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
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
    groups = {one.group.id: one.group.key for one in await visit.titles()}
    for place in await visit.store.recorded.current_places(MOST - len(pages)):
        if place.group_id in groups:
            parts: dict[str, str | int] = {"group": groups[place.group_id], "number": place.number}
            pages.append((of_record("minutes", sitting=place.sitting, **parts), place.made_at))
    return Content(_written(visit.address, pages), KIND, visit.now.replace(microsecond=0))


def _written(address: str, pages: Sequence[tuple[str, datetime | None]]) -> bytes:
    every = Element("urlset", {"xmlns": _NAMESPACE})
    for path, changed in pages:
        one = SubElement(every, "url")
        SubElement(one, "loc").text = address + path
        if changed is not None:
            SubElement(one, "lastmod").text = changed.date().isoformat()
    text: bytes = tostring(every, encoding="utf-8", xml_declaration=True)
    return text


async def robots(visit: Visit) -> Content:
    """What programs may read: everything; the logs say themselves that they are not to be found."""
    text = f"User-agent: *\nAllow: /\nSitemap: {visit.address}{to('sitemap')}\n"
    day = visit.now.replace(hour=0, minute=0, second=0, microsecond=0)
    return Content(text.encode(), TEXT, day)
