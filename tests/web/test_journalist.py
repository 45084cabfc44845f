"""A journalist's way: by links alone, everything public of a coalition is five clicks away, and
says who, when, in which capacity, and in which version."""

from __future__ import annotations

import html
import re
from collections import deque
from collections.abc import AsyncIterator
from pathlib import Path

import lxml.html
import pytest
from aiohttp.test_utils import TestClient

from dcbot.addresses import to
from dcbot.web.meetbot import NAMES
from dcbot.web.parts import Part, addresses, made_of
from dcbot.web.visit import Visit
from storage.database import Database
from tests.templates import Files
from tests.web import recorded
from tests.web.conftest import with_meetings
from tests.web.stage import ADDRESS, LATER, NOW, visiting

COALITION = "dcad"
CLICKS = 5


async def with_a_busy_coalition(database: Database) -> None:
    """One coalition has minutes, decisions, actions, annexes, an output and a slot."""
    await with_meetings(database)
    async with database.transaction() as store:
        group = await store.groups.by_key(COALITION)
        assert group
        await recorded.fill_public(store, group, NOW)


@pytest.fixture
async def busy(file_templates: Path, quick_folder: Path) -> AsyncIterator[Database]:
    """A database with that coalition, some days after its output was released."""
    files = Files(file_templates, quick_folder)
    database = Database(files.filled("busy", with_a_busy_coalition))
    yield database
    await database.close()


async def clicks(site: TestClient) -> dict[str, int]:
    """Every page that links lead to from the first one, with how many clicks away it is."""
    found = {"/": 0}
    waiting = deque(["/"])
    while waiting:
        path = waiting.popleft()
        if found[path] == CLICKS:
            continue
        async with site.get(path) as answer:
            if answer.content_type != "text/html":
                continue
            page = await answer.text()
        for link in re.findall(rf'<a\b[^>]*\shref="(?:{ADDRESS})?(/[^"#]*)', page):
            target = html.unescape(link)
            # Of other groups nothing is asked, and months go on for ever.
            if re.search(rf"/groups/(?!{COALITION}\b)|/calendar/\d", target):
                continue
            if target not in found:
                found[target] = found[path] + 1
                waiting.append(target)
    return found


async def test_everything_public_of_a_coalition_is_five_clicks_away(busy: Database) -> None:
    async with busy.public(LATER) as store:
        visit = Visit(store, LATER, ADDRESS)
        parts = [one for one in await made_of(visit) if one.group == COALITION]
        every = {
            to(name, **more)
            for part in parts
            for name, more in await addresses(visit, part)
            # The same by other names, and a month is reached by going on from one to the next.
            if name not in NAMES and name != "group month" and more["group"] == COALITION
        }
    async with visiting(busy, LATER) as site:
        reached = await clicks(site)

    assert Part(COALITION, 12) in parts and len(every) > 60
    # Nothing was before the first version, so that nothing is said of what it changed.
    missed = {one for one in every - reached.keys() if "/versions/1/changes" not in one}
    assert sorted(missed) == [], sorted(missed)
    assert max(reached.values()) == CLICKS


async def said(site: TestClient, path: str, of: str = "") -> str:
    """The words of a page, or of what bears this id on it."""
    async with site.get(path) as answer:
        assert answer.status == 200, path
        page = await answer.text()
    tree = lxml.html.fromstring(page)
    part = tree.get_element_by_id(of) if of else tree
    return " ".join(" ".join(part.itertext()).split())


async def test_each_statement_says_who_when_in_which_capacity_and_version(busy: Database) -> None:
    base = f"/groups/{COALITION}/meetings/12"
    async with visiting(busy, LATER) as site:
        log, minutes = await said(site, f"{base}/log"), await said(site, f"{base}/minutes")
        line = await said(site, f"{base}/log", "line-7")
        async with site.get(f"{base}/minutes.json") as answer:
            lines = [one for one in (await answer.json())["log"] if one["kind"] == "said"]
        for one in lines:
            told = await said(site, f"{base}/log", f"line-{one['line']}")
            assert one["by"] in told and f"{one['at'][11:16]}" in told, one
        decided = await said(site, f"{base}/minutes", "decision-7")
        registered = await said(site, f"/groups/{COALITION}/decisions", f"{COALITION}-7")
        given = await said(site, f"/groups/{COALITION}/actions", f"{COALITION}-12")
        chat = await said(site, f"{base}/annexes/3", "line-1")

    assert len(lines) > 15
    assert line.startswith("14:18 Amina Diallo : The MAG has granted us 90 minutes")
    assert "Amina Diallo DCAD, representative, civil society" in log
    assert "سامي الحداد none is recorded" in log
    for page in (log, minutes):
        assert "Corrected, version 3" in page and f"{ADDRESS}{base}/versions/3" in page
    assert "Minority view of سامي الحداد (IRPC, civil society)" in decided
    assert "Thu 24 September 2026" in registered and "written down by Lena Fischer" in registered
    assert "Dissent of DC3" in registered and "DCCG meeting 96" in registered
    assert "for Amina Diallo" in given and "overdue, due by Friday" in given
    assert "14:03:05" not in chat and "UTC Amina Diallo : <b>captions</b>" in chat


async def test_its_page_tells_what_it_wrote_and_asked_for(busy: Database) -> None:
    async with visiting(busy, LATER) as site:
        group = await said(site, f"/groups/{COALITION}")
        output = await said(site, f"/groups/{COALITION}/outputs/2026")
        slots = await said(site, "/slots/2099")

    assert "IGF 2026: version 1, public since Tue 24 November 2026" in group
    assert "Wed 18 Nov 2026 IGF 2099 : requested" in group
    assert "Accepted on Wed 18 November 2026: Access ♿ for all" in group
    assert "Version 1, public since Tue 24 November 2026 Sent on " in output
    assert "by Lena , a coordinator of DCAD " in output
    assert f"{ADDRESS}/groups/{COALITION}/outputs/2026/versions/1" in output
    day = "Wed 18 Nov 2026"
    assert f"DCAD requested, {day} accepted on {day} : Access ♿ for all" in slots
