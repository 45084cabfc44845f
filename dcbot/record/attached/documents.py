"""What meeting tools left behind as JSON, for handing between processes and keeping; pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from dcbot.record.attached.kinds import (
    Attachment,
    Captions,
    Chat,
    ChatLine,
    Cue,
    Moment,
    Participants,
    Presence,
)

CAPTIONS = "captions"
CHAT = "chat"
PARTICIPANTS = "participants"


def as_document(found: Attachment) -> dict[str, Any]:
    """`kind` and its parts; a moment is seconds since the start, or a clock such as 14:03:05."""
    if isinstance(found, Captions):
        return {"kind": CAPTIONS, "cues": [[_told(c.at), c.speaker, c.text] for c in found.cues]}
    if isinstance(found, Chat):
        lines = [[_told(line.at), line.sender, line.text] for line in found.lines]
        return {"kind": CHAT, "lines": lines, "left_out": found.left_out}
    return {"kind": PARTICIPANTS, "people": [_person(one) for one in found.people]}


def from_document(document: Mapping[str, Any]) -> Attachment:
    """What was written so."""
    if document["kind"] == CAPTIONS:
        return Captions(tuple(Cue(_read(at), who, text) for at, who, text in document["cues"]))
    if document["kind"] == CHAT:
        lines = (ChatLine(_read(at), who, text) for at, who, text in document["lines"])
        return Chat(tuple(lines), document["left_out"])
    return Participants(tuple(_presence(one) for one in document["people"]))


def _told(moment: Moment) -> float | str | None:
    if isinstance(moment, timedelta):
        return moment.total_seconds()
    return None if moment is None else moment.isoformat()


def _read(told: float | str | None) -> Moment:
    if told is None:
        return None
    return time.fromisoformat(told) if isinstance(told, str) else timedelta(seconds=told)


def _person(one: Presence) -> list[Any]:
    joined, left = (at.isoformat() if at else None for at in (one.joined, one.left))
    return [one.name, one.affiliation, joined, left, one.minutes]


def _presence(told: list[Any]) -> Presence:
    name, affiliation, joined, left, minutes = told
    came, went = (datetime.fromisoformat(at) if at else None for at in (joined, left))
    return Presence(name, affiliation, came, went, minutes)
