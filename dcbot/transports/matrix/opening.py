"""Reading in encrypted rooms: what is sealed is opened, or waits until its key has come."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from dcbot.transport import PositionOf
from dcbot.transports.matrix.asking import TROUBLES, Refused
from dcbot.transports.matrix.devices import belongs
from dcbot.transports.matrix.events import identifier
from dcbot.transports.matrix.keys import Keys
from dcbot.transports.matrix.keystore import BROKEN, KeyStore
from dcbot.transports.matrix.news import part

POSITION = "sealed"
"""The position under which those wait whose key has not come."""
MOST = 300
"""So many wait at once; of more, the oldest of whoever said the most are not tried again."""
LARGEST = 66_000

log = logging.getLogger("dcbot.matrix")


@dataclass(frozen=True, slots=True)
class Waiting:
    """An event that cannot be read yet: where it was said, and as it came."""

    room: str
    source: dict[str, Any]


class Opening:
    """Opens sealed events, in any order and after any crash; each is heard once.

    `waiting` are those without a key, by their id, oldest first.
    """

    def __init__(self, keys: Keys) -> None:
        self.keys = keys
        self.waiting: dict[str, Waiting] = {}
        self._written = ""

    async def begin(self, position: PositionOf) -> None:
        """Take up those that waited before."""
        kept = await position(POSITION)
        self._written = kept or ""
        try:
            found = json.loads(kept) if kept else []
            self.waiting = {one["source"]["event_id"]: Waiting(**one) for one in found}
        except (ValueError, TypeError, KeyError, AttributeError):
            self.waiting = {}

    def positions(self) -> dict[str, str]:
        """What must not be forgotten, where it has changed; to be stored with the events."""
        kept = json.dumps([asdict(one) for one in self.waiting.values()])
        if kept == (self._written or "[]"):
            return {}
        return {POSITION: kept}

    def stored(self, positions: Mapping[str, str]) -> None:
        """These positions are stored."""
        self._written = positions.get(POSITION, self._written)

    def unsure(self) -> None:
        """Several batches were stored at once, and an older list may have come last: write anew."""
        self._written = "?"

    async def learn(self, sources: Iterable[Any]) -> None:
        """Ask for the devices of those who said something sealed, where they are not known."""
        store = self.keys.store
        senders = {str(one.get("sender")) for one in sources if is_sealed(one)}
        if store is None or not senders:
            return
        try:
            await self.keys.devices.learn(store, senders)
        except (Refused, *TROUBLES) as trouble:
            log.warning("the devices of %d people are not known: %s", len(senders), trouble)

    def wait(self, room: str, source: dict[str, Any]) -> None:
        """The event waits for its key; the inbox tells when it has waited too long."""
        self.waiting.setdefault(str(source["event_id"]), Waiting(room, source))
        while len(self.waiting) > MOST:
            # Whoever says the most that cannot be read makes room, and not the others.
            said = Counter(one.source["sender"] for one in self.waiting.values())
            busiest = said.most_common(1)[0][0]
            theirs = (i for i, one in self.waiting.items() if one.source["sender"] == busiest)
            del self.waiting[next(theirs)]

    def open(self, room: str, source: Mapping[str, Any]) -> dict[str, Any] | None:
        """The event as it was before it was sealed; None where its key is not there.

        What can never be read comes back as it is, and is nothing to anybody. BROKEN where the
        keys are.
        """
        store = self.keys.store
        if store is None:
            return None
        try:
            return _opened(store, room, source)
        except BROKEN:
            raise
        except Exception as trouble:
            log.info("an event in %s cannot be opened (%s)", room, type(trouble).__name__)
            return None


def is_sealed(source: object) -> bool:
    """Whether this is something sealed that somebody said, and that has not been taken back."""
    if not isinstance(source, Mapping) or source.get("type") != "m.room.encrypted":
        return False
    if "state_key" in source or not identifier(source.get("event_id")):
        return False
    if not identifier(source.get("sender")):
        return False
    content = part(source, "content")
    named = isinstance(content.get("session_id"), str)
    ciphertext = content.get("ciphertext")
    return named and isinstance(ciphertext, str) and len(ciphertext) < LARGEST


def _opened(store: KeyStore, room: str, source: Mapping[str, Any]) -> dict[str, Any] | None:
    content, sender = source["content"], str(source["sender"])
    for sender_key, sessions in store.machine.inbound_group_store[room].items():
        session = sessions.get(content["session_id"])
        # The key says who speaks only where it came from one of the sender's own devices.
        if session is None or not belongs(store.machine, sender, sender_key, session.ed25519):
            continue
        words, number = session.decrypt(content["ciphertext"])
        said = json.loads(words)
        if said["room_id"] != room or not isinstance(said["content"], dict):
            return dict(source)
        if not store.is_first(sender_key, session.id, number, source["event_id"]):
            log.warning("somebody repeats in %s what %s said before", room, sender)
            return dict(source)
        return _unsealed(source, said)
    return None


def _unsealed(source: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    content = dict(said["content"])
    relation = part(source["content"], "m.relates_to")
    if relation and "m.relates_to" not in content:
        content["m.relates_to"] = dict(relation)
    return {**source, "type": said["type"], "content": content}
