"""Old addresses lead on, served and written; MeetBot's names of files; logs in search engines."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from dcbot.web.folder import Folder
from dcbot.web.writing import compare, write
from storage.database import Database
from storage.groups import GroupName, NameKind
from tests.web.small import ADDRESS, NOW, OPEN, small
from tests.web.stage import visiting

STAMP = "/groups/dccg/meetbot/dccg.2026-09-24-14.00"


@pytest.fixture
async def database(file_templates: Path, quick_folder: Path) -> AsyncIterator[Database]:
    """The small community, in which Coalition X was called Coalition of Old."""
    async with small(file_templates, quick_folder) as found:
        async with found.transaction() as store:
            group = await store.groups.by_key("dcx")
            assert group
            for name, kind in (("Coalition of Old", NameKind.FORMER), ("DCCG", NameKind.ALIAS)):
                row = GroupName(
                    group_id=group.id, name=name, folded=name.lower(), kind=kind, **OPEN
                )
                store.session.add(row)
        yield found


async def test_a_former_name_leads_to_the_group(database: Database, tmp_path: Path) -> None:
    async with visiting(database) as site:
        for path in ("", "/decisions", "/calendar.ics", "/meetings"):
            old, new = f"/groups/coalition-of-old{path}", f"/groups/dcx{path}"
            async with site.get(old, allow_redirects=False) as answer:
                assert (answer.status, answer.headers["Location"]) == (301, new)
        # What is somebody's key means nobody else.
        async with site.get("/groups/dccg", allow_redirects=False) as answer:
            assert answer.status == 200
        async with site.get("/groups/coalition-of-nobody") as answer:
            assert answer.status == 404
    await write(database, Folder(tmp_path), now=NOW, address=ADDRESS)

    page = (tmp_path / "groups/coalition-of-old/index.html").read_text()
    assert '<meta http-equiv="refresh" content="0; url=/groups/dcx">' in page
    assert f'<link rel="canonical" href="{ADDRESS}/groups/dcx">' in page
    assert '<a href="/groups/dcx">' in page
    assert not await compare(database, Folder(tmp_path), now=NOW, address=ADDRESS)


async def test_meetbots_names_stay_where_programs_look_for_them(
    database: Database, tmp_path: Path
) -> None:
    async with visiting(database) as site:
        for end, place in ((".html", "minutes"), (".log.html", "log")):
            async with site.get(STAMP + end, allow_redirects=False) as answer:
                assert answer.headers["Location"] == f"/groups/dccg/meetings/12/{place}"
        async with (
            site.get(f"{STAMP}.txt") as text,
            site.get("/groups/dccg/meetings/12/minutes.txt") as same,
        ):
            assert await text.text() == await same.text()
        async with site.get(f"{STAMP}.log.txt") as answer:
            log = await answer.text()
        for path in ("dccg.2026-09-24-14.01.txt", "dcx.2026-09-24-14.00.txt"):
            async with site.get(f"/groups/dccg/meetbot/{path}") as answer:
                assert answer.status == 404
    await write(database, Folder(tmp_path), now=NOW, address=ADDRESS)

    assert log.splitlines()[0].startswith("14:00:") and " <" in log
    written = sorted(file.name for file in (tmp_path / "groups/dccg/meetbot").glob("*09-24*"))
    assert written == [
        f"dccg.2026-09-24-14.00{end}" for end in (*(".html", ".log.html", ".log.txt"), ".txt")
    ]
    # What the group holds back has no name there.
    assert not list(tmp_path.rglob("*2026-11-22*"))


async def test_logs_are_found_by_search_engines_where_the_group_says_so(
    database: Database,
) -> None:
    noindex = '<meta name="robots" content="noindex">'
    for value, hidden in (("", True), ("allowed", False), ("not allowed", True)):
        async with database.transaction() as store:
            group = await store.groups.by_key("dccg")
            assert group
            group.indexing = value
        async with visiting(database) as site:
            async with site.get("/groups/dccg/meetings/12/log") as answer:
                assert (noindex in await answer.text()) is hidden
            async with site.get("/groups/dccg/meetings/12/minutes") as answer:
                assert noindex not in await answer.text()
