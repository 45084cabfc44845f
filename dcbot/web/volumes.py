"""Volumes: what is listed by years, each year made once for as long as it stays as it is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import TypeAlias

from dcbot.web.visit import Visit

FEW = 2
"""So many years are read one by one; of more all are read at once."""
Make: TypeAlias = Callable[[Collection[int] | None], Awaitable[Mapping[int, bytes]]]
"""Makes these years, or all for None: some bytes for each that has any."""


async def volumes(visit: Visit, listing: tuple[str, int], place: str, make: Make) -> list[bytes]:
    """What stands in each year of the list (its name and its group, or 0), the last year first.

    Who writes again and again keeps it by `place`, and the years of which nothing changed are not
    made anew.
    """
    if visit.made_of is None:
        made = await make(None)
        return [made[year] for year in sorted(made, reverse=True)]
    basis = visit.made_of.get(listing, {})
    kept = visit.shelf.volumes.get(place, {})
    stale = [year for year, digest in basis.items() if kept.get(year, ("", b""))[0] != digest]
    fresh = await make(stale if len(stale) <= FEW else None) if stale else {}
    now = {
        year: (digest, fresh.get(year, b"")) if year in stale else kept[year]
        for year, digest in basis.items()
    }
    visit.shelf.volumes[place] = now
    return [now[year][1] for year in sorted(now, reverse=True)]
