"""The site written out as files, by the same functions that serve it; and whether they still say
what the database does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from dcbot.addresses import file_of, is_file_of_one, to
from dcbot.web.folder import HOST_WIDE, Folder, Kept
from dcbot.web.parts import Part, addresses, basis, made_of
from dcbot.web.shelf import Shelf
from dcbot.web.table import stands_at
from dcbot.web.visit import Visit
from storage.database import Database
from storage.known_rows import KnownRows

Told = Callable[[int, int, str], None]
"""Is told how many parts of how many are done, and which is next."""


class Memory:
    """What who writes again and again remembers, so that it costs no more than what changed."""

    def __init__(self) -> None:
        self.rows = KnownRows()
        self.shelf = Shelf()


@dataclass(frozen=True)
class Written:
    """How many files there are now, and which were written or taken away to make it so."""

    files: int
    written: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True)
class Differences:
    """How a folder differs from the database: files that are missing there, that say something
    else, and that stand at an address of the archive where there is nothing."""

    files: int
    missing: tuple[str, ...]
    changed: tuple[str, ...]
    extra: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.missing or self.changed or self.extra)


def _quiet(done: int, of: int, part: str) -> None:
    pass


async def write(
    database: Database,
    folder: Folder,
    *,
    now: datetime,
    address: str,
    only_changed: bool = False,
    told: Told = _quiet,
    memory: Memory | None = None,
) -> Written:
    """Let the folder hold every address of the site, or `only_changed`: look only at those parts
    that are made of something else than when they were written.

    Who writes again and again gives the same `memory`, and what is the same is neither read nor
    made anew. A file is replaced whole, and only where it changed. What was written before and is
    not there any more is taken away; other files in the folder are left alone.
    """
    memory = memory or Memory()
    # What is changed from here on is told the next time, too; and what was changed until the view
    # of everything begins, which it does with the first question, is told now.
    place = (await database.touched(None)).place
    async with database.public(now) as store:
        visit = Visit(store, now, address, choosing=False, shelf=memory.shelf)
        await visit.details()
        touched = await database.touched(memory.rows.place)
        found = basis(visit, await store.digests.taken(now, memory.rows, touched.rows))
        memory.rows.place = place
        parts, visit = found.parts, replace(visit, made_of=found.years)
        known = await asyncio.to_thread(folder.parts)
        todo = [
            part
            for part, digest in sorted(parts.items(), key=_last_of_all)
            if not only_changed or known.get(part.name, Kept()).made_of != digest
        ]
        written: list[str] = []
        removed: list[str] = []
        for number, part in enumerate(todo):
            told(number, len(todo), part.name)
            files = await bodies(visit.next_part(), part)
            put = await asyncio.to_thread(folder.put, part.name, parts[part], files)
            written += put.written
            removed += put.removed
    names = {part.name for part in parts}
    for gone in [name for name in known if name not in names]:
        standing = {file for name in names for file in known[name].files}
        removed += (await asyncio.to_thread(folder.drop, gone, standing)).removed
    told(len(todo), len(todo), "")
    return Written(sum(len(kept.files) for kept in known.values()), tuple(written), tuple(removed))


def _last_of_all(one: tuple[Part, str]) -> tuple[bool, bool, Part]:
    """Meetings, years and feeds first, what is of all last: what leads to a page comes after it."""
    part = one[0]
    return not part.group, not (part.number or part.year or part.calendar), part


async def bodies(visit: Visit, part: Part) -> dict[str, bytes]:
    """The files of the part, by their paths."""
    found: dict[str, bytes] = {}
    for name, variable in await addresses(visit, part):
        content = await stands_at(visit, name, **variable)
        if content is not None:
            found[file_of(to(name, **variable))] = content.body
    return found


async def compare(
    database: Database, folder: Folder, *, now: datetime, address: str, told: Told = _quiet
) -> Differences:
    """What differs between the folder and what the database would have there, page by page."""
    missing, changed, expected = [], [], set()
    async with database.public(now) as store:
        visit = Visit(store, now, address, choosing=False)
        parts = sorted(await made_of(visit))
        for number, part in enumerate(parts):
            told(number, len(parts), part.name)
            for file, body in (await bodies(visit.next_part(), part)).items():
                expected.add(file)
                stands = await asyncio.to_thread(folder.body, file)
                if stands is None:
                    missing.append(file)
                elif stands != body and file != HOST_WIDE:
                    changed.append(file)
    told(len(parts), len(parts), "")
    standing = await asyncio.to_thread(lambda: list(folder.standing()))
    ours = {file for kept in folder.parts().values() for file in kept.files}
    extra = [
        file for file in standing if file not in expected and (file in ours or is_file_of_one(file))
    ]
    return Differences(len(expected), tuple(missing), tuple(changed), tuple(extra))
