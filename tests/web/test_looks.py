"""The pages, looked at in a real Chromium: on a phone in light colours, wide in dark ones."""

from __future__ import annotations

import asyncio
import json
import shutil
from pathlib import Path

from storage.database import Database
from tests.calendar import reading
from tests.servers import missing
from tests.templates import Files
from tests.web.conftest import with_meetings
from tests.web.stage import visiting

HERE = Path(__file__).parent / "looking"
PAGES = (
    "/",
    "/groups",
    "/groups/dccg?zone=Asia/Tokyo",
    "/groups/dcad",
    "/decisions",
    "/search?q=tuesdays",
    "/groups/dccg/actions/2026",
    "/calendar?zone=Asia/Kathmandu",
    "/calendar/2026-12?zone=Asia/Tokyo",
    "/calendar/2027-01?zone=Nowhere",
    "/groups/dcad/calendar",
    "/groups/dccg/meetings/1?zone=America/New_York",
    "/groups/dccg/meetings",
    "/groups/dccg/meetings/12",
    "/groups/dccg/meetings/12/minutes",
    "/groups/dccg/meetings/12/versions/1",
    "/groups/dccg/meetings/12/annexes/3",
    "/groups/dccg/meetings/12/log",
    "/groups/dccg/meetings/12/versions",
    "/groups/dccg/meetings/latest",
    "/groups/dccg/meetings/13/sittings/2/minutes",
    "/nothing",
)


def browser() -> str:
    """Chromium, by whatever name it goes."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        missing("Chromium is not installed. On Debian: apt install chromium")
    return found


async def test_pages_are_whole_and_open_to_all(tmp_path: Path) -> None:
    program = browser()
    node = await asyncio.to_thread(reading.node_folder, tmp_path / "node", HERE, "axe-core")
    database = Database(Files(tmp_path, tmp_path).empty())
    await with_meetings(database)

    async with visiting(database) as site:
        addresses = [str(site.make_url(page)) for page in PAGES]
        order = ["node", "look.mjs", program, "-", *addresses]
        said = await asyncio.to_thread(reading.run, order, cwd=node)
    await database.close()

    looked = json.loads(said)
    assert len(looked) == 2 * len(PAGES)
    assert all(one["passes"] > 10 for one in looked)
    # The page that is not there answers 404, which the browser tells as an error.
    troubles = [
        (one["address"], one["width"], one["colorScheme"], trouble)
        for one in looked
        for trouble in one["troubles"]
        if not ("404" in trouble and one["address"].endswith("/nothing"))
    ]
    assert troubles == []
