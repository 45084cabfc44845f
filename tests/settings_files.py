"""Settings files for tests: written, read, and every key that one may have."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from dcbot.config import Settings, load, shipped
from dcbot.config.mistakes import SECTIONS
from dcbot.errors import SettingsError

MATRIX = '[matrix]\nhomeserver = "https://matrix.example.org"\nuser = "@dcbot:example.org"\n'
SECRET = "swordfish&chips"

Key = tuple[str | None, str]
"""A section, or none for what stands above the first, and a key in it."""


def write(folder: Path, text: str) -> Path:
    path = folder / "bot.toml"
    path.write_text(text, encoding="utf-8")
    return path


def keep(path: Path, text: str, mode: int = 0o600) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)


def mistakes(path: Path, environment: dict[str, str] | None = None) -> str:
    with pytest.raises(SettingsError) as caught:
        load(path, environment or {})
    return caught.value.text


def switched_on() -> str:
    """The manual with every key and section switched on."""
    return re.sub(r"(?m)^#(?=\[|\w+ = )", "", shipped())


def keys_of_models() -> dict[Key, Any]:
    """Every key there is, with its default; PydanticUndefined where there is none."""
    top = {(None, name): field for name, field in Settings.model_fields.items()}
    below = {
        (section, name): field
        for section, model in SECTIONS.items()
        for name, field in model.model_fields.items()
    }
    return {key: field.default for key, field in (top | below).items() if key[1] not in SECTIONS}
