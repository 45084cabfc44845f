"""Series give the moments that their rules, exceptions and clocks make, and no others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dcbot.when.occurrences import Series, aligned, between, gives, occurrences, originals
from dcbot.when.occurrences import until_in_utc as in_utc
from tests.sizes import examples

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def moments(series: Series, after: datetime = NOW, limit: int = 3) -> list[str]:
    """The next ones, as 2026-12-01T13:00."""
    return [f"{one.at:%Y-%m-%dT%H:%M}" for one in occurrences(series, after=after, limit=limit)]


def test_clock_time_stays_when_clocks_change() -> None:
    series = Series(datetime(2026, 1, 6, 14), "Europe/Zurich", "FREQ=MONTHLY;BYDAY=1TU")

    found = moments(series, datetime(2027, 2, 1, tzinfo=UTC))

    assert found == ["2027-02-02T13:00", "2027-03-02T13:00", "2027-04-06T12:00"]


def test_monthly_but_for_august() -> None:
    months = ",".join(str(month) for month in range(1, 13) if month != 8)
    series = Series(datetime(2026, 1, 6, 14), "UTC", f"FREQ=MONTHLY;BYDAY=1TU;BYMONTH={months}")

    found = moments(series, datetime(2027, 7, 1, tzinfo=UTC))

    assert found == ["2027-07-06T14:00", "2027-09-07T14:00", "2027-10-05T14:00"]


def test_once_is_once() -> None:
    series = Series(datetime(2026, 12, 1, 9), "America/Vancouver")

    assert moments(series) == ["2026-12-01T16:00"]
    assert moments(series, datetime(2026, 12, 1, 16, tzinfo=UTC)) == []


def test_left_out_is_later_and_repeated_is_the_first() -> None:
    series = Series(datetime(2027, 1, 3, 2, 30), "Europe/Zurich", "FREQ=WEEKLY")

    spring = occurrences(series, after=datetime(2027, 3, 27, tzinfo=UTC), limit=1)[0]
    autumn = occurrences(series, after=datetime(2027, 10, 30, tzinfo=UTC), limit=1)[0]

    assert (spring.at, spring.left_out) == (datetime(2027, 3, 28, 1, 30, tzinfo=UTC), True)
    assert (autumn.at, autumn.comes_twice) == (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), True)


def test_skipped_and_moved() -> None:
    first, second, third = (datetime(2026, 12, day, 14) for day in (1, 8, 15))
    series = Series(
        first,
        "Europe/Zurich",
        "FREQ=WEEKLY;COUNT=4",
        skipped=frozenset({first}),
        moved={second: datetime(2026, 12, 30, 9)},
    )

    found = occurrences(series, after=NOW, limit=9)

    assert [one.original.day for one in found] == [15, 22, 8]
    assert found[0].original == third and not found[0].moved
    assert found[2].moved and found[2].at == datetime(2026, 12, 30, 8, tzinfo=UTC)


def test_moved_backwards_is_found_before_its_original() -> None:
    original = datetime(2026, 12, 29, 14)
    series = Series(
        datetime(2026, 12, 1, 14), "UTC", "FREQ=WEEKLY", moved={original: datetime(2026, 11, 25, 9)}
    )

    assert moments(series, limit=2) == ["2026-11-25T09:00", "2026-12-01T14:00"]


@pytest.mark.parametrize(
    ("until", "last"),
    [
        pytest.param("20261215T130000Z", 15, id="utc"),
        pytest.param("20261215T125959Z", 8, id="utc-one-second-before"),
        pytest.param("20261215T140000", 15, id="local"),
        pytest.param("20261215", 15, id="date"),
        pytest.param("20261214", 8, id="date-before"),
    ],
)
def test_end_of_a_rule_counts_itself(until: str, last: int) -> None:
    series = Series(datetime(2026, 12, 1, 14), "Europe/Zurich", f"FREQ=WEEKLY;UNTIL={until}")

    assert [one.original.day for one in occurrences(series, after=NOW, limit=9)][-1] == last
    again = Series(series.start, series.zone, in_utc(series.rule, series.zone))
    assert occurrences(again, after=NOW, limit=9) == occurrences(series, after=NOW, limit=9)


def test_start_that_the_rule_does_not_give_is_aligned() -> None:
    series = Series(datetime(2026, 12, 3, 14), "UTC", "FREQ=MONTHLY;BYDAY=1TU")

    assert aligned(series).start == datetime(2027, 1, 5, 14)
    assert aligned(aligned(series)) == aligned(series)


@pytest.mark.parametrize("rule", ["FREQ=HOURLY", "FREQ=SECONDLY;INTERVAL=2", "FREQ=OFTEN", "x"])
def test_other_rules_are_refused(rule: str) -> None:
    with pytest.raises(ValueError):
        occurrences(Series(datetime(2026, 12, 1, 14), "UTC", rule), after=NOW, limit=1)


def test_what_the_rule_gives_is_known() -> None:
    series = Series(datetime(2020, 1, 7, 14), "UTC", "FREQ=MONTHLY;BYDAY=1TU")

    assert gives(series, datetime(2026, 12, 1, 14))
    assert not gives(series, datetime(2026, 12, 2, 14))
    assert not gives(series, datetime(2026, 12, 1, 15))
    assert not gives(Series(series.start, "UTC"), datetime(2026, 12, 1, 14))


RULES = st.builds(
    lambda frequency, interval, more: f"FREQ={frequency};INTERVAL={interval}{more}",
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.integers(1, 5),
    st.sampled_from(
        ["", ";COUNT=300", ";BYDAY=TU", ";BYDAY=TU,TH;WKST=SU", ";BYMONTH=1,2,3", ";UNTIL=20280101"]
    ),
)


@settings(max_examples=examples(120), deadline=None)
@given(
    RULES,
    st.datetimes(datetime(2019, 1, 1), datetime(2026, 1, 1)),
    st.datetimes(datetime(2019, 1, 1), datetime(2028, 1, 1)),
)
def test_beginning_later_changes_nothing(rule: str, start: datetime, since: datetime) -> None:
    start, since = start.replace(microsecond=0), since.replace(microsecond=0)
    series = Series(start, "UTC", rule)
    end = since + timedelta(days=400)

    quick = [one for one in between(series, since.replace(tzinfo=UTC), end.replace(tzinfo=UTC))]
    plain = []
    for original in originals(series):
        if original >= end:
            break
        if original >= since:
            plain.append(original)

    assert [one.original for one in quick] == plain
