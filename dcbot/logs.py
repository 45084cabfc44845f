"""Logs, for people or as JSON, with a reference for each event and without any secret."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dcbot import references
from dcbot.config import DiscreetFormatter, LogSettings, Redactor

# What a terminal obeys or shows in another place than it stands: controls, and marks of direction.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


def seen(text: str) -> str:
    """The text with what cannot be seen in it written out, as \\u001b; tabs and line ends stay."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


class JsonLines(logging.Formatter):
    """One JSON object a line: at, level, part, text; reference and trace where there are any."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "part": record.name,
            "text": record.getMessage(),
        }
        reference = references.current()
        if reference:
            entry["reference"] = reference
        if record.exc_info:
            entry["trace"] = self.formatException(record.exc_info)
        return seen(json.dumps(entry, ensure_ascii=False))


class PlainLines(logging.Formatter):
    """A line for people: when, how grave, which part, the reference where there is one, what."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s%(reference)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        reference = references.current()
        record.reference = f" [{reference}]" if reference else ""
        # What somebody wrote must not pass for a line of its own: those that go on are indented.
        return seen(super().format(record)).replace("\n", "\n    ")


class ErrorCount(logging.Handler):
    """Counts what is logged as an error, while it is `counting`."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Count within the block."""
        root = logging.getLogger()
        root.addHandler(self)
        try:
            yield
        finally:
            root.removeHandler(self)


def write_logs(settings: LogSettings, redact: Redactor) -> None:
    """From now on everything that is logged goes where the settings say."""
    handler: logging.Handler = logging.StreamHandler(sys.stderr)
    if settings.file:
        handler = logging.FileHandler(Path(settings.file), encoding="utf-8")
    inner: logging.Formatter = JsonLines()
    if settings.form == "text":
        inner = PlainLines()
    handler.setFormatter(DiscreetFormatter(inner, redact))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.level.upper())
    # They say every failed request themselves; we say what it means, once.
    for noisy in ("nio", "aiohttp", "peewee", "asyncio", "alembic", "aiosqlite", "markdown_it"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, root.level))
