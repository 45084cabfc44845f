"""Places: where things are said, whose they are, who may read along, and what becomes of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dcbot.errors import Ambiguous, UserError
from dcbot.lines import fold
from dcbot.message import quoted
from dcbot.roles import Role
from dcbot.services import groups, standings
from dcbot.services.naming import record_name
from dcbot.services.settings import SETTINGS
from storage.base import Audience
from storage.changes import Change
from storage.groups import Group
from storage.people import Person
from storage.places import Place, PlaceKind
from storage.store import Store

AUDIENCES = {audience.value: audience for audience in Audience}
"""By the words that people say for them."""
WIDER = {Audience.PRIVATE: 0, Audience.GROUP: 1, Audience.PUBLIC: 2}
"""How many may read: the more, the greater."""


async def known(
    store: Store, transport: str, address: str, *, direct: bool, now: datetime
) -> Place:
    """The place at this address; a new one, private until somebody says otherwise."""
    found = await store.places.at(transport, address)
    if found is None:
        shared = PlaceKind.LIST if transport == "mail" else PlaceKind.ROOM
        kind = PlaceKind.DIRECT if direct else shared
        found = Place(transport=transport, address=address, kind=kind, first_seen=now)
        await store.places.add(found)
    return found


async def changed(store: Store, place: Place, extra: dict[str, Any], *, now: datetime) -> None:
    """The bot joined the place, was sent away from it, or the place moved.

    Of a place that moves, the new one takes group, purpose, language, zone and audience.
    """
    place.name = extra.get("name") or place.name
    if extra.get("kind"):
        place.kind = PlaceKind(extra["kind"])
    change = extra.get("change")
    if change == "joined":
        place.left_at, place.left_why = None, ""
    elif change == "moved":
        place.moved_to = extra["moved_to"]
        place.left_at, place.left_why = now, "moved"
        new = await known(store, place.transport, extra["moved_to"], direct=False, now=now)
        new.kind, new.group_id, new.audience = place.kind, place.group_id, place.audience
        new.purpose, new.language, new.zone = place.purpose, place.language, place.zone
        new.name = new.name or place.name
        # A meeting that is recorded there goes on in the new place.
        await store.journals.move_place(place.id, new.id)
        await store.countdowns.move_place(place.id, new.id)
    else:
        place.left_at, place.left_why = now, extra.get("why") or str(change)
    await store.flush()


async def group_of(store: Store, place: Place) -> Group | None:
    """The group that the place belongs to."""
    return await store.groups.get(place.group_id) if place.group_id else None


async def shared_of(store: Store, group_id: int) -> list[Place]:
    """The rooms and lists of the group in which the bot is."""
    there = await store.places.of_group(group_id)
    return [one for one in there if one.left_at is None and one.kind is not PlaceKind.DIRECT]


async def named(store: Store, words: str, *, by: Person, now: datetime) -> Place | None:
    """The room or list of this name or address, of those that `by` may know of; None for none.

    These are the places of groups in which they have standing, and those that are not private; a
    representative of any group also finds those that belong to none yet. Raises Ambiguous.
    """
    anywhere = await standings.highest(store, by, now=now)
    found = []
    for place in await store.places.all():
        if place.kind is PlaceKind.DIRECT or place.left_at is not None:
            continue
        if fold(words) != fold(place.name) and words.strip() != place.address:
            continue
        group = await group_of(store, place)
        held = await standings.in_group(store, by, group, now=now) if group else anywhere
        least = Role.OBSERVER if group else Role.REPRESENTATIVE
        if held >= least or place.audience is not Audience.PRIVATE:
            found.append(place)
    if len(found) > 1:
        raise Ambiguous(f"{len(found)} places are called {quoted(words)}. Say it there instead.")
    return found[0] if found else None


async def is_open_to(
    store: Store, transport: str, address: str, *, by: Person, now: datetime
) -> bool:
    """Whether `by` may speak as from this place though nothing proves that they are there: it is
    of no group yet, not private, or they have standing in its group."""
    place = await store.places.at(transport, address)
    group = await group_of(store, place) if place else None
    if place is None or group is None or place.audience is not Audience.PRIVATE:
        return True
    return await standings.in_group(store, by, group, now=now) >= Role.OBSERVER


def heard_outside(place: Place, group_id: int) -> bool:
    """Whether others than those of the group hear what is said in this shared place."""
    return place.group_id != group_id or place.audience is Audience.PUBLIC


async def meant_group(store: Store, words: str, place: Place, *, prefix: str) -> Group | None:
    """The group that the words mean; without words that of the place, which may have none.

    Raises Ambiguous or NotFound.
    """
    if words:
        return await groups.named(store, words, prefix=prefix)
    return await group_of(store, place)


async def give_to_group(
    store: Store, place: Place, group: Group, *, by: Person, now: datetime
) -> bool:
    """The place belongs to this group from now on; True where it became private by that.

    A representative of the group may say so; of a place that belongs to another group already,
    a coordinator of that one too. Raises NotAllowed or UserError.
    """
    _shared(place)
    before = await group_of(store, place)
    if before and before.id == group.id:
        raise UserError("This place belongs to that group already.")
    if before:
        to = "give its place to another group"
        await standings.require(store, by, Role.COORDINATOR, before, to=to, now=now)
    to = "give a place to the group"
    await standings.require(store, by, Role.REPRESENTATIVE, group, to=to, now=now)
    # Nobody of the new group has said yet who may read here.
    narrowed = place.audience is not Audience.PRIVATE
    place.group_id, place.audience = group.id, Audience.PRIVATE
    was = (await groups.title(store, before)).handle if before else ""
    is_now = (await groups.title(store, group)).handle
    await _keep(store, place, "group", was, is_now, by=by, now=now)
    return narrowed


async def put(
    store: Store, place: Place, what: str, words: str, *, by: Person, now: datetime
) -> str:
    """Set purpose, language or zone of the place; returns the value as it was understood.

    Raises NotAllowed, which says who may, BadArgument or UserError.
    """
    _shared(place)
    group = await _its_group(store, place)
    to = f"set the {what} of a place of the group"
    await standings.require(store, by, Role.REPRESENTATIVE, group, to=to, now=now)
    value, was = SETTINGS[what].read(words), str(getattr(place, what))
    setattr(place, what, value)
    await _keep(store, place, what, was, value, by=by, now=now)
    return value


async def may_set_audience(
    store: Store, place: Place, audience: Audience, *, by: Person, now: datetime
) -> Group:
    """The group of the place, where `by` may say that these can read what is said there.

    A coordinator of the group may; to let fewer read, a representative too. Raises NotAllowed or
    UserError.
    """
    _shared(place)
    group = await _its_group(store, place)
    if place.audience is audience:
        raise UserError(f"The audience of this place is {audience} already.")
    wider = WIDER[audience] > WIDER[place.audience]
    role = Role.COORDINATOR if wider else Role.REPRESENTATIVE
    to = "say who may read a place of the group"
    await standings.require(store, by, role, group, to=to, now=now)
    return group


async def set_audience(
    store: Store, place: Place, audience: Audience, *, by: Person, now: datetime
) -> None:
    """These can read what is recorded at the place from now on. Raises NotAllowed or UserError."""
    await may_set_audience(store, place, audience, by=by, now=now)
    was, place.audience = place.audience, audience
    await _keep(store, place, "audience", was, audience, by=by, now=now)


async def last_changes(store: Store, place: Place) -> dict[str, Change]:
    """Who set what last, by what was set."""
    return {change.what: change for change in await store.changes.of("place", place.id)}


async def _its_group(store: Store, place: Place) -> Group:
    group = await group_of(store, place)
    if group is None:
        raise UserError(
            "This place belongs to no group yet. Say first whose it is: `!place group DC3`."
        )
    return group


def _shared(place: Place) -> None:
    if place.kind is PlaceKind.DIRECT:
        raise UserError(
            "This is your own chat with me; it belongs to no group. Say it in the room that you "
            "mean, or name the room before a colon: `!place group Coordination: DC3`."
        )


async def _keep(
    store: Store, place: Place, what: str, was: str, is_now: str, *, by: Person, now: datetime
) -> None:
    store.changes.add(
        Change(
            subject="place",
            subject_id=place.id,
            at=now,
            by_name=await record_name(store, by, now=now),
            person_id=by.id,
            what=what,
            was=was,
            now=is_now,
        )
    )
    await store.flush()
