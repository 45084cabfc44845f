"""The HTML of a mail to plain text in which quotes are marked as in plain mails; pure."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import nh3

MAX_HTML = 200_000
"""Characters that are read."""

_BLOCKS = {
    *("p", "div", "br", "tr", "li", "ul", "ol", "table", "pre", "hr", "blockquote"),
    *("h1", "h2", "h3", "h4", "h5", "h6"),
}
_KEPT = _BLOCKS | {"span", "a", "b", "i", "strong", "em", "td", "font", "section", "article"}
_DROPPED = {"script", "style", "title", "head", "template", "textarea", "select", "svg", "math"}
_NEVER_CLOSED = {"br", "hr"}

MAX_TAGS = 20_000
MAX_DEPTH = 200
"""Elements within each other; letters of newsletters reach about 40."""
MAX_STYLES = 40
"""Elements such as <b> that are open at once: the cleaner opens each again in every paragraph."""
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
_ENDED_BY_OTHERS = {
    *("p", "br", "hr", "li", "td", "th", "tr", "img", "meta", "link", "input", "option", "dd"),
    *("dt", "col", "wbr", "area", "base", "html", "head", "body"),
}
_STYLES = {
    *("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt"),
    "u",
}

# How mail programs mark what they quote, and where an answered mail begins.
_QUOTE_CLASSES = re.compile(r"\b(gmail_quote|yahoo_quoted|protonmail_quote|tutanota_quote)")
_ATTRIBUTION_CLASSES = re.compile(r"\b(gmail_attr|moz-cite-prefix)\b")
_ANSWERED_BELOW = re.compile(r"(divRplyFwdMsg|appendonsend|mail-editor-reference-message)")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0"
)


def to_text(html: str) -> str:
    """What somebody sees of it, line by line; lines that are quoted begin with `>`."""
    # The cleaner makes a sound tree of anything, on which the reader below relies.
    clean = nh3.clean(
        _bounded(html[:MAX_HTML]),
        tags=_KEPT,
        clean_content_tags=_DROPPED,
        attributes={"*": {"class", "id", "style"}},
        link_rel=None,
    )
    reader = _Reader()
    reader.feed(clean)
    reader.close()
    return reader.text()


def _bounded(html: str) -> str:
    """The part of it before elements are open in such numbers that cleaning would take long."""
    depth = styles = 0
    for number, match in enumerate(_TAG.finditer(html)):
        tag = match[2].lower()
        step = -1 if match[1] else 1
        if tag in _STYLES:
            styles = max(0, styles + step)
        elif tag not in _ENDED_BY_OTHERS:
            depth = max(0, depth + step)
        if depth > MAX_DEPTH or styles > MAX_STYLES or number > MAX_TAGS:
            return html[: match.start()]
    return html


class _Reader(HTMLParser):
    """Collects lines; knows how deep in quotes, and whether in something hidden, it stands."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.line: list[str] = []
        self.open: list[tuple[str, bool, bool]] = []
        self.quotes = 0
        self.hidden = 0
        self.answered = False
        self.depth_of_line = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _BLOCKS:
            self._break()
        if _ANSWERED_BELOW.search(given.get("id", "")):
            self.answered = True
        if tag in _NEVER_CLOSED:
            return
        marks = given.get("class", "")
        quote = tag == "blockquote" or bool(
            _QUOTE_CLASSES.search(marks) or _ATTRIBUTION_CLASSES.search(marks)
        )
        hidden = bool(_HIDDEN.search(given.get("style", "").lower()))
        self.open.append((tag, quote, hidden))
        self.quotes += quote
        self.hidden += hidden

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._break()
        if tag not in _NEVER_CLOSED and self.open and self.open[-1][0] == tag:
            _, quote, hidden = self.open.pop()
            self.quotes -= quote
            self.hidden -= hidden

    def handle_data(self, data: str) -> None:
        if self.hidden:
            return
        exact = any(tag == "pre" for tag, _, _ in self.open[-5:])
        for number, piece in enumerate(data.split("\n") if exact else [data]):
            if number:
                self._break()
            self.line.append(piece if exact else re.sub(r"\s+", " ", piece))

    def _break(self) -> None:
        line = "".join(self.line).strip()
        self.line.clear()
        # An empty line is kept once, as what separates paragraphs.
        if line or (self.lines and self.lines[-1] not in ("", ">")):
            quoted = self.quotes or self.answered
            self.lines.append(f"> {line}".rstrip() if quoted else line)

    def text(self) -> str:
        """All lines."""
        self._break()
        return "\n".join(self.lines).strip()
