"""What the bot says back, read again, means the same, in every language."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from dcbot.when.lexicon import LANGUAGES
from dcbot.when.reading import Day, Days, Instant, Range, Rule, read
from dcbot.when.recurring import first, moment
from dcbot.when.rules import NAMES
from dcbot.when.saying import say
from dcbot.when.zone_senses import clock_of
from tests.sizes import examples

NOW = datetime(2026, 11, 18, 10, 30, tzinfo=UTC)
ZONES = (
    *("UTC", "Europe/Zurich", "America/New_York", "Asia/Kathmandu", "America/Sao_Paulo"),
    *("Africa/Casablanca", "Africa/Cairo", "Australia/Lord_Howe", "Pacific/Kiritimati"),
    *("Asia/Tehran", "America/St_Johns", "Europe/Dublin", "+05:45", "-12:00", "+14:00"),
)
FIRST, LAST = (datetime.combine(date(year, 1, 1), time()) for year in (2000, 2100))
languages = some.sampled_from(LANGUAGES)
zones = some.sampled_from(ZONES)
moments = some.datetimes(min_value=FIRST, max_value=LAST, timezones=some.just(UTC)).map(
    lambda moment: moment.replace(microsecond=0)
)
days = some.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))


def at(utc: datetime, zone: str) -> Instant:
    local = utc.astimezone(clock_of(zone)).replace(tzinfo=None, fold=0)
    return Instant(local, zone, utc, True)


def again(words: str, language: str) -> object:
    """The words, read by somebody who lives elsewhere."""
    return read(words, now=NOW, zone="Asia/Tokyo", language=language)


@given(moments, zones, languages)
@settings(max_examples=examples(400), deadline=None)
def test_a_moment_read_again_is_the_same_moment(utc: datetime, zone: str, language: str) -> None:
    words = say(at(utc, zone), language)
    found = again(words, language)

    assert isinstance(found, Instant), (words, found)
    assert found.utc == utc, (words, found)


@given(moments, some.integers(1, 6000), zones, languages)
@settings(max_examples=examples(200), deadline=None)
def test_a_range_read_again_is_the_same_range(
    utc: datetime, minutes: int, zone: str, language: str
) -> None:
    said = Range(at(utc, zone), at(utc + timedelta(minutes=minutes), zone))
    words = say(said, language)
    found = again(words, language)

    assert isinstance(found, Range), (words, found)
    assert (found.start.utc, found.end.utc) == (said.start.utc, said.end.utc), (words, found)


@given(days, some.integers(1, 500), languages)
@settings(max_examples=examples(200), deadline=None)
def test_days_read_again_are_the_same_days(day: date, more: int, language: str) -> None:
    alone, span = Day(day), Days(Day(day), Day(day + timedelta(days=more)))

    found = again(say(alone, language), language)
    assert isinstance(found, Day) and found.date == day, (say(alone, language), found)
    both = again(say(span, language), language)
    assert isinstance(both, Days), (say(span, language), both)
    assert (both.first.date, both.last.date) == (day, span.last.date), say(span, language)


ordinals = some.sampled_from((1, 2, 3, 4, -1, -2))
weekday_names = some.sampled_from(NAMES)
patterns = some.one_of(
    some.just("FREQ=DAILY"),
    some.builds(
        lambda step, names: f"FREQ=WEEKLY{step}BYDAY={','.join(sorted(names, key=NAMES.index))}",
        some.sampled_from((";", ";INTERVAL=2;", ";INTERVAL=3;")),
        some.sets(weekday_names, min_size=1, max_size=5),
    ),
    some.builds(
        lambda step, number, name: f"FREQ=MONTHLY{step}BYDAY={number}{name}",
        some.sampled_from((";", ";INTERVAL=2;", ";INTERVAL=3;")),
        ordinals,
        weekday_names,
    ),
    some.builds(
        lambda name: f"FREQ=MONTHLY;BYDAY=1{name},3{name}",
        weekday_names,
    ),
    some.builds(lambda name: f"FREQ=MONTHLY;BYDAY=1{name};BYMONTH=1,4,7,10", weekday_names),
    some.builds(
        lambda name: f"FREQ=MONTHLY;BYDAY=2{name};BYMONTH=1,2,3,4,5,6,7,9,10,11,12", weekday_names
    ),
    some.builds(lambda day: f"FREQ=MONTHLY;BYMONTHDAY={day}", some.integers(1, 31)),
    some.just("FREQ=MONTHLY;BYMONTHDAY=-1"),
    some.builds(
        lambda month, day: f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}",
        some.integers(1, 12),
        some.integers(1, 28),
    ),
)
ends = some.sampled_from(("", ";COUNT=6", ";UNTIL"))


@given(patterns, ends, zones, languages, some.booleans(), some.integers(0, 86340), some.booleans())
@settings(max_examples=examples(500), deadline=None)
def test_a_rule_read_again_comes_at_the_same_times(
    pattern: str, end: str, zone: str, language: str, skip: bool, seconds: int, all_day: bool
) -> None:
    clock = datetime.combine(date(2027, 1, 1), time()) + timedelta(
        seconds=0 if all_day else seconds // 60 * 60
    )
    begin = first(Rule(pattern, clock, zone), 1)[0].local
    if end == ";UNTIL":
        last = datetime.combine(begin.date() + timedelta(days=200), datetime.max.time())
        end = f";UNTIL={moment(last.replace(microsecond=0), zone).utc:%Y%m%dT%H%M%SZ}"
    said = Rule(pattern + end, begin, zone, all_day=all_day, zone_said=True)
    if skip and len(first(said, 3)) > 2:
        left_out = first(said, 3)[1].local
        said = Rule(said.rrule, begin, zone, (left_out,), all_day=all_day, zone_said=True)
    words = say(said, language)
    found = read(words, now=NOW, zone=zone, language=language)

    assert isinstance(found, Rule), (words, found)
    assert [each.utc for each in first(found, 8)] == [each.utc for each in first(said, 8)], words
    assert (found.all_day, found.zone) == (all_day, zone)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_moment_is_said_with_weekday_date_clock_zone_and_offset(language: str) -> None:
    words = say(at(datetime(2026, 12, 1, 13, tzinfo=UTC), "Europe/Zurich"), language)

    assert "14:00" in words and "Europe/Zurich" in words and "UTC+01:00" in words
    assert "2026" in words and "1" in words
