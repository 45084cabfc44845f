"""What `dcbot check` looks at: everything that the bot needs, a finding each, changing nothing."""

from __future__ import annotations

import os
import shutil
import stat
import zoneinfo
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from dcbot import app, database_care
from dcbot.config import Settings, load
from dcbot.database_looks import Finding
from dcbot.disk import LITTLE_ROOM, places_of
from dcbot.errors import SettingsError
from dcbot.services import operators
from dcbot.turn import VOICE
from storage import sqlite_file
from storage.database import Database
from storage.leases import Held
from storage.places import PlaceKind

FAR_APART_SECONDS = 10.0
"""Clocks that differ by more are told: leases, deadlines and times in letters would be wrong."""
OLD_RULES_YEARS = 1


async def check(path: Path, environment: Mapping[str, str], say: Callable[[str], None]) -> int:
    """Say a line for everything that was looked at; 0 where all is well, else 1."""
    try:
        settings = load(path, environment)
    except SettingsError as error:
        for line in error.text.splitlines():
            say(f"wrong  {line}")
        return 1
    wrong = 0
    async for finding in findings(settings, path):
        wrong += not finding.ok
        way_out = f" {finding.what_to_do}" if finding.what_to_do and not finding.ok else ""
        say(settings.redact(f"{'ok   ' if finding.ok else 'wrong'}  {finding.line}{way_out}"))
    say("All is well." if not wrong else f"{wrong} to be seen to.")
    return 1 if wrong else 0


async def findings(settings: Settings, path: Path) -> AsyncIterator[Finding]:
    """All that can be said; each part is looked at though another is wrong."""
    for warning in settings.warnings():
        yield Finding(warning, False)
    yield Finding(f"{path.name} can be read and makes sense.", True)
    for finding in (*_folder(settings), _zones(app.clock()), *_disk(settings)):
        yield finding
    url = settings.database_url().get_secret_value()
    fits = True
    for finding in await database_care.check(url):
        fits = fits and finding.ok
        yield finding
    rooms: list[str] = []
    if fits and not await database_care.is_empty(url):
        database = Database(url)
        try:
            for finding in await _remembered(database, settings, rooms):
                yield finding
        finally:
            await database.close()
    async for finding in _ways(settings, rooms):
        yield finding


async def _ways(settings: Settings, rooms: list[str]) -> AsyncIterator[Finding]:
    """The ways in and out, and the homeserver's clock."""
    if settings.matrix:
        from dcbot.transports.matrix.visiting import Visit

        visit = Visit(settings.matrix, settings.secrets, settings.folder)
        async for finding in visit.findings(rooms):
            yield finding
        if visit.date is not None:
            yield _clock("homeserver's", visit.date)
    if settings.mail:
        yield _writable(settings.mail.incoming, "incoming mail")
        yield _writable(settings.mail.outgoing, "outgoing mail")
    if not settings.matrix and not settings.mail:
        yield Finding(
            "Nobody can reach the bot: there is neither [matrix] nor [mail].",
            False,
            "Switch one of them on.",
        )


async def _remembered(database: Database, settings: Settings, rooms: list[str]) -> list[Finding]:
    """The database's clock and the operators; adds the rooms that it knows the bot to be in."""
    async with database.reading() as store:
        found = []
        if not database.is_sqlite:
            found = [
                _clock("database's", await store.clock()),
                _turn(await store.leases.held(VOICE)),
            ]
        for place in await store.places.all(PlaceKind.ROOM):
            if place.transport == "matrix" and place.left_at is None:
                rooms.append(place.address)
        ways = {name for name in ("matrix", "mail") if getattr(settings, name)}
        reached = await operators.reachable(store, ways, now=app.clock())
        if reached:
            found.append(Finding(f"Warnings go to {', '.join(reached)}.", True))
        else:
            found.append(
                Finding(
                    "No operator can be told when something goes wrong.",
                    False,
                    "Name one with a Matrix or mail address in operators, and restart the bot.",
                )
            )
    return found


def _turn(held: Held | None) -> Finding:
    """Which of the processes on the database hears and speaks."""
    if held is None or held.lapsed:
        return Finding("No process hears and speaks on this database at the moment.", True)
    return Finding(f"The turn to hear and speak is with {held.holder}.", True)


def _clock(whose: str, moment: datetime) -> Finding:
    apart = (app.clock() - moment).total_seconds()
    # The header has whole seconds only, and the answer took a moment.
    if abs(apart) <= FAR_APART_SECONDS:
        return Finding(f"This machine's clock and the {whose} agree.", True)
    return Finding(
        f"This machine's clock is {abs(apart):.0f} s {'ahead of' if apart > 0 else 'behind'} the "
        f"{whose}.",
        False,
        "Let both machines set their clocks by NTP (timedatectl set-ntp true).",
    )


def _zones(now: datetime) -> Finding:
    found = version("tzdata")
    if zoneinfo.TZPATH:
        return Finding("Time zones are read from this machine.", False, "Report this as a fault.")
    if int(found.split(".")[0]) < now.year - OLD_RULES_YEARS:
        return Finding(
            f"The rules of time zones (tzdata {found}) are old.",
            False,
            "Install a newer tzdata: pip install --upgrade tzdata.",
        )
    return Finding(f"Time zones come from the package tzdata {found}, not the machine.", True)


def _disk(settings: Settings) -> list[Finding]:
    found = []
    for what, place in places_of(settings).items():
        free = shutil.disk_usage(place).free
        found.append(
            Finding(
                f"{free // 1_000_000} MB are free where the {what} lies ({place}).",
                free > LITTLE_ROOM,
                f"Make room: at least {LITTLE_ROOM // 1_000_000} MB.",
            )
        )
    return found


def _folder(settings: Settings) -> list[Finding]:
    """The bot's own folder, and who may read what is secret in it and in the database's file."""
    folder, database = settings.folder, sqlite_file.file_of(settings.database.url)
    secret = sorted(database.parent.glob(f"{database.name}*")) if database else []
    found = [Finding(f"The folder {folder} is made when the bot starts.", True)]
    if folder.exists():
        found = [_writable(folder, "the bot's own files")]
        secret += [folder, *sorted(folder.glob("*.json")), *sorted(folder.glob("*.db"))]
    shown = [file for file in secret if stat.S_IMODE(file.stat().st_mode) & 0o077]
    for file in shown:
        mode = stat.S_IMODE(file.stat().st_mode)
        proper = "700" if file.is_dir() else "600"
        found.append(
            Finding(
                f"{file} is open to others (mode {mode:03o}).", False, f"Say: chmod {proper} {file}"
            )
        )
    if secret and not shown:
        found.append(Finding("What is secret can be read by its owner alone.", True))
    return found


def _writable(folder: Path, what: str) -> Finding:
    if not folder.is_dir():
        near = next(parent for parent in folder.parents if parent.exists())
        if os.access(near, os.W_OK):
            return Finding(f"The folder {folder} for {what} is made when the bot starts.", True)
    elif os.access(folder, os.W_OK | os.X_OK):
        return Finding(f"The folder {folder} for {what} can be used.", True)
    return Finding(
        f"The folder {folder} for {what} cannot be written to.",
        False,
        "Give it to the user that runs the bot.",
    )
