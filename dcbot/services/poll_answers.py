"""Answers to polls: kept for each person, the last word counts, and what holds now is said back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dcbot.arguments import listed
from dcbot.errors import UserError
from dcbot.services import poll_telling, polls, telling
from dcbot.services.ballot_parts import Ballot
from dcbot.services.polls import Poll
from storage.people import Person
from storage.polls import PollAnswer, PollState, Suits
from storage.store import Store


@dataclass(frozen=True)
class Reaction:
    """The event by which somebody answered with a sign, so that it can be taken back."""

    transport: str
    event_id: str


@dataclass(frozen=True)
class Kept:
    """What a person says of a poll now, and what they said before, by number."""

    now: Ballot
    before: Ballot
    options: int

    @property
    def changed(self) -> list[int]:
        """The numbers of which they had said something else."""
        return [one for one, mark in self.before.items() if self.now.get(one) is not mark]


async def put(
    store: Store,
    poll: Poll,
    ballot: Mapping[int, Suits],
    *,
    by: Person,
    said_at: datetime,
    now: datetime,
    reaction: Reaction | None = None,
) -> Kept:
    """Keep what the person says of these times; what they said of others stays.

    Raises UserError where it was said too late.
    """
    await store.polls.lock(poll)
    require_open(poll, said_at)
    options = {one.number: one for one in await store.polls.options(poll.id)}
    known = await store.polls.answers_of(by.id, [one.id for one in options.values()])
    before = {number: known[one.id].suits for number, one in options.items() if one.id in known}
    for number, mark in ballot.items():
        row = known.get(options[number].id)
        if row is None:
            row = PollAnswer(option_id=options[number].id, person_id=by.id, suits=mark, at=now)
            await store.polls.answer(row)
        row.suits, row.at = mark, now
        row.transport = reaction.transport if reaction else None
        row.event_id = reaction.event_id if reaction else None
    await store.flush()
    return Kept(dict(sorted({**before, **ballot}.items())), before, len(options))


def require_open(poll: Poll, said_at: datetime) -> None:
    """Raise UserError where what was said at that moment does not count any more."""
    if polls.is_open(poll, said_at):
        return
    number = poll.number
    if poll.state is PollState.CANCELLED:
        raise UserError(f"Poll {number} was cancelled; nobody need answer it.")
    if poll.state is PollState.PICKED:
        raise UserError(f"Poll {number} is over: its time {poll.picked} is picked.")
    early = poll.closed_at is not None and poll.closed_at < poll.closes_at
    at = telling.whole((early and poll.closed_at) or poll.closes_at, poll.closes_zone)
    raise UserError(f"Poll {number} closed on {at}; what is said after that does not count.")


def told(poll: Poll, kept: Kept, prefix: str = "!") -> str:
    """What holds of the person's answer now, and what of it is new."""
    text = f"Your answer to poll {poll.number}: {words(kept.now, kept.options)}."
    if kept.changed:
        was = listed([f"{number} was {kept.before[number]}" for number in kept.changed])
        text = f"Changed. {text} Before, {was}."
    until = poll_telling.closes_words(poll)
    say = f"`{prefix}poll {poll.number} answer …`"
    return f"{text} You can change it until {until}, with {say}."


def words(ballot: Ballot, options: int) -> str:
    """A ballot in words: yes to 1 and 3, if need be 2, no to 4; nothing said of 5."""
    parts = []
    for mark, said in (
        (Suits.YES, "yes to"),
        (Suits.IF_NEED_BE, "if need be"),
        (Suits.NO, "no to"),
    ):
        numbers = [number for number, one in ballot.items() if one is mark]
        if numbers:
            parts.append(f"{said} {_numbers(numbers, options)}")
    left = [number for number in range(1, options + 1) if number not in ballot]
    silent = f"; nothing said of {_numbers(left, options)}" if left else ""
    return f"{', '.join(parts)}{silent}"


def _numbers(numbers: Sequence[int], options: int) -> str:
    if len(numbers) == options:
        return "all"
    return listed([str(one) for one in numbers])
