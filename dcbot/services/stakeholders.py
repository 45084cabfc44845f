"""Stakeholder groups: those that the IGF names, and the other words that people use; pure."""

from __future__ import annotations

import re

from rapidfuzz import fuzz, process

from dcbot.arguments import listed
from dcbot.errors import BadArgument
from dcbot.lines import fold
from dcbot.message import quoted

STAKEHOLDERS = (
    "civil society",
    "government",
    "intergovernmental organizations",
    "private sector",
    "technical community",
    "academia",
)
"""The groups that the IGF names; academia is named apart by descriptions of coalitions."""
_ALSO = {
    "cs": "civil society",
    "ngos": "civil society",
    "ngo": "civil society",
    "governments": "government",
    "public sector": "government",
    "igo": "intergovernmental organizations",
    "igos": "intergovernmental organizations",
    "intergovernmental": "intergovernmental organizations",
    "intergovernmental organisations": "intergovernmental organizations",
    "international organizations": "intergovernmental organizations",
    "international organisations": "intergovernmental organizations",
    "business": "private sector",
    "businesses": "private sector",
    "industry": "private sector",
    "technical": "technical community",
    "tech community": "technical community",
    "academic": "academia",
    "academics": "academia",
    "academic community": "academia",
    "universities": "academia",
}
WORDS = (*STAKEHOLDERS, *_ALSO)
"""All words that name one."""


def read(words: str) -> list[str]:
    """The stakeholder groups that the words name, in the usual order; raises BadArgument."""
    found = set()
    for part in re.split(r"[,;/|]|\band\b|&", words):
        if part.strip():
            found.add(_stakeholder(part))
    if not found:
        raise BadArgument(f"Name the groups: {listed(STAKEHOLDERS)}.")
    return [group for group in STAKEHOLDERS if group in found]


def _stakeholder(words: str) -> str:
    said = fold(words)
    known = {**{group: group for group in STAKEHOLDERS}, **_ALSO}
    if said in known:
        return known[said]
    near = process.extractOne(said, list(known), scorer=fuzz.ratio, score_cutoff=85)
    if near:
        return known[near[0]]
    raise BadArgument(
        f"{quoted(words.strip())} is no stakeholder group that the IGF names. "
        f"They are: {listed(STAKEHOLDERS)}."
    )
