"""Minutes as HTML: for every reader and every browser, and nothing foreign in it does anything."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import given

from dcbot.record.minutes import Gap, GapReason, Minutes
from dcbot.record.outputs import html
from dcbot.record.outputs.publication import Publication
from dcbot.record.outputs.whole import log_alone, whole
from tests.record.outputs.readers import XHTML
from tests.record.outputs.samples import DRAFT, MEETING, at
from tests.record.outputs.strategies import PUBLICATIONS, minutes
from tests.record.outputs.test_every_format import RELAXED

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
_LED = re.compile(r"#|https?://|ftp://|ircs?://|mailto:", re.IGNORECASE)
_ATTRIBUTES = {"class", "id", "href", "rel", "start", "value", "scope", "datetime", "lang", "role"}
_MORE = {"charset", "name", "content", "tabindex", "aria-labelledby"}


def read(page: str) -> Element:
    """The page as a browser reads it; any mistake in it is refused."""
    tree: Element = html5lib.HTMLParser(strict=True).parse(page)
    return tree


def all_of(tree: Element, *names: str) -> Iterator[Element]:
    """The elements of these names, in order."""
    return (one for one in tree.iter() if str(one.tag).removeprefix(XHTML) in names)


def text_of(element: Element) -> str:
    """What is seen of the element."""
    return " ".join("".join(element.itertext()).split())


def test_the_page_has_landmarks_and_headings_in_order() -> None:
    tree = read(html.render(MEETING, DRAFT))

    assert next(all_of(tree, "html")).get("lang") == "en"
    assert [len(list(all_of(tree, name))) for name in ("main", "nav", "footer", "h1")] == [1] * 4
    levels = [int(str(one.tag)[-1]) for one in all_of(tree, "h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    skip = next(all_of(tree, "a"))
    assert skip.get("href") == f"#{next(all_of(tree, 'main')).get('id')}"


def test_tables_say_what_they_are_and_what_their_cells_are_about() -> None:
    tables = list(all_of(read(html.render(MEETING, DRAFT)), "table"))

    assert [text_of(next(all_of(one, "caption"))) for one in tables] == [
        "Votes on: Meet on Tuesdays?",
        "Agenda",
        "Participants",
    ]
    for table in tables:
        rows = list(all_of(table, "tr"))
        assert {one.get("scope") for one in all_of(rows[0], "th", "td")} == {"col"}
        for row in rows[1:]:
            cells = list(all_of(row, "th", "td"))
            assert [one.get("scope") for one in cells] == ["row", *[None] * (len(cells) - 1)]
            assert len(cells) == len(list(all_of(rows[0], "th")))


@RELAXED
@given(minutes(), PUBLICATIONS)
def test_every_link_within_leads_somewhere_and_no_place_is_named_twice(
    of: Minutes, publication: Publication
) -> None:
    tree = read(html.render(of, publication))

    names = Counter(one.get("id") for one in tree.iter() if one.get("id"))
    assert all(count == 1 for count in names.values())
    if publication.with_log or not publication.log_address:
        for link in all_of(tree, "a"):
            address = link.get("href") or ""
            assert not address.startswith("#") or address[1:] in names, address


@pytest.mark.threat("T113")
@RELAXED
@given(minutes(), PUBLICATIONS)
def test_nothing_foreign_becomes_an_element_or_an_address_that_runs(
    of: Minutes, publication: Publication
) -> None:
    tree = read(html.render(of, publication))

    assert not list(all_of(tree, "script", "img", "iframe", "object", "svg", "form"))
    assert {name for one in tree.iter() for name in one.attrib} <= _ATTRIBUTES | _MORE
    for link in all_of(tree, "a"):
        assert re.match(
            r"#|https?://|ftp://|ircs?://|mailto:", link.get("href") or "", re.IGNORECASE
        )


def test_hostile_words_are_shown() -> None:
    page = html.render(replace(MEETING, title=HOSTILE, place=HOSTILE, next_meeting=HOSTILE), DRAFT)

    assert "<script>" not in page and "<img" not in page
    assert text_of(next(all_of(read(page), "h1"))) == HOSTILE


def test_places_have_names_that_stay() -> None:
    tree = read(html.render(MEETING, DRAFT))
    names = {one.get("id"): one for one in tree.iter() if one.get("id")}

    assert text_of(names["decision-7"]).startswith("Decision 7, agreed: The main session is held")
    assert text_of(names["action-12"]).startswith("Action 12. Amina Diallo and João Silva: send")
    assert "round table of 90 minutes" in text_of(names["line-10"])
    assert names["line-10"].get("value") == "10"


def test_minutes_and_log_lead_to_each_other() -> None:
    tree = read(html.render(MEETING, DRAFT))
    names = {one.get("id"): one for one in tree.iter() if one.get("id")}

    def led(name: str) -> set[str | None]:
        return {link.get("href") for link in all_of(names[name], "a")}

    assert "#line-10" in led("decision-7")
    assert "#decision-7" in led("line-10")
    assert {"#action-12", "#action-13"} <= led("line-12")
    assert "#line-8" in led("item-8") and "#item-8" in led("line-8")
    assert "#topic-6" in led("line-6")


def test_where_the_log_stands_elsewhere_links_lead_there_and_back() -> None:
    apart = replace(DRAFT, with_log=False)
    pages = html.written(whole(MEETING, apart)), html.written(log_alone(MEETING, apart))

    there, back = ({one.get("href") for one in all_of(read(page), "a")} for page in pages)
    assert f"{DRAFT.log_address}#line-10" in there and "#line-10" not in there
    assert f"{DRAFT.address}#decision-7" in back and "#line-10" in back
    assert "Annex A4" not in pages[0]


def test_what_was_left_out_still_has_its_places() -> None:
    gap = Gap(line=13, last_line=16, at=at(13), why=GapReason.OFF_RECORD, lines=3, topic=1)
    log = tuple(line for line in MEETING.log if line.line not in (14, 16))
    page = html.render(replace(MEETING, log=log, gaps=(gap,)), DRAFT)
    names = {one.get("id"): one for one in read(page).iter() if one.get("id")}

    assert "3 lines here were off the record." in text_of(names["line-13"])
    assert {"line-14", "line-15", "line-16"} <= names.keys()
    assert text_of(names["line-15"]).endswith("#subtopic Deadlines of 2027 → topic 2.1")


def test_several_meetings_share_a_page_and_no_place_has_the_name_of_another() -> None:
    tree = read(html.written(*[whole(MEETING, DRAFT)] * 3))

    names = [one.get("id") for one in tree.iter() if one.get("id")]
    assert len(set(names)) == len(names)
    assert {"line-10", "meeting-2-line-10", "meeting-3-decision-7"} <= set(names)
    links = {one.get("href") or "" for one in all_of(tree, "a")}
    assert {link[1:] for link in links if link.startswith("#")} <= set(names)


def test_what_runs_right_to_left_is_set_apart() -> None:
    page = html.render(MEETING, DRAFT)

    assert "<bdi>سامي الحداد</bdi>" in page
    assert "<bdi>مساء الخير للجميع</bdi>" in page
    assert "<bdi>Lena Fischer</bdi>" not in page


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see https://x.org/a.", 'see <a href="https://x.org/a" rel="nofollow noopener">'),
        ("(https://x.org/a_(b))", '<a href="https://x.org/a_(b)" rel="nofollow noopener">'),
        ("https://x.org/?a=1&b=2", 'href="https://x.org/?a=1&amp;b=2"'),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("one\ntwo", "one<br>two"),
        ("a\x00b\u202ec", "abc"),
    ],
)
def test_words_of_others(text: str, shown: str) -> None:
    assert shown in html.foreign(text)


def test_the_scribe_sees_what_is_to_settle_and_nobody_else() -> None:
    seen = html.render(MEETING, replace(DRAFT, for_scribe=True))
    public = html.render(MEETING, DRAFT)

    assert "Nobody owns “ask the Secretariat for the room”" in seen and "#hlep" in seen
    assert "Nobody owns" not in public and "#hlep" not in public
