"""What an operator does with the archive as files: write it, and compare it with the database."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypedDict

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from dcbot import app
from dcbot.config import Settings
from dcbot.operating import open_database
from dcbot.web.commits import record
from dcbot.web.folder import Folder
from dcbot.web.repository import Repository
from dcbot.web.writing import Told, compare, write

MOST_NAMED = 20
"""So many files of each kind are named; of the others the number is told."""

Say = Callable[[str], None]


class About(TypedDict):
    """As of when an archive is written, and by which address people reach it."""

    now: datetime
    address: str


def address_of(settings: Settings) -> str:
    """The address by which people reach the archive; empty where it has none."""
    return settings.web.address if settings.web else ""


async def export(settings: Settings, folder: Path, say: Say) -> None:
    """Write all that the web shows into a folder; what is not public any more goes from there."""
    database = await open_database(settings)
    about: About = {"now": app.clock(), "address": address_of(settings)}
    written, commits = Folder(folder), 0
    try:
        with _progress("Writing") as told:
            done = await write(database, written, told=told, **about)
        if repository := Repository.at(folder):
            commits = await record(database, written, repository, **about)
    finally:
        await database.close()
    say(
        f"{done.files} files stand in {folder}: {len(done.written)} written, "
        f"{len(done.removed)} taken away, the others as they were."
        + (f" Commits: {commits}." if commits else "")
    )


async def verify(settings: Settings, folder: Path, say: Say) -> int:
    """Say which pages of the folder differ from the database; 1 where any does, else 0."""
    database = await open_database(settings)
    try:
        with _progress("Comparing") as told:
            found = await compare(
                database,
                Folder(folder),
                now=app.clock(),
                address=address_of(settings),
                told=told,
            )
    finally:
        await database.close()
    kinds = (("missing", found.missing), ("changed", found.changed), ("extra", found.extra))
    for kind, files in kinds:
        for file in files[:MOST_NAMED]:
            say(f"{kind}  {file}")
        if len(files) > MOST_NAMED:
            say(f"{kind}  {len(files) - MOST_NAMED} more")
    if not found:
        say(f"{found.files} files: the folder says what the database does.")
        return 0
    counted = ", ".join(f"{len(files)} {kind}" for kind, files in kinds)
    say(f"{counted}, of {found.files} files. `dcbot export {folder}` writes what the database has.")
    return 1


@contextmanager
def _progress(what: str) -> Iterator[Told]:
    """A bar for whoever looks at a terminal, and nothing for programs."""
    columns = (
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, transient=True, disable=not sys.stdout.isatty()) as bar:
        task = bar.add_task("", total=None)

        def told(done: int, of: int, part: str) -> None:
            bar.update(task, completed=done, total=of, description=part)

        yield told
