"""A document as docx: real headings, lists and numbers, header rows of tables, links both ways."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from io import BytesIO

import docx
from docx.document import Document as Docx
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TARGET_MODE as TARGET_MODE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.coreprops import CoreProperties
from docx.opc.oxml import CT_Relationship, serialize_part_xml
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from dcbot.record.minutes import Minutes
from dcbot.record.outputs.blocks import Document
from dcbot.record.outputs.foreign import on_one_line
from dcbot.record.outputs.heading import foot, status_words
from dcbot.record.outputs.html import plain
from dcbot.record.outputs.publication import UNAPPROVED, Publication
from dcbot.record.outputs.whole import whole
from dcbot.record.outputs.wordml import Writer
from dcbot.record.outputs.zipped import Packed, packed, zipped

_LANGUAGE = "en-GB"
_BODY, _RELATIONS = "word/document.xml", "word/_rels/document.xml.rels"
_CORE, _HEADER = "docProps/core.xml", "word/header1.xml"
_OWN = frozenset({_BODY, _RELATIONS, _CORE, _HEADER})
_UNDATED = datetime(1980, 1, 1, tzinfo=UTC)
_PAGE_NUMBER = '<w:fldSimple {ns} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'.format(
    ns=nsdecls("w")
)


def render(minutes: Minutes, publication: Publication = UNAPPROVED) -> bytes:
    """The minutes as a docx file."""
    return written(whole(minutes, publication))


def written(document: Document) -> bytes:
    """The document as a docx file."""
    frame, same = _frame(), _same()
    links = _Links(frame[_RELATIONS])
    title = on_one_line(plain(document.title))
    own = {
        _BODY: _body(frame[_BODY], document, links),
        _RELATIONS: links.written(),
        _CORE: _properties(frame[_CORE], document, title),
        _HEADER: _header(frame[_HEADER], f"{status_words(document.publication)} · {title}"),
    }
    return zipped([packed(name, own[name]) if name in own else same[name] for name in frame])


@cache
def _frame() -> Mapping[str, bytes]:
    """The parts of a file in which nothing is written yet, by name and in order; made once, since
    most of them are the same in every file."""
    made = docx.Document()
    _styles(made)
    _edges(made)
    packed = BytesIO()
    made.save(packed)
    with zipfile.ZipFile(packed) as source:
        return {name: source.read(name) for name in source.namelist()}


@cache
def _same() -> Mapping[str, Packed]:
    """The parts that are the same in every file, packed, by name."""
    return {name: packed(name, part) for name, part in _frame().items() if name not in _OWN}


def _body(frame: bytes, document: Document, links: _Links) -> bytes:
    """The words stand before what is said of the paper, which ends the body."""
    writer = Writer(document, links)
    words = [*writer.parts(), *map(writer.paragraph, foot(document.publication))]
    place = frame.rindex(b"<w:sectPr")
    return b"".join([frame[:place], *[part.encode() for part in words], frame[place:]])


class _Links:
    """The addresses outside that a document links to, each kept once."""

    def __init__(self, relations: bytes) -> None:
        self._relations = parse_xml(relations)
        self._known: dict[str, str] = {}

    def __call__(self, url: str) -> str:
        """The id by which the text names the address."""
        if url not in self._known:
            name = self._known[url] = f"rIdLink{len(self._known) + 1}"
            self._relations.append(
                CT_Relationship.new(name, RELATIONSHIP_TYPE.HYPERLINK, url, TARGET_MODE.EXTERNAL)
            )
        return self._known[url]

    def written(self) -> bytes:
        """All that the document is related to."""
        return serialize_part_xml(self._relations)


def _styles(made: Docx) -> None:
    for level, size in ((1, 20), (2, 14), (3, 12)):
        font = made.styles[f"Heading {level}"].font
        font.size, font.color.rgb = Pt(size), RGBColor(0x1D, 0x20, 0x23)
    made.styles["Caption"].font.color.rgb = RGBColor(0x4D, 0x54, 0x5B)
    made.styles["Normal"].font.size = Pt(11)
    log = made.styles.add_style("Log line", 1)
    log.base_style = made.styles["Normal"]
    form = log.paragraph_format
    form.left_indent, form.first_line_indent, form.space_after = Mm(12), Mm(-12), Pt(3)
    defaults = made.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    if defaults is not None:
        defaults.set(qn("w:val"), _LANGUAGE)


def _properties(frame: bytes, document: Document, title: str) -> bytes:
    element = parse_xml(frame)
    about, publication = CoreProperties(element), document.publication
    about.title = title[:255]
    about.subject = f"Minutes ({status_words(publication)})"
    about.author = on_one_line(publication.published_by)[:255]
    about.last_modified_by = about.comments = about.keywords = ""
    about.language = _LANGUAGE
    about.created = about.modified = publication.as_of or _UNDATED
    about.revision = max(1, publication.version or 1)
    return serialize_part_xml(element)


def _header(frame: bytes, words: str) -> bytes:
    element = parse_xml(frame)
    (paragraph,) = element.iterchildren(qn("w:p"))
    paragraph.add_r().text = words
    return serialize_part_xml(element)


def _edges(made: Docx) -> None:
    """A4 paper; on each page what it is, which is written later, and its number."""
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.header.is_linked_to_previous = False
    foot_line = section.footer.paragraphs[0]
    foot_line.alignment = WD_PARAGRAPH_ALIGNMENT.CENTER
    foot_line._p.append(parse_xml(_PAGE_NUMBER))
