"""Names as people list them: “Ana (DC3, observer), Bob and Cid_Lopez”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dcbot.record.facts import Affiliation, Standing
from dcbot.record.instructions import Named

_AND = re.compile(r"\s+(?:and|&)\s+", re.IGNORECASE)
_BRACKET = re.compile(r"\s*[(\[]([^)\]]*)[)\]]\s*")
_STANDINGS = {
    "representative": Standing.REPRESENTATIVE,
    "rep": Standing.REPRESENTATIVE,
    "represents": Standing.REPRESENTATIVE,
    "observer": Standing.OBSERVER,
    "observes": Standing.OBSERVER,
    "observing": Standing.OBSERVER,
}
_STAKEHOLDERS = {
    "civil society": "civil society",
    "government": "governments",
    "governments": "governments",
    "private sector": "private sector",
    "business": "private sector",
    "technical community": "technical community",
    "academia": "academia",
    "intergovernmental organization": "intergovernmental organizations",
    "intergovernmental organisation": "intergovernmental organizations",
    "igo": "intergovernmental organizations",
}


def pieces(words: str, marks: str = ",;") -> Iterator[str]:
    """The words cut at these marks where they stand outside brackets."""
    depth = start = 0
    for place, letter in enumerate(words):
        if letter in "([":
            depth += 1
        elif letter in ")]" and depth:
            depth -= 1
        elif letter in marks and not depth:
            yield words[start:place].strip()
            start = place + 1
    yield words[start:].strip()


def plain_names(words: str) -> tuple[str, ...]:
    """The names of a list, as they were written, without brackets behind them."""
    return tuple(named.name for named in named_people(words))


def named_people(words: str) -> tuple[Named, ...]:
    """The people of a list, with what stands in brackets behind each."""
    listed = [one for part in pieces(words) for one in _AND.split(part)]
    return tuple(_named(one) for one in listed if one.strip(" .:"))


def nicks(words: str) -> tuple[str, ...]:
    """The nicks of a list, which hold no spaces: cut at spaces and commas, as MeetBot does."""
    return tuple(nick for nick in re.split(r"[,\s]+", words) if nick.strip(":;"))


def affiliation(words: str) -> Affiliation:
    """What stands in brackets behind a name, such as “DC3, observer, civil society”."""
    group, standing, stakeholders = "", Standing.UNKNOWN, ""
    for part in pieces(words):
        folded = part.casefold()
        if folded in _STANDINGS:
            standing = _STANDINGS[folded]
        elif folded in _STAKEHOLDERS:
            stakeholders = _STAKEHOLDERS[folded]
        elif part and not group:
            group = part
    return Affiliation(group, standing, stakeholders)


def _named(words: str) -> Named:
    bracket = _BRACKET.search(words)
    name = _BRACKET.sub(" ", words) if bracket else words
    name = " ".join(name.strip(" .:@").split())
    return Named(name, affiliation(bracket[1]) if bracket else Affiliation())
