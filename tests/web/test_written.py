"""The site as files: the same text as the served one, page by page, and no link in it is dead."""

from __future__ import annotations

import html
import re
from pathlib import Path

from dcbot.addresses import file_of
from dcbot.web.folder import Folder
from dcbot.web.writing import compare, write
from storage.database import Database
from storage.erasure import Erasure
from storage.groups import GroupName, NameKind
from tests.templates import Files
from tests.web.conftest import with_meetings
from tests.web.small import OPEN, small
from tests.web.stage import ADDRESS, NOW, visiting
from tests.web.test_commits import approved, keep, of_meeting, taken_out


def text(page: str) -> str:
    """What a page says, but for forms that only a server can answer, and for months without end."""
    only_served = r'<form.*?</form>|<nav class="months".*?</nav>'
    without = re.sub(only_served, "", page, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", without).split())


async def agree(database: Database, folder: Path) -> int:
    """Compare each written page and file with the served one, and follow every link of either; how
    many pages."""
    written = set(Folder(folder).standing())
    pages = {name: (folder / name).read_text() for name in written if name.endswith(".html")}
    async with visiting(database) as site:
        for name, page in pages.items():
            path = "/" + re.sub(r"(?:^|/)index\.html$", "", name)
            async with site.get(path) as answer:
                assert answer.status == 200, path
                served = await answer.text()
            if 'http-equiv="refresh"' in page:
                assert f'<a href="{answer.url.path}">' in page, path
            elif path != "/search":
                assert text(page) == text(served), path
            # Months go on for ever where somebody can ask for them.
            for link in set(re.findall(r'<a [^>]*href="(/[^"#?]*)', served)):
                if not re.search(r"/calendar/\d", link):
                    assert file_of(html.unescape(link)) in written, f"{link} on served {path}"
        for name in written - pages.keys():
            async with site.get(f"/{name}") as answer:
                assert answer.status == 200, name
                assert await answer.read() == (folder / name).read_bytes(), name
    for name, page in pages.items():
        for link in re.findall(r'(?:href|action)="(/[^"]*)"', page):
            path, _, within = html.unescape(link).partition("#")
            assert file_of(path) in written, f"{link} on {name}"
            if within:
                assert f'id="{within}"' in pages[file_of(path)], f"{link} on {name}"
    return len(pages)


async def test_files_say_what_the_served_pages_say_and_lead_nowhere_in_vain(
    file_templates: Path, quick_folder: Path, tmp_path: Path
) -> None:
    files = Files(file_templates, quick_folder)
    database = Database(files.filled("meetings", with_meetings))
    done = await write(database, Folder(tmp_path), now=NOW, address=ADDRESS)

    assert await agree(database, tmp_path) > 100
    await database.close()
    assert len(list(Folder(tmp_path).standing())) == done.files


async def test_they_agree_after_corrections_a_rename_and_an_erasure(
    file_templates: Path, quick_folder: Path, tmp_path: Path
) -> None:
    async with small(file_templates, quick_folder) as database:
        for number in (1, 2, 3):
            await approved(database, number)
        await keep(database, tmp_path)

        await of_meeting(database, 2, by="Lena Fischer", why="the day was wrong")
        await keep(database, tmp_path)
        assert await agree(database, tmp_path) > 80

        await rename(database, "Coalition of the New")
        await keep(database, tmp_path)
        assert await agree(database, tmp_path) > 80
        page = (tmp_path / "groups/dcx/meetings/1/minutes/index.html").read_text()
        assert "Coalition of the New" in page and "Coalition X" not in page

        await taken_out(database, 1, 5)
        async with database.transaction() as store:
            await Erasure(store.session).name_in_words(["Lena Fischer"], "a former participant")
        await keep(database, tmp_path)
        assert await agree(database, tmp_path) > 80
        assert not await compare(database, Folder(tmp_path), now=NOW, address=ADDRESS)
        versions = (tmp_path / "groups/dcx/meetings/2/versions/index.html").read_text()
        assert "a former participant" in versions and "Lena Fischer" not in versions


async def rename(database: Database, name: str) -> None:
    """Coalition X has another name from now on."""
    async with database.transaction() as store:
        group = await store.groups.by_key("dcx")
        assert group
        was, group.name = group.name, name
        former = GroupName(
            group_id=group.id, name=was, folded=was.lower(), kind=NameKind.FORMER, **OPEN
        )
        store.session.add(former)
