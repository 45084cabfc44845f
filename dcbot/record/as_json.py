"""What a replay found, as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from dcbot.record.attendance import Presence
from dcbot.record.minutes import LineKind, Minutes, Topic
from dcbot.record.replay import Replayed

_OBEYED = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def as_json(replayed: Replayed) -> str:
    """One JSON object with all meetings, what was not read, and the lines outside of meetings."""
    document = {
        "meetings": [_meeting(minutes) for minutes in replayed.meetings],
        "unread": [{"line": one.line, "text": one.text, "why": one.why} for one in replayed.unread],
        "outside": [{"line": one.number, "text": one.text} for one in replayed.outside],
    }
    # On one line: with indents it takes six times as long, and programs read it.
    text = json.dumps(document, ensure_ascii=False)
    # What a terminal would obey, and marks that turn the direction, are written as numbers.
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def moment(at: datetime | None, *, dated: bool) -> str | None:
    """A moment in ISO 8601; the clock alone where the date is not known."""
    if at is None:
        return None
    if not dated:
        return at.strftime("%H:%M:%S")
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def _meeting(minutes: Minutes) -> dict[str, Any]:
    def when(at: datetime | None) -> str | None:
        return moment(at, dated=minutes.dated) if minutes.clocked else None

    return {
        "title": minutes.title,
        "started": when(minutes.started),
        "ended": when(minutes.ended),
        "topics": [_topic(topic, when) for topic in minutes.topics],
        "actions": [
            {
                "text": action.text,
                "owners": [owner.name for owner in action.owners],
                "line": action.line,
            }
            for action in minutes.actions
        ],
        "people": [
            {"name": one.name, "lines": one.lines, "present_by": one.present_by.value}
            for one in minutes.attendance.of(Presence.PRESENT)
        ],
        "chairs": list(minutes.chairs),
        "log": [
            {
                "line": line.line,
                "at": when(line.at),
                "by": line.name,
                "kind": line.kind.value,
                "text": line.text,
            }
            for line in minutes.log
            if line.kind is not LineKind.GAP or line.text
        ],
    }


def _topic(topic: Topic, when: Callable[[datetime | None], str | None]) -> dict[str, Any]:
    return {
        "title": topic.title,
        "by": topic.name,
        "at": when(topic.at),
        "line": topic.line,
        "items": [
            {
                "kind": item.kind.value,
                "text": item.text,
                "by": item.name,
                "at": when(item.at),
                "line": item.line,
            }
            for item in topic.items
        ],
    }
