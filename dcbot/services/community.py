"""The community: what it calls its groups and its office, and what is known of all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dcbot.data.read import PUBLISHING
from storage.store import PublicStore, Store

Details = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Labels:
    """The community's own words."""

    name: str = "This community"
    one: str = "coalition"
    many: str = "coalitions"
    office: str = "Secretariat"


async def labels(store: Store | PublicStore) -> Labels:
    """What the community calls itself, its groups and its office."""
    return labels_in(await store.community.details())


def labels_in(details: Details) -> Labels:
    """The same, of the details as they are stored."""
    known = details.get("community", {})
    if not known:
        return Labels()
    return Labels(known["name"], known["label_one"], known["label_many"], known["office"])


@dataclass(frozen=True)
class Publishing:
    """What stands below everything that the community publishes; each may be empty."""

    disclaimer: str = ""
    """Such as “This is not an official document of …”."""
    licence: str = ""
    licence_address: str = ""
    removal: str = ""
    """Whom to ask for removal, and how."""


async def publishing(store: Store | PublicStore) -> Publishing:
    """Under which terms the community publishes."""
    return publishing_in(await store.community.details())


def publishing_in(details: Details) -> Publishing:
    """The same, of the details as they are stored."""
    known = details.get("community", {})
    return Publishing(**{name: known.get(name, "") for name in PUBLISHING})


async def statements(store: Store | PublicStore, name: str) -> Sequence[Mapping[str, str]]:
    """What is known under about, rules, practice, how_to_join, how_to_start or passages.

    Each has text, source, address and seen, and asked, also, tells, of and under, as in
    data/statement.py, which may be missing where it was written down by an earlier release.
    """
    return statements_in(await store.community.details(), name)


def statements_in(details: Details, name: str) -> Sequence[Mapping[str, str]]:
    """The same, of the details as they are stored."""
    return list(details.get(name, {}).get("statements", []))
