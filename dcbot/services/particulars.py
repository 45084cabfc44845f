"""Particulars: what one needs to know of a meeting besides its time, said piece by piece."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime

from dcbot.errors import BadArgument
from dcbot.message import quoted
from dcbot.services import meetings, orders, reminders, shifting
from dcbot.services.meetings import keep
from dcbot.services.moments import length_words
from dcbot.services.naming import record_name
from storage.base import Audience
from storage.meetings import Meeting, MeetingKind, MeetingState, Particulars, Series
from storage.people import Person
from storage.store import Store

LONGEST = 2000
LINK = "link"
_ADDRESS = re.compile(r"https?://[^\s<>]+\.[^\s<>]+")
_NONE = frozenset(("none", "off", "-", "nothing"))


def _text(words: str) -> str:
    text = words.strip()
    if len(text) > LONGEST:
        raise BadArgument(f"That is {len(text)} characters long; it may have {LONGEST}.")
    return "" if text.casefold() in _NONE else text


def _address(words: str) -> str:
    text = _text(words)
    if text and not _ADDRESS.fullmatch(text):
        raise BadArgument(
            f"{quoted(words)} is no whole address: it begins with https://, as "
            "“https://example.org/register”."
        )
    return text


def _title(words: str) -> str:
    text = " ".join(words.strip(' "“”').split())
    if not 1 <= len(text) <= 120:
        raise BadArgument("A title has from 1 to 120 characters.")
    return text


def _length(words: str) -> str:
    minutes, rest = orders.take_length(words if not words.strip().isdigit() else f"{words} minutes")
    if minutes is None or rest.strip() or not 0 < minutes <= meetings.LONGEST:
        raise BadArgument(f"{quoted(words)} is no length. Say “1 hour” or “90 minutes”.")
    return str(minutes)


def _audience(words: str) -> str:
    known = {"public": "public", "everybody": "public", "group": "group", "members": "group"}
    found = known.get(words.strip().casefold())
    if found is None:
        raise BadArgument(f"{quoted(words)} is no audience: it can be public or group.")
    return found


@dataclass(frozen=True)
class Part:
    """One thing that can be said of a meeting: how it is read, and whether calendars move on."""

    name: str
    column: str
    read: Callable[[str], str] = _text
    moves: bool = False
    show: Callable[[str], str] = str


PARTS = {
    part.name: part
    for part in (
        Part("title", "title", _title, moves=True),
        Part("length", "minutes", _length, moves=True, show=lambda said: length_words(int(said))),
        Part("agenda", "agenda"),
        Part("venue", "venue", moves=True),
        Part("registration", "registration", _address, moves=True),
        Part(LINK, "", _address, moves=True),
        Part("dial-in", "dial_in"),
        Part("captions", "captions"),
        Part("sign language", "sign_language"),
        Part("accommodation", "accommodation"),
        Part("papers", "papers"),
        Part("audience", "audience", _audience, moves=True),
    )
}
"""What can be said of a meeting, by the word for it."""
ALSO = {
    "join link": LINK,
    "private link": LINK,
    "zoom link": LINK,
    "zoom": LINK,
    "registration link": "registration",
    "dial in": "dial-in",
    "phone": "dial-in",
    "telephone": "dial-in",
    "duration": "length",
    "documents": "papers",
    "accessibility": "accommodation",
    "place": "venue",
    "signing": "sign language",
}
"""Other words for them."""
_DAYS = re.compile(r"[,;(]?\s*(?:until|by|at least)\s+(\d{1,2}) days? (?:before|ahead)\)?", re.I)


async def put(
    store: Store, of: Series | Meeting, name: str, words: str, *, by: Person, now: datetime
) -> str:
    """Say it of the meeting, or of all meetings of the series; returns how it was understood.

    Raises NotAllowed, which says who may, or BadArgument.
    """
    part = PARTS[name]
    group = await shifting.group_of(store, of)
    await meetings.require(store, group, "say more about its meetings", by=by, now=now)
    value = part.read(words)
    if name == LINK:
        by_name = await record_name(store, by, now=now)
        await store.meetings.put_private_link(of, value, by_name=by_name, now=now)
        was = is_now = ""
    else:
        was = str(getattr(of, part.column))
        is_now = value = _set(of, part, value, now)
    await _said(store, of, part, was, is_now, bool(value), by=by, now=now)
    return part.show(value) if value else ""


async def write(
    store: Store, of: Meeting, part: Part, value: str, *, by: Person, now: datetime
) -> None:
    """Write down what was read and allowed elsewhere."""
    was = str(getattr(of, part.column))
    await _said(store, of, part, was, _set(of, part, value, now), bool(value), by=by, now=now)


async def _said(
    store: Store,
    of: Series | Meeting,
    part: Part,
    was: str,
    is_now: str,
    given: bool,
    *,
    by: Person,
    now: datetime,
) -> None:
    if isinstance(of, Series):
        await _hand_down(store, of, part, now)
    else:
        names = [field.name for field in fields(Particulars)]
        of.changed = of.changed or any(getattr(of, name) for name in names)
    of.sequence += part.moves
    of.changed_at = now
    concerns = await store.meetings.instances(of.id) if isinstance(of, Series) else [of]
    for meeting in (one for one in concerns if one.starts_at > now):
        await reminders.put_right(store, meeting, now=now)
    what = part.name if given else f"{part.name} taken away"
    await keep(store, of, what, by=by, now=now, was=was, is_now=is_now)


def _set(of: Series | Meeting, part: Part, value: str, now: datetime) -> str:
    if part.column == "minutes":
        of.minutes = int(value)
    elif part.column == "audience":
        of.audience = Audience(value)
        of.public_from = of.public_from or now
    elif part.column == "accommodation":
        days = _DAYS.search(value)
        of.accommodation_days = int(days[1]) if days else None
        of.accommodation = _DAYS.sub("", value).strip(" ,;")
        return of.accommodation
    else:
        setattr(of, part.column, value)
    return value


async def _hand_down(store: Store, series: Series, part: Part, now: datetime) -> None:
    """What every meeting has of its own (title, length, audience) changes in those to come."""
    for meeting in await store.meetings.instances(series.id):
        if meeting.starts_at <= now or meeting.state is not MeetingState.PLANNED:
            continue
        if part.column in ("title", "minutes"):
            setattr(meeting, part.column, getattr(series, part.column))
        elif part.column == "audience":
            meeting.audience, meeting.public_from = series.audience, series.public_from
        if part.moves:
            meeting.sequence, meeting.changed_at = meeting.sequence + 1, now


async def put_kind(
    store: Store, of: Series | Meeting, kind: MeetingKind, *, by: Person, now: datetime
) -> None:
    """Say what the meeting is for."""
    group = await shifting.group_of(store, of)
    await meetings.require(store, group, "say more about its meetings", by=by, now=now)
    was, of.kind, of.changed_at = of.kind, kind, now
    await keep(store, of, "kind", by=by, now=now, was=was.value, is_now=kind.value)
