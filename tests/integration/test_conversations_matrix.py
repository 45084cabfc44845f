"""Conversations of their folder, played in rooms of the real homeserver.

What is answered is shown without a wire (tests/test_conversations.py). Here it is shown that it
comes over the homeserver as it is meant: so every run plays those that show a way of it, and of
each part a short one. `make prove` plays all.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import pytest

from dcbot.demo.homeserver import Account, Homeserver
from storage.database import Database
from tests.conversation import FOLDER, play, read
from tests.integration.matrixstage import SERVER, matrix_stage, people_of, private_of
from tests.sizes import WHOLE
from tests.templates import Files
from tests.world import EVERYBODY, create_tables, settle

SHOW_A_WAY = {
    "edit-contacts",  # letters to several people, each in a chat of their own
    "meeting-late",  # who comes late is told alone what was said
    "meeting-scribe",  # what is written down in a chat becomes minutes of a room
    "meeting-w3c",  # reactions, and lines that are not said to the bot
    "people-handover",  # a person who has no chat with the bot yet is told something
}
SHORT = 16
"""So many turns at most has a conversation that stands for its part."""


def chosen() -> list[Path]:
    """What is played now: all, or those that show a way and a short one of each part."""
    files = sorted(FOLDER.glob("*.txt"))
    if WHOLE:
        return files
    told = {file: len(read(file).turns) for file in files}
    parts = groupby(files, lambda file: file.stem.partition("-")[0])
    shortest = {min(part, key=lambda file: told[file]) for _, part in parts}
    return [
        file
        for file in files
        if file.stem in SHOW_A_WAY or (file in shortest and told[file] <= SHORT)
    ]


FILES = [pytest.param(path, id=path.stem) for path in chosen()]


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
