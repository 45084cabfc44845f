"""Lines as they come from a keyboard, at a prompt that answers may run past, or from a pipe."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import threading
from collections.abc import AsyncIterator, Callable

from prompt_toolkit import PromptSession
from prompt_toolkit.history import InMemoryHistory


def is_terminal() -> bool:
    """Whether somebody sits at standard input; a process can also be started without any."""
    return sys.stdin is not None and sys.stdin.isatty()


async def typed(prompt: Callable[[], str]) -> AsyncIterator[str]:
    """What is typed at the terminal until Ctrl-C or Ctrl-D; the prompt is asked for anew."""
    session: PromptSession[str] = PromptSession(history=InMemoryHistory())
    while True:
        try:
            yield await session.prompt_async(prompt())
        except (EOFError, KeyboardInterrupt):
            return


async def piped(descriptor: int = 0) -> AsyncIterator[str]:
    """The lines of standard input, or of another open file, until it ends.

    Whoever stops earlier need not wait for the end. Bytes that are no UTF-8 come as the
    replacement character.
    """
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str | None] = asyncio.Queue()

    def hand_over(line: str | None) -> None:
        # The loop may have ended before the pipe did.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(lines.put_nowait, line)

    def read() -> None:
        try:
            with open(descriptor, encoding="utf-8", errors="replace", closefd=False) as file:
                for line in file:
                    hand_over(line.rstrip("\r\n"))
        except OSError:
            # A standard input that is closed, or a folder, is one without lines.
            pass
        finally:
            hand_over(None)

    # Reading cannot be broken off; a thread that the process does not wait for may stay behind.
    threading.Thread(target=read, name="reads the pipe", daemon=True).start()
    while (line := await lines.get()) is not None:
        yield line
