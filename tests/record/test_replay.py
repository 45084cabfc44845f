"""Replay of thirteen real meetings, against the minutes that MeetBot made of them.

The logs are those of openshift/ansible-service-broker; source and licence stand in their folder.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from dcbot.record.as_json import as_json
from dcbot.record.replay import replay
from tests.record.recorded import Recorded, bare, owned, people, recorded

FOLDER = Path(__file__).parent / "meetbot-logs"
LOGS = sorted(FOLDER.glob("*.log.txt"))
# The bot did not take this line, which begins with a space, as the log no longer shows.
ALSO = {
    "asbroker.2018-05-01-13.32": [
        Recorded(
            "link",
            "bugs/issuestriage",
            "https://github.com/openshift/ansible-service-broker/issues/917",
            "jmrodri",
            "14:02:29",
        )
    ]
}


def stem(log: Path) -> str:
    """The name of a meeting, which its log and its summary share."""
    return log.name.removesuffix(".log.txt")


def summary(log: Path) -> str:
    """What MeetBot wrote of it."""
    return (FOLDER / f"{stem(log)}.txt").read_text(encoding="utf-8")


def replayed(log: Path) -> dict[str, Any]:
    """What replay finds in it."""
    document: dict[str, Any] = json.loads(as_json(replay(log.read_bytes(), log.name)))
    return document


def ours(document: dict[str, Any]) -> list[Recorded]:
    """Topics and items in the form of the recorded ones."""
    found: list[Recorded] = []
    for topic in document["meetings"][0]["topics"]:
        title = bare(topic["title"])
        if topic["line"]:
            found.append(Recorded("topic", title, title, topic["by"], topic["at"][11:19]))
        for item in topic["items"]:
            text, at = bare(item["text"]), item["at"][11:19]
            found.append(Recorded(item["kind"], title, text, item["by"], at))
    return found


def test_there_are_thirteen() -> None:
    assert len(LOGS) == 13


@pytest.mark.parametrize("log", LOGS, ids=stem)
def test_every_topic_and_item_is_there_with_its_topic_person_and_time(log: Path) -> None:
    expected = Counter(recorded(summary(log)) + ALSO.get(stem(log), []))

    assert Counter(ours(replayed(log))) == expected


@pytest.mark.parametrize("log", LOGS, ids=stem)
def test_every_action_is_under_its_owner_or_under_none(log: Path) -> None:
    actions = replayed(log)["meetings"][0]["actions"]
    found: dict[str, list[str]] = {}
    for action in actions:
        for owner in action["owners"] or [""]:
            found.setdefault(owner, []).append(bare(action["text"]))

    assert found == owned(summary(log))


@pytest.mark.parametrize("log", LOGS, ids=stem)
def test_nobody_attends_who_did_not_speak_and_no_line_is_lost(log: Path) -> None:
    document = replayed(log)
    meeting = document["meetings"][0]
    spoke = {nick: lines for nick, lines in people(summary(log)).items() if "bot" not in nick}
    text = log.read_text(encoding="utf-8")

    assert {one["name"]: one["lines"] for one in meeting["people"]} == spoke
    assert len(meeting["log"]) == sum(bool(line) for line in text.split("\n"))


@pytest.mark.parametrize("log", LOGS, ids=stem)
def test_lines_are_those_of_the_file(log: Path) -> None:
    lines = log.read_text(encoding="utf-8").split("\n")
    topics = replayed(log)["meetings"][0]["topics"]

    for item in (item for topic in topics for item in topic["items"]):
        assert lines[item["line"] - 1].rstrip().endswith(item["text"])
        assert lines[item["line"] - 1].startswith(item["at"][11:19])


def test_near_misses_are_named_with_what_was_meant() -> None:
    unread = [one for log in LOGS for one in replayed(log)["unread"]]

    assert [(one["text"].split()[0], one["line"]) for one in unread] == [
        ("#linkhttps://github.com/openshift/ansible-service-broker/issues/753", 87),
        ("#item", 19),
        ("#unlink", 98),
        ("#assign", 111),
        ("#assign", 113),
        ("#item", 12),
    ]


@pytest.mark.parametrize(
    ("options", "begins"),
    [
        ((), "Automation broker IRC meeting"),
        (("--format", "json"), "{"),
        (("--format", "markdown"), "# Automation broker IRC meeting"),
        (("--format", "html"), "<!doctype html>"),
        (("--diagnose",), "It is a log of MeetBot of 60 lines."),
    ],
)
def test_on_the_command_line(options: tuple[str, ...], begins: str) -> None:
    command = [sys.executable, "-m", "dcbot", "replay", str(LOGS[-1]), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(begins)


def test_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "dcbot", "replay", str(tmp_path / "no.log")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 2 and "no.log" in done.stderr
