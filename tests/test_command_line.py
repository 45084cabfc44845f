"""What an operator does on the command line, each command in a process of its own."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from dcbot.lock import alone_in
from storage.database import Database
from storage.outbox import Letter, LetterState
from tests.command_line import dcbot
from tests.world import MONDAY_NOON


def test_the_console_answers_one_line_after_another_and_remembers(quick_folder: Path) -> None:
    first = dcbot("console", folder=quick_folder, typed="whoami\nme zone Europe/Paris\n")
    again = dcbot("console", folder=quick_folder, typed="whoami\n")

    assert (first.returncode, again.returncode) == (0, 0), first.stderr + again.stderr
    assert first.stdout.startswith("you> whoami\nbot> You are operator, an operator.\n")
    assert "Zone: Europe/Paris" in again.stdout


def test_the_console_attaches_a_file_that_a_line_names(quick_folder: Path) -> None:
    table = "name,acronym\nDynamic Coalition on Rivers,DC-Rivers\n"
    (quick_folder / "rivers.csv").write_text(table, encoding="utf-8")

    done = dcbot(
        "console",
        folder=quick_folder,
        typed="coalition import < rivers.csv\nyes\ncoalition DC-Rivers\n",
    )

    assert done.returncode == 0, done.stderr
    assert "Dynamic Coalition on Rivers" in done.stdout.rpartition("you> coalition DC-Rivers")[2]


@pytest.mark.threat("T82")
def test_two_processes_never_share_a_folder(quick_folder: Path) -> None:
    with alone_in(quick_folder / "dcbot-data"):
        done = dcbot("console", folder=quick_folder, typed="help\n")

    assert done.returncode == 2
    assert f"Another dcbot (process {os.getpid()}) works in" in done.stderr


def test_running_without_any_way_in_says_what_to_do(quick_folder: Path) -> None:
    (quick_folder / "bot.toml").write_text('name = "dcbot"\n', encoding="utf-8")

    done = dcbot("run", folder=quick_folder)

    assert done.returncode == 2
    assert "neither [matrix] nor [mail]" in done.stderr and "Traceback" not in done.stderr


def test_a_missing_settings_file_names_init(quick_folder: Path) -> None:
    done = dcbot("run", folder=quick_folder)

    assert done.returncode == 2
    assert "dcbot init" in done.stderr and "Traceback" not in done.stderr


def test_init_asks_until_it_understands_and_writes_what_runs(quick_folder: Path) -> None:
    answers = ["igf", "nonsense", "mail", "dcbot@example.org", "", "", "", "", "", "", ""]

    done = dcbot("init", folder=quick_folder, typed="\n".join(answers) + "\n" * 10)

    assert done.returncode == 0, done.stdout + done.stderr
    assert '"nonsense" cannot be used' in done.stdout
    assert (quick_folder / "bot.toml").is_file()
    again = dcbot("init", folder=quick_folder)
    assert again.returncode == 2 and "is there already" in again.stderr
    checked = dcbot("db", "upgrade", folder=quick_folder)
    assert checked.returncode == 0, checked.stderr


def test_the_database_is_checked_and_copied(quick_folder: Path) -> None:
    dcbot("console", folder=quick_folder, typed="me zone Europe/Paris\n")
    (quick_folder / "bot.toml").write_text('name = "dcbot"\n', encoding="utf-8")

    checked = dcbot("db", "check", folder=quick_folder)
    copied = dcbot("db", "copy", "sqlite:///dcbot.db", "sqlite:///other.db", folder=quick_folder)

    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert copied.returncode == 0, copied.stdout + copied.stderr
    (quick_folder / "dcbot.db").unlink()
    (quick_folder / "other.db").rename(quick_folder / "dcbot.db")
    assert "Europe/Paris" in dcbot("console", folder=quick_folder, typed="whoami\n").stdout


@pytest.fixture
def given_up(quick_folder: Path) -> Path:
    """A folder whose database holds a letter that was given up."""
    (quick_folder / "bot.toml").write_text('name = "dcbot"\n', encoding="utf-8")
    dcbot("console", folder=quick_folder, typed="help\n")

    async def write() -> None:
        database = Database(f"sqlite+aiosqlite:///{quick_folder / 'dcbot.db'}")
        async with database.transaction() as store:
            letter = Letter(
                key="lost",
                transport="matrix",
                place="!gone:example.org",
                text="Minutes are out.",
                created_at=MONDAY_NOON,
                due_at=MONDAY_NOON,
                state=LetterState.DEAD,
                last_error="the bot may not write there",
            )
            await store.outbox.add(letter)
        await database.close()

    asyncio.run(write())
    return quick_folder


def test_the_outbox_lists_what_was_given_up_and_sends_it_again(given_up: Path) -> None:
    listed = dcbot("outbox", folder=given_up)
    unknown = dcbot("outbox", "--send", "99", folder=given_up)
    number = next(line for line in listed.stdout.splitlines() if "!gone" in line).split()[0]
    again = dcbot("outbox", "--send", number, folder=given_up)
    after = dcbot("outbox", folder=given_up)

    assert "to !gone:example.org: the bot may not write there" in listed.stdout
    assert "1 given up, 0 waiting." in listed.stdout
    assert unknown.returncode == 1 and "“99” is no letter that was given up" in unknown.stdout
    assert "will be sent again" in again.stdout
    assert "0 given up, 1 waiting." in after.stdout


def test_search_reads_everything_anew(given_up: Path) -> None:
    done = dcbot("db", "reindex", folder=given_up)

    assert done.returncode == 0 and "Read anew for search: " in done.stdout


def test_the_register_goes_out_and_comes_back_as_a_table(quick_folder: Path) -> None:
    (quick_folder / "bot.toml").write_text('name = "dcbot"\n', encoding="utf-8")
    out = dcbot("register", "export", "table.csv", folder=quick_folder)
    same = dcbot("register", "import", "table.csv", folder=quick_folder)
    (quick_folder / "new.csv").write_text(
        "name,acronym\nDynamic Coalition on Rivers,DC-Rivers\n", encoding="utf-8"
    )
    refused = dcbot("register", "import", "new.csv", folder=quick_folder, typed="n\n")
    agreed = dcbot("register", "import", "new.csv", "--yes", folder=quick_folder)

    assert out.returncode == 0, out.stderr
    assert "differs" not in same.stdout and same.returncode == 0, same.stdout + same.stderr
    assert "Dynamic Coalition on Rivers" in refused.stdout
    shown = dcbot("console", folder=quick_folder, typed="coalition DC-Rivers\n")
    assert agreed.returncode == 0 and "Dynamic Coalition on Rivers" in shown.stdout


@pytest.mark.parametrize(
    "words", [("register", "export", "nowhere/table.csv"), ("reference", "nowhere/page.md")]
)
def test_a_file_that_cannot_be_written_is_named(quick_folder: Path, words: tuple[str, ...]) -> None:
    (quick_folder / "bot.toml").write_text('name = "dcbot"\n', encoding="utf-8")

    done = dcbot(*words, folder=quick_folder)

    assert done.returncode == 2
    assert done.stderr.endswith(
        f"“{words[-1]}” cannot be used (No such file or directory). Name another one, or see to it "
        "that it can be read and written.\n"
    )
    assert "Traceback" not in done.stderr


def test_the_archive_is_written_as_files_and_verified(quick_folder: Path) -> None:
    (quick_folder / "bot.toml").write_text('data = "empty"\n', encoding="utf-8")

    first = dcbot("export", "site", folder=quick_folder)
    right = dcbot("verify", "site", folder=quick_folder)
    (quick_folder / "site/groups/index.html").write_text("of a stranger", encoding="utf-8")
    (quick_folder / "site/news.atom").unlink()
    wrong = dcbot("verify", "site", folder=quick_folder)
    mended = dcbot("export", "site", folder=quick_folder)

    assert first.returncode == 0 and "the others as they were" in first.stdout, first.stderr
    assert (right.returncode, right.stderr) == (0, "")
    assert right.stdout.endswith("files: the folder says what the database does.\n")
    assert wrong.returncode == 1
    lines = wrong.stdout.splitlines()
    assert lines[:2] == ["missing  news.atom", "changed  groups/index.html"]
    assert lines[2].startswith("1 missing, 1 changed, 0 extra, of ")
    assert ": 2 written, 0 taken away, " in mended.stdout


def test_verifying_a_folder_that_is_not_there_says_so(quick_folder: Path) -> None:
    done = dcbot("verify", "nowhere", folder=quick_folder)

    assert done.returncode == 2 and "nowhere" in done.stderr
