"""Rewriting the history of a written archive: past states of some pages go, all else stays.

The work is done by git-filter-repo in a process of its own, which asks `rewrite` of each commit.
"""

from __future__ import annotations

import asyncio
import html
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any

from dcbot.errors import OperatorError
from dcbot.web.commits import meeting_of
from dcbot.web.repository import Repository

WANTED = "DCBOT_REWRITING"
"""The variable that names the file with what is wanted."""
REMOVED = "[removed]"
"""Stands in a message for words that were there."""
_LEFT_BEHIND = ("ORIG_HEAD", "FETCH_HEAD", "filter-repo")


@dataclass(frozen=True)
class Wanted:
    """What goes: the past of these records (dccg/12) and of all pages that are of no single record,
    but for the blobs that stand there now (`kept`, by path); these blobs anywhere; these words in
    messages."""

    records: Sequence[str]
    kept: dict[str, str]
    blobs: Sequence[str] = ()
    words: Sequence[str] = ()

    def goes(self, path: str, blob: str) -> bool:
        """Whether this state of the file goes."""
        if self.kept.get(path) == blob:
            return False
        record = meeting_of(path)
        return blob in self.blobs or not record or record in self.records


def rewrite(commit: Any) -> None:
    """What git-filter-repo calls for each commit."""
    wanted = _wanted(os.environ[WANTED])
    commit.file_changes = [
        change
        for change in commit.file_changes
        if change.type == b"D"
        or not wanted.goes(change.filename.decode("utf-8", "replace"), change.blob_id.decode())
    ]
    message = commit.message.decode("utf-8", "replace")
    for word in wanted.words:
        message = re.sub(re.escape(word), REMOVED, message, flags=re.IGNORECASE)
    commit.message = message.encode()


@cache
def _wanted(file: str) -> Wanted:
    return Wanted(**json.loads(Path(file).read_text(encoding="utf-8")))


async def purge(repository: Repository, records: Sequence[str], words: Sequence[str]) -> list[str]:
    """Rewrite the history. Returns the pages that still have one of the words, because they have
    it now; there is no other object with it left."""
    kept = await _standing(repository)
    with_words = await asyncio.to_thread(lambda: list(_with_words(repository.folder, words)))
    now = [path for path, blob in kept.items() if blob in with_words]
    wanted = Wanted(records, kept, [one for one in with_words if one not in kept.values()], words)
    await _filtered(repository, wanted)
    left = await asyncio.to_thread(lambda: set(_with_words(repository.folder, words)))
    if left - set(kept.values()):
        raise OperatorError(
            f"The words are still in {len(left)} objects of {repository.folder}. Look for refs "
            "that hold them (`git for-each-ref`), delete those, and say it again."
        )
    return now


async def _standing(repository: Repository) -> dict[str, str]:
    """The blob of each file of the last commit, by its path."""
    said = await repository.git("ls-tree", "-r", "-z", "HEAD")
    found = {}
    for line in said.decode("utf-8", "replace").split("\0"):
        if line:
            about, _, path = line.partition("\t")
            found[path] = about.split()[2]
    return found


async def _filtered(repository: Repository, wanted: Wanted) -> None:
    """Let git-filter-repo do it; the place that the repository is pushed to stays known."""
    origin = (await repository.git("config", "remote.origin.url", fails=True)).decode().strip()
    with tempfile.TemporaryDirectory(prefix="dcbot-") as ground:
        file = Path(ground) / "wanted.json"
        file.write_text(json.dumps(asdict(wanted)), encoding="utf-8")
        code = "from dcbot.web.rewriting import rewrite; rewrite(commit)"
        done = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-m", "git_filter_repo", "--force", "--commit-callback", code],
            cwd=repository.folder,
            env={**os.environ, WANTED: str(file)},
            capture_output=True,
            check=False,
        )
    if done.returncode:
        why = done.stderr.decode("utf-8", "replace").strip()
        raise OperatorError(f"The history of {repository.folder} could not be rewritten: {why}")
    for name in _LEFT_BEHIND:
        place = repository.folder / ".git" / name
        shutil.rmtree(place) if place.is_dir() else place.unlink(missing_ok=True)
    await repository.git("reflog", "expire", "--expire=now", "--all")
    await repository.git("gc", "--quiet", "--prune=now")
    if origin and not await repository.git("config", "remote.origin.url", fails=True):
        await repository.git("remote", "add", "origin", origin)


def _with_words(folder: Path, words: Sequence[str]) -> Iterator[str]:
    """The names of all objects of the repository, reachable or not, that hold one of the words."""
    if not words:
        return
    command = ["git", "cat-file", "--batch-all-objects", "--batch", "--buffer"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        for name, body in _objects(process.stdout):
            if holds(body, words):
                yield name


def _objects(told: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    while line := told.readline():
        name, _, size = line.decode().split()
        yield name, told.read(int(size))
        told.read(1)


def holds(body: bytes, words: Sequence[str]) -> bool:
    """Whether one of the words stands in the file, in whichever way its form writes them."""
    texts = [body.decode("utf-8", "replace")]
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            texts = [packed.read(one).decode("utf-8", "replace") for one in packed.namelist()]
    plain = [_plain(text) for text in texts]
    return any(_plain(word) in text for word in words for text in plain)


def _plain(text: str) -> str:
    """The text without tags and escapes, in lower case, with single spaces."""
    unescaped = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    without = html.unescape(re.sub(r"<[^>]*>", "", unescaped)).replace("\\", "")
    return " ".join(without.lower().split())
