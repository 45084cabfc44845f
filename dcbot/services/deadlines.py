"""Deadlines: until when something is to be done, in people's words and, where these say one, as a
day or a moment."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from dcbot.arguments import listed
from dcbot.beforehand import together
from dcbot.config.zones import is_zone
from dcbot.message import literal, quoted
from dcbot.services import meetings, orders, timing
from dcbot.services.moments import day
from dcbot.services.timing import Zone
from dcbot.when.reading import Ambiguous, Context, Day, Days, Instant, NotADate, Range, Reading
from dcbot.when.zones import to_utc
from dcbot.when.zones import zone as zone_named
from storage.actions import Action
from storage.groups import Group
from storage.store import Store

_CUE = re.compile(
    r"(?:^|[\s,;(])(due(?: by| on)?|(?:no|not) later than|by|until|till|before|within|"
    r"avant|d['’]ici|antes de|hasta|até|до):?\s+(?=\S)",
    re.IGNORECASE,
)
_PLAIN = ("by", "due", "due by", "due on", "within")
"""Of these only what follows is kept."""
_NEXT_MEETING = re.compile(
    r"(?:the |our )?(?:next|coming) (?:meeting|call|session)(?: of .+)?", re.IGNORECASE
)
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Deadline:
    """Until when: the words, and what they say, if anything; `doubt` is what to ask about them."""

    words: str = ""
    local: datetime | None = None
    zone: str = ""
    clock: bool = False
    doubt: str = ""

    @property
    def at(self) -> datetime | None:
        """The moment from which on it is overdue; of a day, its end."""
        if self.local is None:
            return None
        end = self.local if self.clock else self.local + _ONE_DAY
        return to_utc(end, zone_named(self.zone))


async def split(
    store: Store, text: str, group: Group, zone: Zone, *, now: datetime
) -> tuple[str, Deadline]:
    """The text without its deadline, and the deadline, where it ends with one: “… by Friday”."""
    for cue in reversed(list(_CUE.finditer(text))):
        before, words = text[: cue.start()].rstrip(" ,;("), text[cue.end() :]
        if not before:
            continue
        if cue[1].casefold() == "within":
            words = f"in {words}"
        found = await read(store, words, group, zone, now=now)
        if found is not None:
            said = found.words if cue[1].casefold() in _PLAIN else f"{cue[1]} {found.words}"
            return before, replace(found, words=said)
    return text, Deadline()


async def read(
    store: Store, words: str, group: Group, zone: Zone, *, now: datetime
) -> Deadline | None:
    """The deadline that the words say; None where they speak of no time at all."""
    said = _tidy(words)
    if _NEXT_MEETING.fullmatch(said):
        return await _next_meeting(store, said, group, now=now)
    found = timing.reading(said, zone, now=now)
    if isinstance(found, NotADate) or (found.words and orders.stray(found.beside)):
        return None
    return _of_reading(said, found, zone, now)


def look_ahead(words: Iterable[str], zone: Zone, *, now: datetime) -> None:
    """Several will be read in turn: all are worked out at once, before the transaction."""
    together(partial(timing.reading, _tidy(one), zone, now=now) for one in words if one)


def _tidy(words: str) -> str:
    return " ".join(words.split()).rstrip(".!)")


async def _next_meeting(store: Store, said: str, group: Group, *, now: datetime) -> Deadline:
    coming = [
        one for one in await meetings.coming(store, [group.id], now=now) if one.starts_at > now
    ]
    if not coming:
        return Deadline(said)
    first = coming[0]
    return Deadline(said, first.starts_local, first.zone, clock=True)


def _of_reading(said: str, found: Reading, zone: Zone, now: datetime) -> Deadline:
    match found:
        case Ambiguous():
            choices = listed([literal(one.words) for one in found.choices[:4]], "or")
            return Deadline(said, doubt=f"{quoted(said)} may be {choices}.")
        case Context():
            return Deadline(said)
        case Range(end=last) | Days(last=last):
            found = last
    if not isinstance(found, Instant | Day):
        return Deadline(said, doubt=f"Which day {quoted(said)} means is left open.")
    timed = timing.timed(found)
    # Anywhere on Earth the day ends last in the zone that bears this name.
    named = "Etc/GMT+12" if timed.zone == "-12:00" else timed.zone
    where = named if is_zone(named) else zone.name
    deadline = Deadline(said, timed.starts_local, where, timed.has_clock)
    past = deadline.at is not None and deadline.at <= now
    return replace(deadline, doubt=f"{quoted(said)} is past.") if past else deadline


def put(action: Action, deadline: Deadline) -> None:
    """The action has this deadline from now on."""
    action.due, action.due_at = deadline.words, deadline.at
    action.due_local, action.due_zone = deadline.local, deadline.zone
    action.due_clock = deadline.clock
    action.reminded_at, action.reminders = None, 0


def shown(action: Action) -> str:
    """Until when, as it is said to people: the day or moment, else the words; empty for none."""
    if action.due_local is None:
        return f"“{action.due}”" if action.due else ""
    where = zone_named(action.due_zone)
    local = action.due_local.replace(tzinfo=where)
    said = f"{local:%A} {day(local, where)}"
    return f"{said}, {local:%H:%M} {action.due_zone}" if action.due_clock else said
