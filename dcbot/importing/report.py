"""Reports: how far an import is, what became of each thing, and what could not be read."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from dcbot.logs import seen
from dcbot.services.imports import Became, Outcome

MOST = 40
"""So many lines that could not be read are shown; a report file has all."""
_LONGEST = 100

Say = Callable[[str], None]


@dataclass(frozen=True)
class Trouble:
    """What could not be read, or was not taken, and why; `line` is 0 where it is the whole file.

    What is only told does not make the import incomplete.
    """

    file: str
    line: int
    words: str
    only_told: bool = False

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{where}: {self.words}"


def quoted_line(text: str) -> str:
    """The beginning of a line, quoted."""
    short = " ".join(text.split())
    return f"“{short[:_LONGEST]}{'…' if len(short) > _LONGEST else ''}”"


@dataclass
class Report:
    """What became of everything."""

    became: Counter[Became] = field(default_factory=Counter)
    troubles: list[Trouble] = field(default_factory=list)

    def add(self, file: str, line: int, outcome: Outcome) -> None:
        """Count it; what somebody should look at is told at the end too."""
        self.became[outcome.became] += 1
        if outcome.became.is_trouble:
            self.troubles.append(Trouble(file, line, outcome.words))

    def tell(self, file: str, line: int, words: str, *, only_told: bool = False) -> None:
        """Something could not be read."""
        self.troubles.append(Trouble(file, line, words, only_told))

    @property
    def is_whole(self) -> bool:
        """Whether all of it was read."""
        return all(one.only_told for one in self.troubles)

    def summary(self, *, dry: bool, file: Path | None) -> Iterator[str]:
        """What is told at the end."""
        yield f"{'Would be: ' if dry else ''}{self._counts()}."
        if self.troubles:
            yield "Not read, or to be looked at:"
        for one in self.troubles[:MOST]:
            yield f"- {one}"
        left = len(self.troubles) - MOST
        if left > 0:
            where = f"{file} has all." if file else "`--report FILE` writes all of it down."
            yield f"- and {left} more; {where}"

    def _counts(self) -> str:
        counts = [f"{number} {kind.value}" for kind in Became if (number := self.became[kind])]
        return ", ".join(counts) or "Nothing to take in"

    def write(self, file: Path) -> None:
        """Write down all that could not be read, as a table."""
        with file.open("w", encoding="utf-8-sig", newline="") as output:
            table = csv.writer(output)
            table.writerow(["file", "line", "why"])
            table.writerows([one.file, one.line or "", one.words] for one in self.troubles)


class Advance:
    """How far it is: a bar on a terminal, else a line for each file."""

    def __init__(self, total: int, say: Say, console: Console | None = None) -> None:
        self._say = say
        self._done, self._total = 0, total
        console = console or Console()
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
        )
        self._bar = Progress(*columns, console=console) if console.is_terminal else None
        self._task = self._bar.add_task("", total=total) if self._bar else None

    def __enter__(self) -> Advance:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        trouble: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar:
            self._bar.stop()

    def file(self, name: str) -> None:
        """This file is being read."""
        self._done += 1
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=self._done - 1, description=seen(name[:40]))

    def tell(self, name: str, outcome: Outcome) -> None:
        """This became of something in it."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=self._done)
            return
        what = f"{outcome.what}, " if outcome.became is Became.TAKEN else ""
        known = f"{outcome.became.value}: " if outcome.became is not Became.TAKEN else ""
        self._say(f"{self._done}/{self._total} {name}: {known}{what}{outcome.words}")
