"""The text minutes that MeetBot made of a meeting, read back."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ENTRY = re.compile(r"( *)\* (.*)")
_SAID = re.compile(r"(.*?) *\(([^(]+?), (\d\d:\d\d:\d\d)\)", re.DOTALL)
_KIND = re.compile(r"(LINK|ACTION|AGREED|IDEA|HELP|ACCEPTED|REJECTED): ?(.*)", re.DOTALL)


@dataclass(frozen=True)
class Recorded:
    """One topic or item; `topic` is the title of the topic it stands under, without spaces."""

    kind: str
    topic: str
    text: str
    by: str
    at: str


def bare(text: str) -> str:
    """The text without white space: MeetBot wraps its lines in the middle of addresses."""
    return re.sub(r"\s+", "", text)


def recorded(summary: str) -> list[Recorded]:
    """The topics and items of a summary, in order."""
    found: list[Recorded] = []
    topic = ""
    for indent, words in _entries(summary):
        said = _SAID.fullmatch(words)
        assert said, words
        kind = _KIND.fullmatch(said[1].strip())
        if not indent and not kind:
            topic = bare(said[1])
            found.append(Recorded("topic", topic, topic, said[2], said[3]))
        else:
            name = kind[1].lower() if kind else "info"
            text = bare(kind[2] if kind else said[1])
            found.append(Recorded(name, topic, text, said[2], said[3]))
    return found


def _entries(summary: str) -> list[tuple[int, str]]:
    body = summary.split("Meeting summary", 1)[1].split("Meeting ended", 1)[0]
    entries: list[tuple[int, str]] = []
    for line in body.split("\n")[2:]:
        start = _ENTRY.match(line)
        if start:
            entries.append((len(start[1]), start[2]))
        elif line.strip():
            indent, words = entries[-1]
            entries[-1] = (indent, f"{words} {line.strip()}")
    return entries


def people(summary: str) -> dict[str, int]:
    """How many lines each person said."""
    body = summary.split("People Present", 1)[1]
    return {nick: int(lines) for nick, lines in re.findall(r"^\* (\S+) \((\d+)\)$", body, re.M)}


def owned(summary: str) -> dict[str, list[str]]:
    """The actions of each person, without white space; those of nobody under an empty name."""
    body = summary.split("Action Items, by person", 1)[1].split("People Present", 1)[0]
    found: dict[str, list[str]] = {}
    name = ""
    for line in body.split("\n")[2:]:
        start = _ENTRY.match(line)
        if start and not start[1]:
            name = start[2].replace("**UNASSIGNED**", "")
            found[name] = []
        elif start:
            found[name].append(bare(start[2]))
        elif line.strip():
            found[name][-1] += bare(line)
    return {name: actions for name, actions in found.items() if actions != ["(none)"]}
