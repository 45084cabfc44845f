"""Atom feeds: entries as the XML that feed readers follow; RFC 4287."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from dcbot.web.pages import visible

KIND = "application/atom+xml; charset=utf-8"
_NAMESPACE = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True)
class Entry:
    """One entry. `address` is where it stands, whole, and by what readers know it again;
    `content` is HTML that is safe, or empty where `summary` says all."""

    address: str
    title: str
    updated: datetime
    author: str
    summary: str
    content: str = ""


def written(
    entries: Sequence[Entry],
    *,
    title: str,
    subtitle: str,
    own: str,
    page: str,
    rights: str,
    now: datetime,
) -> bytes:
    """The feed that stands at `own`, of what `page` shows; both are whole addresses."""
    feed = Element("feed", {"xmlns": _NAMESPACE})
    _add(feed, "id", own)
    _add(feed, "title", title)
    _add(feed, "subtitle", subtitle)
    _add(feed, "updated", max((one.updated for one in entries), default=now).isoformat())
    if rights:
        _add(feed, "rights", rights)
    SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": own})
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": page})
    for one in entries:
        entry = SubElement(feed, "entry")
        _add(entry, "id", one.address)
        _add(entry, "title", one.title)
        _add(entry, "updated", one.updated.isoformat())
        _add(SubElement(entry, "author"), "name", one.author)
        SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": one.address})
        _add(entry, "summary", one.summary)
        if one.content:
            _add(entry, "content", one.content, type="html")
    text: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return text


def _add(to: Element, name: str, words: str, **more: str) -> None:
    SubElement(to, name, more).text = visible(words)
