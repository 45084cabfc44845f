"""How agendas are read as people write them, and that what is read and written stays the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dcbot.services.agendas import Point, read, text_of


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("Updates; main session; AOB", [("Updates", None), ("main session", None), ("AOB", None)]),
        (
            "1. Welcome\n2. Main session (15 minutes)\n3) AOB, 5 min",
            [("Welcome", None), ("Main session", 15), ("AOB", 5)],
        ),
        (
            "1. Welcome 2. Main session 3. AOB",
            [("Welcome", None), ("Main session", None), ("AOB", None)],
        ),
        ("Agenda:\n- Welcome – 5'\n* Budget for 2027", [("Welcome", 5), ("Budget for 2027", None)]),
        ("The year ahead", [("The year ahead", None)]),
        ("Main session 2026", [("Main session 2026", None)]),
        ("Report of 3 coalitions (DC3; DCAD)", [("Report of 3 coalitions (DC3; DCAD)", None)]),
        ("Budget (10 mins; proposed by Ana)", [("Budget", 10)]),
        ("Минуты прошлой встречи; الجدول", [("Минуты прошлой встречи", None), ("الجدول", None)]),
        ("15 minutes", [("15 minutes", None)]),
        ("", []),
        ("Agenda:", []),
    ],
)
def test_agendas_are_read_as_people_write_them(
    text: str, points: list[tuple[str, int | None]]
) -> None:
    assert [(one.title, one.minutes) for one in read(text)] == points


def test_notes_behind_a_point_are_read() -> None:
    (point,) = read("1. Fees (20 minutes; proposed by Ana; carried over from DC3 7; dropped)")
    assert point == Point("Fees", 20, "Ana", "DC3 7", dropped=True)


_WORDS = st.lists(
    st.sampled_from(["budget", "session", "roll", "AOB", "и", "时间"]), min_size=1, max_size=4
)


@settings(deadline=None)
@given(
    st.lists(
        st.builds(
            Point,
            _WORDS.map(" ".join),
            st.none() | st.integers(1, 240),
            st.sampled_from(["", "Ana", "Jo de Vries"]),
            st.sampled_from(["", "DCCG 3"]),
            st.booleans(),
        ),
        max_size=6,
    )
)
def test_what_is_written_is_read_the_same(points: list[Point]) -> None:
    assert read(text_of(points)) == points
