"""The errand “read table”: an attached file is fetched, kept by its hash, and read by a child."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dcbot.errands import Worker
from dcbot.errors import BadArgument, UserError
from dcbot.message import Attached, quoted
from dcbot.transport import Transport

MOST_BYTES = 5_000_000
MOST_MEMORY = 600_000_000
"""Bytes of address space that the child may take."""

_PACKAGES = Path(__file__).resolve().parent.parent
_HASH = re.compile(r"[0-9a-f]{64}")


def table_worker(fetchers: Mapping[str, Transport], folder: Path) -> Worker:
    """The worker for the errands desk: attachments in, the rows of the one table among them out.

    The result holds `name`, `media_type`, `sha256` and `size` of the file, its `rows` as
    [number, cells], and `notes` for whoever sent it. The bytes stay in `folder` under their hash.
    """

    async def work(arguments: Mapping[str, Any], seconds: float) -> dict[str, Any]:
        attached = _the_one([Attached.from_document(one) for one in arguments["attachments"]])
        try:
            path = await _at_hand(attached, fetchers, arguments["transport"], folder)
            result = await read_table(path, seconds)
        except UserError as mistake:
            raise BadArgument(
                f"{quoted(attached.name)} could not be read. {mistake.text}"
            ) from None
        return {
            "name": attached.name,
            "media_type": attached.media_type,
            "sha256": path.name,
            "size": path.stat().st_size,
            **result,
        }

    return work


def _the_one(attached: list[Attached]) -> Attached:
    """The one file that is meant; a picture in a signature is none."""
    files = [one for one in attached if not one.media_type.startswith(("image/", "text/html"))]
    files = files or attached
    if len(files) > 1:
        names = ", ".join(quoted(one.name, 40) for one in files[:5])
        raise BadArgument(f"{len(files)} files came with the message: {names}. Attach one.")
    return files[0]


async def _at_hand(
    attached: Attached, fetchers: Mapping[str, Transport], transport: str, folder: Path
) -> Path:
    """Where the file's bytes lie, fetched where they did not yet."""
    if attached.size > MOST_BYTES:
        raise _too_large(attached.size)
    if attached.sha256:
        if not _HASH.fullmatch(attached.sha256):
            raise BadArgument("It did not arrive whole; send it again.")
        return folder / attached.sha256
    data = await fetchers[transport].fetch(attached, MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise _too_large(len(data))
    return await asyncio.to_thread(keep, data, folder)


def _too_large(size: int) -> BadArgument:
    return BadArgument(
        f"It is larger than {MOST_BYTES // 1_000_000} MB ({size / 1_000_000:.1f} MB); "
        "leave out what is not needed, or send it in parts."
    )


def keep(data: bytes, folder: Path) -> Path:
    """Keep the bytes in the folder under their hash; whole, or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / hashlib.sha256(data).hexdigest()
    if not path.exists():
        part = path.with_suffix(".part")
        part.write_bytes(data)
        part.replace(path)
    return path


async def read_table(
    path: Path, seconds: float = 30.0, memory: int = MOST_MEMORY
) -> dict[str, Any]:
    """The `rows` and `notes` of a table, read by a child process that is killed after `seconds`.

    Raises BadArgument with a text for whoever sent the file. Leaves no process behind.
    """
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-sP",
        "-m",
        "dcbot.worker",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        # Nothing of the bot's own surroundings, which may hold secrets.
        env={"PYTHONPATH": str(_PACKAGES), "PYTHONIOENCODING": "utf-8"},
    )
    job = {"path": str(path), "memory": memory, "seconds": max(1, int(seconds))}
    try:
        async with asyncio.timeout(seconds):
            said, _ = await child.communicate(json.dumps(job).encode())
    except TimeoutError:
        raise BadArgument(
            f"Reading it took longer than {seconds:.0f} seconds and was stopped. Save the one "
            "sheet as CSV and send that."
        ) from None
    finally:
        await _end(child)
    if child.returncode != 0:
        raise BadArgument(
            "Reading it took more than a table may take, and was stopped. Save the one sheet as "
            "CSV and send that."
        )
    result: dict[str, Any] = json.loads(said)
    if "mistake" in result:
        raise BadArgument(result["mistake"])
    return result


async def _end(child: asyncio.subprocess.Process) -> None:
    if child.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            child.kill()
        # Also where this task is being cancelled: no process may be left behind.
        await asyncio.shield(child.wait())
