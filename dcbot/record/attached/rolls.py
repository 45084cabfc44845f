"""A tool's list of participants as lines that the record reads as its roll."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dcbot.lines import fold
from dcbot.record.attached.kinds import Participants
from dcbot.record.facts import KnownGroup

# What would end a name, or cut it, where names are listed.
_MARKS = re.compile(r"[()\[\],;:]+")


def roll_lines(found: Participants, groups: Sequence[KnownGroup]) -> list[str]:
    """Such as “present: Ana Silva (DC3)”, one for each participant, in their order.

    What stands behind a name is taken where it names a group that is known; of other words
    nobody can tell whether they are a body that takes part.
    """
    known = {fold(name): one.name for one in groups for name in (one.name, *one.aliases)}
    lines = []
    for one in found.people:
        group = known.get(fold(one.affiliation), "") if one.affiliation else ""
        name = " ".join(_MARKS.sub(" ", one.name).split())
        lines.append(f"present: {name} ({group})" if group else f"present: {name}")
    return lines
