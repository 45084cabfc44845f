"""Reading bot.toml: from the file and the environment to settings, or to all mistakes at once."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from dcbot.config import mistakes
from dcbot.config.secrets import PASSWORD, TOKEN, WEBHOOK, Redactor, gather
from dcbot.config.settings import MailSettings, Settings, Surroundings
from dcbot.config.zones import pin_zones
from dcbot.errors import SettingsError

# What tomllib says, and what to do about it.
WAYS_OUT = (
    (
        "Invalid value",
        'a value is missing, or is text without quotes; write it as in name = "dcbot"',
    ),
    ("Unterminated string", "a quote is opened and not closed"),
    ("Illegal character", "a quote is opened and not closed on its line"),
    ("Expected '\"", "a quote is opened and not closed"),
    ("Cannot overwrite", "this key stands there twice; keep one of them"),
    ("Cannot declare", "this section stands there twice; put its keys below one of them"),
    ("Cannot mutate", "this key stands there twice; keep one of them"),
    ("Unescaped", "a backslash in double quotes is written twice, or use single quotes"),
    ("Unclosed", "the last value is missing, or a list is opened with [ and not closed with ]"),
    ("Expected ']'", "the name of a section stands between [ and ], alone on its line"),
    ("Expected '='", "between a key and its value stands ="),
    ("Expected newline", "only one key stands on a line, and nothing behind its value"),
    ("Invalid statement", "a line is a key = value, a [section] or a comment that begins with #"),
)


def load(path: Path, environment: Mapping[str, str]) -> Settings:
    """The settings of a file, with whole paths and secrets; SettingsError names every mistake.

    Time zones come from the tzdata package from then on.
    """
    pin_zones()
    raw = parse(path.name, read_text(path))
    # Defaults are checked like what is written, so that their paths become whole ones too.
    for section in ("database", "letters", "log"):
        raw.setdefault(section, {})
    directory = path.absolute().parent
    secrets, wrong, warnings = gather(path.name, raw, directory, environment)
    redact = Redactor(secrets.given())
    surroundings = Surroundings(directory, secrets, tuple(redact(line) for line in warnings))
    try:
        settings = Settings.model_validate(raw, context=surroundings)
    except ValidationError as error:
        wrong = mistakes.told(path.name, error) + wrong
    wrong += _between_keys(path.name, raw, environment)
    if wrong:
        raise SettingsError(redact("\n".join(wrong)))
    return settings


def read_text(path: Path) -> str:
    """The text of a settings file; SettingsError when there is none."""
    try:
        # Some editors put a mark before the first character, which TOML does not know.
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise SettingsError(
            f"There is no {path.name} in {path.absolute().parent}; “dcbot init” writes one."
        ) from None
    except IsADirectoryError:
        raise SettingsError(f"{path} is a folder; name the file bot.toml in it.") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SettingsError(
            f"{path.name}: line {line} has characters that are not UTF-8; save the file as UTF-8."
        ) from None
    except OSError as error:
        raise SettingsError(f"{path} cannot be read ({error.strerror}).") from None


def parse(file: str, text: str) -> dict[str, Any]:
    """The tables of a TOML text; SettingsError with line, column and what stands there."""
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise SettingsError(f"{file}: lists or tables stand in each other too deeply.") from None
    except ValueError as error:
        raise SettingsError(_syntax(file, text, str(error))) from None


def _syntax(file: str, text: str, said: str) -> str:
    lines = text.splitlines() or [""]
    found = re.search(r"\(at (?:line (\d+), column (\d+)|end of document)\)$", said)
    if not found:
        return f"{file}: a number or a date is none that a computer can hold ({said})."
    reason = said[: found.start()].strip()
    # The end of the document is where its last written line ends.
    last = max((number for number, line in enumerate(lines, 1) if line.strip()), default=1)
    number, column = (int(each) if each else 0 for each in found.groups())
    number = number or last
    line = lines[min(number, len(lines)) - 1]
    if reason == "Invalid value" and not column:
        reason = "Unclosed value"
    way_out = next((out for start, out in WAYS_OUT if reason.startswith(start)), reason.lower())
    return (
        f"{file}: line {number}, column {column or len(line) + 1} is no TOML: {way_out}. "
        f"There stands: {_discreet(line)}"
    )


def _discreet(line: str) -> str:
    """The line, but for the value where that may be a secret."""
    key, equals, _ = line.partition("=")
    if equals and re.search(r"(?i)token|password|secret|url", key):
        line = f"{key}= …"
    return mistakes.plain(mistakes.without_password(line.strip()))[:100]


def _between_keys(file: str, raw: Mapping[str, Any], environment: Mapping[str, str]) -> list[str]:
    """Mistakes that no key has by itself."""
    wrong = []
    matrix, mail = raw.get("matrix"), raw.get("mail")
    if isinstance(matrix, dict) and not any(
        {source.key, source.pasted} & matrix.keys() or environment.get(source.variable, "").strip()
        for source in (TOKEN, PASSWORD)
    ):
        wrong.append(
            f"{file}: [matrix] has neither token_file nor password_file; name the file that holds "
            f"the access token or the password, or set {TOKEN.variable} or {PASSWORD.variable}."
        )
    webhook = raw.get("webhook")
    if isinstance(webhook, dict) and not (
        {WEBHOOK.key, WEBHOOK.pasted} & webhook.keys()
        or environment.get(WEBHOOK.variable, "").strip()
    ):
        wrong.append(
            f"{file}: [webhook] has no secret_file, so that nobody could tell who posts; name the "
            f"file that holds the secret, or set {WEBHOOK.variable}."
        )
    if isinstance(mail, dict) and _folder(mail, "incoming") == _folder(mail, "outgoing"):
        wrong.append(
            f"{file}: [mail] incoming and outgoing are the same folder, so that the bot would "
            "answer itself; name two."
        )
    return wrong


def _folder(mail: Mapping[str, Any], key: str) -> str:
    return os.path.normpath(str(mail.get(key, MailSettings.model_fields[key].default)))
