"""Values: what can be said of a group, in which words, and how each is checked; pure."""

from __future__ import annotations

import re
from calendar import month_name
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from dcbot.arguments import listed
from dcbot.data.entry import is_partial_date
from dcbot.errors import BadArgument
from dcbot.message import quoted
from dcbot.services import stakeholders

GROUPS = "stakeholder groups"
STATUS = "status"
UNKNOWN = ("unknown", "not found", "not known", "?")
"""Words in place of a value: it was looked for and not found."""
LONGEST = 500
STATES = ("active", "inactive", "forming", "paused", "merged", "closed")
OFFICE_STATES = ("inactive", "closed")
"""What only the office of the community says of a group, after a talk with it."""


@dataclass(frozen=True)
class Kind:
    """One kind of fact: how it is called in a sentence, and what its values look like."""

    label: str
    form: str = "text"
    many: bool = False
    """Whether a new one stands beside the others, instead of taking their place."""
    kinds: bool = False
    """Whether several may hold at once, told apart by words in brackets behind the value."""


KINDS: dict[str, Kind] = {
    "founded": Kind("date of founding", "date", kinds=True),
    "site": Kind("site", "address", kinds=True),
    "list": Kind("mailing list", "list", kinds=True),
    "join": Kind("way to join", kinds=True),
    "archive": Kind("archive of the list", "address", kinds=True),
    "archive software": Kind("software of the archive", "short"),
    "about": Kind("description", kinds=True),
    "topic": Kind("topic", "short", many=True),
    "output": Kind("output", many=True),
    "report": Kind("report", "date", many=True, kinds=True),
    "met": Kind("meeting place", many=True),
    "became": Kind("later history", kinds=True),
    GROUPS: Kind("stakeholder groups", "groups"),
}
"""What people can say of a group; its names and its status have commands of their own."""

ALSO = {
    "website": "site",
    "web site": "site",
    "homepage": "site",
    "page": "site",
    "mailing list": "list",
    "mailinglist": "list",
    "archives": "archive",
    "list archive": "archive",
    "software": "archive software",
    "founding": "founded",
    "formed": "founded",
    "established": "founded",
    "started": "founded",
    "description": "about",
    "topics": "topic",
    "outputs": "output",
    "reports": "report",
    "meets": "met",
    "how to join": "join",
    "groups": GROUPS,
}
"""Other words for them."""

_MONTHS = {name.casefold(): number for number, name in enumerate(month_name) if name}
_TRAILER = re.compile(r"(?:^|\s)(source|as of|asof|reason|because)\s*:\s*", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"^(?P<value>.*\S)\s+\((?P<kind>[^()]{1,60})\)$", re.DOTALL)
# A name before the host, as in https://igf.org@elsewhere.example, only deceives.
_ADDRESS = re.compile(r"https?://[^\s/?#@]+\.[^\s/?#@]+(?:[/?#]\S*)?", re.IGNORECASE)
_MAIL = re.compile(r"[^\s@<>:/]+@[^\s@<>:/]+\.[^\s@<>:/.]+")
_FORMULA = re.compile(r"^[=@+\-\t]")


@dataclass(frozen=True)
class Said:
    """One statement as somebody made it, read and checked. `seen` is a partial date, or empty."""

    value: str
    kind: str = ""
    unknown: bool = False
    source: str = ""
    address: str = ""
    seen: str = ""
    reason: str = ""


def read(what: str, words: str, *, now: datetime) -> Said:
    """A statement about `what`: its value, and behind it `source:`, `as of:` and `reason:`.

    Raises BadArgument, which says how such a value is written.
    """
    value, trailers = split(words)
    source, address = read_source(trailers.get("source", ""))
    seen = trailers.get("as of", "")
    seen = read_date(seen, "date", now=now) if seen else ""
    if not value:
        raise BadArgument(f"The {KINDS[what].label} is missing.")
    if value.casefold() in UNKNOWN:
        return Said("", "", True, source, address, seen, trailers.get("reason", ""))
    value, kind = read_value(what, value, now=now)
    return Said(value, kind, False, source, address, seen, trailers.get("reason", ""))


def split(words: str) -> tuple[str, dict[str, str]]:
    """The words before the first of `source:`, `as of:` and `reason:`, and what stands there."""
    first, *rest = _TRAILER.split(words)
    names = {"asof": "as of", "because": "reason"}
    found = {}
    for name, text in zip(rest[::2], rest[1::2], strict=True):
        name = name.casefold()
        found[names.get(name, name)] = text.strip().rstrip(";").strip()
    return first.strip().rstrip(";").strip(), found


def read_value(what: str, words: str, *, now: datetime) -> tuple[str, str]:
    """The value and, where words in brackets behind it tell it from others, its kind."""
    rule, kind = KINDS[what], ""
    found = _IN_BRACKETS.match(words) if rule.kinds else None
    if found:
        words, kind = found["value"], " ".join(found["kind"].split())
    if rule.form == "date":
        return read_date(words, rule.label, now=now), kind
    if rule.form == "address":
        return read_address(words, rule.label), kind
    if rule.form == "list":
        return read_list(words, rule.label), kind
    if rule.form == "groups":
        return listed(stakeholders.read(words)), kind
    return _text(words, rule.label, 60 if rule.form == "short" else LONGEST), kind


def _text(words: str, label: str, longest: int) -> str:
    text = " ".join(words.split())
    if len(text) > longest:
        raise BadArgument(
            f"The {label} has {len(text)} characters; there is room for {longest}. "
            "Say it in fewer words."
        )
    if _FORMULA.match(text):
        # A spreadsheet would reckon it; nothing that is meant begins so.
        raise BadArgument(f"{quoted(text)} begins like a formula; a {label} begins with a word.")
    return text


_EARLIEST = "1900"


def read_date(words: str, label: str, *, now: datetime) -> str:
    """A partial date, as 2017, 2017-04 or 2017-04-30; April 2017 and 30 April 2017 are read too.

    Raises BadArgument, also for a day that has not come yet, or of an earlier century.
    """
    said = " ".join(words.split()).strip(".")
    found = said if is_partial_date(said) else _worded(said)
    if not found or not is_partial_date(found):
        raise BadArgument(
            f"{quoted(words)} is no {label}: it is written as 2017, 2017-04 or 2017-04-30, or as "
            "April 2017."
        )
    if found[:4] < _EARLIEST:
        raise BadArgument(f"{quoted(words)} lies too far back; a {label} is {_EARLIEST} or later.")
    if found > now.date().isoformat()[: len(found)]:
        raise BadArgument(f"{quoted(words)} has not come yet; a {label} lies in the past.")
    return found


def _worded(said: str) -> str:
    """30 April 2017, April 30, 2017 or April 2017 as a partial date; empty for anything else."""
    words = re.sub(r"[,.]|(?<=\d)(?:st|nd|rd|th)\b", " ", said).split()
    months = [word for word in words if _month(word)]
    numbers = [word for word in words if word.isdecimal()]
    years = [word for word in numbers if len(word) == 4]
    days = [word for word in numbers if len(word) < 3]
    if len(months) != 1 or len(years) != 1 or len(days) > 1 or len(words) != 2 + len(days):
        return ""
    day = f"-{int(days[0]):02}" if days else ""
    return f"{years[0]}-{_month(months[0]):02}{day}"


def _month(word: str) -> int:
    full = [name for name in _MONTHS if len(word) > 2 and name.startswith(word.casefold())]
    return _MONTHS[full[0]] if len(full) == 1 else 0


def read_address(words: str, label: str) -> str:
    """The address of a page; raises BadArgument."""
    said = words.strip().strip("<>").strip()
    if len(said) <= LONGEST and _ADDRESS.fullmatch(said) and _host(said):
        return said
    if re.fullmatch(r"[\w-]+(?:\.[\w-]+)+(?:/\S*)?", said):
        raise BadArgument(
            f"{quoted(words)} is not whole: an address begins with https://, as "
            f"`https://{said.replace('`', '')}`."
        )
    raise BadArgument(
        f"{quoted(words)} is no {label}: an address is written as `https://example.org/page`."
    )


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def read_list(words: str, label: str) -> str:
    """The address of a list or of its page; raises BadArgument."""
    said = words.strip().strip("<>").removeprefix("mailto:").strip()
    if len(said) <= 254 and _MAIL.fullmatch(said):
        return said
    if said.casefold().startswith(("http://", "https://")):
        return read_address(said, label)
    raise BadArgument(
        f"{quoted(words)} is no {label}: give the address of the list, as `list@example.org`, or "
        "that of its page, as `https://example.org/list`."
    )


def kind_of_list(address: str) -> str:
    """What kind of address of a list this is, as the shipped data call it."""
    if "@" in address and "://" not in address:
        return "address"
    return "group" if "groups." in _host(address) else "page of the list"


def read_source(words: str) -> tuple[str, str]:
    """The name of a source and its address, where the words hold one."""
    found = _ADDRESS.search(words)
    if not found:
        return _text(words, "source", 200) if words else "", ""
    address = found[0].rstrip(".,;)>")
    name = " ".join((words[: found.start()] + words[found.end() :]).split()).strip(" ,;:()<>-")
    return (_text(name, "source", 200) if name else _host(address)), address
