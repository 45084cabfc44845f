"""Slot forms: whatever people send is read, and what is read once is read again the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dcbot.services import slot_forms
from dcbot.services.slot_forms import FIELDS, read
from tests.texts import any_text

WORDS = st.text(st.characters(max_codepoint=127, categories=("L", "N")), min_size=1, max_size=12)
VALUES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)


@given(st.dictionaries(st.sampled_from(sorted(FIELDS)), VALUES))
def test_what_was_filled_in_is_read_again_the_same(values: dict[str, str]) -> None:
    assert read(slot_forms.as_text(values)).values == values


@given(any_text(max_size=400))
def test_nothing_that_people_send_breaks_it(text: str) -> None:
    form = read(text)

    assert set(form.values) <= {*FIELDS, slot_forms.LATE, slot_forms.COALITION}
    assert all(form.values.values())


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("**Title:** A", "title"),
        ("- *Title*: A", "title"),
        ("3. TITLE： A", "title"),
        ("Titel: A", "title"),
        ("Session title: A", "title"),
        ("> Title: quoted\nTitle: A", "title"),
        ("```\nTitle: A\n```", "title"),
        ("Organizers: A", "organisers"),
        ("Must not clash with: A", "not with"),
        ("Report link: A", "report"),
        ("Session report link: A", "session report"),
    ],
)
def test_labels_are_known_however_they_are_written(line: str, key: str) -> None:
    assert read(line).values == {key: "A"}


def test_what_is_no_label_is_told_and_not_lost() -> None:
    form = read("Hello!\nCatering: for 20\nSee https://example.org: it is good\nTitle: A\nB")

    assert form.values == {"title": "A\nB"}
    assert form.stray == "Hello!" and form.strange[0].startswith("Catering: for 20")


def test_a_blank_form_that_comes_back_says_nothing() -> None:
    assert read("\n".join(slot_forms.blank(slot_forms.FIRST))).values == {}


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("60", 60),
        ("90 min", 90),
        ("1 hour", 60),
        ("1h 30m", 90),
        ("an hour and a half", 90),
        ("half an hour", 30),
        ("six o'clock", 0),
    ],
)
def test_lengths(words: str, minutes: int) -> None:
    assert slot_forms.minutes(words) == minutes
