"""The text of an output: its headings, its words and its plain form, read of clean HTML; pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_BLOCKS = {"p", "li", "tr", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "br"}


@dataclass
class Section:
    """A heading with what stands below it, up to the next heading."""

    title: str
    level: int
    words: int = 0


@dataclass(frozen=True)
class Text:
    """What a document says: its sections in order, its plain text, and how many words it has."""

    sections: list[Section]
    plain: str
    words: int


@dataclass
class _Lines(HTMLParser):
    lines: list[tuple[str, str]] = field(default_factory=lambda: [("", "")])

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.address = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.lines.append((tag, ""))
        elif tag in ("td", "th") and self.lines[-1][1]:
            self._add(" | ")
        elif tag == "a":
            self.address = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.address and self.address not in self.lines[-1][1]:
            self._add(f" ({self.address})")
        if tag in _BLOCKS:
            self.lines.append(("", ""))

    def handle_data(self, data: str) -> None:
        self._add(data)

    def _add(self, words: str) -> None:
        tag, before = self.lines[-1]
        self.lines[-1] = tag, before + words


def read(html: str) -> Text:
    """The text of clean HTML."""
    parser = _Lines()
    parser.feed(html)
    parser.close()
    sections, plain, count = [Section("", 0)], [], 0
    for tag, words in parser.lines:
        line = " ".join(words.split())
        if not line:
            continue
        if tag.startswith("h") and tag[1:].isdigit():
            sections.append(Section(line, int(tag[1:])))
            plain.append(f"\n{line}")
        else:
            plain.append(f"- {line}" if tag == "li" else line)
            sections[-1].words += len(line.split())
        count += len(line.split())
    return Text([one for one in sections if one.title or one.words], "\n".join(plain), count)
