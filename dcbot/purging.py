"""What an operator does when past states must go from the archive's repository too: the purge."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from dcbot import app
from dcbot.config import Settings
from dcbot.errors import OperatorError
from dcbot.exporting import About, Say, address_of
from dcbot.lock import alone_in
from dcbot.operating import open_database
from dcbot.services import purges
from dcbot.web import rewriting
from dcbot.web.commits import record
from dcbot.web.folder import Folder
from dcbot.web.repository import Repository
from dcbot.web.writing import write

Ask = Callable[[], str]
"""Asks which words must be nowhere any more; empty where none are to be looked for."""


async def purge(
    settings: Settings,
    folder: Path,
    named: Sequence[str],
    why: str,
    say: Say,
    ask: Ask,
    agreed: Callable[[], bool],
) -> int:
    """Take the past states of these records (dccg/12) out of the history, and say so publicly.

    Returns 1 where the words that must go still stand on pages of today, else 0.
    """
    wrong = [one for one in named if not re.fullmatch(r"[a-z0-9-]+/[1-9]\d*", one)]
    if wrong:
        raise OperatorError(f"“{wrong[0]}” names no record; say its group and number: dccg/12.")
    repository = Repository.at(folder)
    if repository is None or not await repository.head():
        raise OperatorError(
            f"{folder} is no git working tree with commits: its pages have no past."
        )
    commits = (await repository.git("rev-list", "--all", "--count")).decode().strip()
    say(
        f"In {commits} commits of {folder}, the past states of {', '.join(named)} and of all pages "
        "that are of no single record go. What stands there today stays. All commits get new "
        "names; clones that others have keep the past, and must be told. Nothing is pushed."
    )
    words = [one for one in (each.strip() for each in ask().split("|")) if one]
    if not agreed():
        say("Nothing was changed.")
        return 0
    with alone_in(settings.folder):
        return await _purged(settings, folder, repository, named, words, why, say)


async def _purged(
    settings: Settings,
    folder: Path,
    repository: Repository,
    named: Sequence[str],
    words: Sequence[str],
    why: str,
    say: Say,
) -> int:
    database = await open_database(settings)
    about: About = {"now": app.clock(), "address": address_of(settings)}
    try:
        async with database.transaction() as store:
            for one in named:
                await purges.note(store, one, why, now=about["now"])
        written = Folder(folder)
        await write(database, written, **about)
        notice = f"The past states of {', '.join(named)} were taken out of the history\n\n{why}\n"
        await record(database, written, repository, notice=notice, **about)
        still = await rewriting.purge(repository, named, words)
        # What was not committed yet stands there again.
        await write(database, Folder(folder), **about)
    finally:
        await database.close()
    for page in still:
        say(f"still there today  {page}")
    if still:
        say("Take the words out of these records by message first, then say this again.")
        return 1
    say("Done. To publish it: git push --force --all, and tell whoever has a clone.")
    return 0
