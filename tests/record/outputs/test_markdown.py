"""Minutes as Markdown: what is foreign means nothing in it, on every kind of reader."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from dcbot.record.attendance import Attendance
from dcbot.record.minutes import LineKind, LogLine, Minutes, Topic
from dcbot.record.outputs import markdown
from dcbot.record.outputs.brief import brief
from dcbot.record.outputs.publication import Publication
from dcbot.record.outputs.whole import whole
from dcbot.transports.markup import to_html, to_plain
from tests.record.outputs.readers import bare, seen_in_markdown
from tests.record.outputs.samples import DRAFT, MEETING, OPENED, OUTLINE, ROUND_TABLE
from tests.record.outputs.strategies import PUBLICATIONS, minutes
from tests.record.outputs.test_every_format import RELAXED


@pytest.mark.parametrize(
    "text",
    [
        "plain words, and a full stop.",
        "*stars* _lines_ `ticks` ~~struck~~",
        "[words](https://x.org) ![picture](x)",
        "<b>bold</b> <script>",
        "&amp; &#33; &nbsp;",
        "# no heading #",
        "1. no list",
        "- no list\n- at all",
        "no heading\n===",
        "no rule\n---",
        "a | table | of | three",
        "back\\slash\\",
        "> no quote",
        "    no code",
        "ends in blanks  \nnext",
    ],
)
def test_words_of_others_stay_words(text: str) -> None:
    made = Minutes(
        title=text,
        topics=(Topic(title=text, number="1", line=1),),
        decisions=(replace(MEETING.decisions[0], text=text, reserves=()),),
        attendance=Attendance(people=(replace(MEETING.attendance.people[0], name=text),)),
        next_meeting=text,
        log=(LogLine(line=1, at=OPENED, kind=LineKind.SAID, name=text, text=text),),
    )
    seen = bare(seen_in_markdown(markdown.render(made)))

    # Title, topic, decision, twice as present, next meeting, and twice in the log.
    assert seen.count(bare(text)) == 8


def test_links_are_links_and_lists_go_on() -> None:
    tokens = MarkdownIt("commonmark").parse(markdown.render(MEETING, DRAFT))

    links = {
        token.attrs["href"]
        for block in tokens
        for token in block.children or ()
        if token.type == "link_open"
    }
    assert "https://www.intgovforum.org/en/content/dc-main-session_(draft)" in links
    assert f"{DRAFT.log_address}#line-10" in links
    assert f"{DRAFT.address}#decision-7" in links
    starts = [token.attrs.get("start", 1) for token in tokens if token.type == "ordered_list_open"]
    assert starts[0] == 1 and starts == sorted(starts)


def test_the_brief_form_can_be_said_in_a_room_and_by_mail() -> None:
    text = markdown.written(brief(MEETING, DRAFT), tables=False)

    assert ROUND_TABLE in to_plain(text) and OUTLINE in to_plain(text)
    assert "<strong>Decision 7, agreed:</strong>" in to_html(text)
    assert f"Minority view of {MEETING.decisions[0].reserves[0].name}" in bare_of(to_plain(text))


def bare_of(text: str) -> str:
    """The text without marks of direction."""
    return text.replace("\u2068", "").replace("\u2069", "")


@RELAXED
@given(minutes(), PUBLICATIONS)
def test_the_markdown_of_rooms_reads_it_alike(of: Minutes, publication: Publication) -> None:
    made = whole(of, publication)
    seen = bare(to_plain(markdown.written(made, tables=False)))

    for text in (*(one.text for one in of.actions), *(one.text for one in of.decisions)):
        # An address is shown as it is sent, with its foreign letters as numbers.
        assert "://" in text or bare(text) in seen


def test_tables_can_be_sentences() -> None:
    made = whole(replace(MEETING), DRAFT)

    assert "| Name | For |" in markdown.written(made)
    assert "| Name | For |" not in markdown.written(made, tables=False)
    assert "Amina Diallo (DCAD, representative" in markdown.written(made, tables=False)
