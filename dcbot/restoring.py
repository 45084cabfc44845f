"""A restore: from a backup into an empty place, on either database; all of it, or nothing."""

from __future__ import annotations

import asyncio
import json
import shutil
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

from dcbot import app, database_care
from dcbot.backup import DATABASE, FOLDER, FORMAT, MANIFEST, Manifest, digest
from dcbot.config import Settings
from dcbot.errors import OperatorError
from dcbot.lock import FILES, alone_in
from dcbot.services import baseline
from storage.database import Database

Say = Callable[[str], None]


async def restore(settings: Settings, file: Path, say: Say) -> None:
    """Fill the empty database and folder of the settings from the backup.

    What was under way is set aside, so that nothing is done or said a second time; what was said
    to the bot since is listed to the operators when it starts.
    """
    if not file.is_file():
        raise OperatorError(f"There is no file {file}.")
    url = settings.database_url().get_secret_value()
    await _must_be_empty(settings, url)
    settings.folder.absolute().parent.mkdir(parents=True, exist_ok=True)
    with (
        alone_in(settings.folder),
        tempfile.TemporaryDirectory(dir=settings.folder, prefix=".restore-") as draft,
    ):
        ground = Path(draft)
        manifest = await asyncio.to_thread(_unpack, file, ground)
        copy = f"sqlite+aiosqlite:///{ground / DATABASE}"
        await database_care.upgrade(copy, lambda line: None)
        say(f"The backup is of {manifest.moment:%Y-%m-%d %H:%M} UTC, by dcbot {manifest.dcbot}.")
        for line in await _begin_anew(copy, settings, manifest):
            say(line)
        await database_care.copy(copy, url, lambda line: None)
        await asyncio.to_thread(_place, ground / FOLDER, settings.folder)
    for secret in manifest.secrets_elsewhere:
        say(f"Not in the backup, put it back yourself: {secret}")
    say("Restored. Start the bot: it lists to its operators what was said to it since.")


async def _must_be_empty(settings: Settings, url: str) -> None:
    if not await database_care.is_empty(url):
        raise OperatorError(
            "The database that bot.toml names is not empty, and was left as it is. A restore "
            "needs an empty one: name another, or move that one away."
        )
    folder = settings.folder
    found = [one for one in folder.iterdir() if one.name not in FILES] if folder.is_dir() else []
    if found:
        raise OperatorError(
            f"The folder {folder} is not empty, and was left as it is. Move it away, or name "
            "another in bot.toml."
        )


def _unpack(file: Path, ground: Path) -> Manifest:
    """Unpack and compare with the manifest; OperatorError where anything is not as it says."""
    try:
        with tarfile.open(file, "r:gz") as archive:
            archive.extractall(ground, filter="data")
        said = json.loads((ground / MANIFEST).read_text(encoding="utf-8"))
        if said.get("format") != FORMAT:
            raise OperatorError(
                f"{file} is a backup of a form that this dcbot does not know; install the version "
                f"that made it ({said.get('dcbot')}), or a newer one."
            )
        manifest = Manifest(**said)
    except (tarfile.TarError, OSError, EOFError, ValueError, TypeError, AttributeError) as trouble:
        raise OperatorError(f"{file} is no whole backup of dcbot ({trouble}).") from trouble
    there = {
        str(one.relative_to(ground))
        for one in ground.rglob("*")
        if one.is_file() and one.name != MANIFEST
    }
    for name, wanted in manifest.files.items():
        if name not in there or digest(ground / name) != wanted:
            raise OperatorError(f"{file} is damaged: {name} is not as it was when it was written.")
    if there - manifest.files.keys() or DATABASE not in there:
        raise OperatorError(f"{file} holds other files than its manifest names.")
    return manifest


async def _begin_anew(copy: str, settings: Settings, manifest: Manifest) -> list[str]:
    """A new baseline, in the copy, before anybody sees it."""
    ways = [name for name in ("matrix", "mail") if getattr(settings, name)]
    database = Database(copy)
    try:
        async with database.transaction() as store:
            return await baseline.begin(
                store, transports=ways, made_at=manifest.moment, now=app.clock()
            )
    finally:
        await database.close()


def _place(unpacked: Path, folder: Path) -> None:
    """Move the bot's own files to where they belong."""
    if not unpacked.is_dir():
        return
    for one in sorted(unpacked.iterdir()):
        shutil.move(str(one), folder / one.name)
