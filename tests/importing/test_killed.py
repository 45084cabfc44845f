"""An import that is killed at any moment ends, said again, with what it ends with unkilled."""

from __future__ import annotations

import os
import random
import secrets
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from storage.actions import Action, ActionOwner
from storage.changes import Change
from storage.database import Database
from storage.imports import Import
from storage.journal_lines import JournalLine
from storage.journals import Journal
from storage.meetings import Meeting
from storage.minutes import MinutesVersion, PublishedMinutes
from tests.conftest import with_world
from tests.forked import Forked
from tests.importing.taking import MEETBOT, rows
from tests.templates import Databases

ROOT = Path(__file__).parents[2]
KEPT = (Meeting, Journal, JournalLine, Action, ActionOwner, MinutesVersion, Import, Change)
# Numbers that a database gives may leave some out, where something was undone.
OWN = {"id", "uid", "meeting_id", "journal_id", "action_id", "subject_id", "_sa_instance_state"}


class Importer:
    """The import of the real meetings, begun; what it tells comes through a pipe in the folder."""

    def __init__(self, url: str, folder: Path) -> None:
        pipe = folder / secrets.token_hex(4)
        os.mkfifo(pipe)
        self.process = Forked(
            ["-m", "tests.importing.process", url, str(MEETBOT)],
            folder=ROOT,
            ends=(Path(os.devnull), pipe, Path(os.devnull)),
            environment=os.environ,
        )
        self.told = pipe.open(encoding="utf-8")

    def ended(self) -> tuple[int, str]:
        """Its exit code, once it has ended, and what it told."""
        with self.told:
            said = self.told.read()
        return self.process.wait(), said


def killed(url: str, folder: Path, after: int, chance: random.Random) -> bool:
    """Begin it, and kill it soon after it told of so many meetings; whether it was killed so."""
    importer = Importer(url, folder)
    told = 0
    for line in importer.told:
        told += ": DC3 " in line
        if told == after:
            time.sleep(chance.random() * 0.1)
            importer.process.send_signal(signal.SIGKILL)
            break
    return importer.ended()[0] == -signal.SIGKILL


async def dump(url: str) -> list[list[dict[str, Any]]]:
    """What is there, without the numbers that the database gave."""
    database = Database(url)
    found = [
        [{key: value for key, value in vars(row).items() if key not in OWN} for row in table]
        for table in [await rows(database, one) for one in KEPT]
    ]
    found.append([one.minutes for one in await rows(database, PublishedMinutes)])
    await database.close()
    return found


@pytest.mark.parametrize("seed", [1])
async def test_said_again_it_ends_as_if_nothing_had_been(
    databases: Databases, tmp_path: Path, seed: int
) -> None:
    whole = databases.filled("world", with_world)
    broken = databases.filled("world", with_world)
    assert "13 taken in." in Importer(whole, tmp_path).ended()[1]

    chance = random.Random(seed)
    kills = sum(killed(broken, tmp_path, after, chance) for after in (1, 3, 4))
    code, told = Importer(broken, tmp_path).ended()

    assert kills == 3 and code == 1
    assert "known already" in told
    assert await dump(broken) == await dump(whole)
