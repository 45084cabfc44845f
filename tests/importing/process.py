"""An import as a process of its own, which a test may kill: python -m tests.importing.process."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from dcbot.importing.running import Importing, Wish
from storage.database import Database
from tests.world import MONDAY_NOON


def say(line: str) -> None:
    """Tell it at once, so that whoever kills knows how far it is."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def main(url: str, *paths: str) -> int:
    """Take these in for DC3."""
    database = Database(url)
    try:
        wish = Wish([Path(one) for one in paths], "DC3", public=True)
        return await Importing(database, wish, say, lambda: MONDAY_NOON).run()
    finally:
        await database.close()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*sys.argv[1:])))
