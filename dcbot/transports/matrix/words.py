"""What the sender of a Matrix message says in own words: no fallback, quote or block; pure."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from urllib.parse import unquote

from dcbot.lines import own_lines

# Elements in which people show what somebody else said, or what is to be read and not done.
_SHOWN = frozenset({"pre", "blockquote", "mx-reply"})
_SHOWS = re.compile(r"<(?:pre|blockquote|mx-reply)\b", re.IGNORECASE)
_MARK = re.compile(
    r"<(/?)(pre|blockquote|mx-reply|br|p|div|li|ul|ol|h[1-6]|tr|table|hr)\b[^<>]*>", re.IGNORECASE
)
_ANY_MARK = re.compile(r"<[^<>]*>")
_LINK = re.compile(r"(?:https?://matrix\.to/#/|matrix:u/)([^\s\"'<>?&]{1,300})", re.IGNORECASE)
_SENDER = re.compile(r"> (?:\* )?<@[^>\n]*>")
# What Markdown puts around words and HTML does not.
_DRESS = re.compile(r"[*_~`#>\\\s]+")


def own_words(body: str, formatted: str, *, reply: bool) -> str:
    """The body without what the sender only shows.

    Left out are the lines of an answer's fallback, and the lines that the formatted body shows as
    a quote or a block, also where the plain body does not mark them. Lines that begin with ">"
    and fenced blocks stay: whoever reads commands knows them.
    """
    text = without_fallback(body) if reply else body
    if not _SHOWS.search(formatted):
        return text
    shown = [(inside, _bare(line)) for inside, line in _lines(formatted)]
    return "\n".join(_kept(text.split("\n"), [(i, line) for i, line in shown if line]))


def whole_words(body: str, own: str, *, reply: bool) -> str | None:
    """The body with what is only shown in it, marked as such where the body does not do it itself;
    None where all of it is the sender's own."""
    text = without_fallback(body) if reply else body
    if text == own:
        return None
    if _said(text) == _said(own):
        return text
    left = own.split("\n")[::-1]
    marked = []
    for line in text.split("\n"):
        mine = bool(left) and left[-1] == line
        marked.append(left.pop() if mine else f"> {line}")
    return "\n".join(marked)


def _said(text: str) -> list[str]:
    return [line for line in own_lines(text) if line]


def without_fallback(body: str) -> str:
    """The body without the lines that old clients are shown of the message replied to."""
    if not _SENDER.match(body):
        return body
    lines = body.split("\n")
    start = next((n for n, line in enumerate(lines) if not line.startswith(">")), len(lines))
    if start < len(lines) and not lines[start].strip():
        start += 1
    return "\n".join(lines[start:])


def links_to(user: str, formatted: str) -> bool:
    """Whether the sender's own part of the formatted body has a link to the user."""
    if "matrix" not in formatted:
        return False
    wanted = {user, user.removeprefix("@")}
    own = "".join(part for inside, part in _parts(formatted) if not inside)
    return any(unquote(match[1]).rstrip("/") in wanted for match in _LINK.finditer(own))


def names_one_of(text: str, names: Collection[str]) -> bool:
    """Whether one of the names stands in the text as a word of its own."""
    said = text.casefold()
    return any(
        re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", said) for name in names if name
    )


def _kept(body: list[str], shown: list[tuple[bool, str]]) -> Iterator[str]:
    """The lines of the body that are not shown ones: both are gone through side by side."""
    own = Counter(line for inside, line in shown if not inside)
    said = Counter(_bare(line) for line in body if not line.lstrip().startswith(">"))
    places: dict[str, list[int]] = defaultdict(list)
    for place, (_, line) in enumerate(shown):
        places[line].append(place)
    at = 0
    for line in body:
        bare = _bare(line)
        ahead = bisect_left(places[bare], at) if bare in places else 0
        if not bare or ahead >= len(places.get(bare, ())):
            yield line
            continue
        found = places[bare][ahead]
        inside, at = shown[found][0], found + 1
        # A line that is shown and also said as often as it stands there is the sender's own.
        if not inside or (own[bare] >= said[bare] and not line.lstrip().startswith(">")):
            yield line


def _lines(formatted: str) -> Iterator[tuple[bool, str]]:
    """The lines of the formatted body as plain text, each with whether it is only shown.

    What stands in <mx-reply> is no line at all: the plain body has it as its fallback.
    """
    line, within = "", False
    for inside, part in _parts(formatted, reply=False):
        if inside != within or _MARK.fullmatch(part):
            yield within, line
            line, within = "", inside
        if not _MARK.fullmatch(part):
            *whole, line = (line + html.unescape(_ANY_MARK.sub("", part))).split("\n")
            yield from ((within, one) for one in whole)
    yield within, line


def _parts(formatted: str, *, reply: bool = True) -> Iterator[tuple[bool, str]]:
    """Marks and what stands between them, each with whether it is in a shown element.

    Without `reply`, what stands in <mx-reply> is left out.
    """
    depth = replies = 0
    start = 0
    for mark in _MARK.finditer(formatted):
        if reply or not replies:
            yield depth > 0, formatted[start : mark.start()]
            yield depth > 0, mark[0]
        start = mark.end()
        name = mark[2].lower()
        if name in _SHOWN:
            depth = max(0, depth - 1 if mark[1] else depth + 1)
        if name == "mx-reply":
            replies = max(0, replies - 1 if mark[1] else replies + 1)
    if reply or not replies:
        yield depth > 0, formatted[start:]


def _bare(line: str) -> str:
    return _DRESS.sub(" ", line).strip()
