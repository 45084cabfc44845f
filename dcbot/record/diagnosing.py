"""What a replay did not understand, counted and named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dcbot.record.minutes import Minutes
from dcbot.record.replay import Replayed


def diagnosis(replayed: Replayed) -> str:
    """Counts first, then each line that was not read, with why, and each doubt."""
    return "\n".join([*_counts(replayed), *_unread(replayed), *_doubts(replayed)])


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _counts(replayed: Replayed) -> Iterator[str]:
    yield f"It is {replayed.kind.value} of {_many(replayed.lines, 'line')}."
    for minutes in replayed.meetings:
        kinds = Counter(item.kind.value for item in minutes.items)
        listed = ", ".join(f"{number} {kind}" for kind, number in kinds.most_common())
        topics = sum(topic.line is not None for topic in minutes.topics)
        yield (
            f"“{minutes.title or 'Meeting without a title'}”: {_many(len(minutes.log), 'line')}, "
            f"{_many(topics, 'topic')}, {listed or 'no item'}."
        )
    if replayed.outside:
        yield f"{_many(len(replayed.outside), 'line')} outside of any meeting."


def _unread(replayed: Replayed) -> Iterator[str]:
    yield f"{_many(len(replayed.unread), 'line')} not understood:"
    for one in replayed.unread:
        yield f"  {one.line}: {one.text[:200]} — {one.why}"


def _doubts(replayed: Replayed) -> Iterator[str]:
    doubts = [doubt for minutes in replayed.meetings for doubt in minutes.doubts]
    counted = Counter(doubt.kind.value for doubt in doubts)
    listed = ", ".join(f"{number} {kind}" for kind, number in counted.most_common())
    yield f"{_many(len(doubts), 'doubt')}{f' ({listed})' if listed else ''}:"
    for minutes in replayed.meetings:
        yield from _doubts_of(minutes)


def _doubts_of(minutes: Minutes) -> Iterator[str]:
    for doubt in minutes.doubts:
        yield f"  {doubt.line}: {doubt.text}"
