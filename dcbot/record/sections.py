"""Topics and their items as they grow while a journal is walked through."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from dcbot.record.minutes import Item, ItemKind, Link, Topic
from dcbot.record.numbers import Key

_URL = re.compile(r"(?:https?|irc|ftp|ssh)://[^\s<>\"“”]+|mailto:[^\s<>\"“”]+")
_TRAILING = ".,;:!?'"


def links_in(text: str, words: str = "") -> tuple[Link, ...]:
    """The links of a text; punctuation behind an address is none of it."""
    if ":" not in text:
        return ()
    return tuple(Link(_trimmed(found[0]), words) for found in _URL.finditer(text))


def _trimmed(url: str) -> str:
    url = url.rstrip(_TRAILING)
    # A closing bracket belongs to the address only where it was opened there.
    while url.endswith(")") and url.count("(") < url.count(")"):
        url = url[:-1].rstrip(_TRAILING)
    return url


def link_of(text: str) -> tuple[Link, ...]:
    """The links of a link item: the first is named by the words around it."""
    found = links_in(text)
    if not found:
        return ()
    words = " ".join(text.replace(found[0].url, " ", 1).split())
    return (Link(found[0].url, words), *found[1:])


@dataclass(slots=True)
class ItemDraft:
    """An item as it grows."""

    kind: ItemKind
    text: str
    by: str
    name: str
    at: datetime
    line: int
    key: Key
    made_by: str = ""
    made_line: int | None = None
    number: int | None = None
    edited: bool = False
    owners: tuple[str, ...] = ()

    def item(self) -> Item:
        """The item as the minutes hold it."""
        links = link_of(self.text) if self.kind is ItemKind.LINK else links_in(self.text)
        return Item(
            kind=self.kind,
            text=self.text,
            by=self.by,
            name=self.name,
            at=self.at,
            line=self.line,
            made_by=self.made_by,
            made_line=self.made_line,
            number=self.number,
            links=links,
            edited=self.edited,
        )


@dataclass(slots=True)
class TopicDraft:
    """A topic as it grows."""

    title: str
    level: int = 1
    by: str = ""
    name: str = ""
    at: datetime | None = None
    line: int | None = None
    key: Key | None = None
    removed: bool = False
    last_line: int | None = None
    items: list[ItemDraft] = field(default_factory=list)
    spoken: list[int] = field(default_factory=list)

    def topic(self, number: str) -> Topic:
        """The topic as the minutes hold it."""
        return Topic(
            title=self.title,
            level=self.level,
            number=number,
            by=self.by,
            name=self.name,
            at=self.at,
            line=self.line,
            last_line=self.last_line,
            items=tuple(draft.item() for draft in self.items),
            removed=self.removed,
            links=links_in(self.title),
            spoken=tuple(self.spoken),
        )


class Sections:
    """The topics so far; what comes before any topic stands in one without a title."""

    def __init__(self) -> None:
        self.drafts = [TopicDraft("")]

    @property
    def now(self) -> TopicDraft:
        """The topic that is talked about."""
        return self.drafts[-1]

    @property
    def place(self) -> int:
        """The place of the topic that is talked about, among all, with the untitled one."""
        return len(self.drafts) - 1

    def topics(self) -> tuple[tuple[Topic, ...], int]:
        """The topics with their numbers, and by how many places those before them moved up.

        The untitled one is left out where nothing stands in it.
        """
        skip = 0 if self.drafts[0].items or self.drafts[0].spoken else 1
        made: list[Topic] = []
        first = second = 0
        for draft in self.drafts[skip:]:
            if draft.line is None:
                made.append(draft.topic(""))
                continue
            # A part that follows no topic is one of its own.
            if draft.level > 1 and first:
                second += 1
            else:
                first, second = first + 1, 0
            made.append(draft.topic(f"{first}.{second}" if second else f"{first}"))
        return tuple(made), skip
