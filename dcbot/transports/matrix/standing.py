"""The bot's own being in a room, read from the event that says it; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from dcbot.message import Attended, Membership
from dcbot.transports.matrix.events import NAME, identifier, sent_at, short


@dataclass(frozen=True, slots=True)
class Own:
    """A member event about the bot itself: what it is from now on, and what it was `before`."""

    event_id: str
    membership: str
    before: str
    sender: str
    reason: str | None
    direct: bool
    """The inviter meant the room as a direct chat."""
    source: Mapping[str, Any]

    @property
    def arrives(self) -> bool:
        """It was not in the room before, and is now."""
        return self.membership == "join" and self.before != "join"


def own_standing(source: object, user_id: str) -> Own | None:
    """The event as one about the bot; None where it is any other."""
    if not isinstance(source, Mapping) or source.get("type") != "m.room.member":
        return None
    content, unsigned = source.get("content"), source.get("unsigned")
    if source.get("state_key") != user_id or not isinstance(content, Mapping):
        return None
    before: object = unsigned.get("prev_content") if isinstance(unsigned, Mapping) else None
    past: Mapping[str, Any] = before if isinstance(before, Mapping) else {}
    return Own(
        event_id=identifier(source.get("event_id")) or "",
        membership=str(content.get("membership")),
        before=str(past.get("membership", "")),
        sender=identifier(source.get("sender")) or "",
        reason=short(content.get("reason")),
        direct=True in (content.get("is_direct"), past.get("is_direct")),
        source=source,
    )


def others_standing(source: object, room: str, user_id: str, *, direct: bool) -> Attended | None:
    """That somebody else came into the room or left it; None where the event says neither."""
    if not isinstance(source, Mapping) or source.get("type") != "m.room.member":
        return None
    who, event_id = identifier(source.get("state_key")), identifier(source.get("event_id"))
    content, unsigned = source.get("content"), source.get("unsigned")
    if who is None or who == user_id or event_id is None or not isinstance(content, Mapping):
        return None
    before: object = unsigned.get("prev_content") if isinstance(unsigned, Mapping) else None
    past: Mapping[str, Any] = before if isinstance(before, Mapping) else {}
    was_there, is_there = (one.get("membership") == "join" for one in (past, content))
    if was_there == is_there:
        return None
    name = short((content if is_there else past).get("displayname"))
    return Attended(
        transport=NAME,
        event_id=event_id,
        place=room,
        sender=who,
        sent_at=sent_at(source),
        direct=direct,
        extra={"name": name} if name else {},
        change="joined" if is_there else "left",
    )


def last_standing(sources: Iterable[object], user_id: str) -> Own | None:
    """The last event about the bot among these."""
    found = (own_standing(source, user_id) for source in sources)
    return next((own for own in reversed([own for own in found if own])), None)


def arrival(sources: list[Any], user_id: str) -> int | None:
    """Where in these events the bot arrives; None where it was in the room before them."""
    for place, source in enumerate(sources):
        own = own_standing(source, user_id)
        if own is not None:
            if own.arrives:
                return place
            if own.before == "join":
                return None
    return None


def since_arrival(sources: list[Any], user_id: str) -> list[Any]:
    """What happened from the bot's arrival on, where it arrives; else everything.

    What was said before the bot was in the room was not said to it.
    """
    return sources[arrival(sources, user_id) or 0 :]


def joined(own: Own, room: str, *, name: str | None, direct: bool) -> Membership:
    """The bot is in the room."""
    extra = {"kind": "direct" if direct else "room", "name": name or ""}
    return _membership(own, room, "joined", extra, direct=direct)


def left(own: Own | None, room: str, user_id: str, *, otherwise: str) -> Membership | None:
    """The bot is no longer in the room; None where it only declined an invitation, or it lapsed.

    `otherwise` is the id under which it is noted where the server did not show the event.
    """
    if own is None:
        unseen = Own(otherwise, "leave", "join", "", None, False, {})
        return _membership(unseen, room, "sent away", {"why": "sent away"})
    if own.before in ("invite", "knock") and own.membership == "leave":
        return None
    banned = own.membership == "ban"
    if own.sender == user_id:
        return _membership(own, room, "sent away", {"why": "left by the bot's own account"})
    why = f"{'banned' if banned else 'sent away'} by {own.sender}"
    why += f": {own.reason}" if own.reason else ""
    return _membership(own, room, "banned" if banned else "sent away", {"why": why})


def moved(source: Mapping[str, Any], room: str, to: str) -> Membership:
    """The room goes on elsewhere: `source` is the event that said so."""
    return Membership(
        transport=NAME,
        event_id=identifier(source.get("event_id")) or f"moved {room} {to}",
        place=room,
        sender=identifier(source.get("sender")) or "",
        sent_at=sent_at(source),
        change="moved",
        extra={"moved_to": to},
    )


def _membership(
    own: Own, room: str, change: str, extra: dict[str, Any], *, direct: bool = False
) -> Membership:
    return Membership(
        transport=NAME,
        event_id=own.event_id,
        place=room,
        sender=own.sender,
        sent_at=sent_at(own.source),
        direct=direct,
        change=change,
        extra=extra,
    )
