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


@pytest.mark.parametrize("file", code_files(), ids=lambda file: str(file.relative_to(ROOT)))
def test_first_line_says_what_lives_in_the_file(file: Path) -> None:
    first = file.read_text(encoding="utf-8").split("\n", 1)[0]
    words = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""

    assert first.startswith('"""') and len(words.split()) >= 3, f"{file}: {first!r}"


@pytest.mark.parametrize(
    "file",
    [file for file in code_files() if "tests" not in file.parts and "versions" not in file.parts],
    ids=lambda file: str(file.relative_to(ROOT)),
)
def test_file_holds_one_noun(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").count("\n")

    assert lines <= 400, f"{file} has {lines} lines: it holds two nouns"
