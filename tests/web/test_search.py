"""The page to search in finds what everybody may read, and nothing else, whatever is typed."""

from __future__ import annotations

import re

import pytest
from aiohttp.test_utils import TestClient
from markupsafe import escape

from tests.web.stage import SECRET


async def found(site: TestClient, **asked: str) -> str:
    """The text of the page after something was typed."""
    async with site.get("/search", params=asked) as answer:
        assert answer.status == 200
        page = re.sub(r"<form.*</form>|<style.*</style>", "", await answer.text(), flags=re.DOTALL)
    return " ".join(re.sub(r"<(?!/?mark)[^>]+>", " ", page).split())


@pytest.mark.parametrize(
    "words",
    [
        "Tuesdays",
        "tuesday",
        "TUESDAY meet",
        "“meet on”",
        '"meet on"',
        "tues*",
        "we meet on a tuesday",
    ],
)
async def test_a_decision_is_found_by_its_words(site: TestClient, words: str) -> None:
    page = await found(site, q=words)

    assert "Decision DCCG 7" in page and "agreed, withdrawn" in page
    assert "<mark>" in page


async def test_words_that_stand_together_are_found_only_so(site: TestClient) -> None:
    assert "Decision DCCG 7" not in await found(site, q='"on meet"')
    assert "Decision DCCG 7" in await found(site, q="on meet")


async def test_filters_narrow_and_one_that_says_nothing_is_left_out(site: TestClient) -> None:
    assert "Decision DCCG 7" not in await found(site, q="tuesdays", kind="actions")
    assert "Action DCCG 12" in await found(site, q="tuesdays", kind="actions")
    assert "Decision DCCG 7" in await found(site, q="tuesdays", year="2026")
    assert "Nothing is found" in await found(site, q="tuesdays", year="2019")
    assert "Nothing is found" in await found(site, q="tuesdays", group="dcad")
    assert "Decision DCCG 7" in await found(site, q="tuesdays", kind="<b>", year="x", group="??")


async def test_groups_are_found_by_what_is_known_of_them(site: TestClient) -> None:
    page = await found(site, q="accessib*")

    assert "Dynamic Coalition on Accessibility and Disability" in page
    assert "Dynamic Coalition on Accessibility and Disability" in await found(site, q="disability")


async def test_what_holds_only_some_of_the_words_is_shown_as_that(site: TestClient) -> None:
    page = await found(site, q="tuesdays zeppelin")

    assert "Nothing holds all of “tuesdays zeppelin”; these hold the most of it" in page
    assert "Nothing is found for “zeppelin”" in await found(site, q="zeppelin")


@pytest.mark.threat("T73")
async def test_what_is_not_public_is_not_found(site: TestClient) -> None:
    for words in (SECRET, "secret", "secr*", "late in Asia"):
        page = await found(site, q=words)
        assert "DCCG 8" not in page and "DCCG 14" not in page


@pytest.mark.threat("T75")
@pytest.mark.parametrize(
    "words",
    [
        *("", " ", "*", "%", "_", '"', "“”", "<script>alert(1)</script>", "' OR 1=1 --", "\x00"),
        *(
            "a" * 5000,
            "* " * 2000,
            '"' * 301,
            "%" * 300,
            "日本",
            "هيئة",
            "\ud83c\udf10".encode("utf-16", "surrogatepass").decode("utf-16"),
        ),
    ],
)
async def test_whatever_is_typed_is_answered(site: TestClient, words: str) -> None:
    async with site.get("/search", params={"q": words}) as answer:
        page = await answer.text()

    assert answer.status == 200
    assert "<script" not in page and "DCCG 8" not in page
    # What was typed stands in the form again, as far as it can be seen.
    assert f'value="{escape(words.strip()[:20].replace(chr(0), ""))}' in page
