"""Whose device a key belongs to: the device lists of those with whom the bot shares keys."""

from __future__ import annotations

import contextlib
import copy
import logging
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import vodozemac
from nio.responses import KeysQueryResponse

from dcbot.transports.matrix.asking import Refused, path_of
from dcbot.transports.matrix.keystore import KeyStore
from dcbot.transports.matrix.news import part
from dcbot.transports.matrix.session import Session

AT_ONCE = 250
"""Users whose devices are asked for in one request."""
MOST = 100
"""So many devices of one person are taken; people have a handful."""
ALGORITHMS = frozenset({"m.megolm.v1.aes-sha2", "m.olm.v1.curve25519-aes-sha2"})

log = logging.getLogger("dcbot.matrix")


class Devices:
    """The devices of people. After a start nobody's are taken for known until asked for again."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._known: set[str] = set()
        self._changes: Counter[str] = Counter()

    def forget(self) -> None:
        """Everything may have changed."""
        self._known.clear()

    def changed(self, users: Iterable[object]) -> None:
        """The devices of these users are others than before."""
        for user in users:
            if isinstance(user, str):
                self._known.discard(user)
                self._changes[user] += 1

    async def learn(self, store: KeyStore, users: Collection[str]) -> None:
        """Ask for the devices that are not known. Raises Refused or one of TROUBLES."""
        unknown = sorted(set(users) - self._known)
        for start in range(0, len(unknown), AT_ONCE):
            await self._ask(store, unknown[start : start + AT_ONCE])

    async def _ask(self, store: KeyStore, users: list[str]) -> None:
        before = {user: self._changes[user] for user in users}
        answer = await self.session.ask(
            "POST", path_of("keys", "query"), {"device_keys": {user: [] for user in users}}
        )
        if not isinstance(answer.get("device_keys"), dict):
            raise Refused(200, {"error": "the answer holds no devices"})
        with store.within() as machine:
            for user in users:
                # Of a server that is away, what is known of its users still holds.
                found = answer["device_keys"].get(user)
                if isinstance(found, dict):
                    self._take_in(machine, user, found)
        self._known.update(user for user in users if self._changes[user] == before[user])

    @staticmethod
    def _take_in(machine: Any, user: str, found: dict[str, Any]) -> None:
        # Whoever has thousands would keep the bot reckoning at every message to the room.
        had = machine.device_store[user]
        some = sorted(found, key=lambda device: device not in had)[:MOST]
        sound = {
            device: copy.deepcopy(found[device])
            for device in some
            if is_sound(user, device, found[device])
        }
        try:
            machine._handle_key_query(KeysQueryResponse({user: sound}, {}))
        except Exception as trouble:
            # What a server says of somebody must not keep the others from being read.
            log.warning("the devices of %s cannot be read (%s)", user, type(trouble).__name__)


def active(machine: Any, user: str) -> list[Any]:
    """The devices that the user has now."""
    return list(machine.device_store.active_user_devices(user))


def belongs(machine: Any, user: str, curve_key: str, signing_key: str) -> bool:
    """Whether one of the user's devices, or one they had, has these keys."""
    return any(
        (device.curve25519, device.ed25519) == (curve_key, signing_key)
        for device in machine.device_store[user].values()
    )


def is_sound(user: str, device: str, payload: object) -> bool:
    """Whether these are the keys of a device that can be written to, in a form that is readable."""
    if not isinstance(payload, Mapping):
        return False
    keys, signatures = part(payload, "keys"), part(part(payload, "signatures"), user)
    algorithms = payload.get("algorithms")
    if not isinstance(algorithms, list) or not {str(one) for one in algorithms} >= ALGORITHMS:
        return False
    if not isinstance(payload.get("unsigned", {}), Mapping):
        return False
    with contextlib.suppress(Exception):
        vodozemac.Ed25519PublicKey.from_base64(keys[f"ed25519:{device}"])
        vodozemac.Curve25519PublicKey.from_base64(keys[f"curve25519:{device}"])
        vodozemac.Ed25519Signature.from_base64(signatures[f"ed25519:{device}"])
        return bool(payload["user_id"] == user and payload["device_id"] == device)
    return False
