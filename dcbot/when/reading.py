"""What a phrase can turn out to mean: one of ten kinds, each a frozen record, and how to ask.

    Reading
    ├── Instant    a moment: a day and a clock time in a zone
    ├── Range      from one moment to another
    ├── Day        a day without a clock time; none is ever added
    ├── Days       from one day to another, both included
    ├── Rule       something that comes again: a rule of RFC 5545 with its first time and its zone
    ├── Ambiguous  two readings or more, each spelt out; ask which
    ├── Vague      a time is meant, but which day or hour must be asked
    ├── Context    only who knows more can tell: another meeting, a conference, "same time"
    ├── Multi      several times, none of them more meant than another
    ├── Refused    it cannot be: why, and what to say instead
    └── NotADate   no time is spoken of

The first five are definite: nothing in them was guessed. Whether a moment is past is for the
caller to say; a date with its year is read as it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, TypeAlias


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What every reading knows of the phrase it was made of."""

    # The part of the phrase that speaks of time, as it was written.
    words: str = ""
    # What stands beside it, such as the title of a meeting; without the part that was read.
    beside: str = ""


@dataclass(frozen=True)
class Instant(Heard):
    """A moment; `utc` is aware and `local` is the same moment on the clocks of `zone`."""

    kind: ClassVar[str] = "instant"
    local: datetime
    # An IANA name such as Europe/Zurich, "UTC", or a fixed offset such as +05:30.
    zone: str
    utc: datetime
    # False where the speaker named no zone, so that it is the speaker's own.
    zone_said: bool = False


@dataclass(frozen=True)
class Range(Heard):
    """From one moment to a later one, in the same zone."""

    kind: ClassVar[str] = "range"
    start: Instant
    end: Instant


@dataclass(frozen=True)
class Day(Heard):
    """A day, with no clock time said."""

    kind: ClassVar[str] = "date"
    date: date
    # The zone that was named with it ("15 December AoE"), or nothing.
    zone: str = ""


@dataclass(frozen=True)
class Days(Heard):
    """From one day to a later one, both included, with no clock time said."""

    kind: ClassVar[str] = "range"
    first: Day
    last: Day


@dataclass(frozen=True)
class Rule(Heard):
    """Something that comes again; `dcbot.when.recurring.occurrences` says when."""

    kind: ClassVar[str] = "rrule"
    # The value of an RRULE property, such as FREQ=MONTHLY;BYDAY=1TU; UNTIL is in UTC.
    rrule: str
    # The first time it happens, on the clocks of `zone`: the DTSTART.
    start: datetime
    zone: str
    # Local times at which it does not happen: the EXDATEs.
    exceptions: tuple[datetime, ...] = ()
    # True where no clock time was said; the clock of `start` is then 00:00 and means nothing.
    all_day: bool = False
    zone_said: bool = False
    # How long each time lasts, in minutes, where the phrase says so.
    minutes: int | None = None


@dataclass(frozen=True)
class Choice:
    """One way to understand a phrase, and its name in words."""

    words: str
    reading: Definite


@dataclass(frozen=True)
class Ambiguous(Heard):
    """Two readings or more; ask which. `why` names what is doubtful, without a full stop."""

    kind: ClassVar[str] = "ambiguous"
    choices: tuple[Choice, ...]
    why: str = ""


@dataclass(frozen=True)
class Vague(Heard):
    """A time is meant, but not which; `why` and `instead` are sentences."""

    kind: ClassVar[str] = "vague"
    why: str
    instead: str


@dataclass(frozen=True)
class Context(Heard):
    """Only who knows more can tell; `readings` are the times that the phrase names."""

    kind: ClassVar[str] = "context"
    why: str
    readings: tuple[Definite, ...] = ()


@dataclass(frozen=True)
class Multi(Heard):
    """Several times, in the order in which they are named."""

    kind: ClassVar[str] = "multi"
    readings: tuple[Definite, ...]


@dataclass(frozen=True)
class Refused(Heard):
    """It cannot be; `why` quotes the speaker's own words, `instead` says what to say."""

    kind: ClassVar[str] = "refuse"
    why: str
    instead: str


@dataclass(frozen=True)
class NotADate(Heard):
    """No time is spoken of."""

    kind: ClassVar[str] = "nondate"


Definite: TypeAlias = Instant | Range | Day | Days | Rule
Reading: TypeAlias = Definite | Ambiguous | Vague | Context | Multi | Refused | NotADate

# What is longer than this is not read at all.
LONGEST = 400


def read(phrase: str, *, now: datetime, zone: str, language: str | None = None) -> Reading:
    """What the phrase means to somebody in `zone` who says it at `now` (aware).

    `language` is one of en fr es pt ru ar zh where it is known; English words are understood in
    every other. Where it is not known, the languages that use the phrase's letters are tried, and
    readings that differ make it ambiguous. Never raises, whatever the phrase.
    """
    # The grammar makes these records, and takes a while to load.
    from dcbot.when.languages import read_in_languages

    return read_in_languages(phrase, now=now, zone=zone, language=language)


def likely_languages(phrase: str) -> list[str]:
    """Those of the languages that the phrase may be in, by its letters."""
    from dcbot.when.languages import likely

    return likely(phrase)
