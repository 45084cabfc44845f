"""Sayings: all that is said of all coalitions, read and made ready to be found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias

from dcbot.lines import fold
from dcbot.services import community
from dcbot.services.enquiries.matters import keys
from dcbot.services.enquiries.passages import FOUND_BY, Passage, Passages
from dcbot.services.groups import Title
from storage.store import PublicStore, Store

_LISTS = ("passages", "rules", "practice", "about", "how_to_join", "how_to_start")
Name: TypeAlias = tuple[str, str]
"""A name of a group, folded, and the key of the group."""


async def passages(store: Store | PublicStore, titles: Sequence[Title]) -> Passages:
    """All that is said of all coalitions; of a source that is quoted, its own words only."""
    details = await store.community.details()
    said = [
        (name, tuple(one.items()))
        for name in _LISTS
        for one in community.statements_in(details, name)
    ]
    names = tuple((name.folded, title.group.key) for title in titles for name in title.names)
    return _ready(tuple(said), names, community.labels_in(details).office)


@lru_cache(maxsize=4)
def _ready(
    said: Sequence[tuple[str, tuple[tuple[str, str], ...]]], names: Sequence[Name], office: str
) -> Passages:
    """What is said, by its lists, ready to be found; it is seldom changed, and asked each time."""
    found: list[Passage] = []
    quoted: set[str] = set()
    for name, items in said:
        one = dict(items)
        if name == "passages":
            quoted.add(one["source"])
            found.append(_passage(one, names, quoted=True))
        elif one["source"] not in quoted:
            found.append(_passage(one, names, quoted=False))
    return Passages(found, office)


def _passage(said: Mapping[str, str], names: Sequence[Name], *, quoted: bool) -> Passage:
    """The statement, ready to be found. The words in a name of a group tell of nothing else."""
    text = f" {fold(said['text'])} "
    whole = keys(" ".join(said.get(name, "") for name in FOUND_BY))
    for name in _names_in(text, said.get("of", "").split(), names):
        text = text.replace(f" {name} ", " ")
    own = keys(text)
    anchors = own | keys(f"{said.get('asked', '')} {said.get('under', '')}")
    return Passage(said, quoted, own, anchors, whole)


def _names_in(text: str, of: Sequence[str], names: Sequence[Name]) -> list[str]:
    """The names that stand in the text, the longest first; of one word only those of its groups."""
    found = {name for name, key in names if (" " in name or key in of) and f" {name} " in text}
    return sorted(found, key=len, reverse=True)
