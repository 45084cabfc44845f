"""Timing: what a phrase about time comes to for a meeting: a time, choices, or what is missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any

from dcbot.beforehand import worked_out
from dcbot.config.zones import is_zone
from dcbot.errors import BadArgument
from dcbot.message import literal, quoted
from dcbot.services import orders
from dcbot.services.settings import LANGUAGES
from dcbot.when import reading as when
from dcbot.when import saying
from dcbot.when.reading import (
    Ambiguous,
    Choice,
    Context,
    Day,
    Days,
    Definite,
    Instant,
    Multi,
    NotADate,
    Range,
    Reading,
    Refused,
    Rule,
    Vague,
)

SAY = (
    "Say the day, the clock and the zone, such as “1 December 2026 at 14:00 UTC”, or “first "
    "Tuesday of each month at 14:00 UTC”."
)


_ANY_MOMENT = datetime(2026, 11, 23, tzinfo=UTC)


@dataclass(frozen=True)
class Zone:
    """In which zone a phrase is read that names none; `known` where somebody chose it."""

    name: str
    known: bool
    language: str | None = None


@dataclass(frozen=True)
class Timed:
    """A time as it was said. `has_clock` is false where only days were named."""

    starts_local: datetime
    zone: str
    has_clock: bool = True
    zone_said: bool = False
    rule: str = ""
    left_out: tuple[str, ...] = ()
    minutes: int | None = None
    last_day: str = ""
    """The last day (2027-06-16), where several were named."""

    def as_document(self) -> dict[str, Any]:
        """The form in which it waits for an answer."""
        document = {name: getattr(self, name) for name in self.__dataclass_fields__}
        local = self.starts_local.isoformat(timespec="minutes")
        return {**document, "starts_local": local, "left_out": list(self.left_out)}

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> Timed:
        """The time that was stored."""
        local, left_out = document["starts_local"], tuple(document["left_out"])
        known = {**document, "starts_local": datetime.fromisoformat(local), "left_out": left_out}
        return cls(**known)


@dataclass(frozen=True)
class Several:
    """The phrase may mean several times; `words` says each."""

    said: str
    why: str
    words: tuple[str, ...]
    times: tuple[Timed, ...]


def get_ready() -> None:
    """Load what phrases are read with, which takes a moment: nobody's message shall wait for it
    within a transaction."""
    for language in LANGUAGES:
        when.read("3 May at 14:00 Geneva time", now=_ANY_MOMENT, zone="UTC", language=language)


def reading(phrase: str, zone: Zone, *, now: datetime) -> Reading:
    """The reading in the language of the place, worked out while no transaction is open."""
    return worked_out(_alone, phrase, zone, now)


def _alone(phrase: str, zone: Zone, now: datetime) -> Reading:
    return when.read(phrase, now=now, zone=zone.name, language=zone.language)


def read(phrase: str, zone: Zone, *, now: datetime, days: bool = False) -> Timed | Several:
    """What the phrase says. Raises BadArgument, which says why it says no time of a meeting.

    Several days are taken only where `days` asks for them.

    Everything in it must have been taken in: what stands beside the time and is no small word is
    asked about.
    """
    found = worked_out(_in_any_language, phrase, zone, now)
    if isinstance(found, Ambiguous):
        stray = orders.stray(found.beside)
        if not stray:
            return _several(found)
    elif isinstance(found, Instant | Range | Rule | Day) or (days and isinstance(found, Days)):
        stray = orders.stray(found.beside)
        if not stray:
            return timed(found)
    else:
        raise BadArgument(_refused(phrase, found))
    raise BadArgument(
        f"I did not take in {quoted(stray)}. Where it is a title, put it in quotation marks; "
        "where it belongs to the time, say the time in other words."
    )


def _in_any_language(phrase: str, zone: Zone, now: datetime) -> Reading:
    """The reading in the language of the place, or else in those that leave nothing of it over;
    where these differ, each is a choice."""
    first = _alone(phrase, zone, now)
    if _leaves_nothing(first):
        return first
    found: dict[str, Choice] = {}
    for language in when.likely_languages(phrase):
        if language == zone.language:
            continue
        one = when.read(phrase, now=now, zone=zone.name, language=language)
        if _leaves_nothing(one) and isinstance(one, Definite):
            words = saying.say(one)
            found.setdefault(words, Choice(words, one))
    choices = tuple(found.values())
    if len(choices) == 1:
        return choices[0].reading
    return Ambiguous(choices, "languages differ", words=phrase) if choices else first


def _leaves_nothing(found: Reading) -> bool:
    definite = isinstance(found, Instant | Range | Rule | Day | Days | Ambiguous)
    return definite and not orders.stray(found.beside)


def on_day(phrase: str, day: date, zone: Zone, *, now: datetime) -> Timed | None:
    """The clock (and zone) that the phrase says, on that day; None where it says no clock alone."""
    found = reading(f"{day.isoformat()} {phrase}", zone, now=now)
    if isinstance(found, Instant | Range) and not orders.stray(found.beside):
        return timed(found)
    return None


def timed(found: Definite) -> Timed:
    """The time of a reading that leaves no doubt; of several days, the first."""
    match found:
        case Instant():
            if found.zone == "-12:00":
                # Anywhere on Earth; deadlines are said so.
                local = found.local.replace(tzinfo=None)
                return Timed(local, "Etc/GMT+12", zone_said=True)
            if not is_zone(found.zone):
                # An offset is no zone; the moment is the same in UTC.
                return Timed(found.utc.replace(tzinfo=None), "UTC", zone_said=True)
            return Timed(found.local.replace(tzinfo=None), found.zone, zone_said=found.zone_said)
        case Range():
            length = found.end.utc - found.start.utc
            minutes = int(length.total_seconds() // 60)
            return replace(timed(found.start), minutes=minutes)
        case Rule() if not is_zone(found.zone):
            raise BadArgument(
                f"{quoted('UTC' + found.zone)} is an offset, and offsets change with the seasons. "
                "Say a city or a zone, such as Europe/Zurich, or UTC."
            )
        case Rule():
            return Timed(
                found.start.replace(tzinfo=None),
                found.zone,
                has_clock=not found.all_day,
                zone_said=found.zone_said,
                rule=found.rrule,
                left_out=tuple(
                    one.replace(tzinfo=None).isoformat(timespec="minutes")
                    for one in found.exceptions
                ),
                minutes=found.minutes,
            )
        case Day():
            midnight = datetime.combine(found.date, time())
            return Timed(midnight, found.zone, has_clock=False, zone_said=bool(found.zone))
        case Days():
            return replace(timed(found.first), last_day=found.last.date.isoformat())


def _several(found: Ambiguous) -> Several:
    choices: tuple[Choice, ...] = found.choices[:9]
    words = tuple(choice.words for choice in choices)
    return Several(found.words, found.why, words, tuple(timed(one.reading) for one in choices))


def _refused(phrase: str, found: Reading) -> str:
    said = quoted(phrase)
    match found:
        case Refused() | Vague():
            return f"{literal(found.why)} {literal(found.instead)}"
        case Context():
            return f"{literal(found.why)} {SAY}"
        case Days():
            return f"{said} is several days. Say the day on which it is, and the clock."
        case Multi():
            return (
                f"{said} is several times. Schedule them one by one; where it is one meeting in "
                "two sittings, schedule the first and add the other with `!meeting sitting`."
            )
        case NotADate() if not phrase.strip():
            return f"When is it? {SAY}"
    return f"{said} says no time that I can read. {SAY}"
