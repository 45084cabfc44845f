"""Slots said: what somebody says of a coalition's slot, and what they are answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dcbot.errors import BadArgument
from dcbot.lines import fold
from dcbot.message import LABELS, Answer, Ask, literal, quoted
from dcbot.roles import Role
from dcbot.services import (
    applicants,
    eligibility,
    letters,
    slot_calls,
    slot_fields,
    slot_forms,
    slots,
    slots_told,
)
from dcbot.services.slot_forms import COALITION, LATE, Form
from dcbot.services.slots import Saved
from dcbot.services.timing import Zone
from storage.cycles import Cycle
from storage.groups import Group
from storage.people import Person
from storage.slots import RequestState, SlotCall
from storage.store import Store

FORM = "slot form"
"""The kind of the question in which a form is shown, to be filled in by reply."""
NOT_MEETING = ("will not meet", "we will not meet", "not meeting", "no slot")
_SAME = ("same as last year", "same")
_WAITS = timedelta(days=30)
"""So long a form can be answered at least, also after the call has ended: what comes late is told
so, and kept."""


@dataclass(frozen=True)
class Asked:
    """Who speaks of which coalition's slot, in which call, and how."""

    store: Store
    by: Person
    now: datetime
    prefix: str
    zone: Zone
    call: SlotCall
    cycle: Cycle
    group: Group
    handle: str

    @property
    def draft(self) -> dict[str, Any]:
        """By which a form is known for whose it is."""
        return {"call": self.call.id, "group": self.group.id}

    def say(self, words: str) -> str:
        """A command line, as code."""
        return f"`{self.prefix}{words}`"


async def asked(
    store: Store, words: str, *, by: Person, now: datetime, prefix: str, zone: Zone
) -> Asked:
    """The coalition and the call that the words name; without a year, the latest call."""
    name, year = applicants.split(words)
    group, handle = await applicants.coalition(store, name, prefix=prefix)
    call = await slot_calls.found(store, year, now=now)
    cycle = await slot_calls.cycle_of(store, call)
    return Asked(store, by, now, prefix, zone, call, cycle, group, handle)


async def show_form(it: Asked) -> Answer:
    """The evaluation, what is saved already, and the lines to be filled in."""
    await slots.require(it.store, it.group, by=it.by, now=it.now)
    version = await slots.current(it.store, it.call, it.group)
    fields = version.fields if version else {}
    lines = [*await _call_lines(it), "", *await _evaluated(it), ""]
    if any(fields.get(one) for one in slot_forms.FIELDS) or fields.get("unclear"):
        lines += ["Saved so far:", *slots_told.fields_lines(fields), ""]
    lines += await _form(it, fields)
    return _asking("\n".join(lines), it)


def _asking(text: str, it: Asked) -> Answer:
    ask = Ask(FORM, accepts=(LABELS, *_SAME, *NOT_MEETING), draft=it.draft, within=_WAITS)
    return Answer(text, private=True, ask=ask)


async def _call_lines(it: Asked) -> list[str]:
    until = await slot_calls.until_words(it.store, it.call)
    name = f"Slots at {literal(it.cycle.name)}"
    if await slot_calls.is_open(it.store, it.call, it.now):
        return [f"**{name}**: requests are taken until {until}."]
    return [
        f"**{name}**: the call has ended ({until}). A late request is taken with its reason, in a "
        "line “Late because: …”; whether it counts, the Secretariat judges."
    ]


async def _evaluated(it: Asked) -> list[str]:
    found = await eligibility.of(it.store, it.cycle, it.group, by=it.by, now=it.now)
    return [eligibility.head(it.cycle, it.handle, found), *eligibility.lines(found)]


async def _form(it: Asked, fields: dict[str, Any]) -> list[str]:
    needed = slot_forms.missing(fields)
    late = not await slot_calls.is_open(it.store, it.call, it.now)
    late_line = ["Late because:"] if late and not fields.get(LATE) else []
    none = it.say(f"slot none {it.handle}")
    if needed:
        count = f"{len(needed)} thing{'s' if len(needed) != 1 else ''}"
        same = "" if len(needed) < 5 else " Or reply “same as last year”."
        return [
            f"Reply with {count}, in any order, now or little by little; each reply is saved:",
            *slot_forms.blank(needed),
            *late_line,
            "",
            f"{same.strip()} Will {it.handle} not meet? {none} says so to all.".strip(),
        ]
    more = slots_told.remains(fields)
    lines = [*late_line]
    if more:
        lines.append(f"What may be added, by a reply with lines such as “Speakers: …”: {more}.")
    return lines


async def take_form(it: Asked, text: str) -> Answer:
    """Save what somebody filled in, and say what is saved, what was not taken, and what remains."""
    form = slot_forms.read(text)
    notes = _notes(form, it)
    if form.same:
        notes += await _copied(it, form)
    other = await _other_coalition(it, form)
    late = form.values.pop(LATE, "")
    if other:
        notes.insert(0, other)
    if not form.values and not late:
        if not notes:
            notes = [f"{quoted(text, 60)} has no line that begins with a label of the form."]
        version = await slots.current(it.store, it.call, it.group)
        return _asking("\n".join([*notes, "", *await _form(it, _fields(version))]), it)
    settled = await slot_fields.settle(
        it.store, form.values, asked_in=it.zone, now=it.now, prefix=it.prefix
    )
    saved = await slots.fill(it.store, it.call, it.group, settled, late=late, by=it.by, now=it.now)
    if saved.became and saved.request.late:
        await _tell_secretariat(it, saved)
    return _asking("\n".join(await _saved(it, saved, [*settled.problems, *notes])), it)


def _fields(version: Any) -> dict[str, Any]:
    return dict(version.fields) if version else {}


def _notes(form: Form, it: Asked) -> list[str]:
    notes = [
        f"{quoted(one, 60)} begins with no label of the form, so it was not taken."
        for one in form.strange
    ]
    if form.stray and not form.empty:
        notes.append(f"{quoted(form.stray, 60)} stands before the first label and was not taken.")
    return notes


async def _copied(it: Asked, form: Form) -> list[str]:
    found = await slots.last_year(it.store, it.call, it.group)
    if found is None:
        return [f"No earlier request of {literal(it.handle)} is known here, so nothing is copied."]
    year, fields = found
    form.values = {**{k: str(v) for k, v in fields.items()}, **form.values}
    form.values.setdefault("changed", f"same as {year}")
    return [f"Copied from the request of {literal(year)}; what you said yourself stands."]


async def _other_coalition(it: Asked, form: Form) -> str:
    """What is to be said where the form names another coalition than the one it is for."""
    named = form.values.pop(COALITION, "")
    if not named:
        return ""
    group, handle = await applicants.coalition(it.store, named, prefix=it.prefix)
    if group.id == it.group.id:
        return ""
    return (
        f"This form is for {literal(it.handle)}, and what you gave is saved there. It says "
        f"{literal(handle)}: if you meant that one, {it.say(f'slot move {it.handle} to {handle}')} "
        "takes it over."
    )


async def _saved(it: Asked, saved: Saved, notes: list[str]) -> list[str]:
    fields, number = saved.version.fields, saved.version.number
    what = f" {', '.join(saved.changed).lower()}" if saved.changed else " the reason"
    lines = []
    if saved.version.state is RequestState.REQUESTED:
        name = literal(it.cycle.name)
        head = "has requested a slot" if saved.became else "is changed:"
        late = (
            " It is late, and the Secretariat judges whether it counts."
            if saved.request.late
            else ""
        )
        if saved.became:
            lines.append(f"{literal(it.handle)} {head} at {name} (version {number}).{late}")
        else:
            lines.append(f"The request of {literal(it.handle)} {head}{what} (version {number}).")
        lines += await _changeable(it)
    else:
        lines.append(f"Saved for {literal(it.handle)}:{what} (version {number}).")
    lines += notes
    if saved.became:
        found = await eligibility.of(it.store, it.cycle, it.group, by=it.by, now=it.now)
        lines.append(eligibility.head(it.cycle, it.handle, found))
    if saved.version.state is RequestState.DRAFT and not slot_forms.missing(fields):
        lines.append("It is whole, and late: it becomes a request with the reason, “Late because:”")
    return [*lines, "", *await _form(it, dict(fields))]


async def _changeable(it: Asked) -> list[str]:
    if not await slot_calls.is_open(it.store, it.call, it.now):
        return []
    until = await slot_calls.until_words(it.store, it.call)
    example = it.say(f"slot set {it.handle} title: …")
    return [f"It can be changed until {until}: reply with lines, or {example}."]


async def _tell_secretariat(it: Asked, saved: Saved) -> None:
    why = literal(saved.version.fields.get(LATE, ""))
    text = (
        f"A late request for a slot at {literal(it.cycle.name)}: {literal(it.handle)}. The reason: "
        f"{why}. {it.say(f'slot {it.handle}')} shows it, {it.say(f'slot decide {it.handle} …')} "
        "decides."
    )
    for standing in await it.store.people.standings(it.now):
        person = await it.store.people.get(standing.person_id)
        if standing.role == Role.SECRETARIAT and person is not None:
            key = f"late slot request {saved.request.id} version {saved.version.number}"
            await letters.if_reachable(
                it.store, person, text, key=f"{key} → {person.id}", now=it.now
            )


def set_words(words: str) -> tuple[str, str]:
    """The coalition, and the rest as a form, of “DC3 session title: Networks of our own”."""
    first, newline, below = words.partition("\n")
    head, colon, value = first.partition(":")
    said = head.split()
    for count in range(min(4, len(said) - 1), 0, -1):
        label = " ".join(said[-count:])
        if colon and slot_forms.key_of(label):
            return " ".join(said[:-count]), f"{label}: {value}{newline}{below}"
    raise BadArgument(
        f"{quoted(first, 60)} names no field. Say the coalition, the field, a colon and the words: "
        "`!slot set DC3 title: …`. `!slot form` lists the fields."
    )


def request_words(words: str) -> tuple[str, str]:
    """The coalition with its year, and the form that follows it, on its line or below."""
    first, _, below = words.partition("\n")
    head, colon, value = first.partition(":")
    if colon and (key := slot_forms.key_of(head.split()[-1] if head.split() else "")):
        name = " ".join(head.split()[:-1])
        return name, f"{slot_forms.FIELDS[key].label}:{value}\n{below}" if key in (
            slot_forms.FIELDS
        ) else below
    name, _, rest = first.partition(": ") if colon else (first, "", "")
    return name.rstrip(": "), f"{rest}\n{below}".strip()


def is_no(text: str) -> bool:
    """Whether the reply to a form says that the coalition will not meet."""
    return fold(text) in {fold(one) for one in NOT_MEETING}
