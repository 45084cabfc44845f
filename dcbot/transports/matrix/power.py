"""Who may do what in a room, from the server's own state; pure.

Power is what `m.room.create` and `m.room.power_levels` say together. In rooms of version 12 and
later the creators stand above every number and are not named in the levels at all
(https://spec.matrix.org/latest/rooms/v12/).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

CREATOR = math.inf
"""The power of the creators of a room of version 12 or later."""

_FIRST_VERSION_WITH_CREATORS = 12
_DRAFT_OF_VERSION_12 = "org.matrix.hydra.11"


def power_of(user: str, create: Mapping[str, Any], levels: Mapping[str, Any] | None) -> float:
    """The power of a user. `create` is the whole event, `levels` the content of the levels.

    Without levels the creator has 100 and everybody else 0, as servers reckon.
    """
    if has_creators(create):
        if user in creators_of(create):
            return CREATOR
    elif levels is None:
        return 100 if user == _creator(create) else 0
    said = levels or {}
    users = said.get("users")
    own = users.get(user) if isinstance(users, Mapping) else None
    return _number(own, _number(said.get("users_default"), 0))


def power_needed(kind: str, levels: Mapping[str, Any] | None, *, state: bool = False) -> float:
    """The power that sending an event of this kind takes; `state` where it is a state event."""
    said = levels or {}
    events = said.get("events")
    own = events.get(kind) if isinstance(events, Mapping) else None
    if state:
        return _number(own, _number(said.get("state_default"), 50 if levels is not None else 0))
    return _number(own, _number(said.get("events_default"), 0))


def has_creators(create: Mapping[str, Any]) -> bool:
    """Whether the room is of a version in which creators stand above every number."""
    version = _content(create).get("room_version")
    if not isinstance(version, str):
        return False
    if version == _DRAFT_OF_VERSION_12:
        return True
    return version.isascii() and version.isdigit() and int(version) >= _FIRST_VERSION_WITH_CREATORS


def creators_of(create: Mapping[str, Any]) -> frozenset[str]:
    """Who made the room, and whom they named as creators beside them."""
    more = _content(create).get("additional_creators")
    named = more if isinstance(more, list) else []
    return frozenset(one for one in [_creator(create), *named] if isinstance(one, str))


def _creator(create: Mapping[str, Any]) -> Any:
    # Up to version 10 the content names the creator; that it is the sender holds in all versions.
    return create.get("sender") or _content(create).get("creator")


def _content(event: Mapping[str, Any]) -> Mapping[str, Any]:
    content = event.get("content")
    return content if isinstance(content, Mapping) else {}


def _number(value: object, otherwise: float) -> float:
    """A level; rooms before version 10 may hold it as a string."""
    if isinstance(value, bool):
        return otherwise
    if isinstance(value, int):
        return value
    if isinstance(value, str) and len(value) <= 20:
        try:
            return int(value.strip())
        except ValueError:
            return otherwise
    return otherwise
