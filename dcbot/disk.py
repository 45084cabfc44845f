"""The disks that the bot writes to: when they are nearly full, and what is old on them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from dcbot.config import Settings
from storage import sqlite_file

LITTLE_ROOM = 500_000_000
"""Fewer free bytes than this are worth a word to the operator."""


def places_of(settings: Settings) -> dict[str, Path]:
    """Folders that are there, by what lies in them; a server's database lies elsewhere."""
    places = {"folder": settings.folder}
    file = sqlite_file.file_of(settings.database.url)
    if file is not None:
        places["database"] = file.absolute().parent
    return {what: _existing(place.absolute()) for what, place in places.items()}


def free_room(settings: Settings) -> Callable[[], Mapping[str, int]]:
    """Asks how many bytes are free, by what lies there."""

    def ask() -> dict[str, int]:
        return {what: shutil.disk_usage(place).free for what, place in places_of(settings).items()}

    return ask


def remove_old(folder: Path, before: datetime, but: Collection[str] = ()) -> int:
    """Remove the files of the folder that were last written before, but for those of these names;
    returns how many. A folder that is not there has none."""
    removed = 0
    for file in folder.iterdir() if folder.is_dir() else ():
        with suppress(FileNotFoundError):
            old = file.lstat().st_mtime < before.timestamp()
            if old and file.is_file() and file.name not in but:
                file.unlink()
                removed += 1
    return removed


def _existing(place: Path) -> Path:
    return next(one for one in (place, *place.parents) if one.exists())
