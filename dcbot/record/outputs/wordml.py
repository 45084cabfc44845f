"""The blocks of a document as WordprocessingML, the XML inside a docx file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import groupby

from dcbot.dates import said_day
from dcbot.record.minutes import LogLine
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
    Strong,
    Table,
    Web,
    Words,
)
from dcbot.record.outputs.foreign import (
    BARE,
    RIGHT_TO_LEFT,
    clean,
    is_followed,
    on_one_line,
    pieces,
    runs_right_to_left,
)
from dcbot.record.outputs.moments import hour_minute
from dcbot.record.outputs.speakers import Speakers

# A passage that runs right to left, with the spaces and signs within it.
_PASSAGE = re.compile(f"({RIGHT_TO_LEFT}+(?:[^A-Za-z0-9]*{RIGHT_TO_LEFT}+)*)")
_TEXT = '<w:t xml:space="preserve">'
_COLON = f"<w:r>{_TEXT}: </w:t></w:r>"
_BOLD = "<w:b/>"
_LINKED = '<w:color w:val="0B4F8A"/><w:u w:val="single"/>'


class Writer:
    """Writes the blocks; `relate` gives the id of an address outside."""

    def __init__(self, document: Document, relate: Callable[[str], str]) -> None:
        self.document, self._relate = document, relate
        self._marks = 0
        self._named: set[str] = set()
        self.speakers = Speakers(lambda name: self._foreign(name, _BOLD))

    def parts(self) -> Iterator[str]:
        """All of the document."""
        yield self.paragraph(self.document.title, "Heading1")
        for block in self.document.blocks:
            yield from self._block(block)

    def paragraph(self, words: Words, style: str = "", anchor: str = "") -> str:
        """A paragraph in a style, which has a name by which links lead there."""
        style = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
        inner = f"{style}{self._mark(anchor)}{self._words(words)}"
        return f"<w:p>{inner}</w:p>" if inner else "<w:p/>"

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Heading(level, words, anchor):
                yield self.paragraph(words, f"Heading{level}", anchor)
            case Paragraph(words):
                yield self.paragraph(words)
            case Points(points):
                yield from self._list(points, "ListBullet", "ListBullet2")
            case Numbered(_, points):
                # The style numbers its paragraphs through the whole document.
                yield from self._list(points, "ListNumber", "ListBullet2")
            case Pairs(pairs):
                for name, words in pairs:
                    yield self.paragraph((Strong(f"{name}: "), *words))
            case Table():
                yield from self._table(block)
            case Log():
                yield from self._log(block)

    def _list(self, points: Sequence[Point], style: str, below: str) -> Iterator[str]:
        for point in points:
            yield self.paragraph(point.words, style, point.anchor)
            yield from self._list(point.below, below, below)

    def _table(self, table: Table) -> Iterator[str]:
        yield self.paragraph(table.caption, "Caption")
        grid = f"<w:tblGrid>{'<w:gridCol/>' * len(table.heads)}</w:tblGrid>"
        yield (
            '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/>'
            '<w:tblLook w:val="00A0" w:firstRow="1" w:firstColumn="1"/></w:tblPr>'
        )
        yield grid
        heads = "".join(map(self._cell, ((Strong(head),) for head in table.heads)))
        yield f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heads}</w:tr>"
        for row in table.rows:
            cells = "".join(map(self._cell, row))
            yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"
        yield "</w:tbl><w:p/>"

    def _cell(self, words: Words) -> str:
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/></w:tcPr>{self.paragraph(words)}</w:tc>'
        )

    def _log(self, log: Log) -> Iterator[str]:
        yield self.paragraph((TIMES if log.dated else CLOCKS,))
        days = groupby(log.lines, key=lambda line: line.at.date() if log.dated else None)
        for day, lines in days:
            if day is not None:
                yield self.paragraph((said_day(day),), "Heading3")
            yield from [self._line(line, log) for line in lines]

    def _line(self, line: LogLine, log: Log) -> str:
        when = f"{line.line}, {hour_minute(line.at)}  "
        mark = self._mark(f"line-{line.line}")
        if is_plain(line):
            said = f"{self.speakers[line.name]}{_COLON}{self._foreign(line.text)}"
        else:
            said = self._words(line_words(line, log))
        jumps = log.made.get(line.line)
        more = self._made(jumps) if jumps else ""
        return (
            '<w:p><w:pPr><w:pStyle w:val="Logline"/></w:pPr>'
            f"{mark}<w:r>{_TEXT}{when}</w:t></w:r>{said}{more}</w:p>"
        )

    def _made(self, jumps: Sequence[Jump]) -> str:
        made: list[Run] = []
        for jump in jumps:
            made += [" → " if not made else ", ", jump]
        return self._words(tuple(made))

    def _mark(self, anchor: str) -> str:
        if not anchor:
            return ""
        name = _name(anchor)
        if name in self._named:
            return ""
        self._named.add(name)
        self._marks += 1
        number = self._marks
        return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/><w:bookmarkEnd w:id="{number}"/>'

    def _words(self, words: Words) -> str:
        return "".join([_text(run) if isinstance(run, str) else self._run(run) for run in words])

    def _run(self, run: Run) -> str:
        match run:
            case str():
                return _text(run)
            case Foreign(text, strong):
                return self._foreign(text, _BOLD if strong else "")
            case Strong(text):
                return _text(text, _BOLD)
            case Jump(text):
                return self._jump(run, _text(text, _LINKED))
            case Web(url, text):
                named = on_one_line(text)
                if not is_followed(url):
                    return self._foreign(f"{named} ({url})" if named else url)
                return self._web(url, _passages(named or url, _LINKED))
            case _:
                return _text(run.text)

    def _foreign(self, text: str, form: str = "") -> str:
        if not form and BARE.fullmatch(text):
            return f"<w:r>{_TEXT}{text}</w:t></w:r>"
        text = clean(text).strip("\n")
        if "://" not in text:
            return _passages(text, form)
        return "".join(
            self._web(piece, _text(piece, form + _LINKED)) if linked else _passages(piece, form)
            for piece, linked in pieces(text)
        )

    def _web(self, url: str, inner: str) -> str:
        return f'<w:hyperlink r:id="{self._relate(url)}">{inner}</w:hyperlink>'

    def _jump(self, jump: Jump, inner: str) -> str:
        address = self.document.address_of(jump)
        if address is None:
            return inner
        if address.startswith("#"):
            return f'<w:hyperlink w:anchor="{_name(jump.anchor)}">{inner}</w:hyperlink>'
        return self._web(address, inner)


def _name(anchor: str) -> str:
    """The anchor as the name of a bookmark, which takes no hyphens."""
    return anchor.replace("-", "_")


def _passages(text: str, form: str) -> str:
    if not runs_right_to_left(text):
        return _text(text, form)
    parts = _PASSAGE.split(text)
    return "".join(
        _text(part, f"{form}<w:rtl/>" if place % 2 else form)
        for place, part in enumerate(parts)
        if part
    )


def _text(text: str, form: str = "") -> str:
    """A run of text in one form; its line ends are breaks."""
    form = f"<w:rPr>{form}</w:rPr>" if form else ""
    if not text or "\n" in text:
        inner = "<w:br/>".join(map(_piece, text.split("\n")))
        return f"<w:r>{form}{inner}</w:r>"
    return f"<w:r>{form}{_TEXT}{escape(text, quote=False)}</w:t></w:r>"


def _piece(text: str) -> str:
    """Text without line ends, as the libraries of Word write it."""
    return f"{_TEXT}{escape(text, quote=False)}</w:t>" if text else f"{_TEXT[:-1]}/>"
