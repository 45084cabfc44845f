"""Pictures say what the words beside them say: the year's dates on a line, actions by month."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import lxml.html
from aiohttp.test_utils import TestClient

from dcbot.web.pictures import Dated, columns, months_of, months_until, timeline
from storage.base import Audience
from storage.cycles import CycleDate, DateKind
from storage.database import Database
from tests.web.stage import NOW, visiting

TODAY = date(2026, 11, 23)


def on(day: str, until: str = "", kind: DateKind = DateKind.DEADLINE) -> Dated:
    """A date of a cycle."""
    row = CycleDate(
        cycle_id=1, key=day, uid=day, what=day, kind=kind, day=day, until=until, changed_at=NOW
    )
    return Dated.of(row)


def test_dates_stand_where_they_lie_in_the_months() -> None:
    dates = [on("2026-11-01"), on("2026-12-31"), on("2026-12-01", "2026-12-31")]
    found = timeline(dates, TODAY)

    assert found is not None and [words for _, words in found.months] == ["Nov", "Dec"]
    assert [one.x for one in found.marks] == [0, round(100 * 60 / 61, 2), round(100 * 30 / 61, 2)]
    assert found.marks[2].width == round(found.marks[1].x - found.marks[2].x, 2)
    assert found.today == round(100 * 22 / 61, 2)
    assert timeline(dates, date(2027, 1, 1)).today is None  # type: ignore[union-attr]
    assert timeline([], TODAY) is None
    since = timeline(dates[1:2], TODAY, TODAY)
    assert since and since.first == found.first and since.today == found.today


def test_dates_that_are_near_stand_one_above_the_other() -> None:
    near = timeline([on("2026-12-10"), on("2026-12-11"), on("2026-12-31")], TODAY)
    one_month = timeline([on("2026-12")], TODAY)

    assert near and [one.row for one in near.marks] == [0, 1, 0] and near.rows == 2
    assert one_month and (one_month.marks[0].x, one_month.marks[0].width) == (0, 0)


def test_of_a_long_time_only_some_months_are_named() -> None:
    found = timeline([on("2024-01-05"), on("2026-12-11")], TODAY)

    assert found and len(found.months) == 6 and found.months[1][1] == "Jul"


def test_actions_are_counted_by_month_and_what_is_open_goes_on() -> None:
    months = months_until(TODAY, 3)
    given = [datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 11, 23, tzinfo=UTC)]
    found = columns(months, 4, given, [datetime(2026, 10, 31, 23, tzinfo=UTC)])

    assert found and found.most == 1
    assert [(str(one.month), one.given, one.closed, one.open) for one in found.months] == [
        ("2026-09", 1, 0, 5),
        ("2026-10", 0, 1, 4),
        ("2026-11", 1, 0, 5),
    ]
    assert columns(months, 0, [], []) is None
    assert len(months_of(2026, TODAY)) == 11 and len(months_of(2025, TODAY)) == 12


async def test_the_picture_of_actions_says_what_its_table_says(filled: Database) -> None:
    async with filled.transaction() as store:
        group = await store.groups.by_key("dccg")
        action = await store.actions.numbered(group.id, 12) if group else None
        hidden = await store.actions.numbered(group.id, 14) if group else None
        assert action and hidden and hidden.audience is Audience.GROUP
        action.state, action.closed_at = type(action.state)("done"), NOW - timedelta(days=2)
    async with visiting(filled) as site:
        for path in ("/actions", "/groups/dccg/actions", "/actions/2026"):
            async with site.get(path) as answer:
                tree = lxml.html.fromstring(await answer.text())
            (picture,) = tree.xpath("//figure/svg")
            rows = [row.xpath("./*/text()") for row in tree.xpath("//figure//tbody/tr")]
            drawn = picture.xpath("./text[@class='strong']/text()")

            assert "given and closed by month" in picture.get("aria-label")
            assert [row[3] for row in rows] == drawn, path
            # Two were given that everybody may know of; one was closed at once, one this month.
            assert rows[-3:] == [
                ["September 2026", "2", "1", "1"],
                ["October 2026", "0", "0", "1"],
                ["November 2026", "0", "1", "0"],
            ]
            assert len(picture.xpath("./rect[@class='hollow']")) == 1
            assert len(picture.xpath("./rect[@class='solid']")) == 2


async def test_the_picture_of_a_year_has_a_number_for_each_date_of_its_list(
    site: TestClient,
) -> None:
    async with site.get("/cycles/2099") as answer:
        page = await answer.text()
    tree = lxml.html.fromstring(page)
    (picture,) = tree.xpath("//svg[@role='img']")
    listed = tree.xpath("//ol[contains(@class, 'numbered')]/li")

    numbers = picture.xpath(".//svg/text/text()")
    assert numbers == [one.xpath("string(.//*[@class='number'])").strip() for one in listed]
    assert picture.get("aria-label").startswith("2 dates of IGF 2099")
    assert "17 days left" in page and "21 days left" in page
    assert not re.search(r"<svg[^>]*style=|<script", page)


async def test_the_first_page_shows_the_year_ahead_with_today(site: TestClient) -> None:
    async with site.get("/") as answer:
        tree = lxml.html.fromstring(await answer.text())
    (year,) = tree.xpath("//section[@aria-labelledby='year']")
    (picture,) = year.xpath("./figure/svg")

    assert picture.get("aria-label").startswith("2 dates of the year ahead, from November 2026 to")
    assert picture.xpath("./text[text()='today']")
    assert picture.xpath(".//svg/text/text()") == year.xpath("./ol//*[@class='number']/text()")
    assert len(picture.xpath(".//svg/path")) == len(picture.xpath(".//svg/rect")) == 1
