"""Thirteen real meetings and two with decisions, imported and served: a crawler goes everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import feedparser
import html5lib
from aiohttp.test_utils import TestClient

from dcbot.services import search_index
from storage.actions import Action
from storage.decisions import Decision
from storage.journal_lines import JournalLine
from tests.importing.taking import CALL, MEETBOT, rows, take, written
from tests.importing.test_logs import W3C
from tests.web.stage import visiting
from tests.world import MONDAY_NOON, World

# Months go on without end, and what stands behind a question mark is a form.
_ENDLESS = re.compile(r"/calendar/\d{4}-\d\d$")


class Crawler:
    """Follows every link of the site, once, and keeps each page as it was read."""

    def __init__(self, site: TestClient[Any, Any]) -> None:
        self.site = site
        self.pages: dict[str, Element] = {}
        self.wanted: set[tuple[str, str]] = set()
        self.files: dict[str, bytes] = {}

    async def everything(self) -> None:
        """Read all that can be reached from the first page; each of it must be there."""
        left = ["/"]
        while left:
            path = left.pop()
            if path in self.pages or path in self.files:
                continue
            async with self.site.get(path) as answer:
                assert answer.status == 200, path
                body = await answer.read()
            if "html" not in answer.content_type:
                self.files[path] = body
                continue
            page = html5lib.parse(body, namespaceHTMLElements=False)
            self.pages[path] = page
            left += self._links(path, page)

    def _links(self, path: str, page: Element) -> Iterator[str]:
        for link in page.iter():
            address = link.get("href") or link.get("src")
            if not address:
                continue
            to = urlsplit(urljoin(path, address))
            if to.scheme or to.netloc or to.query or _ENDLESS.search(to.path):
                continue
            self.wanted.add((to.path, to.fragment))
            yield to.path

    def at(self, address: str) -> Element:
        """What an address with a place in it leads to."""
        path, _, place = address.partition("#")
        found = [one for one in self.pages[path].iter() if one.get("id") == place]
        assert len(found) == 1, address
        return found[0]


def text(of: Element) -> str:
    """What it says, on one line."""
    return " ".join("".join(of.itertext()).split())


def links(of: Element) -> list[str]:
    """Where it leads."""
    return [one.get("href") or "" for one in of.iter("a")]


async def test_every_link_leads_somewhere_and_every_decision_to_its_line(
    file_world: World, tmp_path: Path
) -> None:
    world = file_world
    archive = [
        written(tmp_path, "call.2020-05-06.txt", CALL),
        written(tmp_path, "03-rivers-irc.txt", W3C),
    ]
    await take(world.database, MEETBOT, *archive, public=True)
    await world.app.settle()
    async with world.database.transaction() as store:
        while await search_index.catch_up(store):
            pass
    said = {(one.journal_id, one.number): one for one in await rows(world.database, JournalLine)}
    decided, given = await rows(world.database, Decision), await rows(world.database, Action)
    assert (len(decided), len(given)) == (2, 63)

    async with visiting(world.database, MONDAY_NOON) as site:
        crawler = Crawler(site)
        await crawler.everything()

        for path, place in crawler.wanted:
            if place:
                crawler.at(f"{path}#{place}")
        for kind, record in (("decision", decided), ("action", given)):
            for row in record:
                _leads_to_its_line(crawler, kind, row, said[row.journal_id, row.line])
        for form in ("txt", "md", "json", "docx"):
            files = [one for one in crawler.files if one.endswith(f"/minutes.{form}")]
            assert len(files) == 15
        _feeds_are_sound(crawler)
        await _is_found(site)


def _leads_to_its_line(crawler: Crawler, kind: str, row: Decision | Action, said: Any) -> None:
    """From the register to the minutes, and from there to the line of the log that said it."""
    register = crawler.pages[f"/groups/dc3/{kind}s/{said.at.year}"]
    place = f"#{kind}-{row.number}"
    (in_minutes,) = {
        one for each in register.iter("a") if (one := each.get("href") or "").endswith(place)
    }
    item = crawler.at(in_minutes)
    assert " ".join(row.text.split()) in text(item)
    in_log = in_minutes.replace(f"/minutes{place}", f"/log#line-{row.line}")
    assert in_log in {urljoin(in_minutes, one) for one in links(item)}
    assert " ".join(said.text.split()) in text(crawler.at(in_log))


def _feeds_are_sound(crawler: Crawler) -> None:
    feeds = [one for one in crawler.files if one.endswith(".atom")]
    assert "/groups/dc3/decisions.atom" in feeds
    for path in feeds:
        feed = feedparser.parse(crawler.files[path])
        assert not feed.bozo, path
    minutes = feedparser.parse(crawler.files["/groups/dc3/news.atom"]).entries
    assert any("Automation" in one.title for one in minutes)


async def _is_found(site: TestClient[Any, Any]) -> None:
    async with site.get("/search", params={"q": "dynamic clients"}) as answer:
        assert answer.status == 200
        page = html5lib.parse(await answer.read(), namespaceHTMLElements=False)
    assert "fabianvf post any status updates" in text(page)
