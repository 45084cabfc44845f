"""`dcbot when`: what was read, as sentences and as JSON, without loading the bot."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dcbot.errors import UserError
from dcbot.when.telling import tell

NOW = "2026-11-18T10:30:00+00:00"


def told(phrase: str, *, language: str = "en", zone: str = "UTC", as_json: bool = False) -> str:
    lines: list[str] = []
    tell(phrase, now=NOW, zone=zone, language=language, as_json=as_json, write=lines.append)
    return "\n".join(lines)


def test_a_moment_is_told_in_words() -> None:
    words = told("mardi 1er décembre à 14h30, heure de Genève", language="fr")

    assert words.startswith("mardi 1er décembre 2026 à 14:30 (Europe/Zurich, UTC+01:00)")


def test_a_rule_is_told_with_its_next_times() -> None:
    words = told("first Tuesday of each month at 14:00 UTC")

    assert words.splitlines()[1:] == [
        "- Tuesday 1 December 2026, 14:00 (UTC)",
        "- Tuesday 5 January 2027, 14:00 (UTC)",
        "- Tuesday 2 February 2027, 14:00 (UTC)",
    ]


def test_doubts_are_told_as_choices() -> None:
    words = told("03/12/2026 14:00 UTC")

    assert "1. Thursday 3 December 2026, 14:00 (UTC)" in words
    assert "2. Thursday 12 March 2026, 14:00 (UTC)" in words


def test_a_refusal_says_why_and_what_to_say() -> None:
    assert told("Thursday 1 December 2026").startswith("Tuesday 1 December 2026 is no “Thursday”.")


def test_json_has_the_keys_of_a_table_and_what_stands_beside_the_time() -> None:
    found = json.loads(told("Board call on 3 December at 16:00 UTC", as_json=True))

    assert found["kind"] == "instant" and found["utc"] == "2026-12-03T16:00:00Z"
    assert found["words"] == "on 3 December at 16:00 UTC" and found["beside"] == "Board call"


@pytest.mark.parametrize(
    ("phrase", "zone", "now"), [("", "UTC", NOW), ("3pm", "Mars/Base", NOW), ("3pm", "UTC", "x")]
)
def test_what_cannot_be_read_is_said(phrase: str, zone: str, now: str) -> None:
    with pytest.raises(UserError):
        tell(phrase, now=now, zone=zone, language="", as_json=False, write=lambda line: None)


def test_the_command_line_reads_a_file_and_loads_no_bot(tmp_path: Path) -> None:
    table = tmp_path / "table.json"
    row = {"id": "A1", "lang": "en", "phrase": "in 2 hours", "base": NOW, "user_zone": "UTC"}
    table.write_text(json.dumps({"phrases": [row]}), encoding="utf-8")
    script = (
        "import sys\n"
        f"sys.argv = ['dcbot', 'when', '--file', {str(table)!r}]\n"
        "from dcbot.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code\n"
        "heavy = {'sqlalchemy', 'nio', 'dcbot.services', 'dateparser'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )

    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["id"], found["kind"], found["utc"]) == ("A1", "instant", "2026-11-18T12:30:00Z")
