"""What `dcbot init` asks, and that every bot.toml it writes loads and says what was answered."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path

import pytest

from dcbot.config import load, shipped, write_new
from dcbot.config.writing import fill, value_text
from dcbot.errors import SettingsError
from dcbot.init import ENVIRONMENT, QUESTIONS, Question, compose, listed, next_steps, settle

BY_KEY = {question.key: question for question in QUESTIONS}
MATRIX = {"matrix.homeserver": "https://matrix.example.org", "matrix.user": "@dcbot:example.org"}
MAIL = {"mail.address": "dcbot@example.org"}
WAYS = {"neither": {}, "matrix": MATRIX, "mail": MAIL, "both": {**MATRIX, **MAIL}}
LOGINS = (("token", ""), ("password", ""), ("token", ENVIRONMENT), ("password", ENVIRONMENT))
DATABASES = ("sqlite:///dcbot.db", "postgresql://bot@localhost/igf")
ENVIRONMENT_SECRETS = {
    "DCBOT_MATRIX_TOKEN": "token-of-the-shell",
    "DCBOT_DATABASE_PASSWORD": "word-of-the-shell",
}


@pytest.mark.parametrize("ways", WAYS)
@pytest.mark.parametrize("data", ["igf", "empty"])
@pytest.mark.parametrize("database", DATABASES)
def test_what_is_written_loads_and_says_what_was_answered(
    tmp_path: Path, ways: str, data: str, database: str
) -> None:
    rooms, operators = (
        ("", "#a:b.org, !c:d.org"),
        ("console:operator", "matrix:@a:b.org mail:a@b.org"),
    )
    for login, room, operator in itertools.product(LOGINS, rooms, operators):
        answers = {"ways": ways, "data": data, "database.url": database, "operators": operator}
        if ways in ("matrix", "both"):
            answers |= {"login": login[0], f"matrix.{login[0]}_file": login[1]}
            answers |= {"matrix.rooms": room}
        path = tmp_path / "bot.toml"
        path.write_text(compose(answers | WAYS[ways]), encoding="utf-8")
        for name in ("matrix-token", "matrix-password"):
            (tmp_path / name).write_text("of-the-file\n", encoding="utf-8")
            (tmp_path / name).chmod(0o600)

        settings = load(path, ENVIRONMENT_SECRETS)

        assert (settings.data, list(settings.operators)) == (data, listed(operator))
        assert settings.database.url.partition("+")[0] == database.partition(":")[0]
        assert (settings.matrix is not None) == (ways in ("matrix", "both"))
        assert (settings.mail is not None) == (ways in ("mail", "both"))
        if settings.matrix:
            assert list(settings.matrix.rooms) == listed(room)
            by_file = login[1] != ENVIRONMENT
            assert bool(settings.matrix.token_file) == (login[0] == "token" and by_file)
            assert bool(settings.matrix.password_file) == (login[0] == "password" and by_file)


def test_without_any_answer_all_defaults_stand_but_matrix_wants_its_account() -> None:
    with pytest.raises(SettingsError) as caught:
        compose({})

    assert caught.value.text.splitlines() == [
        'On which homeserver has the bot its account? "" cannot be used; '
        'it must be the address of a homeserver, such as "https://matrix.example.org".',
        'What is the Matrix id of that account? "" cannot be used; '
        'it must be a whole Matrix id, such as "@dcbot:example.org".',
    ]


def test_neither_matrix_nor_mail_is_the_manual_as_it_ships() -> None:
    assert compose({"ways": "neither"}) == shipped()


def test_no_comment_of_the_manual_is_lost_and_none_is_added() -> None:
    def comments(text: str) -> list[str]:
        return [line for line in text.splitlines() if line.startswith("# ") or line == "#"]

    written = compose({"ways": "both", **WAYS["both"], "database.url": DATABASES[1]})

    assert comments(written) == comments(shipped())


def test_a_key_that_the_manual_has_not_is_no_silent_loss() -> None:
    with pytest.raises(KeyError, match=r"matrix\.whiskers"):
        fill(shipped(), {"matrix.whiskers": '"long"'})


@pytest.mark.parametrize("value", ["a", 'quoted "word"', "C:\\folder", "ünï", ["a", "b"], []])
def test_values_are_written_as_toml(value: str | list[str]) -> None:
    assert tomllib.loads(f"value = {value_text(value)}") == {"value": value}


@pytest.mark.parametrize("question", QUESTIONS, ids=list(BY_KEY))
def test_every_question_explains_itself_and_takes_its_default(question: Question) -> None:
    assert question.text.endswith("?") and len(question.explanation) >= 40
    if question.default or question.many:
        assert question.check("") == question.default


@pytest.mark.parametrize(
    ("key", "answer", "taken"),
    [
        ("data", "E", "empty"),
        ("ways", " both ", "both"),
        ("login", "t", "token"),
        ("matrix.rooms", " #a:b.org,, !c:d.org ", "#a:b.org !c:d.org"),
        ("matrix.rooms", " , ", ""),
        ("matrix.token_file", "environment", "environment"),
        ("database.url", "postgres://h/d", "postgres://h/d"),
    ],
)
def test_answers_are_taken_as_people_type_them(key: str, answer: str, taken: str) -> None:
    assert BY_KEY[key].check(answer) == taken


@pytest.mark.parametrize(
    ("key", "answer", "told"),
    [
        ("data", "all", '"all" cannot be used; say igf or empty.'),
        ("ways", "m", '"m" cannot be used; say matrix, mail, both or neither.'),
        (
            "matrix.homeserver",
            "example.org",
            '"example.org" cannot be used; the beginning is missing; write "https://example.org".',
        ),
        (
            "matrix.user",
            "dcbot",
            '"dcbot" cannot be used; it must be a whole Matrix id, such as "@dcbot:example.org".',
        ),
        (
            "matrix.token_file",
            "syt_ZGNib3Q_secret",
            "This cannot be used; it looks like the secret itself: put that into a file and write "
            "the file's name here.",
        ),
        (
            "matrix.rooms",
            "#a:b.org general",
            '"general" cannot be used; it must be the address or the id of a room, '
            'such as "#coalitions:example.org".',
        ),
        (
            "operators",
            "@ops:example.org",
            '"@ops:example.org" cannot be used; an address names its way first; '
            'write "matrix:@ops:example.org".',
        ),
        (
            "database.url",
            "postgresql://bot:hunter2@localhost/igf",
            '"postgresql://bot:…@localhost/igf" cannot be used; a password never stands in '
            "bot.toml: take it out, put it into a file and name that with password_file, or set "
            "DCBOT_DATABASE_PASSWORD.",
        ),
        (
            "mail.address",
            "Clerk <a@b.org>",
            '"Clerk <a@b.org>" cannot be used; it must be a mail address without a name, '
            'such as "dcbot@example.org".',
        ),
    ],
)
def test_an_answer_that_cannot_be_used_is_told_with_what_to_say(
    key: str, answer: str, told: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        BY_KEY[key].check(answer)

    assert caught.value.text == told


def test_only_what_matters_is_asked() -> None:
    assert list(settle({"ways": "neither", "matrix.user": "not asked, so not looked at"})) == [
        *("data", "ways", "operators", "database.url"),
    ]


def test_one_folder_for_both_ways_of_mail_is_refused() -> None:
    with pytest.raises(SettingsError, match=r'^"mail" cannot be both folders; name two\.$'):
        compose({"ways": "mail", **MAIL, "mail.incoming": "mail", "mail.outgoing": "mail"})


def test_an_answer_to_no_question_is_told() -> None:
    with pytest.raises(SettingsError, match=r'^Nothing is asked about "colour"\.$'):
        settle({"ways": "neither", "colour": "blue"})


def test_the_next_steps_name_what_is_still_missing() -> None:
    by_file = {"ways": "matrix", **MATRIX, "operators": "matrix:@a:b.org"}
    by_environment = {"ways": "matrix", **MATRIX, "login": "token"}
    by_environment |= {"matrix.token_file": ENVIRONMENT, "database.url": DATABASES[1]}

    assert next_steps({"ways": "neither"}) == []
    assert next_steps(by_file) == [
        "Put the password of the bot's account into matrix-password, and let only yourself read "
        "it: chmod 600 matrix-password"
    ]
    assert next_steps(by_environment) == [
        "Set DCBOT_MATRIX_TOKEN to the access token.",
        "Set DCBOT_DATABASE_PASSWORD to the password of the database, if it asks for one.",
        "Name a room, or an operator with a Matrix address, in bot.toml: as it is, nobody can get "
        "the bot into a room.",
    ]


def test_a_file_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "bot.toml"
    write_new(path, "first\n")

    with pytest.raises(SettingsError) as caught:
        write_new(path, "second\n")

    assert path.read_text(encoding="utf-8") == "first\n"
    assert caught.value.text == (
        f"{path} is there already and was left as it is; move it away or name another file."
    )


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    path = tmp_path / "none" / "bot.toml"

    with pytest.raises(SettingsError) as caught:
        write_new(path, "text\n")

    assert caught.value.text == f"{path} cannot be written (No such file or directory)."
