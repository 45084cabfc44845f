"""Minutes: what a meeting was recorded as; corrected, approved, released; how it has changed."""

from __future__ import annotations

from typing import Annotated, Any

from dcbot.arguments import Paragraphs, Rest
from dcbot.command import Call, Example, command, takes_reply
from dcbot.errors import BadArgument, NotFound
from dcbot.lines import own_lines
from dcbot.message import Answer, literal, quoted
from dcbot.roles import Assurance
from dcbot.services import (
    corrections,
    corrections_said,
    decisions,
    doubts,
    drafts,
    drafts_told,
    minutes,
    minutes_said,
    minutes_shown,
    objections_said,
    remarks,
)
from dcbot.services.corrections import Asked, Asking
from dcbot.services.minutes_said import Journal, Meant

Which = Annotated[str, Rest("meeting")]
Changes = Annotated[str, Paragraphs("meeting: change")]
_NONE = "There are no minutes of DCAD that you can see."


@command("minutes", aliases=("minutes show",), examples=(Example("minutes DCAD", _NONE),))
async def show(call: Call, which: Which = "") -> Answer:
    """Show the minutes of a meeting in short: next steps, decisions, who was there, their state.

    For example `minutes DCCG 7`; without a number, the newest of the group.
    """
    meant = await minutes_said.find(call, which)
    lines = await minutes_shown.whole(
        call.store, meant.journal, meant.version, site=call.manners.site, now=call.now
    )
    return await _answer(call, meant, lines)


@command(
    "minutes versions",
    aliases=("minutes history",),
    examples=(Example("minutes versions DCAD", _NONE),),
)
async def versions(call: Call, which: Which = "") -> Answer:
    """List the versions of a meeting's minutes, with who brought each about, when and why."""
    meant = await minutes_said.find(call, which)
    return await _answer(call, meant, await minutes_shown.versions(call.store, meant.journal))


@command(
    "minutes changes",
    aliases=("minutes differences", "minutes diff"),
    examples=(Example("minutes changes DCAD", _NONE),),
)
async def changes(call: Call, which: Annotated[str, Rest("meeting and version")] = "") -> Answer:
    """Tell what a version of the minutes says otherwise than the one before, and why.

    For example `minutes changes DCCG 7`, or `minutes changes DCCG 7 2`.
    """
    meant = await minutes_said.find(call, which)
    number = minutes_said.version_number(meant.rest) or meant.version.number
    every = {one.number: one for one in await call.store.minutes.versions(meant.journal.id)}
    name = literal(await minutes.handle(call.store, meant.journal))
    if number not in every:
        raise NotFound(
            f"The minutes of {name} have {len(every)} versions, and no version {number}."
        )
    if number - 1 not in every:
        return Answer(f"Version {number} is the first version of the minutes of {name}.")
    for one in (every[number], every[number - 1]):
        if not await minutes.may_see(call.store, meant.journal, one, call.person, now=call.now):
            raise NotFound(f"Version {one.number} of the minutes of {name} is held back.")
    lines = await minutes_shown.changes(call.store, meant.journal, every[number], every[number - 1])
    return await _answer(call, meant, lines)


async def _answer(call: Call, meant: Meant, lines: list[str]) -> Answer:
    group = await minutes.group_of(call.store, meant.journal)
    secret = minutes_shown.is_secret(meant.version, call.place, group.id)
    return Answer("\n".join(lines), private=secret and not call.private)


@command(
    "minutes correct",
    aliases=("correct minutes", "correct the minutes", "minutes change", "minutes amend"),
    assurance=Assurance.MEDIUM,
    changes=True,
    examples=(Example("minutes correct DCAD: line 1: no", _NONE),),
)
async def correct(call: Call, change: Changes) -> Answer:
    """Correct the minutes of a meeting; one change in each line.

    For example `minutes correct DCCG 7: line 12: We meet in June`, `line 12: s/June/July/`,
    `remove line 12`, `line 12: no name`, `action 3 for Kofi`, `action 3: call them`, `remove
    decision 2`, `present: Ana (DC3)`, `regrets: Bo`. Who chaired the meeting, or decides for the
    group, changes all; everybody their own lines, and who represents a coalition its attendance.
    What others ask for waits for those who decide.
    """
    meant = await minutes_said.find(call, change)
    said = [line for line in meant.rest.split("\n") if line.strip()]
    if not said:
        raise BadArgument(
            f"What is to be changed? Say it behind a colon, such as "
            f"{call.say('minutes correct DCCG 7: line 12: We meet in June')}."
        )
    return Answer(await _corrected(call, meant.journal, said))


async def _corrected(call: Call, journal: Journal, said: list[str]) -> str:
    asking = Asking(call.person, call.assurance, by_mail=call.transport == "mail")
    asked = await corrections.ask(call.store, journal, said, asking, now=call.now)
    parts = [await _told(call, journal, asked)] if asked.version or asked.remarks else []
    for number, text in asked.objections:
        group = await minutes.group_of(call.store, journal)
        by, now = call.person, call.now
        row = await decisions.one(call.store, group, number, by=by, now=now)
        kind = objections_said.Reservation.OBJECTION
        parts.append(await objections_said.record(call, row, kind, text))
    return "\n".join(parts)


async def _told(call: Call, journal: Journal, asked: Asked) -> str:
    name = literal(await minutes.handle(call.store, journal))
    parts = []
    if asked.version is not None:
        state = asked.version.state.value
        parts.append(
            f"The minutes of {name} are corrected: version {asked.version.number}, {state}. "
            f"{call.say(f'minutes changes {name}')} tells what changed."
        )
    if asked.remarks:
        waits = "\n".join(drafts_told.remark_line(one) for one in asked.remarks)
        parts.append(f"This waits for those who decide about the minutes of {name}:\n{waits}")
    return "\n".join(parts)


@takes_reply(drafts_told.REPLIES)
async def reply_to_draft(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Take corrections and objections that somebody replied to what told of a draft."""
    journal = await call.store.journals.get(draft["journal"])
    lines = [line for line in own_lines(call.words) if line.strip()]
    meant = [line for line in lines if corrections_said.is_meant(line)]
    if journal is None or not (meant or (call.private and lines)):
        return Answer("")
    # To the bot alone one writes whatever is wrong, in whichever words.
    return Answer(await _corrected(call, journal, meant or [" ".join(lines)]))


@takes_reply(doubts.ASK)
async def settle_doubts(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Settle what a scribe was asked at the end, by one answer in each line."""
    journal = await call.store.journals.get(draft["journal"])
    if journal is None:
        raise NotFound("That meeting is not recorded any more.")
    by, now = call.person, call.now
    found = await doubts.answer(call.store, journal, call.words, draft["doubts"], by=by, now=now)
    if found.left:
        await doubts.go_on(call.store, draft["letter"])
    lines = [f"Settled: {', '.join(map(str, found.done))}."] if found.done else []
    lines += found.mistakes
    if found.left:
        lines += ["Left to settle, by a reply to the same message:", *doubts.lines(found.left)]
    return Answer("\n".join(lines))


@command(
    "minutes accept",
    assurance=Assurance.MEDIUM,
    changes=True,
    examples=(Example("minutes accept DCAD 1 1", "DCAD has no meeting 1."),),
)
async def accept(call: Call, which: Annotated[str, Rest("meeting and remark")]) -> Answer:
    """Take in a correction that somebody asked for: `minutes accept DCCG 7 1`."""
    meant, number, _ = await _remark(call, which, "minutes accept DCCG 7 1")
    remark = await remarks.find(call.store, meant.journal, number)
    by, now = call.person, call.now
    version = await corrections.accept(call.store, meant.journal, remark, by=by, now=now)
    name = literal(await minutes.handle(call.store, meant.journal))
    if version is None:
        return Answer(
            f"Remark {number} is taken in. It is in words of its own, so it changes nothing by "
            f"itself: {quoted(remark.text, 300)}. Correct what it says with "
            f"{call.say(f'minutes correct {name}: …')}."
        )
    return Answer(f"The minutes of {name} are corrected: version {version.number}.")


@command(
    "minutes decline",
    assurance=Assurance.MEDIUM,
    changes=True,
    examples=(Example("minutes decline DCAD 1 1", "DCAD has no meeting 1."),),
)
async def decline(call: Call, which: Annotated[str, Rest("meeting and remark: why")]) -> Answer:
    """Leave out a correction that somebody asked for; say why behind a colon. They are told."""
    meant, number, why = await _remark(call, which, "minutes decline DCCG 7 1: why")
    remark = await remarks.find(call.store, meant.journal, number)
    by, now = call.person, call.now
    await remarks.decline(call.store, meant.journal, remark, by=by, now=now, why=why)
    return Answer(f"Remark {number} is {remark.state.value}.")


async def _remark(call: Call, which: str, example: str) -> tuple[Meant, int, str]:
    meant = await minutes_said.find(call, which)
    head, _, why = meant.rest.partition(":")
    number = head.strip().removeprefix("remark ").lstrip("#")
    if not number.isdecimal():
        raise BadArgument(f"{quoted(meant.rest)} names no remark. Say {call.say(example)}.")
    return meant, int(number), why.strip()


@command(
    "minutes approve",
    aliases=("approve minutes", "approve the minutes"),
    assurance=Assurance.STRONG,
    changes=True,
    examples=(Example("minutes approve DCAD", _NONE),),
)
async def approve(call: Call, which: Which = "") -> Answer:
    """Approve the minutes of a meeting: from then on they are the record.

    Who chaired the meeting, or decides for the group, may. Drafts are approved by themselves when
    the group's window is over and no correction waits, or when a later meeting agrees to them.
    """
    meant = await minutes_said.find(call, which)
    store, by, now = call.store, call.person, call.now
    version = await drafts.approve(
        store, meant.journal, by=by, now=now, why=meant.rest, said_in=call.place
    )
    name = literal(await minutes.handle(store, meant.journal))
    return Answer(f"The minutes of {name} are approved: version {version.number}.")


@command(
    "minutes release",
    aliases=("release minutes", "publish minutes", "minutes publish"),
    assurance=Assurance.STRONG,
    changes=True,
    examples=(Example("minutes release DCAD", _NONE),),
)
async def release(call: Call, which: Which = "") -> Answer:
    """Show a draft that is held back to all who may read it, and tell of it as usual."""
    meant = await minutes_said.find(call, which)
    store, by, now = call.store, call.person, call.now
    site = call.manners.site
    audience = await drafts.release_by(store, meant.journal, by=by, site=site, now=now)
    name = literal(await minutes.handle(store, meant.journal))
    who = "everybody" if audience.value == "public" else "those who take part in the group"
    return Answer(f"The draft minutes of {name} are shown to {who} now.")


@command(
    "minutes withdraw",
    aliases=("withdraw minutes",),
    assurance=Assurance.STRONG,
    changes=True,
    examples=(Example("minutes withdraw DCAD: all wrong", _NONE),),
)
async def withdraw(call: Call, which: Which) -> Answer:
    """Withdraw minutes that are not to be used any more; say why behind a colon."""
    meant = await minutes_said.find(call, which)
    store, by, now = call.store, call.person, call.now
    version = await drafts.withdraw(store, meant.journal, by=by, now=now, why=meant.rest)
    name = literal(await minutes.handle(store, meant.journal))
    return Answer(f"The minutes of {name} are withdrawn: version {version.number}.")
