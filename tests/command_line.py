"""The command line as an operator uses it: each command in a process of its own."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from subprocess import CompletedProcess, TimeoutExpired
from tempfile import TemporaryDirectory

from tests.forked import Forked

PATIENCE = 180.0
"""Seconds."""


def dcbot(*words: str, folder: Path, typed: str = "", **environment: str) -> CompletedProcess[str]:
    """Run the command line in the folder, with these lines typed; raises TimeoutExpired."""
    with TemporaryDirectory() as place:
        typing, said, wrong = (Path(place) / name for name in ("typed", "said", "wrong"))
        typing.write_text(typed, encoding="utf-8")
        process = Forked(
            ["-m", "dcbot", *words],
            folder=folder,
            ends=(typing, said, wrong),
            environment={**os.environ, **environment},
        )
        try:
            code = process.wait(PATIENCE)
        except TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            raise
        texts = (end.read_text(encoding="utf-8") for end in (said, wrong))
        return CompletedProcess(words, code, *texts)
