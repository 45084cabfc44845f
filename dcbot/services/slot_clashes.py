"""Slot clashes: accepted sessions that should not or cannot be at one time; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import combinations

from dcbot.arguments import listed
from dcbot.lines import fold
from dcbot.message import literal
from dcbot.services.slot_decisions import Decided
from dcbot.services.slot_fields import spans
from dcbot.services.slot_forms import minutes
from dcbot.when.zones import to_utc, zone
from storage.slots import Result

_PEOPLE = ("present", "speakers", "moderators", "organisers")
Span = tuple[datetime, datetime]


def found(every: Sequence[Decided]) -> list[str]:
    """What is to be pointed out of the accepted requests, a sentence for each pair."""
    accepted = [one for one in every if one.decision and one.decision.result is Result.ACCEPTED]
    told = []
    for one, other in combinations(accepted, 2):
        told += _pair(one, other)
    return told


def _pair(one: Decided, other: Decided) -> list[str]:
    names = f"{literal(one.handle)} and {literal(other.handle)}"
    reasons = _reasons(one, other)
    first, second = placed(one), placed(other)
    if first and second:
        if not overlap(first, second):
            return []
        rooms = [
            one.decision.where if one.decision else "",
            other.decision and other.decision.where,
        ]
        if rooms[0] and rooms[0] == rooms[1]:
            reasons = [*reasons, f"both are in {literal(rooms[0])}"]
        why = listed(reasons)
        return [f"{names} are at the same time, and {why}."] if reasons else []
    if not reasons:
        return []
    mine = [first] if first else spans(one.version.fields)
    theirs = [second] if second else spans(other.version.fields)
    why = listed(reasons)
    if mine and theirs and not can_be_apart(mine, theirs, _length(one), _length(other)):
        return [f"{names} leave no times in which they are apart, and {why}."]
    return [f"{names} must be apart: {why}."]


def _reasons(one: Decided, other: Decided) -> list[str]:
    reasons = []
    for mine, theirs in ((one, other), (other, one)):
        named = {fold(part) for part in mine.version.fields.get("not with", "").split(",")}
        if fold(theirs.handle) in named:
            reasons.append(f"{literal(mine.handle)} wishes no clash with {literal(theirs.handle)}")
    shared = people(one) & people(other)
    if shared:
        reasons.append(f"both need {listed([literal(name) for name in sorted(shared)])}")
    return reasons


def people(one: Decided) -> set[str]:
    """Those whom the session needs, by the names that were given."""
    fields = one.version.fields
    given = ",".join(str(fields.get(key, "")) for key in _PEOPLE)
    names = (re.sub(r"[(<].*?[)>]", "", name) for name in re.split(r"[,;\n]| and ", given))
    return {" ".join(name.split()).casefold().title() for name in names if name.strip()}


def placed(one: Decided) -> Span | None:
    """From when to when it stands in the programme; None where it does not yet."""
    decision = one.decision
    if decision is None or not decision.starts:
        return None
    start = to_utc(datetime.fromisoformat(decision.starts), zone(decision.zone or "UTC"))
    return start, start + timedelta(minutes=decision.minutes or _length(one))


def overlap(one: Span, other: Span) -> bool:
    """Whether both have a moment in common."""
    return one[0] < other[1] and other[0] < one[1]


def _length(one: Decided) -> int:
    return minutes(str(one.version.fields.get("length", ""))) or 60


def can_be_apart(mine: Sequence[Span], theirs: Sequence[Span], first: int, second: int) -> bool:
    """Whether sessions of so many minutes fit into these times one after the other."""
    for start, end in mine:
        for begin, until in theirs:
            if end - start < timedelta(minutes=first) or until - begin < timedelta(minutes=second):
                continue
            # The one as early as it can be and the other as late, or the other way round.
            if start + timedelta(minutes=first) <= until - timedelta(minutes=second):
                return True
            if begin + timedelta(minutes=second) <= end - timedelta(minutes=first):
                return True
    return False
