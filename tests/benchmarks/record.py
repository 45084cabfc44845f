"""The record: cost of a line in the fold, of all outputs, and of corrections, as a meeting grows.

    python -m tests.benchmarks.record

Each stands beside the least that a bot could do with the same lines, in the same run: a line that
is matched with one regular expression and kept, as MeetBot does it; a correction that is looked for
line by line backwards, as scribe.perl does it. Processor time is told, the best of five turns.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from dcbot.record.as_json import as_json
from dcbot.record.facts import Facts
from dcbot.record.fold import Fold
from dcbot.record.journal import Entry
from dcbot.record.logs import LogKind
from dcbot.record.minutes import Minutes
from dcbot.record.replay import Replayed
from dcbot.record.text import render

SIZES = (2_000, 20_000)
TURNS = 5
START = datetime(2026, 3, 5, 14, tzinfo=UTC)
WORDS = """
    we should look at the budget of next year and write to all coalitions about it soon please
    thanks agreed indeed session main workshop report
"""
COMMAND = re.compile(r"#(\w+)[ \t]*(.*)")
OUTPUTS: dict[str, Callable[[Minutes], str]] = {
    "text": render,
    "json": lambda minutes: as_json(Replayed(LogKind.CHAT, (minutes,), minutes.unread, (), 0)),
}


def main() -> None:
    """Everything, printed as it is measured."""
    for size in SIZES:
        _of_size(size)


def _of_size(size: int) -> None:
    print(f"a meeting of {size:,} lines:")
    for what, every in (("a line in the fold", 0), ("the same, each twentieth a correction", 20)):
        entries = meeting(size, every)
        own, least = _best(lambda e=entries: taken(e)), _best(lambda e=entries: bare(e))
        micro = 1_000_000 / size
        print(f"  {f'{what}, µs':42} {own * micro:8.1f}   bare {least * micro:6.1f}")
    fold = taken(meeting(size, 0))
    minutes = fold.minutes()
    print(f"  {'the minutes of it, first, ms':42} {_first(size) * 1000:8.1f}")
    print(f"  {'the minutes of it, again, ms':42} {_best(fold.minutes) * 1000:8.1f}")
    for name, write in OUTPUTS.items():
        took = _best(lambda w=write: w(minutes)) * 1000
        print(f"  {f'written as {name}, ms':42} {took:8.1f}")


def _first(size: int) -> float:
    """How long the first minutes of a fold take; of the next ones, the log is known already."""
    folds = [taken(meeting(size, 0)) for _ in range(TURNS)]
    return min(_once(fold.minutes) for fold in folds)


def meeting(size: int, every: int) -> list[Entry]:
    """A meeting of ten people: topics, items, and where `every` is given as many corrections."""
    chance = random.Random(size)
    said: list[Entry] = []
    for number in range(1, size + 1):
        by = f"p{chance.randrange(10)}" if number > 1 and number % 100 != 2 else "p0"
        text = _text(chance, number, every)
        at = START + timedelta(seconds=number)
        said.append(Entry(number=number, at=at, by=f"@{by}", name=by, text=text))
    return said


def _text(chance: random.Random, number: int, every: int) -> str:
    words = f"{' '.join(chance.choices(WORDS.split(), k=12))} u{number}"
    if number == 1:
        return "#startmeeting Large"
    if number % 100 == 2:
        return f"#topic Topic {number}"
    if every and number % every == 0:
        # A third of them finds nothing, as in real meetings.
        old = f"u{number - chance.randrange(1, 15)}" if chance.random() < 0.7 else f"no{number}"
        return f"s/{old}/v{number}/"
    kind = chance.random()
    if kind < 0.03:
        return f"#info {words}"
    if kind < 0.05:
        return f"#action p{number % 10} to {words}"
    return f"#link https://example.org/{number}" if kind < 0.06 else words


def taken(entries: Sequence[Entry]) -> Fold:
    """The fold with all of them."""
    fold = Fold(Facts(opened_by="@p0"))
    for entry in entries:
        fold.take(entry)
    return fold


def bare(entries: Sequence[Entry]) -> list[str]:
    """The least that a bot does: match, keep, count, and correct by looking at each line."""
    lines: list[str] = []
    items: list[tuple[str, str, str]] = []
    spoke: dict[str, int] = {}
    for entry in entries:
        spoke[entry.by] = spoke.get(entry.by, 0) + 1
        found = COMMAND.match(entry.text)
        if found:
            items.append((found[1].lower(), found[2], entry.by))
        elif entry.text.startswith("s/"):
            _, old, new, _ = entry.text.split("/")
            for place in range(len(lines) - 1, -1, -1):
                if old in lines[place]:
                    lines[place] = lines[place].replace(old, new, 1)
                    break
        lines.append(f"{entry.at:%H:%M:%S} <{entry.by}> {entry.text}")
    return lines


def _best(work: Callable[[], object]) -> float:
    return min(_once(work) for _ in range(TURNS))


def _once(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


if __name__ == "__main__":
    main()
