"""The webhook: each letter is posted to one address, signed, and followed nowhere else.

Headers and signature are those of Standard Webhooks (standardwebhooks.com): HMAC-SHA256 of id,
timestamp and body, so that its libraries can check them.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import hmac
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import aiohttp
from pydantic import SecretStr

from dcbot.errors import PutOff, Undeliverable, Unreachable, UserError
from dcbot.message import Attached
from dcbot.services.webhooks import TRANSPORT
from dcbot.transport import PositionOf, Take
from storage.outbox import Act, Letter

SECONDS = 10.0
"""How long the other side may take to answer."""
LONGEST_PUT_OFF = 3600.0
_PREFIX = "whsec_"


class Webhook:
    """Posts to `address`; `secret` is `whsec_` and Base64, or any other words."""

    name = TRANSPORT
    acts = frozenset({Act.SAY})
    # The receiver knows a repeated one by its id.
    safe_for = timedelta(days=3650)

    def __init__(self, address: str, secret: SecretStr, clock: Callable[[], datetime]) -> None:
        self.address = address
        self.clock = clock
        self._key = _key(secret.get_secret_value())
        self._session: aiohttp.ClientSession | None = None

    async def hear(self, take: Take, position: PositionOf) -> None:
        """Nobody speaks to the bot this way."""
        await asyncio.Event().wait()

    async def send(self, letter: Letter, target: str | None) -> Sequence[str]:
        """Post it; its id is the same however often it is tried."""
        name = "msg_" + hashlib.sha256(letter.key.encode()).hexdigest()[:32]
        body = letter.text.encode()
        moment = str(int(self.clock().timestamp()))
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "dcbot",
            "webhook-id": name,
            "webhook-timestamp": moment,
            "webhook-signature": signature(self._key, name, moment, body),
        }
        try:
            async with self._open().post(
                self.address, data=body, headers=headers, allow_redirects=False
            ) as answer:
                _judge(answer)
        except (aiohttp.ClientError, TimeoutError) as trouble:
            raise Unreachable(f"{type(trouble).__name__}: {trouble}") from trouble
        return [name]

    async def look_up(self, letter: Letter) -> Sequence[str] | None:
        """Nobody can be asked."""
        return None

    async def fetch(self, attached: Attached, limit: int) -> bytes:
        """Nothing comes in this way."""
        raise UserError("No file comes by the webhook.")

    async def close(self) -> None:
        """Let go of connections."""
        if self._session is not None:
            await self._session.close()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            # No proxy, no cookie: what goes there goes to that address alone.
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=SECONDS),
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
            )
        return self._session


def signature(key: bytes, name: str, moment: str, body: bytes) -> str:
    """The signature of a message with this id and Unix time."""
    signed = b".".join((name.encode(), moment.encode(), body))
    return "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


def _key(secret: str) -> bytes:
    if secret.startswith(_PREFIX):
        try:
            return base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
        except binascii.Error:
            pass
    return secret.encode()


def _judge(answer: aiohttp.ClientResponse) -> None:
    """Raise unless it was taken; nothing of what the answer says is read."""
    if answer.status < 300:
        return
    told = f"the webhook answers {answer.status}"
    if answer.status < 400:
        raise PutOff(f"{told}: it leads elsewhere, and is not followed; name the new address")
    if answer.status == 410:
        raise Undeliverable(f"{told}: nobody wants it any more")
    asked = answer.headers.get("Retry-After", "")
    raise PutOff(told, min(float(asked), LONGEST_PUT_OFF) if asked.isdigit() else None)
