"""Entries: each coalition of the register as the cells of one row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dcbot.lines import fold
from dcbot.services import groups, statements, values
from dcbot.services.called import alike, core
from dcbot.services.columns import ACRONYM, ALIASES, BETWEEN, FACTS, KEY, NAME
from dcbot.services.groups import Title
from dcbot.services.values import KINDS, STATUS, UNKNOWN
from storage.facts import Fact
from storage.groups import GroupKind
from storage.store import PublicStore, Store


@dataclass
class Entry:
    """One coalition with its cells as they would be written."""

    title: Title
    cells: dict[str, str]
    handle: str = field(init=False)
    """The words with which people find it, as they were before anything was changed."""
    folded: set[str] = field(init=False)
    """All its names as they are compared."""
    joined: set[str] = field(init=False)
    """The same without spaces, so that “DC3”, “DC 3” and “DC-3” are one."""
    cores: set[str] = field(init=False)
    """What tells its names from others."""

    def __post_init__(self) -> None:
        self.handle = self.title.handle
        self.folded = {name.folded for name in self.title.names} | {fold(self.title.group.name)}
        self.joined = {name.replace(" ", "") for name in self.folded}
        self.cores = {core(name) for name in self.folded}


def named(there: Sequence[Entry], words: str) -> Entry | None:
    """The entry that bears exactly this name."""
    joined = fold(words).replace(" ", "")
    return next((one for one in there if joined and joined in one.joined), None)


def near(there: Sequence[Entry], words: str) -> list[Entry]:
    """The entries with a name that is nearly this one."""
    said = core(fold(words))
    return [one for one in there if any(alike(said, other) for other in one.cores)]


async def all_of(store: Store | PublicStore) -> list[Entry]:
    """The coordination group and the coalitions, in the order in which they came."""
    by_group: dict[int, list[Fact]] = {}
    for fact in await store.facts.all():
        by_group.setdefault(fact.group_id, []).append(fact)
    kinds = (GroupKind.COORDINATION, GroupKind.COALITION)
    found = await groups.titles(store, *kinds)
    return [Entry(one, cells_of(one, by_group.get(one.group.id, []))) for one in found]


def cells_of(title: Title, there: Sequence[Fact]) -> dict[str, str]:
    """What is known of a group by the names of the columns, each on one line."""
    seen = statements.seen(there)
    also = [name.name for name in title.names if name.name not in (title.group.name, title.acronym)]
    cells = {
        KEY: title.group.key,
        NAME: title.group.name,
        ACRONYM: title.acronym,
        ALIASES: BETWEEN.join(also),
        STATUS: seen[-1].value if seen else "",
    }
    for column, what in FACTS.items():
        cells[column] = BETWEEN.join(part(fact) for fact in there if fact.what == what)
    return {name: " ".join(cell.split()) for name, cell in cells.items()}


def part(fact: Fact) -> str:
    """A fact as it stands in a cell; the kind in brackets, where a reader could not tell it."""
    if fact.unknown:
        return UNKNOWN[0]
    plain = not KINDS[fact.what].kinds or (
        fact.what == "list" and fact.kind == values.kind_of_list(fact.value)
    )
    return fact.value if plain or not fact.kind else f"{fact.value} ({fact.kind})"
