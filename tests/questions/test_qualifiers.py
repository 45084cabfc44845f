"""Qualifiers: an answer takes up the small words on which a question turns, or is none."""

from __future__ import annotations

import pytest

from dcbot.services.enquiries.qualifiers import taken_up


@pytest.mark.parametrize(
    ("asked", "said", "fits"),
    [
        ("can it become active again", "They are listed among the inactive coalitions", False),
        ("can it become active again", "It may be listed as active again", True),
        ("how do we get listed as active again", "Submit a yearly report", True),
        ("is the guideline mandatory", "It was integrated into the planning", False),
        ("must the lists be open", "Coalitions must follow three principles", True),
        ("can we meet elsewhere", "They emerged in Athens", False),
        ("what if two coalitions want one slot", "Requests are approved by the office", False),
        ("which did more for access dcad or dcgig", "DCAD was launched in 2007", False),
        ("are there more than 20 active coalitions", "18 active coalitions", True),
        ("how long does it take in weeks", "After a short review period", False),
        ("how long does it take in weeks", "After 3 weeks", True),
        ("were all 18 dcs there", "A first-ever session of all in 2015", False),
        ("has any dc been kicked out", "They are listed among the inactive", False),
        ("is rightscon organized by the dcs", "They held meetings at RightsCon", False),
        ("which dcs have not met outside", "It may not be the only venue", False),
        ("can one organisation be in two dcs", "They submit a written application", False),
        ("until what year was it made", "Yearly; part of the reports since 2012", False),
        ("what are the three opens", "Open membership, lists and archives", True),
    ],
)
def test_what_a_question_turns_on_is_taken_up(asked: str, said: str, fits: bool) -> None:
    assert taken_up(asked, said) is fits
