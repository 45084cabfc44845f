"""Results of polls: what came of one, as a table and as a sentence for each time."""

from __future__ import annotations

from datetime import datetime

from dcbot.arguments import listed
from dcbot.message import literal, quoted
from dcbot.services import drawing, groups, poll_telling, polls
from dcbot.services.poll_telling import Count, Tally, when
from dcbot.services.polls import Poll
from storage.store import Store


async def result(store: Store, poll: Poll, *, now: datetime, late: str = "") -> str:
    """What came of the poll, as a table and as sentences."""
    found = await poll_telling.count(store, poll, now=now)
    group = await polls.group_of(store, poll)
    handle = literal((await groups.title(store, group)).handle)
    lines = [f"**Poll {poll.number} is closed: when is {quoted(poll.title)} of {handle}?**{late}"]
    answered = len(found.people)
    if not answered:
        lines.append("Nobody has answered.")
    else:
        people = f"{answered} {'person' if answered == 1 else 'people'} answered"
        waited = f"; {len(found.missing)} of those concerned did not" if found.missing else ""
        lines += [f"{people}{waited}.", "", *table(found), ""]
        lines += sentences(found)
        lines.append(_best(found))
        if found.guests:
            lines.append(f"{poll_telling.guest_words(found.guests)}.")
    if all(option.starts_at <= now for option in found.options):
        lines.append("All its times are past by now.")
    else:
        lines.append(
            f"That binds nobody: who schedules for {handle} picks one with `!poll {poll.number} "
            f"pick {_first(found)}`, or asks again."
        )
    return "\n".join(lines)


def table(found: Count) -> list[str]:
    """The tallies as a table of plain text."""
    rows = [["", "time (UTC)", "yes", "if need be", "no", "not said"]]
    for option, tally in zip(found.options, found.tallies, strict=True):
        at = option.starts_at
        counts = [tally.yes, tally.if_need_be, tally.no, tally.silent]
        when_ = f"{at:%a} {at.day} {at:%b %H:%M}"
        rows.append([str(option.number), when_, *map(str, counts)])
    return drawing.table(rows, right=(0, 2, 3, 4, 5))


def sentences(found: Count) -> list[str]:
    """The tallies as a sentence for each time."""
    of = len(found.people)
    return [
        f"- Time {option.number}, {when(option)}, {_sentence(tally, of)}"
        for option, tally in zip(found.options, found.tallies, strict=True)
    ]


def _sentence(tally: Tally, of: int) -> str:
    yes = f"suits {tally.yes} of {of}" if tally.yes else "suits nobody"
    more = "more " if tally.yes else ""
    if_need_be = f", and {tally.if_need_be} {more}if need be" if tally.if_need_be else ""
    no = f"{tally.no} cannot come" if tally.no else "nobody says no"
    silent = f"; {tally.silent} did not say" if tally.silent else ""
    return f"{yes}{if_need_be}; {no}{silent}."


def _rank(tally: Tally) -> tuple[int, int, int]:
    return tally.yes, tally.if_need_be, -tally.no


def _first(found: Count) -> int:
    best = max(found.tallies, key=_rank)
    return found.options[list(found.tallies).index(best)].number


def _best(found: Count) -> str:
    best = max(map(_rank, found.tallies))
    numbers = [
        str(option.number)
        for option, tally in zip(found.options, found.tallies, strict=True)
        if _rank(tally) == best
    ]
    if not best[0] and not best[1]:
        return "Nobody said yes to any of the times."
    if len(numbers) > 1:
        return f"Times {listed(numbers)} suit most people, and equally many."
    return f"Time {numbers[0]} suits most people."
