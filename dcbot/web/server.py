"""The web server: each address of the table, to everybody, with no cookie and no script."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from aiohttp import web

from dcbot.addresses import MOVED, found_at, to
from dcbot.serving import serve
from dcbot.web.cache import Cache, place_of
from dcbot.web.content import Content
from dcbot.web.shelf import Shelf
from dcbot.web.table import broken, missing, stands_at
from dcbot.web.visit import Visit
from storage.database import Database

AT_ONCE = 4
"""So many pages are made at once; who comes later waits."""
ANSWER_SECONDS = 20.0
_LONGEST_ZONE = 60

log = logging.getLogger("dcbot.web")


class Web:
    """Serves what is public. `address` is the site's own, as people reach it, without a path."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        *,
        host: str = "127.0.0.1",
        port: int = 8428,
        address: str = "",
    ) -> None:
        self.database = database
        self.clock = clock
        self.host = host
        self.port = port
        self.address = address or f"http://{host}:{port}"
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._shelf = Shelf()
        self.cache = Cache(database)

    def application(self) -> web.Application:
        """The server's parts: what moved, and one route for everything else, since a route for
        each address would be tried one after the other. What is no address, too, is a page with its
        headers."""
        served = web.Application()
        for path, name in MOVED.items():
            served.router.add_get(path, partial(_moved, name))
        served.router.add_get("/{rest:.*}", self._answer)
        return served

    async def run(self) -> None:
        """Serve until cancelled; OperatorError where the port cannot be had."""
        at = f"the archive stands at {self.address}{to('home')}"
        await serve(self.application(), self.host, self.port, section="web", log=log, at=at)

    async def content(
        self, name: str, zone: str = "", asked: Mapping[str, str] | None = None, **parts: str
    ) -> Content:
        """What stands at an address now; a page that says so where nothing does. `asked` is what
        was typed into a form."""
        zone, place = zone[:_LONGEST_ZONE], place_of(name, zone[:_LONGEST_ZONE], parts)
        # The mark comes first, so that what changes meanwhile is not taken for what it was before.
        mark = await self.cache.mark(name)
        now = self.clock()
        if mark and (kept := self.cache.get(place, mark, now)):
            return kept
        async with self._turn:
            # Somebody else may have asked for the same just before.
            if mark and (kept := self.cache.get(place, mark, now)):
                return kept
            async with self.database.public(now) as store:
                visit = Visit(store, now, self.address, zone, asked=asked or {}, shelf=self._shelf)
                if mark:
                    visit = replace(visit, of_all=await self.cache.of_all(mark, now))
                found = await stands_at(visit, name, **parts) if name else None
                if mark and found:
                    await self.cache.put(place, mark, visit, found)
                return found or await missing(visit)

    async def _answer(self, request: web.Request) -> web.Response:
        name, parts = found_at(request.rel_url.path_safe)
        zone = request.query.get("zone", "").strip()
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                content = await self.content(name, zone, dict(request.query), **parts)
        except Exception:
            log.exception("%s could not be shown", request.path)
            # What broke says nothing of itself to the world.
            content = broken(self.clock())
        return _response(content, request, secure=self.address.startswith("https:"))


def _response(content: Content, request: web.Request, *, secure: bool) -> web.Response:
    headers = content.headers(secure=secure) | {"Server": "dcbot"}
    asked = request.headers
    if content.is_known(asked.get("If-None-Match"), asked.get("If-Modified-Since")):
        for name in ("Content-Type", "Content-Length"):
            headers.pop(name, None)
        return web.Response(status=304, headers=headers)
    body = content.body
    if content.packed and "gzip" in asked.get("Accept-Encoding", ""):
        # The tag names the page, not its packing: so it is a weak one here.
        body = content.packed
        headers |= {"Content-Encoding": "gzip", "ETag": f"W/{content.tag}"}
    return web.Response(status=content.status, body=body, headers=headers)


async def _moved(name: str, request: web.Request) -> web.Response:
    raise web.HTTPMovedPermanently(to(name, **dict(request.match_info)))
