"""Output templates: which sections, length and place for dissent a group wants of its outputs.

The sections and the length of the coalitions' agreed simplified format are not known, so nothing
here is shipped as that: where a group has said nothing, “dcbot default” holds, which wants no more
than a place for minority or dissenting views, as the coalitions agreed that outputs reflect them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dcbot.arguments import listed
from dcbot.errors import BadArgument
from dcbot.lines import fold
from dcbot.message import literal, quoted
from dcbot.roles import Role
from dcbot.services import groups, standings
from dcbot.services.naming import record_name
from storage.groups import Group
from storage.outputs import OutputTemplate
from storage.people import Person
from storage.store import Store

MOST_SECTIONS, MOST_WORDS = 30, 100_000
_LABELS = {
    "sections": "sections",
    "section": "sections",
    "words": "words",
    "length": "words",
    "most words": "words",
    "dissent": "dissent",
    "dissenting views": "dissent",
}
_PART = re.compile(r"^\s*([A-Za-z ]{4,20}?)\s*:\s*(.*)$")
_YES, _NO = ("yes", "wanted", "on", "true"), ("no", "not wanted", "off", "false", "none")


@dataclass(frozen=True)
class Template:
    """What outputs are checked against. `words` 0: as long as they are; `of` is whose it is."""

    name: str
    sections: tuple[str, ...] = ()
    words: int = 0
    dissent: bool = True

    def as_document(self) -> dict[str, Any]:
        """The form in which it is stored."""
        return {"sections": list(self.sections), "words": self.words, "dissent": self.dissent}


DEFAULT = Template("dcbot default")


async def of_group(store: Store, group: Group) -> Template:
    """The template of the group, or else of the nearest group above it, or else the default."""
    seen: set[int] = set()
    above: Group | None = group
    while above is not None and above.id not in seen:
        row = await store.outputs.template(above.id)
        if row is not None:
            handle = (await groups.title(store, above)).handle
            wanted = row.wanted
            sections, words = tuple(wanted["sections"]), int(wanted["words"])
            return Template(f"template of {handle}", sections, words, bool(wanted["dissent"]))
        seen.add(above.id)
        above = await store.groups.get(above.parent_id) if above.parent_id else None
    return DEFAULT


async def put(store: Store, group: Group, words: str, *, by: Person, now: datetime) -> Template:
    """The group wants its outputs so from now on. Raises NotAllowed or BadArgument."""
    to = "say what its outputs are to hold"
    await standings.require(store, by, Role.REPRESENTATIVE, group, to=to, now=now)
    before = await of_group(store, group)
    template = read(words, before)
    name = await record_name(store, by, now=now)
    row = OutputTemplate(group_id=group.id, wanted=template.as_document(), set_at=now, set_by=name)
    await store.outputs.put_template(row)
    return await of_group(store, group)


def read(words: str, before: Template) -> Template:
    """The template that the words say, as “Sections: Summary; Findings”, “Words: 2000”, “Dissent:
    yes”, each on its own line; what they do not name stays. Raises BadArgument."""
    said = dict(_said(words))
    sections = before.sections
    if "sections" in said:
        parts = [" ".join(one.split()) for one in re.split(r"[;,]", said["sections"])]
        none = fold(said["sections"]) in _NO
        sections = () if none else tuple(one[:80] for one in parts if one)
    if len(sections) > MOST_SECTIONS:
        raise BadArgument(f"A template can have {MOST_SECTIONS} sections.")
    words_most = _number(said["words"]) if "words" in said else before.words
    dissent = _yes_or_no(said["dissent"]) if "dissent" in said else before.dissent
    return Template(before.name, sections, words_most, dissent)


def _said(words: str) -> Iterator[tuple[str, str]]:
    found = False
    for line in filter(None, map(str.strip, words.split("\n"))):
        part = _PART.match(line)
        label = _LABELS.get(fold(part[1])) if part else None
        if part is None or label is None:
            raise BadArgument(
                f"{quoted(line)} is no part of a template. It has “Sections: Summary; Findings”, "
                "“Words: 2000” and “Dissent: yes”, each on its own line."
            )
        found = True
        yield label, part[2]
    if not found:
        raise BadArgument("Say “Sections: …”, “Words: …” or “Dissent: yes”, each on its own line.")


def _number(words: str) -> int:
    said = re.sub(r"[\s,.']", "", words.casefold().removesuffix("words").strip())
    if fold(words) in _NO or said == "any":
        return 0
    if said.isdigit() and int(said) <= MOST_WORDS:
        return int(said)
    raise BadArgument(f"{quoted(words)} is no number of words; “none” sets no limit.")


def _yes_or_no(words: str) -> bool:
    if fold(words) in _YES or fold(words) in _NO:
        return fold(words) in _YES
    raise BadArgument(f"{quoted(words)} is neither yes nor no.")


def in_words(template: Template) -> str:
    """The template in a sentence."""
    parts = []
    if template.sections:
        parts.append(f"the sections {listed([quoted(one) for one in template.sections])}")
    if template.words:
        parts.append(f"at most {template.words:,} words")
    if template.dissent:
        parts.append("a place for minority or dissenting views")
    wanted = listed(parts) or "nothing in particular"
    official = ", which is nobody's official format" if template == DEFAULT else ""
    return f"{literal(template.name)}{official}: {wanted}"
