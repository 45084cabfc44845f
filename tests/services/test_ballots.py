"""Ballots: every form in which people say which times suit them, and what is asked about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dcbot.errors import BadArgument
from dcbot.services import ballots
from storage.polls import Suits
from tests.texts import any_text

LETTERS = {Suits.YES: "y", Suits.IF_NEED_BE: "m", Suits.NO: "n"}
WORDS = {
    Suits.YES: ("yes", "ok", "works", "✅", "oui", "да"),
    Suits.IF_NEED_BE: ("if need be", "maybe", "ok if needed", "not ideal", "peut-être"),
    Suits.NO: ("no", "not possible", "doesn't work", "❌", "non", "нет"),
}


def shown(words: str, options: int = 3) -> str:
    """What was read, in letters, with a dot for what was not spoken of."""
    ballot = ballots.read(words, options)
    return "".join(
        LETTERS[ballot[number]] if number in ballot else "." for number in range(1, options + 1)
    )


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("1 yes, 2 if need be, 3 no", "ymn"),
        ("1 yes 2 maybe", "ym."),
        ("1y 2n 3m", "ynm"),
        ("1 and 3", "yny"),
        ("#1 & #3", "yny"),
        ("1️⃣ 3️⃣", "yny"),
        ("all", "yyy"),
        ("any time works for me", "yyy"),
        ("all but 2", "yny"),
        ("all but 2 work", "yny"),
        ("all yes but 2 if need be", "ymy"),
        ("everything except 1 and 3", "nyn"),
        ("none", "nnn"),
        ("none of them work", "nnn"),
        ("none but 2", "nyn"),
        ("only 2", "nyn"),
        ("only 1, 3", "yny"),
        ("2 only if need be", ".m."),
        ("yes to 1 and 3, no to 2", "yny"),
        ("yes to 1, the rest no", "ynn"),
        ("I can do 1 and 3, but not 2", "yny"),
        ("I can't make 2", ".n."),
        ("the second one works, the first doesn't", "ny."),
        ("1-2 yes", "yy."),
        ("1. yes\n2. no\n3. if need be", "ynm"),
        ("Hi all,\n1 yes\n2 no\n\nJo Smith\nTel. +41 22 123 45 67", "yn."),
        ("> Tuesday or Wednesday?\n1 yes", "y.."),
        ("y n y", "yny"),
        ("1 is fine. Not 2.", "yn."),
        ("1 oui, 2 non, 3 peut-être", "ynm"),
        ("1 да, 2 нет", "yn."),
        ("1可以，2不行", "yn."),
    ],
)
def test_what_people_say(words: str, read: str) -> None:
    assert shown(words) == read


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("", "Which times suit you?"),
        ("thanks", "Which times suit you?"),
        ("yes", "Which times do you mean?"),
        ("4", "There is no time 4"),
        ("1 December works", "I did not take in “December”."),
        ("2?", "I did not take in “2?”."),
        ("1 yes 2 no 3", "That can be read in two ways."),
        ("yes to 1, 3, 2 no", "That can be read in two ways."),
        ("all but 2 no", "That can be read in two ways."),
        ("not all", "That can be read in two ways."),
        ("both", "That can be read in two ways."),
        ("1 yes, 1 no", "You say two things of 1."),
    ],
)
def test_what_is_asked_about(words: str, why: str) -> None:
    with pytest.raises(BadArgument) as found:
        ballots.read(words, 3)
    assert found.value.text.startswith(why)


def test_both_is_all_of_two() -> None:
    assert shown("both", 2) == "yy" and shown("neither", 2) == "nn"


@pytest.mark.parametrize("words", ["Can we do it later in the day?", "thanks!", "what is DCCG"])
def test_talk_is_no_answer(words: str) -> None:
    assert not ballots.may_answer(words, 3)


MARKS = st.sampled_from(list(Suits))
WHOLE = st.integers(2, 10).flatmap(
    lambda count: st.tuples(
        st.just(count), st.dictionaries(st.integers(1, count), MARKS, min_size=1)
    )
)


@given(WHOLE, st.data())
def test_a_ballot_that_is_written_out_is_read_as_it_is(
    whole: tuple[int, ballots.Ballot], data: st.DataObject
) -> None:
    options, ballot = whole
    before = data.draw(st.booleans())
    joint = data.draw(st.sampled_from([", ", "; ", "\n", " "]))
    said = []
    for number, mark in ballot.items():
        word = data.draw(st.sampled_from(WORDS[mark]))
        said.append(f"{word} {number}" if before else f"{number} {word}")

    assert ballots.read(joint.join(said), options) == ballot


@given(st.integers(2, 10), st.data())
def test_numbers_alone_are_those_that_suit(options: int, data: st.DataObject) -> None:
    named = data.draw(st.sets(st.integers(1, options), min_size=1))
    numbers = " and ".join(map(str, named))
    others = {
        number: Suits.NO if number in named else Suits.YES for number in range(1, options + 1)
    }

    ballot = ballots.read(numbers, options)
    assert {number for number, mark in ballot.items() if mark is Suits.YES} == named
    assert len(ballot) == options
    assert ballots.read(f"all but {numbers}", options) == others


PIECES = st.sampled_from(
    [
        *("1", "2", "9", "1-3", "12:30", ",", "\n", "?", "。", "and", "to", "e", "good"),
        *("yes", "no", "maybe", "if need be", "not", "all", "none", "but", "only", "rest"),
    ]
)


@given(st.lists(PIECES | any_text(max_size=6), max_size=12), st.integers(2, 10))
def test_whatever_is_said_is_read_or_asked_about(pieces: list[str], options: int) -> None:
    words = " ".join(pieces)
    try:
        ballot = ballots.read(words, options)
    except BadArgument as asked:
        assert asked.text
    else:
        assert ballot and set(ballot) <= set(range(1, options + 1))


@given(WHOLE)
def test_a_word_that_means_nothing_is_never_passed_over(
    whole: tuple[int, ballots.Ballot],
) -> None:
    options, ballot = whole
    said = ", ".join(f"{number} {mark}" for number, mark in ballot.items())

    with pytest.raises(BadArgument, match="Thursday"):
        ballots.read(f"{said} Thursday", options)
