"""Minutes as plain text: decisions and next steps first, then who was there, then each topic."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from dcbot.record.attendance import Attendee, Presence
from dcbot.record.deciding import Decision, Finality
from dcbot.record.minutes import Item, Minutes, Topic
from dcbot.record.tasks import Action, ActionState


def render(minutes: Minutes) -> str:
    """The minutes whole; each item stands on one line, however long it is."""
    parts = (_head, _decisions, _next_steps, _attendance, _topics, _ends)
    blocks = ["\n".join(part(minutes)) for part in parts]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _titled(title: str, mark: str = "-") -> Iterator[str]:
    yield title
    yield mark * len(title)


def _when(at: datetime | None, minutes: Minutes) -> str:
    if at is None or not minutes.clocked:
        return "an unknown time"
    day = f"{at.day} {at:%B %Y}, " if minutes.dated else ""
    return f"{day}{at:%H:%M:%S}{' UTC' if minutes.dated else ''}"


def _head(minutes: Minutes) -> Iterator[str]:
    yield from _titled(minutes.title or "Meeting without a title", "=")
    by = f" by {minutes.started_by}" if minutes.started_by else ""
    yield f"Started: {_when(minutes.started, minutes)}{by}"
    if minutes.ended is None:
        yield f"Nobody ended it; the last line is of {_when(minutes.last_at, minutes)}."
    else:
        by = f" by {minutes.ended_by}" if minutes.ended_by else ""
        yield f"Ended: {_when(minutes.ended, minutes)}{by}"
    if minutes.chairs:
        yield f"Chaired by: {', '.join(minutes.chairs)}"
    if minutes.scribes:
        yield f"Written down by: {', '.join(minutes.scribes)}"


def _decisions(minutes: Minutes) -> Iterator[str]:
    if minutes.decisions:
        yield from _titled("Decisions")
    for decision in minutes.decisions:
        yield from _decision(decision)


def _decision(decision: Decision) -> Iterator[str]:
    finality = "" if decision.finality is Finality.FINAL else f", {decision.finality.value}"
    yield (
        f"{decision.number or '-'}. {decision.outcome.value.upper()}: {decision.text} "
        f"({decision.name}, {decision.at:%H:%M:%S}{finality})"
    )
    for one in decision.reserves:
        whom = ", ".join(filter(None, (one.name, one.coalition, one.stakeholders)))
        yield f"   {one.kind.value} of {whom}: {one.text}"


def _next_steps(minutes: Minutes) -> Iterator[str]:
    if minutes.owners:
        yield from _titled("Next steps")
    for tasks in minutes.owners:
        yield f"* {tasks.owner.name if tasks.owner else 'no owner'}"
        for action in tasks.actions:
            yield f"  * {_action(action)}"


def _action(action: Action) -> str:
    state = "" if action.state is ActionState.OPEN else f" ({action.state.value})"
    return f"{action.number}. {action.text}{state}"


def _attendance(minutes: Minutes) -> Iterator[str]:
    if minutes.attendance.people:
        yield from _titled("Attendance")
    for presence in Presence:
        people = minutes.attendance.of(presence)
        if people:
            yield f"{presence.value.capitalize()}: {', '.join(map(_attendee, people))}"


def _attendee(one: Attendee) -> str:
    words = [
        one.affiliation.group,
        one.affiliation.standing.value,
        one.affiliation.stakeholders,
        "guest" if one.guest else "",
        f"for {one.proxy_for}" if one.proxy_for else "",
        f"{one.lines} line{'' if one.lines == 1 else 's'}" if one.lines else "",
    ]
    more = ", ".join(filter(None, words))
    return f"{one.name} ({more})" if more else one.name


def _topics(minutes: Minutes) -> Iterator[str]:
    if minutes.topics:
        yield from _titled("What was said")
    for topic in minutes.topics:
        yield from _topic(topic)


def _topic(topic: Topic) -> Iterator[str]:
    if topic.line is None:
        yield "Before any topic"
    else:
        title = "(a title that was taken back)" if topic.removed else topic.title
        who = f" ({topic.name}, {topic.at:%H:%M:%S})" if topic.at and topic.name else ""
        yield f"{'  ' * (topic.level - 1)}Topic {topic.number}: {title}{who}"
    for item in topic.items:
        yield f"{'  ' * topic.level}* {_item(item)}"


def _item(item: Item) -> str:
    made_by = f", recorded by {item.made_by}" if item.made_by else ""
    return f"{item.kind.value.upper()}: {item.text} ({item.name}, {item.at:%H:%M:%S}{made_by})"


def _ends(minutes: Minutes) -> Iterator[str]:
    if minutes.next_meeting:
        yield f"Next meeting: {minutes.next_meeting}"
    left_out = sum(gap.lines for gap in minutes.gaps)
    if left_out:
        yield f"Left out of the record: {left_out} line{'' if left_out == 1 else 's'}."
