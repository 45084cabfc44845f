"""What it costs to make a page of a meeting does not grow with the archive."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import event

from dcbot.addresses import TABLE
from dcbot.web.server import Web
from storage.database import Database
from tests.templates import Files
from tests.web.conftest import with_meetings
from tests.web.stage import ADDRESS, NOW
from tests.web.test_server import PARTS

PAGES = (
    *("minutes", "log", "versions", "meeting", "minutes json", "annex"),
    *("group page", "latest meeting", "next meeting", "meetbot text"),
)
GROWS = ("meetings", "journals", "minutes_versions", "published_minutes", "decisions", "actions")


async def test_no_page_of_a_meeting_reads_a_table_whole(
    file_templates: Path, quick_folder: Path
) -> None:
    url = Files(file_templates, quick_folder).filled("meetings", with_meetings)
    database, asked = Database(url), []

    @event.listens_for(database.engine.sync_engine, "after_cursor_execute")
    def listen(_on: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        asked.append((statement, values))

    site = Web(database, lambda: NOW, address=ADDRESS)
    for name in PAGES:
        parts = {one: str(value) for one, value in PARTS.items() if f"{{{one}" in TABLE[name]}
        assert (await site.content(name, **parts)).status == 200
    await database.close()
    # When something becomes public next is asked once after each change, of all.
    reading = [one for one in asked if one[0].startswith("WITH ")]
    assert len(reading) > 40
    with closing(sqlite3.connect(url.removeprefix("sqlite+aiosqlite:///"))) as plain:
        for statement, values in reading:
            for step in plain.execute(f"EXPLAIN QUERY PLAN {statement}", values):
                words = str(step[3]).split()
                whole = words[0] == "SCAN" and words[1].removeprefix("main.") in GROWS
                assert not whole and (words[0] != "MATERIALIZE" or words[1] not in GROWS), (
                    step[3],
                    statement,
                )
