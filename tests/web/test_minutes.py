"""The record of a meeting on the web: minutes, forms, log, versions, neighbours; and no more."""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta

import docx
import html5lib
import pytest
from aiohttp.test_utils import TestClient
from sqlalchemy import event, update
from sqlalchemy.engine import Engine

from dcbot.record.outputs import schema
from storage.base import Audience
from storage.database import Database
from storage.journals import Journal
from storage.minutes import MinutesVersion, PublishedMinutes
from storage.store import Store
from tests.held import hold
from tests.web.recorded import SECRET, fill_public
from tests.web.stage import ADDRESS, NOW, visiting
from tests.world import World

RECORD = "/groups/dccg/meetings/12"
RECORDED = ("meetings/12/minutes", "meetings/12/log", "meetings/12/versions")


async def page(site: TestClient, path: str) -> str:
    """The page, which a strict reader of HTML takes without complaint."""
    async with site.get(path) as answer:
        assert answer.status == 200, path
        body = await answer.text()
    html5lib.HTMLParser(strict=True).parse(body)
    return body


def words(body: str) -> str:
    """What is seen of a page, with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def names(body: str) -> set[str]:
    """The names of places on a page, none of which it has twice."""
    found = re.findall(r'\bid="([^"]+)"', body)
    assert len(found) == len(set(found))
    return set(found)


async def test_minutes_say_what_they_are_and_what_was_decided(site: TestClient) -> None:
    body = await page(site, f"{RECORD}/minutes")
    said = words(body)

    assert "Corrected: changed after it was approved. Version 3" in said
    assert "Published by Dynamic Coalition Coordination Group" in said
    assert "Decision 7, agreed: The main session is held as a round table" in said
    assert "To have something removed: ask those who coordinate" in said
    assert {"decision-7", "action-12", "item-8", "topic-6"} <= names(body)
    assert "Annex A4" not in said and "Nobody owns" not in said


async def test_what_was_attached_stands_among_the_documents(site: TestClient) -> None:
    """Links as they are, what was published at its own page; nothing that is for the group."""
    body = await page(site, f"{RECORD}/minutes")
    async with site.get(f"{RECORD}/minutes.json") as answer:
        publication = (await answer.json())["publication"]

    chat = f"{RECORD}/annexes/3"
    assert 'href="https://video.example.org/12"' in body
    # On the site wherever that stands; what is carried away says where that is.
    assert f'<a href="{chat}">Chat: chat.txt</a>' in body
    assert publication["attached"] == [
        {"url": "https://video.example.org/12", "words": "the recording"},
        {"url": f"{ADDRESS}{chat}", "words": "Chat: chat.txt"},
    ]


async def test_minutes_and_log_link_both_ways(site: TestClient) -> None:
    minutes, log = [await page(site, f"{RECORD}/{name}") for name in ("minutes", "log")]

    assert f'href="{RECORD}/log#line-10"' in minutes
    assert f'href="{RECORD}/minutes#decision-7"' in log
    lines = {name for name in names(log) if name.startswith("line-")}
    for found in re.findall(rf'href="{RECORD}/log#([^"]+)"', minutes):
        assert found in lines
    for found in re.findall(rf'href="{RECORD}/minutes#([^"]+)"', log):
        assert found in names(minutes)
    assert '<meta name="robots" content="noindex">' in log


@pytest.mark.parametrize(
    ("name", "kind", "holds"),
    [
        ("txt", "text/plain", "ANNEX A4: LOG"),
        ("md", "text/markdown", "## Annex A4: Log"),
        ("json", "application/json", '"kind": "gap"'),
    ],
)
async def test_forms_stand_beside_the_page(
    site: TestClient, name: str, kind: str, holds: str
) -> None:
    async with site.get(f"{RECORD}/minutes.{name}") as answer:
        text = await answer.text()

    assert answer.headers["Content-Type"] == f"{kind}; charset=utf-8"
    assert holds in text and f"{ADDRESS}{RECORD}" in text
    assert f'href="{RECORD}/minutes.{name}"' in await page(site, f"{RECORD}/minutes")


async def test_word_opens_its_form(site: TestClient) -> None:
    async with site.get(f"{RECORD}/minutes.docx") as answer:
        made = docx.Document(io.BytesIO(await answer.read()))

    assert made.paragraphs[0].text == "DCCG meeting 96"
    assert made.sections[0].header.paragraphs[0].text == "Corrected · DCCG meeting 96"


async def test_the_schema_of_the_json_is_published(site: TestClient) -> None:
    async with site.get("/minutes.schema.json") as answer:
        assert json.loads(await answer.text()) == schema.schema()


async def test_each_version_has_its_address_and_says_whether_it_is_the_current_one(
    site: TestClient,
) -> None:
    listed = words(await page(site, f"{RECORD}/versions"))
    first = words(await page(site, f"{RECORD}/versions/1"))
    third = words(await page(site, f"{RECORD}/versions/3"))

    assert "3 (current) corrected" in listed and "the name of the paper was wrong" in listed
    assert "This is version 1, which is no longer the current one. Read version 3" in first
    assert first.count("DRAFT:") == 1
    assert "no longer the current one" not in third


async def test_minutes_say_how_to_cite_them_and_what_became_of_what_was_cited(
    site: TestClient,
) -> None:
    cited = await page(site, f"{RECORD}/minutes")
    (place,) = re.findall(r'id="cite".*?href="([^"]+)"', cited, re.DOTALL)
    first = words(await page(site, f"{RECORD}/versions/1"))
    now = words(await page(site, place))

    assert place == f"{RECORD}/versions/3"
    assert "Minutes, meeting 12, Corrected, version 3." in words(cited)
    assert f"{ADDRESS}{place}" in cited
    assert re.search(r"What became of it since Version 2 ?, approved,", first)
    assert re.search(r"by Lena Fischer ?: the name of the paper was wrong", first)
    assert "What became of it since" not in now


async def test_meetings_lead_to_each_other(site: TestClient) -> None:
    middle = await page(site, f"{RECORD}/minutes")
    listed = await page(site, "/groups/dccg/meetings")

    assert 'rel="prev" href="/groups/dccg/meetings/11/minutes"' in middle
    assert 'rel="next" href="/groups/dccg/meetings/13/sittings/2/minutes"' in middle
    assert 'rel="prev"' not in await page(site, "/groups/dccg/meetings/11/minutes")
    assert 'href="/groups/dccg/meetings/12/minutes"' in listed
    assert 'href="/groups/dccg/meetings/1"' in listed
    assert "Corrected, version 3" in words(listed)


async def test_latest_and_next_have_addresses_that_stay(site: TestClient) -> None:
    latest = await page(site, "/groups/dccg/meetings/latest")
    coming = await page(site, "/groups/dccg/meetings/next")

    assert "DCCG meeting 97" in words(latest)
    last = "/groups/dccg/meetings/13/sittings/2/minutes"
    assert f'<link rel="canonical" href="{ADDRESS}{last}">' in latest
    assert "Coordination meeting" in words(coming)
    async with site.get("/groups/dcad/meetings/latest") as answer:
        assert answer.status == 404


async def test_the_page_of_a_meeting_tells_in_short_what_came_of_it(site: TestClient) -> None:
    body = await page(site, RECORD)

    assert "What came of it" in words(body)
    assert "Decision 7, agreed" in words(body) and "Action 12." in words(body)
    assert f'href="{RECORD}/minutes"' in body and f'href="{RECORD}/log#line-10"' in body
    names(body)


async def test_each_sitting_has_its_own_record(site: TestClient) -> None:
    one = await page(site, "/groups/dccg/meetings/13/minutes")
    other = await page(site, "/groups/dccg/meetings/13/sittings/2/minutes")
    both = await page(site, "/groups/dccg/meetings/13")

    assert 'href="/groups/dccg/meetings/13/sittings/2/minutes">sitting 2' in one
    assert "for the Americas" in words(other)
    assert 'href="/groups/dccg/meetings/13/sittings/2/log#line-10"' in other
    assert {"decision-7", "sitting-2-decision-7"} <= names(both)
    async with site.get("/groups/dccg/meetings/13/sittings/3/minutes") as answer:
        assert answer.status == 404


async def test_a_sitting_keeps_its_address_whatever_is_published_of_the_others(
    filled: Database, site: TestClient
) -> None:
    path = "/groups/dccg/meetings/13/sittings/2/minutes"
    before = await page(site, path)
    async with filled.transaction() as store:
        group = await store.groups.by_key("dccg")
        assert group
        meeting = await store.meetings.numbered(group.id, 13)
        assert meeting
        first, _ = await store.journals.of_meeting(meeting.id)
        for version in await store.minutes.versions(first.id):
            await store.minutes.publish(version, Audience.PRIVATE, None)

    after = await page(site, path)
    assert "for the Americas" in words(before) and "for the Americas" in words(after)
    assert "for the Americas" in words(await page(site, "/groups/dccg/meetings/latest"))
    assert f'href="{path}"' in await page(site, "/groups/dccg/meetings")
    async with site.get("/groups/dccg/meetings/13/minutes") as answer:
        assert answer.status == 404


async def test_no_page_asks_more_because_there_are_more_meetings(filled: Database) -> None:
    pages = ("meetings", "meetings/latest", "meetings/12", *RECORDED)
    few = [await asked(filled, f"/groups/dccg/{one}") for one in pages]
    async with filled.transaction() as store:
        group = await store.groups.by_key("dccg")
        assert group
        for year in range(1, 4):
            then = NOW - timedelta(days=365 * year)
            await fill_public(store, group, then, after=100 * year)

    assert [await asked(filled, f"/groups/dccg/{one}") for one in pages] == few
    assert max(few) <= 21


@pytest.mark.threat("T73")
async def test_what_is_held_back_stands_at_no_address(site: TestClient) -> None:
    for name in ("minutes", "log", "versions", "versions/1", "minutes.json", "minutes.docx"):
        async with site.get(f"/groups/dccg/meetings/14/{name}") as answer:
            assert answer.status == 404, name
            assert SECRET not in await answer.text()
    for path in ("/groups/dccg/meetings/14", "/groups/dccg/meetings", "/groups/dccg/calendar"):
        assert SECRET not in await page(site, path)


async def test_a_release_is_a_moment(filled: Database) -> None:
    tomorrow = NOW + timedelta(days=1)
    async with filled.transaction() as store:
        for row in (MinutesVersion, PublishedMinutes):
            held = update(row).where(row.audience == Audience.PRIVATE)
            await store.session.execute(held.values(audience=Audience.PUBLIC, public_from=tomorrow))
    path = "/groups/dccg/meetings/14/minutes"
    async with visiting(filled) as site, site.get(path) as answer:
        assert answer.status == 404


async def test_what_is_made_anew_is_not_shown_meanwhile(filled: Database, site: TestClient) -> None:
    before = await page(site, f"{RECORD}/minutes")
    async with filled.transaction() as store:
        version = await store.minutes.current((await _journal(store)).id)
        assert version
        row = await store.minutes.published(version.id)
        assert row
        changed = {**row.minutes, "next_meeting": "to be said"}
        await store.minutes.put_published(version, changed)

    after = await page(site, f"{RECORD}/minutes")
    assert "to be said" not in before and "to be said" in after
    async with filled.transaction() as store:
        await store.minutes.unpublish((await _journal(store)).id)
    async with site.get(f"{RECORD}/minutes") as answer:
        assert answer.status == 404


async def test_what_was_said_in_a_room_stands_on_the_web_when_it_ends(world: World) -> None:
    await hold(world)
    async with visiting(world.database, world.now + timedelta(minutes=1)) as site:
        listed = words(await page(site, "/groups/dccg/meetings"))
        latest = words(await page(site, "/groups/dccg/meetings/latest"))
        log = words(await page(site, "/groups/dccg/meetings/1/log"))

    assert "Draft, version 1" in listed
    assert "Decision 1, agreed: We publish the calendar in June" in latest
    assert "Amina to draft the letter by Friday" in latest
    assert "Topic 1: The calendar" in latest
    assert "I would like it in June" in log


@pytest.mark.threat("T92")
async def test_who_is_forgotten_is_named_on_no_page_any_more(world: World) -> None:
    await hold(world, "Lena: #startmeeting", "Kofi: #info It is printed", "Lena: #endmeeting")
    pages = [f"/groups/dccg/meetings/1/{one}" for one in ("minutes", "log", "minutes.json")]
    before = [await read(world, one) for one in pages]
    await world.say("kofi", "forget me", direct=True)
    await world.say("kofi", "yes", direct=True)
    after = [await read(world, one) for one in pages]

    assert all("Kofi" in one for one in before)
    for one in after:
        assert "Kofi" not in one and "It is printed" in one
        assert "a former representative of DC3" in one


async def read(world: World, path: str) -> str:
    """What stands at the address, as it is sent."""
    async with visiting(world.database, world.now) as site, site.get(path) as answer:
        return await answer.text()


async def asked(database: Database, path: str) -> int:
    """How many questions the page asks the database."""
    count = 0

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        nonlocal count
        count += "SELECT" in statement

    async with visiting(database) as site:
        event.listen(Engine, "before_cursor_execute", note)
        try:
            await page(site, path)
        finally:
            event.remove(Engine, "before_cursor_execute", note)
    return count


async def _journal(store: Store) -> Journal:
    group = await store.groups.by_key("dccg")
    assert group
    meeting = await store.meetings.numbered(group.id, 12)
    assert meeting
    return (await store.journals.of_meeting(meeting.id))[0]


async def test_a_published_chat_has_a_page_and_its_meeting_leads_there(site: TestClient) -> None:
    """Escaped, each line with an address of its own; what was for single people is only counted."""
    meeting = RECORD.removesuffix("/minutes")
    assert f'href="{meeting}/annexes/3"' in await page(site, meeting)
    chat = await page(site, f"{meeting}/annexes/3")

    assert "noindex" in chat and '<li id="line-1"' in chat
    assert "&lt;b&gt;captions&lt;/b&gt;, please" in chat
    assert "1 message was not for everybody" in chat
    for other in ("1", "2", "4"):
        async with site.get(f"{meeting}/annexes/{other}") as answer:
            assert answer.status == 404
