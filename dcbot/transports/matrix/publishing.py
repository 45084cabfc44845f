"""What the homeserver hands out for the bot's device, each key signed by the device itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def to_publish(machine: Any, count: int | None, spare: bool) -> dict[str, Any]:
    """What the homeserver is to hand out; made here, unless it was made and not taken before.

    Nothing new is made for a device whose `count` is not known (None): the answer to the request
    tells it. Who made more at each start would be refused after the tenth, at 500 keys.
    """
    account = machine.account
    content: dict[str, Any] = {}
    if not account.shared:
        content["device_keys"] = device_keys(machine)
        count, spare = 0, False
    if not account.one_time_keys["curve25519"] and count is not None:
        missing = account.max_one_time_keys - count
        if missing > 0:
            account.generate_one_time_keys(missing)
    content["one_time_keys"] = _signed(machine, account.one_time_keys["curve25519"], {})
    if not spare:
        if not account._account.fallback_key:
            account._account.generate_fallback_key()
        made = {name: key.to_base64() for name, key in account._account.fallback_key.items()}
        content["fallback_keys"] = _signed(machine, made, {"fallback": True})
    return content


def device_keys(machine: Any) -> dict[str, Any]:
    """The device as others know it, signed by itself."""
    keys, device, user = machine.account.identity_keys, machine.device_id, machine.user_id
    named = {f"{kind}:{device}": keys[kind] for kind in ("curve25519", "ed25519")}
    content = {"algorithms": list(machine._algorithms), "device_id": device}
    content |= {"user_id": user, "keys": named}
    signature = machine.sign_json(content)
    return {**content, "signatures": {user: {f"ed25519:{device}": signature}}}


def _signed(machine: Any, keys: Mapping[str, str], more: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for name, key in keys.items():
        content = {"key": key, **more}
        signature = {f"ed25519:{machine.device_id}": machine.sign_json(content)}
        signatures = {"signatures": {machine.user_id: signature}}
        found[f"signed_curve25519:{name}"] = {**content, **signatures}
    return found
