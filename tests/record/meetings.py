"""Journals for tests, written as people talk: “10:00 ana: #topic News”, one line an entry."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from dcbot.record.facts import Facts
from dcbot.record.fold import Fold
from dcbot.record.journal import Entry, EntryKind
from dcbot.record.minutes import Minutes

START = datetime(2026, 3, 5, 14, 0, tzinfo=UTC)
_SIGNS = {
    "edit": EntryKind.EDITED,
    "redact": EntryKind.REDACTED,
    "react": EntryKind.REACTED,
    "reply": EntryKind.SAID,
    "mail": EntryKind.SAID,
}


def entry(number: int, by: str, text: str = "", **more: Any) -> Entry:
    """One entry, a second after the one before; `by` is who it is, and the name is like it."""
    at = START + timedelta(seconds=number)
    return Entry(number=number, at=at, by=f"@{by}:x", name=by.title(), text=text, **more)


def journal(talk: str) -> list[Entry]:
    """A journal: “ana: text”, “* ana text”, “ana edit 3: text”, “ana redact 3:” and the like."""
    lines = talk.strip().split("\n")
    return [_entry(number, line.strip()) for number, line in enumerate(lines, 1)]


def _entry(number: int, line: str) -> Entry:
    if line.startswith("* "):
        name, _, text = line[2:].partition(" ")
        return entry(number, name, text, kind=EntryKind.ACTED)
    head, _, text = line.partition(":")
    name, *sign = head.split()
    if not sign:
        return entry(number, name, text.strip())
    kind = _SIGNS.get(sign[0]) or EntryKind(sign[0])
    about = int(sign[1]) if len(sign) > 1 else None
    return entry(number, name, text.strip(), kind=kind, about=about)


def minutes_of(talk: str, **facts: Any) -> Minutes:
    """The minutes of a journal that is written so."""
    return folded(journal(talk), Facts(**facts)).minutes()


def folded(entries: Iterable[Entry], facts: Facts | None = None) -> Fold:
    """The fold with all of these taken."""
    fold = Fold(facts or Facts())
    for one in entries:
        fold.take(one)
    return fold


def items(minutes: Minutes) -> list[str]:
    """All items, as “topic / kind: text (name)”."""
    return [
        f"{topic.title} / {item.kind.value}: {item.text} ({item.name})"
        for topic in minutes.topics
        for item in topic.items
    ]


def log(minutes: Minutes) -> list[str]:
    """The log, as “name: text”; a gap as “— why”."""
    return [f"{line.name}: {line.text}" if line.name else f"— {line.text}" for line in minutes.log]
