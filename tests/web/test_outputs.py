"""Pages of outputs and slots: a document stands below the page's own heading, an older version
says so, and who asked for nothing is named in one sentence."""

from __future__ import annotations

import lxml.html
from aiohttp.test_utils import TestClient

from storage.base import Audience
from storage.database import Database
from tests.web.stage import BEFORE, visiting


async def page(site: TestClient, path: str) -> lxml.html.HtmlElement:
    """What stands there."""
    async with site.get(path) as answer:
        assert answer.status == 200, path
        return lxml.html.fromstring(await answer.text())


async def test_headings_of_a_document_come_below_the_pages_own_and_skip_none(
    site: TestClient,
) -> None:
    tree = await page(site, "/groups/dccg/outputs/2026")

    headings = [(one.tag, one.text_content()) for one in tree.xpath("//h1 | //h2 | //h3")]
    assert headings[:3] == [("h1", "Paths & principles"), ("h2", "Summary"), ("h3", "طريقة")]
    assert tree.xpath("//*[@class='document']/table/@tabindex") == ["0"]


async def test_an_older_version_of_an_output_leads_to_the_current_one(filled: Database) -> None:
    async with filled.transaction() as store:
        group, cycle = await store.groups.by_key("dccg"), await store.cycles.by_key("2026")
        output = await store.outputs.of(group.id, cycle.id) if group and cycle else None
        assert output
        newer = (await store.outputs.versions(output.id))[-1]
        newer.title, newer.html = "Paths and principles", "<p>Anew</p>"
        newer.by_name, newer.capacity = "Kofi", "a chair of DCCG"
        newer.audience, newer.public_from = Audience.PUBLIC, BEFORE
    async with visiting(filled) as site:
        old = await page(site, "/groups/dccg/outputs/2026/versions/1")
        new = await page(site, "/groups/dccg/outputs/2026")

    (notice,) = old.xpath("//p[@class='trouble']")
    assert notice.text_content().endswith("no longer the current one. Read version 2.")
    assert notice.xpath("./a/@href") == ["/groups/dccg/outputs/2026"]
    assert not new.xpath("//p[@class='trouble']")
    versions = new.xpath("//section[@aria-labelledby='versions']//li")
    said = [" ".join(one.text_content().split()) for one in versions]
    assert said[0].endswith("sent by Kofi, a chair of DCCG") and "Version 1" in said[1]


async def test_who_asked_for_no_slot_is_named_in_one_sentence(site: TestClient) -> None:
    tree = await page(site, "/slots/2099")

    rows = [one.text_content().strip() for one in tree.xpath("//tbody/tr/th")]
    (silent,) = tree.xpath("//p[starts-with(., 'Not requested by')]")
    assert rows == ["DC3", "DCAD"] and "IRPC" in silent.text_content()
    assert len(silent.xpath("./a")) > 20
    (result,) = tree.xpath("//td[contains(., 'accepted')]")
    assert "Mon 14 December 2099, 10:00 Europe/Zurich" in result.text_content()
