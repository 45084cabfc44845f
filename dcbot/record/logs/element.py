"""What Element exports of a Matrix room, as JSON and as plain text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from dcbot.errors import UserError
from dcbot.record.facts import USUAL_DIALECTS, Dialect, Facts, Participant
from dcbot.record.journal import Entry, EntryKind, Source
from dcbot.record.logs.dating import IN_UTC, Clock
from dcbot.record.logs.log import Log, LogKind
from dcbot.record.minutes import Unread
from dcbot.record.powers import OPEN_POWERS

_DIALECTS = USUAL_DIALECTS | {Dialect.MAUBOT}
_FALLBACK = re.compile(r"(?:>[^\n]*\n)+\n?")
_PLAIN = re.compile(
    r"(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4}),? (\d{1,2}):(\d\d)(?::(\d\d))?[\s\u202f]?([AaPp][Mm])?"
    r" - (.*)",
    re.DOTALL,
)
_SPOKEN = re.compile(r"([^:\n]{1,80}?): (.*)", re.DOTALL)


def read_export(text: str, name: str) -> Log | None:
    """The log in Element's JSON; None where it is other JSON or none."""
    try:
        document = json.loads(text)
    except ValueError as wrong:
        if not text.lstrip().startswith("{"):
            return None
        raise UserError(f"“{name}” is no whole JSON ({wrong}). Export the room again.") from None
    events = document.get("messages") if isinstance(document, dict) else document
    if not isinstance(events, list) or not any(_is_event(event) for event in events):
        raise UserError(
            f"“{name}” is JSON, but no export of a room: it has no “messages”. Export it with "
            "Element: room info, export chat, JSON."
        )
    title = document.get("room_name", "") if isinstance(document, dict) else ""
    return _Export([event for event in events if _is_event(event)], text).log(str(title))


def _is_event(event: object) -> bool:
    return isinstance(event, dict) and isinstance(event.get("type"), str) and "sender" in event


class _Export:
    """Turns events into entries, numbered by their line in the file."""

    def __init__(self, events: list[dict[str, Any]], text: str) -> None:
        events.sort(key=lambda event: event.get("origin_server_ts") or 0)
        self._events = events
        self._numbers = _numbers(events, text)
        self._names: dict[str, str] = {}
        self._seen: set[str] = set()
        self._entries: list[Entry] = []
        self._unread: list[Unread] = []

    def log(self, place: str) -> Log:
        for event in self._events:
            self._take(event)
        people = tuple(
            Participant(identities=(by,), name=name, aliases=(_local(by),))
            for by, name in self._names.items()
        )
        facts = Facts(place=place, people=people, dialects=_DIALECTS, powers=OPEN_POWERS)
        entries = tuple(self._entries)
        return Log(LogKind.MATRIX, facts, entries, tuple(self._unread), len(self._events))

    def _take(self, event: Mapping[str, Any]) -> None:
        identity = str(event.get("event_id") or "")
        if identity in self._seen:
            return
        self._seen.add(identity)
        number = self._numbers[identity]
        content = event.get("content")
        content = content if isinstance(content, dict) else {}
        match event["type"]:
            case "m.room.message":
                self._message(number, event, content)
            case "m.reaction":
                self._add(number, event, EntryKind.REACTED, *_reaction(content))
            case "m.room.redaction":
                about = event.get("redacts") or content.get("redacts")
                self._add(number, event, EntryKind.REDACTED, "", about)
            case "m.room.member":
                self._member(number, event, content)
            case "m.room.encrypted":
                self._unread.append(
                    Unread(number, "(encrypted)", "its key was not there when it was exported")
                )

    def _message(self, number: int, event: Mapping[str, Any], content: dict[str, Any]) -> None:
        unsigned = event.get("unsigned")
        if not content or (isinstance(unsigned, dict) and "redacted_because" in unsigned):
            self._add(number, event, EntryKind.SAID, "", None, erased=True)
            return
        relation = content.get("m.relates_to")
        relation = relation if isinstance(relation, dict) else {}
        body = str(content.get("body") or "")
        if relation.get("rel_type") == "m.replace":
            new = content.get("m.new_content")
            new_body = new.get("body") if isinstance(new, dict) else None
            words = str(new_body) if new_body is not None else body.removeprefix("* ")
            self._add(number, event, EntryKind.EDITED, words, relation.get("event_id"))
            return
        replied = relation.get("m.in_reply_to")
        about = replied.get("event_id") if isinstance(replied, dict) else None
        kinds = {"m.emote": EntryKind.ACTED, "m.notice": EntryKind.NOTICE}
        kind = kinds.get(str(content.get("msgtype")), EntryKind.SAID)
        if about:
            body = _FALLBACK.sub("", body, count=1)
        self._add(number, event, kind, body, about)

    def _member(self, number: int, event: Mapping[str, Any], content: dict[str, Any]) -> None:
        by = str(event.get("state_key") or event["sender"])
        if isinstance(content.get("displayname"), str):
            self._names[by] = content["displayname"]
        self._names.setdefault(by, _local(by))
        kinds = {"join": EntryKind.JOINED, "leave": EntryKind.LEFT, "ban": EntryKind.LEFT}
        kind = kinds.get(str(content.get("membership")))
        before = event.get("unsigned", {}).get("prev_content", {}).get("membership")
        if kind is not None and before != content.get("membership"):
            self._add(number, {**event, "sender": by}, kind, "", None)

    def _add(
        self,
        number: int,
        event: Mapping[str, Any],
        kind: EntryKind,
        text: str,
        about: object,
        *,
        erased: bool = False,
    ) -> None:
        by = str(event["sender"])
        target = self._numbers.get(str(about)) if about else None
        if kind in (EntryKind.EDITED, EntryKind.REACTED, EntryKind.REDACTED) and target is None:
            self._unread.append(Unread(number, text, "what it is about is not in the export"))
            return
        self._names.setdefault(by, _local(by))
        self._entries.append(
            Entry(
                number=number,
                at=_moment(event),
                by=by,
                name=self._names[by],
                text=text,
                kind=kind,
                about=target,
                source=Source.FILE,
                erased=erased,
            )
        )


def _local(by: str) -> str:
    return by.lstrip("@").partition(":")[0]


def _reaction(content: Mapping[str, Any]) -> tuple[str, object]:
    relation = content.get("m.relates_to")
    relation = relation if isinstance(relation, dict) else {}
    return str(relation.get("key") or ""), relation.get("event_id")


def _moment(event: Mapping[str, Any]) -> datetime:
    stamp = event.get("origin_server_ts")
    milliseconds = stamp if isinstance(stamp, int) else 0
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=max(milliseconds, 0))


def _numbers(events: Sequence[Mapping[str, Any]], text: str) -> dict[str, int]:
    """The number of each event: its line in the file where each has one of its own."""
    where: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        for found in re.finditer(r'"event_id":\s*"([^"]+)"', line):
            # Others can be about an event only after it, so its own place is the first.
            where.setdefault(found[1], number)
    ids = [str(event.get("event_id") or "") for event in events]
    lines = [where.get(one, 0) for one in ids]
    if all(before < after for before, after in pairwise(lines)):
        return dict(zip(ids, lines, strict=True))
    return {one: number for number, one in enumerate(ids, 1)}


def read_plain_export(lines: Sequence[str], clock: Clock = IN_UTC) -> Log | None:
    """The log in Element's plain text; None where it is none."""
    found = [(number, match) for number, match in _heads(lines) if match]
    if len(found) < 2 or found[0][0] > 20:
        return None
    order = _order([match for _, match in found])
    entries: list[Entry] = []
    for place, (number, match) in enumerate(found):
        after = found[place + 1][0] if place + 1 < len(found) else len(lines) + 1
        words = "\n".join([match[9], *lines[number : after - 1]]).rstrip()
        at = _plain_moment(match, order, clock)
        if at is not None:
            entries.append(_plain_entry(number, words, at))
    facts = Facts(dated=order != "", dialects=_DIALECTS, powers=OPEN_POWERS, exact_names=True)
    count = sum(bool(line.strip()) for line in lines)
    return Log(LogKind.MATRIX, facts, tuple(entries), (), count)


def _heads(lines: Sequence[str]) -> list[tuple[int, re.Match[str] | None]]:
    return [(number, _PLAIN.match(line)) for number, line in enumerate(lines, 1)]


def _order(matches: Sequence[re.Match[str]]) -> str:
    """“ymd”, “mdy” or “dmy”, as the dates and clocks show; empty where nothing does."""
    if all(len(match[1]) == 4 for match in matches):
        return "ymd"
    if any(int(match[1]) > 12 for match in matches):
        return "dmy"
    if any(int(match[3]) > 12 for match in matches) or any(match[8] for match in matches):
        return "mdy"
    return "dmy" if matches[0][2] == "." else ""


def _plain_moment(match: re.Match[str], order: str, by: Clock) -> datetime | None:
    first, second, third = int(match[1]), int(match[3]), int(match[4])
    hour = int(match[5])
    if match[8]:
        hour = hour % 12 + (12 if match[8].casefold() == "pm" else 0)
    year, month, day = {
        "ymd": (first, second, third),
        "mdy": (third, first, second),
        "dmy": (third, second, first),
    }.get(order, (1970, 1, 1))
    try:
        on, clock = date(year, month, day), time(hour, int(match[6]), int(match[7] or 0))
    except ValueError:
        return None
    return datetime.combine(on, clock, by.zone).astimezone(UTC)


def _plain_entry(number: int, words: str, at: datetime) -> Entry:
    said = _SPOKEN.match(words)
    if said:
        kind, name, text = EntryKind.SAID, said[1].strip(), said[2]
    elif words.startswith("* "):
        name, _, text = words[2:].partition(" ")
        kind = EntryKind.ACTED
    else:
        name, _, text = words.partition(" ")
        kind = EntryKind.NOTICE
        if re.match(r"(?:joined|left) the room", text):
            kind = EntryKind.JOINED if text.startswith("joined") else EntryKind.LEFT
    return Entry(number=number, at=at, by=name, name=name, text=text, kind=kind, source=Source.FILE)
