"""Zakim's ways: the speakers' queue and the agenda, bare or said to “Zakim, …”."""

from __future__ import annotations

import re
from collections.abc import Callable

from dcbot.record.dialects.heard import Instructions
from dcbot.record.dialects.lengths import WHICH, limit, point_time
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
from dcbot.record.instructions import Finish, Heading, Instruction, Note, Nothing
from dcbot.record.minutes import ItemKind
from dcbot.record.naming import plain_names

_TOLD = re.compile(r"(?:zakim)\s*,?\s+(.*)", re.I | re.DOTALL)
_POLITE = re.compile(r"(?:please|pls)\s+", re.I)
_POINT = r"(?:agendum|agenda item|agenda|item)"

Make = Callable[[re.Match[str]], Instruction | Instructions | None]


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.I | re.DOTALL)


def _ask(found: re.Match[str]) -> Instruction:
    names, note = found[2].strip(), (found[3] or "").strip()
    if names.casefold() in ("me", "later", "i"):
        names = ""
    first = found[1].casefold() == "qq"
    return AskFloor(plain_names(names), note, first)


def _hand(found: re.Match[str]) -> Instruction | None:
    names = plain_names(found[1])
    if not names:
        return None
    return AskFloor(names) if found[2].casefold() == "raise" else LeaveQueue(names)


def _queue_is(found: re.Match[str]) -> Instructions:
    names = plain_names(found[1])
    return (LeaveQueue(everybody=True), *((AskFloor(names),) if names else ()))


def _last_word(found: re.Match[str]) -> Instructions:
    """They wait behind all others, and nobody behind them."""
    return AskFloor(plain_names(found[1])), QueueRule(closed=True)


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


_BARE: tuple[tuple[re.Pattern[str], Make], ...] = (
    (_whole(r"(qq|q|queue)\s?\+\s*([^:]*?)(?:(?:\s*:\s*|(?:^|\s*\b)to\s+)(.*))?"), _ask),
    (_whole(r"(?:q|queue)\s?-\s*(.*)"), _leave),
    (_whole(r"(?:q|queue)\s?=\s*(.*)"), _queue_is),
    (_whole(r"(?:v?q|v?queue|qv)\s?\?"), lambda found: Nothing()),
    (
        _whole(r"(?:(?:the )?chair )?(?:ack|acks|recognizes?|recognises?)\s+(.+)"),
        lambda found: _given(found[1]),
    ),
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
        _whole(r"(?:allow|give|time) (?:each speaker|speakers)(?: at)? (.+)"),
        lambda found: limit(found[1]),
    ),
    (
        _whole(rf"(?:allow|give) (?:this )?{_POINT}{WHICH} ((?:\d|[a-z]+ )[\w ]*min\w*)"),
        lambda found: point_time(found[2], _number(found[1])),
    ),
    (_whole(r"stop timing"), lambda found: QueueRule(seconds_each=0)),
    (_whole(r"(?:question|quest|ques)\s?\+\s*(.+)"), lambda f: Note(ItemKind.QUESTION, f[1])),
)


# What is speech unless a bot is named, since people tell each other the same.
_NAMED: tuple[tuple[re.Pattern[str], Make], ...] = (
    (_whole(r"(?:(?:i )?sees? )?([^:]{1,200}?) (raise|lower)s?(?: their| a)? hands?"), _hand),
    (_whole(r"give ([^:]{1,80}?) the last word"), _last_word),
)


def _given(name: str) -> Instruction:
    return GiveFloor("" if name.casefold() in ("next", "next speaker") else name.strip(" ,.:"))


def read_zakim(line: str, *, named: bool = False) -> Instructions | None:
    """What a line asks of queue or agenda, None where it asks nothing of them; `named`: it is said
    to a bot by name."""
    told = _TOLD.fullmatch(line)
    words = _POLITE.sub("", told[1] if told else line, count=1).strip()
    for pattern, make in (*_BARE, *_NAMED) if told or named else _BARE:
        found = pattern.fullmatch(words.rstrip(" .!") if told else words)
        made = make(found) if found else None
        if made is not None:
            return made if isinstance(made, tuple) else (made,)
    if told and re.match(r"end (?:(?:the|this) )?meeting", words, re.I):
        return (Finish(),)
    return None


def told_to_zakim(line: str) -> str:
    """What it says to Zakim by name; empty where it does not."""
    told = _TOLD.fullmatch(line)
    return _POLITE.sub("", told[1], count=1).strip() if told else ""


_TAKEN_UP = re.compile(r"agend(?:um|a item) \d+ -- (.*) -- taken up", re.I)


def read_taken_up(told: str) -> Instructions:
    """Which point Zakim itself says is taken up, with a topic of its title."""
    found = _TAKEN_UP.match(told)
    return (Heading(found[1]),) if found else ()
