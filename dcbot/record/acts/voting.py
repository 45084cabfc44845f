"""Votes: opened, cast and closed."""

from __future__ import annotations

from typing import Any

from dcbot.record.line import Line
from dcbot.record.minutes import DoubtKind, ItemKind
from dcbot.record.polls import Poll
from dcbot.record.powers import Power
from dcbot.record.running import Running
from dcbot.record.vote_instructions import Cast, CloseVote, Franchise, OpenVote


def open_vote(running: Running, line: Line, asked: OpenVote) -> None:
    """Begin a vote; one at a time."""
    if not running.may(line, Power.CALL_VOTE):
        # Where “#vote” may also open a vote, theirs was meant as a ballot most likely.
        kind = DoubtKind.BAD_VOTE if asked.closes_motion else DoubtKind.NOT_ALLOWED
        running.tell(line, kind, "No vote is open, and only chairs call one. Ask one.")
    elif running.poll is not None:
        running.tell(
            line, DoubtKind.BAD_VOTE, "Another vote is open. Close it first, with #endvote."
        )
    else:
        poll = Poll(line.number, asked, len(asked.options), asked.closes_motion, asked.counted)
        _begin(running, line, poll)


def _begin(running: Running, line: Line, poll: Poll) -> None:
    running.poll = poll
    running.polls.append(poll)
    kinds = [word for word, on in (("motion", poll.motion), ("counted", poll.counted)) if on]
    running.keep(line, " ".join(["poll", str(poll.size), *kinds]))


def cast(running: Running, line: Line, asked: Cast, *, at: Any = None) -> None:
    """Take a vote; the last of each person counts until the vote is closed."""
    poll = running.poll
    if poll is None:
        running.tell(line, DoubtKind.BAD_VOTE, "No vote is open. A chair opens one: #startvote.")
        return
    if poll.counted:
        running.sealed.add(line.number)
    if poll.opened is None:
        return
    option = poll.place(asked.option)
    if option is None:
        poll.doubted.append(line.number)
        running.tell(line, DoubtKind.BAD_VOTE, _no_option(poll, asked.option))
    elif poll.franchise and line.by not in poll.franchise:
        running.tell(line, DoubtKind.BAD_VOTE, "You are not among those who may vote on this.")
    else:
        poll.give(line.by, option, at or line.entry.at, line.number)


def _no_option(poll: Poll, said: str) -> str:
    options = ", ".join(poll.opened.options) if poll.opened else ""
    # Of a vote that is only counted, no doubt tells what somebody said.
    named = "That" if poll.counted else f"“{said}”"
    what = f"{named} is none of the options" if said else "No option was said"
    return f"{what}. Say one of: {options}."


def close(running: Running, line: Line, asked: CloseVote) -> None:
    """End the open vote."""
    poll = running.poll
    if poll is None:
        running.tell(line, DoubtKind.NOTHING_THERE, "No vote is open.")
    elif not running.may(line, Power.CALL_VOTE):
        running.tell(line, DoubtKind.NOT_ALLOWED, "Only chairs close a vote. Ask one.")
    else:
        _end(running, line, poll)


def _end(running: Running, line: Line, poll: Poll) -> None:
    poll.closed_line, poll.closed_at = line.number, line.entry.at
    running.poll = None
    running.keep(line, "close")
    for given in poll.ballots.values():
        # From here on the vote counts, even if its words are taken back.
        if given.line in running.lines:
            running.keep(running.lines[given.line], f"cast {given.option}")
    running.created(line, 0, ItemKind.ACCEPTED if poll.motion else None)


def franchise(running: Running, line: Line, asked: Franchise) -> None:
    """Say who may vote, or how many votes it needs."""
    poll = running.poll
    if poll is None or not running.may(line, Power.CALL_VOTE):
        running.tell(line, DoubtKind.NOTHING_THERE, "No vote is open that you could change.")
        return
    found = [one for name in asked.voters for one in running.registry.find(name)[:1] or (name,)]
    poll.franchise = tuple(found) or poll.franchise
    poll.needed = asked.needed if asked.needed is not None else poll.needed
    running.keep(line, f"franchise {poll.needed or 0} {' '.join(poll.franchise)}".strip())


def restore(running: Running, line: Line, word: str, rest: str) -> bool:
    """Put in force what is left of an erased line; False where it is none of these."""
    if word == "poll":
        size, *kinds = rest.split()
        poll = Poll(line.number, None, int(size), "motion" in kinds, "counted" in kinds)
        _begin(running, line, poll)
    elif word == "cast" and running.poll is not None:
        if running.poll.opened is not None:
            running.poll.give(line.by, int(rest), line.entry.at, line.number)
    elif word == "close" and running.poll is not None:
        _end(running, line, running.poll)
    elif word == "franchise" and running.poll is not None:
        needed, *voters = rest.split()
        running.poll.needed = int(needed) or None
        running.poll.franchise = tuple(voters)
        running.keep(line, f"franchise {rest}")
    else:
        return word in ("cast", "close", "franchise")
    return True


ACTS: dict[Any, Any] = {OpenVote: open_vote, Cast: cast, CloseVote: close, Franchise: franchise}
