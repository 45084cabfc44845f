"""The meetings of a group by year, and how many of them stand on one page."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

from aiohttp.test_utils import TestClient

from dcbot.web.meetings import MOST
from tests.web.recorded import fill_one
from tests.web.small import NOW, small
from tests.web.stage import visiting

MEETINGS = "/groups/dcx/meetings"


async def listed(site: TestClient, path: str) -> list[str]:
    """The titles of the meetings on the page, in order."""
    async with site.get(path) as answer:
        assert answer.status == 200, path
        return re.findall(r'class="what"[^>]*>([^<]+)<', await answer.text())


async def test_the_latest_are_on_the_page_and_every_one_under_its_year(
    file_templates: Path, quick_folder: Path
) -> None:
    many = MOST + 10
    async with small(file_templates, quick_folder) as database:
        async with database.transaction() as store:
            group = await store.groups.by_key("dcx")
            assert group
            for number in range(1, many + 1):
                start = NOW - timedelta(days=10 * (many + 1 - number))
                await fill_one(store, group, number, start)
        async with visiting(database) as site:
            latest = await listed(site, MEETINGS)
            async with site.get(MEETINGS) as answer:
                page = await answer.text()
            years = re.findall(rf'href="({MEETINGS}/year/\d+)"', page)
            of_years = [one for year in years for one in await listed(site, year)]
            async with site.get(f"{MEETINGS}/year/2019") as answer:
                assert answer.status == 404

    assert latest == [f"DCCG meeting {number}" for number in range(many, many - MOST, -1)]
    assert "All others stand under their years." in page
    assert [year[-4:] for year in years] == ["2026", "2025"]
    assert of_years == [f"DCCG meeting {number}" for number in range(many, 0, -1)]


async def test_a_year_tells_what_is_to_come_too(site: TestClient) -> None:
    this_year = await listed(site, "/groups/dccg/meetings/year/2026")
    next_year = await listed(site, "/groups/dccg/meetings/year/2027")

    assert this_year[0] == "Coordination meeting" and "DCCG meeting 97" in this_year
    assert next_year == ["Coordination meeting"]
