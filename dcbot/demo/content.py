"""What people's clients put into events: lines, replies, threads, edits, signs, files."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

Content = dict[str, Any]


def said(
    text: str,
    *,
    html: str | None = None,
    reply_to: str | None = None,
    thread: str | None = None,
    mentions: Collection[str] = (),
) -> Content:
    """A line; one in a thread looks to old clients like a reply to `reply_to` or to its start."""
    content: Content = {"msgtype": "m.text", "body": text}
    content["m.mentions"] = {"user_ids": list(mentions)} if mentions else {}
    if html is not None:
        content |= {"format": "org.matrix.custom.html", "formatted_body": html}
    relation: Content = {}
    if thread:
        relation = {"rel_type": "m.thread", "event_id": thread, "is_falling_back": not reply_to}
    if reply_to or thread:
        content["m.relates_to"] = {**relation, "m.in_reply_to": {"event_id": reply_to or thread}}
    return content


def edited(event_id: str, text: str) -> Content:
    """Other words in place of an earlier line, with the asterisk for clients that know no edits."""
    return {
        **said(f"* {text}"),
        "m.new_content": said(text),
        "m.relates_to": {"rel_type": "m.replace", "event_id": event_id},
    }


def reaction(event_id: str, key: str) -> Content:
    """A sign to a line."""
    return {"m.relates_to": {"rel_type": "m.annotation", "event_id": event_id, "key": key}}


def file(address: str, name: str, mimetype: str, size: int) -> Content:
    """An uploaded file, shown in a room."""
    info = {"mimetype": mimetype, "size": size}
    return {"msgtype": "m.file", "body": name, "filename": name, "url": address, "info": info}


def replied_to(event: dict[str, Any]) -> str | None:
    """The id of the line to which an event replies; an edit of a reply counts as none."""
    relation = event.get("content", {}).get("m.relates_to", {})
    if not isinstance(relation, dict):
        return None
    target = relation.get("m.in_reply_to")
    return target.get("event_id") if isinstance(target, dict) else None
