"""Annexes: what is laid beside the notes of a meeting; read, kept, published and taken away."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dcbot.errors import BadArgument, NotFound
from dcbot.message import literal, quoted
from dcbot.record.attached import documents
from dcbot.record.attached.kinds import Attachment, Captions, Chat, Moment, Participants
from dcbot.record.attached.placing import placed
from dcbot.roles import Role
from dcbot.services import (
    attachments,
    meeting_rules,
    meetings,
    participants,
    settings,
    shifting,
    standings,
)
from dcbot.services.naming import record_name
from storage.annexes import Annex, AnnexKind
from storage.base import Audience
from storage.groups import Group
from storage.journal_lines import Removal
from storage.meetings import Meeting
from storage.people import Person
from storage.store import Store

TO_ATTACH = "attach something to meetings of the group"
PAGES = {AnnexKind.CAPTIONS: "Transcript", AnnexKind.CHAT: "Chat"}
"""What those annexes are called that have a page; a list of participants never has one."""


@dataclass(frozen=True)
class Added:
    """What became of one file: its annex, or why there is none; `notes` are for who sent it."""

    name: str
    annex: Annex | None
    notes: tuple[str, ...] = ()


async def add_files(
    store: Store, meeting: Meeting, files: Sequence[Mapping[str, Any]], *, by: Person, now: datetime
) -> list[Added]:
    """Keep what an errand read of attached files (dcbot/file_reading.py), each as an annex.

    The same file twice is one. What was read is seen by the group alone until somebody publishes
    it. Raises NotAllowed.
    """
    group = await _group_of(store, meeting, by=by, now=now)
    return [await _add_file(store, meeting, group, file, by=by, now=now) for file in files]


async def _add_file(
    store: Store,
    meeting: Meeting,
    group: Group,
    file: Mapping[str, Any],
    *,
    by: Person,
    now: datetime,
) -> Added:
    name = str(file["name"])
    if "mistake" in file:
        return Added(name, None, (str(file["mistake"]),))
    for known in await store.annexes.of(meeting.id):
        if known.sha256 == file["sha256"] and known.removed_at is None:
            return Added(name, known, (f"It is attached already, as annex {known.number}.",))
    await attachments.noted(store, file, now=now)
    found = documents.from_document(file)
    moments = await _moments(store, meeting, group, found, by)
    annex = Annex(
        meeting_id=meeting.id,
        number=await store.annexes.next_number(meeting.id),
        kind=AnnexKind(file["kind"]),
        title=name,
        added_at=now,
        added_by=await record_name(store, by, now=now),
        sha256=file["sha256"],
        content=documents.as_document(found),
        moments=[at.isoformat() if at else None for at in moments],
        audience=Audience.GROUP,
    )
    await store.annexes.add(annex)
    notes = [*map(str, file["notes"])]
    if annex.kind is AnnexKind.PARTICIPANTS:
        notes += await participants.take_in(store, meeting, annex, by=by, now=now)
    elif moments and not any(moments):
        notes.append(
            "Its times fit the meeting in more than one way, or in none, so it is not laid beside "
            "the notes by time."
        )
    return Added(name, annex, tuple(notes))


async def _moments(
    store: Store, meeting: Meeting, group: Group, found: Attachment, by: Person
) -> list[datetime | None]:
    parts: Sequence[Moment] = ()
    if isinstance(found, Captions):
        parts = [cue.at for cue in found.cues]
    elif isinstance(found, Chat):
        parts = [line.at for line in found.lines]
    else:
        # First when each of them came, then when each of them went.
        times = [*(one.joined for one in found.people), *(one.left for one in found.people)]
        parts = [at.time() if at else None for at in times]
    started, ended = await _times(store, meeting)
    zones = await _zones(store, meeting, group, by)
    return placed(parts, started=started, ended=ended, zones=zones)


async def _times(store: Store, meeting: Meeting) -> tuple[datetime, datetime]:
    """When it was held, as the record knows it, or as it was planned."""
    for journal in await store.journals.of_meeting(meeting.id):
        if journal.ended_at is not None:
            return journal.opened_at, journal.ended_at
    return meeting.starts_at, meetings.ends_at(meeting)


async def _zones(store: Store, meeting: Meeting, group: Group, by: Person) -> Collection[str]:
    """The zones whose clock the file may show: who sends it, the group's, the meeting's, UTC."""
    known = (by.zone, await settings.value_of(store, group, "zone"), meeting.zone, "UTC")
    return list(dict.fromkeys(filter(None, known)))


async def add_link(
    store: Store, meeting: Meeting, link: str, words: str, *, by: Person, now: datetime
) -> Annex:
    """Keep a link, such as that of a recording or of slides; it is public with its meeting.

    Raises NotAllowed, or BadArgument where it is no link.
    """
    await _group_of(store, meeting, by=by, now=now)
    if not link.startswith(("https://", "http://")) or len(link) > 2_000:
        raise BadArgument(f"{quoted(link)} is no link; it begins with https://.")
    annex = Annex(
        meeting_id=meeting.id,
        number=await store.annexes.next_number(meeting.id),
        kind=AnnexKind.LINK,
        title=words or "link",
        link=link,
        added_at=now,
        added_by=await record_name(store, by, now=now),
        audience=meeting.audience,
        public_from=now if meeting.audience is Audience.PUBLIC else None,
    )
    await store.annexes.add(annex)
    return annex


async def publish(
    store: Store, meeting: Meeting, number: int, *, by: Person, now: datetime
) -> Annex:
    """Everybody may see the annex from now on; who publishes for the group may say so, or where it
    has set nothing, who schedules. Raises NotAllowed, NotFound or BadArgument."""
    group = await shifting.group_of(store, meeting)
    chosen = meeting_rules.decider(await settings.value_of(store, group, meeting_rules.PUBLISHING))
    least = chosen or meetings.least_role(group)
    to = "publish annexes of its meetings"
    await standings.require(store, by, least, group, to=to, now=now)
    annex = await _the(store, meeting, number)
    if meeting.audience is not Audience.PUBLIC:
        raise BadArgument("The meeting itself is not public, so neither are its annexes.")
    if annex.kind is AnnexKind.PARTICIPANTS:
        raise BadArgument(
            "A list of participants is not published as it is; the minutes say who was there, "
            "under the names by which people want to be recorded."
        )
    annex.audience, annex.public_from = Audience.PUBLIC, now
    await meetings.keep(store, meeting, "annex", by=by, now=now, is_now=f"{number} is public")
    return annex


async def take_away(
    store: Store, meeting: Meeting, number: int, why: str, *, by: Person, now: datetime
) -> Annex:
    """Take away what the annex holds; its row stays. Raises NotAllowed or NotFound."""
    await _group_of(store, meeting, by=by, now=now)
    annex = await _the(store, meeting, number)
    removal = Removal(now, await record_name(store, by, now=now), why)
    await participants.take_away(store, annex, removal, by=by, now=now)
    annex.content, annex.moments, annex.link, annex.sha256 = {}, [], "", ""
    annex.removed_at, annex.removed_why = now, why
    annex.removed_by = removal.by_name
    return annex


async def seen_by(store: Store, meeting: Meeting, *, by: Person, now: datetime) -> list[Annex]:
    """The annexes that this person may see: those of the group, where they have standing in it."""
    group = await store.groups.get(meeting.group_id)
    within = await standings.in_group(store, by, group, now=now) >= Role.MEMBER
    return [
        annex
        for annex in await store.annexes.of(meeting.id)
        if within or (annex.audience is Audience.PUBLIC and annex.removed_at is None)
    ]


async def forget_name(store: Store, names: Collection[str], instead: str) -> None:
    """Whose words and presence stand under these names, stand under `instead`."""
    folded = {name.casefold() for name in names if name}
    for annex in await store.annexes.that_hold_words():
        place = 0 if annex.kind is AnnexKind.PARTICIPANTS else 1
        key = {"captions": "cues", "chat": "lines", "participants": "people"}[annex.kind.value]
        parts = [list(part) for part in annex.content.get(key, ())]
        named = [part for part in parts if str(part[place]).casefold() in folded]
        for part in named:
            part[place] = instead
        if named:
            annex.content = {**annex.content, key: parts}
    await store.flush()


async def _the(store: Store, meeting: Meeting, number: int) -> Annex:
    annex = await store.annexes.numbered(meeting.id, number)
    if annex is None or annex.removed_at is not None:
        known = [
            str(one.number) for one in await store.annexes.of(meeting.id) if not one.removed_at
        ]
        there = f"It has {', '.join(known)}." if known else "It has none."
        handle = await meetings.handle(store, meeting)
        raise NotFound(f"{handle} has no annex {number}. {there}")
    return annex


async def _group_of(store: Store, meeting: Meeting, *, by: Person, now: datetime) -> Group:
    group = await store.groups.get(meeting.group_id)
    assert group is not None
    await meetings.require(store, group, TO_ATTACH, by=by, now=now)
    return group


def has_page(annex: Annex) -> bool:
    """Whether it can be read on a page of its own, once it is published."""
    return annex.kind in PAGES and annex.removed_at is None


def named(annex: Annex) -> str:
    """What leads to its page: “Transcript: call.vtt”."""
    return f"{PAGES[annex.kind]}: {annex.title}"


def described(annex: Annex) -> str:
    """The annex in one line: its number, what it is, and how much."""
    what = f"{annex.number}. {quoted(annex.title, 60)}"
    if annex.removed_at is not None:
        why = f": {literal(annex.removed_why)}" if annex.removed_why else ""
        return f"{annex.number}. taken away by {literal(annex.removed_by)}{why}"
    if annex.kind is AnnexKind.LINK:
        return f"{what}: {literal(annex.link)}"
    found = documents.from_document(annex.content)
    seen = "public" if annex.audience is Audience.PUBLIC else "for the group alone"
    return f"{what}: {_amount(found)}{_span(annex)}; {seen}"


def _amount(found: Attachment) -> str:
    if isinstance(found, Captions):
        return f"transcript, {_counted(len(found.cues), 'passage')}"
    if isinstance(found, Chat):
        return f"chat, {_counted(len(found.lines), 'message')}"
    assert isinstance(found, Participants)
    return f"list of {_counted(len(found.people), 'participant')}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number:,} {what}s"


def _span(annex: Annex) -> str:
    known = [datetime.fromisoformat(at) for at in annex.moments if at]
    return f", {min(known):%H:%M}–{max(known):%H:%M} UTC" if known else ""
