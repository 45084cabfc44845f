"""Corrections of what was said: s/old/new/ and i/where/new line/."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dcbot.record.dialects import Heard
from dcbot.record.instructions import Insert, Instruction, Nothing, Reach, Substitute
from dcbot.record.line import Line, Patch
from dcbot.record.minutes import DoubtKind
from dcbot.record.powers import Power
from dcbot.record.running import Changed, Running

MOST_EVERYWHERE = 20
"""So many corrections of the whole meeting are tried on each new line; more are refused."""


def substitute(running: Running, line: Line, asked: Substitute) -> None:
    """Correct the nearest earlier line that says it, or all of them."""
    patch = Patch(line.number, asked.old, asked.new, asked.reach is not Reach.NEAREST)
    found = _holding(running, line, asked.old)
    lines = _nearest(running, line, found) if asked.reach is Reach.NEAREST else list(found)
    targets = [one for one in lines if _correctable(running, line, one, patch)]
    # Also of a line that it may not change, or that said so once, it holds the words.
    quoted = targets or lines[:1] or _once_holding(running, line, asked.old)
    line.targets = tuple(one.number for one in quoted)
    running.quotes(line, asked.old)
    for target in targets:
        apply(running, target, patch)
    if asked.reach is Reach.WHOLE and len(running.everywhere) < MOST_EVERYWHERE:
        running.everywhere.append((line.number, asked))
    elif not targets:
        _failed(running, line, asked.old)
        return
    running.history.append(Changed("corrected", line.number, line.entry.at, line.targets))


def _holding(running: Running, line: Line, words: str) -> Iterator[Line]:
    """The lines before this one that say these words and can be corrected, the latest first."""
    about = line.entry.about
    if about is not None and about in running.lines:
        numbers: Iterator[int] = iter((about,))
    else:
        numbers = running.index().holding(words)
    for number in numbers:
        other = running.lines[number]
        # What corrects, and what was inserted, is not corrected in its turn; edit it instead.
        corrects = other.place[1] == 0 or any(
            isinstance(one, Substitute | Insert) for one in other.instructions
        )
        if number < line.number and not corrects and not other.hidden and words in other.text:
            yield other


def _once_holding(running: Running, line: Line, words: str) -> list[Line]:
    """The lines that said these words before they were edited or corrected."""
    lines = (running.lines[number] for number in running.index().holding(words))
    return [
        other
        for other in lines
        if other is not line
        and not other.gone
        and (words in other.entry.text or any(words in text for _, text in other.versions or ()))
    ]


def _nearest(running: Running, line: Line, found: Iterator[Line]) -> list[Line]:
    """The speaker's own nearest line where they say it, unless a scribe corrects all as one."""
    first = next(found, None)
    if first is None or line.heard.scribe or first.by == line.by:
        return [first] if first else []
    # Looked for among the next few only: who corrects themselves does so soon.
    for _, other in zip(range(50), found, strict=False):
        if other.by == line.by:
            return [other]
    return [first]


def _correctable(running: Running, line: Line, target: Line, patch: Patch) -> bool:
    """Whether it is the speaker's own line, or speech that stays speech, or the speaker may."""
    if target.by == line.by or running.may(line, Power.UNDO):
        return True
    if not running.may(line, Power.CORRECT):
        return False
    becomes = running.reader.read(patch.on(target.text), target.heard)
    return not target.instructions and not becomes


def apply(running: Running, target: Line, patch: Patch) -> None:
    """Change the words of a line; what it records follows."""
    if target.patches is None:
        target.patches = []
    target.patches.append(patch)
    running.reword(target)


def follow(running: Running, line: Line) -> None:
    """Apply those corrections to a new line that hold for the whole meeting."""
    if any(isinstance(one, Substitute | Insert) for one in line.instructions):
        return
    for number, asked in running.everywhere:
        if asked.old in line.text:
            other = running.lines[number]
            origin = line.origin(asked.old)
            apply(running, line, Patch(number, asked.old, asked.new, True))
            other.targets = (*other.targets, line.number)
            other.origins = (*other.origins, origin)
            running.quoted_in.setdefault(origin, []).append(number)


def insert(running: Running, line: Line, asked: Insert) -> None:
    """Put the new line before the nearest earlier one that says these words."""
    anchor = next(_holding(running, line, asked.where), None)
    quoted = [anchor] if anchor else _once_holding(running, line, asked.where)
    line.targets = tuple(one.number for one in quoted)
    running.quotes(line, asked.where)
    if anchor is None:
        _failed(running, line, asked.where)
        return
    line.instructions = (asked, *read_inserted(running, line, asked.text)[1:])
    _put_before(running, line, anchor.place[0])


def read_inserted(running: Running, line: Line, text: str = "") -> tuple[Instruction, ...]:
    """What an inserted line asks, behind a place for the instruction that inserted it.

    It is read as any line is, but what is done once only it cannot do.
    """
    read = running.reader.read(text or line.text, Heard(scribe=line.heard.scribe))
    return (Nothing(), *(one for one in read if not one.timed))


def _put_before(running: Running, line: Line, number: int) -> None:
    running.move(line, (number, 0, line.number))
    running.keep(line, f"before {number}")
    running.take_in(line)
    running.history.append(Changed("inserted", line.number, line.entry.at, (line.number,)))


def restore(running: Running, line: Line, word: str, rest: str) -> bool:
    """Put in force what is left of an erased line; False where it is none of these."""
    if word == "before":
        if not line.gone:
            line.instructions = read_inserted(running, line)
        _put_before(running, line, int(rest))
    return word == "before"


def _failed(running: Running, line: Line, words: str) -> None:
    line.failed = words
    running.tell(
        line,
        DoubtKind.FAILED_CORRECTION,
        f"No line before this says “{words}”, or it is not yours to correct. Say the words as "
        "they stand in the line, or reply to it.",
    )


ACTS: dict[Any, Any] = {Substitute: substitute, Insert: insert}
