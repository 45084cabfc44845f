"""A look at the homeserver for `dcbot check`: it signs nobody in and changes nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Collection, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import aiohttp

from dcbot.config.secrets import Secrets
from dcbot.config.settings import MatrixSettings
from dcbot.database_looks import Finding
from dcbot.transports.matrix.asking import TROUBLES, Refused, path_of
from dcbot.transports.matrix.events import short
from dcbot.transports.matrix.power import power_needed, power_of
from dcbot.transports.matrix.session import FILE

WITHIN_SECONDS = 20.0


class Visit:
    """Questions to one homeserver in the bot's name, beside a bot that may be running.

    `date` is what the homeserver's clock said with its last answer.
    """

    def __init__(self, settings: MatrixSettings, secrets: Secrets, folder: Path) -> None:
        self.settings = settings
        self.date: datetime | None = None
        self._secrets = secrets
        self._file = folder / FILE
        self._token = ""

    async def findings(self, known: Collection[str]) -> AsyncIterator[Finding]:
        """What can be said of homeserver, login and rooms; `known` are rooms by the database."""
        timeout = aiohttp.ClientTimeout(total=WITHIN_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as self._http:
            reached = await self._reached()
            yield reached
            if not reached.ok:
                return
            login = await self._login()
            yield login
            if login.ok and self._token:
                async for finding in self._rooms(known):
                    yield finding

    async def _ask(self, path: str, **query: str) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        url = self.settings.homeserver + path
        async with self._http.get(url, params=query, headers=headers) as response:
            self.date = _moment(response.headers.get("Date")) or self.date
            try:
                answer = json.loads(await response.read())
            except (ValueError, RecursionError):
                answer = None
            if response.status != 200 or not isinstance(answer, dict):
                raise Refused(response.status, answer)
            return answer

    async def _reached(self) -> Finding:
        server = self.settings.homeserver
        try:
            await self._ask("/_matrix/client/versions")
        except TROUBLES as trouble:
            why = str(trouble) or type(trouble).__name__
            return Finding(
                f"{server} does not answer ({why}).",
                False,
                "See to it that it runs and that this machine reaches it, or write the right "
                "address into [matrix] homeserver.",
            )
        except Refused as refused:
            return Finding(
                f"{server} answers, but not as a homeserver does ({refused.text}).",
                False,
                "Write the homeserver's own address into [matrix] homeserver.",
            )
        return Finding(f"{server} answers.", True)

    async def _login(self) -> Finding:
        """Whether the token that the bot uses is valid, and whose it is."""
        user = self.settings.user
        token = self._in_use()
        if not token:
            return Finding(f"{user} is not signed in yet; the first “dcbot run” does that.", True)
        self._token = token
        try:
            answer = await self._ask(path_of("account", "whoami"))
        except TROUBLES as trouble:
            return Finding(f"The homeserver did not say whose the login is ({trouble}).", False)
        except Refused as refused:
            return self._refused(refused)
        found = answer.get("user_id")
        if found != user:
            return Finding(
                f"The access token belongs to {found}, not to {user}.",
                False,
                "Write the token of the right account into its file, or the right user into "
                "[matrix] user.",
            )
        return Finding(f"{user} is signed in as device {answer.get('device_id')}.", True)

    def _refused(self, refused: Refused) -> Finding:
        user = self.settings.user
        if not refused.signed_out:
            return Finding(f"{user} may not sign in ({refused.text}).", False)
        if self._secrets.matrix_password is not None:
            way_out = "The bot signs in again by its password when it starts: restart it."
        else:
            way_out = "Make a new token and write it into the file that token_file names."
        return Finding(f"The access token of {user} is no longer valid.", False, way_out)

    def _in_use(self) -> str:
        """The token that the running bot uses: the kept one, unless another was given since."""
        try:
            kept = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            kept = {}
        if not isinstance(kept, Mapping) or kept.get("user") != self.settings.user:
            kept = {}
        given = self._secrets.matrix_token
        if given is not None:
            token = given.get_secret_value()
            mark = hashlib.sha256(token.encode()).hexdigest()
            if kept.get("of") != mark:
                return token
        return str(kept.get("token") or "")

    # Rooms

    async def _rooms(self, known: Collection[str]) -> AsyncIterator[Finding]:
        wanted: dict[str, str] = {room: room for room in known}
        for named in self.settings.rooms:
            try:
                wanted[await self._room_id(named)] = named
            except (Refused, *TROUBLES) as trouble:
                yield Finding(
                    f"{named} cannot be found ({trouble}).",
                    False,
                    "Write an address that the room has into [matrix] rooms.",
                )
        try:
            answer = await self._ask(path_of("joined_rooms"))
        except (Refused, *TROUBLES) as trouble:
            yield Finding(f"The homeserver did not say where the bot is ({trouble}).", False)
            return
        joined = [one for one in answer.get("joined_rooms", ()) if isinstance(one, str)]
        for room in dict.fromkeys([*wanted, *joined]):
            yield await self._room(room, wanted.get(room, room), room in joined)

    async def _room_id(self, named: str) -> str:
        if named.startswith("!"):
            return named
        answer = await self._ask(path_of("directory", "room", named))
        return str(answer.get("room_id"))

    async def _room(self, room: str, called: str, joined: bool) -> Finding:
        """Whether the bot is in the room and may write there."""
        if not joined:
            return Finding(
                f"The bot is not in {called}.",
                False,
                "Invite it there; the room stays in the register until the bot is back or "
                "somebody takes it out.",
            )
        try:
            own, needed, name = await self._powers(room)
        except (Refused, *TROUBLES) as trouble:
            return Finding(f"{called} does not show who may write there ({trouble}).", False)
        called = f"{name} ({called})" if name else called
        if own >= needed:
            return Finding(f"In {called} the bot may write.", True)
        return Finding(
            f"In {called} the bot may not write: it has power {own:g}, and {needed:g} is needed.",
            False,
            f"Let a moderator give {self.settings.user} the power {needed:g}.",
        )

    async def _powers(self, room: str) -> tuple[float, float, str]:
        """The bot's power, the power that a message takes, and how the room is called."""
        state = ("rooms", room, "state")
        create = await self._ask(path_of(*state, "m.room.create", ""), format="event")
        levels = await self._state(room, "m.room.power_levels")
        encrypted = await self._state(room, "m.room.encryption")
        kind = "m.room.message" if encrypted is None else "m.room.encrypted"
        name = short((await self._state(room, "m.room.name") or {}).get("name"))
        own = power_of(self.settings.user, create, levels)
        return own, power_needed(kind, levels), name or ""

    async def _state(self, room: str, kind: str) -> dict[str, Any] | None:
        try:
            return await self._ask(path_of("rooms", room, "state", kind, ""))
        except Refused as refused:
            if refused.status != 404:
                raise
            return None


def _moment(said: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(said) if said else None
    except ValueError:
        return None
