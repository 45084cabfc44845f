"""Documents: what is read of each format, what is left out of it, and what cannot be read."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest

from dcbot import documents
from dcbot.errors import BadArgument
from dcbot.file_reading import read_file
from dcbot.services.output_checks import findings
from dcbot.services.output_templates import DEFAULT, Template, in_words, read
from dcbot.services.output_text import read as text_of


def word_file() -> bytes:
    """A Word file with a title, two headings, a list, a table and words in bold."""
    made = docx.Document()
    made.add_heading("Paths & principles", 0)
    made.add_heading("Summary", 1)
    made.add_paragraph("Neighbours <build> ").add_run("networks").bold = True
    made.add_paragraph("first", style="List Bullet")
    made.add_heading("Minority views", 1)
    table = made.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "one", "two"
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def test_a_word_file_is_read_with_its_headings() -> None:
    found = documents.read(word_file())

    assert found["kind"] == "docx"
    assert found["html"] == (
        "<h1>Paths &amp; principles</h1>\n<h2>Summary</h2>\n"
        "<p>Neighbours &lt;build&gt; <strong>networks</strong></p>\n<ul><li>first</li></ul>\n"
        "<h2>Minority views</h2>\n<table><tbody><tr><td>one</td><td>two</td></tr></tbody></table>"
    )


@pytest.mark.parametrize(
    ("data", "kind", "html"),
    [
        (b"# One\n\ntwo *three*", "markdown", "<h1>One</h1>\n<p>two <em>three</em></p>"),
        (b"One\n===\n\ntwo", "markdown", "<h1>One</h1>\n<p>two</p>"),
        (b"One < two\n\nthree", "text", "<p>One &lt; two</p>\n<p>three</p>"),
        (b"<html><body><h1>One</h1></body></html>", "html", "<h1>One</h1>"),
        (b"%PDF-1.7 anything", "pdf", ""),
    ],
)
def test_each_format_is_told_by_its_content(data: bytes, kind: str, html: str) -> None:
    found = documents.read(data)

    assert (found["kind"], found["html"]) == (kind, html)


@pytest.mark.parametrize(
    "foreign",
    [
        "<p onclick='x()'>a</p>",
        "<p>a<script>x()</script></p>",
        "<p>a<img src=x onerror=x()></p>",
        "<p>a</p><iframe src='https://a.b'>x()</iframe>",
        "<p style='position:fixed'>a</p><style>x()</style>",
        "<p><a href='javascript:x()'>a</a></p>",
        "<p>a<svg><script>x()</script></svg></p>",
    ],
)
def test_foreign_html_can_only_be_read(foreign: str) -> None:
    html = documents.read(foreign.encode())["html"]

    assert "a" in html and not any(
        word in html for word in ("x()", "script", "style", "onclick", "src", "iframe")
    )


def packed(**parts: bytes) -> bytes:
    """A packed file with these parts."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), body)
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"  \n", "The file is empty."),
        (b"<html><body><img src=x></body></html>", "It holds no text."),
        (packed(other=b"x"), "It is a packed file, and no Word file."),
        (packed(word__document_xml=b"<broken"), "It is a damaged Word file"),
        (word_file()[:900], "It is a damaged Word file"),
        (packed(word__document_xml=b"0" * 41_000_000), "The Word file unpacks into 41 MB"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "It is an old Word file"),
        (b"word " * 130_000, "It holds more than 600,000 characters"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, why: str) -> None:
    with pytest.raises(BadArgument, match=why.replace(".", r"\.")):
        documents.read(data)


async def test_the_child_process_reads_documents(tmp_path: Path) -> None:
    file = tmp_path / "paper"
    file.write_bytes(word_file())

    found = await read_file(file, 60.0, reader="document")

    assert found["kind"] == "docx" and "<h2>Summary</h2>" in found["html"]


WHOLE = "<h1>1. Summary</h1><p>One two.</p><h1>Minority views</h1><p>None were voiced.</p>"


@pytest.mark.parametrize(
    ("html", "template", "said"),
    [
        (WHOLE, DEFAULT, []),
        (WHOLE, Template("t", ("Summary",), 20), []),
        (WHOLE, Template("t", ("Findings",)), ["It has no section “Findings”."]),
        ("<h1>Summary</h1>" + WHOLE[19:], Template("t", ("Sumary",), 0), []),
        ("<h2>Summary</h2><h2>Dissent</h2><p>None.</p>", Template("t", ("Summary",)), None),
        ("<p>One two three.</p>", Template("t", (), 2, dissent=False), None),
        ("<p>One.</p>", Template("t"), None),
        ("<p>TBD</p>", Template("t", dissent=False), ["“TBD” stands in it still."]),
    ],
)
def test_what_is_missing_is_said_in_sentences(
    html: str, template: Template, said: list[str] | None
) -> None:
    found = findings(text_of(html), template)

    if said is not None:
        assert found == said
    else:
        assert len(found) == 1 and found[0].endswith(".")


def test_the_text_of_a_document_is_plain_and_its_words_are_counted() -> None:
    found = text_of('<h1>A</h1><p>b <a href="https://c.org">c</a></p><ul><li>d</li></ul>')

    assert found.plain == "\nA\nb c (https://c.org)\n- d"
    assert (found.words, [one.title for one in found.sections]) == (5, ["A"])


def test_a_template_is_said_and_read_back() -> None:
    template = read("Sections: Summary; Findings\nWords: 2,000 words\nDissent: no", DEFAULT)

    assert template == Template("dcbot default", ("Summary", "Findings"), 2000, dissent=False)
    assert read("Words: none", template).words == 0
    assert "nobody's official format" in in_words(DEFAULT)
    for wrong in ("", "Colour: blue", "Words: many", "Dissent: perhaps"):
        with pytest.raises(BadArgument):
            read(wrong, DEFAULT)
