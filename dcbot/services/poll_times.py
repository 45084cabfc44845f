"""The times of a poll, taken from what somebody said, each on its own; nothing of them is guessed.

“1 December 14:00 UTC, 2 December 09:00 Geneva time; closes 30 November 18:00 UTC” holds two times
and a closing time. Times stand on lines of their own, or between commas, “or” and “and”; a weekday
goes with the date behind it, a clock alone with the day before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from dcbot.beforehand import worked_out
from dcbot.errors import BadArgument
from dcbot.message import quoted
from dcbot.services import timing
from dcbot.services.timing import Several, Timed, Zone
from dcbot.when.reading import Multi

_CLOSES = re.compile(
    r"(?:(?:^|[,;.\n])\s*(?:and\s+)?(?:until|deadline|ends|answers? (?:by|until))|"
    r"(?:^|(?<=[\s,;.]))(?:and\s+)?(?:it\s+|which\s+)?(?:closes|closing|close|open until))\b"
    r"(?:\s+(?:at|on|by|is))?\s*:?\s*(?P<when>[^\n;]*)",
    re.IGNORECASE,
)
_STRONG = re.compile(r"[\n;]")
_BETWEEN = re.compile(r"\s*[,、，]\s*(?:(?:or|and)\s+)?|\s+(?:or|and|/)\s+", re.IGNORECASE)
_MARKS = re.compile(r"^\s*(?:[-*•]|\(?\d{1,2}[.)](?=\s))\s*")
_SOME_DAY = date(2031, 3, 4)
MOST_PIECES = 40


@dataclass(frozen=True)
class Slot:
    """One time as it was said, and what it was read as."""

    phrase: str
    found: Timed | Several

    @property
    def first(self) -> Timed:
        """The time, or the first that it may be."""
        return self.found.times[0] if isinstance(self.found, Several) else self.found

    def as_document(self) -> dict[str, Any]:
        """The form in which it waits for what is missing."""
        if isinstance(self.found, Timed):
            return {"phrase": self.phrase, "time": self.found.as_document()}
        times = [one.as_document() for one in self.found.times]
        told = {"said": self.found.said, "why": self.found.why, "words": list(self.found.words)}
        return {"phrase": self.phrase, "times": times, **told}

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> Slot:
        """The time that was stored."""
        if "time" in document:
            return cls(document["phrase"], Timed.from_document(document["time"]))
        times = tuple(Timed.from_document(one) for one in document["times"])
        words = tuple(document["words"])
        return cls(document["phrase"], Several(document["said"], document["why"], words, times))

    def chosen(self, number: int) -> Slot:
        """The slot as the one of several times that was chosen, counted from 1."""
        assert isinstance(self.found, Several)
        time = self.found.times[number - 1]
        clock = f" {time.starts_local:%H:%M}" if time.has_clock else ""
        zone = f" {time.zone}" if time.zone_said else ""
        return Slot(f"{time.starts_local.date().isoformat()}{clock}{zone}", time)


def split_close(text: str) -> tuple[str, str]:
    """The text without what says when it closes, and that."""
    found = _CLOSES.search(text)
    if not found:
        return text, ""
    return f"{text[: found.start()]}\n{text[found.end() :]}", found["when"].strip(" .,")


def one(phrase: str, zone: Zone, *, now: datetime) -> Slot:
    """The one time that the phrase says. Raises BadArgument."""
    found = timing.read(phrase, zone, now=now)
    if isinstance(found, Timed) and found.rule:
        raise BadArgument(
            f"{quoted(phrase)} comes again and again. A poll asks about single times; the one that "
            "is picked can become a series later."
        )
    return Slot(phrase, found)


def read(text: str, zone: Zone, *, now: datetime) -> list[Slot]:
    """The times in the text, in the order in which they stand. Raises BadArgument, which quotes
    what is no time."""
    return list(worked_out(_read, text, zone, now))


def _read(text: str, zone: Zone, now: datetime) -> tuple[Slot, ...]:
    slots: list[Slot] = []
    for line in _STRONG.split(text):
        part = _MARKS.sub("", line).strip(" .,")
        if part:
            slots += _Row(zone, now).read(part)
    if not slots:
        raise BadArgument(f"Which times do you mean? {timing.SAY}")
    return tuple(slots)


class _Row:
    """The times of one line."""

    def __init__(self, zone: Zone, now: datetime) -> None:
        self.zone, self.now = zone, now
        self.slots: list[Slot] = []

    def read(self, part: str) -> list[Slot]:
        pieces = [one.strip() for one in _BETWEEN.split(part) if one.strip()]
        if len(pieces) > MOST_PIECES:
            raise BadArgument(f"{quoted(part)} holds more times than a poll can ask about.")
        waiting: list[str] = []
        for piece in pieces:
            waiting = [] if self._take([*waiting, piece]) else [*waiting, piece]
        if waiting:
            raise BadArgument(self._no_time(waiting[0]))
        return self.slots

    def _take(self, pieces: Sequence[str]) -> bool:
        """Take the last piece in, with those that wait for it; False where it waits as well."""
        piece, last = pieces[-1], self.slots[-1] if self.slots else None
        if last is not None and not last.first.has_clock:
            joined = self._slot(f"{last.phrase}, {piece}")
            if joined is not None:
                self.slots[-1] = joined
                return True
        if timing.on_day(piece, _SOME_DAY, self.zone, now=self.now) is not None:
            self.slots.append(self._same_day(last, piece))
            return True
        slot = self._slot(", ".join(pieces))
        if slot is not None:
            self.slots.append(slot)
        elif last is not None and (longer := self._slot(f"{last.phrase}, {piece}")) is not None:
            self.slots[-1] = longer
        else:
            return False
        return True

    def _slot(self, phrase: str) -> Slot | None:
        try:
            return one(phrase, self.zone, now=self.now)
        except BadArgument:
            return None

    def _same_day(self, last: Slot | None, piece: str) -> Slot:
        """A clock alone, on the day of the time before it."""
        day = last.first.starts_local.date() if last else _SOME_DAY
        found = timing.on_day(piece, day, self.zone, now=self.now)
        if found is None or last is None or isinstance(last.found, Several):
            raise BadArgument(
                f"On which day is {quoted(piece)}? Say each time with its day, such as "
                "“1 December 14:00 UTC, 1 December 16:00 UTC”."
            )
        return Slot(f"{day.isoformat()} {piece}", found)

    def _no_time(self, phrase: str) -> str:
        zone = self.zone
        if isinstance(timing.reading(phrase, zone, now=self.now), Multi):
            return (
                f"{quoted(phrase)} is several times. Put a comma or a new line between them, and "
                "say each with its day and clock."
            )
        try:
            one(phrase, zone, now=self.now)
        except BadArgument as why:
            return why.text
        return f"{quoted(phrase)} says no day. Say each time with its day. {timing.SAY}"


def zones_said(slots: Sequence[Slot]) -> set[str]:
    """The zones that were named among the times."""
    return {slot.first.zone for slot in slots if slot.first.zone_said}


def with_one_zone(slots: Sequence[Slot], zone: Zone, *, now: datetime) -> Sequence[Slot]:
    """The times; where a single zone was said among them, it is that of all of them.

    Where two are said and a time has none, nobody knows which is meant: it stays without.
    """
    return worked_out(_with_one_zone, tuple(slots), zone, now)


def _with_one_zone(slots: tuple[Slot, ...], zone: Zone, now: datetime) -> tuple[Slot, ...]:
    said = zones_said(slots)
    only = Zone(said.pop(), True, zone.language) if len(said) == 1 else None
    if only is None:
        return slots
    return tuple(one if one.first.zone_said else _in_zone(one, only, now) for one in slots)


def _in_zone(slot: Slot, only: Zone, now: datetime) -> Slot:
    found = timing.read(slot.phrase, only, now=now)
    if isinstance(found, Timed):
        found = replace(found, zone=only.name, zone_said=True)
    return Slot(slot.phrase, found)
