"""A private homeserver: Synapse on loopback as a child process, closed to the world.

It needs `pip install 'dcbot[demo]'`. Everything it keeps is in one folder; on a memory disk such as
/dev/shm it is three times as fast. It has no rate limits, unless `settings` give it some.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import secrets
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from dcbot.demo.process import Child, free_port, is_free
from dcbot.errors import OperatorError

# A first start makes the database and takes about 1.5 seconds; a busy machine is given a minute.
PATIENCE = 60.0

# How long between two attempts to reach a homeserver that is coming up, in seconds.
GLANCE = 0.02

WAY_OUT = "Start it again with an empty folder; if that fails too, the log says what is missing."

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Account:
    """One person's account, signed in on one device."""

    user_id: str
    access_token: str
    device_id: str
    password: str


class Homeserver:
    """One private homeserver; its port and its data stay the same over stops, kills and starts.

    `settings` go over the configuration key by key; a value of None leaves that key to Synapse's
    own default, so `{"rc_message": None}` brings its rate limit for messages back.
    """

    def __init__(
        self,
        folder: Path,
        *,
        name: str = "demo.local",
        port: int = 0,
        settings: Mapping[str, Any] | None = None,
        python: str = sys.executable,
    ) -> None:
        self.folder = folder
        self.name = name
        self.port = port or free_port()
        self._may_move = port == 0
        self.settings = dict(settings or {})
        self._secret = secrets.token_hex(32)
        command = [python, "-m", "synapse.app.homeserver", "-c", str(folder / "homeserver.json")]
        self._child = Child(command, folder / "homeserver.log", folder=folder)

    @property
    def url(self) -> str:
        """Where clients reach it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._child.pid

    async def start(self, progress: Progress | None = None) -> None:
        """Returns when clients are answered. OperatorError, with the log's end, if none ever is."""
        tell = progress or (lambda _: None)
        if self.pid is not None:
            return
        self._claim_port()
        tell("Starting a private homeserver on this machine")
        self._write_configuration()
        self._child.start()
        try:
            await self._wait_until_it_answers()
        except BaseException:
            self.kill()
            raise
        self._may_move = False
        tell(f"The homeserver {self.name} answers at {self.url}")

    async def stop(self) -> None:
        """Ends it in good order, or by force after ten seconds; no process remains."""
        await self._child.stop()

    def kill(self) -> None:
        """Ends it as a power cut would."""
        self._child.kill()

    async def restart(self) -> None:
        """Stops it if it runs, and starts it with the same port and data."""
        await self.stop()
        await self.start()

    async def register(
        self, localpart: str, password: str, *, admin: bool = False, name: str | None = None
    ) -> Account:
        """A new account, signed in; `name` is what others see, the localpart if it is left out."""
        path = "/_synapse/admin/v1/register"
        nonce = (await self._call("GET", path))["nonce"]
        words = [nonce, localpart, password, "admin" if admin else "notadmin"]
        mac = hmac.new(self._secret.encode(), "\0".join(words).encode(), hashlib.sha1).hexdigest()
        asked: dict[str, Any] = {"nonce": nonce, "username": localpart, "password": password}
        asked["admin"] = admin
        asked |= {"mac": mac, "displayname": name or localpart}
        answer = await self._call("POST", path, asked)
        return Account(answer["user_id"], answer["access_token"], answer["device_id"], password)

    async def login(self, user: str, password: str, *, device_id: str | None = None) -> Account:
        """Signs an account in, on a new device unless one is named."""
        asked: dict[str, Any] = {
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": user},
            "password": password,
        }
        if device_id:
            asked["device_id"] = device_id
        answer = await self._call("POST", "/_matrix/client/v3/login", asked)
        return Account(answer["user_id"], answer["access_token"], answer["device_id"], password)

    async def _call(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        async with (
            aiohttp.ClientSession(self.url) as session,
            session.request(method, path, json=body) as response,
        ):
            answer: dict[str, Any] = await response.json()
            if response.status != 200:
                raise OperatorError(
                    f"The private homeserver refused {path.rsplit('/', 1)[-1]}: "
                    f"{answer.get('error', response.status)}"
                )
            return answer

    async def _wait_until_it_answers(self) -> None:
        end = time.monotonic() + PATIENCE
        async with aiohttp.ClientSession(self.url) as session:
            while time.monotonic() < end:
                if self.pid is None:
                    raise self._failure(f"it ended with exit code {self._child.exit_code}")
                try:
                    async with session.get("/_matrix/client/versions") as response:
                        if response.status == 200:
                            return
                except aiohttp.ClientConnectionError:
                    pass
                await asyncio.sleep(GLANCE)
        raise self._failure(f"it did not answer within {PATIENCE:.0f} seconds")

    def _claim_port(self) -> None:
        """Makes sure that it is not another program that will answer."""
        if is_free(self.port):
            return
        if not self._may_move:
            raise OperatorError(
                f"Another program listens on port {self.port}: end it, or name another port."
            )
        self.port = free_port()

    def _failure(self, reason: str) -> OperatorError:
        said = self._child.said()
        if "No module named" in said and "synapse" in said:
            return OperatorError(
                "The private homeserver is not installed. Install it: pip install 'dcbot[demo]'"
            )
        return OperatorError(
            f"The private homeserver did not come up at {self.url}: {reason}.\n"
            f"Its log, {self._child.log}, ends:\n{self._child.tail()}\n{WAY_OUT}"
        )

    def _write_configuration(self) -> None:
        """Files by hand, because asking Synapse to generate them takes longer than its start."""
        self.folder.mkdir(parents=True, exist_ok=True)
        key = self.folder / "signing.key"
        if not key.exists():
            seed = base64.b64encode(secrets.token_bytes(32)).decode().rstrip("=")
            key.write_text(f"ed25519 a_demo {seed}\n", encoding="ascii")
            key.chmod(0o600)
        configuration = {**configuration_of(self), **self.settings}
        kept = {name: value for name, value in configuration.items() if value is not None}
        # A secret for this object only: accounts and their tokens do not hang on it.
        kept |= {"registration_shared_secret": self._secret, "macaroon_secret_key": self._secret}
        # Synapse reads YAML, and every JSON text is one.
        file = self.folder / "homeserver.json"
        file.write_text(json.dumps(kept, indent=1), encoding="utf-8")
        file.chmod(0o600)
        logging = {
            "version": 1,
            "handlers": {"console": {"class": "logging.StreamHandler"}},
            "root": {"level": "WARNING", "handlers": ["console"]},
            "disable_existing_loggers": False,
        }
        (self.folder / "logging.json").write_text(json.dumps(logging), encoding="utf-8")


def configuration_of(server: Homeserver) -> dict[str, Any]:
    """Synapse's configuration: clients on loopback only, nothing beyond what a demo needs."""
    folder = server.folder
    listener = {
        "port": server.port,
        "bind_addresses": ["127.0.0.1"],
        "type": "http",
        "resources": [{"names": ["client"]}],
    }
    database = {"name": "sqlite3", "args": {"database": str(folder / "homeserver.db")}}
    off = {"enabled": False}
    return {
        "server_name": server.name,
        "public_baseurl": f"{server.url}/",
        "pid_file": str(folder / "homeserver.pid"),
        "listeners": [listener],
        "database": database,
        "log_config": str(folder / "logging.json"),
        "signing_key_path": str(folder / "signing.key"),
        "media_store_path": str(folder / "media"),
        "trusted_key_servers": [],
        "suppress_key_server_warning": True,
        "federation_domain_whitelist": [],
        "report_stats": False,
        "presence": off,
        "push": off,
        "user_directory": off,
        "url_preview_enabled": False,
        "enable_search": False,
        "bcrypt_rounds": 4,
        # By default the same question is given the same answer for two minutes.
        "caches": {"sync_response_cache_duration": "0s"},
        **without_limits(),
    }


def without_limits() -> dict[str, Any]:
    """Every rate limit that Synapse has, so high that it never holds."""
    free = {"per_second": 100_000, "burst_count": 100_000}
    flat = (
        "message registration registration_token_validity admin_redaction joins_per_room "
        "key_requests 3pid_validation third_party_invite media_create delayed_event_mgmt "
        "room_creation reports user_directory profile"
    )
    return {
        **{f"rc_{what}": free for what in flat.split()},
        "rc_login": {"address": free, "account": free, "failed_attempts": free},
        "rc_joins": {"local": free, "remote": free},
        "rc_invites": {"per_room": free, "per_user": free, "per_issuer": free},
        "rc_presence": {"per_user": free},
    }
