"""Composing minutes of what was written down on the walk through a journal."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from dcbot.record.actions import Actions
from dcbot.record.changes import corrections
from dcbot.record.decided import DecisionDraft
from dcbot.record.deciding import Decision, Vote
from dcbot.record.drafts import Drafts
from dcbot.record.floor import Agenda, Point, Queue, Speaker
from dcbot.record.floor_state import Waiting
from dcbot.record.minutes import DoubtKind, Link, Minutes, Topic
from dcbot.record.running import Running
from dcbot.record.walking import Walk


def compose(running: Running, *, over: bool = False) -> Minutes:
    """The minutes of a meeting as it stands; `over`: nothing more will come."""
    drafts = Walk(running).all()
    topics, skip = drafts.sections.topics()
    actions = Actions(drafts, skip)
    given, carried = actions.given(), actions.carried()
    _doubts_at_the_end(drafts, topics, over=over)
    facts = running.facts
    begun, ended = drafts.begun, running.ended
    started = facts.opened_at or (begun.entry.at if begun else _first_at(running))
    return Minutes(
        title=drafts.title or facts.title or drafts.name,
        group=facts.group,
        place=facts.place,
        zone=facts.zone,
        dated=facts.dated,
        clocked=facts.clocked,
        started=started,
        elsewhere=running.facts.elsewhere,
        started_by=_name(drafts, running.founder),
        ended=ended.at if ended else None,
        ended_by=_name(drafts, running.registry.one(ended.by)) if ended and ended.by else "",
        last_at=running.ordered[-1].entry.at if running.ordered else None,
        chairs=tuple(_name(drafts, by) for by in _chairs(running)),
        scribes=tuple(_name(drafts, by) for by in running.scribes),
        topics=topics,
        decisions=tuple(_decisions(drafts, skip)),
        actions=given,
        carried=carried,
        owners=actions.by_owner((*carried, *given)),
        votes=tuple(
            replace(vote, topic=max(vote.topic - skip, 0)) if skip else vote
            for vote in (*drafts.polled, *_open_vote(drafts))
        ),
        attendance=drafts.roll.attendance(
            drafts.shown.name,
            frozenset(_chairs(running)),
            frozenset(running.scribes),
            (started, ended.at if ended else None),
        ),
        agenda=_agenda(drafts, topics),
        queue=_queue(drafts),
        next_meeting=drafts.next_meeting,
        links=_links(topics),
        log=tuple(drafts.log.lines),
        gaps=tuple(
            replace(gap, topic=max(gap.topic - skip, 0)) if skip else gap for gap in drafts.log.gaps
        ),
        corrections=corrections(drafts),
        doubts=tuple(sorted(drafts.doubts, key=lambda doubt: doubt.line)),
        unread=tuple(sorted(drafts.unread, key=lambda unread: unread.line)),
    )


def _first_at(running: Running) -> datetime | None:
    return running.ordered[0].entry.at if running.ordered else None


def _name(drafts: Drafts, by: str) -> str:
    return drafts.shown.name(by) if by else ""


def _chairs(running: Running) -> tuple[str, ...]:
    founder = (running.founder,) if running.founder else ()
    return tuple(dict.fromkeys((*founder, *running.chairs)))


def _decisions(drafts: Drafts, skip: int) -> list[Decision]:
    everything: list[DecisionDraft] = [*drafts.decided.drafts, *drafts.decided.open_proposals()]
    made = [draft.decision(drafts.running.facts, skip) for draft in everything]
    return sorted(made, key=lambda decision: (decision.line, decision.number))


def _open_vote(drafts: Drafts) -> list[Vote]:
    poll = drafts.running.poll
    if poll is None:
        return []
    opener = drafts.running.lines[poll.line]
    present = drafts.roll.present()
    return [drafts.votes.vote(poll, opener, drafts.speaker(opener), drafts.sections.place, present)]


def _links(topics: tuple[Topic, ...]) -> tuple[tuple[Link, int], ...]:
    found: dict[str, tuple[Link, int]] = {}
    for topic in topics:
        for link in topic.links:
            found.setdefault(link.url, (link, topic.line or 0))
        for item in topic.items:
            for link in item.links:
                found.setdefault(link.url, (link, item.line))
    return tuple(found.values())


def _agenda(drafts: Drafts, topics: tuple[Topic, ...]) -> Agenda:
    floor = drafts.running.floor
    lines = {id(point): line for line, point in floor.taken_up.items()}
    places = {topic.line: place for place, topic in enumerate(topics)}
    return Agenda(
        points=tuple(
            Point(
                number=point.number,
                title=point.title,
                proposer=point.proposer,
                minutes=point.minutes,
                state=point.state,
                carried_over=point.carried_over,
                added_line=point.line,
                taken_up_at=point.taken_up_at,
                topic=places.get(lines.get(id(point))),
            )
            for point in floor.points
        ),
        adopted=floor.adopted,
    )


def _queue(drafts: Drafts) -> Queue:
    floor = drafts.running.floor
    return Queue(
        speaking=_waiting(drafts, floor.speaking) if floor.speaking else None,
        speaking_since=floor.since,
        waiting=tuple(_waiting(drafts, one) for one in floor.waiting),
        closed=floor.closed,
        seconds_each=floor.seconds_each,
    )


def _waiting(drafts: Drafts, one: Waiting) -> Speaker:
    name = drafts.shown.name(one.by, one.name) if one.by else one.name
    return Speaker(by=one.by, name=name, note=one.note, asked_at=one.at, line=one.line)


def _doubts_at_the_end(drafts: Drafts, topics: tuple[Topic, ...], *, over: bool) -> None:
    running = drafts.running
    for topic in topics:
        if topic.line is not None and not topic.items and not topic.spoken and not topic.removed:
            drafts.doubt(
                DoubtKind.EMPTY_TOPIC, topic.line, f"Nothing was said under “{topic.title}”."
            )
    last = running.ordered[-1].number if running.ordered else 0
    if running.facts.quorum.number is not None and not drafts.roll.taken:
        drafts.doubt(DoubtKind.NO_ROLL, last, "No roll was taken. Say “present+ name” for each.")
    if not over:
        return
    if running.poll is not None:
        drafts.doubt(DoubtKind.OPEN_VOTE, running.poll.line, "This vote was never closed.")
    if not running.recording:
        drafts.doubt(DoubtKind.OPEN_OFF_RECORD, last, "Recording stopped and never went on.")
    if running.ended is None:
        drafts.doubt(DoubtKind.NOT_ENDED, last, "Nobody ended the meeting. Say when it ended.")
