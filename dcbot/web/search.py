"""The page to search in: a form, and what was found, with the words that were asked for marked."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from dcbot.addresses import to
from dcbot.services import groups, public_registers, public_search
from dcbot.services.coalitions import Match
from dcbot.services.public_search import KINDS, LONGEST, Asked
from dcbot.web.content import Content
from dcbot.web.registers import action_line, line
from dcbot.web.visit import Visit


async def page(visit: Visit) -> Content:
    """The form, and what was found where something is asked for."""
    said = visit.asked.get("q", "")[:LONGEST].strip()
    asked = await _asked(visit, said)
    found = await public_search.search(visit.store, asked) if asked.terms else None
    lines = [line(visit, one) for one in found.decided] if found else []
    lines += [action_line(visit, one) for one in found.given] if found else []
    every = await public_registers.years(visit.store, "decisions")
    titles = await groups.titles(visit.store)
    return visit.page_of_now(
        "search.html",
        said=said,
        asked=asked,
        found=found,
        nothing_read=bool(said) and not asked.terms,
        lines=[(one, _marked(asked, one.text)) for one in lines],
        matches=[(one, _where(asked, one)) for one in (found.groups if found else ())],
        kinds=KINDS,
        years=sorted({*every, *await public_registers.years(visit.store, "actions")}, reverse=True),
        titles=sorted(titles, key=lambda one: one.group.name.casefold()),
        choosing=visit.choosing,
        **(await visit.frame(to("search"))),
    )


async def _asked(visit: Visit, said: str) -> Asked:
    """What is asked for; a filter that says nothing sensible is left out."""
    year, kind = visit.asked.get("year", ""), visit.asked.get("kind", "")
    return Asked(
        terms=public_search.read(said),
        group=await visit.group(visit.asked.get("group", "")[:60]),
        year=int(year) if re.fullmatch(r"(?:19|20)\d\d", year, re.ASCII) else None,
        kind=kind if kind in KINDS else "",
    )


def _marked(asked: Asked, text: str) -> Markup:
    """The text with the words that were asked for marked."""
    mark = Markup("<mark>{}</mark>")
    pieces = asked.pieces(text)
    return Markup("").join(
        mark.format(words) if is_found else escape(words) for words, is_found in pieces
    )


def _where(asked: Asked, match: Match) -> list[tuple[str, Markup]]:
    """Where a group holds the words: what it is, and the text."""
    return [
        (what, _marked(asked, texts[0])) for what, texts in list(match.found.items())[:3] if texts
    ]
