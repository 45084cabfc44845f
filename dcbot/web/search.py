"""The page to search in: a form, and what was found, with the words that were asked for marked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup, escape

from dcbot.addresses import to
from dcbot.services import groups, public_search, search_terms
from dcbot.services.public_search import PAGE, Asked, Found
from dcbot.services.search_hits import Hit
from dcbot.services.search_terms import FIELDS, KINDS, LONGEST, Filters
from dcbot.web.content import JSON, TEXT, Content
from dcbot.web.visit import Visit

_FIELD = 60
"""So many letters of a field of the form are read."""
_MOST_DIGITS = 3


async def page(visit: Visit) -> Content:
    """The form, and what was found where something is asked for."""
    asked, found = await _found(visit)
    titles = await groups.titles(visit.store)
    ends = await visit.store.search.ends() if visit.choosing else None
    fields = _fields(visit)
    return visit.page_of_now(
        "search.html",
        said=fields["q"],
        fields=fields,
        asked=asked,
        found=found,
        nothing_read=bool(fields["q"]) and found is None,
        hits=[(one, marked(one.pieces)) for one in found.hits] if found else [],
        kinds=list(KINDS),
        kind=next((name for name, kind in KINDS.items() if kind is asked.kind), ""),
        years=range(ends[1].year, ends[0].year - 1, -1) if ends else (),
        titles=sorted(titles, key=lambda one: one.group.name.casefold()),
        choosing=visit.choosing,
        forms=[(name, _at(f"search {name}", fields)) for name in ("text", "json")],
        pages=_pages(found, fields) if found else [],
        guess=_at("search", {**_chosen(asked), "q": found.guess}) if found else "",
        **(await visit.frame(to("search"))),
    )


async def as_json(visit: Visit) -> Content | None:
    """What was found, for programs."""
    if not visit.choosing:
        return None
    asked, found = await _found(visit)
    body = {
        "words": asked.said,
        "kind": asked.kind.value if asked.kind else None,
        "group": asked.group.key if asked.group else None,
        "person": asked.person or None,
        "year": asked.year,
        "remarks": list(asked.remarks),
        "meant": (found and found.guess) or None,
        "holds_all": not (found and found.partly),
        "found": found.total if found else 0,
        "older_not_ranked": bool(found and found.more),
        "page": found.page if found else 1,
        "pages": found.pages if found else 0,
        "hits": [_told(visit, one) for one in found.hits] if found else [],
    }
    words = json.dumps(body, ensure_ascii=False, indent=1)
    return Content(f"{words}\n".encode(), JSON, _second(visit.now))


async def as_text(visit: Visit) -> Content | None:
    """What was found, as plain text."""
    if not visit.choosing:
        return None
    asked, found = await _found(visit)
    lines = [*asked.remarks, _head(asked, found)]
    for one in found.hits if found else ():
        lines += ["", f"{one.name}{f' ({one.state})' if one.state else ''}", one.text]
        lines += [
            " · ".join(filter(None, [one.who, f"{one.at:%Y-%m-%d}", one.group.name])),
            f"{visit.address}{one.place}",
        ]
    if found and found.page < found.pages:
        fields = _fields(visit) | {"page": str(found.page + 1)}
        lines += ["", f"More: {visit.address}{_at('search text', fields)}"]
    return Content(("\n".join(lines) + "\n").encode(), TEXT, _second(visit.now))


async def _found(visit: Visit) -> tuple[Asked, Found | None]:
    """What is asked for, and what was found; None where nothing is asked for that can be found."""
    fields = _fields(visit)
    chosen = Filters(*(fields[name] for name in FIELDS))
    asked = await public_search.understand(visit.store, search_terms.read(fields["q"]), chosen)
    if not asked.terms and not asked.person:
        return asked, None
    number = int(fields["page"] or 1)
    return asked, await public_search.search(visit.store, asked, now=visit.now, page=number)


def _fields(visit: Visit) -> dict[str, str]:
    """What stands in the form."""
    found = {name: visit.asked.get(name, "")[:_FIELD].strip() for name in FIELDS}
    page = visit.asked.get("page", "")
    is_number = page.isascii() and page.isdigit() and len(page) <= _MOST_DIGITS
    words = visit.asked.get("q", "")[:LONGEST].strip()
    return {"q": words, **found, "page": page if is_number else ""}


def _at(name: str, fields: Mapping[str, str]) -> str:
    """The address of the same question in this form."""
    told = {name: value for name, value in fields.items() if value}
    return f"{to(name)}?{urlencode(told)}" if told else to(name)


def _chosen(asked: Asked) -> dict[str, str]:
    """The filters that count, as the form has them."""
    return {
        "kind": asked.kind.value if asked.kind else "",
        "group": asked.group.key if asked.group else "",
        "person": asked.person,
        "year": str(asked.year or ""),
    }


def _pages(found: Found, fields: Mapping[str, str]) -> list[tuple[int, str]]:
    """The pages, each with its address; the one that is shown has none."""
    if found.pages < 2:
        return []
    return [
        (one, "" if one == found.page else _at("search", {**fields, "page": str(one)}))
        for one in range(1, found.pages + 1)
    ]


def marked(pieces: Any) -> Markup:
    """A text of which some pieces are marked."""
    mark = Markup("<mark>{}</mark>")
    return Markup("").join(
        mark.format(words) if is_found else escape(words) for words, is_found in pieces
    )


def _head(asked: Asked, found: Found | None) -> str:
    if found is None:
        return "Write a word of what you look for: /search.txt?q=calendar"
    if not found.hits:
        meant = f" Did you mean “{found.guess}”?" if found.guess else ""
        return f"Nothing is found for “{asked.said}”.{meant}"
    partly = f"Nothing holds all of “{asked.said}”; these hold the most of it. "
    many = f"more than {found.total}" if found.more else f"{found.total}"
    first = (found.page - 1) * PAGE + 1
    some = f", {first} to {first + len(found.hits) - 1}" if found.pages > 1 else ""
    return f"{partly if found.partly else ''}{many} found{some}.".capitalize()


def _told(visit: Visit, one: Hit) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "name": one.name,
        "text": one.text,
        "marked": [words for words, is_found in one.pieces if is_found],
        "who": one.who,
        "at": one.at.isoformat(),
        "state": one.state,
        "under": one.under,
        "group": one.group.key,
        "meeting": one.meeting or None,
        "address": f"{visit.address}{one.place}",
    }


def _second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
