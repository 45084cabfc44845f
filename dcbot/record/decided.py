"""Decisions and what was said against them, as they grow while a journal is walked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from dcbot.record.deciding import (
    Decision,
    Finality,
    Outcome,
    Reservation,
    Reserve,
)
from dcbot.record.facts import Facts
from dcbot.record.line import Line
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
