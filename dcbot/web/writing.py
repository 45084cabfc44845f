"""The site written out as files, by the same functions that serve it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from dcbot.addresses import file_of, to
from dcbot.services import public_minutes, public_registers
from dcbot.services.feeds import Listed
from dcbot.web import records
from dcbot.web.showing import months_written
from dcbot.web.table import SHOWN
from dcbot.web.visit import Visit
from storage.database import Database

HOST_WIDE = "robots.txt"
"""What speaks for a whole host; where somebody else's stands there already, it stays."""
LISTING = ".written"
"""The file that lists all the others."""


async def write(database: Database, folder: Path, *, now: datetime, address: str) -> int:
    """Write every address of the site into the folder; how many there are.

    A file is replaced whole, and only where it changed. What was written before and is not there
    any more is taken away; other files in the folder are left alone.
    """
    files: dict[str, bytes] = {}
    async with database.public(now) as store:
        visit = Visit(store, now, address, choosing=False)
        everything = [*_all(await visit.listed(), now), *await _records(visit)]
        everything += await _registers(visit)
        for name, parts in everything:
            content = await SHOWN[name](visit, **parts)
            if content is not None:
                files[file_of(to(name, **parts))] = content.body
    await asyncio.to_thread(_put_all, folder, files)
    return len(files)


def _all(everything: list[Listed], now: datetime) -> Iterator[tuple[str, dict[str, str]]]:
    """Every address that there is, by its name and what is variable in it."""
    months = [str(month) for month in months_written(now.date())]
    for name in ("home", "style", "icon", "calendar", "feed", "feed in utc"):
        yield name, {}
    yield from (("deadlines", {}), ("deadlines in utc", {}))
    yield from (("calendar month", {"month": month}) for month in months)
    for key in sorted({one.group.key for one in everything if one.group}):
        yield from (("group month", {"group": key, "month": month}) for month in months)
    for series in sorted({one.series for one in everything if one.series}):
        yield from (("series feed", {"series": series}), ("series feed in utc", {"series": series}))
    # A further sitting has the number of its meeting.
    known = {
        (one.group.key, number)
        for one in everything
        if one.group
        for number in one.numbers.values()
    }
    for key, number in sorted(known):
        parts = {"group": key, "number": str(number)}
        yield from (("meeting", parts), ("meeting file", parts))


async def _records(visit: Visit) -> list[tuple[str, dict[str, str]]]:
    """The addresses of what was recorded of the meetings of each group."""
    found: list[tuple[str, dict[str, str]]] = [("minutes schema", {})]
    for group in await visit.store.groups.all():
        held = await public_minutes.of_group(visit.store, group)
        if held:
            names = ("latest meeting", "next meeting")
            found += [(name, {"group": group.key}) for name in names]
        for one in held:
            if one.version:
                for record in await public_minutes.of_meeting(
                    visit.store, group, one.meeting.number
                ):
                    found += records.addresses(record)
    return found


async def _registers(visit: Visit) -> list[tuple[str, dict[str, str]]]:
    """The addresses of groups, and of the registers of all and of each."""
    alone = ("search", "groups", "groups table", "news", "sitemap", "robots", "registers schema")
    found: list[tuple[str, dict[str, str]]] = [(name, {}) for name in alone]
    every = await visit.store.groups.all()
    of_each = ("group page", "group news", "meetings", "group", "group feed", "group feed in utc")
    for name in of_each:
        found += [(name, {"group": one.key}) for one in every]
    for group in (None, *every):
        parts = {"group": group.key} if group else {}
        before = "group " if group else ""
        for name in ("decisions", "actions"):
            forms = ("", " json", " table", " news")
            found += [(f"{before}{name}{form}", parts) for form in forms]
            for year in await public_registers.years(visit.store, name, group):
                found.append((f"{before}{name} of year", {**parts, "year": str(year)}))
    return found


def _put_all(folder: Path, files: dict[str, bytes]) -> None:
    listing = folder / LISTING
    before = listing.read_text(encoding="utf-8").splitlines() if listing.exists() else []
    if HOST_WIDE not in before and (folder / HOST_WIDE).exists():
        files = {file: body for file, body in files.items() if file != HOST_WIDE}
    for file, body in files.items():
        _put(folder / file, body)
    for file in set(before) - files.keys():
        (folder / file).unlink(missing_ok=True)
    _put(listing, "".join(f"{file}\n" for file in sorted(files)).encode())


def _put(file: Path, body: bytes) -> None:
    if file.exists() and file.read_bytes() == body:
        return
    made = [folder for folder in file.parents if not folder.exists()]
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.part")
    part.write_bytes(body)
    # All else that the bot writes is its own; this is for everybody, by a web server of others.
    part.chmod(0o644)
    for folder in made:
        folder.chmod(0o755)
    part.replace(file)
