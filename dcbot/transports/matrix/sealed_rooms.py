"""Which rooms are encrypted: once one is, it stays so, whatever the homeserver says later."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from dcbot.message import Incoming, Said
from dcbot.transport import PositionOf
from dcbot.transports.matrix.events import identifier

POSITION = "encrypted rooms"
"""The position under which they are kept."""
IN_CLEAR = "in_clear"
"""What was said in clear in an encrypted room bears this mark, and is not obeyed."""


class SealedRooms:
    """The encrypted rooms; `told` of each when it is learnt, and of all kept ones at the start.

    `fresh` are those that became so in what is being taken in: what was said in them before that
    was rightly said in clear.
    """

    def __init__(self, told: Callable[[str], None]) -> None:
        self.fresh: set[str] = set()
        self._told = told
        self._rooms: set[str] = set()
        self._written = ""

    def __contains__(self, room: str) -> bool:
        return room in self._rooms

    async def begin(self, position: PositionOf) -> None:
        """Take up those that are known from before."""
        self._written = await position(POSITION) or ""
        try:
            found = json.loads(self._written or "[]")
        except ValueError:
            found = []
        for room in found if isinstance(found, list) else ():
            if identifier(room):
                self._rooms.add(room)
                self._told(room)
        self.fresh.clear()

    def add(self, room: str) -> None:
        """The room is encrypted, from now on at the latest."""
        if room not in self._rooms:
            self._rooms.add(room)
            self.fresh.add(room)
        self._told(room)

    def positions(self) -> dict[str, str]:
        """What must not be forgotten, where it has changed; to be stored with the events."""
        kept = json.dumps(sorted(self._rooms))
        return {} if kept == (self._written or "[]") else {POSITION: kept}

    def stored(self, positions: dict[str, str]) -> None:
        """These positions are stored."""
        self._written = positions.get(POSITION, self._written)

    def since(self, room: str, sources: Sequence[Any], *, past: bool) -> int:
        """From which of these events of the room on nothing in clear counts.

        Where the room became encrypted meanwhile and none of them says when, it was after them if
        they are of the `past`, and before them else.
        """
        if room not in self._rooms:
            return len(sources)
        if room not in self.fresh:
            return 0
        turned = (number for number, one in enumerate(sources) if turns_encrypted(one))
        return next(turned, len(sources) if past else 0)


def turns_encrypted(source: Any) -> bool:
    """Whether this is the event with which a room becomes encrypted."""
    if not isinstance(source, dict) or source.get("state_key") != "":
        return False
    return source.get("type") == "m.room.encryption"


def unsealed(source: Any) -> bool:
    """Whether this is talk in clear. Reactions and redactions are so everywhere."""
    return isinstance(source, dict) and source.get("type") == "m.room.message"


def marked(event: Incoming | None) -> Incoming | None:
    """The event, said in clear where it should not be: its files are not looked at, and an edit
    changes nothing."""
    if not isinstance(event, Said):
        return None
    extra = {name: value for name, value in event.extra.items() if name != "attachments"}
    return replace(event, extra={**extra, IN_CLEAR: True})
