"""Accounts: an answer accounts for every word of a question; openings ask for nothing."""

from __future__ import annotations

import pytest

from dcbot.services.enquiries.accounts import left_out
from dcbot.services.enquiries.contents import content
from dcbot.services.enquiries.grammar import parts, read
from dcbot.services.enquiries.openings import unwrapped

_MET = "DCs meet year-round, virtually and face-to-face, including at the annual meeting"
_INDEX = frozenset(("often",))


@pytest.mark.parametrize(
    ("asked", "said", "left"),
    [
        ("do the dcs meet virtually?", _MET, ""),
        ("do all dcs meet virtually?", "Some meet virtually", "all"),
        ("which dcs do not meet virtually?", "DCs meet virtually", "not"),
        ("do three dcs meet?", "DCs meet since 2006", "three"),
        ("do two dcs meet?", "18 DCs meet", ""),
        ("do dcs meet until summer?", "DCs meet in summer", "until"),
        ("we are a library, do dcs meet virtually?", _MET, ""),
        ("the library is ready, do dcs meet virtually?", _MET, "library ready"),
    ],
)
def test_words_for_which_nothing_that_is_said_accounts(asked: str, said: str, left: str) -> None:
    (part,) = parts(asked)
    read(part)
    own = content(part)

    assert own.say(left_out(own, said, _INDEX)) == left


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("I would be grateful if you could tell me who leads it", "who leads it"),
        ("For my thesis I am searching which coalition met in Rome", "which coalition met in Rome"),
        ("Our office would like to know whether it is open", "whether it is open"),
        ("My colleague says that there are 20 of them", "there are 20 of them"),
        ("Could you please explain to us how it began", "how it began"),
        ("we have to inform the Secretariat", "we have to inform the Secretariat"),
        ("who tells me the result", "who tells me the result"),
    ],
)
def test_the_wish_to_be_told_is_no_part_of_what_is_asked(said: str, asked: str) -> None:
    assert unwrapped(said)[0] == asked


def test_what_asks_whether_that_is_so_makes_a_question_of_what_was_said() -> None:
    found = parts("My colleague says that the lists are closed. Is this correct?")

    assert [(" ".join(part.words), part.question) for part in found] == [
        ("the lists are closed", True)
    ]
