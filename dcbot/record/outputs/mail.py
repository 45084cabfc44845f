"""A document as plain text for mail: lines of 72 columns, tables as sentences, links whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from dcbot.dates import said_day
from dcbot.record.minutes import LogLine, Minutes
from dcbot.record.outputs.annexes import CLOCKS, TIMES, is_plain, line_words
from dcbot.record.outputs.blocks import (
    Block,
    Document,
    Foreign,
    Heading,
    Jump,
    Log,
    Numbered,
    Pairs,
    Paragraph,
    Point,
    Points,
    Run,
    Table,
    Web,
    Words,
)
from dcbot.record.outputs.foreign import clean, on_one_line, runs_right_to_left
from dcbot.record.outputs.heading import foot
from dcbot.record.outputs.moments import hour_minute
from dcbot.record.outputs.publication import UNAPPROVED, Publication
from dcbot.record.outputs.speakers import Speakers
from dcbot.record.outputs.whole import whole
from dcbot.widths import width, words

COLUMNS = 72

# What a line may not begin with, since mail programs would take it, and what follows, for somebody
# else's words, a signature, a quoted mail or the beginning of the next mail in a file.
_TAKEN = re.compile(r"[A-Za-z]{0,4}>|[|»＞]|[-=_*]{2}|—\s*$|(?:From|Von|De|Da|Van|От)\b")
# Stands for a blank that no line is broken at; nothing clean holds it.
_GLUE = "\0"
_GOES_ON = "... "
# Letters and signs of one column each: Latin, Greek, Cyrillic, Hebrew, Arabic, and their marks.
_NARROW = re.compile(
    f"[{_GLUE}\x20-\u02ff\u0370-\u0482\u048a-\u052f\u05d0-\u05ea\u0620-\u064a\u0660-\u066f"
    "\u0671-\u06d3\u2010-\u2027\u2030-\u205e\u2066-\u2069]*"
)
# Marks that keep what runs right to left from turning what stands around it.
_ISOLATED = "\u2068{}\u2069"


def render(minutes: Minutes, publication: Publication = UNAPPROVED) -> str:
    """The minutes as the text of a mail, next steps first."""
    return written(whole(minutes, publication, steps_first=True))


def written(document: Document) -> str:
    """The document as plain text."""
    lines, writer = _filled(plain(document.title)), _Writer(document)
    for block in document.blocks:
        lines.append("")
        lines += writer.block(block)
    if document.lines_at:
        lines += ["", *_filled(f"Line 17 of the log stands at {document.lines_at}#line-17")]
    for words_ in foot(document.publication):
        lines += ["", *_filled(plain(words_))]
    return "\n".join([*lines, ""]).replace(_GLUE, " ")


def plain(words: Words) -> str:
    """The words without marks; addresses behind what names them."""
    return "".join(run if isinstance(run, str) else _said(run) for run in words)


def _said(run: Run) -> str:
    match run:
        case Foreign(text):
            return _foreign(text)
        case Web(url, text):
            named = on_one_line(text)
            return f"{_foreign(named)} <{on_one_line(url)}>" if named else on_one_line(url)
        case Jump(text):
            # “line 17” is read as one word, so it stands on one line.
            return text.replace(" ", _GLUE)
        case str():
            return run
        case _:
            return run.text


def _foreign(text: str) -> str:
    text = clean(text).strip("\n")
    if not runs_right_to_left(text):
        return text
    return "\n".join(_ISOLATED.format(line) for line in text.split("\n"))


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the blocks of one document, each as lines."""

    document: Document
    speakers: Speakers = field(default_factory=lambda: Speakers(_foreign))

    def block(self, block: Block) -> Iterator[str]:
        """Its lines."""
        match block:
            case Heading(level, words):
                # Only words of ours: in the names of others, case may mean something.
                said = (
                    run.upper() if isinstance(run, str) and level == 2 else run for run in words
                )
                yield from _filled(plain(tuple(said)))
            case Paragraph(words):
                yield from _filled(plain(words))
            case Points(points):
                yield from self._list(points)
            case Numbered(first, points):
                for number, point in enumerate(points, start=first):
                    yield from self._point(f"{number}. ", point)
            case Pairs(pairs):
                for name, words in pairs:
                    yield from _filled(f"{name}: {plain(words)}", rest="  ")
            case Table(sentences=sentences):
                yield from self._list([Point(sentence) for sentence in sentences])
            case Log():
                yield from self._log(block)

    def _list(self, points: Sequence[Point], indent: str = "") -> Iterator[str]:
        for point in points:
            yield from self._point(f"{indent}- ", point)

    def _point(self, mark: str, point: Point) -> Iterator[str]:
        rest = " " * len(mark)
        yield from _filled(plain(point.words), first=mark, rest=rest)
        yield from self._list(point.below, rest)

    def _log(self, log: Log) -> list[str]:
        days = groupby(log.lines, key=lambda line: line.at.date() if log.dated else None)
        found = [TIMES if log.dated else CLOCKS]
        for day, lines in days:
            if day is not None:
                found += ("", said_day(day))
            for line in lines:
                found += self._line(line, log)
        return found

    def _line(self, line: LogLine, log: Log) -> list[str]:
        first, rest = f"{str(line.line).rjust(4)}  {hour_minute(line.at)}  ", "      "
        jumps = log.made.get(line.line)
        made = f" [{', '.join([jump.text for jump in jumps])}]" if jumps else ""
        if is_plain(line):
            speaker = self.speakers[line.name]
            text = f"{speaker}: {line.text}{made}"
            if text.isascii() and text.isprintable():
                return _at_blanks(text, first, rest)
            text = f"{speaker}: {_foreign(line.text)}{made}"
        else:
            text = f"{plain(line_words(line, log))}{made}"
        return _filled(text, first=first, rest=rest)


def _filled(text: str, *, first: str = "", rest: str = "") -> list[str]:
    """The text in lines; `first` stands before the first, and `rest` before the others."""
    if "\n" not in text:
        return _broken(text, first, rest)
    found: list[str] = []
    for line in text.split("\n"):
        found += _broken(line, rest if found else first, rest)
    return found


def _broken(line: str, first: str, rest: str) -> list[str]:
    """One line in several; most are in letters of one column each, and broken at blanks alone."""
    start = first if first.strip() else first + _guard(line)
    return (_at_blanks if _NARROW.fullmatch(line) else _at_words)(line, start, rest)


def _at_blanks(line: str, start: str, rest: str) -> list[str]:
    # In ASCII the blank is the only gap there is here, and most lines have single ones.
    text = line.strip(" ") if line.isascii() and "  " not in line else " ".join(line.split())
    lines: list[str] = []
    begin, room = 0, COLUMNS - len(start)
    while len(text) - begin > room:
        end = text.rfind(" ", begin, begin + room + 1)
        end = text.find(" ", begin + room) if end < 0 else end
        if end < 0:
            break
        lines.append(start + text[begin:end])
        begin = end + 1
        start = rest + _GOES_ON if _TAKEN.match(text, begin) else rest
        room = COLUMNS - len(start)
    return [*lines, (start + text[begin:]).rstrip()]


def _at_words(line: str, start: str, rest: str) -> list[str]:
    lines: list[str] = []
    current, room_from, used = start, len(start), width(start)
    for word, glued in words(line):
        blank = "" if glued or len(current) == room_from else " "
        size = width(word)
        if used + len(blank) + size > COLUMNS and len(current) > room_from:
            lines.append(current.rstrip())
            current = rest + _guard(word)
            room_from, used, blank = len(current), width(current), ""
        current += blank + word
        used += len(blank) + size
    return [*lines, current.rstrip()]


def _guard(text: str) -> str:
    """What stands before a line that would be taken for something else."""
    return _GOES_ON if _TAKEN.match(text.lstrip()) else ""
