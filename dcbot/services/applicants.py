"""Applicants: which coalition, and which cycle, somebody means who speaks of slots."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from dcbot.services import cycles, groups
from storage.cycles import Cycle
from storage.groups import Group, GroupKind
from storage.store import Store

_YEAR = re.compile(
    r"(?:\s+|^)(?:(?:of|for|in|at|under)\s+)?(?:the\s+)?(?:IGF\s+)?(\d{4})[:?]?$", re.IGNORECASE
)


@dataclass(frozen=True)
class Applicant:
    """A coalition in a cycle."""

    group: Group
    cycle: Cycle
    handle: str


async def coalition(store: Store, words: str, *, prefix: str) -> tuple[Group, str]:
    """The coalition that the words mean, and how it is called; raises UserError."""
    group = await groups.named(store, words.strip(" :,"), GroupKind.COALITION, prefix=prefix)
    return group, (await groups.title(store, group)).handle


async def meant(store: Store, words: str, *, prefix: str, now: datetime) -> Applicant:
    """The coalition and the cycle that the words name; without a year, the one that goes on."""
    name, year = split(words)
    cycle = await cycles.named(store, year) if year else await cycles.current(store, now=now)
    group, handle = await coalition(store, name, prefix=prefix)
    return Applicant(group, cycle, handle)


def split(words: str) -> tuple[str, str]:
    """The words without the year at their end, and the year; empty where there is none."""
    year = _YEAR.search(words.strip())
    return (words.strip()[: year.start()], year[1]) if year else (words.strip(), "")
