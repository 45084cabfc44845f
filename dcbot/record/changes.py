"""What was changed after it was said, as it may be published."""

from __future__ import annotations

from itertools import pairwise

from dcbot.record.drafts import Drafts
from dcbot.record.instructions import Amend, Heading, Insert, Instruction, Note, Substitute
from dcbot.record.line import Line
from dcbot.record.logbook import without_quotes
from dcbot.record.minutes import Correction
from dcbot.record.running import Changed


def corrections(drafts: Drafts) -> tuple[Correction, ...]:
    """All changes in the order in which they were made; nothing quotes what was taken back."""
    made = (_correction(drafts, changed) for changed in drafts.running.history)
    return tuple(one for one in made if one is not None)


def _correction(drafts: Drafts, changed: Changed) -> Correction | None:
    lines = drafts.running.lines
    line = lines.get(changed.number)
    if line is not None and line.hidden:
        return None
    targets = line.targets if line is not None and changed.how == "corrected" else changed.targets
    if drafts.running.is_sealed(*targets):
        # Whoever votes anew, or mends how they said it, tells so how they voted.
        return None
    shown = [lines[number] for number in targets if not lines[number].hidden]
    teller = line if line is not None else lines[changed.targets[0]]
    if changed.how != "taken back" and not shown:
        return None
    before, after = _texts(changed, line, shown) if shown else ("", "")
    return Correction(
        how=changed.how,
        line=changed.number,
        changed=tuple(one.number for one in shown) or changed.targets,
        name=drafts.speaker(teller) if changed.how != "taken back" else "",
        at=changed.at,
        before=before,
        after=after,
    )


def _texts(changed: Changed, line: Line | None, targets: list[Line]) -> tuple[str, str]:
    """What it said before, and says now."""
    if changed.how == "edited":
        versions = targets[0].versions or []
        for (_, before), (number, after) in pairwise(versions):
            if number == changed.number:
                # What a reply quotes may be taken back by whoever said it.
                return without_quotes(before), without_quotes(after)
    if line is None:
        return "", ""
    if changed.how == "inserted":
        inserted = line.instructions[0] if line.instructions else None
        return "", inserted.text if isinstance(inserted, Insert) else line.text
    asked = line.instructions[0] if line.instructions else None
    if isinstance(asked, Substitute):
        return asked.old, asked.new
    own = _recorded(targets[0], changed.slot) if targets else ""
    if changed.how == "amended":
        words = (one.text for one in line.instructions if isinstance(one, Amend))
        return own, next(words, "")
    return (own, "") if changed.how == "undone" else ("", "")


def _recorded(line: Line, slot: int) -> str:
    if 0 <= slot < len(line.instructions):
        instruction: Instruction = line.instructions[slot]
        if isinstance(instruction, Note):
            return instruction.text
        if isinstance(instruction, Heading):
            return instruction.title
    return line.text if slot < 0 else ""
