"""Desk letters: on Monday morning, in their own zone, each person of the Secretariat is told what
waits; nobody is where nothing does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dcbot.errors import UserError
from dcbot.message import NUMBERED, Ask
from dcbot.roles import Role
from dcbot.services import questions, settings, waiting
from dcbot.services.moments import zone_of
from dcbot.services.waiting import Item
from dcbot.when.zones import to_utc
from storage.people import Person
from storage.store import Store
from storage.timetable import Job

DUTY = KIND = "desk letter"
MORNING = time(8)
WITHIN = timedelta(days=8)
"""So long a reply is taken: until the next letter has come."""
_WEEK = timedelta(days=7)


async def plan(store: Store, *, now: datetime) -> None:
    """See to it that the next letter to each person of the Secretariat is due."""
    for person in await secretariat(store, now=now):
        await _plan_for(store, person, now)


async def secretariat(store: Store, *, now: datetime) -> list[Person]:
    """The people of the Secretariat."""
    held = await store.people.standings(now)
    found = [await store.people.get(one.person_id) for one in held if one.role == Role.SECRETARIAT]
    return [one for one in found if one is not None and one.forgotten_at is None]


async def _plan_for(store: Store, person: Person, now: datetime) -> None:
    zone = await _zone(store, person)
    today = now.astimezone(zone).date()
    monday = today + timedelta(days=-today.weekday() % 7)
    if _moment(monday, zone) <= now:
        monday += _WEEK
    await store.timetable.add(
        f"{DUTY} {monday} {zone.key} → person {person.id}",
        DUTY,
        _moment(monday, zone),
        {"monday": monday.isoformat()},
        person_id=person.id,
    )


async def _zone(store: Store, person: Person) -> ZoneInfo:
    """Their own; without one that of the coordination group."""
    group = await store.groups.coordination()
    return zone_of(person.zone, await settings.value_of(store, group, "zone") if group else None)


def _moment(monday: date, zone: ZoneInfo) -> datetime:
    return to_utc(datetime.combine(monday, MORNING), zone)


async def write(store: Store, job: Job, now: datetime) -> None:
    """The duty: tell what waits by now, and plan the next letter. Where their zone has changed
    since, and it is not morning there yet, it comes in its morning."""
    person = await store.people.get(job.person_id) if job.person_id else None
    if person is None or person not in await secretariat(store, now=now):
        return
    await _plan_for(store, person, now)
    monday = date.fromisoformat(job.arguments["monday"])
    if _moment(monday, await _zone(store, person)) > now:
        return
    found = await waiting.items(store, by=person, now=now)
    if not found:
        return
    try:
        await questions.ask_person(
            store,
            person,
            waiting.told(found),
            ask(found),
            key=f"{DUTY} {monday} → person {person.id}",
            within=WITHIN,
            now=now,
            subject=f"What waits for the Secretariat ({len(found)})",
        )
    except UserError:
        # Nobody can write to whom no address is known; `!desk` shows it still.
        return


def ask(found: Sequence[Item]) -> Ask:
    """The question that takes the answers to these items, by their numbers."""
    draft = {"items": [one.as_document() for one in found]}
    return Ask(KIND, accepts=(NUMBERED,), draft=draft, within=WITHIN)
