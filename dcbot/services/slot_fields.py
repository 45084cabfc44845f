"""Slot fields: which of what somebody filled in can be taken as it is, and what must be said
otherwise."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from dcbot.errors import UserError
from dcbot.message import literal, quoted
from dcbot.services import groups, slot_forms, timing
from dcbot.services.moments import length_words
from dcbot.services.timing import Several, Timed, Zone
from dcbot.when.zones import to_utc, zone
from storage.store import Store

_LINKS = ("report", "session report")
_LONGEST = 4_000


@dataclass
class Settled:
    """Values as they are kept, and a sentence for each that was not taken."""

    values: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    unclear: dict[str, str] = field(default_factory=dict)
    """What was not taken, in the person's own words, so that nothing is lost."""
    spans: list[list[str]] | None = None
    """The acceptable times in UTC, where some were said: from and to."""


async def settle(
    store: Store, values: Mapping[str, str], *, asked_in: Zone, now: datetime, prefix: str
) -> Settled:
    """Look at each value; what is wrong with one leaves the others as they are."""
    settled = Settled()
    for key, value in values.items():
        try:
            if key == "times":
                found = [span(part, asked_in, now=now) for part in parts(value)]
                settled.spans = [[start.isoformat(), end.isoformat()] for start, end in found]
            settled.values[key] = await _one(store, key, value, prefix)
        except UserError as mistake:
            label = slot_forms.FIELDS[key].label
            settled.problems.append(f"{label}: {mistake.text}")
            settled.unclear[key] = value[:_LONGEST]
    return settled


async def _one(store: Store, key: str, value: str, prefix: str) -> str:
    if len(value) > _LONGEST:
        raise UserError(f"That is {len(value):,} characters; {_LONGEST:,} can be kept.")
    if key == "length":
        return _length(value)
    if key == "attendance":
        return _number(value)
    if key in _LINKS and not re.match(r"https?://\S+$", value):
        raise UserError(f"{quoted(value)} is no link. It begins with https://.")
    if key == "not with":
        return await _coalitions(store, value, prefix)
    return value


def _length(value: str) -> str:
    minutes = slot_forms.minutes(value)
    if not 5 <= minutes <= 480:
        raise UserError(f"{quoted(value)} is no length of a session. Say it as 60 minutes.")
    return length_words(minutes)


def _number(value: str) -> str:
    found = re.search(r"\d+", value.replace(",", "").replace(".", ""))
    if not found:
        raise UserError(f"{quoted(value)} is no number. Say how many people, as 40.")
    return value


async def _coalitions(store: Store, value: str, prefix: str) -> str:
    """The coalitions by their handles; what names none is kept as it was said, as a session."""
    named = []
    for part in re.split(r"[,;\n]", value):
        if not part.strip():
            continue
        found = await groups.exactly(store, part.strip())
        named.append((await groups.title(store, found)).handle if found else part.strip())
    return ", ".join(named)


def parts(value: str) -> list[str]:
    """The single times among several."""
    return [one.strip() for one in re.split(r"[;\n]", value) if one.strip()]


def span(part: str, asked_in: Zone, *, now: datetime) -> tuple[datetime, datetime]:
    """From when to when a time that is acceptable lasts, in UTC; a day without clock is a whole
    day there. Raises BadArgument, or UserError where it may be several."""
    time = timing.read(part, asked_in, now=now, days=True)
    if isinstance(time, Several):
        raise UserError(f"{quoted(part)} can mean {'; or '.join(map(literal, time.words))}.")
    if time.rule:
        raise UserError(f"{quoted(part)} comes again and again. Say single times.")
    if time.has_clock and not time.zone_said and not asked_in.known:
        raise UserError(f"{quoted(part)} names no zone. Add one, such as 14:00 UTC.")
    return _ends(time, asked_in)


def _ends(time: Timed, asked_in: Zone) -> tuple[datetime, datetime]:
    there = zone(time.zone or asked_in.name)
    starts = to_utc(time.starts_local, there)
    if time.has_clock:
        return starts, starts + timedelta(minutes=time.minutes or 60)
    last = datetime.fromisoformat(time.last_day) if time.last_day else time.starts_local
    midnight = last.replace(hour=0, minute=0) + timedelta(days=1)
    return starts, to_utc(midnight, there)


def spans(fields: Mapping[str, Any]) -> list[tuple[datetime, datetime]]:
    """The acceptable times of a request as they were understood when it was saved."""
    return [
        (datetime.fromisoformat(start), datetime.fromisoformat(end))
        for start, end in fields.get("spans", ())
    ]
