"""Corrections: what people want changed in minutes is changed where they may, else kept as a
remark for those who decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dcbot.errors import NotFound, UserError
from dcbot.message import literal
from dcbot.record.instructions import Attend
from dcbot.record.minutes import Minutes
from dcbot.record.powers import Who
from dcbot.roles import Assurance, Role
from dcbot.services import (
    amending,
    concerned,
    corrections_said,
    groups,
    journals,
    minutes,
    remarks,
)
from dcbot.services.amending import Author, Line
from dcbot.services.corrections_said import Change, Wanted
from dcbot.services.meeting_rules import CORRECTING
from dcbot.services.naming import record_name
from storage.groups import Group
from storage.journals import Journal
from storage.minutes import MinutesVersion, Remark, RemarkState
from storage.people import Person
from storage.store import Store


@dataclass(frozen=True)
class Asked:
    """What became of corrections that were asked for: the version that they made, the remarks that
    wait, and what was objected to, by number of the decision, with the reason."""

    version: MinutesVersion | None
    remarks: Sequence[Remark]
    objections: Sequence[tuple[int, str]] = ()


@dataclass(frozen=True)
class Asking:
    """Who asks, and how it came."""

    person: Person
    assurance: Assurance
    by_mail: bool

    @property
    def proven(self) -> bool:
        """Whether it is sure that it is they."""
        return self.assurance >= Assurance.MEDIUM


async def ask(
    store: Store, journal: Journal, said: Sequence[str], asking: Asking, *, now: datetime
) -> Asked:
    """Change what they may change, and keep the rest as remarks.

    Raises UserError where the record does not take a change, or the person has no part in it.
    """
    await _require_part(store, journal, asking, now=now)
    decides = asking.proven and await minutes.decides(
        store, journal, asking.person, CORRECTING, now=now
    )
    version, kept, objections, whats = None, [], [], []
    for words in said:
        wanted = corrections_said.read(words)
        if wanted is not None and wanted.change is Change.OBJECTION:
            objections.append((wanted.number or 0, wanted.text))
        elif wanted is not None and await _may(store, journal, wanted, asking, decides, now=now):
            await _change(store, journal, wanted, asking, decides=decides, now=now)
            whats.append(wanted.what)
        else:
            kept.append(
                await remarks.keep(store, journal, words, asking.person, asking.proven, now=now)
            )
    if whats:
        why = f"corrected: {', '.join(dict.fromkeys(whats))}"
        version = await amending.new_version(store, journal, why, by=asking.person, now=now)
    if kept:
        await remarks.tell(store, journal, kept, now=now)
    return Asked(version, kept, objections)


async def _require_part(store: Store, journal: Journal, asking: Asking, *, now: datetime) -> None:
    """Who was at the meeting, or takes part in the group's, may ask for corrections."""
    group = await minutes.group_of(store, journal)
    if await concerned.takes_part(store, asking.person, group, now=now):
        return
    if await store.journal_lines.said_by(journal.id, asking.person.id):
        return
    name = literal((await groups.title(store, group)).handle)
    raise UserError(
        f"Who was at the meeting, or takes part in {name}, can ask for corrections. `!contacts "
        f"{name}` tells whom to write to."
    )


async def _may(
    store: Store,
    journal: Journal,
    wanted: Wanted,
    asking: Asking,
    decides: bool,
    *,
    now: datetime,
) -> bool:
    """Whether they may change it themselves: who decides all of it, everybody their own lines, and
    who speaks for a coalition its attendance."""
    if decides or not asking.proven:
        return decides
    if wanted.change is Change.ROLL:
        return await _is_own_row(store, journal, wanted, asking.person, now=now)
    if wanted.about is None:
        return False
    line = await store.journal_lines.get(journal.id, wanted.about)
    return line is not None and line.person_id == asking.person.id


async def _is_own_row(
    store: Store, journal: Journal, wanted: Wanted, person: Person, *, now: datetime
) -> bool:
    fold = await minutes.so_far(store, journal)
    asked = [one for one in fold.reads(wanted.text) if isinstance(one, Attend)]
    mine = await _represented(store, person, now=now)
    names = {(await record_name(store, person, now=now)).casefold(), "i", "me"}
    return bool(asked) and all(
        named.name.casefold() in names or named.affiliation.group.casefold() in mine
        for one in asked
        for named in one.people
    )


async def _represented(store: Store, person: Person, *, now: datetime) -> set[str]:
    held = await store.people.standings(now, person_id=person.id)
    found: set[str] = set()
    for one in held:
        group: Group | None = await store.groups.get(one.group_id) if one.group_id else None
        if group is not None and one.role >= Role.REPRESENTATIVE:
            found.add((await groups.title(store, group)).handle.casefold())
    return found


async def _change(
    store: Store, journal: Journal, wanted: Wanted, asking: Asking, *, decides: bool, now: datetime
) -> None:
    """Change it; raises UserError where the record does not take it."""
    person = asking.person
    if wanted.change is Change.REMOVED:
        assert wanted.about is not None
        await _line_of(store, journal, wanted.about)
        why = "taken out of the minutes"
        await amending.remove(store, journal, wanted.about, by=person, now=now, why=why)
        return
    may = Who.CHAIR if decides else Who.ANYONE
    author = Author(person, may, by_mail=asking.by_mail, assurance=asking.assurance)
    line = await _as_line(store, journal, wanted, person, now=now)
    await amending.write(store, journal, [line], author, now=now)


async def _as_line(
    store: Store, journal: Journal, wanted: Wanted, person: Person, *, now: datetime
) -> Line:
    """The change in words that the record reads."""
    known = await journals.facts(store, journal)
    if wanted.change is Change.ITEM or wanted.text.endswith((" was late", " left early")):
        return Line(f"{known.bot_names[0]}, {wanted.text}")
    if wanted.change is Change.ROLL:
        label, _, names = wanted.text.partition(": ")
        own = await record_name(store, person, now=now)
        return Line(f"{label}: {own if names.casefold() in ('i', 'me') else names}")
    if wanted.change is Change.WORDS and wanted.about is not None:
        return await _words(store, journal, wanted)
    return Line(wanted.text, wanted.about)


async def _words(store: Store, journal: Journal, wanted: Wanted) -> Line:
    """New words for a line: of what it records, or of what was said."""
    assert wanted.about is not None
    was = await _line_of(store, journal, wanted.about)
    if wanted.text[:2] in ("s/", "s|", "s#", "s,", "s;", "s!", "s~"):
        return Line(wanted.text, wanted.about)
    made: Minutes = (await minutes.so_far(store, journal)).minutes()
    if any(one.line == wanted.about for one in made.items):
        return Line(f"amend: {wanted.text}", wanted.about)
    whose = _label(made, wanted.about, was)
    words = wanted.text if wanted.text.startswith(whose) else whose + wanted.text
    return amending.instead(was, words, wanted.about)


def _label(made: Minutes, number: int, was: str) -> str:
    """“Kofi: ” of a line in which a scribe wrote down what Kofi said: new words stay Kofi's."""
    written_down = any(one.line == number and one.written_by for one in made.log)
    name, colon, _ = was.partition(": ")
    return name + colon if written_down and colon else ""


async def _line_of(store: Store, journal: Journal, number: int) -> str:
    line = await store.journal_lines.get(journal.id, number)
    if line is None or line.removed_at is not None:
        name = await minutes.handle(store, journal)
        raise NotFound(f"The minutes of {name} have no line {number} with words.")
    return line.text


async def accept(
    store: Store, journal: Journal, remark: Remark, *, by: Person, now: datetime
) -> MinutesVersion | None:
    """Take the remark in, as its author's; None where it is in words that change nothing by
    themselves. Raises NotAllowed, or UserError where the record does not take it."""
    to = "settle remarks on minutes"
    await minutes.require_deciding(store, journal, to, CORRECTING, by=by, now=now)
    wanted = corrections_said.read(remark.text)
    author = await store.people.get(remark.person_id) if remark.person_id else None
    await remarks.settle(store, remark, RemarkState.TAKEN, by=by, now=now, why="")
    if wanted is None or wanted.change is Change.OBJECTION or author is None:
        return None
    asking = Asking(author, Assurance.STRONG, by_mail=False)
    await _change(store, journal, wanted, asking, decides=True, now=now)
    why = f"corrected: {wanted.what}, as {remark.name} asked for"
    return await amending.new_version(store, journal, why, by=by, now=now)
