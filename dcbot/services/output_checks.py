"""Output checks: what a document has and lacks, by its group's template, in sentences.

Nothing is refused for it: people decide what a finding means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from dcbot.lines import fold
from dcbot.message import quoted
from dcbot.services.output_templates import Template
from dcbot.services.output_text import Section, Text

_DISSENT = re.compile(
    r"dissent|minority|reservation|objection|other view|divergen|disagree|"
    r"discrepan|dissid|opini[oó]n(?:es)? minoritari",
    re.IGNORECASE,
)
_LIKE = 85
_NOT_YET = re.compile(r"\b(?:TBD|TBC|TODO|to be (?:added|completed|confirmed)|lorem ipsum|XXX)\b")


def findings(text: Text, template: Template) -> list[str]:
    """What the document lacks by the template, a sentence each; none where it has everything."""
    return [
        *_sections(text, template),
        *_length(text, template),
        *_dissent(text, template),
        *_unfinished(text),
    ]


def not_read(kind: str) -> list[str]:
    """What is said of a document whose text is not read."""
    what = "What stands at the link" if kind == "link" else "The PDF"
    return [f"{what} was not read, so its sections, length and place for dissent are not checked."]


def _sections(text: Text, template: Template) -> Iterator[str]:
    for wanted in template.sections:
        found = _named(text.sections, wanted)
        if found is None:
            yield f"It has no section {quoted(wanted)}."
        elif not _filled(text.sections, found):
            yield f"Its section {quoted(found.title)} is empty."


def _named(sections: Sequence[Section], wanted: str) -> Section | None:
    said = fold(wanted)
    for one in sections:
        title = fold(re.sub(r"^[\dIVX]+[.)]\s*|^\d+(?:\.\d+)*\s+", "", one.title))
        if title and (said in title or fuzz.ratio(said, title) >= _LIKE):
            return one
    return None


def _filled(sections: Sequence[Section], found: Section) -> bool:
    """Whether words stand in it or in a section below it."""
    place = next(number for number, one in enumerate(sections) if one is found)
    for one in sections[place + 1 :]:
        if one.level <= found.level:
            break
        if one.words:
            return True
    return found.words > 0


def _length(text: Text, template: Template) -> Iterator[str]:
    if template.words and text.words > template.words:
        over = text.words - template.words
        yield f"It has {text.words:,} words, {over:,} more than the {template.words:,} wanted."


def _dissent(text: Text, template: Template) -> Iterator[str]:
    if template.dissent and not _DISSENT.search(text.plain):
        yield (
            "It has no place for minority or dissenting views; where there are none, a sentence "
            "that says so is one."
        )


def _unfinished(text: Text) -> Iterator[str]:
    if found := _NOT_YET.search(text.plain):
        yield f"{quoted(found[0])} stands in it still."
