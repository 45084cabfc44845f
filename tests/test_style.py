"""The checks that are part of the tests: form, types, the floors, and every file's first line."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CODE = ("commands", "dcbot", "storage", "tests")


def said_by(*command: str) -> tuple[int, str]:
    """The exit code and the words of a tool of this environment, run in the project."""
    tool = Path(sys.executable).parent / command[0]
    done = subprocess.run(
        [str(tool), *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(("ruff", "check", "--no-cache", "."), id="ruff-check"),
        pytest.param(("ruff", "format", "--no-cache", "--check", "."), id="ruff-format"),
        pytest.param(("mypy",), id="mypy"),
        pytest.param(("lint-imports", "--no-cache"), id="floors"),
    ],
)
def test_check_passes(command: tuple[str, ...]) -> None:
    code, words = said_by(*command)

    assert code == 0, words[-4000:]


def code_files() -> list[Path]:
    """All Python files of the project."""
    return sorted(file for folder in CODE for file in (ROOT / folder).rglob("*.py"))


def test_first_lines_say_what_lives_in_the_files() -> None:
    silent = []
    for file in code_files():
        words = file.read_text(encoding="utf-8")
        said = ast.get_docstring(ast.parse(words)) or ""
        if not words.startswith('"""') or len(said.split()) < 3:
            silent.append(str(file.relative_to(ROOT)))

    assert silent == []


def test_each_file_holds_one_noun() -> None:
    lines = {
        str(file.relative_to(ROOT)): file.read_text(encoding="utf-8").count("\n")
        for file in code_files()
        if "tests" not in file.parts and "versions" not in file.parts
    }

    assert {name: count for name, count in lines.items() if count > 400} == {}
    assert len(lines) > 500
