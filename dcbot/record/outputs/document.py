"""A document as docx: real headings, lists and numbers, header rows of tables, links both ways."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO

import docx
from docx.document import Document as Docx
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
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

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LANGUAGE = "en-GB"
# Files in a zip bear a time; with this one the same minutes are the same bytes.
_STAMP = (1980, 1, 1, 0, 0, 0)
_UNDATED = datetime(1980, 1, 1, tzinfo=UTC)
_PAGE_NUMBER = '<w:fldSimple {ns} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'.format(
    ns=nsdecls("w")
)


def render(minutes: Minutes, publication: Publication = UNAPPROVED) -> bytes:
    """The minutes as a docx file."""
    return written(whole(minutes, publication))


def written(document: Document) -> bytes:
    """The document as a docx file."""
    made = docx.Document()
    _styles(made)
    _properties(made, document)
    _edges(made, document)
    _body(made, document)
    packed = BytesIO()
    made.save(packed)
    return _stamped(packed.getvalue())


def _body(made: Docx, document: Document) -> None:
    links = _Links(made)
    writer = Writer(document, links)
    inner = "".join([*writer.parts(), *map(writer.paragraph, foot(document.publication))])
    body = made.element.body
    section = body.sectPr
    for element in list(parse_xml(f"<w:body {nsdecls('w', 'r')}>{inner}</w:body>")):
        section.addprevious(element)


class _Links:
    """The addresses outside that a document links to, each kept once."""

    def __init__(self, made: Docx) -> None:
        self._relations = made.part.rels
        self._known: dict[str, str] = {}

    def __call__(self, url: str) -> str:
        """The id by which the text names the address."""
        if url not in self._known:
            name = self._known[url] = f"rIdLink{len(self._known) + 1}"
            self._relations.add_relationship(
                RELATIONSHIP_TYPE.HYPERLINK, url, name, is_external=True
            )
        return self._known[url]


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


def _properties(made: Docx, document: Document) -> None:
    about, publication = made.core_properties, document.publication
    about.title = on_one_line(plain(document.title))[:255]
    about.subject = f"Minutes ({status_words(publication)})"
    about.author = on_one_line(publication.published_by)[:255]
    about.last_modified_by = about.comments = about.keywords = ""
    about.language = _LANGUAGE
    about.created = about.modified = publication.as_of or _UNDATED
    about.revision = max(1, publication.version or 1)


def _edges(made: Docx, document: Document) -> None:
    """A4 paper; on each page what it is and its number."""
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    head = section.header.paragraphs[0]
    title = on_one_line(plain(document.title))
    head.text = f"{status_words(document.publication)} · {title}"
    foot_line = section.footer.paragraphs[0]
    foot_line.alignment = WD_PARAGRAPH_ALIGNMENT.CENTER
    foot_line._p.append(parse_xml(_PAGE_NUMBER))


def _stamped(packed: bytes) -> bytes:
    """The same file without the time at which it was packed."""
    found = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(packed)) as source,
        zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return found.getvalue()
