"""A permalink can be asked whether it changed since, and tells what, by whom and why."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import html5lib
import pytest
from aiohttp.test_utils import TestClient

from storage.database import Database
from storage.minutes import MinutesVersion, VersionState
from tests.web.small import NOW, OPEN, small
from tests.web.stage import visiting
from tests.web.test_commits import approved

BASE = "/groups/dcx/meetings/1"


@pytest.fixture
async def site(file_templates: Path, quick_folder: Path) -> AsyncIterator[TestClient]:
    """Coalition X with minutes that were approved, and corrected since."""
    async with small(file_templates, quick_folder) as database:
        await approved(database, 1)
        await corrected(database)
        async with visiting(database) as client:
            yield client


async def corrected(database: Database) -> None:
    """The first line says something else, and so does the first decision."""
    async with database.transaction() as store:
        group = await store.groups.by_key("dcx")
        meeting = await store.meetings.numbered(group.id, 1) if group else None
        assert meeting
        journal = (await store.journals.of_meeting(meeting.id))[0]
        current = await store.minutes.current(journal.id)
        row = await store.minutes.published(current.id) if current else None
        assert row
        version = MinutesVersion(
            journal_id=journal.id,
            number=3,
            state=VersionState.CORRECTED,
            up_to_line=24,
            made_at=NOW,
            by_name="Amina <b>Diallo</b>",
            why="the day was wrong",
            **OPEN,
        )
        await store.minutes.add(version)
        await store.minutes.put_published(version, changed(dict(row.minutes)))


def changed(minutes: dict[str, Any]) -> dict[str, Any]:
    """The minutes with other words in their first line that says something, and first decision."""
    new = deepcopy(minutes)
    line = next(one for one in new["log"] if one["text"])
    line["text"] = "we meet <script>on Friday</script>"
    new["decisions"][0]["text"] = "We meet on Fridays"
    return new


async def said(site: TestClient, path: str) -> str:
    """What is seen of a page, which a strict reader of HTML takes."""
    async with site.get(path) as answer:
        assert answer.status == 200, path
        body = await answer.text()
    html5lib.HTMLParser(strict=True).parse(body)
    assert "<script" not in body
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


async def test_what_changed_since_a_version_is_told_with_who_and_why(site: TestClient) -> None:
    words = await said(site, f"{BASE}/versions/2/since")

    assert "From version 2 to version 3 :" in words
    assert re.search(r"Version 3, corrected, [\w ]+ 2026 , by Amina &lt;b&gt;Diallo", words), words[
        :900
    ]
    assert "the day was wrong" in words and "We meet on Fridays (agreed)" in words
    assert "we meet &lt;script&gt;on Friday&lt;/script&gt;" in words
    assert "What does not stand here says the same in both." in words


async def test_a_line_that_changed_has_its_place_there(site: TestClient) -> None:
    async with site.get(f"{BASE}/versions/2/since") as answer:
        body = await answer.text()
    async with site.get(f"{BASE}/minutes.json") as answer:
        log = (await answer.json())["log"]
    line = next(one["line"] for one in log if "Friday" in one.get("text", ""))

    assert f'<tr id="line-{line}">' in body
    names = re.findall(r'\bid="(line-\d+)"', body)
    assert len(names) == len(set(names))


async def test_what_did_not_change_says_so(site: TestClient) -> None:
    current = await said(site, f"{BASE}/versions/3/since")
    first = await said(site, f"{BASE}/versions/1/changes")
    approved_alone = await said(site, f"{BASE}/versions/2/changes")

    assert "Nothing changed since: this is the current version." in current
    assert "This is the first version." in first
    assert "No word of what is published differs" in approved_alone
    for path in ("versions/4/since", "versions/9/changes", "versions/0/since.txt"):
        async with site.get(f"{BASE}/{path}") as answer:
            assert answer.status == 404


async def test_the_same_stands_there_as_text(site: TestClient) -> None:
    async with site.get(f"{BASE}/versions/1/since.txt") as answer:
        text = await answer.text()
        assert answer.content_type == "text/plain"
    lines = text.splitlines()

    assert lines[1] == "From version 1 to version 3 of the minutes"
    assert lines[3].startswith("Version 2, approved, ")
    assert lines[4].endswith("by Amina <b>Diallo</b>: the day was wrong")
    assert "  is:  We meet on Fridays (agreed)" in lines
    async with site.get(f"{BASE}/versions/3/changes.txt") as answer:
        assert "From version 2 to version 3" in await answer.text()


async def test_pages_lead_there(site: TestClient) -> None:
    for path, link in (
        ("minutes", "versions/3/since"),
        ("versions/2", "versions/2/since"),
        ("versions", "versions/3/changes"),
    ):
        async with site.get(f"{BASE}/{path}") as answer:
            assert f'href="{BASE}/{link}"' in await answer.text(), path
