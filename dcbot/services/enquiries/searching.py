"""Searching: which coalitions words have to do with, taken together or word by word."""

from __future__ import annotations

from collections.abc import Sequence

from dcbot.lines import fold
from dcbot.services import coalitions
from dcbot.services.coalitions import Match, Search
from dcbot.services.enquiries.matters import head
from dcbot.services.enquiries.ordinary import is_ordinary
from storage.store import PublicStore, Store

_TELLING = ("name", "topic", "met")
"""Where an ordinary word must stand to say by itself that a coalition has to do with it."""


async def search(
    store: Store | PublicStore, words: Sequence[str], said: str
) -> tuple[Search, list[str]]:
    """What is found for all the words, else for those that tell something, else for the most.

    Also those of the telling words that stand nowhere.
    """
    whole = _told(await coalitions.search(store, said), words)
    if not whole.matches:
        # “Kids” are known here as children.
        same = " ".join(head(word) for word in words)
        whole = _told(await coalitions.search(store, same), words) if same != said else whole
    telling = [word for word in words if not is_ordinary(word)]
    if whole.matches or len(words) < 2:
        return whole, []
    if telling and telling != list(words):
        found = await coalitions.search(store, " ".join(telling))
        if found.matches:
            return found, []
    return await _word_by_word(store, telling, whole.among)


def _told(found: Search, words: Sequence[str]) -> Search:
    """What is found; for ordinary words alone, only where they stand in a name or the like."""
    if not all(is_ordinary(word) for word in words):
        return found
    # As they are: “rates” is not the “rating” of a topic.
    forms = {fold(word).removesuffix("s") for word in words}
    kept = [
        one
        for one in found.matches
        if any(forms & _forms(text) for what in _TELLING for text in one.found.get(what, ()))
    ]
    return Search(found.words, kept, found.among)


def _forms(text: str) -> set[str]:
    return {word.removesuffix("s") for word in fold(text).split()}


async def _word_by_word(
    store: Store | PublicStore, words: Sequence[str], among: int
) -> tuple[Search, list[str]]:
    matches: dict[int, Match] = {}
    held: dict[int, list[str]] = {}
    score: dict[int, int] = {}
    nowhere = []
    for word in dict.fromkeys(words):
        found = await coalitions.search(store, word)
        if not found.matches and not is_ordinary(word):
            nowhere.append(word)
        for match in found.matches:
            group = match.title.group.id
            told = not set(_TELLING).isdisjoint(match.found)
            held.setdefault(group, []).append(found.words)
            score[group] = score.get(group, 0) + (2 if told or not is_ordinary(word) else 1)
            kept = matches.setdefault(group, Match(match.title, {}))
            for what, texts in match.found.items():
                there = kept.found.setdefault(what, [])
                there.extend(text for text in texts if text not in there)
    best = max(score.values(), default=0)
    # One ordinary word in a description tells nothing.
    kept_all = [group for group in matches if score[group] == best and best > 1]
    said = list(dict.fromkeys(word for group in kept_all for word in held[group]))
    return Search(" ".join(said), [matches[group] for group in kept_all], among), nowhere
