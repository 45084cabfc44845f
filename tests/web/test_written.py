"""The site as files: the same text as the served one, page by page, and no link in it is dead."""

from __future__ import annotations

import html
import re
from pathlib import Path

from dcbot.addresses import file_of
from dcbot.web.folder import Folder
from dcbot.web.writing import write
from storage.database import Database
from tests.templates import Files
from tests.web.conftest import with_meetings
from tests.web.stage import ADDRESS, NOW, visiting


def text(page: str) -> str:
    """What a page says, but for forms that only a server can answer, and for months without end."""
    only_served = r'<form.*?</form>|<nav class="months".*?</nav>'
    without = re.sub(only_served, "", page, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", without).split())


async def test_files_say_what_the_served_pages_say_and_lead_nowhere_in_vain(
    file_templates: Path, quick_folder: Path, tmp_path: Path
) -> None:
    files = Files(file_templates, quick_folder)
    database = Database(files.filled("meetings", with_meetings))
    done = await write(database, Folder(tmp_path), now=NOW, address=ADDRESS)
    written = list(Folder(tmp_path).standing())
    pages = {name: (tmp_path / name).read_text() for name in written if name.endswith(".html")}

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
    await database.close()

    assert len(written) == done.files and len(pages) > 100
    for name, page in pages.items():
        for link in re.findall(r'(?:href|action)="(/[^"]*)"', page):
            path, _, within = html.unescape(link).partition("#")
            assert file_of(path) in written, f"{link} on {name}"
            if within:
                target = pages[file_of(path)]
                assert f'id="{within}"' in target, f"{link} on {name}"
