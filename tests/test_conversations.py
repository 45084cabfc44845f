"""Every conversation in its folder, played on each stage; and the format they are written in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conversation import FOLDER, WireStage, fits, parse, play, read, same_words
from tests.stages import STAGES, Staged
from tests.world import World

FILES = [pytest.param(path, id=path.stem) for path in sorted(FOLDER.glob("*.txt"))]
IN_ROOMS = [one for one in FILES if read(one.values[0]).rooms_only]
ELSEWHERE = [one for one in FILES if one not in IN_ROOMS]


@pytest.mark.parametrize("path", FILES)
async def test_conversation(server_world: World, path: Path) -> None:
    """In chat, on a server's database; elsewhere on the embedded one."""
    await play(read(path), WireStage(server_world))


@pytest.mark.parametrize("path", IN_ROOMS)
async def test_conversation_in_rooms(file_world: World, path: Path) -> None:
    """What is played nowhere else, on the embedded database."""
    await play(read(path), WireStage(file_world))


@pytest.mark.parametrize("path", ELSEWHERE)
@pytest.mark.parametrize("way", STAGES)
async def test_conversation_elsewhere(staged: Staged, way: str, path: Path) -> None:
    await play(read(path), staged(way))


def test_a_text_goes_on_in_indented_lines() -> None:
    conversation = parse("# T\njo> !a\nbot> one\n     two\n\n     three\nbot to mei> four…\n")

    assert conversation.title == "T"
    (turn,) = conversation.turns
    assert [(one.to, one.text) for one in turn.answers] == [
        (None, "one\ntwo\n\nthree"),
        ("mei", "four…"),
    ]


def test_an_answer_by_mail_takes_the_place_of_the_one_before_it() -> None:
    (turn,) = parse("# T\njo> !a\nbot> short\nbot by mail> long\nbot> other\n").turns

    assert [one.text for one in turn.expected(())] == ["short", "other"]
    assert [one.text for one in turn.expected(("console", "mail"))] == ["long", "other"]


def test_what_is_said_privately_is_answered_privately() -> None:
    (turn,) = parse("# T\njo privately> help\nbot> You can say\n").turns

    assert [one.to for one in turn.answers] == ["jo"]


@pytest.mark.parametrize(
    ("said", "pattern", "same"),
    [
        ("One “two”\n• three", "**One** `two`\n- three", True),
        ("one\n\ntwo", "one\ntwo", True),
        ("one two\nthree", "one…", True),
        ("one two", "two…", False),
        ("one\ntwo\nthree\nfour", "one\n…\nfour", True),
        ("one\nfour", "one\n…\nfour", True),
        ("one\ntwo", "one\n…\nfour", False),
        ("one\ntwo", "one", False),
        ("one\ntwo\nthree", "one\n…", True),
    ],
)
def test_how_texts_are_compared(said: str, pattern: str, same: bool) -> None:
    assert fits(said, pattern) is same


@pytest.mark.parametrize("text", ["jo> !a", "# T\nbot> a", "# T\njo loudly> a", "# T\njo> a\n b"])
def test_a_line_that_cannot_be_read_is_named(text: str) -> None:
    with pytest.raises(ValueError, match="conversation"):
        parse(text)


async def test_time_passes_where_it_is_said(world: World) -> None:
    said = "# T\n# Only in rooms\n(61 minutes later)\njo> !help help\nbot> “!help [command]”…\n"
    conversation = parse(said)

    await play(conversation, WireStage(world))
    assert conversation.rooms_only and f"{world.now:%H:%M}" == "13:01"


async def test_an_answer_that_is_not_expected_fails_the_play(world: World) -> None:
    with pytest.raises(AssertionError, match="expected"):
        await play(parse("# T\njo> !help help\n"), WireStage(world))
    await play(parse("# T\njo> !help help\nbot> “!help [command]”…\n"), WireStage(world))


@pytest.mark.parametrize(
    ("said", "pattern", "same"),
    [
        ("Say “!help” for\nmore (https://a.org).", "Say `!help` for more (https://a.org).", True),
        ("- one two\n  three", "- **one** two three", True),
        ("one two\nthree", "one…", True),
        ("one two three", "one\n…\nthree", True),
        ("one three", "one\n…\nthree", True),
        ("one two", "two…", False),
        ("one two", "one", False),
    ],
)
def test_how_texts_as_people_read_them_are_compared(said: str, pattern: str, same: bool) -> None:
    assert same_words(said, pattern) is same
