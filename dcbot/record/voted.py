"""Votes as the minutes hold them: what counts, how it came out, and whether that was enough."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from dcbot.record.deciding import Ballot, Tally, Vote
from dcbot.record.facts import Facts
from dcbot.record.line import Line
from dcbot.record.minutes import ItemKind
from dcbot.record.polls import Given, Poll, abstains
from dcbot.record.roll import Roll
from dcbot.record.vote_instructions import Majority


def _result(poll: Poll, counts: list[int]) -> str:
    """How the vote came out, in one sentence with the numbers, as OpenStack's MeetBot puts it."""
    options = poll.opened.options if poll.opened else ()
    counted = [f"{options[place]}: {votes}" for place, votes in enumerate(counts) if votes]
    question = poll.opened.question if poll.opened else ""
    if not counted:
        return f'Voted on "{question}" Nobody voted'
    return f'Voted on "{question}" Results are, {", ".join(counted)}'


_SHARES = {
    Majority.SIMPLE: Fraction(1, 2),
    Majority.TWO_THIRDS: Fraction(2, 3),
    Majority.THREE_QUARTERS: Fraction(3, 4),
    Majority.ALL: Fraction(1),
}


def _has(majority: Majority, votes: int, of: int) -> bool:
    """Whether so many votes of those that say something are enough."""
    if not of:
        return False
    share, needed = Fraction(votes, of), _SHARES[majority]
    return share > needed if majority is Majority.SIMPLE else share >= needed


@dataclass(frozen=True, slots=True)
class Votes:
    """Makes the record of a vote."""

    facts: Facts
    roll: Roll
    shown: Callable[[str, str], str]

    def vote(self, poll: Poll, line: Line, name: str, topic: int, present: int) -> Vote:
        """The vote as the minutes hold it; those only counted without names."""
        opened = poll.opened
        counting = self._counting(poll)
        ballots = () if poll.counted else tuple(self._ballots(counting))
        counts = poll.counts(counting.values())
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
            tallies=_tallies(poll, counts, ballots),
            ballots=ballots,
            secret=poll.counted,
            by_coalition=bool(opened and opened.by_coalition),
            majority=opened.majority.value if opened else "",
            reached=_reached(poll, counts),
            uncounted=len(poll.ballots) - len(counting),
            franchise=tuple(self.shown(by, self.roll.name(by)) for by in poll.franchise),
            needed=poll.needed,
            present=present,
            quorate=self._quorate(poll, len(counting)),
            result=_result(poll, counts),
            removed=opened is None,
        )

    def outcome(self, poll: Poll) -> tuple[ItemKind, str]:
        """What became of a motion, as hcoop's MeetBot puts it."""
        yes, _, no = poll.counts(self._counting(poll).values())
        numbers = f"{yes} in favor to {no} opposed"
        majority = poll.opened.majority if poll.opened else Majority.NONE
        if majority:
            numbers += f", where it takes {majority.value}"
            if not _has(majority, yes, yes + no):
                return ItemKind.FAILED, f"Motion failed: {numbers}"
            return ItemKind.ACCEPTED, f"Motion accepted: {numbers}"
        if yes > no:
            return ItemKind.ACCEPTED, f"Motion accepted: {numbers}"
        if yes < no:
            return ItemKind.FAILED, f"Motion failed: {numbers}"
        return ItemKind.INCONCLUSIVE, f"Motion inconclusive: {numbers}"

    def _counting(self, poll: Poll) -> dict[str, Given]:
        """The ballots that count, by who gave them: of each coalition the last, where each has one
        vote; who is known to be of none has none then."""
        if poll.opened is None or not poll.opened.by_coalition:
            return poll.ballots
        groups = {by: self.roll.affiliation(by).group for by in poll.ballots}
        last = {group: by for by, group in groups.items() if group}
        return {by: given for by, given in poll.ballots.items() if last.get(groups[by]) == by}

    def _quorate(self, poll: Poll, votes: int) -> bool | None:
        enough = self.roll.quorate()
        if poll.needed is None:
            return enough
        return votes >= poll.needed and enough is not False

    def _ballots(self, counting: Mapping[str, Given]) -> list[Ballot]:
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
            for by, given in counting.items()
        ]


def _reached(poll: Poll, counts: list[int]) -> bool | None:
    """Whether an option has the majority that was set; those who abstain count for nothing."""
    if poll.opened is None or not poll.opened.majority:
        return None
    options = zip(poll.opened.options, counts, strict=True)
    said = [votes for option, votes in options if not abstains(option)]
    # A motion is carried by those who are for it alone.
    most = said[0] if poll.motion else max(said, default=0)
    return _has(poll.opened.majority, most, sum(said))


def _tallies(poll: Poll, counts: list[int], ballots: tuple[Ballot, ...]) -> tuple[Tally, ...]:
    options = poll.opened.options if poll.opened else ()
    return tuple(
        Tally(option, votes, tuple(one.name for one in ballots if one.option == place))
        for (place, option), votes in zip(enumerate(options), counts, strict=False)
    )
