"""Coalitions: the dated lists, the search and the portraits, also as everybody may see them."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from dcbot import dates
from dcbot.errors import NotFound
from dcbot.services import coalitions
from dcbot.services.portraits import portrait
from dcbot.transports.markup import to_plain
from tests.sizes import examples
from tests.texts import any_text
from tests.world import MONDAY_NOON, World


@pytest.mark.parametrize(
    ("year", "count", "unsure", "active"),
    [
        ("2017", 18, 0, True),
        ("April 2017", 18, 0, True),
        ("2020", 21, 0, False),
        ("2024", 21, 16, True),
        ("2025", 21, 16, True),
        ("2024/25", 21, 16, True),
        ("", 37, 0, False),
    ],
)
async def test_a_list_says_how_many_and_how_complete(
    world: World, year: str, count: int, unsure: int, active: bool
) -> None:
    async with world.database.public(MONDAY_NOON) as store:
        found = await coalitions.listing(store, year)

    assert (len(found.entries), len(found.unsure), found.active) == (count, unsure, active)
    assert bool(found.gap) is (unsure > 0 or not year)


async def test_two_were_new_in_2017(world: World) -> None:
    async with world.database.reading() as store:
        found = await coalitions.listing(store, "2017")

    new = [one.title.group.key for one in found.entries if one.new]
    assert new == ["pub", "trade"]


@pytest.mark.parametrize("year", ["2019", "1999", "20177", "last year", "two thousand"])
async def test_a_year_without_a_list_says_which_there_are(world: World, year: str) -> None:
    async with world.database.reading() as store:
        with pytest.raises(NotFound, match="Lists are known of April 2017, 2020 and 2024/25"):
            await coalitions.listing(store, year)


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("libraries", ["pal"]),
        ("library", ["pal"]),
        ("libaries", ["pal"]),
        ("RightsCon", ["dc3", "nn", "pub"]),
        ("net neutrality", ["nn"]),
        ("charter human rights", ["irpc"]),
        ("whales", []),
        ("the of and", []),
        ("!!!", []),
    ],
)
async def test_the_search_finds_what_holds_all_words(
    world: World, words: str, keys: list[str]
) -> None:
    async with world.database.public(MONDAY_NOON) as store:
        found = await coalitions.search(store, words)

    assert [one.title.group.key for one in found.matches] == keys
    assert found.among == 37


async def test_every_portrait_names_sources_and_never_infers_that_one_is_inactive(
    world: World,
) -> None:
    async with world.database.public(MONDAY_NOON) as store:
        for group in await store.groups.all():
            one = await portrait(store, group)
            whole = to_plain(one.whole(office="Secretariat"))
            brief = to_plain(one.brief())
            assert 3 < len(brief.split("\n")) < 7, brief
            for text in (whole, brief):
                assert "inactive" not in text.replace("not say that it is inactive", ""), text
            told = [line for line in whole.split("\n") if line.startswith("- ")]
            assert all(" Source: " in line or _not_told(line) for line in told), whole


def _not_told(line: str) -> bool:
    return "(looked for, " in line or "recorded yet" in line or "can add it" in line


@settings(
    max_examples=examples(40),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(words=any_text(max_size=60))
@pytest.mark.threat("T26")
async def test_any_words_can_be_searched_for(world: World, words: str) -> None:
    async with world.database.reading() as store:
        assert (await coalitions.search(store, words)).among == 37


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("2017", "2017"),
        ("2017-04", "April 2017"),
        ("2010-09-16", "16 September 2010"),
        ("", ""),
        ("2017-13", "2017-13"),
        ("some day", "some day"),
    ],
)
def test_a_partial_date_is_said_as_people_say_it(date: str, said: str) -> None:
    assert dates.said(date) == said


@pytest.mark.parametrize(
    ("date", "since", "until", "holds"),
    [
        ("2020", "2020-11", "2021-12", True),
        ("2024", "2020-11", "2021-12", False),
        ("2017-04", "2022", "", False),
        ("2024", "2022", "", True),
        ("2015", "", "2015", True),
    ],
)
def test_when_a_name_held(date: str, since: str, until: str, holds: bool) -> None:
    assert dates.holds(date, since, until) is holds
