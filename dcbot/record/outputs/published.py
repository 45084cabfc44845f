"""Minutes as JSON, in the shapes that docs/minutes.schema.json describes."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dcbot.record.attendance import Attendee
from dcbot.record.deciding import Decision, Vote
from dcbot.record.floor import Agenda
from dcbot.record.minutes import Item, LineKind, Link, LogLine, Minutes, Topic
from dcbot.record.outputs import shapes
from dcbot.record.outputs.foreign import clean
from dcbot.record.outputs.moments import instant
from dcbot.record.outputs.publication import UNAPPROVED, Publication
from dcbot.record.outputs.speakers import Speakers
from dcbot.record.tasks import Action


def render(minutes: Minutes, publication: Publication = UNAPPROVED) -> str:
    """The minutes as the text of a JSON file."""
    return json.dumps(shaped(minutes, publication), ensure_ascii=False) + "\n"


def shaped(minutes: Minutes, publication: Publication = UNAPPROVED) -> shapes.Minutes:
    """The minutes as JSON has them."""
    form = _Shaping(minutes.dated)
    found = shapes.Minutes(
        format="dcbot minutes",
        format_version=1,
        publication=_publication(publication),
        title=clean(minutes.title),
        group=clean(minutes.group),
        place=clean(minutes.place),
        zone=clean(minutes.zone),
        dated=minutes.dated,
        started=form.maybe(minutes.started),
        started_by=clean(minutes.started_by),
        ended=form.maybe(minutes.ended),
        ended_by=clean(minutes.ended_by),
        chairs=[clean(name) for name in minutes.chairs],
        scribes=[clean(name) for name in minutes.scribes],
        topics=[form.topic(one) for one in minutes.topics],
        decisions=[form.decision(one) for one in minutes.decisions],
        actions=[form.action(one) for one in minutes.actions],
        carried=[form.action(one) for one in minutes.carried],
        owners=[
            {
                "owner": clean(one.owner.name) if one.owner else None,
                "actions": [action.number for action in one.actions],
            }
            for one in minutes.owners
        ],
        votes=[form.vote(one) for one in minutes.votes],
        people=[form.person(one) for one in minutes.attendance.people],
        attendance=_attendance(minutes),
        agenda=_agenda(minutes.agenda),
        next_meeting=clean(minutes.next_meeting),
        links=[{**_link(link), "line": line} for link, line in minutes.links],
        log=[form.line(one) for one in minutes.log],
        gaps=[
            {
                "line": one.line,
                "last_line": one.last_line,
                "lines": one.lines,
                "at": form.moment(one.at),
                "why": one.why.value,
                "topic": one.topic,
            }
            for one in minutes.gaps
        ],
        corrections=[
            {
                "how": one.how,
                "line": one.line,
                "changed": list(one.changed),
                "by": clean(one.name),
                "at": form.moment(one.at),
                "before": clean(one.before),
                "after": clean(one.after),
            }
            for one in minutes.corrections
        ],
    )
    if publication.for_scribe:
        found["doubts"] = [
            {
                "kind": one.kind.value,
                "line": one.line,
                "text": clean(one.text),
                "suggestion": clean(one.suggestion),
            }
            for one in minutes.doubts
        ]
        found["unread"] = [
            {"line": one.line, "text": clean(one.text), "why": clean(one.why)}
            for one in minutes.unread
        ]
    return found


# Asking each line's kind for its value would be felt.
_KINDS: dict[LineKind, Any] = {kind: kind.value for kind in LineKind}


@dataclass(frozen=True, slots=True)
class _Shaping:
    """Puts the parts into shape."""

    dated: bool
    names: Speakers = field(default_factory=lambda: Speakers(clean))

    def moment(self, at: datetime) -> str:
        """In UTC; without the day where that is not known."""
        return instant(at, dated=self.dated)

    def maybe(self, at: datetime | None) -> str | None:
        """The moment, if there is one."""
        return None if at is None else self.moment(at)

    def topic(self, one: Topic) -> shapes.Topic:
        """A topic with its items."""
        return {
            "title": clean(one.title),
            "level": one.level,
            "number": one.number,
            "by": clean(one.name),
            "at": self.maybe(one.at),
            "line": one.line,
            "last_line": one.last_line,
            "removed": one.removed,
            "links": [_link(link) for link in one.links],
            "items": [self.item(item) for item in one.items],
        }

    def item(self, one: Item) -> shapes.Item:
        """An item."""
        return {
            "kind": one.kind.value,
            "text": clean(one.text),
            "by": clean(one.name),
            "at": self.moment(one.at),
            "line": one.line,
            "made_by": clean(one.made_by),
            "made_line": one.made_line,
            "number": one.number,
            "links": [_link(link) for link in one.links],
            "edited": one.edited,
        }

    def decision(self, one: Decision) -> shapes.Decision:
        """A decision with what was said against it."""
        return {
            "number": one.number,
            "text": clean(one.text),
            "outcome": one.outcome.value,
            "finality": one.finality.value,
            "by": clean(one.name),
            "at": self.moment(one.at),
            "line": one.line,
            "topic": one.topic,
            "proposal": clean(one.proposal),
            "proposed_by": clean(one.proposed_by),
            "vote": one.vote,
            "reservations": [
                {
                    "kind": reserve.kind.value,
                    "text": clean(reserve.text),
                    "by": clean(reserve.name),
                    "coalition": clean(reserve.coalition),
                    "stakeholders": clean(reserve.stakeholders),
                    "at": self.moment(reserve.at),
                    "line": reserve.line,
                    "proven": reserve.proven,
                    "withdrawn": reserve.withdrawn,
                }
                for reserve in one.reserves
            ],
        }

    def action(self, one: Action) -> shapes.Action:
        """An action."""
        return {
            "number": one.number,
            "text": clean(one.text),
            "owners": [{"name": clean(who.name), "group": who.group} for who in one.owners],
            "due": clean(one.due),
            "state": one.state.value,
            "by": clean(one.name),
            "at": self.maybe(one.at),
            "line": one.line,
            "topic": one.topic,
            "closed_line": one.closed_line,
            "meeting": clean(one.meeting),
        }

    def vote(self, one: Vote) -> shapes.Vote:
        """A vote; of a secret one neither names nor ballots, whatever the model holds."""
        return {
            "question": "" if one.removed else clean(one.question),
            "options": [clean(option) for option in one.options],
            "by": clean(one.name),
            "at": self.moment(one.at),
            "line": one.line,
            "topic": one.topic,
            "closed_at": self.maybe(one.closed_at),
            "closed_line": one.closed_line,
            "tallies": [
                {
                    "option": clean(tally.option),
                    "votes": tally.votes,
                    "names": [] if one.secret else [clean(name) for name in tally.names],
                }
                for tally in one.tallies
            ],
            "ballots": [
                {
                    "by": clean(ballot.name),
                    "coalition": clean(ballot.coalition),
                    "option": ballot.option,
                    "at": self.moment(ballot.at),
                    "line": ballot.line,
                    "changed": ballot.changed,
                }
                for ballot in (() if one.secret else one.ballots)
            ],
            "secret": one.secret,
            "by_coalition": one.by_coalition,
            "majority": one.majority,
            "reached": one.reached,
            "uncounted": one.uncounted,
            "franchise": [clean(name) for name in one.franchise],
            "needed": one.needed,
            "present": one.present,
            "quorate": one.quorate,
            "result": clean(one.result),
            "removed": one.removed,
        }

    def person(self, one: Attendee) -> shapes.Person:
        """Somebody, and for whom they took part."""
        return {
            "name": clean(one.name),
            "presence": one.presence.value,
            "present_by": one.present_by.value,
            "lines": one.lines,
            "first_line": one.first_line,
            "guest": one.guest,
            "chair": one.chair,
            "scribe": one.scribe,
            "coalition": clean(one.affiliation.group),
            "standing": one.affiliation.standing.value,
            "stakeholders": clean(one.affiliation.stakeholders),
            "proxy": clean(one.proxy),
            "proxy_for": clean(one.proxy_for),
            "arrived": self.maybe(one.arrived),
            "departed": self.maybe(one.departed),
        }

    def line(self, one: LogLine) -> shapes.Line:
        """A line of the log, without what is empty."""
        found: shapes.Line = {
            "line": one.line,
            "at": instant(one.at, dated=self.dated),
            "kind": _KINDS[one.kind],
        }
        if one.name:
            found["by"] = self.names[one.name]
        if one.text and one.kind is not LineKind.GAP:
            found["text"] = clean(one.text)
        if one.written_by:
            found["written_by"] = clean(one.written_by)
        if one.about is not None:
            found["about"] = one.about
        if one.command:
            found["command"] = True
        if one.edited:
            found["edited"] = True
        if one.noted:
            found["noted"] = True
        if one.continued:
            found["continued"] = True
        return found


def _publication(one: Publication) -> shapes.Publication:
    return {
        "status": one.status.value,
        "version": one.version,
        "as_of": _Shaping(True).maybe(one.as_of),
        "address": one.address,
        "log_address": one.log_address,
        "published_by": clean(one.published_by),
        "disclaimer": clean(one.disclaimer),
        "licence": clean(one.licence),
        "licence_address": one.licence_address,
        "removal": clean(one.removal),
        "attached": [_link(link) for link in one.attached],
    }


def _link(one: Link) -> shapes.Link:
    return {"url": clean(one.url), "words": clean(one.words)}


def _attendance(minutes: Minutes) -> shapes.Attendance:
    one = minutes.attendance
    return {
        "roll_taken": one.roll_taken,
        "coalitions": [
            {"name": clean(name), "presence": presence.value} for name, presence in one.coalitions
        ],
        "counted": one.counted,
        "quorum": one.quorum,
        "quorum_rule": clean(one.quorum_rule),
        "quorate": one.quorate,
    }


def _agenda(one: Agenda) -> shapes.Agenda:
    return {
        "adopted": one.adopted,
        "points": [
            {
                "number": point.number,
                "title": clean(point.title),
                "proposed_by": clean(point.proposer),
                "minutes": point.minutes,
                "state": point.state.value,
                "carried_over": point.carried_over,
                "added_line": point.added_line,
                "topic": point.topic,
            }
            for point in one.points
        ],
    }
