"""Desk reading: a reply to a numbered list, such as “1 accept, 2 decline: reason”, taken apart;
pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from dcbot.lines import own_lines

_VERBS = frozenset(
    (
        *("accept", "accepted", "yes", "ok", "waitlist", "waitlisted", "waiting", "decline"),
        *("declined", "reject", "rejected", "no", "ask", "asked", "received", "waive", "release"),
    )
)
_NEAR, _LONG_ENOUGH = 75, 4
_NUMBER = r"#?\d{1,3}"
_HEAD = re.compile(
    rf"(?P<before>^\W*|[,;.]\s*|\s+(?:(?:and|then)\s+)?)(?P<numbers>{_NUMBER}(?:\s*(?:,|&|\+|-|–|and|to)"
    rf"\s*{_NUMBER})*)\s*[.):–—-]*\s*(?P<verb>[^\W\d_]+)",
    re.IGNORECASE,
)
_FREE = re.compile(r":(?!//)")
"""Behind it a reason stands, or a question, which may hold numbers."""
_RANGE = re.compile(r"#?(\d+)\s*(?:-|–|to)\s*#?(\d+)", re.IGNORECASE)
_WRAPPED = 60
"""A line that is as long was cut by a mail program, so that the next one goes on with it."""
_MOST = 100


@dataclass(frozen=True)
class Part:
    """What was answered to one number, in the words behind it."""

    number: int
    words: str


@dataclass(frozen=True)
class Reply:
    """The parts in their order, and the lines that belong to no number."""

    parts: Sequence[Part]
    unread: Sequence[str]


def is_numbered(text: str) -> bool:
    """Whether the first line begins with a number and with what such an item can be answered."""
    first = next((line for line in own_lines(text) if line), "")
    head = _HEAD.match(first)
    return head is not None and not head["before"].strip(" -*•(") and _is_verb(head["verb"])


def read(text: str) -> Reply:
    """The parts of the reply. A number within a reason begins a part only where an answer follows
    it; a line begins one by any number."""
    parts: list[Part] = []
    unread: list[str] = []
    before = ""
    for line in filter(None, own_lines(text)):
        heads = _heads(line)
        if heads:
            ends = [one.start() for one in heads[1:]] + [len(line)]
            for head, end in zip(heads, ends, strict=True):
                words = _tidy(line[head.start("verb") : end])
                parts += [Part(number, words) for number in _numbers(head["numbers"])]
        elif parts and len(before) >= _WRAPPED:
            last = parts[-1]
            parts[-1] = Part(last.number, f"{last.words} {line}")
        else:
            unread.append(line)
        before = line
    return Reply(parts, unread)


def _heads(line: str) -> list[re.Match[str]]:
    found: list[re.Match[str]] = []
    for head in _HEAD.finditer(line):
        if head.start() == 0:
            found.append(head)
            continue
        if not found:
            return []
        free = _FREE.search(line[found[-1].start("verb") : head.start()])
        parted = head["before"].strip()
        if (_is_verb(head["verb"]) and (parted or not free)) or (parted and not free):
            found.append(head)
    return found


def _is_verb(word: str) -> bool:
    said = word.casefold()
    if said in _VERBS:
        return True
    near = max(fuzz.ratio(said, verb) for verb in _VERBS)
    return len(said) >= _LONG_ENOUGH and near >= _NEAR


def _numbers(said: str) -> list[int]:
    numbers: list[int] = []
    for first, last in _RANGE.findall(said):
        numbers += range(int(first), min(int(last), int(first) + _MOST) + 1)
    numbers += [int(one) for one in re.findall(r"\d+", _RANGE.sub(" ", said))]
    return list(dict.fromkeys(numbers))


def _tidy(words: str) -> str:
    kept = words.strip(" ,;")
    return kept if ":" in kept else kept.rstrip(".! ")
