"""Small Markdown, in which the bot speaks, as safe HTML and as plain text that reads as well."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from dcbot.transports.parts import split as split

# Bold, italics, struck words, code, links, lists, quotes, paragraphs, headings. What is left out
# would give a meaning to words that were not meant so: a line of dashes, an indented line, "&amp;",
# "[1]: x".
_SMALL = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(
    ["code", "hr", "html_block", "lheading", "reference", "entity", "html_inline", "image"]
)
_SMALL.enable("strikethrough")

# The Matrix specification's list for org.matrix.custom.html, without images: they come from files.
_TAGS = {
    *("a", "b", "blockquote", "br", "caption", "code", "del", "details", "div", "em"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "li", "ol", "p", "pre", "s", "span"),
    *("strong", "sub", "summary", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul"),
}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "code": {"class"}}
_SCHEMES = {"http", "https", "mailto", "matrix"}

# Marks that turn the direction of what follows, and control characters: with them a line can
# show something else than it says. Marks that only say how a word is joined or read stay.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\u206a-\u206f\ufff9-\ufffb]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_OTHER_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")

_ITEM = re.compile(r"\s*(?:[-+*]|\d{1,9}[.)])\s")
_QUOTE = re.compile(r" {0,3}>")
_FENCE = re.compile(r"\s*(`{3,}(?=[^`]*$)|~{3,})")

Node = SyntaxTreeNode


def clean(text: str) -> str:
    """The text without what turns its direction or cannot be seen; every line end is a newline."""
    text = _OTHER_LINE_ENDS.sub("\n", text)
    return _SURROGATES.sub("\ufffd", _UNSEEN.sub("", text))


def to_html(text: str) -> str:
    """Small Markdown as HTML of the tags that Matrix allows; HTML in it is shown, not obeyed."""
    # Cleaned only now: a character that goes before the Markdown is read could uncover a mark.
    rendered = clean(_SMALL.render(_set_apart(text)))
    return nh3.clean(
        rendered, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None
    ).strip()


def to_plain(text: str) -> str:
    """Small Markdown as plain text: no marks, addresses behind their words, lists and quotes kept.

    What is code stands in quotation marks, so that one sees where a command ends.
    """
    tree = SyntaxTreeNode(_SMALL.parse(_set_apart(text)))
    return clean(_blocks(tree.children)).strip("\n")


def _set_apart(text: str) -> str:
    """An empty line where a list or a quote ends and a line of its own follows.

    Markdown would draw that line into the last item, or into somebody else's words.
    """
    lines: list[str] = []
    before = fence = ""
    for line in _OTHER_LINE_ENDS.sub("\n", text).split("\n"):
        mark = _FENCE.match(line)
        kind = before if fence else _kind(line, before)
        if not fence and (before == "quote" != kind or (before == "item" and kind == "line")):
            lines.append("")
        if mark and (not fence or _closes(line, fence)):
            fence = "" if fence else mark[1]
        lines.append(line)
        before = kind
    return "\n".join(lines)


def _kind(line: str, before: str) -> str:
    if not line.strip():
        return ""
    if _QUOTE.match(line):
        return "quote"
    if _ITEM.match(line) or (before == "item" and line[0].isspace()):
        return "item"
    return "line"


def _closes(line: str, fence: str) -> bool:
    return line.strip().startswith(fence) and not line.strip().strip(fence[0])


def _blocks(nodes: Sequence[Node]) -> str:
    return "\n\n".join(_block(node) for node in nodes)


def _block(node: Node) -> str:
    match node.type:
        case "inline":
            return _inline(node.children)
        case "fence":
            return node.content.rstrip("\n")
        case "bullet_list" | "ordered_list":
            return _list(node)
        case "blockquote":
            lines = _blocks(node.children).split("\n")
            return "\n".join(f"> {line}".rstrip() for line in lines)
        case _:
            return _blocks(node.children)


def _list(node: Node) -> str:
    number = int(node.attrs.get("start", 1))
    items: list[str] = []
    for place, item in enumerate(node.children):
        marker = f"{number + place}{item.markup}" if node.type == "ordered_list" else "-"
        indent = " " * (len(marker) + 1)
        tight = all(child.hidden for child in item.children if child.type == "paragraph")
        inner = ("\n" if tight else "\n\n").join(_block(child) for child in item.children)
        lines = inner.split("\n")
        rest = [f"{indent}{line}".rstrip() for line in lines[1:]]
        items.append("\n".join([f"{marker} {lines[0]}".rstrip(), *rest]))
    return "\n".join(items)


def _inline(nodes: Sequence[Node]) -> str:
    return "".join(map(_piece, nodes))


def _piece(node: Node) -> str:
    match node.type:
        case "softbreak" | "hardbreak":
            return "\n"
        case "code_inline":
            return f"“{node.content}”"
        case "link":
            return _link(_inline(node.children), str(node.attrs["href"]))
        case "strong" | "em":
            return _inline(node.children)
        case "s":
            return f"~~{_inline(node.children)}~~"
        case _:
            return node.content


def _link(words: str, address: str) -> str:
    address = address.removeprefix("mailto:")
    same = _SMALL.normalizeLink(words) == address or words in ("", address)
    return address if same else f"{words} ({address})"


def _bold_heading(_renderer: Any, tokens: Sequence[Any], index: int, *_: Any) -> str:
    return "<p><strong>" if tokens[index].nesting == 1 else "</strong></p>\n"


_SMALL.add_render_rule("heading_open", _bold_heading)
_SMALL.add_render_rule("heading_close", _bold_heading)
