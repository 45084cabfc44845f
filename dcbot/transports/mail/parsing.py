"""Raw bytes to a parsed mail, within bounds; pure.

The standard library's older policy is used, since the newer one raises on mails that exist; what
stands in headers and bodies is decoded by rules of our own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser

from dcbot.transports.mail.charsets import decode
from dcbot.transports.mail.headers import words
from storage.base import storable

MAX_SIZE = 5 * 1024 * 1024
"""Bytes of a mail."""
MAX_DEPTH = 50
MAX_PARTS = 500
MAX_LINES = 200_000
"""A mail of 5 MB with attachments has about 70,000."""
MAX_TEXT = 200_000
"""Bytes of a body that are read."""
MAX_FILES = 20

_SIGNATURES = {"application/pgp-signature", "application/pkcs7-signature"}
_BAD_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


class OddMail(Exception):
    """The mail cannot be parsed; its text says why."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that came with a mail."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Text:
    """A body: its text, and how the lines of a plain one were broken."""

    text: str
    html: bool = False
    flowed: bool = False
    joined: bool = False
    """In a flowed text, the blank before a soft line end is not part of it."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A mail whose headers stand as they came, and whose bodies are decoded."""

    headers: Sequence[tuple[str, str]]
    """Names in lower case, values unfolded; the topmost first."""
    media_type: str
    body: Text | None
    """What the sender wrote: the first text that is no attachment."""
    files: Sequence[File] = field(default=())
    method: str = ""
    """What its calendar file asks of calendar programs, in lower case; empty without one."""

    def all(self, name: str) -> list[str]:
        """The values of all headers of this name, the topmost first."""
        return [value for found, value in self.headers if found == name]

    def first(self, name: str) -> str:
        """The topmost header of this name; empty where there is none."""
        return next((value for found, value in self.headers if found == name), "")


class _Part(Message):
    """A part that knows how deep it stands; the library attaches it before it reads on."""

    depth = 0

    def attach(self, payload: Message) -> None:  # type: ignore[override]
        assert isinstance(payload, _Part)
        payload.depth = self.depth + 1
        if payload.depth > MAX_DEPTH:
            raise OddMail(f"Its parts stand in each other more than {MAX_DEPTH} deep.")
        super().attach(payload)


def parse(raw: bytes) -> Parsed:
    """The mail; raises OddMail where it is beyond all bounds."""
    if len(raw) > MAX_SIZE:
        raise OddMail(f"It is larger than {MAX_SIZE // 1024 // 1024} MB.")
    if raw.count(b"\n") + raw.count(b"\r") > 2 * MAX_LINES:
        raise OddMail(f"It has more than {MAX_LINES} lines.")
    parts = 0

    def part() -> _Part:
        nonlocal parts
        parts += 1
        if parts > MAX_PARTS:
            raise OddMail(f"It has more than {MAX_PARTS} parts.")
        return _Part()

    try:
        root = BytesParser(_class=part).parsebytes(_without_envelope(raw))
        texts, files = _leaves(root)
        method = next(filter(None, map(_method, _walk(root))), "")
    except OddMail:
        raise
    except Exception as trouble:
        # Whatever the library does on a mail that nobody has seen yet, the mail is kept.
        raise OddMail(f"It cannot be parsed ({type(trouble).__name__}: {trouble}).") from trouble
    headers = [(name.lower(), _unfolded(value)) for name, value in root.raw_items()]
    return Parsed(headers, root.get_content_type(), _body(texts), files, method)


def _without_envelope(raw: bytes) -> bytes:
    """Without the blank lines and the line “From …” that some programs put on top."""
    raw = raw.lstrip(b"\r\n")
    return raw.partition(b"\n")[2] if raw.startswith(b"From ") else raw


def _unfolded(value: object) -> str:
    return re.sub(r"[\r\n]+[ \t]*", " ", str(value)).strip()


def _walk(root: Message) -> Iterator[Message]:
    """The leaves that belong to this mail, in order; not those of a mail that is forwarded."""
    waiting = [root]
    while waiting:
        one = waiting.pop()
        if one.get_content_maintype() == "message":
            continue
        content = one.get_payload()
        if one.is_multipart() and isinstance(content, list):
            waiting += [part for part in reversed(content) if isinstance(part, Message)]
        else:
            yield one


def _leaves(root: Message) -> tuple[list[Text], list[File]]:
    texts: list[Text] = []
    files: list[File] = []
    for leaf in _walk(root):
        kind = leaf.get_content_type()
        disposition = str(leaf.get("content-disposition", "")).strip().lower()
        name = _file_name(leaf)
        if kind in ("text/plain", "text/html") and not name and "attachment" not in disposition:
            if len(texts) < 10:
                texts.append(_text(leaf, kind))
        elif (name or disposition.startswith("attachment")) and kind not in _SIGNATURES:
            # Pictures that stand in the text belong to a signature far more often than not.
            shown = kind.startswith("image/") and disposition.startswith("inline")
            if not shown and len(files) < MAX_FILES:
                files.append(File(name or "attachment", kind[:100], _content(leaf)))
    return texts, files


def _method(leaf: Message) -> str:
    if leaf.get_content_type() != "text/calendar":
        return ""
    return str(leaf.get_param("method", "")).strip().lower()[:20]


def _content(leaf: Message) -> bytes:
    content = leaf.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _text(leaf: Message, kind: str) -> Text:
    charset = leaf.get_param("charset")
    content = _content(leaf)[:MAX_TEXT]
    text = storable(decode(content, charset if isinstance(charset, str) else None))
    flowed = str(leaf.get_param("format", "")).lower() == "flowed"
    joined = str(leaf.get_param("delsp", "")).lower() == "yes"
    return Text(text, kind == "text/html", flowed, joined)


def _file_name(leaf: Message) -> str:
    try:
        raw = leaf.get_filename("") or ""
    except Exception:
        raw = "attachment"
    name = words(str(raw), 120).replace("\\", "/").rpartition("/")[2]
    return _BAD_IN_NAMES.sub("_", name).strip(". ")


def _body(texts: Sequence[Text]) -> Text | None:
    """The first text. Phones put an empty plain one before what was written."""
    written = [text for text in texts if text.text.strip()]
    return next(iter(written or texts), None)
