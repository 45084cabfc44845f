"""`dcbot run` with a clock that was moved: moved.py SECONDS --settings FILE."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dcbot import operating
from dcbot.config import load
from dcbot.logs import write_logs


def main(seconds: str, _option: str, file: str) -> None:
    """Run the bot as if it were so many seconds later, or earlier."""
    settings = load(Path(file), os.environ)
    write_logs(settings.log, settings.redact)
    by = timedelta(seconds=float(seconds))
    asyncio.run(operating.run(settings, lambda: datetime.now(UTC) + by))


if __name__ == "__main__":
    main(*sys.argv[1:])
