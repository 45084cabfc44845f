"""Where something stands elsewhere: a redirect where it is served, a small page as a file."""

from __future__ import annotations

import re

from dcbot.addresses import to
from dcbot.lines import fold
from dcbot.web.content import PAGE, Content
from dcbot.web.pages import filled
from dcbot.web.visit import Visit
from storage.groups import Group


async def moved(visit: Visit, place: str) -> Content:
    """What stands at an address whose content stands at that place now."""
    body = filled("moved.html", place=place, **(await visit.frame()))
    day = visit.now.replace(hour=0, minute=0, second=0, microsecond=0)
    return Content(body, PAGE, day, status=301 if visit.choosing else 200, location=place)


async def elsewhere(visit: Visit, name: str, **parts: str) -> Content | None:
    """A page of a group by another of its names leads to that by its key."""
    said = parts.get("group", "")
    if not said or await visit.group(said):
        return None
    found = [key for slug, key in (await _slugs(visit)) if slug == said]
    if len(set(found)) != 1:
        return None
    return await moved(visit, to(name, **{**parts, "group": found[0]}))


async def other_names(visit: Visit, group: Group) -> list[str]:
    """How else the group can stand in an address: by each of its names that means no other."""
    every = await _slugs(visit)
    mine = {slug for slug, key in every if key == group.key}
    others = {slug for slug, key in every if key != group.key}
    return sorted(mine - others)


async def _slugs(visit: Visit) -> list[tuple[str, str]]:
    """Each name of each group as it can stand in an address, with the key of the group; but for
    those that are keys."""
    keys = {one.id: one.key for one in await visit.store.groups.all()}
    found = []
    for name in await visit.store.groups.names():
        slug = re.sub(r"[^a-z0-9]+", "-", fold(name.name)).strip("-")
        if slug and name.group_id in keys and slug not in keys.values():
            found.append((slug, keys[name.group_id]))
    return found
