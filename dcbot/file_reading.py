"""Errands with attached files: each is fetched, kept by its hash, and read by a child process."""

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
MOST_FILES = 10
MOST_MEMORY = 600_000_000
"""Bytes of address space that the child may take."""

_PACKAGES = Path(__file__).resolve().parent.parent
_INSTEAD = {
    "programme": "Save the one sheet as CSV and send that.",
    "table": "Save the one sheet as CSV and send that.",
    "attached": "Send it in parts, or as plain text.",
    "document": "Send it as Markdown or plain text, or send a link to it.",
}
_HASH = re.compile(r"[0-9a-f]{64}")


def workers(fetchers: Mapping[str, Transport], folder: Path) -> dict[str, Worker]:
    """The workers for the errands desk, by the kind of errand. The bytes stay in `folder`."""
    return {
        "read table": table_worker(fetchers, folder),
        "read attached": attached_worker(fetchers, folder),
        "read document": document_worker(fetchers, folder),
        "read programme": _of_one(fetchers, folder, "programme"),
    }


def table_worker(fetchers: Mapping[str, Transport], folder: Path) -> Worker:
    """Attachments in, the rows of the one table among them out.

    The result holds `name`, `media_type`, `sha256` and `size` of the file, its `rows` as
    [number, cells], and `notes` for whoever sent it. The bytes stay in `folder` under their hash.
    """
    return _of_one(fetchers, folder, "table")


def document_worker(fetchers: Mapping[str, Transport], folder: Path) -> Worker:
    """The same of a document: its `kind` and `html` (dcbot/documents.py)."""
    return _of_one(fetchers, folder, "document")


def _of_one(fetchers: Mapping[str, Transport], folder: Path, reader: str) -> Worker:
    async def work(arguments: Mapping[str, Any], seconds: float) -> dict[str, Any]:
        attached = _the_one([Attached.from_document(one) for one in arguments["attachments"]])
        try:
            path = await _at_hand(attached, fetchers, arguments["transport"], folder)
            result = await read_file(path, seconds, reader=reader)
        except UserError as mistake:
            raise BadArgument(
                f"{quoted(attached.name)} could not be read. {mistake.text}"
            ) from None
        return {**_noted(attached, path), **result}

    return work


def attached_worker(fetchers: Mapping[str, Transport], folder: Path) -> Worker:
    """Attachments in, what a meeting tool left behind out: `files`, one for each.

    Each holds `name`, `media_type`, `sha256` and `size`, with `kind`, the parts of that kind
    (dcbot/record/attached/documents.py) and `notes`; or `name` and `mistake`, a text for whoever
    sent it, so that one file that cannot be read keeps no other from being taken.
    """

    async def work(arguments: Mapping[str, Any], seconds: float) -> dict[str, Any]:
        attached = _files([Attached.from_document(one) for one in arguments["attachments"]])
        share = seconds / len(attached)
        files = []
        for one in attached[:MOST_FILES]:
            try:
                path = await _at_hand(one, fetchers, arguments["transport"], folder)
                found = await read_file(path, share, reader="attached")
                files.append({**_noted(one, path), **found})
            except UserError as mistake:
                files.append({"name": one.name, "mistake": mistake.text})
        for one in attached[MOST_FILES:]:
            told = f"{MOST_FILES} files of one message are read; send it in another."
            files.append({"name": one.name, "mistake": told})
        return {"files": files}

    return work


def _noted(attached: Attached, path: Path) -> dict[str, Any]:
    return {
        "name": attached.name,
        "media_type": attached.media_type,
        "sha256": path.name,
        "size": path.stat().st_size,
    }


def _files(attached: list[Attached]) -> list[Attached]:
    """The files that are meant; a picture in a signature is none."""
    files = [one for one in attached if not one.media_type.startswith(("image/", "text/html"))]
    return files or attached


def _the_one(attached: list[Attached]) -> Attached:
    """The one file that is meant; a picture in a signature is none."""
    files = _files(attached)
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


async def read_file(
    path: Path, seconds: float = 30.0, memory: int = MOST_MEMORY, *, reader: str = "table"
) -> dict[str, Any]:
    """What the reader of that name (dcbot/worker.py) finds in the file, in a child process that is
    killed after `seconds`.

    Raises BadArgument with a text for whoever sent the file. Leaves no process behind.
    """
    instead = _INSTEAD[reader]
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
    limits = {"memory": memory, "seconds": max(1, int(seconds))}
    job = {"path": str(path), "reader": reader, **limits}
    try:
        async with asyncio.timeout(seconds):
            said, _ = await child.communicate(json.dumps(job).encode())
    except TimeoutError:
        raise BadArgument(
            f"Reading it took longer than {seconds:.0f} seconds and was stopped. {instead}"
        ) from None
    finally:
        await _end(child)
    if child.returncode != 0:
        raise BadArgument(f"Reading it took more than a file may take, and was stopped. {instead}")
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
