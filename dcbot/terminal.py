"""The console in a terminal: the same bot, with no server and no account."""

from __future__ import annotations

from collections.abc import AsyncIterator

import typer
from prompt_toolkit.patch_stdout import patch_stdout

from dcbot import app, keyboard
from dcbot.app import App
from dcbot.config import Settings
from dcbot.lock import alone_in
from dcbot.operating import build, nobody_speaks, open_database
from dcbot.transports.console import Console


async def console(settings: Settings, who: str) -> None:
    """Talk to the bot until the end of the input."""
    with alone_in(settings.folder):
        database = await open_database(settings)
        await nobody_speaks(database)
        terminal = keyboard.is_terminal()
        lines = keyboard.typed(lambda: "you> ") if terminal else _echoed()
        transport = Console(who, lines, _show, app.clock)
        bot = build(settings, database, [transport])
        try:
            if terminal:
                with patch_stdout():
                    typer.echo("Say `help`, or Ctrl-D to leave.")
                    await _talk(bot, transport)
            else:
                await _talk(bot, transport)
        finally:
            await database.close()


async def _talk(bot: App, transport: Console) -> None:
    """One line after another, each answered before the next is read."""
    async for line in transport.lines:
        if line.strip():
            await transport.say(bot.intake.take, line)
            await bot.settle()


async def _echoed() -> AsyncIterator[str]:
    """What comes through a pipe is shown as if it had been typed."""
    async for line in keyboard.piped():
        typer.echo(f"you> {line}")
        yield line


def _show(text: str) -> None:
    first, *more = text.split("\n")
    typer.echo("\n".join([f"bot> {first}", *(f"     {line}".rstrip() for line in more)]))
