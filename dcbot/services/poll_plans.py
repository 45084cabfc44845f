"""Plans of polls: the times that are to be asked about, until when, and whether that can be."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from dcbot.errors import UserError
from dcbot.services import meetings
from dcbot.when.zones import to_utc, zone
from storage.meetings import MeetingKind

MOST_OPTIONS = 10
"""As many as there are signs for numbers."""


@dataclass(frozen=True)
class Option:
    """One of the times that are asked about: local start, zone, and how long."""

    starts_local: str
    """As 2026-12-01T14:00."""
    zone: str
    minutes: int

    @property
    def starts_at(self) -> datetime:
        """The moment, in UTC."""
        return to_utc(datetime.fromisoformat(self.starts_local), zone(self.zone))


@dataclass(frozen=True)
class Plan:
    """What is to be asked: the meeting that is looked for, its times, and until when."""

    title: str
    kind: MeetingKind
    minutes: int
    options: tuple[Option, ...]
    closes_local: str
    closes_zone: str
    venue: str = ""

    @property
    def closes_at(self) -> datetime:
        """The moment at which it closes, in UTC."""
        return to_utc(datetime.fromisoformat(self.closes_local), zone(self.closes_zone))

    def as_document(self) -> dict[str, Any]:
        """The form in which it waits for its confirmation."""
        return asdict(self)

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> Plan:
        """The plan that was stored."""
        options = tuple(Option(**one) for one in document["options"])
        return cls(**{**document, "options": options, "kind": MeetingKind(document["kind"])})


def check(plan: Plan, *, now: datetime) -> None:
    """Raise UserError where nobody could answer, or come."""
    starts = [one.starts_at for one in plan.options]
    if len(set(starts)) < 2:
        raise UserError(
            "A poll asks about two times or more. To plan a meeting at one time, say "
            "`!meeting schedule` with it."
        )
    if len(starts) > MOST_OPTIONS:
        raise UserError(f"A poll asks about {MOST_OPTIONS} times at most; these are {len(starts)}.")
    if len(set(starts)) < len(starts):
        raise UserError("Two of the times are the same. Say each once.")
    for one in plan.options:
        if not 0 < one.minutes <= meetings.LONGEST:
            raise UserError(
                f"A meeting lasts from one minute to a day; {one.minutes} minutes is no length for "
                "one. Say its length as “1 hour” or “90 minutes”."
            )
    check_close(plan.closes_at, min(starts), now)


def check_close(closes_at: datetime, first: datetime, now: datetime) -> None:
    """Raise UserError where a poll whose first time is then cannot close at that moment."""
    if first <= now:
        raise UserError("One of the times is past. Say times to come, with their year.")
    if closes_at <= now:
        raise UserError("The poll would close in the past. Say until when people can answer.")
    if closes_at > first:
        raise UserError(
            "The poll would close after the first of its times has begun. Let it close earlier, or "
            "leave that time out."
        )
