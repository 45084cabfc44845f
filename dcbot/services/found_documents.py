"""Found documents: what of an output, and of a transcript or a chat, can be found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from dcbot.record.attached import documents
from dcbot.record.attached.kinds import Captions, Chat
from dcbot.services import output_text
from dcbot.services.found_parts import Part, both, with_words
from storage.annexes import Annex
from storage.base import Audience
from storage.outputs import OutputVersion
from storage.search_queries import EntryKind
from storage.store import Store


async def of_output(store: Store, number: int) -> list[Part]:
    """The title and the sections of the output, as the last version that is released has them;
    nothing of one that was withdrawn."""
    output = await store.outputs.get(number)
    if output is None or output.withdrawn_at is not None:
        return []
    versions = [
        one
        for one in await store.outputs.versions(output.id)
        if one.audience is Audience.PUBLIC and one.public_from is not None
    ]
    if not versions:
        return []
    last = versions[-1]
    common: dict[str, Any] = {
        **both(output, last),
        "kind": EntryKind.OUTPUT,
        "at": last.public_from,
        "group_id": output.group_id,
    }
    found = [Part(**common, heading=True, text=last.title)]
    for place, (heading, text) in enumerate(_sections(last), 1):
        found.append(Part(**common, part=f"item-{place}", title=heading, text=text))
    return with_words(found)


def _sections(version: OutputVersion) -> Iterator[tuple[str, str]]:
    """What stands under each heading, which is searched with it."""
    # A heading has an empty line before it.
    for section in f"\n{output_text.read(version.html).plain}".split("\n\n"):
        heading, _, _ = section.strip().partition("\n")
        yield heading, section


async def of_annex(store: Store, number: int) -> list[Part]:
    """Each line of a transcript or a chat that was published and not taken away."""
    annex = await store.annexes.get(number)
    meeting = await store.meetings.get(annex.meeting_id) if annex else None
    if annex is None or meeting is None or annex.removed_at is not None:
        return []
    common: dict[str, Any] = {
        **both(meeting, annex),
        "kind": EntryKind.LOG,
        "group_id": meeting.group_id,
        "meeting_id": meeting.id,
        "sitting": 0,
    }
    return with_words(
        [
            Part(
                **common,
                part=f"line-{line}",
                line=line,
                at=datetime.fromisoformat(at) if at else meeting.starts_at,
                who=who,
                title=annex.title,
                text=text,
            )
            for line, (at, who, text) in enumerate(_lines(annex), 1)
        ]
    )


def _lines(annex: Annex) -> Iterator[tuple[str | None, str, str]]:
    """When each thing was said, where that is known, by whom, and the words."""
    read = documents.from_document(annex.content) if annex.content else None
    moments = [*annex.moments]
    if isinstance(read, Captions):
        parts = [(one.speaker, one.text) for one in read.cues]
    elif isinstance(read, Chat):
        parts = [(one.sender, one.text) for one in read.lines]
    else:
        return
    moments += [None] * (len(parts) - len(moments))
    for at, (who, text) in zip(moments, parts, strict=False):
        yield at, who, text
