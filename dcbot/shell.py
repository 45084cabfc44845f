"""The shell of the command line: reads the settings, runs a command, tells its mistakes."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from dcbot.errors import DcbotError

# What a command needs is loaded when it is said: the whole bot takes a second to load.
if TYPE_CHECKING:
    from dcbot.config import Settings

SettingsFile = Annotated[
    Path, typer.Option("--settings", "-s", help="The settings file.", show_default=True)
]
DEFAULT_FILE = Path("bot.toml")

Trouble = TypeVar("Trouble", bound=Exception)


def settings_of(path: Path, *, needed: bool = True) -> Settings:
    """The settings of the file; the defaults where it is missing and not needed."""
    from dcbot.config import Settings, load
    from dcbot.logs import write_logs

    settings = Settings() if not needed and not path.exists() else load(path, os.environ)
    write_logs(settings.log, settings.redact)
    for line in settings.warnings():
        print(line, file=sys.stderr)
    return settings


def do(work: Callable[[], Coroutine[Any, Any, int | None]]) -> None:
    """Run the work; a mistake that somebody can mend is told in its own words, without a trace."""
    try:
        code = asyncio.run(work())
    except* DcbotError as group:
        for trouble in _leaves(group):
            print(trouble.text, file=sys.stderr)
        raise typer.Exit(2) from None
    except* BrokenPipeError:
        # Whoever reads has enough, such as `head`.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
    except* OSError as files:
        for missing in _leaves(files):
            # What names no file is for whoever reads traces.
            if missing.filename is None:
                raise
            print(_no_file(missing), file=sys.stderr)
        raise typer.Exit(2) from None
    except* KeyboardInterrupt:
        raise typer.Exit(130) from None
    raise typer.Exit(code or 0)


def _no_file(trouble: OSError) -> str:
    """What is wrong with a file or a folder, and what to do."""
    return (
        f"“{trouble.filename}” cannot be used ({trouble.strerror}). Name another one, or see to it "
        "that it can be read and written."
    )


def _leaves(group: BaseExceptionGroup[Trouble]) -> list[Trouble]:
    found: list[Trouble] = []
    for one in group.exceptions:
        found += _leaves(one) if isinstance(one, BaseExceptionGroup) else [one]
    return found


def say(line: str) -> None:
    """Tell it on the terminal."""
    # Names of rooms and words of strangers stand in it; a terminal would obey what they hide.
    from dcbot.logs import seen

    print(seen(line), flush=True)
