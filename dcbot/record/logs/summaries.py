"""Minutes that a MeetBot wrote of a meeting, as text or HTML, laid beside those of its log."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo

from dcbot.record.minutes import Minutes

_SUMMARY = re.compile(r"^\s*Meeting summary\s*$|>\s*Meeting summary\s*<", re.MULTILINE)
_END = re.compile(r"^\s*(?:Meeting ended|Action Items|Votes)\b", re.MULTILINE)
_ENTRY = re.compile(r" *\* (.*)")
_SAID = re.compile(r"(.*?)\s*\(([^()\s]+),\s*(\d\d:\d\d:\d\d)\)\s*$", re.DOTALL)
_KIND = re.compile(r"(?:LINK|ACTION|AGREED|IDEA|HELP|ACCEPTED|REJECTED|INFO)\s*: ?(.*)", re.DOTALL)
_ITEM = re.compile(r"<li\b[^>]*>(.*?)(?=<li\b|</ol>|</li>|$)", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Recorded:
    """A topic or an item of such minutes: its words, who made it, and the clock time."""

    text: str
    name: str
    clock: str

    @property
    def key(self) -> tuple[str, str]:
        """By what it is known in both minutes: MeetBot wraps lines in the middle of addresses, so
        white space says nothing."""
        return bare(self.text), self.clock


def bare(text: str) -> str:
    """The text without white space."""
    return re.sub(r"\s+", "", text)


def is_summary(text: str) -> bool:
    """Whether these are minutes that a MeetBot wrote."""
    return bool(_SUMMARY.search(text[:20_000]))


def recorded(text: str) -> list[Recorded]:
    """The topics and items of the minutes, in order; what has another form is left out."""
    entries = _of_html(text) if "</" in text else _of_text(text)
    found = []
    for words in entries:
        said = _SAID.fullmatch(words.strip())
        if said:
            kind = _KIND.fullmatch(said[1].strip())
            found.append(Recorded((kind[1] if kind else said[1]).strip(), said[2], said[3]))
    return found


def _of_text(text: str) -> Iterator[str]:
    start = _SUMMARY.search(text)
    body = text[start.end() :] if start else ""
    end = _END.search(body)
    words = ""
    for line in (body[: end.start()] if end else body).split("\n"):
        entry = _ENTRY.fullmatch(line.rstrip())
        if entry:
            yield words
            words = entry[1]
        elif line.strip() and words:
            words += f" {line.strip()}"
    yield words


def _of_html(text: str) -> Iterator[str]:
    for item in _ITEM.finditer(text):
        yield " ".join(html.unescape(_TAG.sub("", item[1])).split())


def missing(summary: str, minutes: Minutes, zone: tzinfo) -> list[Recorded]:
    """What these minutes have recorded and those made of the log have not; clocks are in `zone`."""
    ours: Counter[tuple[str, str]] = Counter()
    for topic in minutes.topics:
        if topic.at is not None:
            ours[bare(topic.title), f"{topic.at.astimezone(zone):%H:%M:%S}"] += 1
        for item in topic.items:
            ours[bare(item.text), f"{item.at.astimezone(zone):%H:%M:%S}"] += 1
    found = []
    for one in recorded(summary):
        if ours[one.key] > 0:
            ours[one.key] -= 1
        else:
            found.append(one)
    return found
