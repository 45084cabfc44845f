"""The pages of a meeting's record: its minutes, their forms, versions, and the log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from markupsafe import Markup

from dcbot.record.minutes import Minutes
from dcbot.record.outputs import html, mail, markdown, published, schema
from dcbot.record.outputs.blocks import Document
from dcbot.record.outputs.brief import steps_and_decisions
from dcbot.record.outputs.heading import foot, status_words
from dcbot.record.outputs.publication import Publication
from dcbot.record.outputs.whole import log_alone, whole
from dcbot.web.content import DOCX, JSON, MARKDOWN, PAGE, TEXT, Content
from dcbot.web.pages import filled
from dcbot.web.records import FORMS, Shown, neighbours, of_version, place, records, shown
from dcbot.web.visit import Visit


async def page(visit: Visit, group: str, number: str, sitting: str = "1") -> Content | None:
    """The minutes as they stand."""
    found = await shown(visit, group, number, sitting)
    return await _page_of(visit, found, found.place("minutes")) if found else None


async def version(
    visit: Visit, group: str, number: str, version: str, sitting: str = "1"
) -> Content | None:
    """One version of the minutes, current or not."""
    found = await shown(visit, group, number, sitting, int(version))
    if found is None:
        return None
    return await _page_of(visit, found, found.place("version", version=version))


async def log(visit: Visit, group: str, number: str, sitting: str = "1") -> Content | None:
    """The log of the meeting, line by line."""
    found = await shown(visit, group, number, sitting)
    if found is None:
        return None
    here = found.place("log")
    words = await around(visit, found, here)

    def write() -> bytes:
        made = found.minutes
        told = words | {"speakers": _speakers(made)}
        return _fill("log.html", log_alone(made, found.here), found, told)

    return await _made(visit, found, here, words, PAGE, write)


def _speakers(made: Minutes) -> list[tuple[str, str]]:
    """Who says something in the log, each with the capacity in which it is recorded."""
    found = []
    for one in made.attendance.people:
        if one.lines:
            of = one.affiliation
            capacity = ", ".join(filter(None, [of.group, of.standing.value, of.stakeholders]))
            found.append((one.name, capacity))
    return found


async def versions(visit: Visit, group: str, number: str, sitting: str = "1") -> Content | None:
    """Which versions there are, who brought each about, and why."""
    found = await shown(visit, group, number, sitting)
    if found is None:
        return None
    return visit.page(
        "versions.html",
        [one.made_at for one in found.record.versions],
        title=found.record.meeting.title,
        foot=[],
        **(await around(visit, found, found.place("versions"))),
    )


async def form(
    visit: Visit, group: str, number: str, sitting: str = "1", *, name: str
) -> Content | None:
    """The minutes in another form: one of `FORMS`."""
    found = await shown(visit, group, number, sitting)
    if found is None:
        return None
    kind, write = _WRITERS[name]
    # Whoever takes a file along has the log in it.
    whole_of = replace(found.publication, with_log=True)
    here = found.place(f"minutes {name}")
    return await _made(visit, found, here, {}, kind, lambda: write(found.minutes, whole_of))


async def schema_file(visit: Visit) -> Content:
    """The schema of minutes as JSON."""
    changed = visit.now.replace(hour=0, minute=0, second=0, microsecond=0)
    return Content(_schema(), JSON, changed)


@cache
def _schema() -> bytes:
    # It takes longer to make than any page, and is always the same.
    return schema.text().encode()


async def summaries(visit: Visit, group: str, number: str) -> list[dict[str, object]]:
    """For the page of the meeting: of each sitting, what its minutes are, and in short."""
    found = []
    for record in await records(visit, group, number):
        one = await of_version(visit, record, record.current)
        if one is not None:
            short = steps_and_decisions(one.minutes, one.here)
            prefix = f"sitting-{record.sitting}-" if record.sitting > 1 else ""
            summary = {
                "state": status_words(one.publication),
                "version": one.version,
                "sitting": record.sitting if record.sittings != (1,) else 0,
                "minutes": one.place("minutes"),
                "log": one.place("log"),
                "short": Markup(html.pieces_of(short, prefix=prefix, level=3).rest),
            }
            found.append(summary)
    return found


async def _page_of(visit: Visit, found: Shown, here: str) -> Content:
    """The minutes in some version."""
    superseded = found.version.number != found.record.current.number
    words = await around(visit, found, here) | {"superseded": superseded}

    def write() -> bytes:
        return _fill("minutes.html", whole(found.minutes, found.here), found, words)

    return await _made(visit, found, here, words, PAGE, write)


async def _made(
    visit: Visit,
    found: Shown,
    here: str,
    words: dict[str, object],
    kind: str,
    write: Callable[[], bytes],
) -> Content:
    """What `write` makes, kept as long as nothing that it rests on changes."""
    basis = (found.key, sorted((name, repr(value)) for name, value in words.items()))
    body = await visit.shelf.made(f"{here}?{words.get('chosen', '')}", basis, visit.now, write)
    return Content(body, kind, found.version.made_at.replace(microsecond=0))


def _fill(template: str, of: Document, found: Shown, words: dict[str, object]) -> bytes:
    pieces = html.pieces_of(of)
    # What stands in them is escaped already, by whoever wrote them.
    safe = {
        "head": Markup(pieces.head),
        "contents": Markup(pieces.contents),
        "rest": Markup(pieces.rest),
        "foot": [Markup(html.said(line)) for line in foot(found.publication)],
        "title": html.plain(of.title),
    }
    return filled(template, **words, **safe)


async def around(visit: Visit, found: Shown, here: str) -> dict[str, object]:
    """What all pages of a record say beside it."""
    record = found.record
    before, after = await neighbours(visit, record)
    names = ("minutes", "log", "versions", *(f"minutes {form}" for form in FORMS))
    sittings = record.sittings if record.sittings != (1,) else ()
    return {
        **(await visit.frame(here)),
        "zones": [],
        "group_key": record.group.key,
        "group_name": record.group.name,
        "indexed": record.group.indexing == "allowed",
        "number": record.meeting.number,
        "sitting": record.sitting if sittings else 0,
        "sittings": [(one, place(replace(record, sitting=one), "minutes")) for one in sittings],
        "status": status_words(found.publication),
        "version": found.version.number,
        "versions": [
            {
                "number": one.number,
                "state": one.status.value,
                "made_at": one.made_at,
                "by": one.by_name,
                "why": one.why,
                "place": found.place("version", version=one.number) if one.number else "",
            }
            for one in reversed(record.versions)
        ],
        "superseded": False,
        "address_of": {name: found.place(name) for name in names}
        | {"this version": _this_version(found)},
        "before": before,
        "after": after,
    }


def _this_version(found: Shown) -> str:
    """Where this version stays, whatever becomes of the minutes; none of what is still said."""
    number = found.version.number
    return found.place("version", version=number) if number else ""


def _text(render: Callable[[Minutes, Publication], str]) -> Callable[..., bytes]:
    return lambda minutes, publication: render(minutes, publication).encode()


def _docx(minutes: Minutes, publication: Publication) -> bytes:
    # What writes it takes long to load, and few ask for it.
    from dcbot.record.outputs import document

    return document.render(minutes, publication)


_WRITERS: dict[str, tuple[str, Callable[[Minutes, Publication], bytes]]] = {
    "text": (TEXT, _text(mail.render)),
    "markdown": (MARKDOWN, _text(markdown.render)),
    "docx": (DOCX, _docx),
    "json": (JSON, _text(published.render)),
}
"""Each form of the minutes beside the page: its kind, and how it is written."""
assert _WRITERS.keys() == set(FORMS)
