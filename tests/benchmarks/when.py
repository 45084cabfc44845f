"""How long reading a phrase takes, in each language, beside dateparser and dateutil in one run.

    python -m tests.benchmarks.when [--rounds 5]

Ratios are what counts: the machine is the same for all, and they take turns phrase by phrase. The
others are asked the same phrases, though they answer most of them wrongly or not at all.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import statistics
import subprocess
import sys
import time
import warnings
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dcbot.when.reading import LONGEST, read

TABLES = ("phrases.json", "habits.json", "second.json")
FOLDER = Path(__file__).parents[1] / "when"
NOW = datetime(2026, 11, 18, 10, 30, tzinfo=UTC)
HOSTILE = (
    "1 ",
    "1/2/",
    "每",
    "2 hours ",
    "every ",
    "Monday, ",
    "14:00-",
    "first and ",
    "половина ",
)


def main(rounds: int) -> None:
    """Everything, printed as it is measured."""
    print("import and first phrase, ms:")
    for name, code in IMPORTS.items():
        print(f"  {name:34} {_process(code):7.0f}")
    _phrases(rounds)
    slowest = max(HOSTILE, key=_hostile)
    print(f"the slowest of {len(HOSTILE)} hostile inputs of {LONGEST} letters, language unknown:")
    print(f"  {slowest!r} again and again: {_hostile(slowest):.0f} ms")


READ = "read('tomorrow', now=datetime(2026, 11, 18, tzinfo=UTC), zone='UTC', language='en')"
IMPORTS = {
    "python alone": "pass",
    "dcbot.when.reading": "import dcbot.when.reading",
    "dcbot.when.reading, first phrase": "from datetime import *; "
    f"from dcbot.when.reading import read; {READ}",
    "dateutil.parser": "import dateutil.parser",
    "dateparser": "import dateparser",
    "dateparser, first phrase": "import dateparser; dateparser.parse('tomorrow', languages=['en'])",
}


def _process(code: str) -> float:
    """The median of five processes that run the code, in milliseconds."""
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, cwd=FOLDER.parents[1])
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def _phrases(rounds: int) -> None:
    import dateparser
    from dateutil import parser

    taken: dict[tuple[str, str], list[float]] = defaultdict(list)
    read("warm up", now=NOW, zone="UTC")
    rows = [row for name in TABLES for row in _table(name)]
    for _ in range(rounds):
        for row in rows:
            phrase, language = row["phrase"], row["lang"]
            contestants: dict[str, Callable[[], object]] = {
                "ours": lambda p=phrase, r=row: read(
                    p, now=NOW, zone=r["user_zone"], language=r["lang"]
                ),
                "dateparser": lambda p=phrase, n=language: dateparser.parse(p, languages=[n]),
                "dateutil": lambda p=phrase: parser.parse(p, fuzzy=True),
            }
            for name, work in contestants.items():
                taken[language, name].append(_time(work))
    print("a phrase, ms: median and worst; medians of the others as ratios to ours")
    for language in dict.fromkeys(row["lang"] for row in rows):
        own = statistics.median(taken[language, "ours"])
        ratios = {
            name: statistics.median(taken[language, name]) / own
            for name in ("dateparser", "dateutil")
        }
        worst = max(taken[language, "ours"])
        told = "  ".join(f"{name} {ratio:.2f}" for name, ratio in ratios.items())
        print(f"  {language}  {own:5.2f} {worst:6.2f}   {told}")


def _table(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((FOLDER / name).read_text("utf-8"))["phrases"]
    return rows


def _time(work: Callable[[], object]) -> float:
    # Processor time, so that what else runs on the machine does not count.
    begun = time.process_time()
    # The others raise for most phrases; that takes its time too.
    with contextlib.suppress(Exception), warnings.catch_warnings(action="ignore"):
        work()
    return (time.process_time() - begun) * 1000


def _hostile(piece: str) -> float:
    begun = time.process_time()
    read((piece * LONGEST)[:LONGEST], now=NOW, zone="UTC")
    return (time.process_time() - begun) * 1000


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=3)
    main(arguments.parse_args().rounds)
