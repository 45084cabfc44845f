"""Secrets come from files or the environment, and show nowhere."""

from __future__ import annotations

import json
import logging
import os
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from dcbot.config import DiscreetFormatter, Redactor, keep_secret, load
from tests.settings_files import MATRIX, SECRET, keep, mistakes, write


def test_secrets_come_from_files_or_before_that_from_the_environment(tmp_path: Path) -> None:
    path = write(tmp_path, f'{MATRIX}token_file = "token"\npassword_file = "password"\n')
    keep(tmp_path / "token", "token-of-the-file\n")
    keep(tmp_path / "password", "password with blanks\n")

    from_file = load(path, {"DCBOT_MATRIX_TOKEN": "  "}).secrets
    from_environment = load(path, {"DCBOT_MATRIX_TOKEN": "token-of-the-shell"}).secrets

    assert from_file.matrix_token == SecretStr("token-of-the-file")
    assert from_file.matrix_password == SecretStr("password with blanks")
    assert from_environment.matrix_token == SecretStr("token-of-the-shell")


def test_the_environment_alone_suffices(tmp_path: Path) -> None:
    settings = load(write(tmp_path, MATRIX), {"DCBOT_MATRIX_PASSWORD": SECRET})

    assert settings.secrets.matrix_password == SecretStr(SECRET)


def test_the_password_joins_the_database_url_only_on_postgresql(tmp_path: Path) -> None:
    environment = {"DCBOT_DATABASE_PASSWORD": "p/w@:%"}
    postgresql = write(tmp_path, '[database]\nurl = "postgresql://bot@localhost/igf"\n')

    url = load(postgresql, environment).database_url()
    plain = load(write(tmp_path, ""), environment).database_url()

    assert url.get_secret_value() == "postgresql+asyncpg://bot:p%2Fw%40%3A%25@localhost/igf"
    assert plain.get_secret_value() == f"sqlite+aiosqlite:///{tmp_path}/dcbot.db"


@pytest.mark.threat("T79")
def test_no_secret_shows_in_settings(tmp_path: Path) -> None:
    path = write(tmp_path, f'{MATRIX}token_file = "token"\n')
    keep(tmp_path / "token", SECRET)

    settings = load(path, {"DCBOT_DATABASE_PASSWORD": SECRET, "DCBOT_MATRIX_PASSWORD": SECRET})

    shown = [
        *(repr(settings), str(settings), settings.model_dump_json(), repr(settings.secrets)),
        *(repr(settings.redact), str(settings.database_url()), repr(settings.warnings())),
    ]
    assert settings.secrets.matrix_token == SecretStr(SECRET)
    assert [text for text in shown if "swordfish" in text] == []


@pytest.mark.threat("T79")
def test_no_secret_shows_in_mistakes_not_even_where_it_was_pasted(tmp_path: Path) -> None:
    path = write(tmp_path, f'name = "{SECRET}"\n{MATRIX}token_file = "token"\n"{SECRET}" = 1\n')
    keep(tmp_path / "token", SECRET)

    told = mistakes(path)

    assert len(told.splitlines()) == 2
    assert "swordfish" not in told and told.count("[secret]") == 2


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty; it must hold the access token alone."),
        (b" \n\n", "is empty; it must hold the access token alone."),
        (b"one-token\ntwo-token\n", "has more than one plain line; it must hold the access token"),
        (b"a" * 5000, "has more than one plain line; it must hold the access token alone."),
        (b"two words-", "has blanks or accents in it; it must hold the access token alone."),
        (b"\xff\xfe\x00", "that is no text; it must hold the access token."),
    ],
)
def test_a_secret_file_that_holds_no_secret_is_told(
    tmp_path: Path, content: bytes, told: str
) -> None:
    path = write(tmp_path, f'{MATRIX}token_file = "token"\n')
    (tmp_path / "token").write_bytes(content)

    text = mistakes(path)

    assert text.startswith("bot.toml: [matrix] token_file names a file that") and told in text
    assert "two" not in text


def test_a_folder_is_no_secret_file(tmp_path: Path) -> None:
    assert mistakes(write(tmp_path, f'{MATRIX}token_file = "."\n')) == (
        "bot.toml: [matrix] token_file names a folder; name the file that holds the access token."
    )


def test_a_bad_secret_of_the_environment_is_told_by_its_variable(tmp_path: Path) -> None:
    assert mistakes(write(tmp_path, MATRIX), {"DCBOT_MATRIX_TOKEN": "two\nlines"}) == (
        "environment: DCBOT_MATRIX_TOKEN has more than one plain line; "
        "it must be the access token alone."
    )


@pytest.mark.skipif(os.name != "posix", reason="files have no such modes here")
@pytest.mark.parametrize(("mode", "warned"), [(0o600, 0), (0o400, 0), (0o640, 1), (0o604, 1)])
def test_a_secret_file_that_others_can_read_is_warned_of(
    tmp_path: Path, mode: int, warned: int
) -> None:
    path = write(tmp_path, f'{MATRIX}token_file = "token"\nrooms = ["#a:b.org"]\n')
    keep(tmp_path / "token", SECRET, mode)

    warnings = load(path, {}).warnings()

    assert list(warnings) == [
        f"bot.toml: [matrix] token_file names a file that others can read (mode {mode:03o}); "
        f"say: chmod 600 {tmp_path / 'token'}"
    ] * (warned)


def test_what_works_but_should_be_seen_to_is_warned_of(tmp_path: Path) -> None:
    text = MATRIX.replace("https", "http") + '[database]\nurl = "sqlite://"\n'

    warnings = load(write(tmp_path, text), {"DCBOT_MATRIX_PASSWORD": "short"}).warnings()

    assert [line.partition(";")[0].partition(":")[0] for line in warnings] == [
        "environment",
        "[matrix] homeserver is http",
        "[matrix] has no rooms and no invites_from, and no operator has a Matrix address",
        "[database] url names no file",
    ]


def test_a_homeserver_on_this_machine_needs_no_https(tmp_path: Path) -> None:
    text = MATRIX.replace("https://matrix.example.org", "http://127.0.0.1:8008")

    settings = load(
        write(tmp_path, f'{text}invites_from = ["*"]\n'), {"DCBOT_MATRIX_TOKEN": SECRET}
    )

    assert settings.warnings() == ()


@pytest.mark.threat("T79")
def test_every_form_of_a_secret_is_blanked() -> None:
    secret = 'pä/ß@"x" y\\z'
    redact = Redactor([SecretStr(secret)])
    forms = [secret, json.dumps(secret), repr(secret), "p%C3%A4/%C3%9F%40%22x%22%20y%5Cz"]

    assert [redact(f"<{form}>") for form in forms] == [
        "<[secret]>",
        '<"[secret]">',
        "<'[secret]'>",
        "<[secret]>",
    ]


def test_a_short_secret_is_blanked_as_a_word_and_a_long_one_everywhere() -> None:
    redact = Redactor([SecretStr("bot")])
    redact.learn(SecretStr("a-long-secret"))
    redact.learn(SecretStr("a-long-secret-and-more"))
    redact.learn(SecretStr(""))

    assert redact("dcbot says bot: xa-long-secret-and-morex a-long-secret") == (
        "dcbot says [secret]: x[secret]x [secret]"
    )


@pytest.mark.threat("T79")
def test_a_log_line_and_its_traceback_are_blanked() -> None:
    redact = Redactor([SecretStr(SECRET)])
    formatter = DiscreetFormatter(logging.Formatter("%(levelname)s %(message)s"), redact)
    try:
        raise ValueError(f"no login with {SECRET}")
    except ValueError:
        caught = sys.exc_info()
    record = logging.LogRecord("dcbot", logging.INFO, "", 0, "said %s", (SECRET,), caught)

    line = formatter.format(record)

    assert line.startswith("INFO said [secret]\n")
    assert line.endswith("ValueError: no login with [secret]")


@pytest.mark.threat("T80")
def test_a_kept_secret_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "token"
    keep_secret(path, SecretStr("old"))
    path.chmod(0o644)

    keep_secret(path, SecretStr(SECRET))

    assert path.read_text(encoding="utf-8") == f"{SECRET}\n"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["token"]


def test_a_secret_in_the_home_of_nobody_is_told(tmp_path: Path) -> None:
    text = mistakes(write(tmp_path, f'{MATRIX}token_file = "~nobody-at-all/token"\n'))

    assert text.splitlines() == [
        "bot.toml: [matrix] token_file cannot be used as it is; no user of this machine is called "
        "so; write the whole path.",
    ]
