"""What a command can take, and what is said of words that it cannot."""

from __future__ import annotations

from typing import Annotated

import pytest

from dcbot.arguments import Name, Number, OneOf, PartialDate, Rest, Word, listed
from dcbot.command import Call, Command, Registry, command
from dcbot.errors import BadArgument

Length = Annotated[int, Number("length in minutes", 10, 180)]


@command("ask time")
async def ask_time(
    call: Call,
    coalition: Annotated[str, Name("coalition")],
    minutes: Length,
    title: Annotated[str, Rest("title")] = "",
) -> str:
    """Ask for time."""
    return f"{coalition} {minutes} {title}"


@command("tell", aliases=("say to",))
async def tell(
    call: Call,
    coalition: Annotated[str, Name("coalition", until=":")],
    message: Annotated[str, Rest("message")],
) -> str:
    """Tell a coalition something."""
    return message


@command("turn")
async def turn(
    call: Call,
    way: Annotated[str, OneOf("way", ("on", "off"))],
    since: Annotated[str, PartialDate("date")] = "",
    note: Annotated[str, Word("note")] = "",
) -> str:
    """Turn it on or off."""
    return way


def declared(handler: object) -> Command:
    """The one command that a function declares."""
    registry = Registry()
    registry.add(handler)
    return next(iter(registry.commands.values()))


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ("DC3 60 Who owns it?", {"coalition": "DC3", "minutes": 60, "title": "Who owns it?"}),
        ('"Core Values" 60', {"coalition": "Core Values", "minutes": 60}),
        ("“Core Values” 60 “A title”", {"coalition": "Core Values", "minutes": 60,
                                        "title": "A title"}),
        ("«Core  Values» 10 l'eau", {"coalition": "Core Values", "minutes": 10, "title": "l'eau"}),
    ],
)  # fmt: skip
def test_words_are_read_into_values(said: str, values: dict[str, object]) -> None:
    assert declared(ask_time).read(said) == values


@pytest.mark.parametrize(
    ("said", "mistake"),
    [
        ("", "The coalition is missing. "),
        ("DC3", "The length in minutes is missing. "),
        (
            "DC3 soon",
            "“soon” is no length in minutes: it must be a whole number from 10 to 180. ",
        ),
        ("DC3 5", "“5” is no length in minutes: it must be a whole number from 10 to 180. "),
    ],
)
def test_a_mistake_quotes_the_word_and_says_what_to_say(said: str, mistake: str) -> None:
    with pytest.raises(BadArgument) as raised:
        declared(ask_time).read(said)

    way_out = "Say: `!ask time <coalition> <length in minutes> [title]`"
    assert raised.value.text == mistake + way_out


def test_a_name_reaches_up_to_its_mark() -> None:
    read = declared(tell).read

    assert read("Core Internet Values: hello: you") == {
        "coalition": "Core Internet Values",
        "message": "hello: you",
    }
    with pytest.raises(BadArgument, match=r"The message is missing\."):
        read("Core Internet Values")


def test_usage_is_derived_from_the_parameters() -> None:
    assert declared(tell).usage() == "!tell <coalition>: <message>"
    assert declared(turn).usage("/") == "/turn <on|off> [date] [note]"


@pytest.mark.parametrize("said", ["on 2017-13", "on 2017-4-1", "on soon", "perhaps", "on 2017 a b"])
def test_what_is_no_choice_no_date_or_too_much_is_told(said: str) -> None:
    with pytest.raises(BadArgument, match="Say: `!turn"):
        declared(turn).read(said)


def test_a_command_is_found_by_its_longest_name_in_any_case() -> None:
    registry = Registry()
    for handler in (ask_time, tell, turn):
        registry.add(handler)

    found = registry.find("Say To DC3: hello")
    assert found is not None and (found[0].name, found[1]) == ("tell", "DC3: hello")
    assert registry.find("say it") is None
    assert [command.name for command in registry.near("tel DC3")] == ["tell"]


def test_two_commands_of_one_name_stop_the_start() -> None:
    registry = Registry()
    registry.add(tell)

    with pytest.raises(TypeError, match="two commands are called “tell”"):
        registry.add(tell)


def test_a_list_is_said_as_in_a_sentence() -> None:
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"], "or")] == [
        "",
        "a",
        "a and b",
        "a, b or c",
    ]
