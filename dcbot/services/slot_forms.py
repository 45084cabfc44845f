"""Slot forms: what a request asks for, written as lines with labels, and read from people; pure.

A form is read from whatever people send: labels in any order and spelling near to the right one,
bold or in a list, values over several lines. What begins before the first label, and labels that
nobody knows, are told and not lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from dcbot.lines import fold, tidy

_NEAR = 84


@dataclass(frozen=True)
class Field:
    """One thing that a request says."""

    key: str
    label: str
    hint: str
    also: tuple[str, ...] = ()


FIRST = (
    Field("title", "Title", "what the session is called", ("session title", "name of session")),
    Field("description", "Description", "what it is about", ("abstract", "summary")),
    Field("format", "Format", "such as round table, panel, break-out", ("session format",)),
    Field("length", "Length", "such as 60 minutes", ("duration", "session length")),
    Field("organisers", "Organisers", "names, and how to reach one", ("organizers", "contacts")),
)
"""What a first request asks for; with these it is whole."""
MORE = (
    Field("speakers", "Speakers", "who is to speak", ("panellists", "panelists")),
    Field("moderators", "Moderators", "on site and online", ("moderator", "online moderator")),
    Field("theme", "Theme", "one of the themes of the year, if there are any", ("subtheme",)),
    Field("relevance", "Relevance", "to Internet governance", ("relevance to ig",)),
    Field("report", "Report link", "to the yearly report or output", ("report", "output link")),
    Field("session report", "Session report link", "of last year's session", ("session report",)),
    Field("attendance", "Expected attendance", "a number", ("attendance", "participants")),
    Field("remote", "Remote needs", "such as webcast, remote speakers", ("remote", "online needs")),
    Field("accessibility", "Accessibility", "what must be there", ("accessibility needs",)),
    Field("present", "Must be present", "people, with commas between", ("people needed",)),
    Field("not with", "Must not clash with", "coalitions, with commas between", ("clashes",)),
    Field("times", "Acceptable times", "with day, clock and zone; “;” between", ("times",)),
    Field("changed", "What changed", "since last year's request", ("changes",)),
)
"""What may be added, then or later."""
FIELDS = {one.key: one for one in (*FIRST, *MORE)}
LATE, COALITION, STATE = "late because", "coalition", "state"
SAME = "same as last year"
_LABELS = {fold(words): one.key for one in FIELDS.values() for words in (one.label, *one.also)}
_LABELS |= {fold(one.key): one.key for one in FIELDS.values()}
_LABELS |= {"late because": LATE, "late": LATE, "why late": LATE, "reason for being late": LATE}
_LABELS |= {"coalition": COALITION, "dc name": COALITION, "name of the dc": COALITION}
_LABEL = re.compile(
    r"^[\s>*_•+\-–#\d.)]*(?P<label>[^\W\d_][^:：\n]{0,48}?)[*_\s]*[:：][*_]*(?P<value>.*)$"
)
_SAME = re.compile(r"\b(?:the )?same as (?:last|the previous|the last) (?:year|time|cycle)\b", re.I)
_FENCE = re.compile(r"^\s{0,3}(?:```|~~~)")


@dataclass
class Form:
    """What was read: values by the keys of fields, and what is to be told."""

    values: dict[str, str] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)
    """Labels that nobody knows, with what stood behind them."""
    stray: str = ""
    """What stood before the first label."""
    same: bool = False
    """All that is not said is to be as last year."""

    @property
    def empty(self) -> bool:
        """Whether nothing of a form was said."""
        return not (self.values or self.same or self.strange)


def read(text: str) -> Form:
    """The form in the text; quoted lines and the marks of pasted formatting are left out."""
    form, key, lines = Form(), "", list(_own(text))
    for line in lines:
        label = _label(line)
        if label is None:
            key = _goes_on(form, key, line)
            continue
        key, said, value = label
        if not key:
            form.strange.append(f"{said}: {value.strip()}".strip())
            continue
        form.values[key] = _plain(value)
    form.stray = " ".join(form.stray.split())
    if _SAME.search(form.stray):
        form.same, form.stray = True, ""
    form.values = {name: value.strip() for name, value in form.values.items()}
    form.values = {name: value for name, value in form.values.items() if value}
    return form


def _own(text: str) -> Iterable[str]:
    for line in tidy(text).split("\n"):
        if line.strip() == "--":
            return
        if not line.lstrip().startswith(">") and not _FENCE.match(line):
            yield line


def _label(line: str) -> tuple[str, str, str] | None:
    """The field that a line begins (empty: none is called so), the label and what follows."""
    found = _LABEL.match(line)
    if found is None or found["value"].startswith("//"):
        return None
    said = " ".join(found["label"].split())
    key = key_of(said)
    # A sentence with a colon in it is no label.
    if not key and len(said.split()) > 4:
        return None
    return key, said, found["value"]


def key_of(label: str) -> str:
    """The field that is called so, or nearly; empty where none is."""
    said = fold(re.sub(r"\(.*?\)", " ", label))
    if said in _LABELS:
        return _LABELS[said]
    if len(said) < 4:
        return ""
    near = process.extractOne(said, list(_LABELS), scorer=fuzz.ratio, score_cutoff=_NEAR)
    slips = [one for one in _LABELS if len(said) > 4 and OSA.distance(said, one) == 1]
    return _LABELS[near[0]] if near else _LABELS[slips[0]] if slips else ""


def _goes_on(form: Form, key: str, line: str) -> str:
    """A line without label belongs to the field above it."""
    words = _plain(line)
    if key:
        form.values[key] = f"{form.values[key]}\n{words}".strip("\n") if words else form.values[key]
    elif form.strange:
        form.strange[-1] = f"{form.strange[-1]} {words}".strip()
    else:
        form.stray += f" {words}"
    return key


def _plain(value: str) -> str:
    """The value without the marks of bold type around it, and without a hint that was left."""
    value = re.sub(r"^\s*(\*\*|__)(.*?)\1\s*$", r"\2", value).strip()
    return "" if re.fullmatch(r"[(…<\[].*[)…>\]]", value) and _is_hint(value) else value


def _is_hint(value: str) -> bool:
    return fold(value) in {fold(one.hint) for one in FIELDS.values()} or not fold(value)


def missing(values: Mapping[str, str]) -> list[Field]:
    """What a request still lacks to be whole."""
    return [one for one in FIRST if not values.get(one.key)]


def open_ones(values: Mapping[str, str]) -> list[Field]:
    """What may still be added."""
    return [one for one in MORE if not values.get(one.key)]


def blank(fields: Sequence[Field]) -> list[str]:
    """The fields as lines to be filled in."""
    return [f"{one.label}: ({one.hint})" for one in fields]


def minutes(words: str) -> int:
    """The length that the words say, in minutes: 60, 90 min, 1 hour, an hour and a half; 0 where
    they say none."""
    said = fold(words).replace("an hour", "1 hour").replace("one hour", "1 hour")
    half = 30 if " and a half" in said else 0
    if re.fullmatch(r"half 1 hour|half hour|half an hour", said):
        return 30
    hours = re.search(r"(\d+)\s*(?:h|hr|hrs|hour|hours)\b", said)
    rest = re.search(r"(\d+)\s*(?:m|min|mins|minute|minutes)\b", said)
    found = int(hours[1]) * 60 if hours else 0
    found += int(rest[1]) if rest else 0
    if not hours and not rest and (number := re.fullmatch(r"\d+", said)):
        found = int(number[0])
    return found + (half if hours else 0)


def as_text(fields: Mapping[str, object]) -> str:
    """What was filled in as the lines of a form."""
    return "\n".join(
        f"{one.label}: {fields[key]}" for key, one in FIELDS.items() if fields.get(key)
    )
