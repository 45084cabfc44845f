"""Announcements: to which places somebody may say something, and how often lists get one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dcbot.errors import UserError
from dcbot.message import literal, quoted
from dcbot.roles import Role
from dcbot.services import groups, places, settings, standings
from dcbot.services.naming import record_name
from dcbot.services.postings import Draft
from storage.groups import Group
from storage.people import Person
from storage.places import Place, PlaceKind
from storage.postings import Posting, PostingKind
from storage.store import Store

COUNTED = timedelta(days=7)
"""Over so long announcements to the lists of a group are counted."""


@dataclass(frozen=True)
class Spent:
    """How much of its budget a group has used: what goes or went to its lists, of how much."""

    allowed: int
    used: Sequence[Posting]

    @property
    def all(self) -> bool:
        """Whether one more is one too many."""
        return len(self.used) >= self.allowed


async def draft(
    store: Store,
    to: str,
    text: str,
    *,
    key: str,
    reaches: Collection[str],
    by: Person,
    now: datetime,
    prefix: str,
) -> Draft:
    """What is announced to the place of this name, or to all places of the group.

    Raises NotAllowed, NotFound, Ambiguous, or UserError where there is no such place.
    """
    group, there = await _where_to(store, to, reaches=reaches, by=by, now=now, prefix=prefix)
    handle = (await groups.title(store, group)).handle
    name = await record_name(store, by, now=now)
    body = "\n".join(literal(line) for line in text.split("\n"))
    first = " ".join(text.split("\n")[0].split())
    return Draft(
        kind=PostingKind.ANNOUNCEMENT,
        group=group,
        places=there,
        text=f"**To {literal(handle)}, from {literal(name)}:**\n\n{body}",
        subject=f"{handle}: {first[:60].rstrip()}{'…' if len(first) > 60 else ''}",
        key=key,
    )


async def _where_to(
    store: Store, words: str, *, reaches: Collection[str], by: Person, now: datetime, prefix: str
) -> tuple[Group, list[Place]]:
    """The place of this name, or all places of the group, to which `by` may announce.

    Raises NotAllowed, NotFound, Ambiguous, or UserError where there is no such place.
    """
    place = await places.named(store, words, by=by, now=now)
    group = await places.group_of(store, place) if place else None
    if place and group is None:
        raise UserError(
            f"The {place.kind} {quoted(words)} belongs to no group yet. Say there first whose it "
            "is: `!place group DC3`."
        )
    found = group or await groups.named(store, words, prefix=prefix)
    to = "announce something to its places"
    await standings.require(store, by, Role.REPRESENTATIVE, found, to=to, now=now)
    there = [place] if place else await store.places.of_group(found.id)
    reached = [one for one in there if _is_reached(one, reaches)]
    if not reached:
        handle = (await groups.title(store, found)).handle
        raise UserError(
            f"{literal(handle)} has no room or list that I can write to. Say there whose it is: "
            f"`!place group {handle}`."
        )
    return found, reached


def _is_reached(place: Place, reaches: Collection[str]) -> bool:
    shared = place.kind is not PlaceKind.DIRECT
    return shared and place.left_at is None and place.transport in reaches


async def spent(store: Store, group: Group, *, now: datetime) -> Spent:
    """How much of its week's budget for its lists the group has used."""
    allowed = await settings.value_of(store, group, "announcements")
    used = await store.postings.to_lists(group.id, PostingKind.ANNOUNCEMENT, now - COUNTED)
    return Spent(int(allowed), used)
