"""The bot's login: one device for ever, its token kept in the folder, signed in again when it ends.

Everything the bot asks of its homeserver goes through here, or through the nio client that the
session signs in.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import secrets as chance
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import nio
from pydantic import SecretStr

from dcbot.config.secrets import Secrets, keep_secret
from dcbot.config.settings import MatrixSettings
from dcbot.errors import OperatorError
from dcbot.steady import pause_after
from dcbot.transports.matrix.asking import TROUBLES, Refused, path_of
from dcbot.transports.matrix.login import Login, advice, no_way_in

FILE = "matrix-session.json"
REQUEST_SECONDS = 60.0

__all__ = ["TROUBLES", "Refused", "Session", "path_of"]

log = logging.getLogger("dcbot.matrix")

# nio logs what it cannot read whole, with the words that people said.
logging.getLogger("nio").setLevel(logging.CRITICAL)


class Session:
    """One account on one device. `client` is nio's, never left to repeat requests by itself.

    `learned` is told every token, so that no log shows it.
    """

    def __init__(
        self,
        settings: MatrixSettings,
        secrets: Secrets,
        folder: Path,
        learned: Callable[[SecretStr], None] = lambda _: None,
    ) -> None:
        self.settings = settings
        self.display_name = ""
        self.client: Any = nio.AsyncClient(
            settings.homeserver,
            settings.user,
            config=nio.AsyncClientConfig(
                encryption_enabled=False,
                store_sync_tokens=False,
                max_timeouts=0,
                max_limit_exceeded=0,
                request_timeout=REQUEST_SECONDS,
            ),
        )
        self._secrets = secrets
        self._file = folder / FILE
        self._learned = learned
        self._turn = asyncio.Lock()
        self._open = False
        self.logins = 0
        """How often the session was signed in: after each, its device may be another."""

    @property
    def user_id(self) -> str:
        """The bot's own Matrix id."""
        return str(self.client.user_id or self.settings.user)

    @property
    def device_id(self) -> str:
        """The device, which stays the same; empty before the first login."""
        return str(self.client.device_id or "")

    @property
    def may_change_device(self) -> bool:
        """Whether the bot can sign in as a new device by itself."""
        return self._secrets.matrix_password is not None

    @property
    def names(self) -> tuple[str, ...]:
        """What the bot is called: id, localpart, display name."""
        localpart = self.user_id[1:].partition(":")[0]
        return tuple(name for name in (self.user_id, localpart, self.display_name) if name)

    async def open(self) -> None:
        """Sign in, waiting until the homeserver answers; OperatorError where it refuses."""
        async with self._turn:
            if not self._open:
                await self._sign_in()
                await self._take_name()
                self._open = True

    async def renew(self, dead: str) -> None:
        """Sign in again after the homeserver refused the token `dead`, on the same device."""
        async with self._turn:
            if self.client.access_token not in ("", dead):
                return
            log.warning("the homeserver ended the login of %s; signing in again", self.user_id)
            await self._sign_in()

    async def change_device(self) -> None:
        """Sign in by the password as a new device, and take the old one off the account's list."""
        async with self._turn:
            kept, token = self._kept(), self.client.access_token
            # Written down first: a crash in between leaves the old device at most.
            self._keep(replace(self._new(), of=kept.of))
            try:
                await self.ask("POST", path_of("logout"), token=token)
            except (Refused, *TROUBLES) as trouble:
                log.warning(
                    "the device %s is still on the account's list: %s", kept.device, trouble
                )
            await self._sign_in()

    def proof(self, refused: Refused) -> dict[str, Any] | None:
        """What proves to the homeserver that it is the account's owner who asks, where it wants
        the password for that."""
        if refused.proof is None or self._secrets.matrix_password is None:
            return None
        return {
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": self.settings.user},
            "password": self._secrets.matrix_password.get_secret_value(),
            "session": refused.proof,
        }

    async def close(self) -> None:
        """Let go of connections."""
        await self.client.close()

    async def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        query: Mapping[str, str] | None = None,
        token: str | None = None,
        within: float = REQUEST_SECONDS,
    ) -> dict[str, Any]:
        """The JSON answer. Refused, or one of TROUBLES; nothing is repeated here."""
        if query:
            path = f"{path}?{urlencode(query)}"
        data = None if method == "GET" else json.dumps({} if body is None else body)
        headers = {"Content-Type": "application/json"}
        token = self.client.access_token if token is None else token
        if token:
            headers["Authorization"] = f"Bearer {token}"
        limit = aiohttp.ClientTimeout(total=within)
        response = await self.client.send(method, path, data, headers, None, limit)
        async with response:
            status, raw = response.status, await response.read()
        try:
            answer = json.loads(raw)
        except (ValueError, RecursionError):
            answer = None
        if status != 200 or not isinstance(answer, dict):
            raise Refused(status, answer)
        return answer

    # Signing in

    async def _sign_in(self) -> None:
        failures = 0
        while True:
            try:
                self._use(await self._login())
                return
            except TROUBLES as trouble:
                wait, why = None, f"{type(trouble).__name__}: {trouble}"
            except Refused as refused:
                if not refused.passing:
                    raise OperatorError(advice(self.settings, refused)) from refused
                wait, why = refused.after, refused.text
            failures += 1
            pause = max(pause_after(failures), wait or 0.0)
            log.warning(
                "%s does not answer (%s); trying again in %.1f s",
                self.settings.homeserver,
                why,
                pause,
            )
            await asyncio.sleep(pause)

    async def _login(self) -> Login:
        """A login that works: the token given, the one kept, or a new one by the password."""
        kept = self._kept()
        given = self._secrets.matrix_token
        tokens = [kept.token] if kept.token else []
        mark = ""
        if given is not None:
            mark = hashlib.sha256(given.get_secret_value().encode()).hexdigest()
            # A token that stood there before and was replaced since is not tried again.
            tokens = [given.get_secret_value()] if kept.of != mark else tokens
        refused: Refused | None = None
        for token in tokens:
            self._learned(SecretStr(token))
            try:
                return self._keep(replace(await self._whose(token, kept), of=mark))
            except Refused as trouble:
                if not trouble.signed_out:
                    raise
                refused = trouble
        if self._secrets.matrix_password is None:
            raise OperatorError(no_way_in(self.settings, refused))
        return self._keep(replace(await self._by_password(kept), of=mark))

    async def _whose(self, token: str, kept: Login) -> Login:
        answer = await self.ask("GET", path_of("account", "whoami"), token=token)
        user, device = answer.get("user_id"), answer.get("device_id")
        if user != self.settings.user:
            raise OperatorError(
                f"The access token belongs to {user}, but [matrix] user in bot.toml is "
                f"{self.settings.user}. Write the one that is right: another token, or another "
                "user."
            )
        return Login(str(user), str(device or kept.device), token)

    async def _by_password(self, kept: Login) -> Login:
        # The device is written down before it is used: a crash in between makes no second one.
        if not kept.device:
            kept = self._keep(self._new())
        password = self._secrets.matrix_password
        assert password is not None
        answer = await self.ask(
            "POST",
            path_of("login"),
            {
                "type": "m.login.password",
                "identifier": {"type": "m.id.user", "user": self.settings.user},
                "password": password.get_secret_value(),
                "device_id": kept.device,
                "initial_device_display_name": self.settings.device_name,
            },
            token="",
        )
        token = answer.get("access_token")
        if not isinstance(token, str):
            raise Refused(200, {"error": "the homeserver's answer holds no access token"})
        self._learned(SecretStr(token))
        return Login(str(answer.get("user_id")), str(answer.get("device_id")), token)

    def _new(self) -> Login:
        return Login(self.settings.user, f"DCBOT{chance.token_hex(4).upper()}")

    def _use(self, login: Login) -> None:
        self.logins += 1
        self.client.user_id = login.user
        self.client.restore_login(login.user, login.device, login.token)

    def _kept(self) -> Login:
        try:
            found = Login(**json.loads(self._file.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return Login()
        except (OSError, ValueError, TypeError) as trouble:
            log.warning("%s cannot be read (%s); signing in as a new device", FILE, trouble)
            return Login()
        # Another account's login is of no use.
        return found if found.user == self.settings.user else Login()

    def _keep(self, login: Login) -> Login:
        if login != self._kept():
            keep_secret(self._file, SecretStr(json.dumps(asdict(login))))
        return login

    async def _take_name(self) -> None:
        """Learn the account's display name, after setting the one that bot.toml wants."""
        path = path_of("profile", self.user_id, "displayname")
        wanted = self.settings.display_name
        try:
            try:
                answer = await self.ask("GET", path)
            except Refused as refused:
                if refused.status != 404:
                    raise
                answer = {}
            self.display_name = str(answer.get("displayname") or "")
            if wanted and wanted != self.display_name:
                await self.ask("PUT", path, {"displayname": wanted})
                self.display_name = wanted
        except (Refused, *TROUBLES) as trouble:
            log.warning("the display name could not be read or set: %s", trouble)
