"""The page of threats and the tests: each line names tests that exist and run, and they name it.

A new line gets the next number, wherever it stands; a number never gets another meaning.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "threats.md"
_LINE = re.compile(r"\| (T\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|")
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
# What would leave a test out though it is there.
_LEFT_OUT = {"skip", "skipif", "xfail"}

Function = ast.FunctionDef | ast.AsyncFunctionDef
Named = tuple[str, str]
"""A test: its file and its name."""


def lines() -> dict[str, list[Named]]:
    """The tests of each line of the page."""
    found: dict[str, list[Named]] = {}
    for row in PAGE.read_text(encoding="utf-8").splitlines():
        if row.startswith("| T"):
            match = _LINE.fullmatch(row)
            assert match, f"no line of the page: {row}"
            assert match[1] not in found, f"{match[1]} stands there twice"
            found[match[1]] = [(file, name) for file, name in _TEST.findall(match[4])]
    return found


def functions(file: Path) -> dict[str, Function]:
    """The tests of a file, as pytest collects them."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    found = (one for one in tree.body if isinstance(one, Function))
    return {one.name: one for one in found if one.name.startswith("test_")}


def marks(test: Function) -> dict[str, list[str]]:
    """The marks of a test, with the words that stand in them."""
    found: dict[str, list[str]] = {}
    for one in test.decorator_list:
        named = one.func if isinstance(one, ast.Call) else one
        if isinstance(named, ast.Attribute):
            words = [str(ast.literal_eval(each)) for each in _words(one, named.attr)]
            found.setdefault(named.attr, []).extend(words)
    return found


def _words(mark: ast.expr, name: str) -> list[ast.expr]:
    return mark.args if isinstance(mark, ast.Call) and name == "threat" else []


def every_test() -> dict[Named, Function]:
    """All tests of the project."""
    return {
        (str(file.relative_to(ROOT)), name): test
        for file in sorted((ROOT / "tests").rglob("test_*.py"))
        for name, test in functions(file).items()
    }


@pytest.fixture(scope="module")
def tests() -> dict[Named, Function]:
    return every_test()


def test_the_page_has_a_line_for_each_number() -> None:
    numbers = [int(name[1:]) for name in lines()]

    assert len(numbers) > 80 and sorted(numbers) == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize(("line", "named"), lines().items(), ids=lines())
def test_a_line_names_tests_that_run_and_name_it(
    line: str, named: list[Named], tests: dict[Named, Function]
) -> None:
    assert named, f"{line} names no test"
    for one in named:
        test = tests.get(one)
        assert test is not None, f"{line} names {'::'.join(one)}, which is not there"
        found = marks(test)
        assert line in found.get("threat", ()), f"{'::'.join(one)} does not name {line}"
        assert not _LEFT_OUT & found.keys(), f"{'::'.join(one)} is left out"
        skips = [each for each in ast.walk(test) if isinstance(each, ast.Attribute)]
        assert not [each for each in skips if each.attr in ("skip", "xfail")], one


def test_each_test_that_names_a_line_is_named_by_it(tests: dict[Named, Function]) -> None:
    page = lines()
    for one, test in tests.items():
        for line in marks(test).get("threat", ()):
            assert one in page.get(line, ()), (
                f"{'::'.join(one)} names {line}, which does not name it"
            )


def test_no_file_with_such_a_test_is_left_out_as_a_whole() -> None:
    files = {file for named in lines().values() for file, _ in named}
    for file in files:
        text = (ROOT / file).read_text(encoding="utf-8")
        assert "pytestmark" not in text and "importorskip" not in text, file
