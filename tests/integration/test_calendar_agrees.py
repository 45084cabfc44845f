"""A meeting scheduled in a room of a real homeserver stands so in feeds and on pages."""

from __future__ import annotations

from pathlib import Path

from dcbot.demo.homeserver import Account, Homeserver
from storage.database import Database
from tests.integration.matrixstage import matrix_stage
from tests.integration.test_conversations_matrix import fill
from tests.templates import Files
from tests.web.agreement import all_agree


async def test_room_feeds_and_pages_agree(
    homeserver: Homeserver,
    accounts: dict[str, Account],
    file_templates: Path,
    quick_folder: Path,
) -> None:
    database = Database(Files(file_templates, quick_folder).filled("homeserver_world", fill))
    async with matrix_stage(
        homeserver, accounts, ["lena"], database, quick_folder / "bot"
    ) as stage:
        await all_agree(stage, database)
    await database.close()
