"""The pages of a meeting's annexes: a transcript, or the chat of the meeting tool, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dcbot.addresses import of_record, to
from dcbot.record.attached import documents
from dcbot.record.attached.kinds import Captions, Chat
from dcbot.services import annexes
from dcbot.web.content import Content
from dcbot.web.visit import Visit
from storage.annexes import Annex


@dataclass(frozen=True)
class Said:
    """Something that was said aloud, or written in the chat."""

    number: int
    at: datetime | None
    who: str
    text: str


@dataclass(frozen=True)
class Listed:
    """An annex as the page of its meeting names it."""

    title: str
    link: str
    foreign: bool


async def page(visit: Visit, group: str, number: str, annex: str) -> Content | None:
    """One annex that was published, and not taken away."""
    owner = await visit.group(group)
    meeting = await visit.meeting(owner, int(number)) if owner else None
    if meeting is None:
        return None
    found = await visit.store.annexes.numbered(meeting.id, int(annex))
    if found is None or not annexes.has_page(found):
        return None
    read = documents.from_document(found.content)
    return visit.page(
        "annex.html",
        [found.added_at],
        annex=found,
        kind=annexes.PAGES[found.kind],
        meeting=meeting,
        said=_said(found),
        left_out=read.left_out if isinstance(read, Chat) else 0,
        meeting_page=to("meeting", group=group, number=number),
        minutes_page=of_record("minutes", sitting=1, group=group, number=number),
        **(await visit.frame(place(group, meeting.number, found))),
    )


def place(group: str, number: int, annex: Annex) -> str:
    """Where the annex stands."""
    return to("annex", group=group, number=number, annex=annex.number)


async def of_meeting(visit: Visit, group: str, number: int) -> list[Annex]:
    """The published annexes of the meeting that have a page."""
    return [one for one in await _all_of(visit, group, number) if annexes.has_page(one)]


async def listed(visit: Visit, group: str, number: int) -> list[Listed]:
    """What the page of the meeting leads to: links, such as that of a recording, and annexes."""
    found = []
    for one in await _all_of(visit, group, number):
        if one.link:
            found.append(Listed(one.title, one.link, foreign=True))
        elif annexes.has_page(one):
            found.append(Listed(annexes.named(one), place(group, number, one), foreign=False))
    return found


async def _all_of(visit: Visit, key: str, number: int) -> list[Annex]:
    group = await visit.group(key)
    meeting = await visit.meeting(group, number) if group else None
    return await visit.annexes(meeting) if meeting else []


def _said(annex: Annex) -> list[Said]:
    """What stands in it, in order; when each was, where the record could tell."""
    read = documents.from_document(annex.content)
    if isinstance(read, Captions):
        parts = [(one.speaker, one.text) for one in read.cues]
    elif isinstance(read, Chat):
        parts = [(one.sender, one.text) for one in read.lines]
    else:
        return []
    moments = [datetime.fromisoformat(at) if at else None for at in annex.moments]
    moments += [None] * (len(parts) - len(moments))
    return [
        Said(place, at, who, text)
        for place, (at, (who, text)) in enumerate(zip(moments, parts, strict=False), 1)
    ]
