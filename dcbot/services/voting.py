"""Voting: what the places of a meeting are told of its votes, and votes from elsewhere."""

from __future__ import annotations

from datetime import datetime

from dcbot.arguments import listed
from dcbot.errors import UserError
from dcbot.message import literal, quoted
from dcbot.record.deciding import Vote
from dcbot.record.facts import Dialect
from dcbot.record.minutes import Minutes
from dcbot.roles import Assurance
from dcbot.services import journals, so_far
from dcbot.services.naming import record_name
from storage.journal_lines import LineKind, LineSource
from storage.journals import Journal
from storage.people import Person
from storage.store import Store


def opened(minutes: Minutes, line: int, group: str) -> str | None:
    """What is told where this line opened a vote: how one votes, and its rules."""
    vote = next((one for one in minutes.votes if one.line == line), None)
    if vote is None or vote.closed_at is not None or vote.removed:
        return None
    word = "the number" if len(vote.options) > 5 else "one of them"
    motion = vote.options == ("+1", "0", "-1")
    how = "`+1`, `0` or `-1`" if motion else f"`#vote` and {word}"
    elsewhere = f"`!vote in {group}: {vote.options[0]}`"
    lines = [f"Vote: {literal(vote.question)}"]
    if not motion:
        shown = [f"{n}. {literal(option)}" for n, option in enumerate(vote.options, 1)]
        lines += shown
    lines.append(
        f"Say {how} here; or to me alone or by mail {elsewhere}. The last word of each counts, "
        "until the vote is closed."
    )
    lines += _rules(vote)
    return "\n".join(lines)


def _rules(vote: Vote) -> list[str]:
    rules = []
    if vote.by_coalition:
        rules.append("Each coalition has one vote.")
    if vote.majority:
        rules.append(f"It takes {vote.majority} of the votes that are for something.")
    if vote.secret:
        rules.append(
            "The minutes have the numbers alone; what is said here is read by those who are here."
        )
    return rules


def closed(minutes: Minutes, line: int) -> str | None:
    """What is told where this line closed a vote: how it came out, and who voted so."""
    vote = next((one for one in minutes.votes if one.closed_line == line), None)
    if vote is None or vote.removed:
        return None
    lines = [f"Vote closed: {literal(vote.question)}"]
    for tally in vote.tallies:
        who = f" ({listed([literal(name) for name in tally.names])})" if tally.names else ""
        lines.append(f"- {literal(tally.option)}: {tally.votes}{who}")
    if vote.majority:
        had = "one option has it" if vote.reached else "no option has it"
        lines.append(f"It took {vote.majority}: {had}.")
    if vote.uncounted:
        lines.append(f"{vote.uncounted} did not count, since each coalition had one vote.")
    if vote.quorate is False:
        lines.append("The vote had no quorum.")
    return "\n".join(lines)


async def cast(
    store: Store, journal: Journal, option: str, assurance: Assurance, *, by: Person, now: datetime
) -> str:
    """Give somebody's vote who is not where the meeting is; returns the option as it was taken.

    Raises UserError where no vote is open, or the option is none.
    """
    await store.journals.lock(journal)
    vote = _open(await so_far.minutes_of(store, journal))
    said = option.strip().rstrip(".!")
    row = journals.row(
        at=max(now, journal.last_at),
        kind=LineKind.SAID,
        source=LineSource.ROOM,
        person_id=by.id,
        name=await record_name(store, by, now=now),
        text=await _words(store, journal, said),
        assurance=assurance,
    )
    async with store.savepoint():
        number = await journals.append(store, journal, [row], now=now)
        taken = (await so_far.fold_of(store, journal)).taken.get(number)
        for doubt in taken.doubts if taken else ():
            raise UserError(doubt.text)
    return f"{quoted(said)} on {quoted(vote.question)}"


def _open(minutes: Minutes) -> Vote:
    for vote in minutes.votes:
        if vote.closed_at is None and not vote.removed:
            return vote
    raise UserError("No vote is open in that meeting.")


async def _words(store: Store, journal: Journal, said: str) -> str:
    """The words with which one votes in the ways of speaking that are read in the meeting."""
    if Dialect.OPENSTACK in map(Dialect, journal.dialects):
        return f"#vote {said}"
    (name, *_) = (await journals.facts(store, journal)).bot_names
    return f"{name}, my vote: {said}"
