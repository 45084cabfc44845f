"""What `dcbot check` says: a line for each thing, what to do about it, and the exit code."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from dcbot.checking import check
from dcbot.config import load
from dcbot.operating import open_database
from tests.settings_files import write

MAIL = 'operators = ["mail:omar@example.org"]\n[mail]\naddress = "dcbot@example.org"\n'


def look(path: Path, **environment: str) -> tuple[int, str]:
    """The exit code and the lines."""
    lines: list[str] = []
    return asyncio.run(check(path, environment, lines.append)), "\n".join(lines)


def prepared(folder: Path, text: str) -> Path:
    """A settings file, and the database that the bot made of it."""
    path = write(folder, text)

    async def make() -> None:
        await (await open_database(load(path, {}))).close()

    asyncio.run(make())
    return path


def test_all_is_well_where_all_is_well(quick_folder: Path) -> None:
    code, said = look(prepared(quick_folder, MAIL))

    assert code == 0, said
    assert "wrong" not in said and said.endswith("All is well.")
    for part in ("bot.toml", "tzdata 20", "MB are free", "incoming mail", "Warnings go to omar"):
        assert part in said, part


def test_a_look_changes_nothing(quick_folder: Path) -> None:
    path = write(quick_folder, MAIL)

    look(path)

    assert [one.name for one in quick_folder.iterdir()] == ["bot.toml"]


def test_a_new_database_is_called_new_and_not_wrong(quick_folder: Path) -> None:
    code, said = look(write(quick_folder, MAIL))

    assert code == 0, said
    assert "dcbot.db is new, without tables; “dcbot run” makes them when it starts." in said


@pytest.mark.threat("T80")
def test_a_database_that_others_can_read_is_named_with_the_way_out(quick_folder: Path) -> None:
    path = prepared(quick_folder, MAIL)
    file = quick_folder / "dcbot.db"
    assert file.stat().st_mode & 0o777 == 0o600
    file.chmod(0o640)

    code, said = look(path)

    assert code == 1
    assert f"(mode 640). Say: chmod 600 {file}" in said


def test_wrong_settings_are_lines_and_not_a_trace(tmp_path: Path) -> None:
    code, said = look(write(tmp_path, 'prefix = "abc"\nnmae = "x"\n'))

    assert code == 1
    assert said.count("wrong  bot.toml:") == 2


def test_who_can_be_told_and_who_can_reach_the_bot_is_asked(quick_folder: Path) -> None:
    code, said = look(prepared(quick_folder, ""))

    assert code == 1
    assert "wrong  No operator can be told" in said
    assert "wrong  Nobody can reach the bot" in said


@pytest.mark.threat("T80")
def test_a_secret_that_others_can_read_is_named_with_the_way_out(quick_folder: Path) -> None:
    path = prepared(quick_folder, MAIL)
    kept = quick_folder / "dcbot-data" / "matrix-session.json"
    kept.parent.mkdir(exist_ok=True)
    kept.write_text("{}", encoding="utf-8")
    kept.chmod(0o644)

    code, said = look(path)

    assert code == 1
    assert f"(mode 644). Say: chmod 600 {kept}" in said


def test_a_homeserver_that_is_away_is_told_and_the_rest_is_looked_at(quick_folder: Path) -> None:
    matrix = '[matrix]\nhomeserver = "http://127.0.0.1:9"\nuser = "@dcbot:example.org"\n'
    path = write(quick_folder, MAIL + matrix)

    code, said = look(path, DCBOT_MATRIX_TOKEN="correct horse".replace(" ", "-"))

    assert code == 1
    assert "wrong  http://127.0.0.1:9 does not answer" in said
    assert "ok     The folder" in said
