"""The roll as it is worked out of a journal: who spoke, who was named, who came and went."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from dcbot.lines import fold
from dcbot.record.attendance import Attendance, Attendee, Presence, PresentBy
from dcbot.record.facts import Affiliation, Facts, Standing
from dcbot.record.instructions import Attend, CallMe, Move, Named
from dcbot.record.journal import Entry, EntryKind, Source
from dcbot.record.line import Line
from dcbot.record.people import UNKNOWN, Registry, keys

LATE_AFTER = timedelta(minutes=5)
"""Who comes so long after the beginning is late; who goes so long before the end left early."""


@dataclass(slots=True)
class _Person:
    by: str
    name: str
    lines: int = 0
    first_line: int | None = None
    presence: Presence | None = None
    present_by: PresentBy = PresentBy.NOT
    guest: bool = False
    proxy: str = ""
    proxy_for: str = ""
    joined: datetime | None = None
    left: datetime | None = None
    late: datetime | None = None
    early: datetime | None = None
    affiliation: Affiliation = field(default_factory=Affiliation)


class Roll:
    """Takes what is said about who is there, and says who was."""

    def __init__(self, facts: Facts, registry: Registry) -> None:
        self._facts = facts
        self._registry = registry
        self._people: dict[str, _Person] = {}
        self._named: dict[str, str] = {}
        self.taken = False

    def _person(self, by: str, name: str) -> _Person:
        person = self._people.get(by)
        if person is None:
            known = self._registry.participants.get(by)
            person = self._people[by] = _Person(by, name)
            if known is not None:
                person.affiliation = known.affiliation
        return person

    def spoke(self, by: str, name: str, line: int) -> None:
        """Somebody said a line."""
        person = self._people.get(by) or self._person(by, name)
        person.lines += 1
        if person.first_line is None:
            person.first_line = line
            person.name = name
        if person.present_by in (PresentBy.NOT, PresentBy.JOINED):
            person.present_by = PresentBy.SPOKE

    def meant(self, name: str) -> str:
        """The identity of whom a name means; one of their own for those who are not known."""
        found = self._registry.find(name)
        if len(found) == 1:
            return found[0]
        key = fold(name) or name
        return self._named.get(key) or f"{UNKNOWN}{key}"

    def known(self, name: str) -> bool:
        """Whether this name is somebody's whom the roll, the facts or the journal knows."""
        return len(self._registry.find(name)) == 1 or (fold(name) or name) in self._named

    def _called(self, named: Named) -> _Person:
        by = self.meant(named.name)
        if by.startswith(UNKNOWN):
            self._named[by.removeprefix(UNKNOWN)] = by
        person = self._person(by, self._registry.called.get(by, named.name))
        if named.affiliation != Affiliation():
            person.affiliation = _joined(person.affiliation, named.affiliation)
        return person

    def attend(self, line: Line, asked: Attend) -> None:
        """Take what the roll says."""
        if asked.known:
            for named in asked.people:
                exact = self._facts.exact_names
                person = self._person(named.name, named.name) if exact else self._called(named)
                self._count_in(person, PresentBy.NICK)
            return
        self.taken = True
        if asked.anew:
            self._forget(asked.presence)
        people = [self._called(named) for named in asked.people]
        # The list of a tool is nobody's line; those of a log are somebody's, and say what they say.
        if line.entry.source is Source.FILE and not line.by:
            for person in people:
                self._list(person, line.entry.at)
            return
        for person in people or [self._person(line.by, line.entry.name)]:
            self._set(person, asked)
        for named, person in zip(asked.people, people, strict=True):
            if named.proxy:
                self._stands_in(person, named.proxy)

    def _list(self, person: _Person, at: datetime) -> None:
        """Somebody stands on the list of a tool, which came at this moment; what people say of
        them counts more."""
        if person.presence is None:
            person.presence = Presence.PRESENT
        person.joined = person.joined or at
        self._count_in(person, PresentBy.LIST)

    def _set(self, person: _Person, asked: Attend) -> None:
        if asked.add:
            person.presence = asked.presence
            person.guest = person.guest or asked.guest
        elif person.presence is asked.presence:
            person.presence = None
        if asked.add and asked.presence is Presence.PRESENT:
            self._count_in(person, PresentBy.ROLL)

    def _forget(self, presence: Presence) -> None:
        for person in self._people.values():
            if person.presence is presence:
                person.presence = None

    def _count_in(self, person: _Person, how: PresentBy) -> None:
        if person.present_by in (PresentBy.NOT, PresentBy.JOINED) or how is PresentBy.ROLL:
            person.present_by = how

    def _stands_in(self, person: _Person, name: str) -> None:
        other = self._called(Named(name))
        person.proxy_for, other.proxy = other.by, person.by

    def chair(self, by: str, name: str) -> None:
        """Somebody was named as a chair or scribe."""
        self._count_in(self._person(by, name), PresentBy.CHAIR)

    def call(self, line: Line, asked: CallMe) -> None:
        """Somebody is here and says what they are called."""
        person = self._person(line.by, line.entry.name)
        self.taken = True
        person.presence = Presence.PRESENT
        self._count_in(person, PresentBy.ROLL)
        self._named[fold(asked.alias) or asked.alias] = line.by

    def move(self, line: Line, asked: Move) -> None:
        """Somebody is said to have come late or left early."""
        named = [self._called(Named(name)) for name in asked.names]
        for person in named or [self._person(line.by, line.entry.name)]:
            if asked.arrived:
                person.late = line.entry.at
            else:
                person.early = line.entry.at

    def moved(self, entry: Entry, name: str) -> None:
        """Somebody came into the room or went out of it."""
        by = self._registry.one(entry.by)
        if by in self._facts.bots:
            return
        if entry.kind is EntryKind.JOINED:
            person = self._person(by, name)
            person.joined = person.joined or entry.at
            person.left = None
            if person.present_by is PresentBy.NOT:
                person.present_by = PresentBy.JOINED
        elif entry.kind is EntryKind.LEFT and by in self._people:
            self._people[by].left = entry.at

    def names(self) -> list[tuple[str, str]]:
        """The names that the roll gave, in their looked-up form, with the identities."""
        people = [(key, one.by) for one in self._people.values() for key in keys(one.name)]
        return [*self._named.items(), *people]

    def name(self, by: str) -> str:
        """What somebody is called on the roll."""
        person = self._people.get(by)
        return person.name if person else by.removeprefix(UNKNOWN)

    def affiliation(self, by: str) -> Affiliation:
        """For whom somebody takes part, as far as it is known."""
        if by in self._people:
            return self._people[by].affiliation
        known = self._registry.participants.get(by)
        return known.affiliation if known else Affiliation()

    def counted(self) -> int:
        """How many of those that the quorum rule counts are there."""
        present = [one for one in self._people.values() if self._presence(one) is Presence.PRESENT]
        match self._facts.quorum.of:
            case "representatives":
                return sum(one.affiliation.standing is Standing.REPRESENTATIVE for one in present)
            case "coalitions":
                return len({one.affiliation.group for one in present if one.affiliation.group})
        return sum(not one.guest for one in present)

    def present(self) -> int:
        """How many people are there."""
        return sum(self._presence(one) is Presence.PRESENT for one in self._people.values())

    def quorate(self) -> bool | None:
        """Whether there are enough; None where no rule is set."""
        needed = self._facts.quorum.number
        return None if needed is None else self.counted() >= needed

    def _presence(self, person: _Person) -> Presence:
        if person.presence is not None:
            return person.presence
        if person.present_by not in (PresentBy.NOT, PresentBy.JOINED):
            return Presence.PRESENT
        return Presence.UNKNOWN

    def attendance(
        self,
        shown: Callable[[str, str], str],
        chairs: frozenset[str],
        scribes: frozenset[str],
        span: tuple[datetime | None, datetime | None],
    ) -> Attendance:
        """The attendance as the minutes hold it; `span` are beginning and end."""
        if self.taken:
            for by, known in self._registry.participants.items():
                self._person(by, known.name)
        listed = [
            self._attendee(one, shown, chairs, scribes, span)
            for one in self._people.values()
            if one.by not in self._facts.bots and self._listed(one)
        ]
        # Python's sort is stable, so equals stay in the order in which they came.
        listed.sort(key=lambda one: (one.presence is not Presence.PRESENT, -one.lines))
        return Attendance(
            roll_taken=self.taken,
            people=tuple(listed),
            coalitions=self._coalitions(listed),
            counted=self.counted(),
            quorum=self._facts.quorum.number,
            quorum_rule=self._facts.quorum.rule,
            quorate=self.quorate() if self.taken else None,
        )

    def _listed(self, person: _Person) -> bool:
        if self._presence(person) is not Presence.UNKNOWN:
            return True
        # Who was only in the room, or is only expected, is unknown where a roll was taken.
        known = self._registry.participants.get(person.by)
        return self.taken and (person.lines > 0 or (known is not None and known.expected))

    def _attendee(
        self,
        one: _Person,
        shown: Callable[[str, str], str],
        chairs: frozenset[str],
        scribes: frozenset[str],
        span: tuple[datetime | None, datetime | None],
    ) -> Attendee:
        presence = self._presence(one)
        begun, over = span
        arrived = one.late
        if one.joined and begun and one.joined - begun >= LATE_AFTER:
            arrived = arrived or one.joined
        departed = one.early
        if one.left and over and over - one.left >= LATE_AFTER:
            departed = departed or one.left
        return Attendee(
            by=one.by,
            name=shown(one.by, one.name.removeprefix(UNKNOWN)),
            presence=presence,
            present_by=one.present_by if presence is Presence.PRESENT else PresentBy.NOT,
            lines=one.lines,
            first_line=one.first_line,
            guest=one.guest,
            proxy_for=shown(one.proxy_for, self.name(one.proxy_for)) if one.proxy_for else "",
            proxy=shown(one.proxy, self.name(one.proxy)) if one.proxy else "",
            arrived=arrived if presence is Presence.PRESENT else None,
            departed=departed if presence is Presence.PRESENT else None,
            affiliation=one.affiliation,
            chair=one.by in chairs,
            scribe=one.by in scribes,
        )

    def _coalitions(self, people: list[Attendee]) -> tuple[tuple[str, Presence], ...]:
        if not self.taken:
            return ()
        order = (Presence.PRESENT, Presence.REGRETS, Presence.ABSENT, Presence.UNKNOWN)
        best = {group.name: Presence.UNKNOWN for group in self._facts.groups}
        for one in people:
            group = one.affiliation.group
            if group:
                best[group] = min(best.get(group, Presence.UNKNOWN), one.presence, key=order.index)
        # The group that meets is no coalition of which nothing is known.
        if best.get(self._facts.group) is Presence.UNKNOWN:
            del best[self._facts.group]
        return tuple(sorted(best.items()))


def _joined(known: Affiliation, said: Affiliation) -> Affiliation:
    return Affiliation(
        said.group or known.group,
        said.standing or known.standing,
        said.stakeholders or known.stakeholders,
    )
