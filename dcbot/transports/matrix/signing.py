"""Cross-signing: the account vouches for the bot's device, so that clients need not warn of it."""

from __future__ import annotations

import base64
import json
import logging
import secrets as chance
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from Crypto.PublicKey import ECC
from Crypto.Signature import eddsa
from nio.api import Api
from pydantic import SecretStr

from dcbot.config.secrets import keep_secret
from dcbot.transports.matrix.asking import TROUBLES, Refused, path_of
from dcbot.transports.matrix.keystore import KeyStore
from dcbot.transports.matrix.news import part
from dcbot.transports.matrix.session import Session

FILE = "matrix-signing.json"
"""Where in the bot's folder the three private keys lie."""
KINDS = ("master", "self_signing", "user_signing")

log = logging.getLogger("dcbot.matrix")


class Signing:
    """The account's own signing keys: made once, and the device signed with them."""

    def __init__(self, session: Session, folder: Path) -> None:
        self.session = session
        self.file = folder / FILE

    async def sign(self, store: KeyStore) -> None:
        """See to it that the device is signed. Without it everything works; clients warn."""
        try:
            await self._sign(store)
        except (Refused, *TROUBLES) as trouble:
            log.warning("the bot's device is not signed, so clients may warn of it: %s", trouble)

    async def _sign(self, store: KeyStore) -> None:
        user, device = self.session.user_id, store.device
        answer = await self._ask("keys", "query", {"device_keys": {user: []}})
        published = part(part(answer, "master_keys"), user)
        seeds = self._seeds()
        if not published:
            seeds = seeds or self._make()
            await self._upload(seeds)
        elif seeds is None or public(seeds["master"]) not in part(published, "keys").values():
            log.warning(
                "%s has signing keys that are not in the bot's folder, so clients may warn of the "
                "device %s. Verify it from the client that made them.",
                user,
                device,
            )
            return
        own = part(part(answer, "device_keys"), user).get(device)
        signer = public(seeds["self_signing"])
        if not isinstance(own, Mapping):
            return
        if f"ed25519:{signer}" in part(part(own, "signatures"), user):
            return
        bare = {key: own[key] for key in ("algorithms", "device_id", "keys", "user_id")}
        signed = signed_by(seeds["self_signing"], user, bare)
        await self._ask("keys", "signatures", "upload", {user: {device: signed}})
        log.info("signed the device %s", device)

    async def _upload(self, seeds: Mapping[str, str]) -> None:
        user = self.session.user_id
        asked: dict[str, Any] = {}
        for kind in KINDS:
            key = public(seeds[kind])
            content = {"user_id": user, "usage": [kind], "keys": {f"ed25519:{key}": key}}
            if kind != "master":
                content = signed_by(seeds["master"], user, content)
            asked[f"{kind}_key"] = content
        try:
            await self._ask("keys", "device_signing", "upload", asked)
        except Refused as refused:
            proof = self.session.proof(refused)
            if proof is None:
                raise
            await self._ask("keys", "device_signing", "upload", {**asked, "auth": proof})

    async def _ask(self, *path: Any) -> dict[str, Any]:
        *parts, body = path
        return await self.session.ask("POST", path_of(*parts), body)

    def _seeds(self) -> dict[str, str] | None:
        try:
            kept = json.loads(self.file.read_text(encoding="utf-8"))
            found = {kind: str(kept[kind]) for kind in KINDS}
            return found if kept["user"] == self.session.user_id else None
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as trouble:
            log.warning("%s cannot be read: %s", FILE, trouble)
            return None

    def _make(self) -> dict[str, str]:
        """New keys, on disk before anybody else knows of them."""
        seeds = {kind: base64.b64encode(chance.token_bytes(32)).decode() for kind in KINDS}
        kept = json.dumps({"user": self.session.user_id, **seeds})
        keep_secret(self.file, SecretStr(kept))
        return seeds


def public(seed: str) -> str:
    """The public key, as it is written."""
    return _unpadded(_key(seed).public_key().export_key(format="raw"))


def signed_by(seed: str, user: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """The content with the key's signature."""
    words = Api.to_canonical_json(dict(content)).encode()
    signature = _unpadded(eddsa.new(_key(seed), "rfc8032").sign(words))
    return {**content, "signatures": {user: {f"ed25519:{public(seed)}": signature}}}


def _key(seed: str) -> Any:
    return ECC.construct(curve="Ed25519", seed=base64.b64decode(seed))


def _unpadded(raw: bytes) -> str:
    return base64.b64encode(raw).decode().rstrip("=")
