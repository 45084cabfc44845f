"""The kinds of value that a setting can have, each with the words that say what it must be."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from dcbot.config.secrets import looks_secret
from dcbot.config.zones import is_zone, nearest_zones


@dataclass(frozen=True)
class Must:
    """What a value must be, in words that end the sentence “it must be …”."""

    text: str


# A check that raises ValueError("") is told with the words of Must; with a text, with that text.

SERVER = r"(?:[A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?"
USER = rf"@[^\s:]+:{SERVER}"
MAIL = r"[^\s@<>,;:\"]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?"


def _matching(pattern: str) -> AfterValidator:
    """The whole value is as the pattern says, printable, and at most 255 characters long."""
    whole = re.compile(pattern)

    def check(value: str) -> str:
        if len(value) > 255 or not value.isprintable() or not whole.fullmatch(value):
            raise ValueError("")
        return value

    return AfterValidator(check)


def _one_of(*words: str) -> BeforeValidator:
    """Upper and lower case are the same; whatever else differs is left for the type to refuse."""

    def lower(value: object) -> object:
        return value.lower() if isinstance(value, str) and value.lower() in words else value

    return BeforeValidator(lower)


def _check_prefix(value: str) -> str:
    if not 1 <= len(value) <= 2 or any(unicodedata.category(each)[0] not in "PS" for each in value):
        raise ValueError("")
    if value[0] in "/#@>\"'":
        raise ValueError(
            f"chat programs and mail keep {value[0]} for themselves; take another, "
            'such as "!" or "?"'
        )
    return value


def _check_zone(value: str) -> str:
    if is_zone(value):
        return value
    offered = " or ".join(f'"{name}"' for name in nearest_zones(value))
    if not offered:
        raise ValueError("")
    raise ValueError(f"no time zone is called so; did you mean {offered}?")


def _check_address(value: str) -> str:
    if re.fullmatch(rf"matrix:{USER}|mail:{MAIL}|console:[\w.-]+", value):
        return value
    for transport, pattern in (("matrix", USER), ("mail", MAIL)):
        if re.fullmatch(pattern, value):
            raise ValueError(f'an address names its way first; write "{transport}:{value}"')
    raise ValueError("")


def _check_homeserver(value: str) -> str:
    if re.fullmatch(SERVER, value):
        raise ValueError(f'the beginning is missing; write "https://{value}"')
    parts = urlsplit(value)
    plain = not (parts.query or parts.fragment or parts.username or parts.password)
    if parts.scheme not in ("http", "https") or not re.fullmatch(SERVER, parts.netloc) or not plain:
        raise ValueError("")
    return value.rstrip("/")


def _check_loopback(value: str) -> str:
    try:
        if ip_address(value).is_loopback:
            return value
    except ValueError:
        pass
    raise ValueError("")


def beside(value: object, info: ValidationInfo) -> Path:
    """A path as the operator wrote it, from the folder of bot.toml where that is known."""
    text = str(value) if isinstance(value, str | Path) else ""
    if not text.strip() or not text.isprintable():
        raise ValueError("")
    directory: Path = getattr(info.context, "directory", Path())
    try:
        return directory / Path(text).expanduser()
    except RuntimeError as error:  # "~somebody", where nobody is called so
        raise ValueError("no user of this machine is called so; write the whole path") from error


def _check_secret_file(value: object) -> object:
    if isinstance(value, str) and looks_secret(value):
        raise ValueError(
            "it looks like the secret itself: put that into a file and write the file's name here"
        )
    return value


def _read_url(value: str) -> URL:
    try:
        url = make_url(value)
    except (ArgumentError, ValueError) as error:
        raise ValueError("") from error
    if url.password is not None or "password" in url.query:
        raise ValueError(
            "a password never stands in bot.toml: take it out, put it into a file and name that "
            "with password_file, or set DCBOT_DATABASE_PASSWORD"
        )
    return url


def _check_database(value: object, info: ValidationInfo) -> object:
    """The URL with the driver that the store uses; a SQLite file gets its whole path."""
    if not isinstance(value, str):
        return value
    url = _read_url(value)
    match url.drivername:
        case "sqlite" | "sqlite+aiosqlite":
            url = url.set(drivername="sqlite+aiosqlite")
            if url.host:
                raise ValueError(f'a slash is missing; write "sqlite:///{url.host}"')
            if url.database not in (None, "", ":memory:"):
                url = url.set(database=str(beside(url.database, info)))
        case "postgresql" | "postgres" | "postgresql+asyncpg":
            url = url.set(drivername="postgresql+asyncpg")
            if not url.database:
                raise ValueError("")
        case _:
            raise ValueError("")
    return url.render_as_string(hide_password=False)


Name = Annotated[
    str,
    _matching(r"[^\W\d_][\w.-]{0,31}"),
    Must('one word of at most 32 characters that begins with a letter, such as "dcbot"'),
]
Prefix = Annotated[
    str,
    AfterValidator(_check_prefix),
    Must('one or two characters that are neither letters nor digits, such as "!"'),
]
Zone = Annotated[
    str,
    AfterValidator(_check_zone),
    Must('the IANA name of a time zone, its region and city, such as "Europe/Paris"'),
]
FirstData = Annotated[
    Literal["igf", "empty"],
    _one_of("igf", "empty"),
    Must('"igf" or "empty"'),
]
Level = Annotated[
    Literal["debug", "info", "warning", "error"],
    _one_of("debug", "info", "warning", "error"),
    Must('"debug", "info", "warning" or "error"'),
]
Form = Annotated[
    Literal["text", "json"],
    _one_of("text", "json"),
    Must('"text" or "json"'),
]
Address = Annotated[
    str,
    AfterValidator(_check_address),
    Must('an address with its way in front, such as "matrix:@ops:example.org"'),
]
DatabaseUrl = Annotated[
    str,
    BeforeValidator(_check_database),
    Must(
        'a SQLite file or a PostgreSQL database ("postgresql://user@host/database"), '
        'such as "sqlite:///dcbot.db"'
    ),
]
Homeserver = Annotated[
    str,
    AfterValidator(_check_homeserver),
    Must('the address of a homeserver, such as "https://matrix.example.org"'),
]
MatrixUser = Annotated[
    str,
    _matching(USER),
    Must('a whole Matrix id, such as "@dcbot:example.org"'),
]
Room = Annotated[
    str,
    # From room version 12 on, the id of a room names no server.
    _matching(rf"[#][^\s:]+:{SERVER}|![^\s:]+(:{SERVER})?"),
    Must('the address or the id of a room, such as "#coalitions:example.org"'),
]
Inviter = Annotated[
    str,
    _matching(rf"\*|@[^\s:]+:(?:{SERVER}|[A-Za-z0-9.*-]+)"),
    Must('a Matrix id in which * stands for anything, such as "@*:example.org"'),
]
Title = Annotated[
    str,
    _matching(r"\S(?:.{0,98}\S)?"),
    Must('a name of at most 100 characters, such as "Coalition clerk"'),
]
MailAddress = Annotated[
    str,
    _matching(MAIL),
    Must('a mail address without a name, such as "dcbot@example.org"'),
]
MailServer = Annotated[
    str,
    _matching(r"|[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?"),
    Must('the name that a mail server puts before its verdicts, such as "mx.example.org"'),
]
Folder = Annotated[
    Path, BeforeValidator(beside), Must('the path of a folder, such as "dcbot-data"')
]
LogFile = Annotated[Path, BeforeValidator(beside), Must('the path of a file, such as "dcbot.log"')]
SecretFile = Annotated[
    Path,
    BeforeValidator(beside),
    BeforeValidator(_check_secret_file),
    Must('the path of a file that holds the secret alone, in quotes, such as "matrix-token"'),
]
Hours = Annotated[
    int, Field(ge=1, le=720), Must("a whole number of hours from 1 to 720, such as 72")
]
Lease = Annotated[
    int, Field(ge=5, le=600), Must("a whole number of seconds from 5 to 600, such as 30")
]
Rate = Annotated[int, Field(ge=1, le=1000), Must("a whole number from 1 to 1000, such as 10")]
Loopback = Annotated[
    str,
    AfterValidator(_check_loopback),
    Must('an address of this machine alone, "127.0.0.1" or "::1"'),
]
Listening = Annotated[
    str,
    _matching(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]+"),
    Must('an address of this machine to listen on, or "0.0.0.0" for all, such as "127.0.0.1"'),
]
SiteAddress = Annotated[
    str,
    _matching(rf"|https?://{SERVER}"),
    Must('the address of the site without a path, such as "https://calendar.example.org"'),
]
HookAddress = Annotated[
    str,
    _matching(rf"https?://{SERVER}(?:/[^\s#]*)?"),
    Must('the whole address to post to, such as "https://hooks.example.org/minutes"'),
]
Port = Annotated[int, Field(ge=1, le=65535), Must("a whole number from 1 to 65535, such as 8427")]
