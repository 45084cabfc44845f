"""Decisions, what was said against them, and votes, as they grow while a journal is walked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from dcbot.record.deciding import (
    Ballot,
    Decision,
    Finality,
    Outcome,
    Reservation,
    Reserve,
    Tally,
    Vote,
)
from dcbot.record.facts import Facts
from dcbot.record.line import Line
from dcbot.record.minutes import ItemKind
from dcbot.record.polls import Poll
from dcbot.record.roll import Roll
from dcbot.record.sections import ItemDraft

_PROPOSED = "proposed"


@dataclass(slots=True)
class DecisionDraft:
    """A decision as it grows; an open proposal is one without a number."""

    item: ItemDraft
    topic: int
    proposal: ItemDraft | None = None
    reserves: list[Reserve] = field(default_factory=list)
    vote: int | None = None

    def decision(self, facts: Facts, skip: int) -> Decision:
        """The decision as the minutes hold it."""
        item, proposal = self.item, self.proposal
        return Decision(
            number=item.number or 0,
            text=item.text,
            outcome=Outcome.OPEN if item.number is None else Outcome(item.kind.value),
            by=item.by,
            name=item.name,
            at=item.at,
            line=item.line,
            topic=max(self.topic - skip, 0),
            finality=self._finality(facts),
            proposal=proposal.text if proposal and proposal.text != item.text else "",
            proposed_by=proposal.name if proposal else "",
            reserves=tuple(self.reserves),
            vote=self.vote,
        )

    def _finality(self, facts: Facts) -> Finality:
        if self.item.number is None:
            return Finality.PROVISIONAL
        if facts.window_days is None:
            return Finality.FINAL
        later = any(
            one.kind is Reservation.OBJECTION and one.line > self.item.line and not one.withdrawn
            for one in self.reserves
        )
        return Finality.DISPUTED if later else Finality.PROVISIONAL


class Decided:
    """The decisions and open proposals so far, and where a reservation belongs."""

    def __init__(self) -> None:
        self.drafts: list[DecisionDraft] = []
        self._proposals: list[DecisionDraft] = []

    def propose(self, item: ItemDraft, topic: int) -> None:
        """A proposal, which the next decision under the same topic takes up."""
        self._proposals.append(DecisionDraft(item, topic))

    def decide(self, item: ItemDraft, topic: int, vote: int | None = None) -> None:
        """A decision; what was said against the open proposal stands in it."""
        draft = DecisionDraft(item, topic, vote=vote)
        if self._proposals and self._proposals[-1].topic == topic:
            proposal = self._proposals.pop()
            draft.proposal, draft.reserves = proposal.item, proposal.reserves
            if not item.text:
                item.text = proposal.item.text
        self.drafts.append(draft)

    def reserve(self, reserve: Reserve, line: int | None, number: int | None) -> bool:
        """Record it in the decision or proposal meant; False where there is none."""
        draft = self._meant(line, number)
        if draft is None:
            return False
        draft.reserves.append(reserve)
        return True

    def _meant(self, line: int | None, number: int | None) -> DecisionDraft | None:
        all_of_them = [*self.drafts, *self._proposals]
        if number is not None:
            return next((one for one in self.drafts if one.item.number == number), None)
        if line is not None:
            for one in all_of_them:
                if one.item.line == line:
                    return one
        return max(all_of_them, key=lambda one: one.item.line, default=None)

    def open_proposals(self) -> list[DecisionDraft]:
        """Those that nothing came of yet."""
        return self._proposals


def result(poll: Poll) -> str:
    """How the vote came out, in one sentence with the numbers, as OpenStack's MeetBot puts it."""
    options = poll.opened.options if poll.opened else ()
    counted = [f"{options[place]}: {votes}" for place, votes in enumerate(poll.counts()) if votes]
    question = poll.opened.question if poll.opened else ""
    if not counted:
        return f'Voted on "{question}" Nobody voted'
    return f'Voted on "{question}" Results are, {", ".join(counted)}'


def motion_outcome(poll: Poll) -> tuple[ItemKind, str]:
    """What became of a motion, as hcoop's MeetBot puts it."""
    yes, _, no = poll.counts()
    numbers = f"{yes} in favor to {no} opposed"
    if yes > no:
        return ItemKind.ACCEPTED, f"Motion accepted: {numbers}"
    if yes < no:
        return ItemKind.FAILED, f"Motion failed: {numbers}"
    return ItemKind.INCONCLUSIVE, f"Motion inconclusive: {numbers}"


@dataclass(frozen=True, slots=True)
class Votes:
    """Makes the record of a vote."""

    facts: Facts
    roll: Roll
    shown: Callable[[str, str], str]

    def vote(self, poll: Poll, line: Line, name: str, topic: int, present: int) -> Vote:
        """The vote as the minutes hold it; secret ones without names."""
        opened = poll.opened
        secret = bool(opened and opened.secret)
        ballots = () if secret else tuple(self._ballots(poll))
        return Vote(
            question=opened.question if opened else "",
            options=opened.options if opened else (),
            by=line.by,
            name=name,
            at=line.entry.at,
            line=poll.line,
            topic=topic,
            closed_at=poll.closed_at,
            closed_line=poll.closed_line,
            tallies=_tallies(poll, ballots),
            ballots=ballots,
            secret=secret,
            franchise=tuple(self.shown(by, self.roll.name(by)) for by in poll.franchise),
            needed=poll.needed,
            present=present,
            quorate=self._quorate(poll),
            result=result(poll),
            removed=opened is None,
        )

    def _quorate(self, poll: Poll) -> bool | None:
        enough = self.roll.quorate()
        if poll.needed is None:
            return enough
        return len(poll.ballots) >= poll.needed and enough is not False

    def _ballots(self, poll: Poll) -> list[Ballot]:
        return [
            Ballot(
                by=by,
                name=self.shown(by, self.roll.name(by)),
                option=given.option,
                at=given.at,
                line=given.line,
                changed=given.changed,
                coalition=self.roll.affiliation(by).group,
            )
            for by, given in poll.ballots.items()
        ]


def _tallies(poll: Poll, ballots: tuple[Ballot, ...]) -> tuple[Tally, ...]:
    options = poll.opened.options if poll.opened else ()
    return tuple(
        Tally(option, votes, tuple(one.name for one in ballots if one.option == place))
        for (place, option), votes in zip(enumerate(options), poll.counts(), strict=False)
    )


def reserve_of(
    line: Line, kind: Reservation, text: str, name: str, coalition: str, stakeholders: str
) -> Reserve:
    """The reservation that a line makes."""
    return Reserve(
        kind=kind,
        text=text,
        by=line.by,
        name=name,
        at=_moment(line),
        line=line.number,
        coalition=coalition,
        stakeholders=stakeholders,
        proven=line.entry.proven,
    )


def _moment(line: Line) -> datetime:
    return line.entry.at
