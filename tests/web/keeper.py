"""The keeper as a process of its own, which a test may kill: database, folder and moment."""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime
from pathlib import Path

from dcbot.web.keeping import Keeper
from storage.database import Database
from tests.web.stage import ADDRESS


async def keep(url: str, folder: Path, now: datetime) -> None:
    """Bring the folder up to date once."""
    database = Database(url)
    await Keeper(database, folder, lambda: now, address=ADDRESS).step()
    await database.close()


if __name__ == "__main__":
    asyncio.run(keep(sys.argv[1], Path(sys.argv[2]), datetime.fromisoformat(sys.argv[3])))
