"""The folder that the archive is written into: what stands there, put in place file by file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

KEPT_IN = ".archive"
"""Below it stands which files belong to each part of the archive, and with what digest."""
LISTING = ".written"
"""What earlier versions of dcbot listed their files in."""
HOST_WIDE = "robots.txt"
"""What speaks for a whole host; where somebody else's stands there already, it stays."""
DRAFT = ".part"
"""Ends the name of a file that is not whole yet."""


@dataclass(frozen=True)
class Kept:
    """What is known of a part that was written: of what it was made, and the SHA-256 of each of
    its files, by their paths below the folder."""

    made_of: str = ""
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Put:
    """The files of a part that were written or taken away; those that were right are in none."""

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


class Folder:
    """A folder with the archive in it. Each file is there whole, as it was or as it is; other
    people's files are left alone. All paths are strings below the folder, with slashes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._parts: dict[str, Kept] | None = None

    def parts(self) -> dict[str, Kept]:
        """What is known of each part, by its name; read once."""
        if self._parts is None:
            self._parts = dict(self._read())
        return self._parts

    def put(self, part: str, made_of: str, files: Mapping[str, bytes]) -> Put:
        """Let exactly these files stand for the part."""
        before = self.parts().get(part, Kept()).files
        mine = {file: body for file, body in files.items() if not self._is_foreign(file)}
        digests = {file: digest(body) for file, body in mine.items()}
        new = [file for file, body in mine.items() if self.body(file) != body]
        removed = tuple(sorted(self._of_none_but(part, before.keys() - mine.keys())))
        if new or removed:
            # However this ends: what is written is known as ours, and as not finished.
            self._keep(part, Kept("", {**before, **digests}))
        written = tuple(file for file in new if self._write(file, mine[file]))
        for file in removed:
            self._remove(file)
        self._keep(part, Kept(made_of, digests))
        return Put(written, removed)

    def drop(self, part: str, standing: Collection[str] = ()) -> Put:
        """Take the part away, but for files that stand for others now."""
        mine = self.parts().get(part, Kept()).files
        removed = tuple(sorted(file for file in mine if file not in standing))
        for file in removed:
            self._remove(file)
        self.parts().pop(part, None)
        self._remove(_kept_in(part))
        return Put(removed=removed)

    def body(self, file: str) -> bytes | None:
        """What stands there."""
        try:
            return (self.path / file).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None

    def standing(self) -> Iterator[str]:
        """Every file in the folder, but for what tells of the archive's parts and of git."""
        for file in sorted(self.path.rglob("*")):
            path = file.relative_to(self.path)
            if path.parts[0] not in (KEPT_IN, ".git", LISTING) and not file.is_dir():
                yield path.as_posix()

    def _of_none_but(self, part: str, files: Collection[str]) -> set[str]:
        """Those of the files that stand for no other part: a file may go from one to another."""
        others = [kept.files for name, kept in self.parts().items() if name != part]
        return {file for file in files if not any(file in mine for mine in others)}

    def _is_foreign(self, file: str) -> bool:
        if file != HOST_WIDE or not (self.path / file).exists():
            return False
        return not any(file in kept.files for kept in self.parts().values())

    def _read(self) -> Iterator[tuple[str, Kept]]:
        ground = self.path / KEPT_IN
        for file in sorted(ground.rglob("*.json")):
            known = json.loads(file.read_text(encoding="utf-8"))
            name = file.relative_to(ground).as_posix().removesuffix(".json")
            # A folder that came from elsewhere must not lead us out of itself.
            files = {one: says for one, says in known["files"].items() if _is_below(one)}
            yield name, Kept(known["made_of"], files)
        listing = self.path / LISTING
        if listing.is_file():
            lines = listing.read_text(encoding="utf-8").splitlines()
            mine = [one for one in lines if _is_below(one)]
            yield "written before", Kept("", dict.fromkeys([*mine, LISTING], ""))

    def _keep(self, part: str, kept: Kept) -> None:
        known = {"made_of": kept.made_of, "files": dict(sorted(kept.files.items()))}
        self._write(_kept_in(part), json.dumps(known, indent=1).encode() + b"\n")
        self.parts()[part] = kept

    def _write(self, file: str, body: bytes) -> bool:
        """Put the file in place, unless it says this already; whether it did not."""
        if self.body(file) == body:
            return False
        place = self.path / file
        made = [folder for folder in place.parents if not folder.exists()]
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = place.with_name(f".{place.name}{DRAFT}")
        draft.write_bytes(body)
        # All else that the bot writes is its own; this is for everybody, by others' web servers.
        draft.chmod(0o644)
        for folder in made:
            folder.chmod(0o755)
        draft.replace(place)
        return True

    def _remove(self, file: str) -> None:
        place = self.path / file
        for each in (place, place.with_name(f".{place.name}{DRAFT}")):
            each.unlink(missing_ok=True)
        for folder in place.parents:
            if folder == self.path or not folder.is_dir() or any(folder.iterdir()):
                return
            folder.rmdir()


def _is_below(file: str) -> bool:
    return ".." not in file.split("/") and not file.startswith("/")


def digest(body: bytes) -> str:
    """The SHA-256 of the bytes, in hexadecimal."""
    return hashlib.sha256(body).hexdigest()


def _kept_in(part: str) -> str:
    return f"{KEPT_IN}/{part}.json"
