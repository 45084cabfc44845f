"""What an operator does where search should read everything anew, with progress."""

from __future__ import annotations

import sys
from collections.abc import Callable

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from dcbot.config import Settings
from dcbot.operating import open_database
from dcbot.services import search_index

Say = Callable[[str], None]


async def reindex(settings: Settings, say: Say) -> None:
    """Make all that can be found anew, in many transactions, so that the bot may run meanwhile."""
    database = await open_database(settings)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    try:
        async with database.transaction() as store:
            await store.search.make_all_due()
            left = total = await store.search.due_count()
        with Progress(*columns, disable=not sys.stderr.isatty(), transient=True) as shown:
            bar = shown.add_task("Reading", total=total)
            while left:
                async with database.transaction() as store:
                    left = await search_index.catch_up(store)
                shown.update(bar, completed=max(0, total - left))
    finally:
        await database.close()
    say(f"Read anew for search: {total} decisions, actions, groups and minutes.")
