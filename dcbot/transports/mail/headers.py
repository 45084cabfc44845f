"""What stands in the headers of a mail: words, addresses, ids and moments; pure, never fails."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from dcbot.transports.mail.charsets import decode
from storage.base import storable

LONGEST = 16_000
"""Characters of one header that are read."""
LONGEST_ID = 250

_ENCODED = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]{0,4000})\?=")
_BETWEEN = re.compile(r"(\?=)\s+(?==\?)")
# Controls, and marks that would show a text in another order than it stands in.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"\x00-\x20]{1,64}@[^\s@<>()\[\],;:\\\"/_]{1,250}")
_ID = re.compile(rf"<([^<>\s]{{1,{LONGEST_ID}}})>")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One mailbox as a header names it; `address` is empty where it holds none that is sound."""

    name: str
    address: str


def words(raw: str, limit: int = 500) -> str:
    """What a header says to people, on one line, decoded, cut, and fit to be stored."""
    joined = _BETWEEN.sub(r"\1", raw[:LONGEST])
    pieces: list[str] = []
    # A letter may be cut in two between encoded words of one charset, so their bytes are joined.
    pending: tuple[str, bytes] | None = None
    for text, charset, content in _pieces(joined):
        if pending and charset.lower() == pending[0]:
            pending = (pending[0], pending[1] + content)
            continue
        if pending:
            pieces.append(decode(pending[1], pending[0]))
            pending = None
        if charset:
            pending = (charset.lower(), content)
        else:
            pieces.append(text)
    if pending:
        pieces.append(decode(pending[1], pending[0]))
    seen = _UNSEEN.sub(" ", "".join(pieces))
    return storable(" ".join(seen.split())[:limit])


def _pieces(raw: str) -> Iterator[tuple[str, str, bytes]]:
    """Plain text with no charset, or the bytes of an encoded word with theirs."""
    end = 0
    for match in _ENCODED.finditer(raw):
        if match.start() > end:
            yield unescaped(raw[end : match.start()]), "", b""
        end = match.end()
        charset = match[1].partition("*")[0]
        yield "", charset, _bytes_of(match[2], match[3])
    if end < len(raw):
        yield unescaped(raw[end:]), "", b""


def _bytes_of(encoding: str, encoded: str) -> bytes:
    plain = encoded.encode("ascii", "replace")
    if encoding in "qQ":
        return quopri.decodestring(plain, header=True)
    try:
        return base64.b64decode(plain + b"=" * (-len(plain) % 4))
    except (binascii.Error, ValueError):
        return plain


def unescaped(raw: str) -> str:
    """Header text with its bytes beyond ASCII read as what they most probably are."""
    if raw.isascii():
        return raw
    return decode(raw.encode("utf-8", "surrogateescape"), None)


def mailboxes(raw: str) -> list[Mailbox]:
    """The mailboxes that a header names, in order.

    The address is found before anything is decoded and outside quotes, so that no name can pass
    for one.
    """
    reader = _Mailboxes()
    reader.read(raw[:LONGEST])
    return reader.found


class _Mailboxes:
    """Reads a header letter by letter, in time that grows with its length alone."""

    def __init__(self) -> None:
        self.found: list[Mailbox] = []
        self._start()

    def _start(self) -> None:
        self.phrase: list[str] = []
        self.inside: list[str] | None = None
        self.was_quoted = False
        self.unsound = False

    def read(self, raw: str) -> None:
        quotes, depth, angle = False, 0, False
        letters = iter(raw)
        for letter in letters:
            if letter == "\\" and (quotes or depth):
                escaped = next(letters, "")
                self.phrase.append(escaped if quotes else "")
            elif quotes:
                quotes = letter != '"'
                self.phrase.append(letter if quotes else "")
            elif depth:
                depth += (letter == "(") - (letter == ")")
            elif letter == '"':
                quotes = self.was_quoted = True
                self.unsound |= angle
            elif letter == "(":
                depth = 1
            elif angle:
                angle = letter != ">"
                if angle and self.inside is not None:
                    self.inside.append(letter)
            elif letter == "<":
                self.unsound |= self.inside is not None
                self.inside, angle = [], True
            elif letter in ",;":
                self._end()
            elif letter == ":":
                # What stands before it is the name of a group.
                self.phrase.clear()
            else:
                self.unsound |= self.inside is not None and not letter.isspace()
                self.phrase.append(letter)
        self.unsound |= quotes or depth > 0 or angle
        self._end()

    def _end(self) -> None:
        phrase = "".join(self.phrase).strip()
        if self.inside is None:
            # A quoted word alone is a name, however much it looks like an address.
            name, address = "", "" if self.was_quoted else phrase
        else:
            name, address = phrase, "".join(self.inside).strip()
        if phrase or self.inside is not None:
            sound = "" if self.unsound else sound_address(address)
            self.found.append(Mailbox(words(name, 100), sound))
        self._start()


def sound_address(address: str) -> str:
    """The address with its domain in lower case; empty where it is none."""
    address = unescaped(address)
    if not _ADDRESS.fullmatch(address) or not address.isprintable():
        return ""
    local, _, domain = address.partition("@")
    if domain.startswith((".", "-")) or ".." in domain or domain.endswith("."):
        return ""
    return f"{local}@{domain.lower()}"


def ids(raw: str) -> list[str]:
    """The message ids in a header, without their brackets, in order."""
    found = _ID.findall(raw[:LONGEST])
    if not found:
        alone = raw.strip()
        found = [alone] if "@" in alone and " " not in alone and len(alone) <= LONGEST_ID else []
    return [one for one in found if one.isascii() and one.isprintable()]


def moment(raw: str) -> datetime | None:
    """The moment that a Date header names, in UTC; None where it names none that can be."""
    try:
        found = parsedate_to_datetime(raw[:200])
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if 1990 <= found.year < 9000 else None
