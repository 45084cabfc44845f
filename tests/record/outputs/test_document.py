"""Minutes as docx: what Word and screen readers need is there, and the file is always sound."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import docx
from docx.document import Document as Docx
from docx.oxml.ns import qn
from hypothesis import given

from dcbot.record.minutes import Minutes
from dcbot.record.outputs import document
from dcbot.record.outputs.publication import Publication
from tests.record.outputs.samples import DRAFT, MEETING
from tests.record.outputs.strategies import PUBLICATIONS, minutes
from tests.record.outputs.test_every_format import RELAXED


def opened(file: bytes) -> Docx:
    """The file as Word opens it."""
    return docx.Document(io.BytesIO(file))


SAMPLE = opened(document.render(MEETING, DRAFT))


def test_headings_are_headings_and_in_order() -> None:
    styles = [(one.style.name if one.style else "", one.text) for one in SAMPLE.paragraphs]
    headings = [(name, text) for name, text in styles if name.startswith("Heading")]

    assert headings[0] == ("Heading 1", "DCCG meeting 97")
    assert ("Heading 2", "Topic 1: Main session") in headings
    assert ("Heading 3", "Topic 2.1: Deadlines of 2027") in headings
    assert [name for name, _ in headings].count("Heading 1") == 1


def test_paragraphs_are_numbered_by_one_list() -> None:
    numbered = [one for one in SAMPLE.paragraphs if one.style and one.style.name == "List Number"]
    style = SAMPLE.styles["List Number"].element

    assert len(numbered) == 22
    assert numbered[0].text.startswith("The meeting was opened on Tuesday 1 December 2026")
    # One list has one number in the style; none of the paragraphs begins another one.
    assert style.find(f".//{qn('w:numId')}") is not None
    assert all(one._p.find(f".//{qn('w:numId')}") is None for one in numbered)


def test_tables_repeat_their_header_row() -> None:
    assert len(SAMPLE.tables) == 3
    for table in SAMPLE.tables:
        first, *others = (row._tr for row in table.rows)
        assert first.find(f".//{qn('w:tblHeader')}") is not None
        assert all(row.find(f".//{qn('w:tblHeader')}") is None for row in others)
    assert [cell.text for cell in SAMPLE.tables[1].rows[0].cells][:2] == ["Number", "Point"]


def test_the_language_the_title_and_what_it_is_are_known() -> None:
    defaults = SAMPLE.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")

    assert defaults is not None and defaults.get(qn("w:val")) == "en-GB"
    assert SAMPLE.core_properties.title == "DCCG meeting 97"
    assert SAMPLE.core_properties.language == "en-GB"
    assert SAMPLE.core_properties.author == DRAFT.published_by
    assert SAMPLE.sections[0].header.paragraphs[0].text == "DRAFT · DCCG meeting 97"


def test_what_runs_right_to_left_is_marked() -> None:
    runs = [
        run.text
        for run in SAMPLE.element.body.iter(qn("w:r"))
        if run.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is not None
    ]

    assert "مساء الخير للجميع" in runs and "سامي الحداد" in runs
    assert "نعترض على المدة" in runs


@RELAXED
@given(minutes(), PUBLICATIONS)
def test_every_link_leads_somewhere(of: Minutes, publication: Publication) -> None:
    made = opened(document.render(of, publication))
    body, known = made.element.body, made.part.rels

    marks = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert len(set(marks)) == len(marks)
    for link in body.iter(qn("w:hyperlink")):
        anchor, relation = link.get(qn("w:anchor")), link.get(qn("r:id"))
        assert (anchor in marks) if anchor else (relation in known)
        if publication.with_log or not publication.log_address:
            continue
        assert not (anchor or "").startswith("line_")


def test_same_minutes_are_the_same_file_and_it_bears_no_clock() -> None:
    file = document.render(MEETING, DRAFT)

    assert file == document.render(MEETING, DRAFT)
    with zipfile.ZipFile(io.BytesIO(file)) as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert packed.testzip() is None
    assert file != document.render(replace(MEETING, title="Another one"), DRAFT)
