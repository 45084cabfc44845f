"""/health and /metrics: what they tell, to whom, and what they say when a part is not well."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from dcbot.config import HealthSettings, load
from dcbot.demo.process import free_port
from dcbot.errors import OperatorError, Undeliverable
from dcbot.health import Health
from tests.settings_files import mistakes, write
from tests.world import World


@asynccontextmanager
async def serving(world: World) -> AsyncIterator[str]:
    """The bot's answers to questions about its health; the address of them."""
    port = free_port()
    health = Health("127.0.0.1", port, world.app.readings)
    task = asyncio.create_task(health.run())
    await asyncio.sleep(0.1)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def asked(address: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as http, http.get(address) as response:
        return response.status, await response.text()


def values(text: str) -> dict[str, float]:
    """The metrics by their names, as Prometheus reads them."""
    found = re.findall(r"^dcbot_(\w+)(?:\{[^}]*\})? ([\d.]+)$", text, re.MULTILINE)
    return {name: float(value) for name, value in found}


async def test_the_metrics_count_what_was_done_and_what_waits(world: World) -> None:
    await world.say("jo", "!help")
    world.wire.fail_with = [Undeliverable("the bot may not write there")]
    await world.say("jo", "!whoami")
    await world.hand_in(world.said("jo", "!help"))
    async with serving(world) as address:
        with world.app.errors.counting():
            logging.getLogger("dcbot").error("something for the count")
        status, text = await asked(f"{address}/metrics")

    found = values(text)
    assert status == 200
    assert found["database_up"] == 1
    assert (found["events_handled_total"], found["events_waiting"]) == (2, 1)
    assert found["dead_letters"] == 1 and found["errors_total"] == 1
    assert found["letters_waiting"] == 0 and found["oldest_letter_seconds"] == 0


async def test_health_names_the_versions_and_is_well(world: World) -> None:
    async with serving(world) as address:
        status, text = await asked(f"{address}/health")

    assert status == 200 and '"ok": true' in text and '"tzdata": "20' in text


async def test_a_silent_server_and_a_dead_database_are_no_health(world: World) -> None:
    world.wire.silent_for = lambda: 300.0  # type: ignore[attr-defined]
    async with serving(world) as address:
        silent = await asked(f"{address}/health")
        lag = values((await asked(f"{address}/metrics"))[1])["sync_lag_seconds"]
        async with world.database.engine.begin() as connection:
            await connection.exec_driver_sql("DROP TABLE sent_as")
            await connection.exec_driver_sql("ALTER TABLE letters RENAME TO lost")
        broken = await asked(f"{address}/health")
        metrics = await asked(f"{address}/metrics")

    assert silent[0] == 503 and "has not answered for 300 s" in silent[1] and lag == 300
    assert broken[0] == 503 and '"database": "does not answer"' in broken[1]
    assert metrics[0] == 200 and values(metrics[1]) == {"database_up": 0}


async def test_a_taken_port_is_the_operators_to_mend(world: World) -> None:
    async with serving(world) as address:
        port = int(address.rpartition(":")[2])
        with pytest.raises(OperatorError, match=f"Port {port} of \\[health\\] cannot be used"):
            await Health("127.0.0.1", port, world.app.readings).run()


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "example.org", ""])
@pytest.mark.threat("T78")
def test_nothing_but_this_machine_itself_is_listened_on(tmp_path: Path, host: str) -> None:
    said = mistakes(write(tmp_path, f'[health]\nhost = "{host}"\n'))

    assert "it must be an address of this machine alone" in said


def test_health_is_off_unless_its_section_is_there(tmp_path: Path) -> None:
    assert load(write(tmp_path, ""), {}).health is None
    assert load(write(tmp_path, "[health]\n"), {}).health == HealthSettings(port=8427)
