"""One event as the homeserver tells it → what comes in; pure, and unmoved by whatever it holds.

An event is what somebody's client or server chose to write: each field may be missing, or of any
type. What cannot be read is None, never an error.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from dcbot.message import Attached, Edited, Gone, Incoming, Reacted, Redacted, Said, Sealed, Tone
from dcbot.transports.matrix.words import links_to, names_one_of, own_words, whole_words
from storage.base import storable

NAME = "matrix"
"""The transport's name."""

# No set: what stands in an event may be of a type that cannot be looked up in one.
_FILES = ("m.file", "m.image", "m.audio", "m.video")
# Notices are what bots say to each other, and emotes tell of somebody: neither is talk to us.
_TONES = (("m.text", Tone.TALK), ("m.emote", Tone.ACTED), ("m.notice", Tone.NOTICE))
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
# The last year that a moment can have, in milliseconds.
_LATEST = 253_370_764_800_000
_LONGEST_NAME = 100
_BASE64 = re.compile(r"[A-Za-z0-9+/_=-]{10,100}")
_LONGEST_KEY = 100


@dataclass(frozen=True, slots=True)
class Us:
    """The bot's own account: its id, and the names by which people call it."""

    user_id: str
    names: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """Where an event happened, and what the room knows beside it."""

    room: str
    direct: bool = False
    """Only the bot and the sender are there."""
    name: str | None = None
    """How the sender is called there."""


def read(source: object, scene: Scene, us: Us) -> Incoming | None:
    """What the event is for the bot; None for its own events, and all that nobody says or does."""
    if not isinstance(source, Mapping) or "state_key" in source:
        return None
    content = source.get("content")
    sender = identifier(source.get("sender"))
    event_id = identifier(source.get("event_id"))
    if not (isinstance(content, Mapping) and sender and event_id) or sender == us.user_id:
        return None
    common: dict[str, Any] = {
        "transport": NAME,
        "event_id": event_id,
        "place": scene.room,
        "sender": sender,
        "sent_at": sent_at(source),
        "direct": scene.direct,
        "extra": {"name": scene.name} if scene.name else {},
    }
    match source.get("type"):
        case "m.room.message" | "m.room.encrypted" if _is_gone(source):
            return Gone(**common)
        case "m.room.message":
            return _message(content, common, us)
        case "m.reaction":
            return _reaction(content, common)
        case "m.room.redaction":
            # The rooms of version 11 and later hold it in the content.
            about = identifier(source.get("redacts")) or identifier(content.get("redacts"))
            return Redacted(**common, about=about) if about else None
    return None


def _is_gone(source: Mapping[str, Any]) -> bool:
    """Whether it was taken back already: the server gives it without its content."""
    return bool(_part(source, "unsigned").get("redacted_because"))


def sealed(source: Mapping[str, Any], scene: Scene) -> Sealed:
    """An event whose sender and id are there, and whose words cannot be read yet."""
    return Sealed(
        transport=NAME,
        event_id=source["event_id"],
        place=scene.room,
        sender=source["sender"],
        sent_at=sent_at(source),
        direct=scene.direct,
        extra={"name": scene.name} if scene.name else {},
    )


def _message(content: Mapping[str, Any], common: dict[str, Any], us: Us) -> Incoming | None:
    relation = _part(content, "m.relates_to")
    if relation.get("rel_type") == "m.replace":
        return _edit(content, relation, common, us)
    words = _words(content)
    if words is None:
        return None
    body, formatted = words
    thread = relation.get("rel_type") == "m.thread"
    root = identifier(relation.get("event_id")) if thread else None
    target = identifier(_part(relation, "m.in_reply_to").get("event_id"))
    # In a thread, clients that know no threads are shown a reply to its last message.
    about = None if thread and relation.get("is_falling_back") is True else target
    text = own_words(body, formatted, reply=target is not None)
    attachments = _attachments(content)
    if attachments:
        common["extra"] = {**common["extra"], "attachments": attachments}
    addressed = _addressed(content, text, formatted, us, reply=about is not None)
    return Said(
        **common,
        text=text,
        about=about,
        thread=root,
        addressed=addressed,
        tone=_tone(content),
        whole=whole_words(body, text, reply=target is not None),
    )


def _edit(
    content: Mapping[str, Any], relation: Mapping[str, Any], common: dict[str, Any], us: Us
) -> Edited | None:
    new = _part(content, "m.new_content")
    about = identifier(relation.get("event_id"))
    words = _words(new)
    if words is None or about is None:
        return None
    text = own_words(*words, reply=True)
    # Whether the message is a reply is not told again with an edit.
    addressed = _addressed(new, text, words[1], us, reply=True)
    whole = whole_words(words[0], text, reply=True)
    return Edited(
        **common, text=text, about=about, addressed=addressed, tone=_tone(new), whole=whole
    )


def _reaction(content: Mapping[str, Any], common: dict[str, Any]) -> Reacted | None:
    relation = _part(content, "m.relates_to")
    about, key = identifier(relation.get("event_id")), relation.get("key")
    if relation.get("rel_type") != "m.annotation" or about is None or not isinstance(key, str):
        return None
    return Reacted(**common, about=about, text=storable(key[:_LONGEST_KEY]))


def _words(content: Mapping[str, Any]) -> tuple[str, str] | None:
    """The plain and the formatted body of what somebody says; of a file, its caption."""
    kind, body = content.get("msgtype"), content.get("body")
    said = any(kind == one for one, _ in _TONES)
    if not isinstance(body, str) or (not said and kind not in _FILES):
        return None
    if kind in _FILES:
        named = content.get("filename")
        if not isinstance(named, str) or named == body:
            return "", ""
    formatted = content.get("formatted_body")
    is_html = content.get("format") == "org.matrix.custom.html" and isinstance(formatted, str)
    return storable(body), storable(str(formatted)) if is_html else ""


def _tone(content: Mapping[str, Any]) -> Tone:
    kind = content.get("msgtype")
    return next((tone for one, tone in _TONES if kind == one), Tone.TALK)


def _addressed(
    content: Mapping[str, Any], text: str, formatted: str, us: Us, *, reply: bool
) -> bool:
    """Whether the bot was meant.

    Clients mention by themselves whomever a message replies to: "thanks" below an answer is said
    to nobody, so in a reply the sender's own words must name the bot as well.
    """
    if formatted and links_to(us.user_id, formatted):
        return True
    mentioned = _part(content, "m.mentions").get("user_ids")
    if not isinstance(mentioned, list) or us.user_id not in mentioned:
        return False
    return not reply or names_one_of(text, us.names)


def _attachments(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    key = _part(content, "file")
    uri = identifier(key.get("url") if key else content.get("url"))
    if content.get("msgtype") not in _FILES or uri is None or not uri.startswith("mxc://"):
        return []
    info = _part(content, "info")
    kind, size = info.get("mimetype"), info.get("size")
    named = content.get("filename")
    name = named if isinstance(named, str) and named else content.get("body")
    attached = Attached(
        name=short(name) or "file",
        media_type=short(kind) or "application/octet-stream",
        size=size if isinstance(size, int) and not isinstance(size, bool) and size > 0 else 0,
        uri=f"{uri}{file_key(key)}",
    )
    return [attached.as_document()]


def file_key(file: Mapping[str, Any]) -> str:
    """What opens a sealed file, as the end of its address; empty where it is not sealed."""
    found = [_part(file, "key").get("k"), file.get("iv"), _part(file, "hashes").get("sha256")]
    if not all(isinstance(one, str) and _BASE64.fullmatch(one) for one in found):
        return ""
    return "#" + "~".join(str(one) for one in found)


def sent_at(source: Mapping[str, Any]) -> datetime:
    """When the sender's server says that it was sent; the beginning of time where it says none."""
    moment = source.get("origin_server_ts")
    if not isinstance(moment, int) or isinstance(moment, bool):
        return _BEGINNING
    return _BEGINNING + timedelta(milliseconds=min(max(moment, 0), _LATEST))


def identifier(value: object) -> str | None:
    """An id that can be one: printable and at most 255 characters."""
    if isinstance(value, str) and 0 < len(value) <= 255 and value.isprintable():
        return value
    return None


def short(value: object) -> str | None:
    """A name that people gave, on one line and not longer than names are."""
    if not isinstance(value, str):
        return None
    return storable(" ".join(value.split())[:_LONGEST_NAME]) or None


def _part(content: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A part of the content that is a mapping; an empty one where it is anything else."""
    part = content.get(name)
    return part if isinstance(part, Mapping) else {}
