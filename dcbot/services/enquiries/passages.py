"""Passages: what is said of all coalitions, searched for what speaks of all that is asked."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from dcbot.lines import fold
from dcbot.services import statements
from dcbot.services.enquiries.contents import Content
from dcbot.services.enquiries.matters import key, keys
from dcbot.services.enquiries.wanted import Wanted, asks_order, wants_holders

FOUND_BY = ("text", "asked", "also", "under")
"""The parts of a statement by whose words it is asked for."""
_OWN = 0.35
"""The share of what is asked of which the passage itself must speak, not only its words beside."""
_ONLY_BESIDE = 0.8
_OWN_BESIDE = 0.5
"""The same, where the passage speaks only of what stands beside what is needed."""
_BESIDE = 0.3
_LEADING = 0.5
_LENGTH = 0.0015
"""So much less for each letter: of two that say it, the shorter is the answer."""
_SINGLE = 0.8
"""So much less counts what is said of one group, where all are asked about."""
_UNQUOTED = 0.9
_WHAT_IS = re.compile(r"what(?: is| are|s)(?: the| an?)? (\w+)(?: forum| conference)?$")
_RARE = 2
"""A matter in so few passages tells which group is meant by one that is not named."""
_COMMON = 9
"""A matter in so many passages tells by itself which of them is meant no more."""
_OF_ALL = frozenset(("group", "all", "know", "own", "other", "year", "people"))
"""Words that stand beside any matter, and tell it no better."""
_ALSO = 0.92
_SELDOM = (Wanted.OFTEN, Wanted.PERIOD)
"""So few passages give these that one of them answers, though others say more of the matter."""
MOST = 2


@dataclass(frozen=True)
class Passage:
    """One statement with the keys of its own words, and of its index."""

    said: Mapping[str, str]
    quoted: bool
    own: frozenset[str]
    anchors: frozenset[str]
    """Of what it speaks by its words, its heading or its index, each enough to ask for it."""
    all: frozenset[str]
    """Also the keys of words that only stand beside others."""

    @property
    def of(self) -> frozenset[str]:
        """The keys of the groups that it is about; none where it is about all."""
        return frozenset(self.said.get("of", "").split())

    def tells(self, wanted: Wanted | None) -> bool:
        """Whether it gives this kind of answer."""
        return wanted is None or wanted.value in self.said.get("tells", "").split()

    def told(self) -> str:
        """Its words, as a quotation where they are the source's own, and where they stand."""
        if not self.quoted:
            return statements.told(self.said)
        text = self.said["text"].rstrip(".").replace("“", "‘").replace("”", "’")
        return f"“{statements.words(text)}” ({statements.where(self.said)})."


@dataclass(frozen=True)
class Found:
    """The best passages for what is asked; `whole` where each of them speaks of all of it."""

    passages: Sequence[Passage]
    whole: bool
    share: float
    """The share of what is asked, by weight, of which the first speaks."""
    uncovered: Sequence[int]
    """The places of the words of which the first does not speak."""

    @property
    def index(self) -> frozenset[str]:
        """The keys of all words by which the passages are asked for."""
        texts = (one.said.get(name, "") for one in self.passages for name in FOUND_BY)
        return frozenset(key(word) for text in texts for word in fold(text).split())

    def text(self) -> str:
        """The passages, one a line."""
        lines = [one.told() for one in self.passages]
        return "\n".join(f"- {line}" for line in lines) if len(lines) > 1 else "".join(lines)


@dataclass(frozen=True)
class _Scored:
    score: float
    passage: Passage


class Passages:
    """All that is said of all coalitions, made ready to be searched."""

    def __init__(self, known: Iterable[Passage], office: str) -> None:
        self.known = list(known)
        self.office = keys(office)
        """Who is only mentioned in what is said of them: of itself nothing is told by it."""
        self.held: dict[str, int] = {}
        for passage in self.known:
            for one in passage.all:
                self.held[one] = self.held.get(one, 0) + 1

    def words(self) -> set[str]:
        """The words in which they are said and asked for."""
        texts = [" ".join(one.said.get(name, "") for name in FOUND_BY) for one in self.known]
        return {word for text in texts for word in fold(text).split()}

    def about(self, group: str) -> list[Passage]:
        """What is said of the group with this key."""
        return [one for one in self.known if group in one.of]

    def find(self, content: Content, groups: Collection[str] | None = None) -> Found | None:
        """The best for what is asked; None where no passage holds any of it.

        `groups` are keys: only what is said of all of these counts; of no single group, where they
        are empty; of anybody, where they are None.
        """
        needed = frozenset(content.needed.values())
        among = [one for one in self.known if _fits(one, groups)]
        if groups is None and content.part.speaks_of_any():
            among = [one for one in among if len(one.of) != 1]
        if not asks_order(content.part.plain):
            among = [one for one in among if "order" not in one.said.get("tells", "").split()]
        if not needed and groups and content.wanted:
            # “Why is there …?” names nothing but the group.
            telling = [one for one in among if one.tells(content.wanted)]
            return Found(telling[:MOST], True, 1, ()) if telling else None
        asked = needed | content.beside | content.leading
        scored = [
            _Scored(self._score(one, content, general=groups is None), one)
            for one in among
            if needed & one.all and (groups or asked & one.anchors)
        ]
        if not needed or not scored:
            return None
        scored.sort(key=lambda one: one.score, reverse=True)
        # What answers must be among the best by what is asked, before the kind of answer counts.
        floor = scored[0].score * _ALSO
        whole = [
            one
            for one in scored
            if (one.score >= floor or (content.wanted in _SELDOM and needed <= one.passage.anchors))
            and self._whole(one.passage, content, groups)
        ]
        if whole:
            kept = _apart(one.passage for one in whole if one.score >= whole[0].score * _ALSO)
            return Found(kept, True, 1, ())
        for doubted, kinds in content.doubted():
            if found := self._but_for(doubted, kinds, scored, content, groups):
                return found
        near = [one.passage for one in scored if one.score >= floor]
        near.sort(key=lambda one: not one.tells(content.wanted))
        uncovered = [at for at, one in content.needed.items() if one not in near[0].all]
        share = self._weight(needed & near[0].all) / self._weight(needed)
        return Found(_apart(near), False, share, uncovered)

    def _but_for(
        self,
        doubted: Collection[int],
        kinds: Collection[Wanted],
        scored: Sequence[_Scored],
        content: Content,
        groups: Collection[str] | None,
    ) -> Found | None:
        """What speaks of all but the words at the doubted places, and gives these kinds."""
        rest = content.within(content.needed.keys() - doubted)
        kept = [
            one.passage
            for one in scored
            if rest.needed
            and all(one.passage.tells(kind) for kind in kinds)
            and self._whole(one.passage, rest, groups)
        ]
        kept.sort(key=lambda one: -self._score(one, rest, general=groups is None))
        return Found(_apart(kept), False, 1, sorted(doubted)) if kept else None

    def _whole(self, passage: Passage, content: Content, groups: Collection[str] | None) -> bool:
        """Whether the passage speaks of all that is needed, and gives the kind of answer."""
        needed = frozenset(content.needed.values())
        if not (needed | content.subject) <= passage.all or not passage.tells(content.wanted):
            return False
        if groups is None and self._vague(passage, content):
            return False
        if not passage.of and wants_holders(content.part.plain):
            # No sentence on all coalitions names anybody.
            return False
        if groups is None and passage.of and passage.tells(Wanted.WHERE):
            # “What is RightsCon?” is not answered by who met there.
            what = _WHAT_IS.match(content.part.plain)
            if what and f"({what[1]})" not in passage.said["text"].casefold():
                return False
        if not passage.of.isdisjoint(groups or ()):
            # The name of the group, which is left out of what is asked, stands in it.
            return True
        asked = needed | ((content.beside | content.leading) & passage.all)
        if asked <= self.office:
            return False
        if groups is None and len(passage.of) == 1 and not self._meant(passage, content):
            return False
        share = _OWN if needed & passage.anchors else _OWN_BESIDE
        return self._weight(asked & passage.anchors) >= share * self._weight(asked)

    def _vague(self, passage: Passage, content: Content) -> bool:
        """Whether it asks by one word alone, as “when did it start”, which many passages hold and
        none but another is asked for by."""
        if content.wanted in _SELDOM or content.claimed:
            return False
        needed = set(content.needed.values())
        common = all(self.held.get(one, 0) >= _COMMON for one in needed)
        beside = (content.beside | content.leading | content.subject) - needed
        if len(needed) != 1 or not common or not beside <= _OF_ALL:
            return False
        return not needed <= keys(passage.said.get("asked", ""))

    def _meant(self, passage: Passage, content: Content) -> bool:
        """Whether a word asks for just the group of the passage."""
        rare = (self.held.get(one, 0) <= _RARE for one in content.needed.values())
        own = (one in passage.anchors for one in content.needed.values())
        return any(few and there for few, there in zip(rare, own, strict=True))

    def _score(self, passage: Passage, content: Content, *, general: bool) -> float:
        score = self._worth(passage, frozenset(content.needed.values()))
        score += _BESIDE * self._worth(passage, content.beside - content.leading)
        score += _LEADING * self._worth(passage, content.leading)
        if general and len(passage.of) == 1:
            score *= _SINGLE
        if not passage.quoted:
            score *= _UNQUOTED
        return score - _LENGTH * len(passage.said["text"])

    def _worth(self, passage: Passage, wanted: frozenset[str]) -> float:
        beside = self._weight(wanted & (passage.all - passage.anchors))
        return self._weight(wanted & passage.anchors) + _ONLY_BESIDE * beside

    def _weight(self, wanted: Iterable[str]) -> float:
        return sum(math.log(1 + len(self.known) / self.held.get(one, 1)) for one in wanted)


def _apart(found: Iterable[Passage]) -> list[Passage]:
    """The first of these, without those that hold another of them."""
    kept: list[Passage] = []
    for one in found:
        said = one.said["text"]
        if not any(said in other.said["text"] or other.said["text"] in said for other in kept):
            kept.append(one)
    return kept[:MOST]


def _fits(passage: Passage, groups: Collection[str] | None) -> bool:
    if groups is None:
        return True
    return passage.of.issuperset(groups) if groups else not passage.of
