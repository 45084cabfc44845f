"""Slot tables: decisions that come back are read, and each mistake is told with its row."""

from __future__ import annotations

import pytest

from dcbot.errors import BadArgument
from dcbot.services.slot_tables import read
from storage.slots import Result


def test_decisions_and_places_are_read_and_mistakes_named() -> None:
    head = ["Coalition", "Result", "Why", "Starts", "Time zone", "Minutes", "Room"]
    rows = [
        (1, ["Slots of 2017"]),
        (2, head),
        (3, ["DC3", "accept", "", "2017-12-19 10:00", "Europe/Zurich", "60", "XXVI"]),
        (4, ["DCAD", "Rejected", "no report"]),
        (5, ["PAL", ""]),
        (6, ["IRPC", "perhaps"]),
        (7, ["DC-NN", "accept", "", "19 December"]),
        (8, ["DC-IoT", "accept", "", "2017-12-19 10:00", "Geneva"]),
        (9, ["YCIG", "waitlist", "", "", "", "an hour"]),
    ]

    found = read(rows)

    assert [(one.coalition, one.result, one.why) for one in found.wanted] == [
        ("DC3", Result.ACCEPTED, ""),
        ("DCAD", Result.DECLINED, "no report"),
    ]
    first = found.wanted[0]
    placed = (first.starts, first.zone, first.minutes, first.where)
    assert placed == ("2017-12-19T10:00", "Europe/Zurich", 60, "XXVI")
    assert [one.split(":")[0] for one in found.problems] == [
        f"Row {number} was not taken" for number in (6, 7, 8, 9)
    ]


def test_a_table_without_names_of_columns_is_none() -> None:
    with pytest.raises(BadArgument, match="coalition and decision"):
        read([(1, ["DC3", "accept"])])
