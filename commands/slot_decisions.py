"""Slot decisions: the Secretariat decides requests privately, and releases them in one batch."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any

from commands.slots import asked
from dcbot.arguments import Rest
from dcbot.command import Call, Example, command, takes_reply
from dcbot.errors import BadArgument, UserError
from dcbot.message import Answer, Ask, literal, quoted
from dcbot.roles import Assurance, Role
from dcbot.services import (
    askers,
    slot_calls,
    slot_clashes,
    slot_decided,
    slot_decisions,
    slot_letters,
    timing,
)
from dcbot.services.moments import minute, zone_of
from dcbot.services.slot_decided import RESULTS
from dcbot.when.zones import to_utc

_PRIVATELY = (
    "What is decided stays private until the release, so say that to me alone, in a direct chat or "
    "by mail. Nothing was done."
)


def _alone(call: Call) -> None:
    """Refuse where others read along."""
    if not slot_decided.said_alone(call.place, private=call.private):
        raise UserError(_PRIVATELY)


@command(
    "slot decide",
    aliases=("decide slot", "slot decision"),
    allowed=Role.SECRETARIAT,
    assurance=Assurance.STRONG,
    changes=True,
    examples=(Example("slot decide DC3 accept", "Only the Secretariat can say “!slot decide”.…"),),
)
async def slot_decide(
    call: Call, decision: Annotated[str, Rest("coalition and decision")]
) -> Answer:
    """Decide a coalition's request: accept, waitlist, decline with a reason, or ask a question.

    For example `slot decide DC3 accept`, `slot decide DC3 decline: no report came`. Until you
    release all of it with `slot release`, nobody else knows; a question goes out at once.
    """
    await slot_calls.require(call.store, by=call.person, now=call.now, to=slot_decisions.TO)
    _alone(call)
    head, _, why = decision.partition(":")
    name, result = slot_decided.read(head, decision)
    it = await asked(call, name)
    found = await slot_decisions.decide(
        call.store, it.call, it.group, result, why, by=call.person, now=call.now
    )
    lines = slot_decided.told(found, it.prefix)
    if result is RESULTS["ask"]:
        count = await slot_letters.ask(call.store, it.cycle, found, now=call.now)
        who = f"{count} of its people" if count else "nobody, since no address is known"
        lines.append(f"The question went to {who}.")
    every = await slot_decisions.every(call.store, it.call)
    lines += [f"- {one}" for one in slot_clashes.found(every) if literal(it.handle) in one]
    return Answer("\n".join(lines), private=True)


@command(
    "slot decisions",
    aliases=("slots decided", "slot pending"),
    allowed=Role.SECRETARIAT,
    assurance=Assurance.STRONG,
    examples=(Example("slot decisions", "Only the Secretariat can say “!slot decisions”.…"),),
)
async def decisions(call: Call, cycle: Annotated[str, Rest("cycle")] = "") -> Answer:
    """Show all requests with what is decided of each, what waits for the release, and clashes."""
    await slot_calls.require(call.store, by=call.person, now=call.now, to=slot_decisions.TO)
    row = await slot_calls.found(call.store, cycle, now=call.now)
    its = await slot_calls.cycle_of(call.store, row)
    every = await slot_decisions.every(call.store, row)
    lines = [f"Requests for {literal(its.name)}, as you alone see them:"]
    lines += [slot_decided.line(one) for one in every] or ["- none"]
    clashes = slot_clashes.found(every)
    if clashes:
        lines += ["", "To be looked at:", *(f"- {one}" for one in clashes)]
    return Answer("\n".join(lines), private=True)


@command(
    "slot release",
    aliases=("release slots", "slots release"),
    allowed=Role.SECRETARIAT,
    examples=(Example("slot release 2025", "Only the Secretariat can say “!slot release”.…"),),
)
async def slot_release(call: Call, when: Annotated[str, Rest("cycle and moment")] = "") -> Answer:
    """Release all that was decided in one batch, now or at a moment.

    For example `slot release 2027 on 1 June 2027 at 12:00 UTC`. Everything becomes public at once,
    and each coalition gets its letter. The bot shows what it will release, and asks.
    """
    await slot_calls.require(call.store, by=call.person, now=call.now, to="release decisions")
    _alone(call)
    found = re.match(r"\s*(?P<year>\d{4})?\s*:?\s*(?:on|at)?\s*(?P<when>.*)$", when)
    assert found is not None
    row = await slot_calls.found(call.store, found["year"] or "", now=call.now)
    its = await slot_calls.cycle_of(call.store, row)
    at = await _moment(call, found["when"]) if found["when"].strip() else None
    every = await slot_decisions.every(call.store, row)
    waiting = [one for one in every if one.waits]
    if not waiting:
        raise BadArgument("Nothing waits to be released: no request was decided since.")
    lines = [f"To be released of {literal(its.name)}, {_at(at)}:"]
    lines += [slot_decided.line(one) for one in waiting]
    open_ = [literal(one.handle) for one in await slot_decisions.undecided(call.store, row)]
    if open_:
        lines += ["", f"Not decided: {', '.join(open_)}."]
    clashes = slot_clashes.found(every)
    if clashes:
        lines += ["", "To be looked at:", *(f"- {one}" for one in clashes)]
    lines += ["", "Release it so? Say `yes` or `no`."]
    draft = {
        "call": row.id,
        "at": at.isoformat() if at else "",
        "decisions": [one.decision.id for one in waiting if one.decision],
    }
    return Answer("\n".join(lines), private=True, ask=Ask("slot release", draft=draft))


async def _moment(call: Call, words: str) -> datetime:
    zone = await askers.zone(call, None)
    time = timing.read(words, zone, now=call.now)
    if isinstance(time, timing.Several):
        raise BadArgument(f"{quoted(words)} can mean {literal('; or '.join(time.words))}.")
    if not time.has_clock or time.rule or not (time.zone_said or zone.known):
        raise BadArgument("Say the day, the clock and the zone, as 1 June 2027 at 12:00 UTC.")
    at = to_utc(time.starts_local, zone_of(time.zone))
    if at <= call.now:
        raise BadArgument(f"{quoted(words)} is over. Say a moment to come, or none for now.")
    return at


def _at(at: datetime | None) -> str:
    return f"on {minute(at, zone_of('UTC'))}" if at else "at once"


@takes_reply("slot release")
async def slot_released(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Release what was shown, where the same person said yes."""
    if reply != "yes":
        return Answer("Nothing was released.", private=True)
    row = await call.store.slots.get_call(draft["call"])
    assert row is not None
    every = await slot_decisions.every(call.store, row)
    if [one.decision.id for one in every if one.waits and one.decision] != draft["decisions"]:
        raise UserError("Something was decided since; look at it again with `!slot release`.")
    at = datetime.fromisoformat(draft["at"]) if draft["at"] else call.now
    done = await slot_decisions.release(
        call.store, row, max(at, call.now), by=call.person, now=call.now
    )
    its = await slot_calls.cycle_of(call.store, row)
    count = f"{len(done)} decision{'s' if len(done) != 1 else ''}"
    is_now = "is" if len(done) == 1 else "are"
    then = call.say(f"slots {its.key}")
    when = f"will be public {_at(at)}" if draft["at"] else f"{is_now} public now"
    return Answer(f"{count} of {literal(its.name)} {when}, with a letter to each. {then} shows it.")
