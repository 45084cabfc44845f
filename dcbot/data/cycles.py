"""The pure reader of shipped cycles: TOML text in, frozen dates out, or what is wrong with it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Literal

from dcbot.data.entry import Entry, is_partial_date
from dcbot.errors import SettingsError

KINDS = ("deadline", "meeting", "event")
_WORDS = ("said", "note", "certainty", "address")
_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True)
class ShippedDate:
    """A named date; without a clock it is a date and no moment."""

    key: str
    what: str
    kind: str
    day: str
    until: str
    clock: str
    end: str
    zone: str
    said: str
    note: str
    certainty: str
    address: str


@dataclass(frozen=True)
class ShippedCycle:
    """One year of the community's work."""

    key: str
    name: str
    place: str
    dates: tuple[ShippedDate, ...]


def load(name: Literal["igf", "empty"]) -> tuple[ShippedCycle, ...]:
    """The cycles that ship with the community of this name; none where it has none."""
    file = resources.files("dcbot.data").joinpath(f"{name}-cycles.toml")
    return read(file.read_text(encoding="utf-8")) if file.is_file() else ()


def read(text: str) -> tuple[ShippedCycle, ...]:
    """The cycles written in `text`; SettingsError names the entry and the way out."""
    try:
        whole = Entry(tomllib.loads(text), "The file")
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"The file is not TOML: {error}. Mend it at that place.") from error
    whole.only("cycles")
    seen: set[str] = set()
    return tuple(_cycle(entry, seen) for entry in whole.each("cycles", "cycle", named_by="key"))


def _cycle(entry: Entry, seen: set[str]) -> ShippedCycle:
    entry.only("key", "name", "place", "dates")
    key = entry.key()
    entry.once(key, seen, f"two cycles have the key “{key}”")
    return ShippedCycle(key, entry.word("name"), entry.text("place"), tuple(_dates(entry)))


def _dates(cycle: Entry) -> Iterator[ShippedDate]:
    seen: set[str] = set()
    for entry in cycle.each("dates", "date", named_by="key"):
        entry.only("key", "what", "kind", "day", "until", "clock", "end", "zone", *_WORDS)
        key, day, until = entry.key(), entry.date("day", needed=True), entry.date("until")
        entry.once(key, seen, f"two dates of the cycle have the key “{key}”")
        clock, end, zone = entry.text("clock"), entry.text("end"), entry.text("zone")
        for said in (clock, end):
            if said and not _CLOCK.fullmatch(said):
                raise entry.wrong(f"“{said}” is no clock; it is written as 09:00")
        if bool(clock) != bool(zone):
            raise entry.wrong("a clock and its zone go together; leave both out for a date")
        if (clock or until) and len(day) < 10:
            raise entry.wrong(f"“{day}” is no day, so it has neither a clock nor a last day")
        if until and (not is_partial_date(until) or until < day):
            raise entry.wrong(f"the last day “{until}” is before the first")
        yield ShippedDate(
            key=key,
            what=entry.word("what"),
            kind=entry.one_of("kind", KINDS),
            day=day,
            until=until,
            clock=clock,
            end=end,
            zone=zone,
            **{name: entry.text(name) for name in _WORDS},
        )
