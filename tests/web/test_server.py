"""The web answers at the addresses it promised, and shows only what is public."""

from __future__ import annotations

import asyncio
import contextlib
import html
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import ClientConnectionError, ClientSession
from aiohttp.test_utils import TestClient
from icalendar import Calendar

from dcbot.addresses import TABLE, file_of, found_at, to
from dcbot.app import App
from dcbot.command import Manners
from dcbot.config import WebSettings
from dcbot.demo.process import free_port
from dcbot.errors import OperatorError
from dcbot.web.folder import Folder
from dcbot.web.server import Web
from dcbot.web.writing import write
from storage.base import Audience
from storage.database import Database
from tests.web.stage import ADDRESS, MONTHLY, NOW, SECRET, visiting

PLACES = {
    "home": "/",
    "style": "/style.css",
    "icon": "/icon.svg",
    "calendar": "/calendar",
    "calendar month": "/calendar/2026-12",
    "feed": "/calendar.ics",
    "feed in utc": "/calendar-utc.ics",
    "deadlines": "/deadlines.ics",
    "deadlines in utc": "/deadlines-utc.ics",
    "group": "/groups/dccg/calendar",
    "group month": "/groups/dccg/calendar/2026-12",
    "group feed": "/groups/dccg/calendar.ics",
    "group feed in utc": "/groups/dccg/calendar-utc.ics",
    "series feed": f"/series/{MONTHLY}.ics",
    "series feed in utc": f"/series/{MONTHLY}/utc.ics",
    "history": "/history",
    "search": "/search",
    "search json": "/search.json",
    "search text": "/search.txt",
    "news": "/news.atom",
    "group news": "/groups/dccg/news.atom",
    "sitemap": "/sitemap.xml",
    "robots": "/robots.txt",
    "groups": "/groups",
    "groups table": "/groups.csv",
    "group page": "/groups/dccg",
    "decisions": "/decisions",
    "decisions of year": "/decisions/2026",
    "group decisions": "/groups/dccg/decisions",
    "group decisions of year": "/groups/dccg/decisions/2026",
    "decisions json": "/decisions.json",
    "decisions table": "/decisions.csv",
    "decisions news": "/decisions.atom",
    "group decisions json": "/groups/dccg/decisions.json",
    "group decisions table": "/groups/dccg/decisions.csv",
    "group decisions news": "/groups/dccg/decisions.atom",
    "actions": "/actions",
    "actions of year": "/actions/2026",
    "group actions": "/groups/dccg/actions",
    "group actions of year": "/groups/dccg/actions/2026",
    "actions json": "/actions.json",
    "actions table": "/actions.csv",
    "actions news": "/actions.atom",
    "group actions json": "/groups/dccg/actions.json",
    "group actions table": "/groups/dccg/actions.csv",
    "group actions news": "/groups/dccg/actions.atom",
    "registers schema": "/registers.schema.json",
    "cycles": "/cycles",
    "cycle": "/cycles/2026",
    "outputs json": "/cycles/2026/outputs.json",
    "outputs table": "/cycles/2026/outputs.csv",
    "outputs news": "/outputs.atom",
    "group outputs": "/groups/dccg/outputs",
    "output": "/groups/dccg/outputs/2026",
    "output version": "/groups/dccg/outputs/2026/versions/1",
    "slots": "/slots",
    "slots of cycle": "/slots/2099",
    "slots table": "/slots/2099.csv",
    "slots json": "/slots/2099.json",
    "slots feed": "/slots/2099.ics",
    "meetings": "/groups/dccg/meetings",
    "meetings of year": "/groups/dccg/meetings/year/2026",
    "latest meeting": "/groups/dccg/meetings/latest",
    "next meeting": "/groups/dccg/meetings/next",
    "meeting": "/groups/dccg/meetings/13",
    "meeting file": "/groups/dccg/meetings/13.ics",
    "annex": "/groups/dccg/meetings/13/annexes/3",
    "minutes": "/groups/dccg/meetings/13/minutes",
    "minutes json": "/groups/dccg/meetings/13/minutes.json",
    "minutes text": "/groups/dccg/meetings/13/minutes.txt",
    "minutes markdown": "/groups/dccg/meetings/13/minutes.md",
    "minutes docx": "/groups/dccg/meetings/13/minutes.docx",
    "log": "/groups/dccg/meetings/13/log",
    "versions": "/groups/dccg/meetings/13/versions",
    "version": "/groups/dccg/meetings/13/versions/1",
    "version since": "/groups/dccg/meetings/13/versions/1/since",
    "version since text": "/groups/dccg/meetings/13/versions/1/since.txt",
    "version changes": "/groups/dccg/meetings/13/versions/1/changes",
    "version changes text": "/groups/dccg/meetings/13/versions/1/changes.txt",
    "sitting minutes": "/groups/dccg/meetings/13/sittings/2/minutes",
    "sitting minutes json": "/groups/dccg/meetings/13/sittings/2/minutes.json",
    "sitting minutes text": "/groups/dccg/meetings/13/sittings/2/minutes.txt",
    "sitting minutes markdown": "/groups/dccg/meetings/13/sittings/2/minutes.md",
    "sitting minutes docx": "/groups/dccg/meetings/13/sittings/2/minutes.docx",
    "sitting log": "/groups/dccg/meetings/13/sittings/2/log",
    "sitting versions": "/groups/dccg/meetings/13/sittings/2/versions",
    "sitting version": "/groups/dccg/meetings/13/sittings/2/versions/1",
    "sitting version since": "/groups/dccg/meetings/13/sittings/2/versions/1/since",
    "sitting version since text": "/groups/dccg/meetings/13/sittings/2/versions/1/since.txt",
    "sitting version changes": "/groups/dccg/meetings/13/sittings/2/versions/1/changes",
    "sitting version changes text": "/groups/dccg/meetings/13/sittings/2/versions/1/changes.txt",
    "meetbot minutes": "/groups/dccg/meetbot/dccg.2026-10-24-14.00.html",
    "meetbot text": "/groups/dccg/meetbot/dccg.2026-10-24-14.00.txt",
    "meetbot log": "/groups/dccg/meetbot/dccg.2026-10-24-14.00.log.html",
    "meetbot log text": "/groups/dccg/meetbot/dccg.2026-10-24-14.00.log.txt",
    "minutes schema": "/minutes.schema.json",
}
FILES = (*(".ics", ".css", ".svg", ".json", ".txt", ".md", ".docx", ".csv", ".atom", ".xml"),)
PARTS: dict[str, str | int] = {
    "group": "dccg",
    "month": "2026-12",
    "series": MONTHLY,
    "number": 13,
    "version": 1,
    "annex": 3,
    "sitting": 2,
    "year": 2026,
    "stamp": "dccg.2026-10-24-14.00",
    "cycle": 2099,
}


def test_addresses_are_promises() -> None:
    assert {name: to(name, **PARTS) for name in TABLE} == PLACES


def test_each_path_is_found_by_what_it_was_made_of() -> None:
    for name, path in PLACES.items():
        found, parts = found_at(path)
        assert found == name
        assert to(name, **parts) == path
        assert found_at(f"{path}/") == found_at(f"/x{path}") == ("", {})
    assert found_at("/groups/a%2Fcalendar") == ("", {})
    assert found_at("/groups/dccg/meetings/0") == ("", {})


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("/", "index.html"),
        ("/calendar", "calendar/index.html"),
        ("/calendar.ics", "calendar.ics"),
        ("/groups/dcad/meetings/1", "groups/dcad/meetings/1/index.html"),
    ],
)
def test_each_address_has_a_file(path: str, file: str) -> None:
    assert file_of(path) == file


@pytest.mark.parametrize(
    "parts", [{"group": "../etc", "number": "1"}, {"group": "a/b", "number": "1"}]
)
@pytest.mark.threat("T77")
def test_no_part_leads_elsewhere(parts: dict[str, str]) -> None:
    with pytest.raises(ValueError):
        to("meeting", **parts)


@pytest.mark.threat("T75")
async def test_every_address_answers_safely_and_without_a_cookie(site: TestClient) -> None:
    for name, path in PLACES.items():
        async with site.get(path, headers={"Accept-Encoding": ""}) as answer:
            body = (await answer.read()).decode("utf-8", "replace")

            assert answer.status == 200, name
            headers = answer.headers
            assert "default-src 'none'" in headers["Content-Security-Policy"]
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["Referrer-Policy"] == "no-referrer"
            assert "max-age" in headers["Strict-Transport-Security"]
            assert headers["Server"] == "dcbot"
            assert "Set-Cookie" not in headers
            if path.endswith(FILES):
                continue
            assert not re.search(r"<script|style=|\son\w+=|javascript:", body), name


async def test_who_has_it_already_is_told_so(site: TestClient) -> None:
    for path in PLACES.values():
        async with site.get(path) as first:
            tag, since = first.headers["ETag"], first.headers["Last-Modified"]
        for headers in ({"If-None-Match": tag}, {"If-Modified-Since": since}):
            async with site.get(path, headers=headers) as again:
                assert (again.status, await again.read()) == (304, b"")
                assert again.headers["ETag"].removeprefix("W/") == tag.removeprefix("W/")
        async with site.get(path, headers={"If-None-Match": '"other"'}) as other:
            assert other.status == 200


async def test_what_changed_without_a_date_is_shown_to_who_asks_by_date(filled: Database) -> None:
    """A decision that was withdrawn, of which nobody wrote down when."""
    async with visiting(filled) as site, site.get("/decisions") as first:
        since = first.headers["Last-Modified"]
    async with filled.transaction() as store:
        group = await store.groups.by_key("dccg")
        decision = await store.decisions.numbered(group.id, 7) if group else None
        assert decision
        decision.why = "nobody could come"
    later = NOW + timedelta(minutes=1)
    async with visiting(filled, later) as site:
        for path in ("/", "/decisions", "/groups/dccg", "/decisions.json", "/decisions.atom"):
            async with site.get(path, headers={"If-Modified-Since": since}) as again:
                assert again.status == 200 and "nobody could come" in await again.text(), path


async def test_every_page_tells_under_which_terms_it_stands(site: TestClient) -> None:
    for name, path in PLACES.items():
        if not path.endswith(FILES):
            words = await said(site, path)
            assert "not an official document of the United Nations" in words, name


async def test_head_says_what_get_would(site: TestClient) -> None:
    async with site.get("/calendar.ics") as got, site.head("/calendar.ics") as asked:
        assert asked.headers["ETag"] == got.headers["ETag"]
        assert asked.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert await asked.read() == b""


async def test_large_answers_are_packed_for_who_can_unpack(site: TestClient) -> None:
    async with site.get("/calendar", headers={"Accept-Encoding": "gzip"}) as packed:
        assert packed.headers["Content-Encoding"] == "gzip"
        assert "The common calendar" in await packed.text()


@pytest.mark.parametrize(
    "path",
    [
        "/calendar/2026-13",
        "/calendar/1066-10",
        "/groups/nobody/calendar",
        "/groups/nobody/calendar.ics",
        "/groups/dcad/meetings/9",
        "/series/unknown.ics",
        "/series/hidden-series.ics",
        # Not public.
        "/groups/dcad/meetings/3",
        "/groups/dcad/meetings/3.ics",
        "/groups/dcad/meetings/4",
        "/groups/dccg/meetings/14/minutes",
        "/groups/dccg/meetings/13/versions/2",
        "/groups/dccg/meetings/1/minutes",
        "/groups/nobody",
        "/groups/nobody/decisions",
        "/decisions/1999",
        "/groups/dcad/actions/2026",
        "/groups/nobody/meetings",
        "/groups/nobody/meetings/latest",
        "/nothing",
        "/groups/../style.css/x",
    ],
)
async def test_what_is_not_there_is_told_on_a_page(site: TestClient, path: str) -> None:
    async with site.get(path) as answer:
        assert answer.status == 404
        page = await answer.text()
        assert "Nothing stands at this address" in page and "IGF Dynamic Coalitions" in page
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.threat("T73")
async def test_nothing_shows_what_is_not_public(filled: Database) -> None:
    async with visiting(filled) as site:
        for path in PLACES.values():
            async with site.get(path) as answer:
                assert SECRET.encode() not in await answer.read(), path
    # A release is a moment: it is there when that has come.
    async with (
        visiting(filled, NOW + timedelta(days=1)) as site,
        site.get("/groups/dcad/calendar") as answer,
    ):
        assert f"{SECRET} of tomorrow" in await answer.text()


@pytest.mark.threat("T76")
async def test_others_may_not_write(site: TestClient) -> None:
    for method in ("POST", "PUT", "DELETE"):
        async with site.request(method, "/calendar") as answer:
            assert answer.status in (404, 405)


async def said(site: TestClient, path: str) -> str:
    """The text of a page, without its marks, with single spaces."""
    async with site.get(path) as answer:
        body = re.sub(r"<[^>]+>", " ", await answer.text())
    return " ".join(body.split())


async def test_registers_tell_what_was_decided_where_and_what_became_of_it(
    site: TestClient,
) -> None:
    async with site.get("/decisions") as answer:
        page = await answer.text()
    words = await said(site, "/groups/dccg/decisions/2026")
    open_ones = await said(site, "/groups/dccg/actions")
    all_of_year = await said(site, "/actions/2026")

    assert '<li id="dccg-7" class="off">' in page
    assert "We meet on &lt;b&gt;Tuesdays&lt;/b&gt;" in page
    assert 'href="/groups/dccg/meetings/12/minutes#decision-7"' in page
    assert "agreed, withdrawn" in words and "written down by Lena Fischer" in words
    assert "Withdrawn: a better day was found Dissent of DC3: We meet on" in words
    assert "is too late in Asia" in words
    assert "overdue, due by Friday · for Amina Diallo" in open_ones
    assert "sent to the list" not in open_ones
    assert "sent to the list" in all_of_year and "done" in all_of_year


async def test_the_page_of_a_group_tells_each_fact_with_its_source(site: TestClient) -> None:
    words = await said(site, "/groups/dcad")
    group = await said(site, "/groups/dccg?zone=Asia/Tokyo")

    assert "Founded" in words and "How to reach it" in words
    assert words.count("Source: ") > 5 and ", as of" in words
    assert "DCCG 7 We meet on" in group and "Open actions (1)" in group
    async with site.get("/groups/dccg?zone=Asia/Tokyo") as answer:
        page = await answer.text()
    assert 'href="/groups/dccg/meetings/12/minutes?zone=Asia/Tokyo#decision-7"' in page


async def test_the_first_page_tells_what_comes_what_is_due_and_what_was_decided(
    site: TestClient,
) -> None:
    words = await said(site, "/")

    assert "Thu 3 Dec 2026 Coordination meeting 15:00–16:00 UTC, Dynamic" in words
    assert "Thu 10 Dec 2026 1 Papers are due , in 17 days Deadline of IGF 2099" in words
    assert "DCCG 7 We meet on" in words and "DCCG meeting 97" in words
    assert "Dynamic Coalition on Accessibility and Disability" in words


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_every_link_within_the_site_leads_somewhere(site: TestClient) -> None:
    """A crawl from the first page; also of what stands within pages."""
    waiting, seen, anchors = ["/"], {"/"}, set()
    while waiting:
        path = waiting.pop()
        async with site.get(path) as answer:
            assert answer.status == 200, path
            if answer.content_type != "text/html":
                continue
            page = await answer.text()
        ids = set(re.findall(r'\sid="([^"]+)"', page))
        for link in set(re.findall(r'href="([^"]+)"', page)):
            target = html.unescape(link)
            if target.startswith("#"):
                assert target[1:] in ids, f"{link} on {path}"
            if not target.startswith("/"):
                continue
            to_page, _, within = target.partition("#")
            if within:
                anchors.add((to_page, within))
            # Months go on for ever in both directions.
            if to_page not in seen and not re.search(r"/calendar/\d", to_page):
                seen.add(to_page)
                waiting.append(to_page)
    assert len(seen) > 80
    for path, within in anchors:
        async with site.get(path) as answer:
            assert f'id="{within}"' in await answer.text(), f"{path}#{within}"


async def test_times_stand_in_the_readers_zone_and_in_utc(site: TestClient) -> None:
    words = await said(site, "/calendar/2026-12?zone=Asia/Tokyo")

    assert "Friday 4 December 2026" in words
    # Four in the afternoon in Zurich is midnight in Tokyo, of the next day.
    assert "00:00–01:00 Thu 15:00–16:00 Moved Coordination meeting" in words
    assert "was to be Tue 1 December 2026, 14:00, Europe/Zurich" in words


async def test_zone_is_kept_in_the_address(site: TestClient) -> None:
    async with site.get("/calendar?zone=Kathmandu") as answer:
        page = await answer.text()

    assert "Asia/Kathmandu (UTC+5:45 now)" in page
    links = re.findall(r'href="(/(?:calendar|groups)[^"]*)"', page)
    pages = [link for link in links if ".ics" not in link]
    assert len(pages) > 5 and all(link.endswith("?zone=Asia/Kathmandu") for link in pages)


async def test_zone_that_is_none_is_told_and_utc_is_shown(site: TestClient) -> None:
    words = await said(site, "/calendar?zone=Zürch%3Cb%3E")

    assert "is no time zone" in words and "Times are shown in UTC." in words


async def test_cancelled_ones_stay_and_say_so(site: TestClient) -> None:
    page = await said(site, "/calendar/2027-01")
    async with site.get("/calendar.ics") as answer:
        feed = await answer.text()

    assert "Cancelled Coordination meeting" in page
    assert "STATUS:CANCELLED" in feed


async def test_deadlines_stand_among_meetings_and_alone(site: TestClient) -> None:
    words = await said(site, "/calendar/2026-12?zone=Asia/Tokyo")
    async with site.get("/deadlines.ics") as answer:
        feed = await answer.text()

    assert "all day Papers are due IGF 2099 17:00–18:00 08:00–09:00" in words
    assert "IGF 2099 in 日内瓦 until Friday 18 December 2026 IGF 2099" in words
    assert "DTSTART;VALUE=DATE:20261210\r\nDTEND;VALUE=DATE:20261211" in feed
    assert "日内瓦" not in feed and "IGF 2099" in feed


@pytest.mark.threat("T75")
async def test_foreign_words_are_shown_and_never_run(site: TestClient) -> None:
    async with site.get("/calendar/2026-12") as answer:
        page = await answer.text()

    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#39;more&#39;" in page
    assert 'dir="auto" href="/groups/dcad/meetings/1">اجتماع إمكانية الوصول ♿</a>' in page


async def test_moved_meeting_says_its_number_and_when_it_was_to_be(site: TestClient) -> None:
    words = await said(site, "/groups/dccg/meetings/1?zone=New York")

    assert "Dynamic Coalition Coordination Group meeting 1 Coordination meeting Moved" in words
    assert "America/New_York Thursday 3 December 2026, 10:00–11:00" in words
    assert "UTC Thursday 3 December 2026, 15:00–16:00" in words
    assert "Moved It was to be Tue 1 December 2026, 14:00, Europe/Zurich." in words


async def test_addresses_in_words_are_links(site: TestClient) -> None:
    async with site.get("/groups/dccg/meetings/3") as answer:
        page = await answer.text()

    link = "https://register.example/dccg?a=1&amp;b=2"
    assert f'<a href="{link}" rel="nofollow">{link}</a>.' in page


async def test_page_and_feed_agree(site: TestClient) -> None:
    async with site.get("/calendar-utc.ics") as answer:
        feed = Calendar.from_ical(await answer.read())
    in_feed = {
        (event.start, str(event["SUMMARY"]).removeprefix("Cancelled: "))
        for event in feed.events
        if isinstance(event.start, datetime) and (event.start.year, event.start.month) == (2026, 12)
    }
    async with site.get("/calendar/2026-12") as answer:
        page = await answer.text()
    rows = re.findall(r'<time datetime="([^"]+)">.*?class="what"[^>]*>(.*?)</', page, re.DOTALL)
    on_page = {
        (datetime.fromisoformat(at).astimezone(UTC), title.replace("&lt;", "<").split("<")[0])
        for at, title in rows
    }

    assert {at for at, _ in on_page} == {at for at, _ in in_feed}
    assert len(in_feed) == 4


async def test_feed_names_itself_and_the_form_in_utc_has_no_rules(site: TestClient) -> None:
    async with site.get("/groups/dccg/calendar.ics") as answer:
        rules = await answer.text()
    async with site.get("/groups/dccg/calendar-utc.ics") as answer:
        plain = await answer.text()

    assert f"SOURCE;VALUE=URI:{ADDRESS}/groups/dccg/calendar.ics" in rules
    assert "RRULE" in rules and "RECURRENCE-ID;TZID=Europe/Zurich:20261201T140000" in rules
    assert "RRULE:FREQ=MONTHLY" not in plain and "DTSTART:20261203T150000Z" in plain


async def test_file_of_one_meeting_stands_for_it_alone(site: TestClient) -> None:
    async with site.get("/groups/dccg/meetings/1.ics") as answer:
        events = Calendar.from_ical(await answer.read()).events

    assert [(event["UID"], event.start.astimezone(UTC)) for event in events] == [
        (f"20261201T140000-{MONTHLY}", datetime(2026, 12, 3, 15, tzinfo=UTC))
    ]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_written_site_has_the_same_feeds_and_no_form(
    filled: Database, tmp_path: Path
) -> None:
    done = await write(filled, Folder(tmp_path), now=NOW, address=ADDRESS)

    async with visiting(filled) as site:
        for name, path in PLACES.items():
            file = tmp_path / file_of(path)
            if name in ("search json", "search text"):
                # Nothing can be asked of files.
                assert not file.exists()
                continue
            assert file.is_file(), name
            if path.endswith(FILES):
                async with site.get(path) as answer:
                    assert file.read_bytes() == await answer.read(), name
            else:
                assert "<form" not in file.read_text()
    assert len(list(Folder(tmp_path).standing())) == done.files
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert not any(SECRET.encode() in file.read_bytes() for file in files)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
async def test_what_is_withdrawn_goes_from_the_written_site(
    filled: Database, tmp_path: Path
) -> None:
    page = tmp_path / "groups/dcad/meetings/2/index.html"
    foreign = tmp_path / "robots.txt"
    foreign.write_text("of somebody else")
    await write(filled, Folder(tmp_path), now=NOW, address=ADDRESS)
    assert page.exists()

    async with filled.transaction() as store:
        group = await store.groups.by_key("dcad")
        meeting = await store.meetings.numbered(group.id, 2) if group else None
        assert meeting
        meeting.audience = Audience.PRIVATE
    await write(filled, Folder(tmp_path), now=NOW, address=ADDRESS)

    assert not page.exists() and foreign.read_text() == "of somebody else"


async def test_bot_serves_the_site_and_says_so_when_its_port_is_taken(filled: Database) -> None:
    port = free_port()
    app = App(filled, [], manners=Manners(), web=WebSettings(port=port), clock=lambda: NOW)
    running = asyncio.create_task(app.run())
    try:
        async with ClientSession() as session:
            for _ in range(200):
                with contextlib.suppress(ClientConnectionError):
                    async with session.get(f"http://127.0.0.1:{port}/calendar.ics") as answer:
                        assert answer.status == 200
                        assert f"SOURCE;VALUE=URI:http://127.0.0.1:{port}/" in await answer.text()
                        break
                await asyncio.sleep(0.02)
            else:
                raise AssertionError("the site did not come up")
        with pytest.raises(OperatorError, match=f"Port {port} of "):
            await Web(filled, lambda: NOW, port=port).run()
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
