"""Found parts: what of a decision, an action, a group or a meeting's minutes can be found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dcbot.record.minutes import ItemKind, LineKind, Minutes
from dcbot.services import minutes
from storage.base import Audience, Publishable
from storage.journals import Journal
from storage.meetings import Meeting
from storage.minutes import MinutesVersion
from storage.search_queries import EntryKind
from storage.store import Store

TOLD = {
    "topic": "topic",
    "output": "output",
    "about": "description",
    "met": "meeting elsewhere",
}
"""Which facts of groups are found by their words, and what each is called."""
_SPEECH = (LineKind.SAID, LineKind.ACTED, LineKind.NOTICE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing that can be found, as its entry will say it (storage/search_entries.py).

    `names` are those of its people where they are more than `who` shows.
    """

    part: str = ""
    kind: EntryKind
    at: datetime
    text: str
    audience: Audience
    public_from: datetime | None
    group_id: int | None = None
    meeting_id: int | None = None
    sitting: int = 1
    line: int | None = None
    heading: bool = False
    who: str = ""
    title: str = ""
    names: str = ""


async def of_decision(store: Store, number: int) -> list[Part]:
    """The decision, and what was said against it."""
    row = await store.decisions.get(number)
    if row is None:
        return []
    common: dict[str, Any] = {
        "kind": EntryKind.DECISION,
        "group_id": row.group_id,
        "meeting_id": row.meeting_id,
        "sitting": await _sitting(store, row.journal_id),
    }
    found = [
        Part(
            **common,
            **seen(row),
            at=row.decided_at,
            line=row.line,
            who=row.by_name,
            text=row.text,
        )
    ]
    for one in (await store.decisions.reserves([row.id]))[row.id]:
        found.append(
            Part(
                **common,
                **seen(one),
                part=f"reserve-{one.number}",
                at=one.at,
                line=one.line,
                who=one.coalition or one.name,
                names=f"{one.coalition} {one.name}",
                title=one.kind.value,
                text=one.text,
            )
        )
    return with_words(found)


async def of_action(store: Store, number: int) -> list[Part]:
    """The action, by its owners."""
    row = await store.actions.get(number)
    if row is None:
        return []
    owners = [one.name for one in (await store.actions.owners([row.id]))[row.id]]
    return with_words(
        [
            Part(
                **seen(row),
                kind=EntryKind.ACTION,
                at=row.given_at,
                group_id=row.group_id,
                meeting_id=row.meeting_id,
                sitting=await _sitting(store, row.journal_id),
                line=row.line,
                who=", ".join(owners),
                text=row.text,
            )
        ]
    )


async def of_group(store: Store, number: int) -> list[Part]:
    """The group's names, and what is known of it in words."""
    group = await store.groups.get(number)
    if group is None:
        return []
    common: dict[str, Any] = {"kind": EntryKind.GROUP, "group_id": group.id}
    found = [Part(**common, **seen(group), at=group.created_at, heading=True, text=group.name)]
    for name in await store.groups.names(group.id):
        if name.name != group.name:
            part = f"name-{name.id}"
            found.append(
                Part(
                    **common,
                    **both(group, name),
                    part=part,
                    at=group.created_at,
                    heading=True,
                    text=name.name,
                )
            )
    for fact in await store.facts.of(group.id, *TOLD):
        if not fact.unknown:
            found.append(
                Part(
                    **common,
                    **both(group, fact),
                    part=f"fact-{fact.id}",
                    at=fact.recorded_at,
                    title=TOLD[fact.what],
                    text=fact.value,
                )
            )
    return with_words(found)


async def of_minutes(store: Store, number: int) -> list[Part]:
    """What is published of the journal's minutes: their title, topics, points and log."""
    journal = await store.journals.get(number)
    meeting = await store.meetings.get(journal.meeting_id or 0) if journal else None
    if journal is None or meeting is None:
        return []
    for version in reversed(await store.minutes.versions(journal.id)):
        row = await store.minutes.published(version.id)
        if row is not None and version.audience is Audience.PUBLIC is row.audience:
            made = minutes.of_document(row.minutes)
            return with_words(list(_of(made, journal, meeting, version)))
    return []


def _of(
    made: Minutes, journal: Journal, meeting: Meeting, version: MinutesVersion
) -> Iterator[Part]:
    common: dict[str, Any] = {
        **both(meeting, version),
        "group_id": meeting.group_id,
        "meeting_id": meeting.id,
        "sitting": journal.sitting,
    }
    began = made.started or journal.opened_at
    yield Part(
        **common, kind=EntryKind.MINUTES, at=began, heading=True, text=made.title or meeting.title
    )
    for topic in made.topics:
        if topic.line is not None and not topic.removed:
            yield Part(
                **common,
                part=f"topic-{topic.line}",
                kind=EntryKind.MINUTES,
                at=topic.at or began,
                line=topic.line,
                heading=True,
                text=topic.title,
            )
        for item in topic.items:
            # Decisions and actions stand in their registers.
            if not item.kind.decides and item.kind is not ItemKind.ACTION:
                yield Part(
                    **common,
                    part=f"item-{item.line}",
                    kind=EntryKind.MINUTES,
                    at=item.at,
                    line=item.line,
                    who=item.name,
                    title=topic.title,
                    text=item.text,
                )
    for line in made.log:
        if line.kind in _SPEECH:
            yield Part(
                **common,
                part=f"line-{line.line}",
                kind=EntryKind.LOG,
                at=line.at,
                line=line.line,
                who=line.name,
                text=line.text,
            )


async def _sitting(store: Store, journal_id: int | None) -> int:
    journal = await store.journals.get(journal_id) if journal_id else None
    return journal.sitting if journal else 1


def seen(row: Publishable) -> dict[str, Any]:
    return {"audience": row.audience, "public_from": row.public_from}


def both(whole: Publishable, part: Publishable) -> dict[str, Any]:
    """Who may see what is part of something: nobody who may not see the whole."""
    moments = [one.public_from for one in (whole, part) if one.public_from is not None]
    is_public = whole.audience is Audience.PUBLIC is part.audience and len(moments) == 2
    return {
        "audience": Audience.PUBLIC if is_public else Audience.PRIVATE,
        "public_from": max(moments) if is_public else None,
    }


def with_words(parts: list[Part]) -> list[Part]:
    """Those that say something; of two in the same place, the first."""
    found: dict[str, Part] = {}
    for part in parts:
        if part.text.strip():
            found.setdefault(part.part, part)
    return list(found.values())
