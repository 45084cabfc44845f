"""Handover: somebody's duties go to a successor, with one brief for both of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from dcbot.errors import Stale, UserError
from dcbot.message import literal, quoted
from dcbot.roles import Role
from dcbot.services import consents, groups, letters, settings, standings
from dcbot.services.moments import day
from dcbot.services.naming import changed, record_name
from storage.contacts import Contact
from storage.groups import Group
from storage.people import Person, Standing
from storage.store import Store

RECENT = 10
"""How many of the last changes the brief tells."""


@dataclass(frozen=True)
class Duties:
    """What somebody holds and can hand over."""

    standings: Sequence[Standing]
    contacts: Sequence[Contact]
    lines: Sequence[str]
    """Each in words."""

    @property
    def numbers(self) -> list[int]:
        """What tells whether they are still the same."""
        return [one.id for one in self.standings] + [-one.id for one in self.contacts]


async def duties(store: Store, person: Person, successor: Person, *, now: datetime) -> Duties:
    """What would go from the one to the other. Raises UserError where nothing can."""
    if successor.id == person.id:
        raise UserError("That is you. Say the name of the one who takes over.")
    if not await store.people.addresses(successor.id):
        raise UserError(
            f"{literal(successor.name)} has not spoken to me yet, so the brief would not arrive. "
            "Let them say hello to me first."
        )
    held = await store.people.standings(now, person_id=person.id)
    contacts = await store.contacts.for_person(person.id)
    lines = [f"{await standings.words(store, one)}, {standings.end_words(one)}" for one in held]
    for contact in contacts:
        handle = await _handle(store, contact.group_id)
        then = f"as soon as {literal(successor.name)} agrees"
        if not await _may_propose(store, contact, person, now=now):
            then = f"once its representatives have asked {literal(successor.name)}"
        lines.append(f"contact person of {handle}, {then}")
    if not lines:
        raise UserError(
            "You hold no standing and are no contact person here: nothing is to hand over."
        )
    return Duties(held, contacts, lines)


async def hand_over(
    store: Store, person: Person, successor: Person, numbers: Sequence[int], *, now: datetime
) -> Duties:
    """Move the duties, and write the brief to both. Raises Stale where they are not those of
    `numbers` any more, and UserError."""
    moved = await duties(store, person, successor, now=now)
    if moved.numbers != list(numbers):
        raise Stale("What you hold has changed since you were asked. Say the command again.")
    # The brief tells what was so before, such as what waits for the one who goes.
    text = await brief(store, person, successor, moved, now=now)
    # While the standing lasts that allows to propose somebody.
    for contact in moved.contacts:
        await _propose(store, contact, person, successor, now=now)
    for standing in moved.standings:
        await _move_standing(store, standing, person, successor, now=now)
    for one in (person, successor):
        key = f"handover from {person.id} to {successor.id}, {now.isoformat()} → {one.id}"
        subject = f"Handover from {person.name} to {successor.name}"
        await letters.to_person(store, one, text, key=key, now=now, subject=subject)
    return moved


async def _move_standing(
    store: Store, standing: Standing, person: Person, successor: Person, *, now: datetime
) -> None:
    group = await store.groups.get(standing.group_id) if standing.group_id else None
    role, until = Role(standing.role), standing.until
    there = await standings.held_as(store, successor, role, group, now=now)
    if there and (there.until is None or (until and there.until > until)):
        until = there.until
    name = await record_name(store, person, now=now)
    new = await standings.give(store, successor, role, group, by_name=name, now=now, until=until)
    words = await standings.words(store, standing)
    await changed(
        store,
        successor,
        f"standing taken over: {words}",
        by=person,
        now=now,
        is_now=standings.end_words(new),
    )
    await standings.end(store, standing, by_name=name, now=now)
    await changed(store, person, f"standing handed over: {words}", by=person, now=now)


async def _propose(
    store: Store, contact: Contact, person: Person, successor: Person, *, now: datetime
) -> None:
    """Ask the successor whether they agree; the one who goes is a contact no more."""
    group = await store.groups.get(contact.group_id)
    assert group is not None
    if await _may_propose(store, contact, person, now=now):
        # Who is a contact already, was asked or has said no is not asked again.
        with suppress(UserError):
            await consents.propose(store, group, successor, by=person, now=now)
    await consents.end(store, group, person, by=person, now=now)


async def _may_propose(store: Store, contact: Contact, person: Person, *, now: datetime) -> bool:
    group = await store.groups.get(contact.group_id)
    return await standings.in_group(store, person, group, now=now) >= Role.REPRESENTATIVE


@dataclass(frozen=True)
class Subject:
    """What a section of the brief is made of."""

    store: Store
    person: Person
    successor: Person
    moved: Duties
    groups: Sequence[Group]
    now: datetime
    zone: ZoneInfo


Section = tuple[str, Callable[[Subject], Awaitable[list[str]]]]


async def brief(
    store: Store, person: Person, successor: Person, moved: Duties, *, now: datetime
) -> str:
    """What both get to read: what moved, what waits, and where things are."""
    found: dict[int, Group] = {}
    ids = [*(one.group_id for one in moved.standings), *(one.group_id for one in moved.contacts)]
    for group_id in ids:
        group = await store.groups.get(group_id) if group_id else None
        group = group or await store.groups.coordination()
        if group:
            found[group.id] = group
    subject = Subject(store, person, successor, moved, list(found.values()), now, ZoneInfo("UTC"))
    parts = [
        f"{literal(person.name)} has handed over to {literal(successor.name)}, on {day(now)}. "
        "Both of you get this brief."
    ]
    for title, section in SECTIONS:
        lines = await section(subject)
        parts.append("\n".join([f"**{title}**", *(f"- {line}" for line in lines or ["nothing"])]))
    return "\n\n".join(parts)


async def _moved(subject: Subject) -> list[str]:
    return list(subject.moved.lines)


async def _waiting(subject: Subject) -> list[str]:
    """Open questions, and for operators the letters that could not be carried."""
    store, lines = subject.store, []
    for question in await store.questions.waiting_for(subject.person.id, subject.now):
        letter = await store.outbox.by_key(question.letter_key)
        if letter and letter.text:
            first = letter.text.strip().split("\n")[0]
            lines.append(f"a question of {day(question.asked_at)}: {quoted(first)}")
    if any(one.role == Role.OPERATOR for one in subject.moved.standings):
        dead = len(await store.outbox.dead())
        if dead:
            lines.append(f"{dead} letters could not be carried: `dcbot outbox` lists them")
    return lines


async def _places(subject: Subject) -> list[str]:
    """The places of the groups, with what is set for each."""
    lines = []
    for group in subject.groups:
        handle = await _handle(subject.store, group.id)
        for place in await subject.store.places.of_group(group.id):
            if place.left_at is None:
                name = quoted(place.name) if place.name else "without a name"
                put = [place.purpose and literal(place.purpose), place.language, place.zone]
                details = ", ".join(filter(None, [f"audience {place.audience}", *put]))
                lines.append(f"{handle}: the {place.kind} {name}, {details}")
    return lines


async def _settings(subject: Subject) -> list[str]:
    lines = []
    for group in subject.groups:
        handle = await _handle(subject.store, group.id)
        for held in await settings.all_of(subject.store, group):
            if held.at:
                value = literal(held.setting.show(held.value))
                by = f"set by {literal(held.by)} on {day(held.at)}"
                lines.append(f"{handle}, {held.setting.name}: {value}, {by}")
    return lines


async def _recent(subject: Subject) -> list[str]:
    """What the one who goes has changed lately; it may have been promised to somebody."""
    made = await subject.store.changes.by_person(subject.person.id)
    lines = []
    for change in made[-RECENT:]:
        of = ""
        if change.subject == "group":
            of = f" of {await _handle(subject.store, change.subject_id)}"
        value = f": {quoted(change.now)}" if change.now else ""
        lines.append(f"{day(change.at)}: {literal(change.what)}{of}{value}")
    return lines


async def _where(subject: Subject) -> list[str]:
    """Sites, lists and archives of the groups."""
    lines = []
    for group in subject.groups:
        handle = await _handle(subject.store, group.id)
        for fact in await subject.store.facts.of(group.id, "site", "list", "archive"):
            if fact.value:
                lines.append(f"{handle}, {fact.what}: {literal(fact.value)}")
    return lines


SECTIONS: tuple[Section, ...] = (
    ("What moved", _moved),
    ("What waits", _waiting),
    ("Places and what is set for them", _places),
    ("Settings of the groups", _settings),
    ("Changed lately", _recent),
    ("Where things are", _where),
)
"""The brief, section by section. What a later part keeps, such as deadlines, adds its own."""


async def _handle(store: Store, group_id: int) -> str:
    group = await store.groups.get(group_id)
    return (await groups.title(store, group)).handle if group else "a group"
