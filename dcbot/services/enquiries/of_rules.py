"""Of rules: what is known of all coalitions, with the words of the briefing and other sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dcbot import words
from dcbot.lines import fold
from dcbot.message import literal, quoted
from dcbot.services import community, groups, statements
from dcbot.services.enquiries.ordinary import is_ordinary
from dcbot.services.enquiries.replies import Kind, Reply
from dcbot.services.enquiries.rulings import Ruling
from dcbot.services.enquiries.small_words import SMALL
from storage.groups import GroupKind
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
    "earli": "first",
    "finish": "final",
    "organis": "host",
    "organiz": "host",
    "call": "meet",
    "complet": "final",
    "readi": "final",
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
_ORDINARY_WEIGHT = 0.2


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
        for name in ("rules", "practice", "about", "how_to_join", "how_to_start")
        for one in await community.statements(store, name)
    ]


async def keeping(store: Store | PublicStore, said: str, *, least: float = _LEAST) -> Reply | None:
    """What of the rules and of all that is known of coalitions holds these words, best first."""
    known = await _statements(store)
    held = [_keys(one["text"]) for one in known]
    asked = {key for key in _keys(said)}
    rare = {key: 1 / (1 + sum(key in one for one in held)) for key in asked}
    # An ordinary word in which no rule is written asks for nothing by itself.
    for key in asked:
        if is_ordinary(key) and not any(key in one for one in held):
            rare[key] = _ORDINARY_WEIGHT
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


async def ruled(store: Store | PublicStore, ruling: Ruling, *, prefix: str) -> Reply | None:
    """What the rule answers, with the statements that say so; None where none is recorded."""
    known = await _statements(store)
    cited = [
        one
        for held in ruling.cites
        for one in known
        if set(fold(held).split()) <= set(fold(one["text"]).split())
    ]
    if not cited:
        return None
    told = _told(list({one["text"]: one for one in cited}.values()), 5, head="").text
    several = "\n" if told.startswith("- ") else " "
    kind = Kind.ANSWERED if ruling.known else Kind.NOT_KNOWN
    if not ruling.known and not ruling.lead:
        return await unruled(store, Reply(told, kind), prefix=prefix)
    if ruling.known:
        return Reply(f"{ruling.lead}{several}{told}" if ruling.lead else told, kind)
    return Reply(
        f"{ruling.lead} {await to_ask(store, prefix)}\nWhat is known:{several}{told}", kind
    )


async def unruled(store: Store | PublicStore, nearest: Reply, *, prefix: str) -> Reply:
    """That no rule answers with a yes or a no, where to ask, and what comes nearest."""
    several = "\n" if nearest.text.startswith("- ") else " "
    head = f"No rule recorded here says yes or no to that. {await to_ask(store, prefix)}"
    return Reply(f"{head}\nThe nearest:{several}{nearest.text}", Kind.NOT_KNOWN)


async def unknown(store: Store | PublicStore, said: str, *, prefix: str) -> Reply:
    """What to say where nothing recorded answers, and what is known in its place."""
    text = (
        f"Nothing recorded here answers what is asked of {quoted(said)}. `{prefix}rules` tells "
        f"what all coalitions keep to, `{prefix}start coalition` how one is started, and "
        f"`{prefix}coalition search …` who works on what. {await to_ask(store, prefix)}"
    )
    return Reply(text, Kind.NOT_KNOWN)


async def to_ask(store: Store | PublicStore, prefix: str) -> str:
    """Where to ask what is not known here."""
    office = literal((await community.labels(store)).office)
    coordinating = await groups.titles(store, GroupKind.COORDINATION)
    if not coordinating:
        return f"The {office} may know."
    handle = groups.sayable(coordinating[0].handle)
    return f"The {office} may know; `{prefix}contact {handle}` says where else to ask."


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
