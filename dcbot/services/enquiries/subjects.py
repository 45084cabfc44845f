"""Subjects: which groups a question is about, by any name, and never by a guess."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dcbot.errors import Ambiguous, NotFound
from dcbot.lines import fold
from dcbot.services import groups
from dcbot.services.enquiries.grammar import Part, spans
from dcbot.services.enquiries.matters import head
from dcbot.services.enquiries.ordinary import is_ordinary
from dcbot.services.enquiries.small_words import SMALL
from dcbot.services.groups import Title, key_words
from storage.groups import Group, NameKind
from storage.store import PublicStore, Store

_SHORT = 6
_OFFICIAL = (NameKind.OFFICIAL, NameKind.ACRONYM, NameKind.LATER, NameKind.FORMER)


@dataclass(frozen=True)
class Named:
    """Words that name groups, at these places; `sure` where no neighbour could change it."""

    places: range
    titles: Sequence[Title]
    sure: bool


@dataclass
class Names:
    """All names of all groups, made ready to be found in a question."""

    titles: Sequence[Title]
    by_joined: dict[str, dict[int, bool]] = field(default_factory=dict)
    """By the name without its spaces: the groups, and whether it is an acronym or in full."""
    by_core: dict[tuple[str, ...], set[int]] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for title in self.titles:
            for name in title.names:
                one = self.by_joined.setdefault(name.folded.replace(" ", ""), {})
                one[title.group.id] = name.kind in _OFFICIAL or one.get(title.group.id, False)
                self.words.update(name.folded.split())
                if core := key_words(name.folded):
                    self.by_core.setdefault(core, set()).add(title.group.id)

    def find(self, part: Part) -> list[Named]:
        """The names in the part, from left to right; the longest count, and none overlap."""
        found: list[Named] = []
        taken = set(part.cues)
        for start, end in spans(part):
            if taken.isdisjoint(range(start, end)) and (one := self._named(part, start, end)):
                found.append(one)
                taken.update(range(start, end))
        return sorted(found, key=lambda one: one.places.start)

    def _named(self, part: Part, start: int, end: int) -> Named | None:
        words = part.words[start:end]
        joined = "".join(words)
        if joined.isdigit() or (len(words) == 1 and joined in SMALL):
            return None
        in_full = self.by_joined.get(joined, {})
        if not in_full and len(words) > 1:
            # “Internet of thing” leaves out no more than its last letter.
            in_full = self.by_joined.get(f"{joined}s", {})
        if not in_full and len(joined) > _SHORT and joined not in self.words:
            # “DC Childrens old name” leaves out an apostrophe.
            in_full = self.by_joined.get(joined.removesuffix("s"), {})
        # “internet” alone is no name, and two words are no acronym by chance.
        if in_full and (len(words) < 4 or any(in_full.values())):
            # One that is written like a common word in small letters is none.
            return self._found(range(start, end), in_full, sure=any(in_full.values()))
        edges = {words[0], words[-1]} - SMALL
        core = key_words(" ".join(words))
        if len(edges) == len({words[0], words[-1]}) and core and len(words) > 1:
            return self._found(range(start, end), dict.fromkeys(self.by_core.get(core, ())), False)
        return None

    def _found(self, places: range, ids: Iterable[int], sure: bool) -> Named | None:
        wanted = set(ids)
        titles = [one for one in self.titles if one.group.id in wanted]
        return Named(places, titles, sure) if titles else None


async def names(store: Store | PublicStore) -> Names:
    """All names; and the words by which groups are searched, which are no slips of others."""
    known = Names(await groups.titles(store))
    for fact in await store.facts.all("topic", "output", "met"):
        known.words.update(fold(fact.value).split())
    return known


async def meant(
    store: Store | PublicStore, part: Part, named: Sequence[Named], *, prefix: str
) -> list[Group]:
    """The groups that the part is about, once its cues are read; none where it names none.

    Raises Ambiguous or NotFound, which quote what was said and offer what may be meant.
    """
    found: list[Group] = []
    left = part.left()
    for one in named:
        beside = _beside(one.places, left) if not one.sure else []
        if len(one.titles) == 1 and not beside:
            group = one.titles[0].group
        else:
            words = part.say(sorted({*one.places, *beside}))
            group = await groups.named(store, words, prefix=prefix)
        if group not in found:
            found.append(group)
    if not named and left and (near := await _nearly(store, part, prefix)):
        found.append(near)
    return found


async def _nearly(store: Store | PublicStore, part: Part, prefix: str) -> Group | None:
    """The group that the words left mean; None where no word among them is like a name.

    Ordinary words mean a group only where they stand in a name or topic of it, as they are.
    """
    left, telling = part.left(), part.telling()
    if telling or part.asks_of_one():
        group = await _found_by(store, part, left, prefix)
        if group or not telling:
            return group
    if not telling:
        return None
    group = await _found_by(store, part, telling, prefix) if telling != left else None
    if group or not part.marked(telling):
        return group
    said = part.say(telling)
    meant = await groups.named(store, said, prefix=prefix)
    if not await _holds(store, meant, [part.words[at] for at in telling]):
        title = await groups.title(store, meant)
        raise NotFound(groups.not_found(said, [title], prefix))
    return meant


async def _found_by(
    store: Store | PublicStore, part: Part, places: Sequence[int], prefix: str
) -> Group | None:
    said = [part.words[at] for at in places]
    try:
        group = await groups.named(store, part.say(places), prefix=prefix)
    except NotFound:
        return await _by_the_same(store, said)
    except Ambiguous:
        # “Is the report public?” speaks of no coalition.
        if part.speaks_of_one() or not all(is_ordinary(word) for word in said):
            raise
        return None
    return await _if_so_called(store, group, said)


async def _by_the_same(store: Store | PublicStore, said: Sequence[str]) -> Group | None:
    """The group that is called by words that say the same, as “kids” is known as children."""
    same = [head(word) for word in said]
    if same == said:
        return None
    try:
        group = await groups.named(store, " ".join(same))
    except (NotFound, Ambiguous):
        return None
    return await _if_so_called(store, group, same)


async def _if_so_called(
    store: Store | PublicStore, group: Group, said: Sequence[str]
) -> Group | None:
    exact = [word for word in said if is_ordinary(word) or max(map(len, said)) < _SHORT]
    return group if await _holds(store, group, exact) else None


async def _holds(store: Store | PublicStore, group: Group, words: Iterable[str]) -> bool:
    """Whether each of the words stands in a name or a topic of the group, but for an s at its end.

    By its stem “inclusive” would be “inclusion”.
    """
    title = await groups.title(store, group)
    known = [name.folded for name in title.names]
    known += [fold(fact.value) for fact in await store.facts.of(group.id, "topic")]
    held = {word.removesuffix("s") for name in known for word in name.split()}
    return held.issuperset(word.removesuffix("s") for word in words)


def _beside(places: range, left: Sequence[int]) -> list[int]:
    """The words right before and behind, which may belong to another name."""
    found = []
    for step, at in ((-1, places.start - 1), (1, places.stop)):
        while at in left:
            found.append(at)
            at += step
    return found
