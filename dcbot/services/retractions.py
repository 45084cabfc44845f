"""Retractions: who was reminded of a meeting is told that it was moved or is off."""

from __future__ import annotations

from datetime import datetime

from dcbot.services import invitations, letters, reminders
from dcbot.services.reminding import key_of, places_of
from storage.meetings import Meeting
from storage.outbox import Act, Letter, LetterState
from storage.places import Place, PlaceKind
from storage.store import Store


async def retract(
    store: Store, meeting: Meeting, start: datetime, text: str, *, now: datetime
) -> None:
    """Who was reminded of the meeting at `start` is told what has become of it: where the place
    can, the reminder itself is changed too. What was not said yet is void by itself."""
    for place in await places_of(store, meeting.group_id):
        said = await _last_said(store, meeting, start, place)
        if said is None:
            continue
        key = f"{said.key} overtaken by {meeting.sequence}"
        if place.kind is PlaceKind.ROOM:
            await store.outbox.add(
                Letter(
                    key=f"{key}, edited",
                    act=Act.EDIT,
                    edits=said.key,
                    transport=place.transport,
                    place=place.address,
                    created_at=now,
                    due_at=now,
                    text=text,
                )
            )
        file = None
        if place.transport == "mail":
            file = await invitations.of(store, [meeting], now=now)
        await letters.to_place(
            store, place, text, key=key, now=now, subject=said.subject, invitation=file
        )


async def _last_said(
    store: Store, meeting: Meeting, start: datetime, place: Place
) -> Letter | None:
    for minutes in sorted(await reminders.thresholds(store, meeting)):
        found = await store.outbox.by_key(f"{key_of(meeting, start, minutes)} → {place.id}")
        if found is not None and found.state is not LetterState.VOID:
            return found
    return None
