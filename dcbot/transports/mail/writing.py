"""A letter as the bytes of a mail; pure, and the same letter is always the same bytes."""

from __future__ import annotations

import base64
import hashlib
import quopri
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.header import Header
from email.utils import format_datetime, formataddr
from typing import Any

from dcbot.calendar.mailed import mailed
from dcbot.errors import Undeliverable
from dcbot.transports.mail.headers import ids, sound_address, words
from dcbot.transports.mail.parsing import File
from dcbot.transports.markup import to_plain
from dcbot.widths import width
from dcbot.widths import words as breaks
from storage.outbox import Letter

COLUMNS = 76
LONGEST_LINE = 900
"""Bytes; mail servers take 998."""
MOST_REFERENCES = 20

_ANSWERED = re.compile(
    r"((re|aw|sv|antw|vs|rif|odp|回复|答复)(\[\d+\])?\s?[:：]\s*)+", re.IGNORECASE
)
_TAGS = re.compile(r"(\[[^\[\]]{1,40}\]\s*)+")
_LEADING = re.compile(r"((?:\s|>)*)((?:[-*•]|\d{1,9}[.)]) +)?")


@dataclass(frozen=True, slots=True)
class Writer:
    """Whose mails these are."""

    address: str
    name: str = ""

    def message_id(self, key: str) -> str:
        """The id of the mail that carries the letter with this key, without brackets."""
        return f"dcbot.{digest(key)}@{self.address.rpartition('@')[2].lower()}"

    def write(self, letter: Letter, files: Sequence[File] = ()) -> bytes:
        """The whole mail; raises Undeliverable where the letter's place is no mail address."""
        to = sound_address(letter.place)
        if not to:
            raise Undeliverable(f"“{letter.place}” is no mail address.")
        head = "".join(f"{name}: {value}\r\n" for name, value in self._headers(letter, to))
        body = _text_part(f"{wrapped(to_plain(letter.text))}\n\n-- \n{self.foot(letter)}\n")
        if letter.extra.get("invitation"):
            # Nothing but an alternative to the text, and the last, is offered to be taken over.
            parts = [body, self._calendar_part(letter.extra["invitation"], to)]
            body = _several("alternative", f"=_a{digest(letter.key)}", parts)
        if files:
            parts = [body, *map(_file_part, files)]
            body = _several("mixed", f"=_{digest(letter.key)}", parts)
        return head.encode() + b"MIME-Version: 1.0\r\n" + body

    def _headers(self, letter: Letter, to: str) -> Iterator[tuple[str, str]]:
        answer = letter.about is not None or letter.key.startswith("answer to ")
        yield "From", formataddr((self.name, self.address))
        yield "To", to
        yield "Subject", _header("Subject", subject_of(letter, answer))
        yield "Date", format_datetime(letter.created_at)
        yield "Message-ID", f"<{self.message_id(letter.key)}>"
        about = ids(f"<{letter.about}>") if letter.about else []
        if about:
            yield "In-Reply-To", f"<{about[0]}>"
            known = [each for one in _references(letter) for each in ids(f"<{one}>")]
            thread = list(dict.fromkeys([*known, about[0]]))
            yield "References", "\r\n ".join(f"<{one}>" for one in _shortened(thread))
        if letter.extra.get("token"):
            yield "Reply-To", self.tagged(str(letter.extra["token"]))
        yield "Auto-Submitted", "auto-replied" if answer else "auto-generated"
        # Outlook's server answers automatically all the same, unless it is told so.
        yield "X-Auto-Response-Suppress", "All"
        yield "X-Loop", self.address

    def tagged(self, token: str) -> str:
        """The bot's address with the word of a question in it."""
        local, _, domain = self.address.partition("@")
        return f"{local}+{token}@{domain}"

    def _calendar_part(self, invitation: Mapping[str, Any], to: str) -> bytes:
        """The calendar file as RFC 6047 has it; `to` is invited unless it is a list."""
        attendee = "" if invitation["to_list"] else to
        content = str(invitation["text"]).encode()
        method, content = mailed(content, organizer=self.address, attendee=attendee)
        name = words(str(invitation["name"]), 100).replace('"', "'")
        head = (
            f"Content-Type: text/calendar; charset=utf-8; method={method}; component=VEVENT;\r\n"
            f' name="{name}"\r\n'
            "Content-Transfer-Encoding: base64\r\n\r\n"
        )
        return head.encode() + base64.encodebytes(content).replace(b"\n", b"\r\n")

    def foot(self, letter: Letter) -> str:
        """What stands below every letter: how to answer it."""
        lines: list[str] = []
        if letter.extra.get("list"):
            lines.append(f"You wrote to {letter.extra['list']}; this answer goes to you alone.")
        if letter.extra.get("token"):
            lines.append("To answer, reply to this mail; your answer stands above the quote.")
            lines.append(f"[word: {letter.extra['token']}]")
        else:
            lines.append(f"Write help to {self.address} for a list of what can be said.")
        return "\n".join(lines)


def digest(key: str) -> str:
    """128 bits of a letter's key, in hexadecimal."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:32]


def subject_of(letter: Letter, answer: bool) -> str:
    """The subject; that of an answer begins with one “Re:” and has no list's tag."""
    given = words(letter.subject or "", 200)
    if answer:
        bare = _ANSWERED.sub("", _TAGS.sub("", given, count=1), count=1)
        return f"Re: {_TAGS.sub('', bare, count=1).strip() or 'your message'}"
    if given:
        return given
    first = next((line for line in to_plain(letter.text).split("\n") if line.strip()), "A message")
    return textwrap.shorten(words(first), 70, placeholder=" …")


def _references(letter: Letter) -> list[str]:
    known = letter.extra.get("references") or []
    return [str(one) for one in known] if isinstance(known, list) else str(known).split()


def _shortened(thread: list[str]) -> list[str]:
    """The first, which names the thread, and the last ones."""
    return thread if len(thread) <= MOST_REFERENCES else thread[:1] + thread[-MOST_REFERENCES:]


def _header(name: str, value: str) -> str:
    charset = "us-ascii" if value.isascii() else "utf-8"
    return Header(value, charset, maxlinelen=76, header_name=name).encode(linesep="\r\n")


def _text_part(text: str) -> bytes:
    lines = text.encode().split(b"\n")
    head = b'Content-Type: text/plain; charset="utf-8"\r\nContent-Transfer-Encoding: '
    plain = text.isascii() and not any(line.startswith(b"From ") for line in lines)
    if plain and max(map(len, lines)) <= LONGEST_LINE:
        return head + b"7bit\r\n\r\n" + b"\r\n".join(lines)
    # Seven bits, short lines and no line that begins with “From ” arrive everywhere as they were.
    encoded = quopri.encodestring(text.encode()).replace(b"\nFrom ", b"\n=46rom ")
    encoded = b"=46rom " + encoded[5:] if encoded.startswith(b"From ") else encoded
    return head + b"quoted-printable\r\n\r\n" + encoded.replace(b"\n", b"\r\n")


def _several(kind: str, boundary: str, parts: Sequence[bytes]) -> bytes:
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode()
    line = f"--{boundary}".encode()
    whole = b"".join(line + b"\r\n" + part + b"\r\n" for part in parts)
    return head + whole + line + b"--\r\n"


def _file_part(file: File) -> bytes:
    kind = file.media_type if re.fullmatch(r"[\w.+-]+/[\w.+-]+", file.media_type) else ""
    name = _header("Content-Disposition", words(file.name, 100).replace('"', "'"))
    head = (
        f"Content-Type: {kind or 'application/octet-stream'}\r\n"
        f'Content-Disposition: attachment; filename="{name}"\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    return head.encode() + base64.encodebytes(file.content).replace(b"\n", b"\r\n")


def wrapped(text: str) -> str:
    """The text in lines of at most 76 columns; addresses are never broken."""
    return "\n".join(part for line in text.split("\n") for part in _wrapped_line(line))


def _wrapped_line(line: str) -> list[str]:
    if width(line) <= COLUMNS:
        return [line.rstrip()]
    match = _LEADING.match(line)
    marks, bullet = (match[1], match[2] or "") if match else ("", "")
    # What goes on stands below the words of its item, and stays quoted.
    indent = marks + " " * len(bullet)
    lines, current = [], marks + bullet
    room_from = len(current)
    for word, glued in breaks(line[room_from:]):
        blank = "" if glued or len(current) == room_from else " "
        joined = f"{current}{blank}{word}"
        if width(joined) > COLUMNS and len(current) > room_from:
            lines.append(current.rstrip())
            current, room_from = indent + word, len(indent)
        else:
            current = joined
    return [*lines, current.rstrip()]
