"""The search index: what can be found is made of its subject whenever that has changed."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dcbot import words
from dcbot.services import found_documents, found_parts
from dcbot.services.found_parts import Part
from storage.outage import is_outage
from storage.search_entries import SearchEntry, Subject
from storage.search_queries import LONGEST, facet_of_kind
from storage.store import Store
from storage.timetable import Job

DUTY = "search"
EVERY = timedelta(minutes=1)
AT_ONCE = 20
"""So many subjects are read anew in one transaction at most …"""
AT_ONCE_ENTRIES = 400
"""… and no more once so many entries were written."""
_MOST_TOKENS = 12_000
"""PostgreSQL knows the places of some sixteen thousand words of a text."""

log = logging.getLogger("dcbot.search")

_PARTS: Mapping[Subject, Callable[[Store, int], Awaitable[list[Part]]]] = {
    Subject.DECISION: found_parts.of_decision,
    Subject.ACTION: found_parts.of_action,
    Subject.GROUP: found_parts.of_group,
    Subject.MINUTES: found_parts.of_minutes,
    Subject.OUTPUT: found_documents.of_output,
    Subject.ANNEX: found_documents.of_annex,
}


async def catch_up(store: Store) -> int:
    """Make the entries anew of what has changed, or some of it; returns how many are still due."""
    written = 0
    due = await store.search.due(AT_ONCE + 1)
    for number, one in enumerate(due):
        if number == AT_ONCE or written > AT_ONCE_ENTRIES:
            return await store.search.due_count()
        try:
            async with store.savepoint():
                parts = await _PARTS[one.subject](store, one.subject_id)
                written += await put(store, one.subject, one.subject_id, parts)
        except Exception as trouble:
            if is_outage(trouble):
                raise
            # Nobody's message may fail because something cannot be found.
            log.exception("%s %d cannot be found until it changes", one.subject, one.subject_id)
            await put(store, one.subject, one.subject_id, [])
        await store.search.done(one)
    return 0


async def look(store: Store, job: Job, now: datetime) -> None:
    """The duty: what changed otherwise than by a message is made anew, soon again while more of it
    is due."""
    left = await catch_up(store)
    if left:
        log.info("%d things that changed are still to be read for search", left)
    await store.timetable.drop_done(DUTY, now - timedelta(hours=1))
    await plan(store, now=now + (timedelta(seconds=1) if left else EVERY))


async def plan(store: Store, *, now: datetime) -> None:
    """See to it that the index is looked after, from then on."""
    await store.timetable.add(f"{DUTY} {now.replace(microsecond=0).isoformat()}", DUTY, now)


async def begin(store: Store, *, now: datetime) -> None:
    """What another version of the analyser made is due; the duty makes it anew bit by bit."""
    await store.search.make_due(words.ANALYSER_VERSION)
    if not await store.timetable.waiting(DUTY):
        await plan(store, now=now)


@dataclass(frozen=True, slots=True)
class _Change:
    """What becomes of the entries of a subject."""

    gone: Sequence[int]
    new: Sequence[tuple[int, Part]]
    kept: Sequence[SearchEntry]


async def put(store: Store, subject: Subject, subject_id: int, parts: Sequence[Part]) -> int:
    """The entries of the subject are these; returns how many were written."""
    there = await store.search.of(subject, subject_id)
    language = await _language(store, parts)
    gone: list[int] = []
    new: list[Part] = []
    shown: dict[tuple[Any, datetime | None], list[int]] = {}
    for part in parts:
        known = there.pop(part.part, None)
        if known is not None and _same(known, part):
            if (known.audience, known.public_from) != (part.audience, part.public_from):
                shown.setdefault((part.audience, part.public_from), []).append(known.id)
            continue
        if known is not None:
            gone.append(known.id)
        new.append(part)
    gone += [one.id for one in there.values()]
    await store.search.remove(gone)
    for (audience, since), ids in shown.items():
        await store.search.show(ids, audience, since)
    numbers = await _numbers(store, subject, subject_id, new)
    rows = [
        _row(number, subject, subject_id, part, language)
        for number, part in zip(numbers, new, strict=True)
    ]
    await store.search.add(rows)
    return len(rows) + len(gone)


def _same(known: SearchEntry, part: Part) -> bool:
    """Whether the entry says this already, as this version of the analyser reads it."""
    return known.analyser == words.ANALYSER_VERSION and all(
        getattr(known, name) == getattr(part, name)
        for name in (
            "kind",
            "at",
            "group_id",
            "meeting_id",
            "sitting",
            "line",
            "heading",
            "who",
            "title",
            "text",
        )
    )


def _row(
    number: int, subject: Subject, subject_id: int, part: Part, language: str
) -> dict[str, Any]:
    found, others = words.read(part.text, words.language_of(part.text, language))
    return {
        "id": number,
        "subject": subject,
        "subject_id": subject_id,
        **{name: getattr(part, name) for name in Part.__dataclass_fields__ if name != "names"},
        "tokens": " ".join(token[:LONGEST] for token in found[:_MOST_TOKENS]),
        "forms": " ".join(word[:LONGEST] for word in others[:_MOST_TOKENS]),
        "facets": " ".join(facets_of(part)),
        "analyser": words.ANALYSER_VERSION,
    }


def facets_of(part: Part) -> list[str]:
    """By what the part can be sorted out: its kind, its group, each word of its people's names."""
    found = [facet_of_kind(part.kind)]
    if part.group_id is not None:
        found.append(f"group{part.group_id}")
    people = {facet_of_name(name) for name in names_in(part.names or part.who)}
    return found + sorted(people)


def facet_of_name(name: str) -> str:
    """The facet of what is of somebody with this word in their name."""
    return f"who{name}"[:LONGEST]


def names_in(name: str) -> list[str]:
    """The words of a name, as they are looked for: folded, and not stemmed."""
    return [word for _, _, word in words.spans(name)]


async def _language(store: Store, parts: Sequence[Part]) -> str:
    """The language of the group, for texts that do not show theirs."""
    of = next((part.group_id for part in parts if part.group_id is not None), None)
    if of is None:
        return "en"
    setting = (await store.groups.settings(of)).get("language")
    return setting.value if setting else "en"


# Numbers

_OF_A_SECOND = 28
"""Bits of a number that tell apart what is of the same second: twelve for its subject …"""
_OF_A_SUBJECT = 16
"""… and sixteen for its place in it."""

_KINDS = ("", "topic", "item", "line", "name", "fact", "reserve", "motion")
"""What parts are called, before their number (dcbot/services/found_parts.py)."""


def number_at(moment: datetime) -> int:
    """The lowest number that an entry of this moment can have."""
    return int(moment.timestamp()) << _OF_A_SECOND


async def _numbers(
    store: Store, subject: Subject, subject_id: int, parts: Sequence[Part]
) -> list[int]:
    """Numbers that nothing else has, in the order of the moments, the same on every database."""
    who = zlib.crc32(f"{subject.value} {subject_id}".encode()) % (1 << 12)
    wished = [
        number_at(part.at) + (who << _OF_A_SUBJECT) + _place(part.part) % (1 << _OF_A_SUBJECT)
        for part in parts
    ]
    taken = await store.search.taken(wished)
    found: list[int] = []
    for number in wished:
        while number in taken:
            number += 1
            taken |= await store.search.taken([number])
        taken.add(number)
        found.append(number)
    return found


def _place(part: str) -> int:
    """A number for the part that does not depend on the others, in the order of their numbers."""
    kind, _, number = part.rpartition("-")
    return (int(number) if number else 0) * len(_KINDS) + _KINDS.index(kind)
