"""The child process that reads a stranger's file: little memory, little time, nothing to write.

`python -m dcbot.worker`, with one JSON object on standard input: `path` of the file, `memory` in
bytes and `seconds` of processor time. On standard output comes one JSON object: `rows` and
`notes`, or `mistake`, a text for whoever sent the file.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from dcbot import sheets
from dcbot.errors import UserError

TOO_LARGE = "It needs more memory than a table may take. Save the one sheet as CSV and send that."


def main() -> None:
    """Do the one job and end."""
    job = json.load(sys.stdin)
    _bind(int(job["memory"]), int(job["seconds"]))
    try:
        rows, notes = sheets.read(Path(job["path"]).read_bytes())
        answer = {"rows": rows, "notes": notes}
    except UserError as mistake:
        answer = {"mistake": mistake.text}
    except MemoryError:
        answer = {"mistake": TOO_LARGE}
    json.dump(answer, sys.stdout)


def _bind(memory: int, seconds: int) -> None:
    """Take away what the work does not need; the system ends the process that takes more."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))


if __name__ == "__main__":
    main()
