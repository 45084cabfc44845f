"""The kinds of value that a setting can have, each with the words that say what it must be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

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


def _file(what: str) -> Callable[[Any], Any]:
    return lambda value: value


type_of_data = Literal["igf", "empty"]
