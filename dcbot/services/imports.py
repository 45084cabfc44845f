"""Imports: on which terms archives are taken in, and what is known of what was taken before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from dcbot.arguments import listed
from dcbot.errors import UserError
from dcbot.message import quoted
from dcbot.services import groups, meetings, minutes
from dcbot.services.moments import day
from dcbot.when.zones import zone as zone_named
from storage.annexes import Annex
from storage.base import Audience, Publishable, storable
from storage.groups import Group
from storage.imports import Import as Import
from storage.meetings import Meeting, Series
from storage.store import Store

LONGEST_TITLE = 120
"""So much of a title is taken."""


class Became(StrEnum):
    """What became of one thing that was to be taken in."""

    TAKEN = "taken in"
    KNOWN = "known already"
    SHOWN = "made public"
    """It was known, and everybody may read it from now on."""
    CHANGED = "changed since"
    """It was taken in with other words; what is there stays as it is."""
    CONFLICT = "in conflict"
    """Something else is there in its place."""
    UNREADABLE = "not read"

    @property
    def is_trouble(self) -> bool:
        """Whether somebody should look at it."""
        return self in (Became.CHANGED, Became.CONFLICT, Became.UNREADABLE)


@dataclass(frozen=True)
class Outcome:
    """What became of one thing, and the words to tell it; `what` names it, such as DCCG 3."""

    became: Became
    what: str
    words: str = ""


@dataclass(frozen=True)
class Terms:
    """Whose archive it is, in which zone its clocks stand, who may read it, who takes it in."""

    group: Group
    handle: str
    zone: str
    public: bool
    by_name: str

    def seen_by(self, now: datetime) -> dict[str, Any]:
        """Who may see the rows that are made of it."""
        if self.public:
            return {"audience": Audience.PUBLIC, "public_from": now}
        return {"audience": Audience.GROUP, "public_from": None}


@dataclass(frozen=True)
class Found:
    """One thing in a file: what it is there, the hash of its words, and where it begins."""

    source: str
    digest: str
    kind: str
    file: str
    line: int


async def terms(store: Store, words: str, *, zone: str, public: bool, by_name: str) -> Terms:
    """The terms that were asked for; raises UserError, which says what may be said instead."""
    group = await groups.exactly(store, words) or await store.groups.by_key(words.casefold())
    if group is None:
        known = [one.handle for one in await groups.titles(store)]
        raise UserError(f"{quoted(words)} is no group here. Say one of {listed(known, 'or')}.")
    try:
        zone_named(zone)
    except ValueError:
        raise UserError(
            f"{quoted(zone)} is no time zone. Say it as UTC, Europe/Geneva or America/New_York."
        ) from None
    handle = (await groups.title(store, group)).handle
    if public and group.audience is not Audience.PUBLIC:
        raise UserError(f"{handle} is not a public group, so its archive cannot be public either.")
    return Terms(group, handle, zone, public, by_name)


def digest_of(*words: object) -> str:
    """The hash of these words."""
    return sha256(storable("\x1f".join(map(str, words))).encode()).hexdigest()


async def known(store: Store, found: Found, terms: Terms, *, now: datetime) -> Outcome | None:
    """What became of it when it was taken before; None where it never was."""
    before = await store.imports.with_digest(found.digest)
    if before is not None:
        return await _again(store, before, terms, now=now)
    changed = await store.imports.of_source(found.source)
    if changed is None:
        return None
    name = await _name(store, changed)
    return Outcome(
        Became.CHANGED,
        name,
        f"{name} was made of {quoted(changed.file)} on {day(changed.at)}, and it says something "
        "else now. What is there stays as it is; what is wrong in it can be corrected there.",
    )


async def _again(store: Store, before: Import, terms: Terms, *, now: datetime) -> Outcome:
    name = await _name(store, before)
    meeting = await store.meetings.get(before.meeting_id) if before.meeting_id else None
    theirs = meeting is not None and meeting.group_id == terms.group.id
    if meeting and theirs and terms.public and await _show(store, before, meeting, now=now):
        return Outcome(Became.SHOWN, name, f"{name} can be read by everybody now.")
    return Outcome(Became.KNOWN, name, f"{name} was made of it on {day(before.at)}.")


async def _show(store: Store, before: Import, meeting: Meeting, *, now: datetime) -> bool:
    """Let everybody read what was taken in for the group alone; whether anything was hidden."""
    rows: list[Publishable] = [meeting, *await _beside(store, meeting)]
    hidden = [one for one in rows if one.audience is Audience.GROUP]
    for one in hidden:
        one.audience, one.public_from = Audience.PUBLIC, now
    journal = await store.journals.get(before.journal_id) if before.journal_id else None
    if journal is None or journal.audience is not Audience.GROUP:
        return bool(hidden)
    await minutes.release(store, journal, Audience.PUBLIC, now)
    for row in await minutes.registered(store, journal):
        row.audience, row.public_from = Audience.PUBLIC, now
    await store.flush()
    return True


async def _beside(store: Store, meeting: Meeting) -> list[Annex]:
    return [one for one in await store.annexes.of(meeting.id) if one.link]


async def _name(store: Store, row: Import) -> str:
    meeting = await store.meetings.get(row.meeting_id) if row.meeting_id else None
    if meeting is not None:
        return await meetings.handle(store, meeting)
    series = await store.meetings.series(row.series_id) if row.series_id else None
    return f"the series “{series.title}”" if series else "something that is not here any more"


async def note(
    store: Store,
    found: Found,
    terms: Terms,
    *,
    now: datetime,
    meeting: Meeting | None = None,
    series: Series | None = None,
    journal_id: int | None = None,
) -> None:
    """Write down that it was taken in, and what it became."""
    await store.imports.add(
        Import(
            source=found.source,
            digest=found.digest,
            kind=found.kind,
            file=found.file,
            line=found.line,
            by_name=terms.by_name,
            at=now,
            meeting_id=meeting.id if meeting else None,
            series_id=series.id if series else None,
            journal_id=journal_id,
        )
    )
