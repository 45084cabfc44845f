"""Search: whatever was published, by its words."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from dcbot.addresses import to
from dcbot.arguments import Rest
from dcbot.command import Call, Example, command
from dcbot.message import Answer, literal, quoted
from dcbot.services import public_search, search_terms
from dcbot.services.moments import day
from dcbot.services.public_search import Asked, Found
from dcbot.services.search_hits import Hit

BEST = 5
"""So many are told."""


@command(
    "search",
    aliases=("search for",),
    examples=(
        Example("search libraries", "“libraries”: …"),
        Example("search xylophone", "Nothing that is public holds “xylophone”.…"),
        Example("search kind:log", "Say a word to look for, such as `!search accessibility`.…"),
    ),
)
async def search(call: Call, words: Annotated[str, Rest("words", quoted=True)]) -> Answer:
    """Find what was published: minutes, logs, decisions, actions, outputs, and what groups are.

    Only what everybody may read is found, whoever asks and wherever. Words in quotation marks
    stand together; `access*` finds all that begins so. `kind:decisions`, `group:DC3`,
    `person:Ana` and `year:2026` narrow it down; kinds are decisions, actions, minutes, logs,
    outputs and groups. The best five are told, and where the others stand.
    """
    typed = search_terms.read(words)
    asked = await public_search.understand(call.store, typed)
    lines = [literal(one) for one in asked.remarks]
    if not asked.terms and not asked.person:
        example = call.say("search accessibility")
        return Answer("\n".join([*lines, f"Say a word to look for, such as {example}."]))
    found = await public_search.search(call.store, asked, now=call.now, size=BEST)
    lines += [
        _head(call, asked, found, typed.filters.words),
        *(f"- {_line(call, one)}" for one in found.hits),
    ]
    site = call.manners.site
    if site and found.total > len(found.hits):
        lines.append(f"All of it: {site}{to('search')}?{urlencode({'q': words[:200]})}")
    return Answer("\n".join(lines))


def _head(call: Call, asked: Asked, found: Found, filters: str) -> str:
    said = asked.said or asked.person
    # What stands in quotation marks already needs no more of them.
    said = literal(said) if said[:1] in ('"', "“") else quoted(said)
    meant = call.say(f"search {found.guess} {filters}".strip()) if found.guess else ""
    if not found.hits:
        begins = call.say("search access*")
        hint = f"Did you mean {meant}?" if meant else f"{begins} finds all that begins so."
        return f"Nothing that is public holds {said}. {hint}"
    many = f"more than {found.total}" if found.more else str(found.total)
    best = f"; the best {len(found.hits)} are" if found.total > len(found.hits) else ""
    if found.partly:
        hint = f" Did you mean {meant}?" if meant else ""
        some = "1 holds" if found.total == 1 else f"{many} hold"
        return f"Nothing that is public holds all of {said}.{hint} {some} some of it{best}:"
    return f"{said}: {many} found{best}:"


def _line(call: Call, one: Hit) -> str:
    """The find in one line: what it is, its words, whose, since when, and where it stands."""
    # What is known of a group was not said on a day.
    at_all = day(one.at) if one.was_said else ""
    told = ", ".join(filter(None, [one.state, literal(one.who), at_all]))
    at = f" {call.manners.site}{one.place}" if call.manners.site else ""
    under = f"{literal(one.under)}: " if one.under else ""
    return f"{literal(one.name)}: {under}{literal(one.text)}{f' ({told})' if told else ''}{at}"
