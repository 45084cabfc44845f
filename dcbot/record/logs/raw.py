"""One line of a text log, taken apart: when, who, what kind, which words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from dcbot.record.journal import EntryKind

_ISO = re.compile(
    r"\[?(\d{4})[-/](\d\d)[-/](\d\d)[T ](\d{1,2}):(\d\d)(?::(\d\d))?(?:[.,]\d+)?"
    r"\s?(Z|UTC|[+-]\d\d:?\d\d)?\]?"
)
_CLOCK = re.compile(r"[\[(]?(\d{1,2}):(\d\d)(?::(\d\d))?(?:\.\d+)?\s?([AaPp][Mm]\b)?[\])]?")
# What stands between the clock and the nick; “-!-” is what irssi puts before a notice.
_BEHIND = re.compile(r"[ \t]*(?:[|│]|-(?![!-]))?[ \t]*")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905
_XCHAT = re.compile(r"([A-Z][a-z]{2})\s+(\d{1,2})\s+(\d\d):(\d\d):(\d\d)")
_SAID = re.compile(r"<[ @+%&~!]?\s?([^<>\s][^<>]*?)\s?>(?: |\t|$)?(.*)", re.DOTALL)
_ACTED = re.compile(r"(?:\*|•|\* \*)\s+([^\s*]\S*)(?:\s+(.*))?$", re.DOTALL)
_SERVER = re.compile(
    r"(?:\*\*\*|-!-|→|←|⇐|⇒|--|-->|<--|\[|\*)\s*(?:(Joins|Parts|Quits):\s*)?([^\s:]+).*?"
    r"\b(?:has |have )?(joined|left|quit|parted|is now known as|are now known as)\b\s*(\S*)",
    re.IGNORECASE,
)
_TOLD = re.compile(r"(?:\*\*\*|-!-|---|→|←|--|-->|<--|\[\S+ has )", re.IGNORECASE)
_COLON = re.compile(r"(?:<\s?)?([^\s:<>\[\]]{1,32}):\s(.*)", re.DOTALL)
_BARRED = re.compile(r"([^\s|<>]{1,32})\s+[|│]\s(.*)", re.DOTALL)
_TABBED = re.compile(r"([^\s\t]{1,32})\t(.*)", re.DOTALL)


@dataclass(slots=True)
class Raw:
    """A line of a log as it stands: `on` and `clock` as far as it says them; `off` is the offset
    of its zone. `kind` is None where it is no line of a log. A new nick stands in `text`."""

    number: int
    whole: str
    on: date | None = None
    clock: time | None = None
    offset: timedelta | None = None
    kind: EntryKind | None = None
    nick: str = ""
    text: str = ""


def take_apart(number: int, line: str) -> Raw:
    """The parts of one line."""
    raw = Raw(number, line)
    rest = _stamp(raw, line.lstrip("\ufeff \t"))
    for part in (_said, _moved, _acted, _notice, _plain):
        if part(raw, rest):
            return raw
    return raw


def _stamp(raw: Raw, line: str) -> str:
    """Take the stamp off; the rest of the line."""
    if found := _ISO.match(line):
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
        raw.on, raw.clock = _day(year, month, day), _time(hour, minute, second)
        raw.offset = _offset(found[7])
    elif found := _XCHAT.match(line):
        raw.clock = _time(*(int(part) for part in found.groups()[2:]))
    elif found := _CLOCK.match(line):
        raw.clock = _time(_hour(int(found[1]), found[4]), int(found[2]), int(found[3] or 0))
    if not found or raw.clock is None:
        raw.on = None
        return line
    return _BEHIND.sub("", line[found.end() :], count=1)


def _hour(hour: int, half: str | None) -> int:
    if not half:
        return hour
    return hour % 12 + (12 if half.casefold() == "pm" else 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _time(hour: int, minute: int, second: int) -> time | None:
    try:
        # A leap second is the last one of its minute here.
        return time(hour, minute, min(second, 59))
    except ValueError:
        return None


def _offset(zone: str | None) -> timedelta | None:
    if not zone:
        return None
    if zone in ("Z", "UTC"):
        return timedelta()
    sign = -1 if zone[0] == "-" else 1
    digits = zone[1:].replace(":", "")
    return sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))


def _said(raw: Raw, rest: str) -> bool:
    found = _SAID.match(rest)
    if found:
        raw.kind, raw.nick, raw.text = EntryKind.SAID, found[1], found[2].strip()
        _announced(raw)
    return found is not None


def _announced(raw: Raw) -> None:
    """RRSAgent writes what the server tells as if the person had said it."""
    for word, kind in (("joined", EntryKind.JOINED), ("left", EntryKind.LEFT)):
        if raw.text.startswith(f"{raw.nick} has {word} #"):
            raw.kind = kind
    if raw.text.startswith(f"{raw.nick} has quit"):
        raw.kind = EntryKind.LEFT


def _moved(raw: Raw, rest: str) -> bool:
    found = _SERVER.match(rest)
    if not found:
        return False
    word = found[3].casefold()
    raw.nick = found[2].strip("[]*")
    if "known as" in word:
        raw.kind, raw.text = EntryKind.RENAMED, found[4].strip(" ].")
        return bool(raw.text)
    # “* bob left his keys at home” is something that bob does.
    if rest.startswith("* ") and not re.search(r"\b(?:joined|left|quit) *[#(\[]", rest):
        return False
    raw.kind = EntryKind.JOINED if word == "joined" else EntryKind.LEFT
    raw.text = rest
    return True


def _acted(raw: Raw, rest: str) -> bool:
    found = _ACTED.match(rest)
    # Without a clock it may be a bullet of a pasted list.
    if found and raw.clock is not None:
        raw.kind, raw.nick, raw.text = EntryKind.ACTED, found[1], (found[2] or "").strip()
        return True
    return False


def _notice(raw: Raw, rest: str) -> bool:
    if _TOLD.match(rest):
        raw.kind, raw.text = EntryKind.NOTICE, rest
        return True
    return False


def _plain(raw: Raw, rest: str) -> bool:
    """“nick: text”, “nick | text” and “nick⇥text”, behind a clock only."""
    if raw.clock is None:
        return False
    found = _TABBED.match(rest) or _BARRED.match(rest) or _COLON.match(rest)
    if found:
        raw.kind, raw.nick = EntryKind.SAID, found[1].lstrip("@+")
        raw.text = found[2].strip()
    return found is not None


def started_at(text: str) -> datetime | None:
    """The moment that a bot or a program names: “Tue May  1 13:32:00 2018”."""
    found = re.search(
        r"\b([A-Z][a-z]{2})\s+(\d{1,2})\s+(\d\d):(\d\d):(\d\d)(?:\s+[A-Z]{3,4})?\s+(\d{4})\b", text
    )
    if not found or found[1].casefold() not in _MONTHS:
        return None
    month = _MONTHS.index(found[1].casefold()) + 1
    parts: tuple[Any, ...] = (int(found[6]), month, *(int(part) for part in found.groups()[1:5]))
    try:
        # Naive: in the zone of the log, whichever that is.
        return datetime(*parts)  # noqa: DTZ001
    except ValueError:
        return None
