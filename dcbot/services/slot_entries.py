"""Slot entries: accepted sessions with a time as the entries of a calendar; pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from dcbot.calendar.entries import Entry, Instant
from dcbot.services import slot_forms
from dcbot.services.slot_decisions import Decided
from dcbot.when.zones import to_utc, zone
from storage.slots import Result


def of_decided(every: Sequence[Decided], *, site: str) -> list[Entry]:
    """What is accepted and has a time, also where it is not released: for the Secretariat alone."""
    found = []
    for one in every:
        decision, fields = one.decision, one.version.fields
        if decision is None or decision.result is not Result.ACCEPTED or not decision.starts:
            continue
        minutes = decision.minutes or slot_forms.minutes(str(fields.get("length", ""))) or 60
        start = to_utc(datetime.fromisoformat(decision.starts), zone(decision.zone or "UTC"))
        found.append(
            Entry(
                uid=uid(one.request.id, site),
                when=Instant(start, timedelta(minutes=minutes)),
                changed_at=decision.at,
                sequence=decision.id,
                title=f"{one.handle}: {fields.get('title', '')}",
                text=str(fields.get("description", "")),
                place=decision.where,
            )
        )
    return found


def uid(request_id: int, site: str) -> str:
    """The id by which a session is known again, in every calendar of it."""
    return f"slot-{request_id}@{site.partition('://')[2] or 'dcbot'}"
