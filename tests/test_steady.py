"""Steady: a loop that is told to end does so, whatever else happens in the same turn."""

from __future__ import annotations

import asyncio

import pytest

from dcbot.steady import Bell


async def test_a_bell_that_rings_while_its_loop_is_ended_does_not_keep_it_going() -> None:
    bell = Bell()
    waiting = asyncio.create_task(bell.wait(60))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    bell.ring()
    waiting.cancel()

    with pytest.raises(asyncio.CancelledError):
        await waiting


async def test_a_bell_that_was_rung_before_is_heard() -> None:
    bell = Bell()
    bell.ring()
    async with asyncio.timeout(30):
        await bell.wait(60)


async def test_a_bell_waits_no_longer_than_it_is_told() -> None:
    async with asyncio.timeout(30):
        await Bell().wait(0.01)
