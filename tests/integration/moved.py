"""`dcbot run` with a clock that was moved: moved.py SECONDS [PACE BEGAN] --settings FILE."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dcbot import operating
from dcbot.config import load
from dcbot.logs import write_logs


def clock(seconds: float, pace: float = 1.0, began: float = 0.0) -> Callable[[], datetime]:
    """A clock so many seconds ahead; from `began` on, in seconds since 1970, it runs `pace` times
    as fast as others."""
    start = datetime.fromtimestamp(began, UTC)

    def now() -> datetime:
        real = datetime.now(UTC)
        return real + timedelta(seconds=seconds) + max(real - start, timedelta()) * (pace - 1)

    return now


def main(*words: str) -> None:
    """Run the bot by such a clock."""
    *figures, _option, file = words
    settings = load(Path(file), os.environ)
    write_logs(settings.log, settings.redact)
    asyncio.run(operating.run(settings, clock(*map(float, figures))))


if __name__ == "__main__":
    main(*sys.argv[1:])
