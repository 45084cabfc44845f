"""The demo: a private homeserver, a room, the bot in it, and a prompt (or a script) to talk."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import tempfile
from collections.abc import AsyncIterator, Coroutine, Iterator
from pathlib import Path
from textwrap import indent
from typing import Any

import typer
from prompt_toolkit.patch_stdout import patch_stdout

from dcbot import keyboard, operating
from dcbot.demo.homeserver import Homeserver
from dcbot.demo.process import free_port
from dcbot.demo.script import ScriptLine, read_script
from dcbot.demo.settings import BOT, MEETING, PEOPLE, ROOM, address_of, settings_for
from dcbot.demo.stage import Stage, appoint, open_room, register_all
from dcbot.errors import OperatorError
from dcbot.logs import write_logs

INTRODUCTION = """
You are in the room {room}, as {who}. Say `!coalition DCAD`, or `!help`.
Hold a meeting, and look at its minutes:
{meeting}
{ways}
  Ctrl-C     ends the demo and leaves nothing running

The archive, in a browser: {archive}
With any Matrix client: homeserver {url}
{accounts}
"""
WAYS = f"""\
  /as NAME   speak as somebody else: {", ".join(PEOPLE)}
  /direct    talk to the bot alone; /room goes back"""

INTERRUPTED = 130


async def play(script: Path | None, keep: Path | None) -> int:
    """Play the script, or give a prompt; in the end all that was started is stopped.

    Returns 0 where it came to its end, and 130 where a signal ended it.
    """
    lines = read_script(script) if script else None
    task = asyncio.current_task()
    assert task is not None
    for number in (signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    with _folder(keep) as folder:
        server = Homeserver(folder / "homeserver", name="demo.local")
        try:
            typer.echo("A private homeserver starts …")
            await server.start()
            await _on_stage(server, folder, lines)
            return 0
        except asyncio.CancelledError:
            typer.echo("Interrupted.")
            return INTERRUPTED
        finally:
            await server.stop()
            typer.echo("The demo is over; nothing of it is left running.")


@contextlib.contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    """The folder to keep everything in, or one that goes in the end."""
    if keep is None:
        try:
            passing = tempfile.TemporaryDirectory(prefix="dcbot-", ignore_cleanup_errors=True)
        except OSError as trouble:
            raise OperatorError(
                f"No folder for temporary files can be written ({trouble.strerror}); "
                "name one with `--keep FOLDER`."
            ) from None
        with passing as folder:
            yield Path(folder)
        return
    try:
        keep.mkdir(parents=True, exist_ok=True)
        used = any(keep.iterdir())
        (keep / "homeserver").mkdir(exist_ok=True)
    except OSError as trouble:
        raise OperatorError(
            f"The folder {keep} cannot be written ({trouble.strerror}); name another one."
        ) from None
    if used:
        raise OperatorError(f"There is something in the folder {keep} already; name an empty one.")
    yield keep.resolve()


async def _on_stage(server: Homeserver, folder: Path, lines: list[ScriptLine] | None) -> None:
    """The people, the bot and the talk, until the talk or the bot ends."""
    typer.echo("People and the bot get their accounts …")
    passwords = await register_all(server)
    settings = settings_for(server.url, passwords[BOT], folder, free_port())
    typing = lines is None and keyboard.is_terminal()
    async with contextlib.AsyncExitStack() as stack:
        if typing:
            stack.enter_context(patch_stdout())
        write_logs(settings.log, settings.redact)
        names: dict[str, set[str]] = {}
        transports = operating.transports_of(settings, names)
        database = await operating.open_database(settings)
        stack.push_async_callback(database.close)
        for transport in transports:
            stack.push_async_callback(transport.close)
        await appoint(database)
        bot = operating.build(settings, database, transports, names)
        stage = await Stage.opened(server, passwords, database, _show, typer.echo)
        stack.push_async_callback(stage.close)
        await open_room(database, stage.room)
        assert settings.web is not None
        archive = settings.web.address
        if typing:
            talk = _type(stage, server, passwords, archive)
        else:
            typer.echo(f"The archive, in a browser: {archive}")
            talk = _read_out(stage, lines)
        await _until_first_ends(bot.run(), stage.follow(), talk)


async def _until_first_ends(*work: Coroutine[Any, Any, None]) -> None:
    """Do all at once until one ends; raises what ended it."""
    tasks = [asyncio.ensure_future(one) for one in work]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _type(stage: Stage, server: Homeserver, passwords: dict[str, str], archive: str) -> None:
    """Whoever sits at the terminal talks."""
    await stage.bot_comes()
    accounts = "\n".join(
        f"  {address_of(who)}  password {password}  ({PEOPLE.get(who, 'the bot')})"
        for who, password in passwords.items()
    )
    who = f"{stage.who}, {PEOPLE[stage.who]}"
    typer.echo(
        INTRODUCTION.format(
            room=ROOM,
            who=who,
            meeting=indent(MEETING, "  ").rstrip(),
            ways=WAYS,
            archive=archive,
            url=server.url,
            accounts=accounts,
        )
    )
    async for line in keyboard.typed(lambda: stage.prompt):
        await _obey(stage, line.strip())


async def _read_out(stage: Stage, lines: list[ScriptLine] | None) -> None:
    """The lines of a script are said, or those that come through a pipe."""
    await stage.bot_comes()
    async for line in _in_turn(lines):
        stage.who = line.who or stage.who
        stage.direct = stage.direct if line.direct is None else line.direct
        typer.echo(f"{stage.prompt}{line.words}")
        await _obey(stage, line.words.strip())


async def _in_turn(lines: list[ScriptLine] | None) -> AsyncIterator[ScriptLine]:
    for line in lines or ():
        yield line
    if lines is None:
        async for words in keyboard.piped():
            yield ScriptLine(words)


async def _obey(stage: Stage, line: str) -> None:
    """Do what the line asks of the demo itself; anything else is said."""
    word, _, rest = line.partition(" ")
    if word == "/as" and rest.strip() in PEOPLE:
        stage.who = rest.strip()
    elif word == "/as":
        whom = f"Nobody here is called “{rest.strip()}”." if rest.strip() else "As whom?"
        typer.echo(f"{whom} There are {', '.join(PEOPLE)}.")
    elif word in ("/direct", "/room"):
        stage.direct = word == "/direct"
    elif word.startswith("/"):
        typer.echo(f"“{word}” is nothing that the demo knows. It knows:\n{WAYS}")
    elif line:
        await stage.say(line)


def _show(to: str | None, text: str) -> None:
    """Print what the bot says, with its further lines set in."""
    first, *more = text.split("\n")
    name = f"bot to {to}" if to else "bot"
    typer.echo("\n".join([f"{name}> {first}", *(f"     {line}".rstrip() for line in more)]))
