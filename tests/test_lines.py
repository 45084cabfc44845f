"""Which lines of a message are said to the bot."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dcbot.lines import MAX_LINES, How, bare_word, fold, own_lines, said_to_bot
from tests.texts import any_text


def words_said(text: str, *, direct: bool = False, addressed: bool = False) -> list[str]:
    """What of the text is said to a bot called dcbot, whose prefix is !."""
    names = ["dcbot", "@dcbot:example.org"]
    lines = said_to_bot(text, prefix="!", names=names, direct=direct, addressed=addressed)
    return [line.words for line in lines]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("!help", ["help"]),
        ("! help", ["help"]),
        ("  !help", ["help"]),
        ("！help", ["help"]),
        ("❗️help", ["help"]),
        ("!help\n!coalition DCAD", ["help", "coalition DCAD"]),
        ("Good morning\n!help\nthanks", ["help"]),
        ("!!! important", []),
        ("!= is not equal", []),
        ("!1", []),
        ("that is great!help", []),
        ("#startmeeting", []),
        ("> !coalition drop DCAD", []),
        (">!coalition drop DCAD\nplease do not", []),
        ("```\n!coalition drop DCAD\n```", []),
        ("~~~\n!coalition drop DCAD\n~~~\n!help", ["help"]),
        ("``` !help ```\n!whoami", ["whoami"]),
        ("```\n!help", []),
        ("    !help", []),
        ("dcbot: help", ["help"]),
        ("dcbot, help", ["help"]),
        ("DCBOT : help", ["help"]),
        ("@dcbot help", ["help"]),
        ("@dcbot:example.org help", ["help"]),
        ("@dcbot:example.org: help", ["help"]),
        ("dcbot?", [""]),
        ("dcbot is a good bot", []),
        ("dcbots: help", []),
        ("ask dcbot: help", []),
        ("\u202e!help", ["help"]),
        ("!he\u200blp", ["help"]),
        ("!coalition\u00a0DCAD", ["coalition DCAD"]),
        ("", []),
    ],
)
def test_in_a_room_only_what_is_said_to_the_bot_counts(text: str, said: list[str]) -> None:
    assert words_said(text) == said


def test_in_a_direct_chat_every_own_line_counts_unless_one_has_the_prefix() -> None:
    assert words_said("coalition DCAD\n\nthanks", direct=True) == ["coalition DCAD", "thanks"]
    assert words_said("coalition DCAD\n!help", direct=True) == ["help"]


def test_a_mention_counts_with_all_that_was_said() -> None:
    assert words_said("could you help, @dcbot:example.org?", addressed=True) == [
        "could you help, ?"
    ]


@pytest.mark.threat("T21")
def test_a_pasted_heap_of_commands_is_cut() -> None:
    assert len(words_said("!help\n" * 500)) == MAX_LINES + 1


@given(any_text(), st.booleans(), st.booleans())
@pytest.mark.threat("T15")
def test_no_text_is_too_strange_to_be_read(text: str, direct: bool, addressed: bool) -> None:
    names = ["dcbot"]
    for line in said_to_bot(text, prefix="!", names=names, direct=direct, addressed=addressed):
        assert "\n" not in line.words and line.how in How


@given(st.lists(st.text(alphabet=st.characters(exclude_characters="`~\r\n\u2028")), max_size=5))
@pytest.mark.threat("T14")
def test_nothing_inside_a_fence_is_said(lines: list[str]) -> None:
    assert own_lines("```\n" + "\n".join(f"!{line}" for line in lines) + "\n```") == []


@pytest.mark.parametrize(
    ("text", "word"), [("Yes!", "yes"), (" YES. ", "yes"), ("да", "да"), ("oui, s'il", "oui s il")]
)
def test_a_bare_word_is_compared_without_case_and_marks(text: str, word: str) -> None:
    assert bare_word(text) == word


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("DC-CIV", "dc civ"),
        ("Liberté  d’expression", "liberte d expression"),
        ("ＤＣ３", "dc3"),
        ("İstanbul", "istanbul"),
        ("مجموعة", "مجموعة"),
        ("气候", "气候"),
    ],
)
def test_names_are_compared_without_case_accents_and_marks(name: str, folded: str) -> None:
    assert fold(name) == folded
