"""Each format read back by a reader of its own, and what a reader should see of a document."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

import docx
import html5lib
from docx.oxml.ns import qn
from markdown_it import MarkdownIt
from markdown_it.token import Token

from dcbot.dates import said_day
from dcbot.record.outputs import document, html, mail, markdown
from dcbot.record.outputs.annexes import CLOCKS, TIMES, line_words
from dcbot.record.outputs.blocks import (
    Block,
    Document,
    Heading,
    Log,
    Numbered,
    Pairs,
    Paragraph,
    Point,
    Points,
    Table,
    Web,
    Words,
)
from dcbot.record.outputs.foreign import clean, is_followed, on_one_line
from dcbot.record.outputs.heading import foot
from dcbot.record.outputs.moments import hour_minute

XHTML = "{http://www.w3.org/1999/xhtml}"
_COMMONMARK = MarkdownIt("commonmark").enable("table")


def bare(text: str) -> str:
    """The text as it is compared: without blanks, ends of lines, and marks of direction.

    Where a line goes on, a mail may say so by dots, so these do not count either.
    """
    return re.sub(r"[\s\u2066-\u2069.]+", "", clean(text))


def seen_in_html(page: str) -> str:
    """What a browser shows; a page with any mistake is refused."""
    tree = html5lib.HTMLParser(strict=True).parse(page)
    return "".join(tree.find(f"{XHTML}body").itertext())


def seen_in_markdown(text: str) -> str:
    """What a reader of Markdown shows; nothing in it may be taken for HTML or code."""
    return "".join(_words(_COMMONMARK.parse(text)))


def _words(tokens: list[Token]) -> list[str]:
    found: list[str] = []
    for token in tokens:
        if token.type == "inline":
            found += _words(token.children or [])
        elif token.content:
            assert token.type == "text", token
            found.append(token.content)
    return found


def seen_in_docx(file: bytes) -> str:
    """What Word shows, headers and footers apart."""
    body = docx.Document(io.BytesIO(file)).element.body
    return "".join(text.text or "" for text in body.iter(qn("w:t")))


@dataclass(frozen=True)
class Format:
    """A format: how a document is written in it, how that is read, and in what it differs."""

    name: str
    write: Callable[[Document], str | bytes]
    read: Callable[..., str]
    tables: bool = True
    captions: bool = True
    numbers: bool = False
    """The numbers of paragraphs are letters of the text, and no marks of a list."""

    def seen(self, of: Document) -> str:
        """What a reader sees of the document."""
        return self.read(self.write(of))

    def expected(self, of: Document) -> str:
        """What a reader should see of it: nothing else, nothing less, in this order."""
        return bare("".join(self._parts(of)))

    def _parts(self, of: Document) -> Iterator[str]:
        if self.name == "html":
            yield "Skip to the minutes"
        yield self._said(of.title)
        headings = [one for one in of.blocks if isinstance(one, Heading)]
        for block in of.blocks:
            if self.name == "html" and len(headings) > 2 and block is headings[0]:
                yield "Contents"
                yield from (self._said(one.words) for one in headings if one.level == 2)
            yield from self._block(block)
        if self.name == "mail" and of.lines_at:
            yield f"Line 17 of the log stands at {of.lines_at}#line-17"
        yield from (self._said(words) for words in foot(of.publication))

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Heading(level, words):
                shouted = self.name == "mail" and level == 2
                yield from (
                    run.upper() if shouted and isinstance(run, str) else self._said((run,))
                    for run in words
                )
            case Paragraph(words):
                yield self._said(words)
            case Points(points):
                yield from self._list(points)
            case Numbered(first, points):
                for number, point in enumerate(points, start=first):
                    yield f"{number}." if self.numbers else ""
                    yield from self._point(point)
            case Pairs(pairs):
                for name, words in pairs:
                    yield f"{name}{'' if self.name == 'html' else ':'} {self._said(words)}"
            case Table():
                yield from self._table(block)
            case Log():
                yield from self._log(block)

    def _table(self, table: Table) -> Iterator[str]:
        if not self.tables:
            yield from self._list(tuple(Point(one) for one in table.sentences))
            return
        yield self._said(table.caption) if self.captions else ""
        yield from table.heads
        yield from (self._said(cell) for row in table.rows for cell in row)

    def _list(self, points: tuple[Point, ...]) -> Iterator[str]:
        for point in points:
            yield "-" if self.numbers else ""
            yield from self._point(point)

    def _point(self, point: Point) -> Iterator[str]:
        yield self._said(point.words)
        yield from self._list(point.below)

    def _log(self, log: Log) -> Iterator[str]:
        days = groupby(log.lines, key=lambda line: line.at.date() if log.dated else None)
        times = TIMES if log.dated else CLOCKS
        yield "" if self.name == "html" else times
        for place, (day, lines) in enumerate(days):
            yield said_day(day) if day else ""
            yield times if self.name == "html" and not place else ""
            for line in lines:
                said = self._said(line_words(line, log))
                yield self._head(line.line, hour_minute(line.at))
                yield said
                yield self._made([jump.text for jump in log.made.get(line.line, ())])

    def _head(self, number: int, clock: str) -> str:
        heads = {"html": clock, "mail": f"{number}{clock}", "docx": f"{number},{clock}"}
        return heads.get(self.name, f"{number},{clock}:")

    def _made(self, jumps: list[str]) -> str:
        if not jumps:
            return ""
        if self.name == "mail":
            return f"[{', '.join(jumps)}]"
        return f"→ {(' ' if self.name == 'html' else ', ').join(jumps)}"

    def _said(self, words: Words) -> str:
        return "".join(
            run if isinstance(run, str) else self._link(run) if isinstance(run, Web) else run.text
            for run in words
        )

    def _link(self, run: Web) -> str:
        """Where a link cannot be followed, or not be hidden, its address is seen, too."""
        if not on_one_line(run.text):
            return run.url
        if self.name == "mail":
            return f"{run.text} <{run.url}>"
        return run.text if is_followed(run.url) else f"{run.text} ({run.url})"


FORMATS = (
    Format("html", html.written, seen_in_html),
    Format("mail", mail.written, str, tables=False, numbers=True),
    Format("markdown", markdown.written, seen_in_markdown, captions=False),
    Format("docx", document.written, seen_in_docx),
)
