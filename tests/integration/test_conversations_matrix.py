"""Every conversation in its folder, played in a room of the real homeserver."""

from __future__ import annotations

from pathlib import Path

import pytest

from dcbot.demo.homeserver import Account, Homeserver
from storage.database import Database
from tests.conversation import FOLDER, play, read
from tests.integration.matrixstage import SERVER, matrix_stage, people_of, private_of
from tests.templates import Files
from tests.world import EVERYBODY, create_tables, settle

FILES = [pytest.param(path, id=path.stem) for path in sorted(FOLDER.glob("*.txt"))]


async def fill(database: Database) -> None:
    """The world, with its people at their addresses on the homeserver."""
    await create_tables(database)
    await settle(database, "matrix", {who: f"@{who}:{SERVER}" for who in EVERYBODY})


@pytest.mark.parametrize("path", FILES)
async def test_conversation_in_rooms(
    homeserver: Homeserver,
    accounts: dict[str, Account],
    file_templates: Path,
    quick_folder: Path,
    path: Path,
) -> None:
    conversation = read(path)
    database = Database(Files(file_templates, quick_folder).filled("homeserver_world", fill))
    names = people_of(conversation)
    async with matrix_stage(
        homeserver,
        accounts,
        names,
        database,
        quick_folder / "bot",
        private_of(conversation),
    ) as stage:
        await play(conversation, stage)
    await database.close()
