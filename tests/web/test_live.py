"""The live page: what everybody reads of a meeting while it is recorded, and what never."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import TestClient
from sqlalchemy import select

from dcbot.services import live
from storage.base import Audience
from storage.timetable import Job
from tests.held import belong
from tests.web.stage import visiting
from tests.web.test_minutes import page, words
from tests.world import SITE, World

LIVE = "/groups/dccg/meetings/1/minutes"
LOG = "/groups/dccg/meetings/1/log"


async def begun(world: World, audience: Audience = Audience.PUBLIC) -> list[str]:
    """A meeting in the room of the coordination group; returns what the bot says then."""
    async with world.database.transaction() as store:
        await belong(store, world, "dccg", audience)
    return await world.say("lena", "#startmeeting DCCG call")


async def later(world: World, **duration: float) -> None:
    """So much time passes, and the bot does what is due."""
    world.pass_time(**(duration or {"minutes": 1}))
    await world.app.settle()


async def status(site: TestClient, path: str) -> int:
    async with site.get(path) as answer:
        return answer.status


async def seen(world: World, path: str = LIVE) -> str:
    """What the page says now; nothing where there is none."""
    async with visiting(world.database, world.now) as site:
        return words(await page(site, path)) if await status(site, path) == 200 else ""


async def test_what_is_said_can_be_read_along(world: World) -> None:
    told = await begun(world)
    await world.say("lena", "#topic The calendar")
    await world.say("kofi", "I would like it in June")
    await world.say("lena", "#agreed We publish the calendar in June")
    await later(world)

    so_far = await seen(world)
    assert told[0].endswith(f"Everybody can read along at {SITE}{LIVE}")
    assert "Being recorded: the meeting goes on, and what stands here may change. As of" in so_far
    assert "Decision 1, agreed: We publish the calendar in June" in so_far
    assert "Load this page again" in so_far
    assert "I would like it in June" in await seen(world, LOG)
    assert "So far" in await seen(world, "/groups/dccg/meetings/1")
    assert "Being recorded" in await seen(world, "/groups/dccg/meetings")
    async with visiting(world.database, world.now) as site:
        assert 'href="/groups/dccg/meetings/1/log#line-4"' in await page(site, LIVE)
        for form in ("txt", "md", "json"):
            async with site.get(f"{LIVE}.{form}") as answer:
                text = await answer.text()
            assert "We publish the calendar in June" in text
            assert not any(World.address(who) in text for who in ("lena", "kofi"))

    await world.say("kofi", "#info It is printed, too")
    await later(world)
    assert "It is printed, too" in await seen(world)


async def test_at_its_end_the_draft_stands_at_the_same_address(world: World) -> None:
    await begun(world)
    await world.say("lena", "#agreed We publish the calendar in June")
    await later(world)
    await world.say("lena", "#endmeeting")
    await later(world)

    draft = await seen(world)
    assert "DRAFT: not approved yet; corrections are welcome. Version 1" in draft
    assert "We publish the calendar in June" in draft and "Load this page again" not in draft
    await later(world)
    async with world.database.reading() as store:
        assert await store.live.get(1) is None
        jobs = await store.session.scalars(select(Job).where(Job.duty == live.DUTY))
        assert len(list(jobs)) <= 1


@pytest.mark.threat("T73")
async def test_what_is_off_the_record_or_taken_back_is_never_seen(world: World) -> None:
    await begun(world)
    await world.say("kofi", "[off] the budget is a secret")
    said = world.said("kofi", "#info my number is 12345")
    await world.happens(said)
    await later(world)
    assert "12345" in await seen(world)
    assert "secret" not in await seen(world) + await seen(world, LOG)
    assert "One line here was off the record" in await seen(world, LOG)

    # It is gone with the redaction itself, before anything is made anew.
    await world.hand_in(world.redacted("kofi", said.event_id))
    assert await seen(world) == ""
    await world.app.settle()
    for path in (LIVE, LOG):
        after = await seen(world, path)
        assert "Being recorded" in after and "12345" not in after


@pytest.mark.threat("T73")
@pytest.mark.parametrize("why", ["a room of the group", "no drafts", "no live page"])
async def test_it_is_shown_only_where_the_group_and_the_room_allow(world: World, why: str) -> None:
    setting = {"no drafts": "draft held back", "no live page": "live not shown"}.get(why)
    if setting:
        await world.say("lena", f"!group set DCCG: {setting}")
    told = await begun(world, Audience.PUBLIC if setting else Audience.GROUP)
    await world.say("lena", "#agreed We publish the calendar in June")
    await later(world)

    assert "read along" not in told[0]
    for path in (LIVE, LOG, f"{LIVE}.json", f"{LIVE}.txt"):
        async with visiting(world.database, world.now) as site:
            assert await status(site, path) == 404
    assert "calendar in June" not in await seen(world, "/groups/dccg/meetings/1")


async def test_who_changes_the_setting_meanwhile_is_obeyed(world: World) -> None:
    await begun(world)
    await later(world)
    assert await seen(world)

    await world.say("lena", "!group set DCCG: live not shown", direct=True)
    await later(world)
    assert await seen(world) == ""
    await world.say("lena", "!group set DCCG: live shown", direct=True)
    await later(world)
    assert await seen(world)
