"""Documents out of files that anybody may have made: bytes in, clean HTML out; pure.

Markdown, plain text, HTML and docx are read. It is run in a child process that can be killed
(`dcbot.worker`); what a file may unpack into is bounded here too. Pictures, scripts, styles and
comments are left out; headings, lists, tables, emphasis and links stay.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import nh3
from markdown_it import MarkdownIt

from dcbot import sheets
from dcbot.errors import BadArgument

if TYPE_CHECKING:
    from docx.document import Document as Docx
    from docx.text.paragraph import Paragraph

MOST_LETTERS = 600_000
"""Characters of the HTML that is kept."""
MOST_UNPACKED = 40_000_000
MOST_PARTS = 2_000
PDF = b"%PDF-"
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(r"\s*(?:<!doctype\s+html|<html\b|<head\b|<body\b|<(?:h[1-6]|p|div)\b)", re.I)
_MARKDOWN = re.compile(r"^(?:#{1,6}\s+\S|[-*+]\s+\S|\d+[.)]\s+\S|>\s)|\*\*\S|\]\(https?:", re.M)
_SETEXT = re.compile(r"^[^\n]+\n(?:=+|-{3,})\s*$", re.M)
_INSTEAD = "Save it as .docx, HTML or Markdown and send that, or send a link."

_TAGS = {
    *("a", "b", "blockquote", "br", "code", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i"),
    *("li", "ol", "p", "pre", "s", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead"),
    *("tr", "ul"),
}
_DROPPED = {"script", "style", "title", "template", "textarea", "select", "svg", "math", "iframe"}
_READER = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


def read(data: bytes) -> dict[str, Any]:
    """What the document is and says: `kind` (markdown, text, html, docx or pdf), `html`, and
    `notes` for whoever sent it. A PDF is kept and not read. Raises BadArgument.

    What the file is, is told by its content and not by its name.
    """
    if not data.strip():
        raise BadArgument("The file is empty.")
    if data.startswith(PDF):
        return {"kind": "pdf", "html": "", "notes": ["A PDF is kept as it is and not read."]}
    if data.startswith(_OLD_WORD):
        raise BadArgument(f"It is an old Word file, or one with a password. {_INSTEAD}")
    if data.startswith(sheets.WORKBOOK):
        return _found("docx", _of_docx(data), [])
    text, notes = sheets.decoded(data)
    return _found(*of_text(text), notes)


def _found(kind: str, made: str, notes: list[str]) -> dict[str, Any]:
    if len(made) > MOST_LETTERS:
        raise BadArgument(
            f"It holds more than {MOST_LETTERS:,} characters, which is more than a document may. "
            "Send a link to it."
        )
    if not re.sub(r"<[^>]*>|\s", "", made):
        raise BadArgument(f"It holds no text. {_INSTEAD}")
    return {"kind": kind, "html": made, "notes": notes}


def of_text(text: str) -> tuple[str, str]:
    """What the text is (html, markdown or text), and the same as clean HTML."""
    if _HTML.match(text):
        return "html", clean(text)
    if _MARKDOWN.search(text) or _SETEXT.search(text):
        return "markdown", clean(_READER.render(text))
    parts = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    return "text", clean("".join(f"<p>{html.escape(one)}</p>\n" for one in parts))


def clean(foreign: str, given: dict[str, dict[str, str]] | None = None) -> str:
    """The HTML of strangers without anything that does more than to be read; `given` names
    attributes, with their values, that all of a tag are given."""
    return nh3.clean(
        foreign,
        tags=_TAGS,
        clean_content_tags=_DROPPED,
        attributes={"a": {"href"}, "ol": {"start"}, "td": {"colspan"}, "th": {"colspan"}},
        url_schemes={"http", "https", "mailto"},
        set_tag_attribute_values=given,
        link_rel="nofollow noopener",
    ).strip()


def _of_docx(data: bytes) -> str:
    _check_parts(data)
    import docx

    try:
        return clean("".join(_blocks(docx.Document(io.BytesIO(data)))))
    except MemoryError:
        raise
    except Exception as error:
        # The library raises whatever its many parsers raise; none of it may stop the answer.
        raise BadArgument(
            f"It is a damaged Word file ({type(error).__name__}). {_INSTEAD}"
        ) from error


def _check_parts(data: bytes) -> None:
    """Refuse what is no Word file, and what is a small file that unpacks into a huge one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise BadArgument(f"It is a damaged Word file. {_INSTEAD}") from None
    if "word/document.xml" not in {part.filename for part in parts}:
        raise BadArgument(f"It is a packed file, and no Word file. {_INSTEAD}")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED or len(parts) > MOST_PARTS:
        raise BadArgument(
            f"The Word file unpacks into {unpacked // 1_000_000:,} MB in {len(parts):,} parts, "
            f"which is more than is read. {_INSTEAD}"
        )


def _blocks(document: Docx) -> Iterator[str]:
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            rows = [[html.escape(cell.text) for cell in row.cells] for row in block.rows]
            cells = ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
            yield f"<table><tbody>{''.join(f'<tr>{row}</tr>' for row in cells)}</tbody></table>\n"
        elif block.text.strip():
            yield _paragraph(block)


def _paragraph(paragraph: Paragraph) -> str:
    style = (paragraph.style.name if paragraph.style else "") or ""
    inner = "".join(_runs(paragraph))
    heading = re.match(r"(?:Heading|heading|Überschrift|Titre|Título)\s*(\d)", style)
    if heading or style == "Title":
        level = min(int(heading[1]) + 1, 6) if heading else 1
        return f"<h{level}>{html.escape(paragraph.text.strip())}</h{level}>\n"
    if style.startswith("List Number"):
        return f"<ol><li>{inner}</li></ol>\n"
    if style.startswith("List"):
        return f"<ul><li>{inner}</li></ul>\n"
    return f"<p>{inner}</p>\n"


def _runs(paragraph: Paragraph) -> Iterator[str]:
    from docx.text.hyperlink import Hyperlink

    for run in paragraph.iter_inner_content():
        text = html.escape(run.text)
        if isinstance(run, Hyperlink):
            yield f'<a href="{html.escape(run.url)}">{text}</a>' if run.url else text
        elif run.bold:
            yield f"<strong>{text}</strong>"
        else:
            yield f"<em>{text}</em>" if run.italic else text
