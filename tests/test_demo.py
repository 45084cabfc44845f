"""The demo as a newcomer starts it: a script through a real homeserver, and an end without rest."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from textwrap import indent

import feedparser
import html5lib
import psutil
import pytest

from dcbot.demo.settings import MEETING
from tests.command_line import dcbot
from tests.servers import missing, scratch

SCRIPT = """\
# Somebody who is new looks around.
!coalition DC3
hello
!coalitoin DC3
/somewhere
/as amina
whoami
amina privately> whoami
!contact me DCAD
you> !contact DCAD: When is your next call?
amina privately> whoami
"""
"""What is said last is answered in Amina's chat behind what was passed on to her."""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder for temporary files of the demo, which it is to leave empty."""
    if find_spec("synapse") is None:
        missing("The homeserver is not installed. Install it: pip install 'dcbot[demo]'")
    with scratch() as found:
        (found / "tmp").mkdir()
        yield found


def start(folder: Path, *words: str, typed: int = subprocess.DEVNULL) -> subprocess.Popen[str]:
    """`dcbot demo` in a process and a session of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "dcbot", "demo", *words],
        cwd=folder,
        stdin=typed,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parents[1]),
            "PYTHONUNBUFFERED": "1",
            "TMPDIR": str(folder / "tmp"),
        },
    )


def ended(demo: subprocess.Popen[str], folder: Path, typed: str | None = None) -> tuple[str, str]:
    """What it printed until its end, after which nothing of it is left."""
    try:
        said, wrong = demo.communicate(typed, timeout=90)
    finally:
        demo.kill()
    assert left_running(folder) == []
    assert list((folder / "tmp").iterdir()) == []
    return said, wrong


def left_running(folder: Path) -> list[str]:
    """The commands of the processes that work in the folder."""
    commands = [
        " ".join(process.info["cmdline"] or ()) for process in psutil.process_iter(["cmdline"])
    ]
    return [command for command in commands if str(folder) in command]


def test_a_script_is_played_through_the_homeserver(folder: Path) -> None:
    (folder / "script.txt").write_text(SCRIPT, encoding="utf-8")
    demo = start(folder, "--script", "script.txt")

    said, wrong = ended(demo, folder)

    assert (demo.returncode, wrong) == (0, "")
    assert "you> !coalition DC3\nbot> DC3: Dynamic Coalition on Community Connectivity\n" in said
    assert "you> hello\n(The bot says nothing to that." in said
    assert "bot to you> “!coalitoin DC3” is no command. Did you mean “!coalition" in said
    assert "“/somewhere” is nothing that the demo knows. It knows:\n  /as NAME" in said
    assert "amina privately> whoami\nbot to amina> You are Amina, a representative" in said
    assert "bot to amina> Newcomer writes to you as a contact of DCAD:" in said
    assert said.endswith("The demo is over; nothing of it is left running.\n")


def told(demo: subprocess.Popen[str], words: str) -> str:
    """The line with these words, once it is printed."""
    assert demo.stdout is not None
    return next(line for line in demo.stdout if words in line)


def seen(address: str) -> str:
    """The page, which is sound HTML."""
    with urllib.request.urlopen(address) as answer:
        page = str(answer.read().decode())
    html5lib.HTMLParser(strict=True).parse(page)
    return page


def test_a_small_meeting_is_in_the_archive_when_it_has_ended(folder: Path) -> None:
    demo = start(folder, typed=subprocess.PIPE)
    assert demo.stdin is not None
    site = told(demo, "The archive, in a browser: ").split()[-1]
    print(MEETING, file=demo.stdin, flush=True)

    draft = re.search(rf"{site}/\S+minutes", told(demo, "Draft minutes of DCCG 1"))
    assert draft is not None
    ended_at = time.monotonic()
    minutes, home = seen(draft[0]), seen(site)
    found = seen(f"{site}/search?q=tuesday")
    with urllib.request.urlopen(f"{site}/news.atom") as feed:
        news = feedparser.parse(feed.read())
    took = time.monotonic() - ended_at
    said, wrong = ended(demo, folder, typed="")

    assert took < 60
    assert "<strong>DRAFT" in minutes and "first Tuesday of each month" in minutes
    assert "Monthly call" in home and "Dynamic Coalition Coordination Group" in home
    assert "Decision DCCG 1" in found and "<mark>Tuesday</mark>" in found
    assert not news.bozo
    assert [(one.title, one.link) for one in news.entries] == [
        ("Monthly call (draft, version 1)", draft[0])
    ]
    assert (demo.returncode, wrong) == (0, "")
    assert "(The bot says nothing to that" not in said


def test_the_readme_shows_the_meeting_of_the_demo() -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")

    assert indent(MEETING, "    you> ") in readme


def test_lines_may_come_through_a_pipe(folder: Path) -> None:
    demo = start(folder, typed=subprocess.PIPE)

    said, wrong = ended(demo, folder, typed="!coalition DCAD\n\n!join DC3\n")

    assert (demo.returncode, wrong) == (0, "")
    assert "you> !coalition DCAD\nbot> DCAD: " in said and "you> !join DC3\nbot> How to" in said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_in_the_middle_leaves_nothing_running(
    folder: Path, number: signal.Signals
) -> None:
    demo = start(folder, typed=subprocess.PIPE)
    assert demo.stdin is not None and demo.stdout is not None
    # The pipe stays open: the demo is waiting for the next line when the signal comes.
    print("!coalition DC3", file=demo.stdin, flush=True)
    heard = next(line for line in demo.stdout if line.startswith("bot> "))
    running = left_running(folder)

    demo.send_signal(number)
    demo.wait(30)
    said, wrong = ended(demo, folder)

    assert "DC3: Dynamic Coalition on Community Connectivity" in heard
    assert len(running) == 1 and "synapse" in running[0]
    assert (demo.returncode, wrong) == (130, "")
    assert "Interrupted.\n" in said


def test_a_kill_of_the_demo_ends_its_homeserver(folder: Path) -> None:
    demo = start(folder, typed=subprocess.PIPE)
    assert demo.stdout is not None
    next(line for line in demo.stdout if "accounts" in line)

    demo.kill()
    demo.communicate()

    gone, left = psutil.wait_procs(
        [
            one
            for one in psutil.process_iter(["cmdline"])
            if str(folder) in " ".join(one.info["cmdline"] or ())
        ],
        timeout=10,
    )
    assert not left, gone


@pytest.mark.parametrize(
    ("script", "told"),
    [
        (None, "The script script.txt cannot be read (No such file or directory).\n"),
        (b"\xff\xfe!help", "The script script.txt is no text in UTF-8.\n"),
        (
            b"!help\njo> !help\n",
            "script.txt, line 2: nobody here is called “jo”. There are you, amina, sana, mei.\n",
        ),
    ],
)
def test_a_script_that_cannot_be_played_is_named(
    folder: Path, script: bytes | None, told: str
) -> None:
    if script is not None:
        (folder / "script.txt").write_bytes(script)

    done = dcbot("demo", "--script", "script.txt", folder=folder, TMPDIR=str(folder / "tmp"))

    assert (done.returncode, done.stdout, done.stderr) == (2, "", told)
    assert list((folder / "tmp").iterdir()) == []


def test_a_folder_is_kept_once(folder: Path) -> None:
    (folder / "script.txt").write_text("!help\n", encoding="utf-8")
    first = start(folder, "--script", "script.txt", "--keep", "kept")
    first_said, first_wrong = ended(first, folder)
    again = dcbot("demo", "--script", "script.txt", "--keep", "kept", folder=folder)
    nowhere = dcbot("demo", "--script", "script.txt", "--keep", "script.txt/kept", folder=folder)

    assert (first.returncode, first_wrong) == (0, ""), first_said
    assert (folder / "kept" / "bot.toml").is_file()
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr == "There is something in the folder kept already; name an empty one.\n"
    assert (nowhere.returncode, nowhere.stdout) == (2, "")
    assert "The folder script.txt/kept cannot be written (Not a directory)" in nowhere.stderr
