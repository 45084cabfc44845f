"""Requests to a homeserver by one account, asked again while the homeserver is away."""

from __future__ import annotations

import asyncio
import time
from typing import Any
from urllib.parse import quote

import aiohttp

from dcbot.errors import DcbotError

# Answers of a homeserver, or of what stands before it, that is starting or stopping.
AWAY = (502, 503, 504)

# How often an answer of 500 is asked again. A homeserver that is being stopped gives them, and so
# does one that cannot digest the request, for ever.
ATTEMPTS_AT_500 = 3


class Refused(DcbotError):
    """The homeserver said no; `status` and `errcode` as in the Matrix specification."""

    def __init__(self, path: str, status: int, answer: dict[str, Any]) -> None:
        self.status = status
        self.errcode = str(answer.get("errcode", "M_UNKNOWN"))
        reason = answer.get("error", "no reason given")
        super().__init__(f"{path}: {status} {self.errcode}, {reason}")


def path_of(*parts: str) -> str:
    """A path of the client-server API, each part quoted: `path_of("rooms", room, "leave")`."""
    return "/_matrix/client/v3/" + "/".join(quote(part, safe="") for part in parts)


class Wire:
    """One account's way to its homeserver; belongs to one event loop and must be closed.

    While the homeserver cannot be reached a request is repeated for up to `patience` seconds, then
    the connection's own error is raised. A request whose answer got lost may so be done twice:
    what must happen once carries a transaction id in its path.
    """

    def __init__(self, url: str, token: str = "", *, patience: float = 60.0) -> None:
        self.url = url
        self.token = token
        self.patience = patience
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Closes the connections; may be called twice."""
        if self._session:
            await self._session.close()

    async def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: dict[str, str] | None = None,
        data: bytes | None = None,
        mimetype: str | None = None,
    ) -> dict[str, Any]:
        """The JSON answer; `body` goes as JSON, `data` as it is. Refused when the answer is no."""
        asked: dict[str, Any] = {"params": query, "headers": {}}
        if data is not None:
            asked |= {"data": data, "headers": {"Content-Type": mimetype or ""}}
        elif method != "GET":
            asked["json"] = {} if body is None else body
        return dict(await self._insist(method, path, asked, raw=False))

    async def fetch(self, path: str) -> bytes:
        """The bytes that are found there."""
        return bytes(await self._insist("GET", path, {"headers": {}}, raw=True))

    async def _insist(self, method: str, path: str, asked: dict[str, Any], *, raw: bool) -> Any:
        end = time.monotonic() + self.patience
        pause, broken = 0.05, 0
        while True:
            try:
                return await self._once(method, path, asked, raw)
            except Refused as refused:
                broken += refused.status == 500
                may_pass = refused.status in AWAY or 0 < broken < ATTEMPTS_AT_500
                if not may_pass or time.monotonic() > end:
                    raise
            except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError, TimeoutError):
                if time.monotonic() > end:
                    raise
            await asyncio.sleep(pause)
            pause = min(pause * 1.5, 0.5)

    async def _once(self, method: str, path: str, asked: dict[str, Any], raw: bool) -> Any:
        if self._session is None:
            limits = aiohttp.ClientTimeout(total=90)
            self._session = aiohttp.ClientSession(self.url, timeout=limits)
        if self.token:
            asked["headers"]["Authorization"] = f"Bearer {self.token}"
        async with self._session.request(method, path, **asked) as response:
            if response.status == 200:
                return await (response.read() if raw else response.json())
            try:
                answer = await response.json()
            except (aiohttp.ContentTypeError, ValueError):
                answer = {}
            if response.status == 429:
                await asyncio.sleep(answer.get("retry_after_ms", 1000) / 1000)
                return await self._once(method, path, asked, raw)
            raise Refused(path, response.status, answer)
