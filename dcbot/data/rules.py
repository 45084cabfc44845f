"""The pure reader of shipped rules of eligibility: TOML text in, frozen rules out."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Literal

from dcbot.data.entry import Entry
from dcbot.errors import SettingsError

KINDS = ("received", "after-session", "regular", "judged")
ACCEPTED = ("report", "paper", "light", "session-report", "session", "new", "contribution")
_NEEDS = {"received": ("accepts", "years"), "after-session": ("accepts", "years", "held")}


@dataclass(frozen=True)
class ShippedRule:
    """One rule of one cycle; its words as `storage.eligibility.EligibilityRule` has them."""

    cycle: str
    key: str
    kind: str
    said: str
    accepts: tuple[str, ...]
    years: tuple[str, ...]
    held: str
    new_in: tuple[str, ...]
    certainty: str
    address: str


def load(name: Literal["igf", "empty"]) -> tuple[ShippedRule, ...]:
    """The rules that ship with the community of this name; none where it has none."""
    file = resources.files("dcbot.data").joinpath(f"{name}-rules.toml")
    return read(file.read_text(encoding="utf-8")) if file.is_file() else ()


def read(text: str) -> tuple[ShippedRule, ...]:
    """The rules written in `text`; SettingsError names the entry and the way out."""
    try:
        whole = Entry(tomllib.loads(text), "The file")
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"The file is not TOML: {error}. Mend it at that place.") from error
    whole.only("rules")
    return tuple(_rules(whole))


def _rules(whole: Entry) -> Iterator[ShippedRule]:
    seen: set[str] = set()
    for entry in whole.each("rules", "rule", named_by="key"):
        entry.only(*ShippedRule.__dataclass_fields__)
        key, cycle = entry.key(), entry.word("cycle")
        entry.once(f"{cycle} {key}", seen, f"two rules of the cycle {cycle} have the key “{key}”")
        kind = entry.one_of("kind", KINDS)
        for needed in _NEEDS.get(kind, ()):
            entry.word(needed)
        yield ShippedRule(
            cycle=cycle,
            key=key,
            kind=kind,
            said=entry.word("said"),
            accepts=tuple(entry.words_of("accepts", ACCEPTED).split()),
            years=_years(entry, "years"),
            held=entry.date("held"),
            new_in=_years(entry, "new_in"),
            certainty=entry.text("certainty"),
            address=entry.text("address"),
        )


def _years(entry: Entry, name: str) -> tuple[str, ...]:
    years = tuple(entry.text(name).split())
    for year in years:
        if not (year.isdigit() and len(year) == 4):
            raise entry.wrong(f"“{year}” in {name} is no year; it is written as 2017")
    return years
