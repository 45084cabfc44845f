"""Every mistake in a bot.toml is told with its key, the wrong value and the way out."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pydantic import TypeAdapter, ValidationError

from dcbot.config import Settings
from dcbot.config.loading import parse
from dcbot.config.mistakes import kind_of, must_of, told
from dcbot.config.settings import Surroundings
from dcbot.errors import SettingsError
from tests.settings_files import SECRET, Key, keep, keys_of_models, mistakes, write
from tests.texts import any_text

BAD = sorted((Path(__file__).parent / "bad_settings").glob("*.toml"))


@pytest.mark.parametrize("bad", BAD, ids=[path.stem for path in BAD])
@pytest.mark.threat("T83")
def test_a_mistake_is_told_with_its_way_out(tmp_path: Path, bad: Path) -> None:
    content = bad.read_text(encoding="utf-8")
    keep(tmp_path / "secret", SECRET)

    text = mistakes(write(tmp_path, content))

    assert text == content.splitlines()[0].removeprefix("# ")
    assert not re.search("hunter2|5550123", text)


def test_all_mistakes_of_a_file_are_told_together(tmp_path: Path) -> None:
    text = mistakes(
        write(
            tmp_path,
            'prefix = "x"\noperators = ["me", "you"]\n'
            '[matrix]\nhomserver = "https://a.org"\nuser = "@a:b.org"\n'
            '[mail]\naddress = "a@b.org"\nincoming = "m"\noutgoing = "m"\n'
            '[database]\npassword_file = "none"\n',
        )
    )

    assert [line.partition(" is ")[0].partition(" names ")[0] for line in text.splitlines()] == [
        "bot.toml: prefix",
        "bot.toml: operators[0]",
        "bot.toml: operators[1]",
        "bot.toml: [matrix] homserver",
        "bot.toml: [database] password_file",
        "bot.toml: [matrix] has neither token_file nor password_file; name the file that holds "
        "the access token or the password, or set DCBOT_MATRIX_TOKEN or DCBOT_MATRIX_PASSWORD.",
        "bot.toml: [mail] incoming and outgoing are the same folder, so that the bot would answer "
        "itself; name two.",
    ]


def test_a_missing_file_names_the_command_that_writes_one(tmp_path: Path) -> None:
    assert mistakes(tmp_path / "bot.toml") == (
        f"There is no bot.toml in {tmp_path}; “dcbot init” writes one."
    )


def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    assert mistakes(tmp_path) == f"{tmp_path} is a folder; name the file bot.toml in it."


def test_a_file_in_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "bot.toml"
    path.write_bytes('name = "dcbot"\n# für alle\n'.encode("latin-1"))

    assert mistakes(path) == (
        "bot.toml: line 2 has characters that are not UTF-8; save the file as UTF-8."
    )


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("a = " + "[" * 100_000, "bot.toml: lists or tables stand in each other too deeply."),
        ("a = " + "9" * 5000, "bot.toml: a number or a date is none that a computer can hold"),
        ("\0", "bot.toml: line 1, column 1 is no TOML: a line is a key = value"),
    ],
)
@pytest.mark.threat("T83")
def test_hostile_toml_is_told_too(text: str, start: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse("bot.toml", text)

    assert caught.value.text.startswith(start)


VALUES = some.recursive(
    some.one_of(
        any_text(max_size=20),
        some.integers(),
        some.booleans(),
        some.floats(),
        some.dates(),
        some.sampled_from(["@a:b", "~x/y", "sqlite://:", "postgresql://a:b", "http://[", "#a:b"]),
    ),
    lambda inner: (
        some.lists(inner, max_size=3) | some.dictionaries(any_text(max_size=5), inner, max_size=2)
    ),
    max_leaves=4,
)


@given(key=some.sampled_from(sorted(keys_of_models(), key=str)), value=VALUES)
def test_any_value_of_any_key_is_taken_or_told_in_one_plain_line(key: Key, value: Any) -> None:
    section, name = key
    raw = {section: {name: value}} if section else {name: value}

    try:
        Settings.model_validate(raw, context=Surroundings())
    except ValidationError as error:
        lines = told("bot.toml", error)
        assert lines and all(line.isprintable() and len(line) < 400 for line in lines)


@given(any_text(max_size=60))
def test_any_text_is_toml_or_told_in_one_plain_line(text: str) -> None:
    try:
        parse("bot.toml", text)
    except SettingsError as error:
        assert error.text.isprintable()


def places_of_values() -> list[tuple[str | int, ...]]:
    whole: list[tuple[str | int, ...]] = [
        (section, name) if section else (name,) for section, name in keys_of_models()
    ]
    lists = {"operators", "rooms", "invites_from"}
    return whole + [(*place, 0) for place in whole if place[-1] in lists]


@pytest.mark.parametrize("place", places_of_values(), ids=str)
def test_what_a_mistake_says_to_write_can_be_written(place: tuple[str | int, ...]) -> None:
    said = must_of(place).partition("such as ")[2] or must_of(place).partition(" or ")[2]

    value = tomllib.loads(f"value = {said}")["value"]

    TypeAdapter(kind_of(place)).validate_python(value)
