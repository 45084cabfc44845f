"""Zakim's ways: the speakers' queue and the agenda, bare or said to “Zakim, …”."""

from __future__ import annotations

import re
from collections.abc import Callable

from dcbot.record.dialects.heard import Instructions
from dcbot.record.floor_instructions import (
    AddPoint,
    AskFloor,
    GiveFloor,
    LeavePoint,
    LeaveQueue,
    OrderAgenda,
    QueueRule,
    TakeUp,
)
from dcbot.record.instructions import Finish, Heading, Instruction, Nothing
from dcbot.record.naming import plain_names

_TOLD = re.compile(r"(?:zakim)\s*,?\s+(.*)", re.I | re.DOTALL)
_POLITE = re.compile(r"(?:please|pls)\s+", re.I)
_POINT = r"(?:agendum|agenda item|agenda|item)"

Make = Callable[[re.Match[str]], Instruction]


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.I | re.DOTALL)


def _ask(found: re.Match[str]) -> Instruction:
    names, note = found[2].strip(), (found[3] or "").strip()
    if names.casefold() in ("me", "later", "i"):
        names = ""
    first = found[1].casefold() == "qq"
    return AskFloor(plain_names(names), note, first)


def _leave(found: re.Match[str]) -> Instruction:
    names = found[1].strip()
    return LeaveQueue(() if names.casefold() in ("me", "later") else plain_names(names))


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() else None


def _take_up(found: re.Match[str]) -> Instruction:
    wanted = found[1].strip(" .")
    if wanted.casefold() in ("next", ""):
        return TakeUp()
    return TakeUp(_number(wanted), "" if wanted.isdigit() else wanted)


def _leave_point(how: str) -> Make:
    return lambda found: LeavePoint(how, _number(found[1]))


def _seconds(found: re.Match[str]) -> Instruction:
    factor = 60 if found[2].casefold().startswith("min") else 1
    return QueueRule(seconds_each=int(found[1]) * factor)


_BARE: tuple[tuple[re.Pattern[str], Make], ...] = (
    (_whole(r"(qq|q|queue)\s?\+\s*([^:]*?)(?:(?:\s*:\s*|(?:^|\s*\b)to\s+)(.*))?"), _ask),
    (_whole(r"(?:q|queue)\s?-\s*(.*)"), _leave),
    (_whole(r"(?:q|queue)\s?=\s*(.*)"), lambda found: LeaveQueue(everybody=True)),
    (_whole(r"(?:v?q|v?queue|qv)\s?\?"), lambda found: Nothing()),
    (_whole(r"(?:ack|acks|recognizes?|recognises?)\s+(.+)"), lambda found: _given(found[1])),
    (_whole(r"(?:ack )?next speaker"), lambda found: GiveFloor()),
    (
        _whole(r"(?:agenda|agendum)\s?\+\s*(.*?)\s*(?:\[([^\]]*)\])?"),
        lambda found: AddPoint(found[1], found[2] or ""),
    ),
    (
        _whole(rf"(?:drop |delete |forget |remove )?{_POINT}\s?-?\s?#?(\d+)\s?-"),
        lambda f: Nothing(),
    ),
    (_whole(rf"{_POINT}\s?-\s?(\d+)"), _leave_point("dropped")),
    (_whole(rf"(?:drop|delete|forget|remove) {_POINT} (\d+)"), _leave_point("dropped")),
    (_whole(rf"(?:take up |move to |open )?(?:the )?(next) {_POINT}"), _take_up),
    (_whole(rf"(?:take up|open|move to) {_POINT}? ?(.+?)"), _take_up),
    (_whole(rf"(?:really )?close (?:this )?{_POINT}(?: (\d+))?"), _leave_point("closed")),
    (_whole(rf"skip (?:this )?{_POINT}(?: (\d+))?"), _leave_point("skipped")),
    (_whole(r"clear (?:the )?agenda"), lambda found: OrderAgenda(clear=True)),
    (
        _whole(r"agenda order (?:is|=)?\s*([\d, -]+)"),
        lambda found: OrderAgenda(tuple(int(one) for one in re.findall(r"\d+", found[1]))),
    ),
    (_whole(r"(?:agenda|what'?s on the agenda)\s?\?"), lambda found: Nothing()),
    (_whole(r"(re-?)?open the queue"), lambda found: QueueRule(closed=False)),
    (_whole(r"close the queue"), lambda found: QueueRule(closed=True)),
    (
        _whole(r"(?:allow|give|time) (?:each speaker|speakers) (\d+) (min\w*|sec\w*)"),
        _seconds,
    ),
    (_whole(r"stop timing"), lambda found: QueueRule(seconds_each=0)),
)


def _given(name: str) -> Instruction:
    return GiveFloor("" if name.casefold() in ("next", "next speaker") else name.strip(" ,.:"))


def read_zakim(line: str) -> Instructions | None:
    """What a line asks of queue or agenda; whatever is said to Zakim by name is no speech."""
    told = _TOLD.fullmatch(line)
    words = _POLITE.sub("", told[1] if told else line, count=1).strip()
    for pattern, make in _BARE:
        found = pattern.fullmatch(words.rstrip(" .!") if told else words)
        if found:
            return (make(found),)
    if not told:
        return None
    if re.match(r"end (?:the|this) meeting", words, re.I):
        return (Finish(),)
    return (Nothing(),)


_TAKEN_UP = re.compile(r"agend(?:um|a item) \d+ -- (.*) -- taken up", re.I)


def read_taken_up(told: str) -> Instructions:
    """Which point Zakim itself says is taken up, with a topic of its title."""
    found = _TAKEN_UP.match(told)
    return (Heading(found[1]),) if found else ()
