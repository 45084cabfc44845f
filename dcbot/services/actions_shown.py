"""Actions shown: one with its history, and those of a group, a person or about some words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from dcbot import words as analyser
from dcbot.errors import NotFound
from dcbot.lines import fold
from dcbot.message import literal, quoted
from dcbot.services import actions, deadlines, groups, numbered, owners, people, places, ranking
from dcbot.services.askers import Spoken
from dcbot.services.moments import day
from storage.actions import Action, ActionState
from storage.changes import Change
from storage.groups import Group
from storage.people import Person
from storage.places import Place
from storage.store import Store

_STATES: dict[str, tuple[ActionState, ...]] = {
    "open": (ActionState.OPEN,),
    "done": (ActionState.DONE,),
    "dropped": (ActionState.DROPPED,),
    "imported": (ActionState.LEFT,),
    "closed": (ActionState.DONE, ActionState.DROPPED),
    "all": tuple(ActionState),
}
_SMALL_WORDS = "the of for by about on in are actions action which what list show"
_SMALL = frozenset(_SMALL_WORDS.split())
MOST = 30
"""So many are listed at once."""


@dataclass(frozen=True)
class Asked:
    """Which actions somebody wants to see."""

    states: tuple[ActionState, ...] = (ActionState.OPEN,)
    overdue: bool = False
    mine: bool = False
    group: Group | None = None
    person: Person | None = None
    about: str = ""


@dataclass(frozen=True)
class Listing:
    """What was found, in lines; `secret` where not everybody may read it."""

    lines: Sequence[str]
    secret: bool = False
    found: int = 0


async def read(spoken: Spoken, said: str) -> Asked:
    """What the words ask for: “me”, “DC3 overdue”, “of Amina”, “about the calendar”."""
    group, rest = await numbered.take_group(spoken.store, said)
    left = [word for word in rest.split() if fold(word) not in _SMALL]
    folded = [fold(word) for word in left]
    states = next((_STATES[word] for word in folded if word in _STATES), (ActionState.OPEN,))
    overdue = "overdue" in folded or "late" in folded
    mine = not {"me", "my", "mine"}.isdisjoint(folded)
    taken = {*_STATES, "overdue", "late", "me", "my", "mine", "your", "their"}
    about = " ".join(word for word in left if fold(word) not in taken).strip(" ?.!")
    person = await _person(spoken.store, about)
    return Asked(states, overdue, mine, group, person, "" if person else about)


async def _person(store: Store, name: str) -> Person | None:
    try:
        return await people.named(store, name, exact=True) if name else None
    except NotFound:
        return None


async def listing(spoken: Spoken, asked: Asked) -> Listing:
    """The actions that are asked for, of those that the person may see."""
    store, now = spoken.store, spoken.now
    group = asked.group
    elsewhere = asked.mine or asked.person or asked.about
    if group is None and not elsewhere:
        group = await places.group_of(store, spoken.place)
    rows = await _rows(spoken, asked, group)
    if asked.overdue:
        rows = [one for one in rows if _late(one, now)]
    seen = [one for one in rows if await actions.may_see(store, one, by=spoken.person, now=now)]
    head = await _head(spoken, asked, group)
    if not seen:
        return Listing([f"{head}: none."])
    lines = [await line(store, one, now=now, of=group is None) for one in seen[:MOST]]
    late = sum(1 for one in seen if _late(one, now))
    counts = f"{len(seen)}{f', {late} overdue' if late and not asked.overdue else ''}"
    more = [f"{len(seen) - MOST} more are not shown."] if len(seen) > MOST else []
    secret = any(is_secret(one, spoken.place, now=now) for one in seen)
    return Listing([f"{head}: {counts}.", *lines, *more], secret, len(seen))


async def _rows(spoken: Spoken, asked: Asked, group: Group | None) -> list[Action]:
    store, now = spoken.store, spoken.now
    if asked.about:
        rows = await _holding(store, asked.about, group)
    elif asked.person:
        rows = await actions.owned_by(store, asked.person, now=now)
    elif asked.mine or group is None:
        rows = await actions.owned_by(store, spoken.person, now=now)
    else:
        rows = await store.actions.of_group(group.id)
    return [
        one
        for one in rows
        if one.state in asked.states and (group is None or one.group_id == group.id)
    ]


async def _holding(store: Store, about: str, group: Group | None) -> list[Action]:
    """The actions with all of the words, else with the most of them."""
    readings = analyser.variants(about)
    found = await store.actions.holding(ranking.every(readings), [group.id] if group else None)
    return ranking.best(found, readings)


async def _head(spoken: Spoken, asked: Asked, group: Group | None) -> str:
    of = f" of {literal((await groups.title(spoken.store, group)).handle)}" if group else ""
    which = next(name for name, states in _STATES.items() if states == asked.states)
    kind = "Overdue actions" if asked.overdue else f"{which.capitalize()} actions"
    if asked.about:
        return f"{kind}{of} about {quoted(asked.about)}"
    if asked.person:
        return f"{kind} of {literal(asked.person.name)}{f' in{of[3:]}' if of else ''}"
    mine = asked.mine or group is None
    return f"Your {kind[:1].lower()}{kind[1:]}{f' in{of[3:]}' if of else ''}" if mine else kind + of


def _late(action: Action, now: datetime) -> bool:
    open_still = action.state is ActionState.OPEN
    return open_still and action.due_at is not None and action.due_at <= now


def is_secret(action: Action, place: Place, *, now: datetime) -> bool:
    """Whether others in the place might read it who may not."""
    return not action.is_public(now) and places.heard_outside(place, action.group_id)


async def line(store: Store, action: Action, *, now: datetime, of: bool = False) -> str:
    """The action in one line of a list; with its group where that is not plain."""
    name = await actions.handle(store, action) if of else str(action.number)
    theirs = (await store.actions.owners([action.id]))[action.id]
    parts = [literal(await owners.words(store, theirs, now=now)), *_due(action, now)]
    if action.state is not ActionState.OPEN:
        parts.append(action.state.value)
    return f"- {literal(name)}: {literal(action.text)} ({'; '.join(parts)})"


def _due(action: Action, now: datetime) -> Iterator[str]:
    if due := deadlines.shown(action):
        yield f"due {literal(due)}{', overdue' if _late(action, now) else ''}"


async def whole(store: Store, action: Action, *, now: datetime) -> list[str]:
    """All that is known of the action, with its history."""
    theirs = (await store.actions.owners([action.id]))[action.id]
    group = (await groups.title(store, await actions.group_of(store, action))).handle
    given = f"given on {day(action.given_at)} by {literal(action.by_name)}"
    if meeting := await numbered.meeting_words(store, action.meeting_id):
        given += f", in {literal(meeting)}"
    state = action.state.value
    if action.closed_at is not None:
        why = f" ({literal(action.closed_why)})" if action.closed_why else ""
        state += f" since {day(action.closed_at)}, said by {literal(action.closed_by)}{why}"
    lines = [
        f"**Action {action.number} of {literal(group)}**: {literal(action.text)}",
        f"- for: {literal(await owners.words(store, theirs, now=now))}",
        *[f"- {words}" for words in _due(action, now)],
        f"- {state}; {given}",
    ]
    history = await store.changes.of("action", action.id)
    return [*lines, *[f"- {_change(one)}" for one in history if one.what in _TOLD]]


_TOLD = frozenset(("moved", "handed on", "said anew", "opened again", "corrected"))


def _change(change: Change) -> str:
    became = f" to {quoted(change.now, 200)}" if change.now else ""
    was = f" (was {quoted(change.was, 200)})" if change.was else ""
    return f"{day(change.at)}: {change.what}{became} by {literal(change.by_name)}{was}"
