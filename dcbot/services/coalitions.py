"""Coalitions: which there are, which stood on which list, and which have to do with some words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from dcbot.arguments import listed
from dcbot.errors import NotFound
from dcbot.lines import fold
from dcbot.message import quoted
from dcbot.services import groups, statements
from dcbot.services.groups import Title, key_words, stem
from storage.facts import Fact
from storage.groups import GroupKind
from storage.store import PublicStore, Store

_SEARCHED = ("name", "topic", "output", "about", "met")
_MISTYPED = 85
"""From this likeness (of 100) on, a word is taken for a mistyped one of the register."""


@dataclass(frozen=True)
class Entry:
    """One coalition in a list: when it was last seen or listed, if ever."""

    title: Title
    sighting: Fact | None
    new: bool = False
    """It was new in the year of the list."""


@dataclass(frozen=True)
class Listing:
    """A list of coalitions. One that is dated has a `source`; that of all known ones has none.

    `gap` says why the list is not whole, and is empty where it is; `unsure` are the known
    coalitions of which it cannot be told whether they stood on it.
    """

    entries: Sequence[Entry]
    date: str
    name: str = ""
    source: str = ""
    note: str = ""
    gap: str = ""
    unsure: Sequence[Title] = ()
    counts: Sequence[str] = ()
    """What else is told of how many there were in that year, with its source."""
    rolls: Sequence[str] = ()
    """The dated lists there are, each with its source."""
    active: bool = False
    """The list names them as active, and does not only name them."""


@dataclass
class Match:
    """A coalition that has to do with the words, and where they stand."""

    title: Title
    found: dict[str, list[str]] = field(default_factory=dict)
    """By name, topic, output or about: what holds the words."""


@dataclass(frozen=True)
class Search:
    """What was found for the words, best first, among how many; `words` as they were taken."""

    words: str
    matches: Sequence[Match]
    among: int


async def listing(store: Store | PublicStore, year: str = "", *, prefix: str = "!") -> Listing:
    """All coalitions known (no year), or those on the list of a year.

    Raises NotFound, which says which lists there are.
    """
    titles = await groups.titles(store, GroupKind.COALITION)
    known = await store.facts.all("status", "new")
    if not year.strip():
        return _all(titles, known)
    rolls = _rolls(known)
    wanted = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", year)
    found = next((kind for kind in rolls if set(wanted) & set(_years(rolls[kind][0]))), None)
    if found is None:
        raise NotFound(await _no_list(store, year, wanted[:1], rolls, prefix))
    return await _roll(store, titles, rolls[found], known)


async def search(store: Store | PublicStore, words: str) -> Search:
    """The coalitions whose names, topics, outputs or descriptions hold all the words.

    A word that stands nowhere is taken for the nearest one that does.
    """
    matches = {one.group.id: Match(one) for one in await groups.titles(store, GroupKind.COALITION)}
    texts = [(name.group_id, "name", name.name) for name in await store.groups.names()]
    for fact in await store.facts.all(*_SEARCHED[1:]):
        if not fact.unknown:
            texts.append((fact.group_id, fact.what, fact.value))
    texts.sort(key=lambda one: _SEARCHED.index(one[1]))
    held: dict[int, set[str]] = {}
    spelt: dict[str, str] = {}
    for group_id, _, text in texts:
        for word in key_words(fold(text)):
            held.setdefault(group_id, set()).add(stem(word))
            spelt.setdefault(stem(word), word)
    said = key_words(fold(words))
    wanted = [stem(word) for word in said]
    taken = [_nearest(stem(word), spelt) for word in said]
    if taken != wanted:
        words = " ".join(spelt.get(word, word) for word in taken)
    wants = set(taken)
    for group_id, what, text in texts:
        fits = group_id in matches and wants <= held.get(group_id, set())
        if fits and wants & {stem(word) for word in key_words(fold(text))}:
            matches[group_id].found.setdefault(what, []).append(text)
    ranked = sorted((one for one in matches.values() if one.found), key=_rank)
    return Search(words, ranked, len(matches))


def _rank(match: Match) -> tuple[bool, bool, int]:
    several = sum(len(texts) for texts in match.found.values())
    return ("name" not in match.found, "topic" not in match.found, -several)


def _nearest(word: str, spelt: Iterable[str]) -> str:
    if word in spelt or len(word) < 4:
        return word
    found = process.extractOne(word, list(spelt), scorer=fuzz.ratio, score_cutoff=_MISTYPED)
    return found[0] if found else word


def _all(titles: Sequence[Title], known: Sequence[Fact]) -> Listing:
    """Every coalition known, with its latest sighting."""
    by_group: dict[int, list[Fact]] = {}
    for fact in known:
        by_group.setdefault(fact.group_id, []).append(fact)
    entries = []
    for title in titles:
        seen = statements.seen(by_group.get(title.group.id, []))
        entries.append(Entry(title, seen[-1] if seen else None))
    cut = [fact for fact in known if fact.what == "status" and fact.unknown]
    newest = max((fact.seen for fact in known), default="")
    gap = f"the {statements.roll(cut[-1])} is known only in part: {cut[-1].note}" if cut else ""
    rolls = [
        f"{statements.roll(one[0]).removeprefix('list ')}, {one[0].source}"
        for one in _rolls(known).values()
    ]
    return Listing(entries, newest, gap=gap, rolls=rolls)


def _rolls(known: Sequence[Fact]) -> dict[str, list[Fact]]:
    """The sightings on each dated list, the oldest list first."""
    rolls: dict[str, list[Fact]] = {}
    for fact in known:
        if fact.what == "status" and statements.on_a_list(fact):
            rolls.setdefault(fact.kind, []).append(fact)
    return dict(sorted(rolls.items(), key=lambda pair: pair[1][0].seen))


def _years(fact: Fact) -> list[str]:
    """The years that a list may be of: one, or two where its source cannot tell."""
    return re.findall(r"\d{4}", f"{fact.kind} {fact.source}")


async def _roll(
    store: Store | PublicStore, titles: Sequence[Title], roll: Sequence[Fact], known: Sequence[Fact]
) -> Listing:
    first = roll[0]
    by_group = {fact.group_id: fact for fact in roll}
    year = first.seen[:4]
    new = {fact.group_id for fact in known if fact.what == "new" and fact.value[:4] == year}
    entries, unsure = [], []
    for title in titles:
        fact = by_group.get(title.group.id)
        if fact and fact.unknown:
            unsure.append(title)
        elif fact and fact.value != statements.ABSENT:
            entries.append(Entry(title, fact, title.group.id in new))
    gap = next((fact.note for fact in roll if fact.unknown), "")
    sources = await store.facts.sources()
    note = next((one.note for one in sources.values() if one.name == first.source), "")
    return Listing(
        entries,
        first.seen,
        name=statements.roll(first),
        source=first.source,
        note=note,
        gap=gap,
        unsure=unsure,
        counts=await _counts(store, [year], but=first.source),
        active=all(one.sighting is not None and one.sighting.value == "active" for one in entries),
    )


async def _counts(store: Store | PublicStore, years: Sequence[str], but: str = "") -> list[str]:
    """What is told of the number of coalitions in those years, apart from that source."""
    about = (await store.community.details()).get("about", {}).get("statements", [])
    return [
        statements.told(one)
        for one in about
        if any(year in one["text"] for year in years)
        and re.search(r"\d+ (?:active )?coalitions", one["text"])
        and one["source"] != but
    ]


async def _no_list(
    store: Store | PublicStore,
    said: str,
    years: Sequence[str],
    rolls: dict[str, list[Fact]],
    prefix: str,
) -> str:
    known = [statements.roll(one[0]).removeprefix("list of ") for one in rolls.values()]
    which = f"Lists are known of {listed(known)}" if known else "No list is known yet"
    say = f"`{prefix}coalition list` says which coalitions are known at all."
    if not years:
        search_for = f"`{prefix}coalition search {groups.sayable(said)}`"
        return f"{quoted(said)} is no year. {which}. {say} {search_for} searches for the words."
    counts = "".join(f" {count}" for count in await _counts(store, years))
    return f"No list of {years[0]} is known.{counts} {which}. {say}"
