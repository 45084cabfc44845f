"""Files to and from the homeserver, within its limits and ours."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
from nio.crypto.attachments import decrypt_attachment, encrypt_attachment

from dcbot.errors import Undeliverable, UserError
from dcbot.message import Attached, quoted
from dcbot.transport import ATTACHMENTS
from dcbot.transports.matrix.asking import TROUBLES, Refused
from dcbot.transports.matrix.contents import name_of, type_of
from dcbot.transports.matrix.session import Session

FETCH_SECONDS = 60.0
SLOWEST = 50_000
"""Bytes in a second: a file may take this long to go up, beyond half a minute."""

_MEDIA = "/_matrix/client/v1/media"
_ADDRESS = re.compile(r"mxc://(?!\.+/)([A-Za-z0-9.:_\[\]-]+)/([A-Za-z0-9_~-][A-Za-z0-9._~-]*)")
_HASH = re.compile(r"[0-9a-f]{64}")


class Media:
    """Uploads files that lie in the bot's folder, and fetches what others sent."""

    def __init__(self, session: Session, folder: Path) -> None:
        self.session = session
        self.folder = folder / ATTACHMENTS

    async def upload(
        self, attached: Attached, *, sealed: bool = False
    ) -> tuple[str, int, dict[str, Any]]:
        """The file's mxc:// address at the homeserver, its size in bytes, and where it is `sealed`
        what opens it.

        Raises Undeliverable where it is not there or too large; Refused; or one of TROUBLES.
        """
        data = await self._read(attached)
        size, key = len(data), {}
        if sealed:
            data, key = await asyncio.to_thread(encrypt_attachment, data)
        largest = await self._largest()
        if largest is not None and len(data) > largest:
            # A homeserver may drop the connection instead of refusing.
            raise Undeliverable(
                f"{name_of(attached)} has {_size(len(data))}, and the homeserver takes files of up "
                f"to {_size(largest)}. Make it smaller, or raise the server's limit."
            )
        name, kind = name_of(attached), type_of(attached)
        if sealed:
            name, kind = "file", "application/octet-stream"
        path = f"/_matrix/media/v3/upload?{urlencode({'filename': name})}"
        headers = self._headers() | {"Content-Type": kind}
        limit = aiohttp.ClientTimeout(total=30 + len(data) / SLOWEST)
        response = await self.session.client.send("POST", path, data, headers, None, limit)
        async with response:
            try:
                answer = await response.json(content_type=None)
            except ValueError:
                answer = None
        address = answer.get("content_uri") if isinstance(answer, dict) else None
        if response.status != 200 or not isinstance(address, str):
            raise Refused(response.status, answer)
        return address, size, {**key, "url": address} if sealed else {}

    async def fetch(self, attached: Attached, limit: int) -> bytes:
        """The file's bytes, at most `limit` of them; UserError says why there are none."""
        named = quoted(name_of(attached))
        plain, _, key = (attached.uri or "").partition("#")
        address = _ADDRESS.fullmatch(plain)
        if address is None:
            raise UserError(
                f"{named} has no address from which it could be fetched. Send it again."
            )
        path = f"{_MEDIA}/download/{address[1]}/{address[2]}?timeout_ms=20000"
        within = aiohttp.ClientTimeout(total=FETCH_SECONDS)
        try:
            response = await self.session.client.send(
                "GET", path, None, self._headers(), None, within
            )
            async with response:
                data = await _at_most(response, limit + 1)
        except TROUBLES as trouble:
            raise UserError(
                f"{named} could not be fetched: the homeserver did not send it in time. "
                "Send it again."
            ) from trouble
        if response.status != 200:
            raise UserError(f"The homeserver does not hand out {named}. Send it again.")
        if len(data) > limit:
            raise UserError(f"{named} is larger than {_size(limit)}, the most that is read.")
        if key:
            return await asyncio.to_thread(_opened, data, key, named)
        return data

    async def _largest(self) -> int | None:
        """How many bytes the homeserver takes; None where it does not say."""
        try:
            answer = await self.session.ask("GET", f"{_MEDIA}/config", within=30.0)
        except Refused as refused:
            if refused.status != 404:
                raise
            return None
        largest = answer.get("m.upload.size")
        return largest if isinstance(largest, int) else None

    async def _read(self, attached: Attached) -> bytes:
        if (written := attached.content()) is not None:
            return written
        if not _HASH.fullmatch(attached.sha256 or ""):
            raise Undeliverable(f"{name_of(attached)} is not kept in the bot's folder.")
        try:
            return await asyncio.to_thread((self.folder / str(attached.sha256)).read_bytes)
        except OSError as trouble:
            raise Undeliverable(
                f"{name_of(attached)} cannot be read from the bot's folder: {trouble.strerror}."
            ) from trouble

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.session.client.access_token}"}


async def _at_most(response: aiohttp.ClientResponse, count: int) -> bytes:
    data = bytearray()
    async for chunk in response.content.iter_chunked(65_536):
        data += chunk
        if len(data) >= count:
            break
    return bytes(data[:count])


def _opened(data: bytes, key: str, named: str) -> bytes:
    """The bytes of a sealed file."""
    try:
        secret, start, digest = key.split("~")
        return bytes(decrypt_attachment(data, secret, digest, start))
    except Exception as trouble:
        raise UserError(
            f"{named} cannot be opened: its key does not fit. Send it again."
        ) from trouble


def _size(count: int) -> str:
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))} kB"
    return f"{count / 1_000_000:.1f}".removesuffix(".0") + " MB"
