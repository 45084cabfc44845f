"""Secrets: read from files or the environment, kept in files, and blanked in whatever is said."""

from __future__ import annotations

import json
import logging
import os
import re
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

from pydantic import SecretStr

from dcbot.errors import SettingsError

BLANKED = "[secret]"
LONGEST = 4096


@dataclass(frozen=True)
class Source:
    """Where one secret comes from: a file named in bot.toml, or before that the environment."""

    field: str
    section: str
    key: str
    variable: str
    what: str

    @property
    def pasted(self) -> str:
        """The key under which people would write the secret itself."""
        return self.key.removesuffix("_file")


TOKEN = Source("matrix_token", "matrix", "token_file", "DCBOT_MATRIX_TOKEN", "access token")
PASSWORD = Source("matrix_password", "matrix", "password_file", "DCBOT_MATRIX_PASSWORD", "password")
DATABASE = Source(
    "database_password", "database", "password_file", "DCBOT_DATABASE_PASSWORD", "password"
)
WEBHOOK = Source("webhook_secret", "webhook", "secret_file", "DCBOT_WEBHOOK_SECRET", "secret")
SOURCES = (TOKEN, PASSWORD, DATABASE, WEBHOOK)


@dataclass(frozen=True)
class Secrets:
    """The secrets that were given; none of them shows in repr or str."""

    matrix_token: SecretStr | None = None
    matrix_password: SecretStr | None = None
    database_password: SecretStr | None = None
    webhook_secret: SecretStr | None = None

    def given(self) -> list[SecretStr]:
        """Those that there are."""
        each = (
            *(self.matrix_token, self.matrix_password),
            *(self.database_password, self.webhook_secret),
        )
        return [secret for secret in each if secret is not None]


class Redactor:
    """Blanks every secret it knows, in any text; secrets that come later are taught to it."""

    def __init__(self, secrets: Iterable[SecretStr] = ()) -> None:
        self._forms: set[str] = set()
        self._pattern: re.Pattern[str] | None = None
        for secret in secrets:
            self.learn(secret)

    def learn(self, secret: SecretStr) -> None:
        """From now on this secret is blanked too, also as it stands in URLs, JSON and repr."""
        value = secret.get_secret_value()
        if not value:
            return
        forms = {value, quote(value, safe=""), quote(value), quote_plus(value), repr(value)[1:-1]}
        forms |= {json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1]}
        self._forms |= forms
        # Longer ones first, so that a secret which begins with another is blanked whole.
        longest_first = sorted(self._forms, key=lambda form: (-len(form), form))
        self._pattern = re.compile("|".join(_findable(form) for form in longest_first))

    def __call__(self, text: str) -> str:
        return self._pattern.sub(BLANKED, text) if self._pattern else text

    def __repr__(self) -> str:
        return "Redactor()"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Redactor) and self._forms == other._forms

    # It can learn, so it is no key of a dictionary.
    __hash__ = None  # type: ignore[assignment]


def _findable(form: str) -> str:
    # A short secret may be a part of ordinary words, which would make every log unreadable.
    return re.escape(form) if len(form) >= 8 else rf"(?<!\w){re.escape(form)}(?!\w)"


class DiscreetFormatter(logging.Formatter):
    """Formats as another formatter does, tracebacks too, and then blanks every known secret."""

    def __init__(self, inner: logging.Formatter, redact: Redactor) -> None:
        super().__init__()
        self._inner = inner
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        return self._redact(self._inner.format(record))


def read_secret(path: Path, what: str) -> SecretStr:
    """The one line of a secret file; SettingsError, without the line and the path, if it is none.

    The path is left out because people write the secret itself where its file should be named.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LONGEST + 1)
        text = content.decode("utf-8-sig").strip()
    except FileNotFoundError:
        raise SettingsError(
            f"names a file that is not there; make it beside bot.toml, or name its whole path, and "
            f"write the {what} into it"
        ) from None
    except IsADirectoryError:
        raise SettingsError(f"names a folder; name the file that holds the {what}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"names a file that is no text; it must hold the {what}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it cannot be opened"
        raise SettingsError(
            f"names a file that cannot be read ({reason}); it must belong to the user that runs "
            "the bot"
        ) from None
    return _one_line(text, what, f"names a file that {{}}; it must hold the {what} alone")


def secret_from(source: Source, text: str) -> SecretStr:
    """The secret as the environment says it."""
    return _one_line(text.strip(), source.what, f"{{}}; it must be the {source.what} alone")


def _one_line(text: str, what: str, sentence: str) -> SecretStr:
    if not text:
        raise SettingsError(sentence.format("is empty"))
    if not text.isprintable() or len(text) > LONGEST:
        raise SettingsError(sentence.format("has more than one plain line"))
    # A token travels in the head of a request, where only these characters are safe.
    if what == TOKEN.what and not (text.isascii() and " " not in text):
        raise SettingsError(sentence.format("has blanks or accents in it"))
    return SecretStr(text)


def keep_secret(path: Path, secret: SecretStr) -> None:
    """Write a secret file that only its owner can read; whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(f"{secret.get_secret_value()}\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def gather(
    file: str, raw: Mapping[str, Any], directory: Path, environment: Mapping[str, str]
) -> tuple[Secrets, list[str], list[str]]:
    """The secrets for the sections there are, with a line for each mistake and for each warning."""
    found: dict[str, SecretStr] = {}
    mistakes: list[str] = []
    warnings: list[str] = []
    for source in SOURCES:
        section = raw.get(source.section)
        if not isinstance(section, Mapping):
            continue
        said = environment.get(source.variable, "").strip()
        path = _path(directory, section.get(source.key))
        place = f"{file}: [{source.section}] {source.key}"
        try:
            if said:
                place = f"environment: {source.variable}"
                secret = secret_from(source, said)
            elif path is not None:
                secret = read_secret(path, source.what)
                warnings += [f"{place} {doubt}" for doubt in _exposed(path)]
            else:
                continue
        except SettingsError as error:
            mistakes.append(f"{place} {error.text}.")
            continue
        found[source.field] = secret
        warnings += [f"{place} {doubt}" for doubt in _short(source, secret)]
    return Secrets(**found), mistakes, warnings


def _short(source: Source, secret: SecretStr) -> list[str]:
    if len(secret.get_secret_value()) >= 8:
        return []
    return [f"gives a {source.what} of less than 8 characters; a longer one is safer."]


def looks_secret(text: str) -> bool:
    """Whether it begins as access tokens do, so that it must not stand in bot.toml."""
    return bool(re.match(r"(syt|mat|mct)_|MDAx", text))


def _path(directory: Path, named: object) -> Path | None:
    # What cannot be a path, or is the secret itself, is told as a mistake of the key.
    if not isinstance(named, str) or not named.strip() or not named.isprintable():
        return None
    try:
        return None if looks_secret(named) else directory / Path(named).expanduser()
    except RuntimeError:  # "~somebody", where nobody is called so
        return None


def _exposed(path: Path) -> list[str]:
    mode = stat.S_IMODE(path.stat().st_mode)
    if os.name != "posix" or not mode & 0o077:
        return []
    return [f"names a file that others can read (mode {mode:03o}); say: chmod 600 {path}"]
