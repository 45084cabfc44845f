"""What is answered from the cache is, at each moment and after each change, what would be answered
without it."""

from __future__ import annotations

import contextlib
import re
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import event

from dcbot.addresses import TABLE
from dcbot.web.cache import Cache, place_of
from dcbot.web.content import Content
from dcbot.web.server import Web
from storage.base import Audience
from storage.database import Database
from storage.public_marks import NAME
from tests.held import belong
from tests.templates import Files
from tests.web.conftest import with_meetings
from tests.web.stage import ADDRESS, NOW
from tests.web.test_server import PARTS
from tests.world import World

DCCG = {"group": "dccg"}
MINUTES = ("minutes", {"group": "dccg", "number": "1"})
OF_MEETING = [
    (name, {"group": "dccg", "number": "1"})
    for name in ("meeting", "minutes", "log", "versions", "minutes json", "minutes text")
]
LISTS = [
    ("home", {}),
    ("groups", {}),
    ("decisions", {}),
    ("actions", {}),
    ("calendar", {}),
    ("news", {}),
    ("sitemap", {}),
    *((name, DCCG) for name in ("group page", "meetings", "group decisions", "group")),
]
Address = tuple[str, dict[str, str]]


class Watch:
    """A site that was looked at before, beside one that remembers nothing."""

    def __init__(self, url: str, addresses: Iterable[Address]) -> None:
        self.database = Database(url)
        self.now = NOW
        self.addresses = list(addresses)
        self.kept = self._site()

    def _site(self) -> Web:
        return Web(self.database, lambda: self.now, address=ADDRESS)

    async def same(self, zone: str = "") -> dict[str, Content]:
        """What all addresses say, which both sites must say alike, and the first one again."""
        fresh, found = self._site(), {}
        for name, parts in self.addresses:
            kept = await self.kept.content(name, zone, **parts)
            made = await fresh.content(name, zone, **parts)
            assert (kept.status, kept.location) == (made.status, made.location), (name, self.now)
            assert kept.body == made.body, (name, self.now)
            again = await self.kept.content(name, zone, **parts)
            assert again is kept or kept.status == 404, (name, self.now)
            found[name] = kept
        return found

    async def aclose(self) -> None:
        """Let go of the database."""
        await self.database.close()


IN_TIME = re.compile("minutes|version|sitting|meetbot|json|table|search|style|icon|schema")
"""Forms of others, and what is of one moment."""


@pytest.fixture
async def watch(file_templates: Path, quick_folder: Path) -> AsyncIterator[Watch]:
    """What tells of times, as a process of its own reads it."""
    url = Files(file_templates, quick_folder).filled("meetings", with_meetings)
    parts = {name: str(value) for name, value in PARTS.items()}
    every = [(name, _of(name, parts)) for name in TABLE if not IN_TIME.search(name)]
    found = Watch(url, every)
    yield found
    await found.aclose()


def _of(name: str, parts: dict[str, str]) -> dict[str, str]:
    return {one: value for one, value in parts.items() if f"{{{one}" in TABLE[name]}


async def test_a_page_is_made_once(filled: Database) -> None:
    site = Web(filled, lambda: NOW, address=ADDRESS)
    for name, parts in LISTS:
        first = await site.content(name, **parts)
        assert await site.content(name, **parts) is first, name
        assert await site.content(name, "Asia/Tokyo", **parts) is not first, name
    nothing = await site.content("minutes", group="dccg", number="999")
    assert nothing.status == 404
    assert await site.content("minutes", group="dccg", number="999") is not nothing


async def test_while_time_passes_pages_are_what_they_would_be(watch: Watch) -> None:
    """Moments of release, meetings that begin, days of dates, midnights here and elsewhere."""
    midnight = NOW.replace(hour=0, minute=0) + timedelta(days=1)
    async with watch.database.reading() as store:
        group = await store.groups.by_key("dcad")
        hidden = await store.meetings.numbered(group.id, 4) if group else None
    assert hidden and hidden.public_from
    release = hidden.public_from
    first = await watch.same()
    watch.now = NOW + timedelta(hours=3)
    then = await watch.same()
    assert then["groups"] is first["groups"]
    before = release - timedelta(microseconds=1)
    for moment in (midnight, before, release, NOW + timedelta(days=10)):
        watch.now = moment
        await watch.same()
        assert (hidden.title in await _words(watch)) == (moment >= release)
    watch.addresses = [("home", {}), ("calendar", {}), ("group", DCCG)]
    for hour in (0, 1):
        # Clocks are put forward between the two.
        watch.now = datetime(2027, 3, 28, hour, 59, tzinfo=UTC)
        await watch.same("Europe/Zurich")


async def _words(watch: Watch) -> str:
    return (await watch.kept.content("meetings", group="dcad")).body.decode()


@pytest.mark.threat("T118")
async def test_each_step_of_a_meeting_is_seen_by_another_process(world: World) -> None:
    """It goes on, something is taken back, it ends, is corrected, renamed, withdrawn, forgotten."""
    async with world.database.transaction() as store:
        await belong(store, world, "dccg", Audience.PUBLIC)
    watch = Watch(world.database.url, [*OF_MEETING, *LISTS])
    # It goes before the database does, whatever happens.
    async with contextlib.aclosing(watch):
        await _told_step_by_step(world, watch)


async def _told_step_by_step(world: World, watch: Watch) -> None:

    async def words(minutes: float = 1) -> str:
        world.pass_time(minutes=minutes)
        await world.app.settle()
        watch.now = world.now
        return (await watch.same())["minutes"].body.decode()

    await world.say("lena", "#startmeeting DCCG call")
    secret = world.said("kofi", "#info my number is 12345")
    await world.happens(secret)
    assert "12345" in await words()
    await world.hand_in(world.redacted("kofi", secret.event_id))
    # Before anything else was done, by anybody.
    assert "12345" not in await words(0)
    await world.say("lena", "#agreed We publish the calendar in June")
    assert "in June" in await words() and "12345" not in await words(0)
    await world.say("lena", "#endmeeting")
    assert "DRAFT" in await words()
    await world.say("lena", "!minutes correct DCCG 1: line 3: s/June/July/")
    assert "in July" in await words()
    await world.say("lena", "!group rename DCCG: Coordination of all", direct=True)
    await world.say("lena", "yes", direct=True)
    await words()
    await world.say("kofi", "forget me", direct=True)
    await world.say("kofi", "yes", direct=True)
    assert "Kofi" not in await words()
    await world.say("lena", "!minutes withdraw DCCG 1: the wrong room", direct=True)
    await world.say("lena", "yes", direct=True)
    assert "ithdrawn" in await words()
    async with world.database.transaction() as store:
        group = await store.groups.by_key("dccg")
        meeting = await store.meetings.numbered(group.id, 1) if group else None
        assert meeting
        meeting.audience = Audience.GROUP
    assert "DCCG call" not in await words(0)


async def test_what_goes_on_elsewhere_leaves_a_page_where_it_is(world: World) -> None:
    async with world.database.transaction() as store:
        await belong(store, world, "dccg", Audience.PUBLIC)
    site = Web(world.database, lambda: world.now, address=ADDRESS)
    await world.say("lena", "#startmeeting DCCG call")
    world.pass_time(minutes=1)
    await world.app.settle()
    page, groups = [await site.content(*one[:1], **one[1]) for one in (MINUTES, ("groups", {}))]

    await world.say("kofi", "I would like it in June")
    assert await site.content("minutes", **MINUTES[1]) is page
    world.pass_time(minutes=1)
    await world.app.settle()

    assert await site.content("minutes", **MINUTES[1]) is not page
    assert await site.content("groups") is groups


async def test_what_all_pages_need_is_found_once_until_it_changes(filled: Database) -> None:
    site, asked = Web(filled, lambda: NOW, address=ADDRESS), []

    @event.listens_for(filled.engine.sync_engine, "after_cursor_execute")
    def listen(_on: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.extend(re.findall(r"FROM (community|groups)\b", statement))

    await site.content("groups")
    assert {"community", "groups"} <= set(asked)
    await site.content("group page", group="dccg")
    asked.clear()
    for name in ("minutes", "log", "meeting"):
        assert (await site.content(name, group="dccg", number="13")).status == 200
    assert asked == []
    async with filled.transaction() as store:
        group = await store.groups.by_key("dccg")
        assert group
        group.name = "Coordination of all"
    assert b"Coordination of all" in (await site.content("log", group="dccg", number="13")).body
    # There is no end of what can be asked for.
    for number in range(5):
        assert (await site.content("log", group=f"no-{number}", number="13")).status == 404
    mark = await site.cache.mark("log")
    assert mark
    assert {one for one in await site.cache.of_all(mark, NOW) if "group" in one} == {
        ("group", "dccg")
    }


async def test_it_holds_no_more_than_it_may(filled: Database) -> None:
    site = Web(filled, lambda: NOW, address=ADDRESS)
    site.cache = Cache(filled, most=60_000)
    first = await site.content("home")
    for number in range(1, 12):
        await site.content("calendar month", month=f"2026-{number:02}")
        assert 0 < site.cache.size <= 60_000
    assert 1 < len(site.cache) < 12
    assert await site.content("home") is not first


async def test_where_no_mark_can_be_read_nothing_is_kept(filled: Database) -> None:
    site = Web(filled, lambda: NOW, address=ADDRESS)
    await site.content("home")
    async with filled.engine.begin() as connection:
        await connection.exec_driver_sql(f"DELETE FROM {NAME}")
    first = await site.content("home")
    again = await site.content("home")
    assert again is not first and again.body == first.body


async def test_it_is_the_page_that_is_sent(filled: Database) -> None:
    site = Web(filled, lambda: NOW, address=ADDRESS)
    async with TestClient(TestServer(site.application())) as client:
        for packing in ("identity", "gzip", "identity"):
            async with client.get("/calendar", headers={"Accept-Encoding": packing}) as answer:
                assert await answer.text() == (await site.content("calendar")).body.decode()
    mark = await site.cache.mark("calendar")
    assert mark and site.cache.get(place_of("calendar", "", {}), mark, NOW)
    assert not site.cache.get(place_of("calendar", "", {}), mark, NOW - timedelta(seconds=1))
