"""The command line of `dcbot import`: files and folders, and how they are taken."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from dcbot import app
from dcbot.config import Settings
from dcbot.errors import OperatorError
from dcbot.importing.running import Importing
from dcbot.importing.running import Wish as Wish
from dcbot.operating import open_database

Say = Callable[[str], None]


async def import_(settings: Settings, wish: Wish, say: Say) -> int:
    """Take the archive in; the exit code: 0 where all was read, 1 where something was not."""
    database = await open_database(settings)
    try:
        return await Importing(database, wish, say, app.clock).run()
    finally:
        await database.close()


def day(words: str) -> date | None:
    """The day, such as 2018-05-01; raises OperatorError where it is none."""
    try:
        return date.fromisoformat(words) if words else None
    except ValueError:
        raise OperatorError(f"“{words}” is no day. Say it as 2018-05-01.") from None
