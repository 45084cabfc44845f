"""The generated pages are fresh, and every command can be looked up."""

from __future__ import annotations

from pathlib import Path

from dcbot.command import Registry
from dcbot.reference import page, permissions

ROOT = Path(__file__).parents[1]


def test_the_reference_of_all_commands_is_fresh() -> None:
    written = (ROOT / "commands" / "README.md").read_text(encoding="utf-8")

    assert written == page(Registry.from_folder()), "run `make reference`"


def test_who_may_say_what_is_fresh() -> None:
    written = (ROOT / "docs" / "permissions.md").read_text(encoding="utf-8")

    assert written == permissions(Registry.from_folder()), "run `make reference`"


def test_every_command_has_a_summary_of_one_line_that_ends_with_a_stop() -> None:
    wrong = [
        command.name
        for command in Registry.from_folder().commands.values()
        if not command.summary.endswith(".") or len(command.summary) > 110
    ]

    assert wrong == []
