"""An application service, as a homeserver knows it: it sends for people, dated when it likes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from dcbot.demo.wire import Wire, path_of

TOKEN = "timekeeper-token"


def registration(file: Path) -> Path:
    """Write the file by which a homeserver knows it; it goes into `app_service_config_files`."""
    known = {
        "id": "timekeeper",
        "url": None,
        "as_token": TOKEN,
        "hs_token": "homeserver-token",
        "sender_localpart": "timekeeper",
        "rate_limited": False,
        "namespaces": {"users": [{"exclusive": False, "regex": "@.*"}]},
    }
    # A homeserver reads YAML, and every JSON text is one.
    file.write_text(json.dumps(known), encoding="utf-8")
    return file


class Timekeeper:
    """Sends events of anybody, which the homeserver dates as it is told."""

    def __init__(self, url: str, server: str) -> None:
        self.wire = Wire(url, TOKEN)
        self.server = server

    async def send(
        self, room: str, kind: str, who: str, at: datetime, content: Any, txn: str
    ) -> str:
        """An event of this type; returns its id."""
        return await self._put(path_of("rooms", room, "send", kind, txn), who, at, content)

    async def join(self, room: str, who: str, at: datetime) -> str:
        """Somebody comes into the room."""
        path = path_of("rooms", room, "state", "m.room.member", self.user_id(who))
        content = {"membership": "join", "displayname": who.capitalize()}
        return await self._put(path, who, at, content)

    def user_id(self, who: str) -> str:
        """The whole address of somebody."""
        return f"@{who}:{self.server}"

    async def close(self) -> None:
        """Let go of connections."""
        await self.wire.close()

    async def _put(self, path: str, who: str, at: datetime, content: Mapping[str, Any]) -> str:
        query = {"user_id": self.user_id(who), "ts": str(int(at.timestamp() * 1000))}
        answer = await self.wire.ask("PUT", path, dict(content), query=query)
        return str(answer["event_id"])
