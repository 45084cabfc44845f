"""Numbered: which action or decision of which group somebody means by its number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from dcbot.errors import BadArgument
from dcbot.message import quoted
from dcbot.roles import Role
from dcbot.services import concerned, groups, meeting_rules, meetings, places, settings, standings
from storage.base import Audience
from storage.groups import Group, GroupKind
from storage.people import Person
from storage.places import Place
from storage.store import Store

_REFERENCE = re.compile(
    r"^(?:(?P<group>\S.*?)[\s:]+)??#?(?P<numbers>\d{1,6}(?:(?:\s*[,&]\s*|\s+and\s+)#?\d{1,6})*)"
    r"(?![\w-])\s*(?P<rest>.*)$",
    re.DOTALL | re.IGNORECASE,
)
_SINGLE = re.compile(
    r"^(?:(?P<group>\S.*?)[\s:]+)??#?(?P<numbers>\d{1,6})(?![\w-])\s*(?P<rest>.*)$",
    re.DOTALL | re.IGNORECASE,
)
_NOUNS = re.compile(r"^(?:(?:the|of)\s+|(?:action|decision|item)s?\s+|no\.?\s+|number\s+)+", re.I)


class Row(Protocol):
    """An action or a decision."""

    @property
    def group_id(self) -> int: ...
    @property
    def number(self) -> int: ...
    @property
    def audience(self) -> Audience: ...
    def is_public(self, now: datetime) -> bool: ...


@dataclass(frozen=True)
class Reference:
    """The numbers that were said, the group before them, and what follows them."""

    numbers: Sequence[int]
    group: Group | None = None
    rest: str = ""


async def read(
    store: Store, words: str, *, example: str, prefix: str, many: bool = True
) -> Reference:
    """The reference at the beginning of the words: “12”, “DCCG 12 and 13”, “#4 because …”.

    Raises BadArgument, which shows the `example`, or NotFound and Ambiguous for the group.
    """
    said = _NOUNS.sub("", words.strip())
    found = (_REFERENCE if many else _SINGLE).match(said)
    if found is None:
        raise BadArgument(f"{quoted(words)} names no number. Say it as `{prefix}{example}`.")
    numbers = [int(one) for one in re.findall(r"\d+", found["numbers"])]
    named = _NOUNS.sub("", f"{found['group'] or ''} ").strip()
    named = re.sub(r"\s+(?:actions?|decisions?|no\.?|number)$", "", named, flags=re.I)
    group = await groups.named(store, named, prefix=prefix) if named else None
    return Reference(list(dict.fromkeys(numbers)), group, found["rest"].strip())


async def deciding_role(store: Store, group: Group, power: str = meeting_rules.DECIDING) -> Role:
    """Who decides for the group, or corrects or publishes its minutes, as it has set; what it has
    not is for those who decide: a coalition's own representatives, and a chair of others."""
    for name in dict.fromkeys((power, meeting_rules.DECIDING)):
        chosen = meeting_rules.decider(await settings.value_of(store, group, name))
        if chosen is not None:
            return chosen
    return Role.REPRESENTATIVE if group.kind is GroupKind.COALITION else Role.CHAIR


async def may_see(store: Store, row: Row, *, by: Person, now: datetime) -> bool:
    """Whether the person may know of it: it is public, or they take part in the group; what is
    held back is for those who decide for the group alone."""
    if row.is_public(now):
        return True
    group = await store.groups.get(row.group_id)
    if group is None:
        return False
    if row.audience is Audience.PRIVATE:
        return await standings.in_group(store, by, group, now=now) >= await deciding_role(
            store, group
        )
    return await concerned.takes_part(store, by, group, now=now)


def may_hear(place: Place, audience: Audience) -> bool:
    """Whether something for these may be said at a place of its group: what is not public is not
    said where everybody can read along, and what is held back nowhere."""
    if audience is Audience.PRIVATE:
        return False
    return audience is Audience.PUBLIC or place.audience is not Audience.PUBLIC


async def here(store: Store, place: Place, person: Person, *, now: datetime) -> list[Group]:
    """Whose numbers may be meant where no group is named: those of the place's group alone; in a
    place of none, those of the person's groups and of the coordination group."""
    own = await places.group_of(store, place)
    if own is not None:
        return [own]
    mine = [await store.groups.get(n) for n in await concerned.groups_of(store, person, now=now)]
    likely = [*mine, await store.groups.coordination()]
    return list({one.id: one for one in likely if one is not None}.values())


def seen_by(group: Group, place: Place, now: datetime) -> dict[str, Any]:
    """Who may see what is said there for the group: everybody, where the group is public, and where
    all read along in its place; else those who take part in it."""
    inside = place.group_id == group.id and place.audience is not Audience.PUBLIC
    if inside or group.audience is not Audience.PUBLIC:
        return {"audience": Audience.GROUP, "public_from": None}
    return {"audience": Audience.PUBLIC, "public_from": now}


RESERVED = 100
"""So many numbers are kept for a meeting that goes on, which counts by itself."""


async def reserved(store: Store, group: Group, what: str) -> int:
    """The last number that a meeting of the group that goes on may give; 0 where there is none.

    `what` is the fact that says which number it gives first.
    """
    last = 0
    for journal in await store.journals.not_ended():
        meeting = await store.meetings.get(journal.meeting_id) if journal.meeting_id else None
        known = await store.journals.facts(journal.id)
        if meeting is not None and meeting.group_id == group.id and known is not None:
            last = max(last, int(known.get(what, 1)) + RESERVED - 1)
    return last


async def meeting_words(store: Store, meeting_id: int | None) -> str:
    """What people call the meeting by, such as DCCG 4; empty for none."""
    meeting = await store.meetings.get(meeting_id) if meeting_id else None
    return await meetings.handle(store, meeting) if meeting else ""


async def take_group(store: Store, words: str, *, behind: bool = True) -> tuple[Group | None, str]:
    """The group that stands at the beginning of the words, or (where `behind`) at their end after
    “of”, “in” or “for”, and the words without it."""
    parts = words.split()
    for count in range(min(6, len(parts)), 0, -1):
        found = await groups.exactly(store, " ".join(parts[:count]).strip(" :,"))
        if found is not None:
            return found, " ".join(parts[count:])
    for at in range(max(0, len(parts) - 7), len(parts) - 1) if behind else ():
        if parts[at].casefold() in ("of", "in", "for"):
            found = await groups.exactly(store, " ".join(parts[at + 1 :]).strip(" ?.!"))
            if found is not None:
                return found, " ".join(parts[:at])
    return None, words
