"""Actions: given to people and coalitions, closed, moved and handed on; each change is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dcbot import words
from dcbot.errors import BadArgument, NotAllowed, UserError
from dcbot.message import quoted
from dcbot.record.facts import CarriedAction
from dcbot.roles import Role
from dcbot.services import concerned, deadlines, groups, numbered, owners, standings
from dcbot.services.changes import keep
from dcbot.services.deadlines import Deadline
from dcbot.services.naming import record_name
from storage.actions import Action as Action
from storage.actions import ActionOwner
from storage.actions import ActionState as ActionState
from storage.base import Audience
from storage.groups import Group
from storage.people import Person
from storage.places import Place
from storage.searching import kept
from storage.store import Store

LONGEST = 500
"""Characters of what is to be done."""


@dataclass(frozen=True)
class Wanted:
    """What is to be done, by whom, and until when."""

    text: str
    owners: Sequence[ActionOwner]
    deadline: Deadline


def read_text(said: str) -> str:
    """What is to be done, on one line; raises BadArgument where it is nothing, or too long."""
    text = " ".join(said.split())
    if not text:
        raise BadArgument("What is to be done is missing. Say it behind a colon.")
    if len(text) > LONGEST:
        raise BadArgument(
            f"{quoted(text)} has {len(text)} characters; an action has {LONGEST} at most. Say it "
            "in fewer words."
        )
    return text


async def add(
    store: Store,
    group: Group,
    wanted: Wanted,
    *,
    place: Place,
    by: Person,
    now: datetime,
    meeting_id: int | None = None,
) -> Action:
    """Write the action down, said at this place. Raises NotAllowed or BadArgument."""
    await require_part(store, group, "give actions of the group", by=by, now=now)
    action = Action(
        group_id=group.id,
        number=await next_number(store, group),
        text="",
        given_at=now,
        by_name=await record_name(store, by, now=now),
        person_id=by.id,
        meeting_id=meeting_id,
        **numbered.seen_by(group, place, now),
    )
    say(action, read_text(wanted.text))
    deadlines.put(action, wanted.deadline)
    await store.actions.add(action, wanted.owners)
    said = await owners.words(store, wanted.owners, now=now)
    await keep(store, "action", action, "given", by=by, now=now, is_now=said)
    return action


def say(action: Action, text: str) -> None:
    """The action has these words from now on."""
    action.text = text
    action.tokens, action.analyser = kept(words.tokens(text)), words.ANALYSER_VERSION


async def erase(store: Store, action: Action) -> None:
    """Take the words of the action out for good, also of its history; its number stays."""
    say(action, "")
    action.due, action.closed_why = "", ""
    await store.changes.blank("action", action.id)
    await store.flush()


async def next_number(store: Store, group: Group) -> int:
    """The number that the group's next action gets."""
    last = await store.actions.last_number(group.id)
    return max(last, await numbered.reserved(store, group, "next_action")) + 1


async def carried(store: Store, group: Group, *, now: datetime) -> tuple[CarriedAction, ...]:
    """The open actions of the group, as the minutes of its next meeting know them."""
    every = await store.actions.of_group(group.id, ActionState.OPEN)
    # What is held back stands in no other minutes.
    rows = [one for one in every if one.audience is not Audience.PRIVATE]
    theirs = await store.actions.owners([one.id for one in rows])
    found = []
    for one in rows:
        found.append(
            CarriedAction(
                number=one.number,
                text=one.text,
                owners=tuple(owners.identity(owner) for owner in theirs[one.id]),
                due=one.due,
                meeting=await numbered.meeting_words(store, one.meeting_id),
            )
        )
    return tuple(found)


async def require_part(store: Store, group: Group, to: str, *, by: Person, now: datetime) -> None:
    """Raise NotAllowed, which says who may, unless `by` takes part in the group's meetings."""
    if not await concerned.takes_part(store, by, group, now=now):
        handle = (await groups.title(store, group)).handle
        held = await standings.in_group(store, by, group, now=now)
        raise NotAllowed(standings.refusal(to, Role.MEMBER, handle, held))


async def require_change(store: Store, action: Action, *, by: Person, now: datetime) -> None:
    """Raise NotAllowed, unless `by` owns the action, speaks for a coalition that does, gave it, or
    is a representative, chair or coordinator of its group."""
    mine = await owned_by(store, by, now=now)
    if action.person_id == by.id or any(one.id == action.id for one in mine):
        return
    group = await group_of(store, action)
    held = await standings.in_group(store, by, group, now=now)
    if held < Role.REPRESENTATIVE:
        handle = (await groups.title(store, group)).handle
        raise NotAllowed(
            f"Action {action.number} of {handle} is changed by who owns it, by who gave it, and by "
            f"representatives, chairs and coordinators of {handle}. `!whoami` shows your standing."
        )


async def owned_by(
    store: Store, person: Person, *states: ActionState, now: datetime
) -> list[Action]:
    """The actions (in these states) that the person owns, also those of coalitions for which they
    speak."""
    held = await store.people.standings(now, person_id=person.id)
    spoken_for = [one.group_id for one in held if one.group_id and one.role >= Role.REPRESENTATIVE]
    return await store.actions.owned(person.id, spoken_for, *states)


async def close(
    store: Store, action: Action, state: ActionState, *, by: Person, now: datetime, why: str = ""
) -> None:
    """The action is done or dropped. Raises NotAllowed, or UserError where it is so already."""
    await require_change(store, action, by=by, now=now)
    if action.state is state:
        raise UserError(f"Action {action.number} is {state.value} already.")
    was, action.state = action.state.value, state
    action.closed_at, action.closed_why = now, why
    action.closed_by = await record_name(store, by, now=now)
    await keep(
        store, "action", action, state.value, by=by, now=now, was=was, is_now=state.value, why=why
    )


async def reopen(store: Store, action: Action, *, by: Person, now: datetime) -> None:
    """The action is open again. Raises NotAllowed, or UserError where it is open."""
    await require_change(store, action, by=by, now=now)
    if action.state is ActionState.OPEN:
        raise UserError(f"Action {action.number} is open.")
    was, action.state = action.state.value, ActionState.OPEN
    action.closed_at, action.closed_by, action.closed_why = None, "", ""
    action.reminders = 0
    await keep(store, "action", action, "opened again", by=by, now=now, was=was)


async def move(
    store: Store, action: Action, deadline: Deadline, *, by: Person, now: datetime
) -> None:
    """The action is due then. Raises NotAllowed, or UserError where it is not open."""
    await require_open(store, action, by=by, now=now)
    was = deadlines.shown(action)
    deadlines.put(action, deadline)
    is_now = deadlines.shown(action)
    await keep(store, "action", action, "moved", by=by, now=now, was=was, is_now=is_now)


async def give(
    store: Store, action: Action, to: Sequence[ActionOwner], *, by: Person, now: datetime
) -> None:
    """These own the action from now on. Raises NotAllowed, or UserError where it is not open."""
    await require_open(store, action, by=by, now=now)
    before = (await store.actions.owners([action.id]))[action.id]
    was = await owners.words(store, before, now=now)
    await store.actions.put_owners(action, to)
    action.reminded_at, action.reminders = None, 0
    is_now = await owners.words(store, to, now=now)
    await keep(store, "action", action, "handed on", by=by, now=now, was=was, is_now=is_now)


async def reword(store: Store, action: Action, text: str, *, by: Person, now: datetime) -> None:
    """The action says this. Raises NotAllowed, BadArgument, or UserError where it is not open."""
    await require_open(store, action, by=by, now=now)
    was = action.text
    say(action, read_text(text))
    await keep(store, "action", action, "said anew", by=by, now=now, was=was, is_now=action.text)


async def require_open(store: Store, action: Action, *, by: Person, now: datetime) -> None:
    """Raise NotAllowed where `by` may not change it, UserError where it is closed."""
    await require_change(store, action, by=by, now=now)
    if action.state is not ActionState.OPEN:
        raise UserError(
            f"Action {action.number} is {action.state.value}. `!action reopen {action.number}` "
            "opens it again."
        )


async def group_of(store: Store, action: Action) -> Group:
    """The group whose action it is."""
    found = await store.groups.get(action.group_id)
    assert found is not None
    return found


async def handle(store: Store, action: Action) -> str:
    """What people call the action by, where its group is not plain: DCCG 12."""
    return f"{(await groups.title(store, await group_of(store, action))).handle} {action.number}"


async def may_see(store: Store, action: Action, *, by: Person, now: datetime) -> bool:
    """Whether the person may know of the action: they may see it, or own it."""
    if await numbered.may_see(store, action, by=by, now=now):
        return True
    if action.audience is Audience.PRIVATE:
        return False
    return any(one.id == action.id for one in await owned_by(store, by, now=now))
