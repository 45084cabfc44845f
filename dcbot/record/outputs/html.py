"""A document as HTML: a page of its own, or what a page of the archive holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import chain, groupby

from dcbot.dates import said_day
from dcbot.record.minutes import Gap, LineKind, LogLine, Minutes
from dcbot.record.outputs.annexes import CLOCKS, TIMES, is_plain, line_words
from dcbot.record.outputs.blocks import (
    Block,
    Clock,
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
    Strong,
    Table,
    Web,
    Words,
)
from dcbot.record.outputs.foreign import (
    BARE,
    clean,
    is_followed,
    on_one_line,
    pieces,
    runs_right_to_left,
)
from dcbot.record.outputs.heading import foot, status_words
from dcbot.record.outputs.moments import hour_minute, instant
from dcbot.record.outputs.publication import UNAPPROVED, Publication, Status
from dcbot.record.outputs.speakers import Speakers
from dcbot.record.outputs.style import STYLE
from dcbot.record.outputs.whole import whole

# Links out of the record are somebody else's words: nobody vouches for where they lead.
_OUT = '<a href="{0}" rel="nofollow noopener">{0}</a>'
_NAMED = '<a href="{0}" rel="nofollow noopener">{1}</a>'


def render(minutes: Minutes, publication: Publication = UNAPPROVED) -> str:
    """The minutes as a whole page, which needs nothing beside it."""
    return written(whole(minutes, publication))


def written(*documents: Document) -> str:
    """The document as a page of its own; of several, one after the other on one page."""
    name = escape(on_one_line(plain(documents[0].title)))
    status = escape(status_words(documents[0].publication))
    # Each but the first has names of its own for its places, since no page has a name twice.
    inner = [
        body(document, prefix=f"meeting-{place}-" if place > 1 else "")
        for place, document in enumerate(documents, start=1)
    ]
    if len(inner) > 1:
        inner = [f"<article>\n{one}</article>\n" for one in inner]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{name} – minutes ({status})</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#minutes">Skip to the minutes</a>\n'
        f'<main id="minutes" class="record" tabindex="-1">\n{"".join(inner)}</main>\n'
        f"{_foot(documents[0])}</body>\n</html>\n"
    )


def body(document: Document, *, prefix: str = "") -> str:
    """What stands in a page: the title, the contents, and all that follows; `prefix` stands before
    the name of each place."""
    found = pieces_of(document, prefix=prefix)
    return found.head + found.contents + found.rest


@dataclass(frozen=True, slots=True)
class Pieces:
    """A document for a page that puts something of its own between: the title with what stands
    before the first heading, the contents, and all that follows."""

    head: str
    contents: str
    rest: str


def pieces_of(document: Document, *, prefix: str = "", level: int = 2) -> Pieces:
    """The document in pieces; `level` is that of its highest headings."""
    return _Writer(document, prefix, level - 2).pieces()


def said(words: Words) -> str:
    """Words that link nowhere within a document, such as those of its foot."""
    return _Writer(_NOTHING).words(words)


_NOTHING = Document(title=(), blocks=(), publication=UNAPPROVED)
_KINDS = {status: status.value.replace(" ", "-") for status in Status}


def plain(words: Words) -> str:
    """The words alone, without marks and links."""
    return "".join(run if isinstance(run, str) else _text_of(run) for run in words)


def _text_of(run: Foreign | Strong | Jump | Web | Clock) -> str:
    return (run.text or run.url) if isinstance(run, Web) else run.text


def _foot(document: Document) -> str:
    writer = _Writer(document)
    found = "".join(f"<p>{writer.words(words)}</p>\n" for words in foot(document.publication))
    return f"<footer>\n{found}</footer>\n" if found else ""


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the parts of one document."""

    document: Document
    prefix: str = ""
    lower: int = 0
    """By how much its headings stand below those of a page of its own."""
    speakers: Speakers = field(default_factory=lambda: Speakers(_strong))

    def pieces(self) -> Pieces:
        """The document in pieces, parted before the first heading."""
        blocks = self.document.blocks
        headings = [block for block in blocks if isinstance(block, Heading)]
        first = blocks.index(headings[0]) if headings else len(blocks)
        written = [self._block(block, place) for place, block in enumerate(blocks)]
        # A log is long: each part is put where it belongs at once, not into one of a block first.
        return Pieces(
            f"<h1>{self.words(self.document.title)}</h1>\n{_joined(written[:first])}",
            self._contents(headings) if len(headings) > 2 else "",
            _joined(written[first:]),
        )

    def _contents(self, headings: Sequence[Heading]) -> str:
        """Links to the sections; subtopics are found in theirs."""
        links = "".join(
            f'<li><a href="#{self.prefix}{one.anchor}">{self.words(one.words, linked=False)}</a>'
            "</li>\n"
            for one in headings
            if one.level == 2
        )
        name = f"{self.prefix}contents"
        return (
            f'<nav class="contents" aria-labelledby="{name}">\n<h2 id="{name}">Contents</h2>\n'
            f"<ul>\n{links}</ul>\n</nav>\n"
        )

    def _block(self, block: Block, place: int) -> Iterator[str]:
        match block:
            case Heading(level, words, anchor):
                level += self.lower
                yield f'<h{level} id="{self.prefix}{anchor}">{self.words(words)}</h{level}>\n'
            case Paragraph(words, state):
                kind = f' class="state {_KINDS[self.document.publication.status]}"' if state else ""
                yield f"<p{kind}>{self.words(words)}</p>\n"
            case Points(points):
                yield self._list("ul", points)
            case Numbered(first, points):
                yield self._list(f'ol class="paragraphs" start="{first}"', points)
            case Pairs(pairs):
                yield '<dl class="facts">\n'
                yield from (
                    f"<dt>{name}</dt><dd>{self.words(words)}</dd>\n" for name, words in pairs
                )
                yield "</dl>\n"
            case Table():
                yield from self._table(block, place)
            case Log():
                yield from self._log(block)

    def _list(self, tag: str, points: Sequence[Point]) -> str:
        inner = "".join(map(self._point, points))
        return f"<{tag}>\n{inner}</{tag.partition(' ')[0]}>\n"

    def _point(self, point: Point) -> str:
        place = f' id="{self.prefix}{point.anchor}"' if point.anchor else ""
        below = f"\n{self._list('ul', point.below)}" if point.below else ""
        return f"<li{place}>{self.words(point.words)}{below}</li>\n"

    def _table(self, table: Table, place: int) -> Iterator[str]:
        name = f"{self.prefix}table-{place}"
        # What is wider than the screen is moved by itself, also with the keyboard.
        yield f'<div class="wide" tabindex="0" role="region" aria-labelledby="{name}">\n'
        yield f'<table>\n<caption id="{name}">{self.words(table.caption)}</caption>\n'
        heads = "".join(f'<th scope="col">{head}</th>' for head in table.heads)
        yield f"<thead><tr>{heads}</tr></thead>\n<tbody>\n"
        for row in table.rows:
            first, *rest = map(self.words, row)
            cells = "".join(f"<td>{cell}</td>" for cell in rest)
            yield f'<tr><th scope="row">{first}</th>{cells}</tr>\n'
        yield "</tbody>\n</table>\n</div>\n"

    def _log(self, log: Log) -> Iterator[str]:
        """A list for each day, whose numbers are those of the lines for ever."""
        named = set(log.numbers)
        days = groupby(log.lines, key=lambda line: line.at.date() if log.dated else None)
        for place, (day, lines) in enumerate(days):
            if day is not None:
                yield f"<h3>{said_day(day)}</h3>\n"
            if not place:
                yield f"<p>{TIMES if log.dated else CLOCKS}</p>\n"
            yield '<ol class="log">\n'
            yield from [self._line(line, log, named) for line in lines]
            yield "</ol>\n"

    def _line(self, line: LogLine, log: Log, named: set[int]) -> str:
        if is_plain(line):
            said = f"{self.speakers[line.name]}: {foreign(line.text)}"
        else:
            said = self.words(line_words(line, log))
            if line.kind is LineKind.GAP:
                said = f"<em>{said}</em>{self._rest(log.gaps.get(line.line), named)}"
        jumps = log.made.get(line.line)
        made = f' <span class="made">→ {" ".join(map(self._run, jumps))}</span>' if jumps else ""
        moment = instant(line.at, dated=log.dated)
        name = f"{self.prefix}line-{line.line}"
        return (
            f'<li id="{name}" value="{line.line}"><a class="at" href="#{name}">'
            f'<time datetime="{moment}">{hour_minute(line.at)}</time></a> {said}{made}</li>\n'
        )

    def _rest(self, gap: Gap | None, named: set[int]) -> str:
        """The other lines of a gap, so that what led to them still leads somewhere."""
        numbers = range(gap.line + 1, gap.last_line + 1) if gap else ()
        found = [number for number in numbers if number not in named]
        named.update(found)
        return "".join(f'<span id="{self.prefix}line-{number}"></span>' for number in found)

    def words(self, words: Words, *, linked: bool = True) -> str:
        """The words, everything in them escaped."""
        return "".join(
            [
                escape(run, quote=False) if isinstance(run, str) else self._run(run, linked)
                for run in words
            ]
        )

    def _run(self, run: Foreign | Strong | Jump | Web | Clock, linked: bool = True) -> str:
        if isinstance(run, Foreign):
            text = foreign(run.text, linked=linked)
            return f"<strong>{text}</strong>" if run.strong else text
        if isinstance(run, Jump):
            address = self.document.address_of(run) if linked else None
            if address and address.startswith("#"):
                address = f"#{self.prefix}{run.anchor}"
            text = escape(run.text)
            kind = ' class="ref"' if run.to_line else ""
            return f'<a{kind} href="{escape(address)}">{text}</a>' if address else text
        if isinstance(run, Strong):
            return f"<strong>{escape(run.text, quote=False)}</strong>"
        if isinstance(run, Clock):
            return f'<time datetime="{instant(run.at)}">{escape(run.text)}</time>'
        return _web(run, linked)


def _joined(parts: Iterable[Iterable[str]]) -> str:
    return "".join(chain.from_iterable(parts))


def _strong(name: str) -> str:
    return f"<strong>{foreign(name)}</strong>"


def _web(run: Web, linked: bool) -> str:
    words = on_one_line(run.text)
    if linked and run.ours and run.url.startswith("/"):
        return f'<a href="{escape(run.url)}">{foreign(words, linked=False)}</a>'
    if not linked or not is_followed(run.url):
        return foreign(f"{words} ({run.url})" if words else run.url, linked=False)
    named = foreign(words, linked=False) if words else escape(run.url)
    return _NAMED.format(escape(run.url), named)


def foreign(text: str, *, linked: bool = True) -> str:
    """Somebody's words, escaped; addresses as links; what runs right to left set apart."""
    if BARE.fullmatch(text):
        return text
    text = clean(text)
    if linked and "://" in text:
        found = "".join(
            [
                _OUT.format(escape(piece)) if is_address else escape(piece, quote=False)
                for piece, is_address in pieces(text)
            ]
        )
    else:
        found = escape(text, quote=False)
    if "\n" in found:
        found = found.strip("\n").replace("\n", "<br>")
    return f"<bdi>{found}</bdi>" if runs_right_to_left(text) else found
