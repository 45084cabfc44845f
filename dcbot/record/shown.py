"""How people are named in what may be published: by name, by role, or as a participant."""

from __future__ import annotations

from dcbot.record.facts import Facts, RecordedAs
from dcbot.record.instructions import Unnamed
from dcbot.record.line import Line
from dcbot.record.people import Registry


class Shown:
    """Gives the name that may stand in the minutes."""

    def __init__(self, facts: Facts, registry: Registry) -> None:
        self._facts = facts
        self._registry = registry
        self._plain = facts.attribution is RecordedAs.NAME
        self._kept: dict[str, str] = {}

    def name(self, by: str, called: str = "") -> str:
        """The name of this person; `called` is what they were called just then."""
        participant = self._registry.participants.get(by)
        if participant is None:
            if self._plain:
                return called or self._registry.called.get(by, by)
            return RecordedAs.PARTICIPANT.value
        if by not in self._kept:
            wish = participant.recorded_as or self._facts.attribution
            self._kept[by] = {
                RecordedAs.NAME: participant.name,
                RecordedAs.ROLE: participant.role or RecordedAs.PARTICIPANT.value,
                RecordedAs.PARTICIPANT: RecordedAs.PARTICIPANT.value,
            }[wish]
        return self._kept[by]

    def speaker(self, line: Line, unnamed: set[int]) -> str:
        """The name of who said this line, unless it is to stand without one."""
        if line.number in unnamed:
            return RecordedAs.PARTICIPANT.value
        return self.name(line.by, line.entry.name)


def unnamed_lines(lines: list[Line]) -> set[int]:
    """The numbers of the lines that are to stand without a name."""
    found: set[int] = set()
    for line in lines:
        if line.gone:
            continue
        for one in line.instructions:
            if isinstance(one, Unnamed):
                found.add(line.number if one.text or line.entry.about is None else line.entry.about)
    return found
