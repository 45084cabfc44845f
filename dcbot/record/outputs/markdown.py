"""A document as Markdown: CommonMark with tables, or without them where only that is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from dcbot.dates import said_day
from dcbot.message import literal
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
    Strong,
    Table,
    Web,
    Words,
)
from dcbot.record.outputs.foreign import clean, is_followed, on_one_line, pieces, runs_right_to_left
from dcbot.record.outputs.heading import foot
from dcbot.record.outputs.moments import hour_minute
from dcbot.record.outputs.publication import UNAPPROVED, Publication
from dcbot.record.outputs.speakers import Speakers
from dcbot.record.outputs.whole import whole

# “&amp;” means “&” in Markdown, and a line of “=” makes a heading of the one above it.
_ENTITY = re.compile(r"&(?=#?\w{1,40};)")
_RULE = re.compile(r"^(?==)")
# Words that mean nothing in Markdown but for doubled blanks and one at the end, as most are.
_HARMLESS = re.compile("[A-Za-z\xc0-\u02ff][A-Za-z0-9 ,.;:()'’“”\"!?%@$=+#\xa1-\u02ff-]*")
_BREAK = "\\\n"
_ISOLATED = "\u2068{}\u2069"


def render(minutes: Minutes, publication: Publication = UNAPPROVED) -> str:
    """The minutes as Markdown."""
    return written(whole(minutes, publication))


def written(document: Document, *, tables: bool = True) -> str:
    """The document as Markdown; without tables it has a sentence for each row."""
    writer = _Writer(document, tables)
    parts = [writer.heading(1, document.title)]
    for block in document.blocks:
        parts += writer.block(block)
    parts += map(writer.words, foot(document.publication))
    return "\n\n".join(part for part in parts if part) + "\n"


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the blocks of one document."""

    document: Document
    tables: bool
    speakers: Speakers = field(default_factory=lambda: Speakers(_strong))

    def block(self, block: Block) -> Iterator[str]:
        """The block, in parts between which a line is left empty."""
        match block:
            case Heading(level, words):
                yield self.heading(level, words)
            case Paragraph(words):
                yield self.words(words)
            case Points(points):
                yield self._list(points)
            case Numbered(first, points):
                numbers = range(first, first + len(points))
                yield "\n".join(map(self._point, (f"{n}. " for n in numbers), points))
            case Pairs(pairs):
                yield "\n".join(f"- **{name}:** {self.words(words)}" for name, words in pairs)
            case Table():
                yield self._table(block)
            case Log():
                yield from self._log(block)

    def _list(self, points: Sequence[Point]) -> str:
        return "\n".join(self._point("- ", point) for point in points)

    def _point(self, mark: str, point: Point) -> str:
        indent = " " * len(mark)
        # A blank more behind the mark would move what stands below out of the list.
        inner = [self.words(point.words).strip()]
        inner += [self._list(point.below)] if point.below else []
        return mark + "\n".join(inner).replace("\n", f"\n{indent}")

    def _table(self, table: Table) -> str:
        if not self.tables:
            return self._list([Point(sentence) for sentence in table.sentences])
        rows = [[self.line(cell) for cell in row] for row in table.rows]
        lines = [table.heads, ["---"] * len(table.heads), *rows]
        return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)

    def _log(self, log: Log) -> Iterator[str]:
        yield TIMES if log.dated else CLOCKS
        for day, lines in groupby(log.lines, key=lambda one: one.at.date() if log.dated else None):
            if day is not None:
                yield f"### {said_day(day)}"
            yield "\n".join([self._line(line, log) for line in lines])

    def _line(self, line: LogLine, log: Log) -> str:
        if is_plain(line):
            said = f"{self.speakers[line.name]}: {foreign(line.text)}"
        else:
            said = self.words(line_words(line, log))
        if "\n" in said:
            said = said.replace("\n", "\n  ")
        jumps = log.made.get(line.line)
        made = f" → {', '.join(map(self._run, jumps))}" if jumps else ""
        return f"- {line.line}, {hour_minute(line.at)}: {said}{made}"

    def heading(self, level: int, words: Words) -> str:
        """A heading; what ends in a “#” of its own needs another end to keep it."""
        mark, said = "#" * level, self.line(words)
        return f"{mark} {said} {mark}" if said.endswith("#") else f"{mark} {said}"

    def line(self, words: Words) -> str:
        """The words on one line, as headings and cells need them."""
        return self.words(words).replace(_BREAK, " ")

    def words(self, words: Words) -> str:
        """The words, nothing foreign in them with a meaning of its own."""
        return "".join(run if isinstance(run, str) else self._run(run) for run in words)

    def _run(self, run: Run) -> str:
        match run:
            case Foreign(text, strong):
                return _strong(text) if strong else foreign(text)
            case Strong(text):
                return f"**{text}**"
            case Jump(text):
                # Places within the text have no name in Markdown.
                address = self.document.address_outside(run)
                return f"[{text}]({address})" if address else text
            case Web(url, text):
                return _web(url, text)
            case str():
                return run
            case _:
                return run.text


def _strong(text: str) -> str:
    """Somebody's words in bold; beside signs and blanks its marks would be read as themselves."""
    bare = clean(text)
    return f"**{foreign(text)}**" if bare[:1].isalnum() and bare[-1:].isalnum() else foreign(text)


def _web(url: str, text: str) -> str:
    named = foreign(on_one_line(text))
    if not is_followed(url):
        bare = foreign(on_one_line(url))
        return f"{named} ({bare})" if named else bare
    return f"[{named}](<{url}>)" if named else f"<{url}>"


def foreign(text: str) -> str:
    """Somebody's words, so that they mean nothing in Markdown; addresses as links."""
    if _is_harmless(text):
        return text
    lines = [_foreign_line(line) for line in clean(text).strip().split("\n")]
    return _BREAK.join(lines)


def _is_harmless(text: str) -> bool:
    return _HARMLESS.fullmatch(text) is not None and "  " not in text and text[-1] != " "


def _foreign_line(line: str) -> str:
    if "://" in line:
        said = "".join(
            f"<{piece}>" if is_address else _literal(piece) for piece, is_address in pieces(line)
        ).strip()
    else:
        said = _literal(line).strip()
    return _ISOLATED.format(said) if said and runs_right_to_left(line) else said


def _literal(words: str) -> str:
    """Words between addresses: of the blanks around them one is left on each side."""
    bare = words.strip()
    if not bare:
        return words and " "
    head, tail = (" " if end.isspace() else "" for end in (words[0], words[-1]))
    return f"{head}{bare if _is_harmless(bare) else _escaped(bare)}{tail}"


def _escaped(words: str) -> str:
    return _RULE.sub(r"\\", _ENTITY.sub(r"\\&", literal(words)))
