"""The pages, looked at in a real Chromium: from a phone to a wide screen, light and dark, and by
keyboard alone."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from pathlib import Path

from aiohttp.test_utils import TestClient

from dcbot.addresses import TABLE
from storage.database import Database
from tests.calendar import reading
from tests.servers import missing
from tests.templates import Files
from tests.web.conftest import with_meetings
from tests.web.stage import visiting
from tests.web.test_server import PLACES

HERE = Path(__file__).parent / "looking"
MORE = (
    "/groups/dcad",
    "/groups/dccg?zone=Asia/Tokyo",
    "/groups/dcad/meetings/1?zone=America/New_York",
    "/groups/dcad/meetings/2",
    "/groups/dcad/outputs",
    "/groups/dccg/meetings/12/minutes",
    "/groups/dccg/meetings/12/versions/1",
    "/groups/dccg/meetings/12/versions/2/since",
    "/groups/dcad/calendar",
    "/calendar?zone=Asia/Kathmandu",
    "/calendar/2027-01?zone=Nowhere",
    "/cycles/2099",
    "/search?q=tuesdays",
    "/search?q=zeppelin",
    "/nothing",
)
"""Pages of a kind that looks otherwise where more, or other things, stand on them."""


def browser() -> str:
    """Chromium, by whatever name it goes."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        missing("Chromium is not installed. On Debian: apt install chromium")
    return found


async def test_every_kind_of_page_is_whole_and_open_to_all(tmp_path: Path) -> None:
    """At 320, 768 and 1280 px, light and dark, and by keyboard alone. Who wants to see them too
    names a folder for the pictures in `DCBOT_PICTURES`."""
    program = browser()
    node = await asyncio.to_thread(reading.node_folder, tmp_path / "node", HERE, "axe-core")
    database = Database(Files(tmp_path, tmp_path).empty())
    await with_meetings(database)

    async with visiting(database) as site:
        pages = [*await kinds(site), *MORE]
        addresses = [str(site.make_url(page)) for page in pages]
        order = ["node", "look.mjs", program, os.environ.get("DCBOT_PICTURES", "-"), *addresses]
        said = await asyncio.to_thread(reading.run, order, cwd=node)
    await database.close()

    looked = json.loads(said)
    assert len(looked) == (3 * 2 + 2) * len(pages)
    assert all(one["passes"] > 10 for one in looked if one.get("colorScheme") == "light")
    assert all(one["reached"] > 6 for one in looked if "reached" in one)
    # The page that is not there answers 404, which the browser tells as an error.
    troubles = [
        (one["address"], one["width"], one.get("colorScheme", "keyboard"), trouble)
        for one in looked
        for trouble in one["troubles"]
        if not ("404" in trouble and one["address"].endswith("/nothing"))
    ]
    assert troubles == []


async def kinds(site: TestClient) -> list[str]:
    """Where every kind of page stands that the table of addresses has: all that answers with
    HTML. Whatever is added to the table stands in `PLACES`, a test of the server says so."""
    assert PLACES.keys() == TABLE.keys()
    found = []
    for path in PLACES.values():
        async with site.get(path) as answer:
            # Some lead to others of the list.
            if answer.content_type == "text/html" and answer.url.path not in found:
                found.append(answer.url.path)
    assert len(found) > 40
    return found
