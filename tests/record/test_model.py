"""The records of a meeting: equal where they say the same, and nobody changes them afterwards."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest

from dcbot.record.facts import Facts
from dcbot.record.journal import Entry
from dcbot.record.minutes import Item, ItemKind, Minutes, Topic

AT = datetime(2018, 5, 1, 13, 32, tzinfo=UTC)


def a_topic() -> Topic:
    """A topic with one item, made anew each time."""
    item = Item(kind=ItemKind.INFO, text="x", by="@a:x", name="Ana", at=AT, line=2)
    return Topic(title="News", number="1", by="@a:x", name="Ana", at=AT, line=1, items=(item,))


def test_minutes_that_say_the_same_are_equal() -> None:
    assert Minutes(title="t", topics=(a_topic(),)) == Minutes(title="t", topics=(a_topic(),))
    assert Minutes(title="t", topics=(a_topic(),)) != Minutes(title="t")


def test_items_of_all_topics_come_in_order() -> None:
    minutes = Minutes(topics=(Topic(title=""), a_topic(), a_topic()))

    assert [item.line for item in minutes.items] == [2, 2]


@pytest.mark.parametrize("record", [Minutes(), Facts(), Entry(number=1, at=AT, by="a", name="A")])
def test_nothing_is_changed_afterwards(record: object) -> None:
    first = dataclasses.fields(record)[0].name  # type: ignore[arg-type]

    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(record, first, "other")


def test_decisions_are_told_from_other_items() -> None:
    assert [kind.value for kind in ItemKind if kind.decides] == [
        "agreed",
        "accepted",
        "rejected",
        "failed",
        "inconclusive",
    ]
