"""Purges: which past states of pages were taken out of the archive's history, told to everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.store import PublicStore, Store

DETAIL = "purges"
"""The community's detail in which they are kept."""


@dataclass(frozen=True)
class Purge:
    """One of them: when it was, of which record (such as dccg/12), and why."""

    at: datetime
    what: str
    why: str


async def note(store: Store, what: str, why: str, *, now: datetime) -> None:
    """The past of that record is taken out of the history; everybody may know that."""
    known = (await store.community.details()).get(DETAIL, {}).get("all", [])
    one = {"at": now.isoformat(), "what": what, "why": why}
    await store.community.put(DETAIL, {"all": [*known, one]})


async def told(store: Store | PublicStore) -> list[Purge]:
    """All of them, newest first."""
    known = (await store.community.details()).get(DETAIL, {}).get("all", [])
    found = [Purge(datetime.fromisoformat(one["at"]), one["what"], one["why"]) for one in known]
    return found[::-1]
