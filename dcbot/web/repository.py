"""The archive's folder as a git working tree: what differs from its last commit, and commits."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

from dcbot.errors import OperatorError

AUTHOR = ("dcbot", "dcbot@localhost")
"""Under this name commits are made: that of a program, whoever is meant stands in the message."""
STALE_LOCK_SECONDS = 600
"""A lock of git that is older was left behind by a git that was killed."""

# Nothing that stands in the folder or in the operator's settings runs or asks for something.
_SAFELY = (
    *("-c", "core.hooksPath=/dev/null", "-c", "commit.gpgSign=false", "-c", "core.fsmonitor=false"),
    *("-c", "core.autocrlf=false", "-c", "core.quotePath=false", "-c", "gc.auto=0"),
)


class Repository:
    """The git working tree whose root a folder is. All paths are below the folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def at(cls, folder: Path) -> Repository | None:
        """The repository of the folder; None where it is none. Raises OperatorError where it is
        one and there is no git to work with."""
        if not (folder / ".git").exists():
            return None
        if shutil.which("git") is None:
            raise OperatorError(
                f"{folder} is a git working tree, but there is no git on this machine: install it, "
                "or move .git away. Until then the archive is written, and nothing is committed."
            )
        return cls(folder)

    async def git(self, *words: str, typed: bytes = b"", fails: bool = False) -> bytes:
        """What git prints; OperatorError in its own words where it fails, unless that `fails`
        quietly."""
        name, address = AUTHOR
        environment = os.environ | {
            "GIT_AUTHOR_NAME": name,
            "GIT_AUTHOR_EMAIL": address,
            "GIT_COMMITTER_NAME": name,
            "GIT_COMMITTER_EMAIL": address,
            "GIT_LITERAL_PATHSPECS": "1",
            "GIT_TERMINAL_PROMPT": "0",
            "LC_ALL": "C",
        }
        process = await asyncio.create_subprocess_exec(
            "git",
            *_SAFELY,
            *words,
            cwd=self.folder,
            env=environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            said, trouble = await process.communicate(typed)
        finally:
            if process.returncode is None:
                process.kill()
        if process.returncode and not fails:
            why = trouble.decode("utf-8", "replace").strip()
            raise OperatorError(f"git {words[0]} failed in {self.folder}: {why}")
        return b"" if process.returncode else said

    async def head(self) -> str:
        """The name of the last commit; empty where there is none yet."""
        found = await self.git("rev-parse", "--verify", "--quiet", "HEAD", fails=True)
        return found.decode().strip()

    async def differing(self) -> dict[str, str]:
        """What is not as in the last commit, by path: “new”, “changed” or “gone”."""
        self._unlock()
        said = await self.git(
            "status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames"
        )
        found = {}
        for line in said.decode("utf-8", "surrogateescape").split("\0"):
            if line:
                kind = (
                    "new" if line[:2] in ("??", "A ", "AM") else "gone" if "D" in line[:2] else ""
                )
                found[line[3:]] = kind or "changed"
        return found

    async def committed(self, path: str) -> bytes:
        """What the last commit has at this path; empty where it has nothing."""
        return await self.git("cat-file", "blob", f"HEAD:{path}", fails=True)

    async def commit(self, paths: Sequence[str], message: str) -> None:
        """Commit these paths as they stand, and no others."""
        listed = "\0".join(paths).encode("utf-8", "surrogateescape")
        from_list = ("--pathspec-from-file=-", "--pathspec-file-nul")
        await self.git("add", "--all", "--force", *from_list, typed=listed)
        await self.git(
            "commit",
            "--quiet",
            "--no-verify",
            "--cleanup=verbatim",
            f"--message={message}",
            *from_list,
            typed=listed,
        )

    def _unlock(self) -> None:
        lock = self.folder / ".git" / "index.lock"
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            if time.time() - lock.stat().st_mtime > STALE_LOCK_SECONDS:
                lock.unlink()
