"""The demo: a private homeserver, a room, the bot in it, and a prompt (or a script) to talk."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import tempfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import typer
from prompt_toolkit import PromptSession
from prompt_toolkit.patch_stdout import patch_stdout

from dcbot import operating
from dcbot.demo.homeserver import Homeserver
from dcbot.demo.settings import BOT, PEOPLE, ROOM, settings_for
from dcbot.demo.stage import Stage
from dcbot.errors import OperatorError

INTRODUCTION = """
You are in the room {room}, as {who}. Say `!coalition DCAD`, or `!help`.
  /as NAME   speak as somebody else: {people}
  /direct    talk to the bot alone; /room goes back
  Ctrl-C     ends the demo and leaves nothing running

With any Matrix client: homeserver {url}
{accounts}
"""


async def play(script: Path | None, keep: Path | None) -> None:
    """Play the script, or give a prompt; in the end all that was started is stopped."""
    lines = _read_script(script) if script else None
    with contextlib.ExitStack() as stack:
        folder = keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dcbot-")))
        folder.mkdir(parents=True, exist_ok=True)
        server = Homeserver(folder / "homeserver", name="demo.local")
        task = asyncio.current_task()
        assert task is not None
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        try:
            typer.echo("A private homeserver starts …")
            await server.start()
            await _with_bot(server, folder, lines)
        except asyncio.CancelledError:
            typer.echo("Stopped.")
        finally:
            await server.stop()


async def _with_bot(server: Homeserver, folder: Path, lines: list[str] | None) -> None:
    typer.echo("People and the bot get their accounts …")
    stage = await Stage.set(server, _show)
    settings = settings_for(server.url, stage.bot_password, folder)
    names: dict[str, set[str]] = {}
    transports = operating.transports_of(settings, names)
    database = await operating.open_database(settings)
    bot = operating.build(settings, database, transports, names)
    running = asyncio.create_task(bot.run())
    try:
        await stage.appoint(database)
        await stage.wait_for_bot(running)
        await _talk(stage, server, lines)
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
        for transport in transports:
            await transport.close()
        await stage.close()
        await database.close()


async def _talk(stage: Stage, server: Homeserver, lines: list[str] | None) -> None:
    if lines is not None:
        for line in lines:
            who, _, text = line.partition("> ")
            if text and who in PEOPLE:
                stage.speak_as(who)
                line = text
            typer.echo(f"{stage.who}> {line}")
            await stage.say(line)
        return
    accounts = "\n".join(
        f"  @{who}:demo.local  password {password}  ({PEOPLE.get(who, 'the bot')})"
        for who, password in stage.passwords.items()
    )
    typer.echo(
        INTRODUCTION.format(
            room=ROOM, who=stage.who, people=", ".join(PEOPLE), url=server.url, accounts=accounts
        )
    )
    with patch_stdout():
        overheard = asyncio.create_task(stage.overhear())
        try:
            async for line in _typed(lambda: f"{stage.who}> "):
                await _obey(stage, line)
        finally:
            overheard.cancel()


async def _obey(stage: Stage, line: str) -> None:
    word, _, rest = line.strip().partition(" ")
    if word == "/as" and rest.strip() in PEOPLE:
        stage.speak_as(rest.strip())
    elif word == "/as":
        typer.echo(f"Nobody here is called “{rest.strip()}”. There are {', '.join(PEOPLE)}.")
    elif word in ("/direct", "/room"):
        stage.direct = word == "/direct"
    elif line.strip():
        await stage.say(line)


async def _typed(prompt: Callable[[], str]) -> AsyncIterator[str]:
    session: PromptSession[str] = PromptSession()
    while True:
        try:
            yield await session.prompt_async(prompt())
        except (EOFError, KeyboardInterrupt):
            return


def _show(to: str | None, text: str) -> None:
    """Print what the bot says, with its further lines set in."""
    first, *more = text.split("\n")
    name = f"{BOT} to {to}" if to else "bot"
    typer.echo("\n".join([f"{name}> {first}", *(f"     {line}".rstrip() for line in more)]))


def _read_script(path: Path) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as trouble:
        raise OperatorError(f"The script {path} cannot be read ({trouble.strerror}).") from None
    lines = [line.strip() for line in text.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]
