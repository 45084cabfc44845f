"""Serving: an HTTP application on a port of this machine, until it is cancelled."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from aiohttp import web

from dcbot.errors import OperatorError

CLEANUP_SECONDS = 1.0


async def serve(
    application: web.Application,
    host: str,
    port: int,
    *,
    section: str,
    log: logging.Logger,
    at: str,
) -> None:
    """Serve until cancelled, and log `at` once it does; OperatorError where the port cannot be had.

    `section` is the one of bot.toml that names the port.
    """
    # Who asks, for what, and how often, is not written down.
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as trouble:
            raise OperatorError(
                f"Port {port} of [{section}] cannot be used ({trouble.strerror}). Give this "
                "bot another port in bot.toml."
            ) from trouble
        log.info("%s", at)
        await asyncio.Event().wait()
    finally:
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(runner.cleanup(), CLEANUP_SECONDS)
