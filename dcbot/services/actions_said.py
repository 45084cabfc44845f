"""Actions said: a line such as “DC3: Amina: draft the letter by Friday”, read; and which action of
which group a number means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dcbot.arguments import listed
from dcbot.errors import Ambiguous, BadArgument, NotFound
from dcbot.message import literal
from dcbot.services import actions, askers, deadlines, groups, numbered, owners, places
from dcbot.services.actions import Wanted
from dcbot.services.askers import Spoken
from dcbot.services.deadlines import Deadline
from dcbot.services.owners import Owned
from storage.actions import Action, ActionState
from storage.groups import Group

_ADD = "action add DC3: Amina: draft the letter by Friday"


@dataclass(frozen=True)
class Told:
    """An action as it was said: whose it is, what is wanted, and whom nobody knows."""

    group: Group
    wanted: Wanted
    unknown: Sequence[str]


async def read(spoken: Spoken, text: str) -> Told:
    """The action in the words. Raises BadArgument, NotFound or Ambiguous."""
    group, rest = await _whose(spoken, text)
    owned = await owners.split(spoken.store, rest, by=spoken.person, now=spoken.now)
    zone = await askers.zone(spoken, group)
    what, deadline = await deadlines.split(spoken.store, owned.text, group, zone, now=spoken.now)
    return Told(group, Wanted(what, owned.owners, deadline), owned.unknown)


async def _whose(spoken: Spoken, text: str) -> tuple[Group, str]:
    """The group whose action it is, and the words without it."""
    store, prefix = spoken.store, spoken.manners.prefix
    own = await places.group_of(store, spoken.place)
    head, colon, rest = text.partition(":")
    named = await groups.exactly(store, head) if colon else None
    if named is None and own is None:
        raise NotFound(f"Say whose action it is, such as `{prefix}{_ADD}`.")
    if named is None or not rest.strip():
        assert own is not None or named is not None
        return own or named, text  # type: ignore[return-value]  # one of them is there
    if own is not None and own.id != named.id:
        inner = await owners.split(store, rest, by=spoken.person, now=spoken.now)
        if not inner.owners and inner.text == rest.strip():
            raise Ambiguous(await _owner_or_group(spoken, own, named))
    return named, rest.strip()


async def _owner_or_group(spoken: Spoken, own: Group, named: Group) -> str:
    here = (await groups.title(spoken.store, own)).handle
    there = (await groups.title(spoken.store, named)).handle
    add = f"{spoken.manners.prefix}action add"
    return (
        f"Is {there} to do it, or is it an action of {there}? Say `{add} {here}: {there}: …` or "
        f"`{add} {there}: nobody: …`."
    )


async def find(spoken: Spoken, words: str, *, example: str) -> tuple[list[Action], str]:
    """The actions that the words name by number, and what follows. Raises BadArgument, NotFound or
    Ambiguous."""
    prefix = spoken.manners.prefix
    said = await numbered.read(spoken.store, words, example=example, prefix=prefix)
    found = [await _one(spoken, number, said.group) for number in said.numbers]
    return found, said.rest


async def _one(spoken: Spoken, number: int, group: Group | None) -> Action:
    store, person, now = spoken.store, spoken.person, spoken.now
    near = [group] if group else await numbered.here(store, spoken.place, person, now=now)
    rows = [await store.actions.numbered(one.id, number) for one in near]
    found = [one for one in rows if one and await actions.may_see(store, one, by=person, now=now)]
    if group is None and len(found) != 1:
        mine = await actions.owned_by(store, person, now=now)
        own = [
            one
            for one in mine
            if one.number == number and await actions.may_see(store, one, by=person, now=now)
        ]
        # Whoever says “done 12” means an open one of their own.
        found = [one for one in own if one.state is ActionState.OPEN] or own or found
    if len(found) == 1:
        return found[0]
    if found:
        names = listed([await actions.handle(store, one) for one in found], "or")
        raise Ambiguous(f"Which action {number} do you mean: {names}? Name the group, too.")
    of = f" of {(await groups.title(store, near[0])).handle}" if len(near) == 1 else ""
    raise NotFound(
        f"There is no action {number}{of} that you can see. `{spoken.manners.prefix}actions` lists "
        "them."
    )


async def new_deadline(spoken: Spoken, action: Action, said: str) -> Deadline:
    """The deadline that the words say; words that say no time are kept as they are."""
    group = await actions.group_of(spoken.store, action)
    zone = await askers.zone(spoken, group)
    text = said.strip()
    if not text:
        raise BadArgument(
            "Until when? Say it behind “to”, such as `!action move 12 to 4 December`."
        )
    found = await deadlines.read(spoken.store, text, group, zone, now=spoken.now)
    if found is not None:
        return found
    _, split = await deadlines.split(spoken.store, f"x {text}", group, zone, now=spoken.now)
    return split if split.words else Deadline(" ".join(text.split()))


async def new_owners(spoken: Spoken, said: str) -> Owned:
    """Who is to own it from now on; raises BadArgument where nobody is named."""
    if not said.strip():
        raise BadArgument("Who is to do it? Say a name, such as `!action give 12 to Amina`.")
    read_owners = await owners.read(spoken.store, said, by=spoken.person, now=spoken.now)
    unknown = [one.name for one in read_owners if one.person_id is None and one.group_id is None]
    return Owned("", read_owners, unknown)


def doubts(deadline: Deadline, unknown: Sequence[str], number: int) -> list[str]:
    """What is to be asked about an action as it was understood, a sentence each."""
    found = []
    if deadline.doubt:
        found.append(f"{deadline.doubt} `!action move {number} to …` says the day.")
    if unknown:
        found.append(
            f"{owners.unknown_words(unknown)} `!action give {number} to …` names somebody else."
        )
    return found


def due_words(action: Action) -> str:
    """Until when the action is to be done, in words."""
    return deadlines.shown(action) or "whenever it is done"


def told(action: Action, who: str) -> str:
    """The action behind its number: “, for Amina, due Friday 27 November 2026: draft it”."""
    due = deadlines.shown(action)
    named = f", for {literal(who)}" if who else ""
    return f"{named}{f', due {literal(due)}' if due else ''}: {literal(action.text)}"
