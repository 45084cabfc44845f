"""Gathering: what a meeting gave and decided is taken from its minutes into the registers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from dcbot.record import deciding, tasks
from dcbot.record.minutes import Minutes
from dcbot.services import actions, deadlines, decisions, groups, minutes, settings, windows
from dcbot.services.changes import keep
from dcbot.services.timing import Zone
from storage.actions import Action, ActionOwner, ActionState
from storage.base import Audience
from storage.decisions import (
    Decision,
    Finality,
    Outcome,
    Reservation,
    Reserve,
    ReserveState,
)
from storage.groups import Group
from storage.journals import Journal
from storage.store import Store

_IN_MEETING = 0
"""The window of what was said against a decision before it was taken."""


async def take_in(
    store: Store, journal: Journal, made: Minutes, *, now: datetime, before: Minutes | None = None
) -> None:
    """Write what is new of these minutes into the registers, and change there what they say
    otherwise than those `before`; what became of a thing since is left as it is."""
    group = await minutes.group_of(store, journal)
    await _actions(store, journal, group, made, now=now, before=before)
    await _carried(store, journal, group, made, now=now)
    await _decisions(store, journal, group, made, now=now, before=before)


# Actions


async def _actions(
    store: Store,
    journal: Journal,
    group: Group,
    made: Minutes,
    *,
    now: datetime,
    before: Minutes | None,
) -> None:
    known = {one.line: one for one in await store.actions.of_journal(journal.id)}
    said = {one.line: one for one in before.actions} if before else {}
    due = [action.due for action in made.actions]
    if any(due):
        zone = await _zone(store, journal, group)
        deadlines.look_ahead(due, zone, now=journal.opened_at)
    for action in made.actions:
        row = known.pop(action.line, None)
        if row is None:
            await _new_action(store, journal, group, action)
        elif action.line in said and action != said[action.line]:
            await _corrected_action(store, journal, row, action, said[action.line], now=now)
    for row in known.values():
        await _gone_action(store, journal, row, now=now)


async def _new_action(store: Store, journal: Journal, group: Group, action: tasks.Action) -> None:
    number = action.number
    if await store.actions.numbered(group.id, number):
        number = await actions.next_number(store, group)
    row = Action(
        group_id=group.id,
        number=number,
        text="",
        given_at=action.at or journal.opened_at,
        by_name=action.name,
        person_id=_person(action.by),
        meeting_id=journal.meeting_id,
        journal_id=journal.id,
        line=action.line,
        audience=journal.audience,
        public_from=journal.public_from,
    )
    actions.say(row, action.text)
    deadlines.put(row, await _deadline(store, journal, group, action.due))
    _became(row, action, journal)
    await store.actions.add(row, await _owners(store, action))
    what = "given"
    await keep(store, "action", row, what, by=None, now=journal.ended_at or journal.opened_at)


async def _deadline(store: Store, journal: Journal, group: Group, words: str) -> deadlines.Deadline:
    """What the words meant when they were said."""
    if not words:
        return deadlines.Deadline()
    zone = await _zone(store, journal, group)
    found = await deadlines.read(store, words, group, zone, now=journal.opened_at)
    return found or deadlines.Deadline(words)


async def _zone(store: Store, journal: Journal, group: Group) -> Zone:
    """In which zone and language times were said in the meeting."""
    language = await settings.value_of(store, group, "language")
    own = await settings.value_of(store, group, "zone")
    meeting = await minutes.meeting_of(store, journal)
    return Zone(own or meeting.zone, bool(own), language)


async def _owners(store: Store, action: tasks.Action) -> list[ActionOwner]:
    found = []
    for owner in action.owners:
        group = await groups.exactly(store, owner.name) if owner.group else None
        found.append(
            ActionOwner(
                action_id=0,
                name=owner.name,
                person_id=_person(owner.by),
                group_id=group.id if group else None,
            )
        )
    return found


def _became(row: Action, action: tasks.Action, journal: Journal) -> None:
    row.state = ActionState(action.state.value)
    if row.state is ActionState.OPEN and journal.is_imported:
        row.state = ActionState.LEFT
    elif row.state is not ActionState.OPEN:
        row.closed_at = journal.ended_at or journal.opened_at


async def _corrected_action(
    store: Store,
    journal: Journal,
    row: Action,
    action: tasks.Action,
    said: tasks.Action,
    *,
    now: datetime,
) -> None:
    """The minutes of the meeting were corrected: so is what they gave."""
    was = row.text
    if action.text != said.text:
        actions.say(row, action.text)
    if action.due != said.due:
        group = await actions.group_of(store, row)
        deadlines.put(row, await _deadline(store, journal, group, action.due))
    if action.owners != said.owners:
        await store.actions.put_owners(row, await _owners(store, action))
    if action.state is not said.state:
        _became(row, action, journal)
    text = row.text if row.text != was else ""
    await keep(store, "action", row, "corrected", by=None, now=now, was=was, is_now=text)


async def _gone_action(store: Store, journal: Journal, row: Action, *, now: datetime) -> None:
    """It stands in the minutes no more; where its words were taken back, they go here, too."""
    line = await store.journal_lines.get(journal.id, row.line or 0)
    if row.text and (line is None or line.removed_at is not None):
        await actions.erase(store, row)
    if row.state in (ActionState.OPEN, ActionState.LEFT):
        row.state, row.closed_at = ActionState.DROPPED, now
        row.closed_why = "taken out of the minutes"
        await keep(store, "action", row, "dropped", by=None, now=now, why=row.closed_why)


async def _carried(
    store: Store, journal: Journal, group: Group, made: Minutes, *, now: datetime
) -> None:
    """What became in this meeting of actions of earlier ones."""
    for action in made.carried:
        row = await store.actions.numbered(group.id, action.number)
        state = ActionState(action.state.value)
        if row is None or row.state is not ActionState.OPEN or state is ActionState.OPEN:
            continue
        row.state, row.closed_at = state, journal.ended_at or now
        row.closed_why = f"said in {await minutes.handle(store, journal)}"
        await keep(store, "action", row, state.value, by=None, now=now, why=row.closed_why)


# Decisions


async def _decisions(
    store: Store,
    journal: Journal,
    group: Group,
    made: Minutes,
    *,
    now: datetime,
    before: Minutes | None,
) -> None:
    known = {one.line: one for one in await store.decisions.of_journal(journal.id)}
    said = {one.line: one for one in before.decisions} if before else {}
    for decision in made.decisions:
        if not decision.number:
            continue
        row = known.pop(decision.line, None)
        if row is None:
            row = await _new_decision(store, journal, group, decision, now=now)
        elif decision.text != said.get(decision.line, decision).text:
            was = row.text
            decisions.say(row, decision.text)
            await keep(
                store, "decision", row, "corrected", by=None, now=now, was=was, is_now=row.text
            )
        await _reserves(store, journal, row, decision)
    for row in known.values():
        await _gone_decision(store, journal, row, now=now)


async def _new_decision(
    store: Store, journal: Journal, group: Group, decision: deciding.Decision, *, now: datetime
) -> Decision:
    number = decision.number
    if await store.decisions.numbered(group.id, number):
        number = await decisions.next_number(store, group)
    row = Decision(
        group_id=group.id,
        number=number,
        text="",
        outcome=Outcome(decision.outcome.value),
        finality=Finality.PROVISIONAL,
        decided_at=decision.at,
        by_name=decision.name,
        person_id=_person(decision.by),
        meeting_id=journal.meeting_id,
        journal_id=journal.id,
        line=decision.line,
        proposal=decision.proposal,
        audience=journal.audience,
        public_from=journal.public_from,
    )
    decisions.say(row, decision.text)
    await store.decisions.add(row)
    await keep(store, "decision", row, "taken", by=None, now=decision.at)
    if journal.is_imported:
        # It was taken elsewhere, and was so when it was: nobody is asked for objections now.
        row.finality, row.settled_at = Finality.FINAL, decision.at
        return row
    if row.audience is Audience.PRIVATE:
        # Nobody can object to what is held back; its window begins with the release.
        return row
    undecided = row.outcome is Outcome.INCONCLUSIVE
    days = 0 if undecided else await decisions.window_days(store, group)
    await windows.begin(store, row, days, now=now)
    return row


async def _reserves(
    store: Store, journal: Journal, row: Decision, decision: deciding.Decision
) -> None:
    """What was said against the decision in the meeting stands in it; of what was taken back, the
    words go."""
    every = (await store.decisions.reserves([row.id]))[row.id]
    said_lines = {one.line for one in decision.reserves}
    for one in every:
        line = await store.journal_lines.get(journal.id, one.line or 0)
        if one.line not in said_lines and line is not None and line.removed_at is not None:
            one.text = ""
    known: Mapping[int | None, Reserve] = {one.line: one for one in every}
    number = max((one.number for one in every), default=0)
    for said in decision.reserves:
        if said.line in known:
            continue
        number += 1
        await store.decisions.add(
            Reserve(
                decision_id=row.id,
                number=number,
                kind=Reservation(said.kind.value),
                text=said.text,
                name=said.name,
                at=said.at,
                state=ReserveState.WITHDRAWN if said.withdrawn else ReserveState.RECORDED,
                person_id=_person(said.by),
                coalition=said.coalition,
                stakeholders=said.stakeholders,
                window=_IN_MEETING,
                line=said.line,
                proven=said.proven,
                audience=row.audience,
                public_from=row.public_from,
            )
        )


async def _gone_decision(store: Store, journal: Journal, row: Decision, *, now: datetime) -> None:
    line = await store.journal_lines.get(journal.id, row.line or 0)
    if row.text and (line is None or line.removed_at is not None):
        await decisions.erase(store, row)
    if row.finality is not Finality.WITHDRAWN:
        row.finality, row.settled_at, row.ends_at = Finality.WITHDRAWN, now, None
        row.why = "taken out of the minutes"
        await keep(store, "decision", row, "withdrawn", by=None, now=now, why=row.why)


def _person(identity: str) -> int | None:
    """The number of the person, where the identity is one of the register."""
    return int(identity) if identity.isdecimal() else None
