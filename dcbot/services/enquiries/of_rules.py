"""Of rules: what is known of all coalitions, with the words of the briefing and other sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dcbot import words
from dcbot.lines import fold
from dcbot.services import community, statements
from dcbot.services.enquiries.replies import Kind, Reply
from dcbot.services.enquiries.small_words import SMALL
from storage.store import PublicStore, Store

# Words of questions, and the words of the sources that say the same.
_SAME = {
    "opinion": "view",
    "viewpoint": "view",
    "position": "view",
    "annual": "year",
    "yearli": "year",
    "session": "slot",
    "minut": "record",
    "disagre": "dissent",
    "disagr": "dissent",
    "approv": "review",
    "accept": "review",
    "obligatori": "must",
    "requir": "must",
    "mandatori": "must",
    "public": "open",
    "everybodi": "anyon",
    "everyon": "anyon",
    "coordin": "together",
    "cooper": "together",
    "collabor": "together",
    "earliest": "first",
    "oldest": "first",
    "emerg": "form",
    "began": "begin",
    "start": "form",
    "creat": "form",
    "found": "form",
    "fee": "fee",
    "condit": "rule",
    "delist": "inact",
    "kick": "inact",
}
_LEAST = 0.34
"""The share of what was asked, weighed by how rare its words are, that a statement must hold."""


async def about(store: Store | PublicStore) -> Reply:
    """What a coalition is and how they began."""
    return _told(await community.statements(store, "about"), 4, head="")


async def starting(store: Store | PublicStore) -> Reply:
    """How a new one is started, step by step."""
    one = (await community.labels(store)).one
    known = await community.statements(store, "how_to_start")
    return _told(known, len(known), head=f"How a new {one} is started:", numbered=True)


async def joining(store: Store | PublicStore) -> Reply:
    """How one joins, whichever coalition it is."""
    known = await community.statements(store, "how_to_join")
    return _told(known, len(known), head="")


async def words_of_all(store: Store | PublicStore) -> set[str]:
    """The words in which anything is said of all coalitions."""
    texts = [one["text"] for one in await _statements(store)]
    return {word for text in texts for word in fold(text).split()}


async def _statements(store: Store | PublicStore) -> list[Mapping[str, str]]:
    return [
        one
        for name in ("rules", "about", "how_to_join", "how_to_start")
        for one in await community.statements(store, name)
    ]


async def keeping(store: Store | PublicStore, said: str, *, least: float = _LEAST) -> Reply | None:
    """What of the rules and of all that is known of coalitions holds these words, best first."""
    known = await _statements(store)
    held = [_keys(one["text"]) for one in known]
    asked = {key for key in _keys(said)}
    rare = {key: 1 / (1 + sum(key in one for one in held)) for key in asked}
    whole = sum(rare.values())
    scored = [
        (sum(rare[key] for key in asked & holds), -place, one)
        for place, (holds, one) in enumerate(zip(held, known, strict=True))
    ]
    best = max((score for score, _, _ in scored), default=0)
    if not asked or not whole or best / whole < least:
        return None
    ranked = sorted(scored, key=lambda one: (one[0], one[1]), reverse=True)
    return _told([one for score, _, one in ranked if score > best * 0.75][:4], 4, head="")


async def rules(store: Store | PublicStore) -> Reply:
    """All rules."""
    known = await community.statements(store, "rules")
    many = (await community.labels(store)).many
    return _told(known, len(known), head=f"The rules that all {many} keep to:", numbered=True)


def _keys(text: str) -> set[str]:
    plain = " ".join(one for one in words.folded(text).split())
    found = set()
    for token, stem in zip(_plain(plain), words.tokens(plain), strict=True):
        if token not in SMALL and token not in ("dynamic", "coalition", "coalitions"):
            found.add(_SAME.get(stem, stem))
    return found


def _plain(text: str) -> list[str]:
    return words.tokens(text, "unstemmed")


def _told(
    known: Sequence[Mapping[str, str]], most: int, *, head: str, numbered: bool = False
) -> Reply:
    if not known:
        return Reply("Nothing is recorded about this yet.", Kind.NOT_KNOWN)
    lines = [statements.told(one) for one in known[:most]]
    if numbered or len(lines) > 1:
        mark = [f"{place}." if numbered else "-" for place in range(1, len(lines) + 1)]
        lines = [f"{sign} {line}" for sign, line in zip(mark, lines, strict=True)]
    return Reply("\n".join([head, *lines] if head else lines), Kind.ANSWERED)
