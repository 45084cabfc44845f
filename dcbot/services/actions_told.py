"""Actions told: each owner is told of what is theirs, and of what is overdue once a week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from dcbot.message import literal
from dcbot.roles import Role
from dcbot.services import actions, actions_shown, deadlines, letters
from dcbot.services.naming import record_name
from storage.actions import Action, ActionOwner
from storage.base import Audience
from storage.people import Person
from storage.store import Store

MOST = 4
"""So often the owners of one action are told that it is overdue, once a week."""


async def owners_of(store: Store, owners: Sequence[ActionOwner], *, now: datetime) -> list[Person]:
    """The people who own it, or speak for a coalition that does."""
    found: dict[int, Person] = {}
    for owner in owners:
        ids = [owner.person_id] if owner.person_id else []
        if owner.group_id is not None:
            held = await store.people.standings(now, group_ids=[owner.group_id])
            ids += [one.person_id for one in held if one.role >= Role.REPRESENTATIVE]
        for number in ids:
            person = await store.people.get(number)
            if person is not None and person.forgotten_at is None:
                found[person.id] = person
    return list(found.values())


async def to_owners(store: Store, action: Action, *, by: Person, now: datetime) -> None:
    """Those who own the action are told so, but for whoever gave it to them."""
    owners = (await store.actions.owners([action.id]))[action.id]
    name = literal(await actions.handle(store, action))
    giver = literal(await record_name(store, by, now=now))
    due = deadlines.shown(action)
    text = (
        f"Action {name} is yours, from {giver}{f', due {literal(due)}' if due else ''}: "
        f"{literal(action.text)}. `!action done {name}` says that it is done."
    )
    for person in await owners_of(store, owners, now=now):
        if person.id != by.id:
            key = f"action {action.id} given at {now.isoformat()} → person {person.id}"
            await letters.if_reachable(
                store, person, text, key=key, subject=f"Action {name}", now=now
            )


async def of_meeting(
    store: Store, rows: Sequence[Action], name: str, *, key: str, now: datetime
) -> None:
    """Each owner is told of what a meeting gave them, all in one letter."""
    owners = await store.actions.owners([one.id for one in rows])
    for person, mine in (await _by_person(store, rows, owners, now=now)).values():
        lines = [await actions_shown.line(store, one, now=now, of=True) for one in mine]
        first = literal(await actions.handle(store, mine[0]))
        text = "\n".join(
            [
                f"Your next steps from {name}:",
                *lines,
                f"`!action done {first}` says that it is done.",
            ]
        )
        whom = f"{key} → person {person.id}"
        subject = f"{name}: your next steps"
        await letters.if_reachable(store, person, text, key=whom, now=now, subject=subject)


async def _by_person(
    store: Store,
    rows: Sequence[Action],
    owners: Mapping[int, Sequence[ActionOwner]],
    *,
    now: datetime,
) -> dict[int, tuple[Person, list[Action]]]:
    """Who is to be told of which of these actions."""
    found: dict[int, tuple[Person, list[Action]]] = {}
    for action in rows:
        for person in await owners_of(store, owners[action.id], now=now):
            found.setdefault(person.id, (person, []))[1].append(action)
    return found


async def of_overdue(store: Store, *, now: datetime) -> None:
    """Each owner of overdue actions is told of all of theirs, in one letter a week."""
    every = await store.actions.overdue(now)
    rows = [one for one in every if one.audience is not Audience.PRIVATE]
    owners = await store.actions.owners([one.id for one in rows])
    told: dict[int, Action] = {}
    for person, mine in (await _by_person(store, rows, owners, now=now)).values():
        due = any(_is_to_be_told(one, now) for one in mine)
        if due and await _tell(store, person, mine, now):
            told |= {one.id: one for one in mine}
    for action in told.values():
        action.reminded_at, action.reminders = now, action.reminders + 1


def _is_to_be_told(action: Action, now: datetime) -> bool:
    week_ago = now - timedelta(days=6, hours=12)
    lately = action.reminded_at is not None and action.reminded_at > week_ago
    return not lately and action.reminders < MOST


async def _tell(store: Store, person: Person, mine: Sequence[Action], now: datetime) -> bool:
    lines = [await actions_shown.line(store, one, now=now, of=True) for one in mine]
    first = literal(await actions.handle(store, mine[0]))
    head = "This action of yours is" if len(mine) == 1 else f"{len(mine)} actions of yours are"
    text = "\n".join(
        [
            f"{head} overdue:",
            *lines,
            f"Say `!action done {first}`, `!action move {first} to` a day, `!action give {first} "
            f"to` somebody, or `!action drop {first}: why`.",
        ]
    )
    year, week, _ = now.isocalendar()
    key = f"overdue actions of week {year}-{week} → person {person.id}"
    return await letters.if_reachable(
        store, person, text, key=key, subject="Overdue actions", now=now
    )
