"""The minutes as a whole document: what was decided first, then what was said, then the annexes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from dcbot.dates import said_day
from dcbot.record.minutes import Minutes
from dcbot.record.outputs import annexes, attendance, floor
from dcbot.record.outputs.blocks import Document, Foreign, Jump, Pairs, Run, Words, joined, names
from dcbot.record.outputs.deciding import Deciding, jump_to
from dcbot.record.outputs.heading import pairs, state, title
from dcbot.record.outputs.manuscript import Manuscript
from dcbot.record.outputs.moments import clock
from dcbot.record.outputs.places import Places
from dcbot.record.outputs.publication import UNAPPROVED, Publication, Status
from dcbot.record.outputs.tasks import Tasks, by_owner
from dcbot.record.outputs.topics import Topics


def whole(
    minutes: Minutes, publication: Publication = UNAPPROVED, *, steps_first: bool = False
) -> Document:
    """All of it; `steps_first`: next steps before decisions, as letters have them."""
    return _Whole(minutes, publication).document(steps_first)


class _Whole:
    """One document being made."""

    def __init__(self, minutes: Minutes, publication: Publication) -> None:
        self.minutes, self.publication = minutes, publication
        self.script = Manuscript()
        linked = publication.with_log or bool(publication.log_address)
        self.places = Places(
            frozenset([line.line for line in minutes.log]) if linked else frozenset()
        )
        votes = {vote.line: vote for vote in minutes.votes}
        self.deciding = Deciding(self.places, votes, minutes.unnamed)
        self.topics = Topics(minutes, self.places, self.deciding, publication.speech)

    def document(self, steps_first: bool) -> Document:
        """Its parts, in order."""
        minutes, script = self.minutes, self.script
        script.state(state(self.publication))
        script.add(Pairs(pairs(minutes, self.publication)))
        self._now()
        parts = [self._decisions, self._steps]
        for part in reversed(parts) if steps_first else parts:
            part()
        self._attendance()
        self._agenda()
        self.topics.write(script)
        self._ending()
        self._annexes()
        self._for_scribe()
        lines_at = None if self.publication.with_log else self.publication.log_address
        return Document(
            title=title(minutes),
            blocks=script.blocks(),
            publication=self.publication,
            lines_at=lines_at,
        )

    def _now(self) -> None:
        if self.publication.status is not Status.LIVE:
            return
        said = list(floor.floor(self.minutes.queue, dated=self.minutes.dated))
        if said:
            self.script.heading(2, "floor", "Now")
            self.script.say(*said)

    def _decisions(self) -> None:
        self.script.heading(2, "decisions", "Decisions")
        self.script.points(map(self.deciding.decision, self.minutes.decisions))
        if not self.minutes.decisions:
            self.script.say(("No decision is recorded.",))

    def _steps(self) -> None:
        script, tasks = self.script, Tasks(self.places)
        script.heading(2, "actions", "Next steps")
        script.points(map(tasks.action, self.minutes.actions))
        if not self.minutes.actions:
            script.say(("No next step is recorded.",))
        if len(self.minutes.actions) > 1 and self.minutes.owners:
            script.heading(3, "owners", "Who has what")
            script.points(map(by_owner, self.minutes.owners))
        if self.minutes.carried:
            script.heading(3, "carried", "Next steps of earlier meetings")
            script.points(map(tasks.action, self.minutes.carried))

    def _attendance(self) -> None:
        self.script.heading(2, "attendance", "Attendance")
        self.script.number(*self._held(), *attendance.summed(self.minutes.attendance))

    def _held(self) -> list[Words]:
        """That the meeting was held, as the first paragraph of the Secretariat's reports says."""
        minutes, found = self.minutes, list[Run]()
        if minutes.started is None:
            return []
        # Who opens and ends notes of a meeting elsewhere did neither to the meeting.
        by = "" if minutes.elsewhere else minutes.started_by
        ended_by = "" if minutes.elsewhere else minutes.ended_by
        found += ["The meeting was opened ", *self._moment(minutes.started)]
        found += [" by ", Foreign(by)] if by else []
        if minutes.ended is not None:
            found += [", and ended ", *self._moment(minutes.ended)]
            found += [" by ", Foreign(ended_by)] if ended_by else []
        found.append(".")
        for one, several, who in (
            ("It was chaired by ", "It was chaired by ", minutes.chairs),
            ("The scribe was ", "The scribes were ", minutes.scribes),
        ):
            if who:
                found += [" ", several if len(who) > 1 else one, *names(who), "."]
        return [tuple(found)]

    def _moment(self, at: datetime) -> Words:
        """The moment in a sentence, with the day where it is not that of the opening before it."""
        dated, started = self.minutes.dated, self.minutes.started
        if not dated or (started is not None and at is not started and at.date() == started.date()):
            return ("at ", clock(at, dated=dated))
        return (f"on {said_day(at.date())} at ", clock(at))

    def _agenda(self) -> None:
        self.script.heading(2, "agenda", "Agenda")
        annex = (Jump("Annex A1", "annex-agenda"),)
        self.script.number(floor.summed(self.minutes.agenda, annex))

    def _ending(self) -> None:
        minutes, script = self.minutes, self.script
        reserved = [one for one in minutes.decisions if one.reserves]
        if reserved:
            script.heading(2, "dissent", "Dissent")
            those = joined([(jump_to(one),) for one in reserved])
            script.number(("Objections, dissent and minority views stand in ", *those, "."))
        regrets = list(attendance.regrets(minutes.attendance))
        if regrets:
            script.heading(2, "regrets", "Regrets")
            script.number(*regrets)
        if minutes.next_meeting:
            script.heading(2, "next", "Next meeting")
            script.number((Foreign(minutes.next_meeting),))

    def _annexes(self) -> None:
        minutes, script = self.minutes, self.script
        if minutes.agenda.points:
            script.heading(2, "annex-agenda", "Annex A1: Agenda")
            script.add(floor.table(minutes.agenda, self.places))
        if minutes.attendance.people:
            script.heading(2, "annex-participants", "Annex A2: Participants")
            script.add(
                attendance.table(minutes.attendance, dated=minutes.dated, unnamed=minutes.unnamed)
            )
        documents = tuple(annexes.documents(minutes.links, self.places, self.publication.attached))
        if documents:
            script.heading(2, "annex-documents", "Annex A3: Documents")
            script.points(documents)
        corrections = tuple(annexes.corrections(minutes, self.places))
        if minutes.log and self.publication.with_log:
            script.heading(2, "annex-log", "Annex A4: Log")
            script.say(*filter(None, [annexes.marked(minutes)]))
            script.add(annexes.log(minutes, self.places, self.topics.made))
        if corrections:
            script.heading(2, "annex-corrections", "Annex A5: Corrections during the meeting")
            script.points(corrections)

    def _for_scribe(self) -> None:
        if not self.publication.for_scribe:
            return
        self.script.heading(2, "doubts", "For the scribe: to settle")
        found = tuple(annexes.doubts(self.minutes, self.places))
        self.script.points(found)
        if not found:
            self.script.say(("Nothing is left to settle.",))


def log_alone(minutes: Minutes, publication: Publication = UNAPPROVED) -> Document:
    """The log as a document of its own; its lines link to what they made in the minutes."""
    script = Manuscript()
    inner = _Whole(minutes, replace(publication, with_log=True))
    inner.document(steps_first=False)
    script.state(state(publication))
    script.add(Pairs(pairs(minutes, publication)))
    script.heading(2, "log", "Log")
    script.say(*filter(None, [annexes.marked(minutes)]))
    script.add(annexes.log(minutes, inner.places, inner.topics.made))
    return Document(
        title=("Log of ", *title(minutes)),
        blocks=script.blocks(),
        publication=publication,
        items_at=publication.address,
    )
