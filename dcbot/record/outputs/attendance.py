"""Attendance in words: who was there and how that is known; absent, unknown and no roll apart."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from dcbot.record.attendance import Attendance, Attendee, Presence, PresentBy
from dcbot.record.outputs.blocks import Foreign, Run, Table, Words, joined, names
from dcbot.record.outputs.moments import said
from dcbot.record.outputs.speaking import at_start, capacity

_KNOWN: Mapping[PresentBy, str] = {
    PresentBy.SPOKE: "spoke",
    PresentBy.ROLL: "answered the roll",
    PresentBy.NICK: "was named",
    PresentBy.CHAIR: "was made a chair",
    PresentBy.JOINED: "was in the room",
    PresentBy.LIST: "stands on the list of participants",
    PresentBy.NOT: "",
}
_PRESENCE: Mapping[Presence, str] = {
    Presence.PRESENT: "present",
    Presence.REGRETS: "regrets",
    Presence.ABSENT: "absent",
    Presence.UNKNOWN: "not known",
}
_COALITIONS: Mapping[Presence, str] = {
    Presence.PRESENT: "Coalitions present",
    Presence.REGRETS: "Coalitions that sent regrets",
    Presence.ABSENT: "Coalitions absent",
    Presence.UNKNOWN: "Coalitions of which nothing is known",
}
NAMED = 8
"""Of so many coalitions at most that nothing is known is said by name."""
_HEADS = ("Name", "For", "Stakeholder group", "Presence", "Remarks")


def summed(attendance: Attendance) -> Iterator[Words]:
    """Who was there, in a few sentences; regrets are told by `regrets`."""
    yield _present(attendance)
    if attendance.roll_taken:
        yield from _named("Absent, as the roll says", attendance.of(Presence.ABSENT))
        yield from _named("The roll says nothing of", attendance.of(Presence.UNKNOWN))
    else:
        # Without a roll nobody can be called absent; whoever was only in the room is in the annex.
        yield ("No roll was taken, so nobody is recorded as absent.",)
    yield from _coalitions(attendance)
    yield from _quorum(attendance)


def regrets(attendance: Attendance) -> Iterator[Words]:
    """Each who sent regrets, and who stood in for them."""
    for one in attendance.of(Presence.REGRETS):
        found: list[Run] = [Foreign(at_start(one.name)), *_capacity(one), " sent regrets"]
        if one.proxy:
            found += ["; ", Foreign(one.proxy), " stood in"]
        yield (*found, ".")


def table(attendance: Attendance, *, dated: bool, unnamed: Collection[str] = frozenset()) -> Table:
    """All of whom something is known; the lines of those who are `unnamed` are not their words."""
    rows: list[tuple[Words, ...]] = []
    sentences: list[Words] = []
    for one in attendance.people:
        remarks = _remarks(one, dated=dated, spoke=one.name not in unnamed)
        group, standing = one.affiliation.group, one.affiliation.standing.value
        body: Words = (Foreign(", ".join(word for word in (group, standing) if word)),)
        presence = _presence(one, attendance)
        stakeholders = (Foreign(one.affiliation.stakeholders),)
        rows.append(((Foreign(one.name),), body, stakeholders, (presence,), remarks))
        told = ("; ", *remarks) if remarks else ()
        sentences.append((Foreign(at_start(one.name)), *_capacity(one), f": {presence}", *told))
    return Table(("Participants",), _HEADS, tuple(rows), tuple(sentences))


def _present(attendance: Attendance) -> Words:
    there = attendance.of(Presence.PRESENT)
    roll = f"{_roll(attendance)}, and " if attendance.roll_taken else ""
    if not there:
        return (
            (f"{roll}nobody is recorded as present.",)
            if roll
            else ("Nobody is recorded as present.",)
        )
    count = "1 person was present" if len(there) == 1 else f"{len(there)} people were present"
    people = joined([(Foreign(one.name), *_capacity(one)) for one in there])
    return (f"{roll}{count}: ", *people, ".")


def _roll(attendance: Attendance) -> str:
    how = {one.present_by for one in attendance.people}
    if PresentBy.LIST in how and PresentBy.ROLL not in how:
        return "A list of participants was kept"
    return "A roll was taken"


def _named(words: str, people: Sequence[Attendee]) -> Iterator[Words]:
    if people:
        yield (f"{words}: ", *names([one.name for one in people]), ".")


def _coalitions(attendance: Attendance) -> Iterator[Words]:
    if not attendance.roll_taken:
        return
    for presence in Presence:
        those = [name for name, what in attendance.coalitions if what is presence]
        if presence is Presence.UNKNOWN and len(those) > NAMED:
            yield (f"Nothing is known of {len(those)} other coalitions.",)
        elif those:
            yield (f"{_COALITIONS[presence]}: ", *names(those), ".")


def _quorum(attendance: Attendance) -> Iterator[Words]:
    rule: Words = (" (", Foreign(attendance.quorum_rule), ")") if attendance.quorum_rule else ()
    if attendance.quorum is None:
        if rule:
            yield ("Rule of the quorum", *rule, f"; counted: {attendance.counted}.")
        return
    counted = f"The quorum is {attendance.quorum}"
    verdict = {
        True: f"; {attendance.counted} were counted, so there was one.",
        False: f"; {attendance.counted} were counted, so there was none.",
        None: "; whether there was one is not known, since no roll was taken.",
    }
    yield (counted, *rule, verdict[attendance.quorate])


def _presence(one: Attendee, attendance: Attendance) -> str:
    if one.presence is Presence.UNKNOWN and not attendance.roll_taken:
        return "no roll taken"
    return _PRESENCE[one.presence]


def _capacity(one: Attendee) -> Words:
    found = one.affiliation
    return capacity(found.group, found.standing.value, found.stakeholders)


def _remarks(one: Attendee, *, dated: bool, spoke: bool) -> Words:
    """What else is known, in pieces with semicolons between."""
    found: list[Words] = []
    # Who is called a chair further on need not be told to be one twice.
    obvious = (PresentBy.NOT, *([PresentBy.CHAIR] if one.chair else []))
    if one.present_by not in obvious and (spoke or one.present_by is not PresentBy.SPOKE):
        found.append((_KNOWN[one.present_by],))
    if one.lines and spoke:
        found.append((f"said {one.lines} {'line' if one.lines == 1 else 'lines'}",))
    for so, word in ((one.chair, "chair"), (one.scribe, "scribe"), (one.guest, "guest")):
        if so:
            found.append((word,))
    if one.arrived:
        found.append(("came at ", said(one.arrived, dated=dated)))
    if one.departed:
        found.append(("left at ", said(one.departed, dated=dated)))
    if one.proxy_for:
        found.append(("stood in for ", Foreign(one.proxy_for)))
    if one.proxy:
        found.append((Foreign(one.proxy), " stood in"))
    return tuple(
        run for place, part in enumerate(found) for run in (*(["; "] if place else []), *part)
    )
