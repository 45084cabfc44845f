"""Replay: the meetings in a log, each with its minutes, and every line that is in none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from dcbot.record.dialects import Heard, Reader
from dcbot.record.facts import Facts
from dcbot.record.fold import Fold
from dcbot.record.instructions import Begin
from dcbot.record.journal import Entry, EntryKind
from dcbot.record.logs import Log, LogKind, open_log
from dcbot.record.minutes import Minutes, Unread

_PAUSE = timedelta(minutes=60)
"""After so long a silence, a second beginning is that of another meeting."""
_MAY_BEGIN = re.compile(r"start|!sm\b", re.IGNORECASE)
_STARTED = re.compile(r"Meeting started\b")
_REFUSED = re.compile(r"Can't start another meeting")
_LOOK_AHEAD = 4
_SPOKEN = frozenset({EntryKind.SAID, EntryKind.ACTED, EntryKind.NOTICE})


@dataclass(frozen=True, slots=True)
class Replayed:
    """A log read whole. `outside` are the lines that belong to no meeting, in order."""

    kind: LogKind
    meetings: tuple[Minutes, ...]
    unread: tuple[Unread, ...]
    outside: tuple[Entry, ...]
    lines: int


@dataclass(frozen=True, slots=True)
class Part:
    """One meeting of a log: the entries that are its own, in order, and the minutes they make."""

    entries: tuple[Entry, ...]
    minutes: Minutes


def replay(data: bytes, name: str) -> Replayed:
    """The meetings in this file; raises UserError where it holds no log."""
    log = open_log(data, name)
    found, outside = parts(log)
    meetings = tuple(one.minutes for one in found)
    unread = [*log.unread, *(one for meeting in meetings for one in meeting.unread)]
    unread.sort(key=lambda one: one.line)
    return Replayed(log.kind, meetings, tuple(unread), outside, log.lines)


def parts(log: Log) -> tuple[tuple[Part, ...], tuple[Entry, ...]]:
    """The meetings in this log, and the lines that belong to none, in order."""
    begins = _Beginnings(log)
    if not any(begins.at(place) for place in range(len(log.entries))):
        # A log in which nobody says that a meeting begins is one meeting.
        whole = _Taking(log.facts)
        for entry in log.entries:
            whole.take(entry)
        return (whole.part(),), ()
    made: list[Part] = []
    outside: list[Entry] = []
    taking: _Taking | None = None
    for place, entry in enumerate(log.entries):
        if begins.at(place) and (taking is None or taking.ended or begins.anew(place)):
            if taking is not None:
                made.append(taking.part())
            taking = _Taking(log.facts)
        if taking is None or (taking.ended and entry.kind in _SPOKEN):
            outside.append(entry)
        # Of what comes after the end, only what is about a line of the meeting changes it.
        if taking is not None and (not taking.ended or entry.about is not None):
            taking.take(entry)
    if taking is not None:
        made.append(taking.part())
    return tuple(made), tuple(outside)


class _Taking:
    """A meeting whose entries are being read."""

    def __init__(self, facts: Facts) -> None:
        self._fold = Fold(facts)
        self._entries: list[Entry] = []

    @property
    def ended(self) -> bool:
        return self._fold.ended

    def take(self, entry: Entry) -> None:
        self._entries.append(entry)
        self._fold.take(entry)

    def part(self) -> Part:
        return Part(tuple(self._entries), self._fold.minutes(over=True))


class _Beginnings:
    """Where meetings begin in a log, and which beginnings are of another meeting."""

    def __init__(self, log: Log) -> None:
        self._entries: Sequence[Entry] = log.entries
        self._facts: Facts = log.facts
        self._reader = Reader(log.facts.dialects, log.facts.bot_names)

    def at(self, place: int) -> bool:
        """Whether somebody says here that a meeting begins."""
        entry = self._entries[place]
        # Only few lines can; reading them all would take twice as long.
        if entry.kind is not EntryKind.SAID or not _MAY_BEGIN.search(entry.text[:40]):
            return False
        read = self._reader.read(entry.text, Heard())
        return any(isinstance(one, Begin) for one in read)

    def anew(self, place: int) -> bool:
        """Whether this begins another meeting, although nobody ended the one before."""
        entry = self._entries[place]
        for after in self._entries[place + 1 : place + 1 + _LOOK_AHEAD]:
            if after.by in self._facts.bots or after.by in self._facts.notices:
                if _REFUSED.search(after.text):
                    return False
                if _STARTED.match(after.text):
                    return True
        return place > 0 and entry.at - self._entries[place - 1].at >= _PAUSE
