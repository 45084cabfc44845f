"""Long texts in parts: cut between paragraphs, else lines, sentences, words; never in a mark."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

SHORTEST = 100
"""A limit below this is raised to it."""

# What a part may need besides its words: a fence opened again and closed, or a quote's marks.
_RESERVE = 40
_FENCE = re.compile(r"\s*(`{3,}(?=[^`]*$)|~{3,})(.*)$")
_QUOTE = re.compile(r"(?: {0,3}> ?){1,4}")
# The marks at the start of a line go with its first word.
_LEADING = re.compile(r"(?:[ >]|[-+*] |\d{1,9}[.)] |#{1,6} ){1,20}")
_PLAIN = re.compile(r"\s+|[^\\`\[*\s。！？]+[。！？]*[」』”’）]*|[。！？]+[」』”’）]*")
_LINK = re.compile(r"\[(?:\\.|[^\]\\]){0,300}\]\((?:\\.|[^)\\\s]){0,2000}\)")
_BOLD = re.compile(r"\*\*(?:\\.|[^*\\]){1,400}\*\*")
_SENTENCE_END = re.compile(r"[.!?…؟।][\"'’”»)\]*_]*\s+$|[。！？][」』”’）]*\s*$")
# Within a line this means nothing; where a cut puts it at the start of one, it would.
_MARK = re.compile(r"(?:#{1,6}|[-+*])(?:\s|$)|>|`{3}|~{3}")
_NUMBER = re.compile(r"(\d{1,9})[.)](?:\s|$)")
_TICKS = re.compile("`+")
_JOINERS = frozenset("\u200d\ufe0e\ufe0f")


class End(IntEnum):
    """What ends behind a piece; the greater, the better a place to cut."""

    NOTHING = 0
    WORD = 1
    SENTENCE = 2
    LINE = 3
    PARAGRAPH = 4


@dataclass(slots=True)
class Piece:
    """What is not cut: a word with the space behind it.

    `fence` opened the block of code in which it stands, `quote` holds the marks of its line.
    """

    text: str
    end: End = End.WORD
    fence: str = ""
    quote: str = ""


def split(text: str, limit: int) -> list[str]:
    """The text in parts of at most `limit` characters, each small Markdown that stands by itself.

    A block of code that is cut is closed and opened again; a quote goes on as a quote. A word is
    cut only where it alone is longer than a part. The same text is always cut alike.
    """
    limit = max(limit, SHORTEST)
    if len(text) <= limit:
        return [text]
    room = limit - _RESERVE
    pieces = list(_pieces(text.replace("\r\n", "\n"), room))
    parts: list[str] = []
    start = 0
    while start < len(pieces):
        end = _cut(pieces, start, room)
        parts.append(_part(pieces, start, end))
        start = end
    return [part for part in parts if part] or [""]


def _cut(pieces: list[Piece], start: int, room: int) -> int:
    """Where the part that begins at `start` ends: the best place in its second half."""
    length, end = 0, start
    reached: list[int] = []
    while end < len(pieces) and length + len(pieces[end].text.rstrip()) <= room:
        length += len(pieces[end].text)
        reached.append(length)
        end += 1
    if end == len(pieces):
        return end
    choices = [index for index in range(start, end) if reached[index - start] * 2 >= length]
    return 1 + max(choices, key=lambda index: (pieces[index].end, index))


def _part(pieces: list[Piece], start: int, end: int) -> str:
    first = pieces[start]
    words = "".join(piece.text for piece in pieces[start:end]).strip("\n").rstrip()
    if not words:
        return ""
    if first.fence:
        words = f"{first.fence}\n{words}"
    elif start and pieces[start - 1].end < End.LINE:
        words = first.quote + _without_meaning(words)
    still_open = _FENCE.match(pieces[end].fence) if end < len(pieces) else None
    return f"{words}\n{still_open[1]}" if still_open else words


def _without_meaning(words: str) -> str:
    """Words from within a line, as they stand at the start of one."""
    number = _NUMBER.match(words)
    if number:
        return f"{number[1]}\\{words[number.end(1) :]}"
    return f"\\{words}" if _MARK.match(words) else words


def _pieces(text: str, room: int) -> Iterator[Piece]:
    lines = text.split("\n")
    fence = ""
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        opening = "" if fence else _opening(line)
        found = list(_code(line, room) if fence else _words(line, room))
        for piece in found:
            piece.fence = fence
        found[-1].text += "\n"
        closing = _closes(following, opening or fence)
        if opening or closing:
            # A block of code is not cut where only its fence would be left.
            found[-1].end = End.NOTHING
        else:
            blank = not (line.strip() and following.strip())
            found[-1].end = End.PARAGRAPH if blank and not fence else End.LINE
        yield from found
        fence = opening or ("" if _closes(line, fence) else fence)


def _opening(line: str) -> str:
    """The fence that the line opens, as it is said again where the block is cut."""
    mark = _FENCE.match(line)
    return f"{mark[1]}{mark[2].strip()[:11]}" if mark and len(mark[1]) <= 12 else ""


def _closes(line: str, fence: str) -> bool:
    mark = _FENCE.match(fence)
    words = line.strip()
    return mark is not None and words.startswith(mark[1]) and not words.strip(fence[0])


def _code(line: str, room: int) -> Iterator[Piece]:
    for word in re.findall(r"\s*\S+\s*|\s+", line) or [""]:
        yield from _as_pieces([word], room)


def _words(line: str, room: int) -> Iterator[Piece]:
    leading, marks = _LEADING.match(line), _QUOTE.match(line)
    start = leading.end() if leading else 0
    quote = marks[0] if marks else ""
    units = [line[:start]]
    for unit in _units(line, start):
        units.append(unit)
        if unit.isspace() or unit[-1] in "。！？」』”’）":
            yield from _as_pieces(units, room, quote)
            units = []
    if units:
        yield from _as_pieces(units, room, quote)


def _as_pieces(units: Iterable[str], room: int, quote: str = "") -> Iterator[Piece]:
    """The word that the units make; in several pieces where it is longer than a part."""
    word = ""
    for unit in units:
        if len((word + unit).rstrip()) > room and word:
            yield Piece(word, End.NOTHING, quote=quote)
            word = ""
        while len(unit.rstrip()) > room:
            head, unit = _torn(unit, room)
            yield Piece(head, End.NOTHING, quote=quote)
        word += unit
    end = End.SENTENCE if _SENTENCE_END.search(word[-20:]) else End.WORD
    yield Piece(word, end, quote=quote)


def _torn(unit: str, room: int) -> tuple[str, str]:
    """What is longer than a part, in two; code is closed and opened again."""
    ticks = unit[: len(unit) - len(unit.lstrip("`"))]
    if ticks and unit.endswith(ticks) and 3 * len(ticks) < room and len(unit) > 2 * len(ticks):
        inner, at = unit[len(ticks) : -len(ticks)], room - 2 * len(ticks)
        return f"{ticks}{inner[:at]}{ticks}", f"{ticks}{inner[at:]}{ticks}"
    at = room
    while at > room // 2 and (_joins(unit[at]) or unit[at - 1] in "\\\u200d"):
        at -= 1
    return unit[:at], unit[at:]


def _joins(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character).startswith("M")


def _units(line: str, at: int) -> Iterator[str]:
    """The line from there on: spaces, plain words, and what belongs together as one mark."""
    ticks: dict[int, list[int]] = defaultdict(list)
    for run in _TICKS.finditer(line):
        ticks[len(run[0])].append(run.start())
    while at < len(line):
        match line[at]:
            case "\\":
                end = at + 2
            case "`":
                end = _behind_code(line, at, ticks)
            case "[":
                end = _behind(_LINK, line, at)
            case "*":
                end = _behind(_BOLD, line, at)
            case _:
                end = _behind(_PLAIN, line, at)
        yield line[at:end]
        at = end


def _behind(pattern: re.Pattern[str], line: str, at: int) -> int:
    match = pattern.match(line, at)
    return match.end() if match else at + 1


def _behind_code(line: str, at: int, ticks: dict[int, list[int]]) -> int:
    """Behind the code that begins there; behind the ticks, where none does."""
    inner = _behind(_TICKS, line, at)
    closings = ticks[inner - at]
    closing = bisect_left(closings, inner)
    return closings[closing] + inner - at if closing < len(closings) else inner
