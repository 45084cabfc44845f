"""Bytes of mails to text, whatever charset they claim; pure, and never fails."""

from __future__ import annotations

import codecs
from functools import lru_cache

# Charsets by names that mail programs use and Python does not know, or by the set that holds them.
_BETTER_KNOWN = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
}
# What no mail is written in, and what takes very long on hostile bytes.
_NEVER = {"punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}


def decode(content: bytes, charset: str | None) -> str:
    """The text; what cannot be read in it becomes the replacement character."""
    codec = _codec((charset or "").strip().strip("\"'").lower()[:40])
    if codec is not None:
        try:
            return content.decode(codec)
        except (UnicodeError, ValueError):
            pass
    # A wrong or missing charset is most often UTF-8, and else what Windows wrote.
    try:
        return content.decode("utf-8")
    except UnicodeError:
        return content.decode("cp1252" if codec in (None, "ascii") else codec, "replace")


@lru_cache(maxsize=256)
def _codec(charset: str) -> str | None:
    """Python's name of a charset that is one of text; None where it knows none."""
    name = _BETTER_KNOWN.get(charset, charset)
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    if found.name.replace("-", "_") in _NEVER or not getattr(found, "_is_text_encoding", True):
        return None
    return found.name
