"""Statements: what is known, in words, with where and when it was read; for all who tell it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from dcbot import dates
from dcbot.data.read import DATED_FACTS, link
from dcbot.message import literal
from storage.facts import Fact

_ADDRESS = re.compile(r"https?://[^\s<>]+")
_MAILBOX = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
ABSENT = "not on the list"
"""The value of a sighting that says that a list does not name the group."""
_ON_A_LIST = "list of "


def words(value: str) -> str:
    """A value, to stand in small Markdown: an address as a link, other words as they are."""
    one_line = " ".join(value.split())
    if _ADDRESS.fullmatch(one_line):
        return f"<{link(one_line)}>"
    if _MAILBOX.fullmatch(one_line):
        return f"<{one_line}>"
    return literal(one_line)


def host(address: str) -> str:
    """The site that an address leads to, as people know it."""
    name = link(address).rpartition("://")[2].partition("/")[0]
    return literal(name.removeprefix("www."))


def origin(fact: Fact) -> str:
    """Where it was read, in few words: the site, or the document."""
    return host(fact.address) if fact.address else literal(by_word(fact))


def by_word(fact: Fact) -> str:
    """Its source by name, in plain words; where a person named one that nobody can look up, that
    person stands with it."""
    named = fact.source or fact.recorded_by
    if fact.shipped_key or not fact.recorded_by or fact.recorded_by in fact.source:
        return named
    return f"{named}, as {fact.recorded_by} says" if fact.source else named


def dated(fact: Fact) -> str:
    """Where and as of when, in few words: “igf-dcad.org, November 2026”."""
    when = dates.said(fact.seen)
    return origin(fact) if not when or when in origin(fact) else f"{origin(fact)}, {when}"


def source(fact: Fact) -> str:
    """Where it was read, whole, and as of when: the page itself where there is one."""
    where = words(fact.address) if fact.address else literal(by_word(fact))
    when = dates.said(fact.seen)
    return where if not when or when in where else f"{where} (as of {when})"


def value(fact: Fact) -> str:
    """What is known, without its kind and source: a date or an address as people write it."""
    if fact.unknown:
        return "not known"
    return f"{words(plain_value(fact))}{span(fact)}"


def plain_value(fact: Fact) -> str:
    """The value as people write it, in plain words, without its span."""
    return dates.said(fact.value) if fact.what in DATED_FACTS else fact.value


def span(fact: Fact) -> str:
    """From when until when it held, to stand behind the value; empty where that is not known."""
    since = f", {dates.said(fact.since)}" if fact.since else ""
    until = f" until {dates.said(fact.until)}" if fact.until else ""
    return f"{since}{until}"


def remark(fact: Fact) -> str:
    """What else is to be known of it, as sentences; empty where there is nothing."""
    return " ".join(map(literal, remarks(fact)))


def remarks(fact: Fact) -> list[str]:
    """What else is to be known of it, as plain sentences."""
    parts = [fact.note, f"Certainty: {fact.certainty}" if fact.certainty else ""]
    return [part.rstrip(".") + "." for part in parts if part]


def roll(fact: Fact) -> str:
    """What a dated list is called: “list of April 2017”, “list of 2024/25”."""
    return literal(plain_roll(fact))


def plain_roll(fact: Fact) -> str:
    """The same in plain words."""
    several = re.search(r"(\d{4}) or \d\d(\d\d)", fact.source)
    return f"list of {several[1]}/{several[2]}" if several else fact.kind


def on_a_list(fact: Fact) -> bool:
    """Whether the sighting is that a dated list names the group, or does not."""
    return fact.kind.startswith(_ON_A_LIST)


def sighting(fact: Fact) -> str:
    """One dated sighting: “June 2025, spoke in a session at IGF 2025”, “on the list of 2020”."""
    if on_a_list(fact):
        return fact.value if fact.value == ABSENT else f"on the {roll(fact)}"
    note = fact.note.rstrip(".")
    # An acronym keeps its capitals at the start of a clause.
    clause = note if note[1:2].isupper() else note[:1].lower() + note[1:]
    if fact.value != "active" or not clause:
        clause = f"{fact.value}: {clause}" if clause else fact.value
    return f"{dates.said(fact.seen)}, {literal(clause)}"


def latest(fact: Fact) -> str:
    """The newest sighting, as what it says of the group: that it was seen, or its status."""
    if fact.value in ("active", "listed"):
        return f"last seen {sighting(fact)}"
    why = f", {literal(fact.note.rstrip('.'))}" if fact.note else ""
    return f"{literal(fact.value)} as of {dates.said(fact.seen)}{why}"


def seen(facts: Iterable[Fact]) -> list[Fact]:
    """When a group was seen, oldest first; lists that do not name it are left out."""
    known = [one for one in facts if one.what == "status" and not one.unknown]
    return sorted((one for one in known if one.value != ABSENT), key=lambda one: one.seen)


def where(statement: Mapping[str, str]) -> str:
    """Where and when a statement about the whole community was read, in few words."""
    place = host(statement["address"]) if statement["address"] else literal(statement["source"])
    when = dates.said(statement["seen"])
    return place if not when or when in place else f"{place}, {when}"


def told(statement: Mapping[str, str]) -> str:
    """A statement about the whole community, with where it was read."""
    return f"{literal(statement['text'].rstrip('.'))} ({where(statement)})."
