"""Parts packed into one zip file, so that a part that is the same in each is packed once; pure."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

# As “.ZIP File Format Specification”, 4.3, lays it out; the clock of each part is that of
# 1 January 1980, the first that a zip file can say, so that the same parts are the same bytes.
_ABOUT = struct.Struct("<HHHHHLLLHH")
_LISTED = struct.Struct("<4sH26sHHHLL")
_END = struct.Struct("<4sHHHHLLH")
_VERSION, _FLAGS, _DEFLATED, _CLOCK, _DAY = 20, 0, 8, 0, 1 << 5 | 1
LEVEL = 3
"""How hard zlib tries: half the time of its own choice, for files that are a fifth longer."""
_MADE_ON_UNIX = 3 << 8 | _VERSION
_READ_AND_WRITTEN_BY_ITS_OWNER = 0o600 << 16


@dataclass(frozen=True, slots=True)
class Packed:
    """A part, packed: its name in ASCII, what stands of it before and in the list, its bytes."""

    name: bytes
    about: bytes
    inner: bytes


def packed(name: str, part: bytes) -> Packed:
    """The part as it stands in the file."""
    written, inner = name.encode("ascii"), zlib.compress(part, LEVEL, wbits=-zlib.MAX_WBITS)
    sizes = (zlib.crc32(part), len(inner), len(part), len(written), 0)
    about = _ABOUT.pack(_VERSION, _FLAGS, _DEFLATED, _CLOCK, _DAY, *sizes)
    return Packed(written, about, inner)


def zipped(parts: Sequence[Packed]) -> bytes:
    """The file that holds the parts, in order."""
    found: list[bytes] = []
    listed: list[bytes] = []
    place = 0
    for one in parts:
        mode = _READ_AND_WRITTEN_BY_ITS_OWNER
        listed += _LISTED.pack(b"PK\1\2", _MADE_ON_UNIX, one.about, 0, 0, 0, mode, place), one.name
        here = b"".join((b"PK\3\4", one.about, one.name, one.inner))
        found.append(here)
        place += len(here)
    list_ = b"".join(listed)
    end = _END.pack(b"PK\5\6", 0, 0, len(parts), len(parts), len(list_), place, 0)
    return b"".join((*found, list_, end))
