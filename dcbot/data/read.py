"""The pure reader of shipped data: TOML text in, one frozen Community out, or what is wrong.

`read` checks everything that others rely on: keys are unique, sources exist, dates are whole or
partial dates, a name stands once in its group. A fact's `key` stays the same from release to
release as long as group, what, kind and value do, so that a release can tell what nobody edited.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Literal

from dcbot.data.entry import Entry
from dcbot.data.statement import STATEMENTS, Statement, statements
from dcbot.errors import SettingsError

GROUP_KINDS = ("coordination", "coalition", "working group", "other body")
NAME_KINDS = ("official", "acronym", "short", "alias", "former", "later")
FACT_WORDS = (
    "about",
    "topic",
    "founded",
    "new",
    "site",
    "list",
    "join",
    "archive",
    "archive software",
    "output",
    "met",
    "status",
    "became",
    "report",
)
_FACT_KEYS = (
    "what",
    "kind",
    "value",
    "unknown",
    "note",
    "since",
    "until",
    "source",
    "address",
    "seen",
    "certainty",
)
# Facts whose value is a moment, however coarse.
DATED_FACTS = ("founded", "new", "report")
_IGF_PAGE = re.compile(r"(?:^|/)(?:content|node)/")


@dataclass(frozen=True)
class Source:
    """Where something was read; `date` is the document's, or the month a page was read in."""

    key: str
    name: str
    date: str
    address: str
    note: str


@dataclass(frozen=True)
class ShippedName:
    """One of the names a group goes by; `since` and `until` are partial dates or empty."""

    name: str
    kind: str
    since: str
    until: str
    source: str
    address: str
    seen: str


@dataclass(frozen=True)
class ShippedFact:
    """One thing known of a group; `value` is empty exactly when `unknown` is true."""

    key: str
    what: str
    kind: str
    value: str
    unknown: bool
    note: str
    since: str
    until: str
    source: str
    address: str
    seen: str
    certainty: str


PUBLISHING = ("disclaimer", "licence", "licence_address", "removal")
"""What may stand below all that a community publishes."""


@dataclass(frozen=True)
class ShippedGroup:
    """A group as it ships; `later` says that it came after the list of April 2017."""

    key: str
    kind: str
    parent: str
    since: str
    later: bool
    names: tuple[ShippedName, ...]
    facts: tuple[ShippedFact, ...]

    @property
    def official(self) -> str:
        """The name to show, the first official one; `read` promises that there is one."""
        return next(name.name for name in self.names if name.kind == "official")


@dataclass(frozen=True)
class Community:
    """All that ships for one community; the groups stand in the order of the file."""

    name: str
    label_one: str
    label_many: str
    office: str
    disclaimer: str
    licence: str
    licence_address: str
    removal: str
    about: tuple[Statement, ...]
    rules: tuple[Statement, ...]
    practice: tuple[Statement, ...]
    how_to_join: tuple[Statement, ...]
    how_to_start: tuple[Statement, ...]
    passages: tuple[Statement, ...]
    """What a source says, in its own words."""
    sources: tuple[Source, ...]
    groups: tuple[ShippedGroup, ...]

    def source(self, key: str) -> Source:
        """The source with this key; `read` promises that every key used exists."""
        return next(source for source in self.sources if source.key == key)


def load(name: Literal["igf", "empty"]) -> Community:
    """The community that ships under this name."""
    file = resources.files("dcbot.data").joinpath(f"{name}.toml")
    return read(file.read_text(encoding="utf-8"))


def read(text: str) -> Community:
    """The community written in `text`; SettingsError names the entry and the way out."""
    try:
        whole = Entry(tomllib.loads(text), "The file")
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"The file is not TOML: {error}. Mend it at that place.") from error
    whole.only("community", "sources", "groups")
    sources = tuple(_sources(whole))
    dates = {source.key: source.date for source in sources}
    entry = whole.inner("community")
    entry.only("name", "label_one", "label_many", "office", *PUBLISHING, *STATEMENTS)
    keys = tuple(group.key() for group in whole.each("groups", "group", named_by="key"))
    told = {name: tuple(statements(entry, name, dates, keys)) for name in STATEMENTS}
    return Community(
        name=entry.word("name"),
        label_one=entry.word("label_one"),
        label_many=entry.word("label_many"),
        office=entry.word("office"),
        disclaimer=entry.text("disclaimer"),
        licence=entry.text("licence"),
        licence_address=entry.text("licence_address"),
        removal=entry.text("removal"),
        **told,
        sources=sources,
        groups=tuple(_groups(whole, dates)),
    )


def fact_key(group: str, what: str, kind: str, value: str) -> str:
    """What a fact is known by from release to release, such as “dcad.founded.3fa2c1d4e5b6”."""
    told_apart = hashlib.sha256(f"{kind}\n{value}".encode()).hexdigest()[:12]
    return f"{group}.{what.replace(' ', '-')}.{told_apart}"


def link(address: str) -> str:
    """The address to show to people: pages on mirrors of the IGF's site go to its main one.

    Lists and their archives stay where they are; so do pages of everybody else.
    """
    host, _, path = address.removeprefix("https://").removeprefix("http://").partition("/")
    mirrored = host == "intgovforum.org" or host.endswith(".intgovforum.org")
    if mirrored and _IGF_PAGE.search(path):
        return f"https://www.intgovforum.org/{path}"
    return address


def _sources(whole: Entry) -> Iterator[Source]:
    seen: set[str] = set()
    for entry in whole.each("sources", "source", named_by="key"):
        entry.only("key", "name", "date", "address", "note")
        key = entry.key()
        entry.once(key, seen, f"the key “{key}” is taken by another source; choose another")
        yield Source(
            key=key,
            name=entry.word("name"),
            date=entry.date("date", needed=True),
            address=entry.text("address"),
            note=entry.text("note"),
        )


def _groups(whole: Entry, dates: dict[str, str]) -> Iterator[ShippedGroup]:
    entries = list(whole.each("groups", "group", named_by="key"))
    keys = tuple(entry.key() for entry in entries)
    seen: set[str] = set()
    for entry, key in zip(entries, keys, strict=True):
        entry.only("key", "kind", "parent", "since", "later", "names", "facts")
        entry.once(key, seen, f"the key “{key}” is taken by another group; choose another")
        group = ShippedGroup(
            key=key,
            kind=entry.one_of("kind", GROUP_KINDS),
            parent=entry.one_of("parent", keys) if entry.text("parent") else "",
            since=entry.date("since"),
            later=entry.flag("later"),
            names=tuple(_names(entry, dates)),
            facts=tuple(_facts(entry, key, dates)),
        )
        if not any(name.kind == "official" for name in group.names):
            raise entry.wrong('has no official name; give one name kind = "official"')
        yield group


def _names(group: Entry, dates: dict[str, str]) -> Iterator[ShippedName]:
    seen: set[str] = set()
    for entry in group.each("names", "name", named_by="name"):
        entry.only("name", "kind", "since", "until", "source", "address", "seen")
        name = entry.word("name")
        entry.once(name.casefold(), seen, "the name stands twice in this group; leave one out")
        source = entry.one_of("source", tuple(dates))
        yield ShippedName(
            name=name,
            kind=entry.one_of("kind", NAME_KINDS),
            since=entry.date("since"),
            until=entry.date("until"),
            source=source,
            address=entry.text("address"),
            seen=entry.date("seen") or dates[source],
        )


def _facts(group: Entry, group_key: str, dates: dict[str, str]) -> Iterator[ShippedFact]:
    seen: set[str] = set()
    for entry in group.each("facts", "fact", named_by="what"):
        fact = _fact(entry, group_key, dates)
        entry.once(
            fact.key, seen, "the same what, kind and value stand twice; tell them apart by kind"
        )
        yield fact


def _fact(entry: Entry, group_key: str, dates: dict[str, str]) -> ShippedFact:
    entry.only(*_FACT_KEYS)
    what = entry.one_of("what", FACT_WORDS)
    kind, value, unknown = entry.text("kind"), entry.text("value"), entry.flag("unknown")
    if bool(value) == unknown:
        raise entry.wrong("it needs a value, or unknown = true in its place, and never both")
    if value and what in DATED_FACTS:
        entry.date("value")
    source = entry.one_of("source", tuple(dates))
    return ShippedFact(
        key=fact_key(group_key, what, kind, value),
        what=what,
        kind=kind,
        value=value,
        unknown=unknown,
        note=entry.text("note"),
        since=entry.date("since"),
        until=entry.date("until"),
        source=source,
        address=entry.text("address"),
        seen=entry.date("seen") or dates[source],
        certainty=entry.text("certainty"),
    )
