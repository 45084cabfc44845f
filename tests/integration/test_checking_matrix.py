"""`dcbot check` beside a running bot: the login, and the rooms where it may write or may not."""

from __future__ import annotations

import asyncio
from pathlib import Path

from dcbot.checking import check
from dcbot.demo.homeserver import Homeserver
from dcbot.demo.member import Member
from tests.integration.botprocess import BotProcess
from tests.integration.conftest import PASSWORD


async def test_the_rooms_are_looked_at_while_the_bot_runs(
    homeserver: Homeserver, amina: Member, quick_folder: Path
) -> None:
    account = await homeserver.register("check-bot", PASSWORD)
    open_room = await amina.create_room("Open", invite=[account.user_id])
    quiet = await amina.create_room("Quiet", invite=[account.user_id])
    levels = {"events_default": 50, "state_default": 50}
    await amina.set_state(quiet, "m.room.power_levels", levels)
    bot = BotProcess(
        quick_folder,
        homeserver=homeserver.url,
        user=account.user_id,
        password=PASSWORD,
        rooms=(open_room, "#nowhere:demo.local"),
    )
    toml = quick_folder / "bot.toml"
    named = toml.read_text().replace('["console:operator"]', f'["matrix:{amina.user_id}"]')
    toml.write_text(named)
    lines: list[str] = []
    bot.start()
    try:
        await bot.wait_for_log("listening in")
        for _ in range(100):
            lines.clear()
            code = await check(toml, {}, lines.append)
            if sum("In " in line for line in lines) == 2:
                break
            await asyncio.sleep(0.2)
    finally:
        ended = await bot.stop()

    said = "\n".join(lines)
    assert (code, ended) == (1, 0), said
    assert f"ok     {account.user_id} is signed in as device DCBOT" in said
    assert f"ok     In Open ({open_room}) the bot may write." in said
    assert f"wrong  In Quiet ({quiet}) the bot may not write: it has power 0, and 50" in said
    assert "wrong  #nowhere:demo.local cannot be found" in said
    assert "ok     This machine's clock and the homeserver's agree." in said
    assert "2 to be seen to." in said
