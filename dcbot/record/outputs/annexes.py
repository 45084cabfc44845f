"""What stands behind the minutes: documents, log, corrections; and what a scribe is to settle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dcbot.record.minutes import Correction, GapReason, LineKind, Link, LogLine, Minutes
from dcbot.record.outputs.blocks import Foreign, Jump, Log, Point, Run, Strong, Web, Words
from dcbot.record.outputs.moments import said
from dcbot.record.outputs.places import Places
from dcbot.record.outputs.speaking import at_start
from dcbot.record.outputs.topics import gap_words

_CHANGED: Mapping[str, str] = {"undone": "undid", "taken back": "took back"}
# Looking it up in its class for each line would be felt.
_SAID = LineKind.SAID
TIMES = "Times are in UTC."
CLOCKS = "Clock times are those of the log; neither its zone nor the day is known."


def documents(
    links: Sequence[tuple[Link, int]], places: Places, attached: Sequence[Link] = ()
) -> Iterator[Point]:
    """What was attached to the meeting, and what was pointed to in it, with the line that did."""
    for link in attached:
        yield Point((Web(link.url, link.words, ours=True),))
    for link, line in links:
        yield Point((Web(link.url, link.words), *places.line(line)))


def log(minutes: Minutes, places: Places, made: Mapping[int, Sequence[Jump]]) -> Log:
    """The lines as they may be published."""
    gaps = {gap.line: gap for gap in minutes.gaps}
    return Log(minutes.log, places.lines, gaps, made, minutes.dated)


def is_plain(line: LogLine) -> bool:
    """Whether it is nothing but what somebody said, as most lines are."""
    return (
        line.kind is _SAID
        and line.about is None
        and not (line.edited or line.written_by or line.noted)
        and line.name != ""
    )


def line_words(line: LogLine, log: Log) -> Words:
    """What a line of the log says, behind its number and time."""
    who: Words = (Foreign(line.name, strong=True),) if line.name else ()
    match line.kind:
        case LineKind.SAID | LineKind.NOTICE:
            words: Words = (*who, ": " if who else "", Foreign(line.text))
        case LineKind.ACTED:
            words = ("* ", *who, " ", Foreign(line.text))
        case LineKind.JOINED:
            words = (*who, " joined", *_told(line.text))
        case LineKind.LEFT:
            words = (*who, " left", *_told(line.text))
        case LineKind.RENAMED:
            words = (*who, " has this name from here on", *_told(line.text))
        case LineKind.REACTED:
            words = (*who, " reacted", *_about(" to ", line, log, ""), *_told(line.text))
        case LineKind.GAP:
            return (gap_words(log.gaps.get(line.line)),)
    return (*words, *_notes(line, log))


def _told(text: str) -> Words:
    return (": ", Foreign(text)) if text else ()


def _about(before: str, line: LogLine, log: Log, after: str) -> Words:
    """The line that this one is about, where it is about any."""
    if line.about is None:
        return ()
    place = f"line-{line.about}" if line.about in log.numbers else ""
    return (before, Jump(f"line {line.about}", place), after)


def _notes(line: LogLine, log: Log) -> Words:
    found: list[Run] = []
    if line.kind is not LineKind.REACTED:
        found += _about(" (in reply to ", line, log, ")")
    if line.written_by and line.written_by != line.name:
        found += [" (written down by ", Foreign(line.written_by), ")"]
    if line.noted:
        found.append(" (note of the scribe)")
    if line.edited:
        found.append(" (edited)")
    return tuple(found)


def corrections(minutes: Minutes, places: Places) -> Iterator[Point]:
    """What was changed after it was said, by whom, and what it was before."""
    for one in minutes.corrections:
        yield Point(tuple(_correction(one, places, minutes.dated)))


def _correction(one: Correction, places: Places, dated: bool) -> Iterator[Run]:
    who = at_start(one.name) or "Somebody"
    yield from (Foreign(who), f" {_CHANGED.get(one.how, one.how)} ")
    yield from _listed_lines(one.changed)
    yield from (" at ", said(one.at, dated=dated), *places.line(one.line))
    if one.before and one.after:
        yield from (": from “", Foreign(one.before), "” to “", Foreign(one.after), "”")
    elif one.before or one.after:
        yield from (": “", Foreign(one.before or one.after), "”")


def _listed_lines(numbers: Sequence[int]) -> Iterator[str]:
    if not numbers:
        yield "nothing"
        return
    yield f"{'line' if len(numbers) == 1 else 'lines'} {', '.join(map(str, numbers))}"


def doubts(minutes: Minutes, places: Places) -> Iterator[Point]:
    """What a scribe should look at; for the scribe alone."""
    for doubt in minutes.doubts:
        words: list[Run] = [
            Strong(f"{at_start(doubt.kind.value[:1].upper() + doubt.kind.value[1:])}."),
            " ",
        ]
        words += [Foreign(doubt.text), *places.line(doubt.line)]
        if doubt.suggestion:
            words += [". Perhaps: ", Foreign(doubt.suggestion)]
        yield Point(tuple(words))
    for unread in minutes.unread:
        why = ("Not read (", Foreign(unread.why), "): ")
        yield Point((*why, Foreign(unread.text), *places.line(unread.line)))


def marked(minutes: Minutes) -> Words:
    """How much of the log was left out, in one sentence; nothing where nothing was."""
    counts = {why: sum(gap.lines for gap in minutes.gaps if gap.why is why) for why in GapReason}
    told = [
        f"{count} {'line was' if count == 1 else 'lines were'} {why.value}"
        for why, count in counts.items()
        if count
    ]
    return (f"{' and '.join(told)}; nothing of it stands here.",) if told else ()
