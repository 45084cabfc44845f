"""Writing a bot.toml: the manual that comes with dcbot, filled in, where there is no such file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from dcbot.errors import SettingsError


def shipped() -> str:
    """The text of the bot.toml that comes with dcbot: every key with its comment and default."""
    inside = Path(__file__).parents[1] / "bot.toml"
    # In a working copy the file stands at the top, where people look for it.
    at_top = Path(__file__).parents[2] / "bot.toml"
    return (inside if inside.is_file() else at_top).read_text(encoding="utf-8")


def fill(template: str, values: Mapping[str, str]) -> str:
    """The template with these values switched on, by `key` or `section.key`, and all else as it is.

    KeyError when the template has no such key: the manual and the questions have parted.
    """
    waiting = dict(values)
    sections = {key.partition(".")[0] for key in values if "." in key}
    section, lines = "", []
    for line in template.splitlines():
        header = re.fullmatch(r"#?\[(\w+)\]", line)
        key = re.match(r"#?(\w+) = ", line)
        if header:
            section = header[1]
            line = f"[{section}]" if section in sections else line
        elif key:
            value = waiting.pop(f"{section}.{key[1]}" if section else key[1], None)
            line = f"{key[1]} = {value}" if value is not None else line
        lines.append(line)
    if waiting:
        raise KeyError(*waiting)
    return "\n".join(lines) + "\n"


def value_text(value: str | int | list[str]) -> str:
    """A printable value as TOML writes it."""
    # Of printable text and numbers, JSON and TOML make the same.
    return json.dumps(value, ensure_ascii=False)


def write_new(path: Path, text: str) -> None:
    """Write a settings file where there is none; what is there already is left as it is."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise SettingsError(
            f"{path} is there already and was left as it is; move it away or name another file."
        ) from None
    except OSError as error:
        raise SettingsError(f"{path} cannot be written ({error.strerror}).") from None
