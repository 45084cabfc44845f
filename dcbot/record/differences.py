"""Differences: what two versions of one meeting's minutes say otherwise, a sentence each; pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dcbot.record.attendance import Attendee, Presence
from dcbot.record.deciding import Decision, Reserve
from dcbot.record.minutes import Item, LogLine, Minutes, Topic
from dcbot.record.tasks import Action


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs: what it is, and how it was and is; empty where it was not there."""

    what: str
    was: str = ""
    now: str = ""
    line: int | None = None
    """The line of the log that it stands at."""


def differences(before: Minutes, after: Minutes) -> tuple[Difference, ...]:
    """All that differs, what counts most first. Nothing quotes what is in neither."""
    found = [
        *_single(before, after),
        *_decisions(before, after),
        *_actions(before, after),
        *_attendance(before, after),
        *_topics(before, after),
        *_items(before, after),
        *_log(before, after),
    ]
    return tuple(found)


def _single(before: Minutes, after: Minutes) -> Iterator[Difference]:
    for what in ("title", "next_meeting"):
        was, now = getattr(before, what), getattr(after, what)
        if was != now:
            yield Difference(what.replace("_", " "), was, now)


def _decisions(before: Minutes, after: Minutes) -> Iterator[Difference]:
    was = {one.line: one for one in before.decisions}
    now = {one.line: one for one in after.decisions}
    for line in dict.fromkeys([*was, *now]):
        one, other = was.get(line), now.get(line)
        number = other.number if other else one.number if one else 0
        name = f"decision {number}"
        yield from _pair(name, _decided(one), _decided(other), line)
        for reserve in other.reserves if other else ():
            if one is None or reserve.line not in {each.line for each in one.reserves}:
                yield Difference(f"{name}, {reserve.kind.value}", "", _reserve(reserve), line)


def _decided(one: Decision | None) -> str:
    return f"{one.text} ({one.outcome.value})" if one else ""


def _reserve(one: Reserve) -> str:
    return f"{one.name}: {one.text}"


def _actions(before: Minutes, after: Minutes) -> Iterator[Difference]:
    was: Mapping[int, Action] = {one.number: one for one in (*before.carried, *before.actions)}
    now: Mapping[int, Action] = {one.number: one for one in (*after.carried, *after.actions)}
    for number in dict.fromkeys([*was, *now]):
        one, other = was.get(number), now.get(number)
        line = other.line if other else one.line if one else None
        yield from _pair(f"action {number}", _action(one), _action(other), line)


def _action(one: Action | None) -> str:
    if one is None:
        return ""
    owners = ", ".join(owner.name for owner in one.owners) or "nobody"
    return f"{one.text} ({owners}; {one.state.value})"


def _attendance(before: Minutes, after: Minutes) -> Iterator[Difference]:
    was = {one.by or one.name: one for one in before.attendance.people}
    now = {one.by or one.name: one for one in after.attendance.people}
    for by in dict.fromkeys([*was, *now]):
        one, other = was.get(by), now.get(by)
        name = other.name if other else one.name if one else ""
        yield from _pair(name, _present(one), _present(other), None)


def _present(one: Attendee | None) -> str:
    if one is None or one.presence is Presence.UNKNOWN:
        return ""
    of = f" ({one.affiliation.group})" if one.affiliation.group else ""
    late = ", late" if one.arrived else ""
    early = ", left early" if one.departed else ""
    return f"{one.presence.value}{of}{late}{early}"


def _topics(before: Minutes, after: Minutes) -> Iterator[Difference]:
    was: Mapping[int | None, Topic] = {one.line: one for one in before.topics}
    now: Mapping[int | None, Topic] = {one.line: one for one in after.topics}
    for line in dict.fromkeys([*was, *now]):
        one, other = was.get(line), now.get(line)
        yield from _pair("topic", one.title if one else "", other.title if other else "", line)


def _items(before: Minutes, after: Minutes) -> Iterator[Difference]:
    was, now = _by_line(before), _by_line(after)
    for key in dict.fromkeys([*was, *now]):
        one, other = was.get(key), now.get(key)
        yield from _pair(key[1], one.text if one else "", other.text if other else "", key[0])


def _by_line(minutes: Minutes) -> dict[tuple[int, str], Item]:
    # Actions and decisions are told of apart.
    return {
        (one.line, one.kind.value): one
        for one in minutes.items
        if not one.kind.decides and one.kind.value != "action"
    }


def _log(before: Minutes, after: Minutes) -> Iterator[Difference]:
    was: Mapping[int, LogLine] = {one.line: one for one in before.log}
    now: Mapping[int, LogLine] = {one.line: one for one in after.log}
    for line in dict.fromkeys([*was, *now]):
        one, other = was.get(line), now.get(line)
        yield from _pair(f"line {line}", _said(one), _said(other), line)


def _said(one: LogLine | None) -> str:
    return f"{one.name}: {one.text}" if one and one.text else ""


def _pair(what: str, was: str, now: str, line: int | None) -> Iterator[Difference]:
    if was != now:
        yield Difference(what, was, now, line)
