"""A response of /sync as the bot reads it; pure, and unmoved by what is missing or odd in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dcbot.transports.matrix.events import identifier

_TALK = ("m.room.message", "m.room.encrypted")


@dataclass(frozen=True, slots=True)
class RoomNews:
    """What happened in one room: its state before the timeline, then the timeline, oldest first."""

    state: list[Any] = field(default_factory=list)
    timeline: list[Any] = field(default_factory=list)
    missed_until: str | None = None
    """The token at which the timeline begins, where the server left something out before it."""
    joined: object = None
    invited: object = None

    @property
    def sources(self) -> list[Any]:
        """All events, oldest first."""
        return [*self.state, *self.timeline]


@dataclass(frozen=True, slots=True)
class News:
    """What one response tells. `token` is where the next one begins."""

    token: str
    joined: dict[str, RoomNews]
    invited: dict[str, list[Any]]
    left: dict[str, RoomNews]
    direct: list[str]
    """The rooms that the account calls direct chats; empty where nothing is said of them."""
    whole: Mapping[str, Any]
    """The response as it came: what it says of keys."""

    def __bool__(self) -> bool:
        return bool(self.joined or self.invited or self.left or self.direct)


def news_of(answer: Mapping[str, Any]) -> News | None:
    """The response; None where it is none, as when something before the homeserver answered."""
    token = answer.get("next_batch")
    if not isinstance(token, str) or not token:
        return None
    rooms = part(answer, "rooms")
    return News(
        token=token,
        joined={room: _room(one) for room, one in _each(rooms, "join")},
        invited={room: events(one, "invite_state") for room, one in _each(rooms, "invite")},
        left={room: _room(one) for room, one in _each(rooms, "leave")},
        direct=_direct(events(answer, "account_data")),
        whole=answer,
    )


def sync_filter(limit: int) -> str:
    """Timelines of this length, and nothing that nobody looks at."""
    nothing: dict[str, list[str]] = {"types": []}
    return json.dumps(
        {
            "presence": nothing,
            "account_data": {"types": ["m.direct"]},
            "room": {
                "timeline": {"limit": limit, "lazy_load_members": True},
                "state": {"lazy_load_members": True},
                "ephemeral": nothing,
                "account_data": nothing,
            },
        }
    )


def talkers(sources: Iterable[Any], user_id: str) -> list[str]:
    """Who says something in these events, apart from the bot."""
    found = []
    for source in sources:
        if isinstance(source, dict) and source.get("type") in _TALK:
            sender = identifier(source.get("sender"))
            if sender and sender != user_id:
                found.append(sender)
    return found


def part(mapping: object, name: str) -> Mapping[str, Any]:
    """A part that is a mapping; an empty one where it is anything else."""
    found = mapping.get(name) if isinstance(mapping, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def sequence(value: object) -> list[Any]:
    """The value where it is a list; an empty one where it is anything else."""
    return value if isinstance(value, list) else []


def events(mapping: object, name: str) -> list[Any]:
    """The events of a part."""
    return sequence(part(mapping, name).get("events"))


def _each(rooms: Mapping[str, Any], name: str) -> Iterator[tuple[str, Any]]:
    for room, one in part(rooms, name).items():
        if identifier(room):
            yield room, one


def _room(one: object) -> RoomNews:
    timeline, summary = part(one, "timeline"), part(one, "summary")
    before = timeline.get("prev_batch")
    limited = timeline.get("limited") is True and isinstance(before, str)
    return RoomNews(
        state=events(one, "state"),
        timeline=sequence(timeline.get("events")),
        missed_until=str(before) if limited else None,
        joined=summary.get("m.joined_member_count"),
        invited=summary.get("m.invited_member_count"),
    )


def _direct(account: list[Any]) -> list[str]:
    found: list[str] = []
    for event in account:
        if isinstance(event, Mapping) and event.get("type") == "m.direct":
            for rooms in part(event, "content").values():
                found += [room for room in sequence(rooms) if isinstance(room, str)]
    return found
