"""A server before the homeserver that passes requests on, and at a test's wish does so badly."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web


class Front:
    """Listens on a port of its own.

    `mischief` are the answers that /sync is given instead of its own, the first one first, and
    `spoil_pages` those of /messages.
    """

    def __init__(self, homeserver: str) -> None:
        self.homeserver = homeserver
        self.url = ""
        self.mischief: list[str] = []
        self.spoil_pages: list[str] = []
        self.asked: list[str] = []
        """The paths of all requests."""
        self._session: aiohttp.ClientSession

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Front]:
        """Listens within the block."""
        app = web.Application(client_max_size=10**8)
        app.router.add_route("*", "/{path:.*}", self._pass_on)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        async with aiohttp.ClientSession(self.homeserver, auto_decompress=False) as session:
            self._session = session
            try:
                yield self
            finally:
                await runner.cleanup()

    async def _pass_on(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path)
        plan = self.mischief if request.path.endswith("/sync") else self.spoil_pages
        if plan and request.path.endswith(("/sync", "/messages")):
            return await self._misbehave(request, plan.pop(0))
        headers = {
            name: value
            for name, value in request.headers.items()
            if name.lower() in ("authorization", "content-type")
        }
        async with self._session.request(
            request.method, request.rel_url, data=await request.read(), headers=headers
        ) as answer:
            body = await answer.read()
            return web.Response(body=body, status=answer.status, content_type="application/json")

    async def _misbehave(self, request: web.Request, how: str) -> web.StreamResponse:
        match how:
            case "limit":
                said = {"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 300}
                return web.json_response(said, status=429)
            case "fail":
                return web.json_response({"errcode": "M_UNKNOWN"}, status=500)
            case "away":
                return web.Response(text="<html>502 Bad Gateway</html>", status=502)
            case "page":
                return web.Response(text="<html>Sign in to the hotel's WLAN</html>")
            case "list":
                return web.json_response([1, 2])
            case "odd":
                return web.json_response({"next_batch": 3, "rooms": [], "chunk": "x"})
            case "cut":
                response = web.StreamResponse(headers={"Content-Length": "1000"})
                await response.prepare(request)
                await response.write(b'{"next_batch": "')
            case _:
                response = web.Response()
        # Hanging up in the middle.
        assert request.transport is not None
        request.transport.close()
        return response
