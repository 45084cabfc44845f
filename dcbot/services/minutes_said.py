"""Minutes said: the minutes of which meeting somebody means, and what follows its name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dcbot.errors import BadArgument, NotFound
from dcbot.message import literal, quoted
from dcbot.services import groups, minutes, numbered, places
from dcbot.services.askers import Spoken
from dcbot.services.minutes import MinutesVersion
from storage.groups import Group
from storage.journals import Journal as Journal

_BEFORE = re.compile(r"^(?:(?:the|of|for|minutes|meeting)\s+)+", re.IGNORECASE)
_NUMBER = re.compile(r"^#?(\d{1,6})(?![\w/-])\s*:?\s*(.*)$", re.DOTALL)


@dataclass(frozen=True)
class Meant:
    """The journal that is meant, the current version of its minutes, and what follows."""

    journal: Journal
    version: MinutesVersion
    rest: str = ""


async def find(spoken: Spoken, said: str) -> Meant:
    """The minutes that the words name: “DCCG 7”, “7: …”, “DCCG: …”, or none for the newest here.

    Raises NotFound or Ambiguous.
    """
    store, by, now = spoken.store, spoken.person, spoken.now
    named, number, rest = await _parts(spoken, said)
    group = named or await places.group_of(store, spoken.place)
    group = group or await store.groups.coordination()
    if group is None:
        raise NotFound("Say whose minutes you mean, such as `!minutes DCCG 7`.")
    if number is None:
        journal, version = await minutes.latest(store, group, by=by, now=now)
        return Meant(journal, version, rest)
    meeting = await store.meetings.numbered(group.id, number)
    if meeting is None:
        handle = literal((await groups.title(store, group)).handle)
        raise NotFound(f"{handle} has no meeting {number}.")
    journal, version = await minutes.of_meeting(store, meeting, by=by, now=now)
    return Meant(journal, version, rest)


async def _parts(spoken: Spoken, said: str) -> tuple[Group | None, int | None, str]:
    """The group, the number of the meeting, and what follows, which may have several lines."""
    first, _, below = _BEFORE.sub("", said.strip()).partition("\n")
    group, rest = await numbered.take_group(spoken.store, first, behind=False)
    found = _NUMBER.match(rest)
    number, rest = (int(found[1]), found[2]) if found else (None, rest.lstrip(": "))
    return group, number, "\n".join(filter(None, [rest.strip(), below.strip()]))


def version_number(rest: str) -> int | None:
    """The number of a version that was said, None for none; raises BadArgument for other words."""
    if not rest.strip():
        return None
    found = re.fullmatch(r"(?:version\s+)?#?(\d{1,4})", rest.strip(), re.IGNORECASE)
    if found is None:
        raise BadArgument(f"{quoted(rest)} is no version of the minutes. Say its number.")
    return int(found[1])
