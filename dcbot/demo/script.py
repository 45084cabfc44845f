"""Scripts of the demo: conversations in a file, one line said after another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from dcbot.demo.settings import PEOPLE
from dcbot.errors import OperatorError

_HEAD = re.compile(r"^(?P<who>\w+)(?P<privately> privately)?> (?P<words>.*)$")


@dataclass(frozen=True)
class ScriptLine:
    """What is typed, by whom, and whether to the bot alone; None is whoever spoke last, there."""

    words: str
    who: str | None = None
    direct: bool | None = None


def read_script(path: Path) -> list[ScriptLine]:
    """The lines of the file: `words`, `who> words` or `who privately> words`.

    Empty lines say nothing, nor do those that begin with “# ”; `#topic` and its like are words of a
    meeting. Raises OperatorError, which names the line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as trouble:
        raise OperatorError(f"The script {path} cannot be read ({trouble.strerror}).") from None
    except UnicodeDecodeError:
        raise OperatorError(f"The script {path} is no text in UTF-8.") from None
    numbered = enumerate((line.strip() for line in text.splitlines()), 1)
    return [
        _line(line, f"{path}, line {number}")
        for number, line in numbered
        if line and line.split(" ")[0] != "#"
    ]


def _line(line: str, where: str) -> ScriptLine:
    head = _HEAD.match(line)
    if not head:
        return ScriptLine(line)
    if head["who"] not in PEOPLE:
        raise OperatorError(
            f"{where}: nobody here is called “{head['who']}”. There are {', '.join(PEOPLE)}."
        )
    return ScriptLine(head["words"], head["who"], bool(head["privately"]))
