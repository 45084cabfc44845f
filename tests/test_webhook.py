"""The webhook: a real receiver on this machine is told once of each publication, in order, signed;
what fails is tried again, and no redirect is followed."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr

from dcbot.app import App
from dcbot.command import Manners
from dcbot.services import webhooks
from dcbot.transports.webhook import Webhook
from storage.database import Database
from storage.outbox import LetterState
from tests.web.recorded import fill_one
from tests.web.small import NOW, small

KEY = b"a key of 24 random bytes"
SECRET = SecretStr("whsec_" + base64.b64encode(KEY).decode())
SITE = "https://dcs.example.org"


class Receiver:
    """Takes what is posted, and answers as it is told."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[web.Response] = []
        self.elsewhere = 0

    async def take(self, request: web.Request) -> web.Response:
        """A post to the address."""
        self.got.append((dict(request.headers), await request.read()))
        return self.answers.pop(0) if self.answers else web.Response(status=204)

    async def inside(self, request: web.Request) -> web.Response:
        """Something on the same network that nobody should reach."""
        self.elsewhere += 1
        return web.Response()


class Stage:
    """The bot with a webhook, whose clock a test may move."""

    def __init__(self, database: Database, receiver: Receiver, address: str) -> None:
        self.now = NOW
        self.database = database
        self.receiver = receiver
        self.hook = Webhook(address, SECRET, self.clock)
        self.app = App(
            database,
            [self.hook],
            manners=Manners(),
            clock=self.clock,
            duties={webhooks.DUTY: webhooks.duty(SITE)},
        )

    def clock(self) -> datetime:
        """The moment."""
        return self.now

    async def publish(self, number: int) -> None:
        """Approved minutes of a meeting of Coalition X that just ended."""
        async with self.database.transaction() as store:
            group = await store.groups.by_key("dcx")
            assert group
            # Version 1 is made a day after the start, and version 2 two days after.
            start = self.now - timedelta(days=2) - timedelta(seconds=30)
            await fill_one(store, group, number, start)

    async def later(self, **much: int) -> None:
        """Time passes, and what is due is done."""
        self.now += timedelta(**much)
        await self.app.settle()

    async def letters(self, state: LetterState) -> int:
        """How many letters are in this state."""
        async with self.database.reading() as store:
            return await store.outbox.count(state)


@asynccontextmanager
async def staged(templates: Path, folder: Path) -> AsyncIterator[Stage]:
    """A receiver, and the bot that looks since now."""
    receiver = Receiver()
    application = web.Application()
    application.router.add_post("/hook", receiver.take)
    application.router.add_route("*", "/inside", receiver.inside)
    async with TestServer(application) as server, small(templates, folder) as database:
        stage = Stage(database, receiver, str(server.make_url("/hook")))
        async with database.transaction() as store:
            await webhooks.plan(store, now=NOW)
        await stage.app.settle()
        yield stage
        await stage.hook.close()


@pytest.fixture
async def stage(file_templates: Path, quick_folder: Path) -> AsyncIterator[Stage]:
    """The stage."""
    async with staged(file_templates, quick_folder) as found:
        yield found


async def test_each_publication_is_told_once_and_signed(stage: Stage) -> None:
    assert stage.receiver.got == []
    await stage.later(minutes=1)
    await stage.publish(1)
    for _ in range(3):
        await stage.later(minutes=1)

    # The draft was made a day before the bot looked; only what is new is told.
    [(headers, body)] = stage.receiver.got
    told = json.loads(body)
    assert told["type"] == "minutes.published"
    assert told["data"] == {
        "group": "dcx",
        "meeting": 1,
        "sitting": 1,
        "version": 2,
        "state": "approved",
        "minutes": f"{SITE}/groups/dcx/meetings/1/minutes",
        "json": f"{SITE}/groups/dcx/meetings/1/minutes.json",
        "this_version": f"{SITE}/groups/dcx/meetings/1/versions/2",
    }
    name, moment = headers["webhook-id"], headers["webhook-timestamp"]
    signed = f"{name}.{moment}.".encode() + body
    expected = base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert abs(int(moment) - stage.now.timestamp()) < 300
    assert headers["Content-Type"] == "application/json" and "Cookie" not in headers


async def test_what_fails_is_tried_again_with_the_same_id_and_in_order(stage: Stage) -> None:
    stage.receiver.answers = [web.Response(status=500), web.Response(status=429)]
    await stage.later(minutes=1)
    await stage.publish(1)
    await stage.later(minutes=1)
    await stage.publish(2)
    for _ in range(8):
        await stage.later(minutes=1)

    numbers = [json.loads(body)["data"]["meeting"] for _, body in stage.receiver.got]
    assert numbers == [1, 1, 1, 2]
    assert len({headers["webhook-id"] for headers, _ in stage.receiver.got}) == 2
    assert await stage.letters(LetterState.WAITING) == 0


@pytest.mark.threat("T116")
async def test_no_redirect_is_followed(stage: Stage) -> None:
    for status in (301, 302, 307, 308):
        stage.receiver.answers.append(web.Response(status=status, headers={"Location": "/inside"}))
    await stage.later(minutes=1)
    await stage.publish(1)
    for _ in range(20):
        await stage.later(minutes=1)

    assert stage.receiver.elsewhere == 0
    assert len(stage.receiver.got) == 5


async def test_an_address_that_is_gone_is_given_up(stage: Stage) -> None:
    stage.receiver.answers = [web.Response(status=410)]
    await stage.later(minutes=1)
    await stage.publish(1)
    await stage.later(minutes=1)

    assert await stage.letters(LetterState.DEAD) == 1


async def test_what_is_not_public_is_not_told(stage: Stage) -> None:
    await stage.later(minutes=1)
    await stage.publish(1)
    async with stage.database.transaction() as store:
        group = await store.groups.by_key("dcx")
        meeting = await store.meetings.numbered(group.id, 1) if group else None
        assert meeting
        meeting.public_from = stage.now + timedelta(minutes=5)
    await stage.later(minutes=1)
    assert stage.receiver.got == []

    for _ in range(6):
        await stage.later(minutes=1)
    assert len(stage.receiver.got) == 1
