"""Benchmarks of the outputs: how long it takes to write minutes of many lines in every format.

    python -m tests.benchmarks.outputs

Seconds are those of the processor, the best of several turns.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from dcbot.record.minutes import Item, ItemKind, LineKind, LogLine, Minutes, Topic
from dcbot.record.outputs import document, html, mail, markdown, published
from dcbot.record.outputs.publication import Publication, Speech
from tests.record.outputs.samples import AMINA, DRAFT, JOAO, LENA, MEETING, OPENED, SAMI

TURNS = 5
SIZES = (2_000, 20_000)
_TALK = "and so the talk about the main session goes on for a while, as it does in rooms"
_IN_FULL = "in full"
_WRITERS: dict[str, Callable[..., str | bytes]] = {
    "HTML": html.render,
    "mail": mail.render,
    "Markdown": markdown.render,
    "JSON": published.render,
    "docx": document.render,
}


def minutes_of(lines: int) -> Minutes:
    """Minutes with that many lines: every 20th makes an item, every 100th a topic."""
    log = tuple(map(_line, range(1, lines + 1)))
    topics = tuple(
        Topic(
            title=f"Topic of line {first}",
            number=str(number),
            line=first,
            items=tuple(map(_item, range(first, first + 100, 20))),
        )
        for number, first in enumerate(range(1, lines, 100), start=1)
    )
    return replace(MEETING, log=log, topics=topics, gaps=(), votes=())


def _line(number: int) -> LogLine:
    return LogLine(
        line=number,
        at=OPENED + timedelta(seconds=3 * number),
        kind=LineKind.SAID,
        name=(LENA, AMINA, JOAO, SAMI)[number % 4],
        text=f"{_TALK} {number}" + (" https://example.org/paper" if number % 10 == 0 else ""),
    )


def _item(number: int) -> Item:
    return Item(kind=ItemKind.INFO, text=_TALK, by="", name=LENA, at=OPENED, line=number)


def spoken_of(lines: int) -> Minutes:
    """Minutes in full with that many lines, all of them under one topic."""
    topic = Topic(title="All that was said", number="1", line=1, spoken=tuple(range(1, lines + 1)))
    return replace(minutes_of(lines), topics=(topic,))


def measured() -> dict[tuple[str, int], float]:
    """Milliseconds of each format at each size."""
    found = {}
    for size in SIZES:
        minutes = minutes_of(size)
        for name, render in _WRITERS.items():
            found[name, size] = min(_once(render, minutes, DRAFT) for _ in range(TURNS))
        spoken, in_full = spoken_of(size), replace(DRAFT, speech=Speech.ALL)
        found[_IN_FULL, size] = min(_once(html.render, spoken, in_full) for _ in range(TURNS))
    return found


def _once(render: Callable[..., str | bytes], minutes: Minutes, publication: Publication) -> float:
    began = time.process_time()
    render(minutes, publication)
    return (time.process_time() - began) * 1000


def main() -> None:
    """All figures, printed as a table."""
    found = measured()
    for name in (*_WRITERS, _IN_FULL):
        few, many = (found[name, size] for size in SIZES)
        print(f"{name:<10} {few:8.1f} ms {many:10.1f} ms   {many / few:5.1f} times as much")
    together = sum(found[name, SIZES[0]] for name in _WRITERS)
    print(f"{SIZES[0]} lines, all together: {together:.1f} ms (aim: 50)")


if __name__ == "__main__":
    main()
