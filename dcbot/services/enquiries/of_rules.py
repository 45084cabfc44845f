"""Of rules: what is known of all coalitions, with the words of the briefing and other sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dcbot.message import literal, quoted
from dcbot.services import community, groups, statements
from dcbot.services.enquiries.replies import Kind, Reply
from storage.groups import GroupKind
from storage.store import PublicStore, Store


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


async def unknown(store: Store | PublicStore, said: str, *, prefix: str) -> Reply:
    """What to say where nothing recorded answers, and what is known in its place."""
    text = (
        f"I find no answer recorded here to what is asked of {quoted(said)}. `{prefix}rules` tells "
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
