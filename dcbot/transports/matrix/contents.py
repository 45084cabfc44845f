"""A letter as the contents of Matrix events, in parts where it is long; pure."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from html import escape
from typing import Any, TypeAlias

from dcbot.message import Attached
from dcbot.transports.markup import clean, split, to_html, to_plain
from dcbot.transports.parts import SHORTEST
from storage.outbox import Letter

Content: TypeAlias = dict[str, Any]

MARK = "org.dcbot.letter"
"""Under this name an event bears its letter's hashed key, its part's number and how many there are,
so that it can be found again."""

LONGEST = 12_000
"""Characters in a part."""
LARGEST = 40_000
"""Bytes of a part's words and their HTML. An event may have 65,536 in all, less when encrypted."""

_USER = re.compile(r"@[^:\s]+:\S+")
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+")


def key_of(letter: Letter) -> str:
    """The letter's key, hashed: what its events bear."""
    return hashlib.sha256(letter.key.encode()).hexdigest()


def transaction_of(letter: Letter, part: int) -> str:
    """The transaction id of a part, always the same: the homeserver takes each only once."""
    return hashlib.sha256(f"{letter.key}\n{part}".encode()).hexdigest()


def said(letter: Letter) -> list[Content]:
    """The letter's words, part after part; the first replies, and all stay in the thread."""
    contents = [{**one, "m.mentions": {}} for one in _parts(letter.text, LARGEST)]
    contents[0]["m.mentions"] = _mentions(letter)
    for number, content in enumerate(contents):
        content |= _relation(letter, first=number == 0)
    return _marked(letter, contents)


def edited(letter: Letter, target: str) -> list[Content]:
    """Other words in place of the message `target`; what does not fit into it follows it."""
    # An edit holds its words twice.
    first, *rest = _parts(letter.text, LARGEST // 2)
    shown = {**first, "body": f"* {first['body']}"}
    if "formatted_body" in first:
        shown["formatted_body"] = f"* {first['formatted_body']}"
    shown |= {
        "m.new_content": {**first, "m.mentions": _mentions(letter)},
        "m.relates_to": {"rel_type": "m.replace", "event_id": target},
        # Whoever was mentioned knows already.
        "m.mentions": {},
    }
    following = [{**one, "m.mentions": {}, **_relation(letter, first=False)} for one in rest]
    return _marked(letter, [shown, *following])


def reaction(letter: Letter) -> Content:
    """A sign to the message that the letter is about."""
    sign = clean(letter.text).strip()
    relation = {"rel_type": "m.annotation", "event_id": letter.about, "key": sign}
    return _marked(letter, [{"m.relates_to": relation}])[0]


def file(
    letter: Letter,
    attached: Attached,
    address: str,
    size: int,
    part: int = 0,
    key: Content | None = None,
) -> Content:
    """An uploaded file, the letter's attachment number `part`; under the first stand its words.

    `key` is what opens it where it is sealed.
    """
    name, kind = name_of(attached), type_of(attached)
    caption = letter.text if part == 0 else ""
    words = next(_fitting(caption, LARGEST, LONGEST)) if caption.strip() else {"body": name}
    content = {
        **words,
        "msgtype": "m.image" if kind.startswith("image/") else "m.file",
        "filename": name,
        **({"file": key} if key else {"url": address}),
        "info": {"mimetype": kind, "size": size},
        "m.mentions": {},
        **_relation(letter, first=part == 0),
    }
    count = len(attachments_of(letter))
    return {**content, MARK: {"key": key_of(letter), "part": part, "of": count}}


def attachments_of(letter: Letter) -> list[Attached]:
    """The files that the letter carries."""
    return [Attached.from_document(one) for one in letter.extra.get("attachments", ())]


def name_of(attached: Attached) -> str:
    """The file's name, on one line and without folders."""
    name = re.split(r"[/\\]", clean(attached.name))[-1]
    return " ".join(name.split())[:200] or "file"


def type_of(attached: Attached) -> str:
    """The file's media type, if it is one."""
    known = _MEDIA_TYPE.fullmatch(attached.media_type)
    return attached.media_type if known else "application/octet-stream"


def worded(text: str) -> Content:
    """Small Markdown as a notice: plain words, and HTML where it shows more than they do."""
    plain, html = to_plain(text), to_html(text)
    content = {"msgtype": "m.notice", "body": plain}
    same = escape(plain, quote=False).replace("\n", "<br>\n")
    if html != f"<p>{same}</p>":
        content |= {"format": "org.matrix.custom.html", "formatted_body": html}
    return content


def _parts(text: str, largest: int) -> list[Content]:
    return list(_fitting(text, largest, LONGEST))


def _fitting(text: str, largest: int, longest: int) -> Iterator[Content]:
    """The text in parts, shorter ones where many of its characters take several bytes."""
    for part in split(text, longest):
        content = worded(part)
        size = len(json.dumps(content, ensure_ascii=False).encode())
        if size <= largest or longest <= SHORTEST:
            yield content
        else:
            yield from _fitting(part, largest, longest // 2)


def _relation(letter: Letter, *, first: bool) -> Content:
    """What the event replies to, and its thread; without one, only the first part replies."""
    reply = letter.about if first else None
    relation: Content = {}
    if letter.thread:
        # Clients that know no threads see a reply; where none is meant, it is said to be for them.
        relation = {"rel_type": "m.thread", "event_id": letter.thread}
        relation["is_falling_back"] = reply is None
    if reply or letter.thread:
        relation["m.in_reply_to"] = {"event_id": reply or letter.thread}
    return {"m.relates_to": relation} if relation else {}


def _mentions(letter: Letter) -> Content:
    """Whom the letter itself names to be called; its words call nobody, not even `@room`."""
    named = letter.extra.get("mentions")
    users = [one for one in named if isinstance(one, str)] if isinstance(named, list) else []
    users = [one for one in users if _USER.fullmatch(one)]
    return {"user_ids": users} if users else {}


def _marked(letter: Letter, contents: list[Content]) -> list[Content]:
    key, count = key_of(letter), len(contents)
    return [
        {**content, MARK: {"key": key, "part": part, "of": count}}
        for part, content in enumerate(contents)
    ]
