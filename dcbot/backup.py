"""A backup: one file with the database, the bot's folder and a manifest, made while it runs."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dcbot import app, database_care, lock
from dcbot.config import Settings
from dcbot.errors import OperatorError
from storage import sqlite_file
from storage.schema import PACKAGED

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database.sqlite3"
FOLDER = "folder"
SETTINGS = "bot.toml"
_LEFT_OUT = lock.FILES
_BESIDE = ("-wal", "-shm", "-journal")

Say = Callable[[str], None]


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself; `files` are the SHA-256 of each."""

    format: int
    made_at: str
    dcbot: str
    schema: str
    database: str
    files: dict[str, str]
    secrets_elsewhere: list[str]

    @property
    def moment(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.made_at)


async def make(settings: Settings, settings_file: Path, target: Path, say: Say) -> None:
    """Write the backup; the file is there whole, and readable by its owner alone, or not at all."""
    if target.exists():
        raise OperatorError(f"{target} is there already and was left as it is; name another file.")
    if not target.absolute().parent.is_dir():
        raise OperatorError(f"The folder {target.absolute().parent} is not there; make it first.")
    made_at = app.clock()
    try:
        with tempfile.TemporaryDirectory(dir=target.absolute().parent, prefix=".backup-") as draft:
            ground = Path(draft)
            await _database(settings, ground / DATABASE)
            # After the database: whatever its rows speak of is there.
            await asyncio.to_thread(_copy_folder, settings.folder, ground / FOLDER)
            (ground / SETTINGS).write_bytes(settings_file.read_bytes())
            manifest = _manifest(settings, ground, made_at)
            (ground / MANIFEST).write_text(json.dumps(asdict(manifest), indent=2), encoding="utf-8")
            await asyncio.to_thread(_pack, ground, target)
    except OSError as trouble:
        raise OperatorError(f"The backup could not be written ({trouble.strerror}).") from trouble
    size = target.stat().st_size
    say(f"Written: {target}, {len(manifest.files)} files, {size // 1000 + 1} kB.")
    for path in manifest.secrets_elsewhere:
        say(f"Not in it, keep it apart: {path}")


async def _database(settings: Settings, copy: Path) -> None:
    """A consistent copy of the database as a SQLite file, whatever is written meanwhile."""
    url = settings.database_url().get_secret_value()
    file = sqlite_file.file_of(url)
    if file is None:
        await database_care.copy(url, f"sqlite+aiosqlite:///{copy}", lambda line: None)
        return
    if sqlite_file.is_blank(file):
        raise OperatorError(f"{file} is empty; there is nothing to keep.")
    await asyncio.to_thread(sqlite_file.copy_to, file, copy)


def _copy_folder(folder: Path, copy: Path) -> None:
    """The bot's own files; of a database among them, its last whole state."""
    copy.mkdir()
    for file in sorted(folder.rglob("*")):
        if not file.is_file() or file.name in _LEFT_OUT or file.name.endswith(_BESIDE):
            continue
        target = copy / file.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            if sqlite_file.is_database(file):
                sqlite_file.copy_to(file, target)
            else:
                target.write_bytes(file.read_bytes())
        except FileNotFoundError:
            # It went while we looked.
            continue


def _manifest(settings: Settings, ground: Path, made_at: datetime) -> Manifest:
    elsewhere = [
        str(path)
        for path in _secret_files(settings)
        if not path.absolute().is_relative_to(settings.folder.absolute())
    ]
    return Manifest(
        format=FORMAT,
        made_at=made_at.isoformat(),
        dcbot=version("dcbot"),
        schema=PACKAGED.head,
        database="sqlite" if settings.database.url.startswith("sqlite") else "postgresql",
        files={
            str(file.relative_to(ground)): digest(file)
            for file in sorted(ground.rglob("*"))
            if file.is_file()
        },
        secrets_elsewhere=elsewhere,
    )


def _secret_files(settings: Settings) -> Iterator[Path]:
    sections: tuple[Any, ...] = (
        *(settings.database, settings.matrix, settings.mail),
        settings.webhook,
    )
    for section in sections:
        for name in ("token_file", "password_file", "secret_file"):
            path = getattr(section, name, None)
            if path is not None:
                yield path


def _pack(ground: Path, target: Path) -> None:
    draft = ground / ".packed"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as archive:
            # The manifest comes first, so that it can be read without the rest.
            for name in (MANIFEST, SETTINGS, DATABASE, FOLDER):
                archive.add(ground / name, name, filter=_plain)
        file.flush()
        os.fsync(file.fileno())
    # Unlike a rename, a link never takes the place of a file that came meanwhile.
    os.link(draft, target)


def _plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Nobody's name stands in it, and nothing is open to others when it is unpacked."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mode = 0o700 if entry.isdir() else 0o600
    return entry


def digest(file: Path) -> str:
    """The SHA-256 of the file's bytes, in hexadecimal."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
