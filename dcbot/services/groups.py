"""Groups: finding the one that somebody means, and how each is called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from dcbot import dates, words
from dcbot.arguments import listed
from dcbot.errors import Ambiguous, NotFound
from dcbot.lines import fold
from dcbot.message import literal, quoted
from storage.groups import Group, GroupKind, GroupName, NameKind
from storage.store import PublicStore, Store

# Words that tell no group from another, and those that people say around a name.
_SMALL = frozenset(
    ["a", "an", "and", "at", "for", "in", "of", "on", "or", "s", "the", "to", "with"]
).union(["what", "about", "one", "which", "please"])
_NOISE = frozenset(("dc", "dcs", "dynamic", "coalition", "coalitions", "igf"))
_SURE = 80
"""From this likeness (of 100) on, a mistyped name is taken for the one meant …"""
_APART = 8
"""… where the next group is at least so much less like it."""
_NEAR = 70
_SHORT = 6
"""Letters up to which one letter more or less already makes another acronym."""
_MOST_OFFERED = 6


@dataclass(frozen=True)
class Title:
    """How one group is called: its names, and which of them to use where."""

    group: Group
    names: Sequence[GroupName]

    @property
    def acronym(self) -> str:
        """The first acronym, as its sources write it; empty where it has none."""
        return self._first(NameKind.ACRONYM)

    @property
    def short(self) -> str:
        """What it is about, in few words; the full name where it has no short one."""
        shorts = [name.name for name in self.of(NameKind.SHORT)]
        told = [name for name in shorts if not self._says(name)]
        return (told or shorts or [self.group.name])[0]

    @property
    def handle(self) -> str:
        """The words with which people find it."""
        return handle(self.group.name, [(name.kind, name.name) for name in self.names])

    @property
    def line(self) -> str:
        """Both in one, to stand in a sentence or a list."""
        if not self.acronym or self._says(self.short):
            return self.handle
        return f"{self.acronym} ({self.short})"

    def at(self, date: str) -> str:
        """The handle it went by then, as far as the dates of its names tell."""
        dated = [name for name in self.of(NameKind.FORMER, NameKind.LATER) if name.since]
        held = [name for name in dated if dates.holds(date, name.since, name.until)]
        return next((name.name for name in held if " " not in name.name), self.handle)

    def of(self, *kinds: NameKind) -> list[GroupName]:
        """The names of these kinds, in the order in which they were written down."""
        return [name for name in self.names if name.kind in kinds]

    def _says(self, name: str) -> bool:
        """Whether the acronym says it already, as DC-Trade says Trade."""
        return _joined(fold(name)) in _joined(fold(self.acronym))

    def _first(self, kind: NameKind) -> str:
        return next((name.name for name in self.names if name.kind is kind), "")


def handle(full: str, names: Sequence[tuple[NameKind, str]]) -> str:
    """The words with which people find a group: the first acronym, else the first short name, else
    the full one."""
    of = (NameKind.ACRONYM, NameKind.SHORT)
    return next((name for kind in of for one, name in names if one is kind), full)


async def titles(store: Store | PublicStore, *kinds: GroupKind) -> list[Title]:
    """All groups (of these kinds) with their names, in the order in which they came."""
    names: dict[int, list[GroupName]] = {}
    for name in await store.groups.names():
        names.setdefault(name.group_id, []).append(name)
    groups = sorted(await store.groups.all(*kinds), key=lambda group: group.id)
    return [Title(group, names.get(group.id, [])) for group in groups]


async def title(store: Store | PublicStore, group: Group) -> Title:
    """How this group is called."""
    return Title(group, await store.groups.names(group.id))


async def named(
    store: Store | PublicStore, words: str, *kinds: GroupKind, prefix: str = "!"
) -> Group:
    """The one group that the words mean, by any name it goes or went by.

    Case, accents, punctuation and “Dynamic Coalition on” do not matter; a mistyped name is
    found where it is like one group's and clearly less like all others'. Raises Ambiguous, which
    offers those that may be meant, or NotFound, which offers the nearest; `prefix` is for both.
    """
    said = _Said(words)
    if said.folded:
        exact = [one for one in await store.groups.named(said.folded) if _of(one, kinds)]
        if len(exact) == 1:
            return exact[0]
    known = [_Known(one) for one in await titles(store, *kinds)]
    for found in (said.same_as(known), said.core_of(known)):
        if found:
            return _only(said, found, prefix)
    for fact in await store.facts.all("topic"):
        for one in known:
            if one.title.group.id == fact.group_id:
                one.add(key_words(fold(fact.value)))
    found = said.within(known)
    if found:
        return _only(said, found, prefix)
    return said.like(known, prefix)


async def exactly(store: Store | PublicStore, words: str) -> Group | None:
    """The one group that goes by these very words, but for case and “Dynamic Coalition on”."""
    said = _Said(words)
    known = [_Known(one) for one in await titles(store)] if said.core else []
    found = said.same_as(known) or said.core_of(known)
    return found[0].title.group if len(found) == 1 else None


def _of(group: Group, kinds: Sequence[GroupKind]) -> bool:
    return not kinds or group.kind in kinds


def _only(said: _Said, found: Sequence[_Known], prefix: str) -> Group:
    if len(found) == 1:
        return found[0].title.group
    raise Ambiguous(ambiguous(said.words, [one.title for one in found], prefix))


def ambiguous(words: str, found: Sequence[Title], prefix: str) -> str:
    """Several groups may be meant: each with the words to say for it."""
    more = len(found) - _MOST_OFFERED
    offers = list(_offers(found[:_MOST_OFFERED]))
    if more > 0:
        search = f"`{prefix}coalition search {sayable(words)}`"
        offers.append(f"{more} more, which {search} lists")
    count = "two groups" if len(found) == 2 else f"{len(found)} groups"
    return f"{quoted(words)} may mean {count}: {listed(offers)}. Say it again with one of these."


def not_found(words: str, near: Sequence[Title], prefix: str) -> str:
    """No group goes by the words: the nearest, and where all are listed."""
    lists = f"`{prefix}coalition list` lists those that are known."
    if not words.strip():
        return f"Say which one, such as `{prefix}coalition DCAD`. {lists}"
    if fold(words) and not key_words(fold(words)):
        return f"{quoted(words)} may mean any of them. {lists}"
    nearest = f"The nearest: {listed(list(_offers(near)))}. " if near else ""
    return f"Nothing known here goes by the name {quoted(words)}. {nearest}{lists}"


def _offers(found: Iterable[Title]) -> Iterator[str]:
    for one in found:
        about = f" ({literal(one.short)})" if one.line != one.handle else ""
        yield f"`{sayable(one.handle)}`{about}"


def sayable(words: str) -> str:
    """The words, as they can stand in a command that is shown."""
    return " ".join(words.replace("`", "").split())[:80]


def key_words(folded: str) -> tuple[str, ...]:
    """The words of a name that tell it from others, in order."""
    return tuple(word for word in folded.split() if word not in _SMALL and word not in _NOISE)


def _joined(folded: str) -> str:
    return folded.replace(" ", "")


def stem(word: str) -> str:
    """One form for singular and plural, as `dcbot.words` has it: library, libraries → librari."""
    return words.stem(words.folded(word))


@dataclass
class _Known:
    """A group with its names made ready to be compared."""

    title: Title
    folded: set[str] = field(init=False)
    cores: set[tuple[str, ...]] = field(init=False)
    words: set[str] = field(default_factory=set)
    """The words of its names and topics, as they stand there; `tokens` are their stems."""
    tokens: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        group = self.title.group
        self.folded = {name.folded for name in self.title.names} | {fold(group.key)}
        self.folded.add(fold(group.name))
        self.cores = {core for name in self.folded if (core := key_words(name))}
        for core in self.cores:
            self.add(core)

    def add(self, words: Iterable[str]) -> None:
        """It is found by these words too."""
        for word in words:
            self.words.add(word)
            self.tokens.add(stem(word))


class _Said:
    """The words with which somebody means a group."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.folded = fold(words)
        self.joined = _joined(self.folded)
        self.core = key_words(self.folded)

    def same_as(self, known: Iterable[_Known]) -> list[_Known]:
        """Those with exactly this name, wherever its spaces and dashes stand."""
        if not self.joined:
            return []
        return [one for one in known if any(_joined(name) == self.joined for name in one.folded)]

    def core_of(self, known: Iterable[_Known]) -> list[_Known]:
        """Those with a name that differs only in words that every name could bear."""
        return [one for one in known if self.core in one.cores] if self.core else []

    def within(self, known: Iterable[_Known]) -> list[_Known]:
        """Those whose names and topics hold all the words, as they were said or their stems."""
        if not self.core:
            return []
        stems = {stem(word) for word in self.core}
        found = [one for one in known if stems <= one.tokens]
        return [one for one in found if one.words.issuperset(self.core)] or found

    def like(self, known: Sequence[_Known], prefix: str) -> Group:
        """The one most like the words, by a name or word by word, and clearly apart from others."""
        nearest: dict[int, float] = {}
        for likeness in (self._name_like, self._words_like):
            scored = [(likeness(one), one) for one in known]
            best = max((score for score, _ in scored), default=0)
            if best >= _SURE:
                return _only(self, [one for score, one in scored if score > best - _APART], prefix)
            for score, one in scored:
                group = one.title.group.id
                nearest[group] = max(score, nearest.get(group, 0), self._shares(one))
        ranked = sorted((one.title for one in known), key=lambda one: -nearest[one.group.id])
        near = [one for one in ranked[:3] if nearest[one.group.id] >= _NEAR]
        raise NotFound(not_found(self.words, near, prefix))

    def _name_like(self, one: _Known) -> float:
        core = " ".join(self.core)
        if not core:
            return 0
        names = [" ".join(name) for name in one.cores]
        return max(
            max(_alike(self.joined, _joined(name)) for name in one.folded),
            max((_alike(core, name) for name in names), default=0),
            max((fuzz.token_sort_ratio(core, name) for name in names if " " in name), default=0),
        )

    def _words_like(self, one: _Known) -> float:
        """How like its worst word is to any word of the group."""
        likes = [[_alike(stem(word), token) for token in one.tokens] for word in self.core]
        return min((max(like, default=0) for like in likes), default=0)

    def _shares(self, one: _Known) -> float:
        """How near a group is of which only some words were said; best is a whole name of it."""
        if any((word,) in one.cores for word in self.core):
            return _SURE + _APART
        return _SURE if any(stem(word) in one.tokens for word in self.core) else 0


def _alike(said: str, name: str) -> float:
    """How like two names are, of 100. Of short ones, only a slip of the finger makes them alike.

    Two letters changed about, one left out or doubled is a slip; another letter is another name.
    """
    if said == name:
        return 100
    score = fuzz.ratio(said, name)
    if min(len(said), len(name)) > _SHORT:
        return max(score, 100 * OSA.normalized_similarity(said, name))
    if len(said) < 4 or OSA.distance(said, name) > 1:
        slip = OSA.distance(said, name) == 1
        return _NEAR if slip else min(score, _SURE - _APART)
    return _SURE + 5 if sorted(said) == sorted(name) else score
