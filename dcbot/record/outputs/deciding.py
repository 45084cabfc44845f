"""Decisions and votes in words: what was decided, what was said against it, who voted how."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dcbot.record.deciding import (
    Ballot,
    Decision,
    Finality,
    Outcome,
    Reservation,
    Reserve,
    Vote,
)
from dcbot.record.minutes import ItemKind
from dcbot.record.outputs.blocks import (
    Foreign,
    Jump,
    Point,
    Run,
    Strong,
    Table,
    Words,
    joined,
    names,
)
from dcbot.record.outputs.places import Places
from dcbot.record.outputs.speaking import at_start, capacity, closed, did

OUTCOMES: Mapping[Outcome, str] = {
    Outcome.AGREED: "agreed",
    Outcome.ACCEPTED: "accepted",
    Outcome.REJECTED: "rejected",
    Outcome.FAILED: "not carried",
    Outcome.INCONCLUSIVE: "no conclusion",
    Outcome.OPEN: "still open",
}
_FINALITY: Mapping[Finality, str] = {
    Finality.FINAL: "",
    Finality.PROVISIONAL: "Provisional: those who could not attend may still object.",
    Finality.DISPUTED: "Disputed: an objection has reopened it.",
    Finality.WITHDRAWN: "Withdrawn since: it stands no more.",
}
_RESERVES: Mapping[Reservation, str] = {
    Reservation.OBJECTION: "Objection",
    Reservation.DISSENT: "Dissent",
    Reservation.MINORITY: "Minority view",
    Reservation.ABSTENTION: "Abstention",
}


@dataclass(frozen=True, slots=True)
class Deciding:
    """Says decisions and votes; `votes` are by their line."""

    places: Places
    votes: Mapping[int, Vote]
    unnamed: frozenset[str] = frozenset()
    """Who only wrote down what others said."""

    def decision(self, decision: Decision) -> Point:
        """A decision, with all that was said against it."""
        words: list[Run] = [Strong(f"{_called(decision)}:"), " "]
        finality = _FINALITY[decision.finality]
        words += (*closed(decision.text), " ", finality) if finality else (Foreign(decision.text),)
        words += self.places.line(decision.line)
        return Point(tuple(words), anchor_of(decision), tuple(self._below(decision)))

    def _below(self, decision: Decision) -> Iterator[Point]:
        proposer = "" if decision.proposed_by in self.unnamed else decision.proposed_by
        if decision.proposal:
            by = (" by ", Foreign(proposer)) if proposer else ()
            yield Point(("Proposed", *by, ": ", Foreign(decision.proposal)))
        elif proposer:
            yield Point(("Proposed by ", Foreign(proposer)))
        vote = self.votes.get(decision.vote) if decision.vote is not None else None
        if vote is not None and vote.result and not vote.removed:
            yield Point(("By a vote: ", Foreign(vote.result), *self.places.line(vote.line)))
        for reserve in decision.reserves:
            yield self.reserve(reserve)

    def reserve(self, reserve: Reserve) -> Point:
        """What somebody said against a decision."""
        words: list[Run] = [Strong(_RESERVES[reserve.kind])]
        if reserve.name:
            words += [" of ", Foreign(reserve.name)]
        group = "" if reserve.coalition == reserve.name else reserve.coalition
        words += capacity(group, "", reserve.stakeholders)
        words += [": ", *closed(reserve.text)] if reserve.text else ["."]
        if not reserve.proven:
            words.append(" It came by a way that does not prove who said it.")
        if reserve.withdrawn:
            words.append(" It was withdrawn.")
        return Point((*words, *self.places.line(reserve.line)))

    def vote(self, vote: Vote, anchor: str) -> Point:
        """How a vote went: its result and its rules."""
        if vote.removed:
            gone = ("A vote was called; its question was taken back.", *self.places.line(vote.line))
            return Point(gone, anchor)
        caller = "" if vote.name in self.unnamed else vote.name
        words: list[Run] = [
            *did(ItemKind.VOTE, caller),
            *closed(vote.question),
            " ",
        ]
        if vote.result:
            words += [*closed(vote.result)]
        elif vote.closed_at is None:
            words.append("It has not been closed.")
        words += self.places.line(vote.line, vote.closed_line)
        return Point(tuple(words), anchor, tuple(Point(rule) for rule in _rules(vote)))

    def table(self, vote: Vote) -> Table:
        """Who voted how, where that is shown, else how many."""
        rows: list[tuple[Words, ...]] = []
        sentences: list[Words] = []
        shown = not vote.secret and any(_voters(vote, n) for n in range(len(vote.tallies)))
        for place, tally in enumerate(vote.tallies):
            voters = _voters(vote, place) if shown else ()
            count = f"{tally.votes} {'vote' if tally.votes == 1 else 'votes'}"
            rows.append(
                ((Foreign(tally.option),), (str(tally.votes),), *([voters] if shown else []))
            )
            by = (" by ", *voters) if voters else ()
            sentences.append((Foreign(tally.option), f": {count}", *by))
        heads = ("Option", "Votes", "Who") if shown else ("Option", "Votes")
        caption = ("Votes on: ", Foreign(vote.question))
        return Table(caption, heads, tuple(rows), tuple(sentences))


def _voters(vote: Vote, option: int) -> Words:
    given = [one for one in vote.ballots if one.option == option]
    return joined([_voter(one) for one in given]) if given else names(vote.tallies[option].names)


def _voter(ballot: Ballot) -> Words:
    notes = [note for note in (ballot.coalition, "changed" if ballot.changed else "") if note]
    found: list[Run] = [Foreign(ballot.name or at_start("a participant"))]
    for place, note in enumerate(notes):
        found += ["; " if place else " (", Foreign(note)]
    return (*found, ")") if notes else tuple(found)


def _rules(vote: Vote) -> Iterator[Words]:
    if vote.result and vote.closed_at is None:
        yield ("It has not been closed.",)
    if not vote.tallies and vote.options:
        yield ("Options: ", *names(vote.options), ".")
    if vote.franchise:
        yield ("Who may vote: ", *names(vote.franchise), ".")
    if vote.secret:
        yield ("Votes are counted; who voted how is not recorded.",)
    if vote.by_coalition:
        left = f"; {vote.uncounted} did not count" if vote.uncounted else ""
        yield (f"Each coalition had one vote, the last that was given for it{left}.",)
    if vote.majority:
        had = {True: "one option has that", False: "no option has that", None: ""}[vote.reached]
        yield (f"It took {vote.majority} of the votes that were for something; {had}.",)
    if vote.needed is not None:
        enough = {True: "; it has them", False: "; it has not got them", None: ""}
        yield (f"It needs {vote.needed} votes to count{enough[vote.quorate]}.",)
    if vote.closed_at is not None and vote.present:
        yield (f"Present when it was closed: {vote.present}.",)


def anchor_of(decision: Decision) -> str:
    """The name of its place; a proposal that is still open has no number to be known by."""
    return f"decision-{decision.number}" if decision.number else f"proposal-{decision.line}"


def jump_to(decision: Decision) -> Jump:
    """A link to it."""
    words = f"decision {decision.number}" if decision.number else "an open proposal"
    return Jump(words, anchor_of(decision))


def _called(decision: Decision) -> str:
    if not decision.number:
        return f"Proposal, {OUTCOMES[decision.outcome]}"
    return f"Decision {decision.number}, {OUTCOMES[decision.outcome]}"


def reserved(decision: Decision) -> str:
    """That there are reservations, for where the decision is not written out whole."""
    count = len(decision.reserves)
    return f"{count} {'reservation is' if count == 1 else 'reservations are'} recorded in it."
