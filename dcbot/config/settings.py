"""What bot.toml can say: one model for each section, with the defaults that the file shows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, SecretStr
from sqlalchemy.engine import make_url

from dcbot.config.kinds import (
    Address,
    DatabaseUrl,
    FirstData,
    Folder,
    Form,
    Homeserver,
    HookAddress,
    Hours,
    Inviter,
    Lease,
    Level,
    Listening,
    LogFile,
    Loopback,
    MailAddress,
    MailServer,
    MatrixUser,
    Must,
    Name,
    Port,
    Prefix,
    Rate,
    Room,
    SecretFile,
    SiteAddress,
    Title,
    Zone,
)
from dcbot.config.secrets import Redactor, Secrets

# A list in TOML becomes a tuple, which nobody can change by accident.
_LIST = Field(strict=False)


@dataclass(frozen=True)
class Surroundings:
    """What is known when a file is read and does not stand in it."""

    directory: Path = Path()
    secrets: Secrets = field(default_factory=Secrets)
    warnings: tuple[str, ...] = ()


class Section(BaseModel):
    """A part of bot.toml: it cannot be changed, and knows no key but its own."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, validate_default=True, hide_input_in_errors=True
    )


class DatabaseSettings(Section):
    """Where everything is remembered; `url` names the driver and never holds the password."""

    url: DatabaseUrl = "sqlite:///dcbot.db"
    password_file: SecretFile | None = None
    lease_seconds: Lease = 30


class MatrixSettings(Section):
    """The bot's account on its homeserver."""

    homeserver: Homeserver
    user: MatrixUser
    token_file: SecretFile | None = None
    password_file: SecretFile | None = None
    device_name: Title = "dcbot"
    display_name: Title | None = None
    rooms: Annotated[
        tuple[Room, ...], _LIST, Must('a list of rooms, such as ["#coalitions:example.org"]')
    ] = ()
    invites_from: Annotated[
        tuple[Inviter, ...], _LIST, Must('a list of Matrix ids, such as ["@*:example.org"]')
    ] = ()

    def invites_follow(self, user: str) -> bool:
        """Whether somebody's invitation is followed; that of an operator is anyway."""
        patterns = (re.escape(each).replace(r"\*", ".*") for each in self.invites_from)
        return any(re.fullmatch(pattern, user, re.DOTALL) for pattern in patterns)


class MailSettings(Section):
    """Mail as files: a folder from which letters are taken and one into which they are put."""

    address: MailAddress
    incoming: Folder = Path("mail/in")
    outgoing: Folder = Path("mail/out")
    trusts: MailServer = ""

    @property
    def own_domain(self) -> str:
        """What stands behind the @ of the bot's address, in lower case."""
        return self.address.rpartition("@")[2].lower()


class LetterSettings(Section):
    """How long is tried to send, and how fast somebody may speak."""

    max_attempts_hours: Hours = 72
    flood_per_minute: Rate = 60


class HealthSettings(Section):
    """Where the bot tells this machine, and nobody else, how it is."""

    host: Loopback = "127.0.0.1"
    port: Port = 8427


class WebSettings(Section):
    """Where the calendar is shown to everybody; `address` is the one by which people reach it."""

    host: Listening = "127.0.0.1"
    port: Port = 8428
    address: SiteAddress = ""


class ArchiveSettings(Section):
    """The folder in which the archive is kept as files."""

    folder: Folder


class WebhookSettings(Section):
    """Which program elsewhere is told, signed with a secret, when something is published."""

    address: HookAddress
    secret_file: SecretFile | None = None


class LogSettings(Section):
    """What is written down, in which form and where; no file is the terminal's error output."""

    level: Level = "info"
    form: Form = "text"
    file: LogFile | None = None


class Settings(Section):
    """All of bot.toml. Paths are whole and secrets are at hand where `load` made it."""

    name: Name = "dcbot"
    prefix: Prefix = "!"
    timezone: Zone = "UTC"
    data: FirstData = "igf"
    folder: Folder = Path("dcbot-data")
    operators: Annotated[
        tuple[Address, ...], _LIST, Must('a list of addresses, such as ["console:operator"]')
    ] = ("console:operator",)
    database: DatabaseSettings = Field(default_factory=DatabaseSettings)
    matrix: MatrixSettings | None = None
    mail: MailSettings | None = None
    health: HealthSettings | None = None
    web: WebSettings | None = None
    archive: ArchiveSettings | None = None
    webhook: WebhookSettings | None = None
    letters: LetterSettings = Field(default_factory=LetterSettings)
    log: LogSettings = Field(default_factory=LogSettings)

    _secrets: Secrets = PrivateAttr(default_factory=Secrets)
    _warnings: tuple[str, ...] = PrivateAttr(default=())
    _redactor: Redactor = PrivateAttr(default_factory=Redactor)

    def model_post_init(self, context: object, /) -> None:
        if isinstance(context, Surroundings):
            self._secrets = context.secrets
            self._warnings = context.warnings
            self._redactor = Redactor(context.secrets.given())

    @property
    def zone(self) -> ZoneInfo:
        """The zone of `timezone`."""
        return ZoneInfo(self.timezone)

    @property
    def secrets(self) -> Secrets:
        """The secrets that were given, each a SecretStr."""
        return self._secrets

    @property
    def redact(self) -> Redactor:
        """`redact(text)` blanks every known secret; `redact.learn(secret)` adds one."""
        return self._redactor

    def database_url(self) -> SecretStr:
        """The URL to connect to, with the password where there is one."""
        url = make_url(self.database.url)
        password = self._secrets.database_password
        if password is not None and url.drivername.startswith("postgresql"):
            url = url.set(password=password.get_secret_value())
        return SecretStr(url.render_as_string(hide_password=False))

    def warnings(self) -> tuple[str, ...]:
        """What works but should be seen to, a line each; no line holds a secret."""
        return (*self._warnings, *self._doubts())

    def _doubts(self) -> list[str]:
        lines = []
        matrix = self.matrix
        if matrix and matrix.homeserver.startswith("http://") and not _is_near(matrix.homeserver):
            lines.append(
                f"[matrix] homeserver is {matrix.homeserver}: passwords and messages travel there "
                "readable by everybody on the way; use https://."
            )
        if matrix and not (matrix.rooms or matrix.invites_from or self._has_operator("matrix")):
            lines.append(
                "[matrix] has no rooms and no invites_from, and no operator has a Matrix address: "
                "nobody can get the bot into a room."
            )
        if make_url(self.database.url).database in (None, "", ":memory:"):
            lines.append(
                "[database] url names no file: all is forgotten when the bot stops; write "
                '"sqlite:///dcbot.db".'
            )
        return lines

    def _has_operator(self, transport: str) -> bool:
        return any(address.startswith(f"{transport}:") for address in self.operators)


def _is_near(homeserver: str) -> bool:
    """The homeserver is on this very machine."""
    return bool(re.match(r"http://(localhost|127\.[\d.]+|\[::1\])(:\d+)?$", homeserver))
