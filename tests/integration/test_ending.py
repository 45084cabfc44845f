"""A running process tells how it is; told to end, it ends in order and leaves no half work."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import aiohttp

from dcbot.demo.process import free_port
from tests.integration.mailprocess import MailProcess


async def test_a_running_bot_tells_how_it_is(quick_folder: Path) -> None:
    port = free_port()
    bot = MailProcess(quick_folder, f"[health]\nport = {port}\n")
    bot.start()
    try:
        await bot.wait_for_log("tells how the bot is")
        bot.receive(1)
        await bot.answered(1)
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as http:
            health = await (await http.get("/health")).json()
            metrics = await (await http.get("/metrics")).text()
    finally:
        code = await bot.stop()

    assert code == 0 and health["ok"] and health["parts"] == {"database": "ok"}
    assert "\ndcbot_events_handled_total 1\n" in metrics


async def test_sigterm_ends_in_order_under_load_and_nothing_is_lost(quick_folder: Path) -> None:
    bot = MailProcess(quick_folder, '[log]\nform = "json"\nlevel = "debug"\n')
    bot.start()
    await bot.wait_for_log("dcbot runs")
    for number in range(60):
        bot.receive(number)
    await bot.answered(0)

    began = time.monotonic()
    code = await bot.stop()
    took = time.monotonic() - began

    assert code == 0 and took < 5
    entries = [json.loads(line) for line in bot.log.splitlines()]
    assert entries[-1]["text"] == "dcbot has stopped"
    assert not [one for one in entries if one["level"] in ("error", "warning")]
    with closing(sqlite3.connect(quick_folder / "dcbot.db")) as database:
        sent = database.execute("SELECT count(*) FROM letters WHERE state = 'sent'").fetchone()[0]
    # What went is noted as gone, and what is not noted did not go.
    assert sent == len(bot.answers())

    bot.start()
    try:
        async with asyncio.timeout(180):
            while len(bot.answers()) < 60:
                await asyncio.sleep(0.2)
    finally:
        await bot.stop()
    assert set(bot.answers().values()) == {1}
