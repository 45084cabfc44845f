"""Polls: finding a time for a meeting with those who are to come."""

from __future__ import annotations

import re
from typing import Annotated, Any

from commands.poll_answers import OWN, own_words
from dcbot.arguments import Paragraphs, Rest, Word
from dcbot.command import Call, Example, command, takes_reply
from dcbot.errors import BadArgument
from dcbot.message import ANY, Answer, Ask
from dcbot.roles import Assurance, Role
from dcbot.services import (
    askers,
    finding,
    groups,
    places,
    poll_closing,
    poll_confirmations,
    poll_orders,
    poll_telling,
    poll_wishes,
    polls,
    proposals,
)

Which = Annotated[str, Word("poll")]
_WHY = re.compile(r"^(?:[,:]?\s*(?:because(?: of)?|since|as)\s+|:\s*)", re.IGNORECASE)


@command(
    "meeting poll",
    aliases=(
        "poll open",
        "open a poll",
        "please open a poll",
        "ask for a time",
        "find a time",
        "please find a time",
    ),
    allowed=Role.REPRESENTATIVE,
    examples=(
        Example(
            "meeting poll DCAD: 1 December 14:00 UTC, 3 December 16:00 UTC",
            "A poll of DCAD (Accessibility and Disability) for “DCAD meeting” (meeting of its o…",
        ),
    ),
)
async def meeting_poll(call: Call, wish: Annotated[str, Paragraphs("group and times")]) -> Answer:
    """Ask those concerned which of several times suits them, up to ten.

    Name the group, the times with their zones, and when it closes: “DC3: 1 December 14:00 UTC, 2
    December 09:00 Geneva time; closes 30 November 18:00 UTC”. A title stands in quotation marks,
    the length, such as “90 minutes”, before the times. The bot says back what it understood and
    asks you. It is asked in the rooms of the group at once, and on its lists after five minutes.
    """
    order, text, closes = poll_orders.read(wish, await groups.titles(call.store))
    group = await call.store.groups.get(order.group_id) if order.group_id else None
    if group is None and order.phrase:
        group = await finding.group_named(call.store, order.phrase, prefix=call.manners.prefix)
    if group is None:
        group = await places.group_of(call.store, call.place)
    if group is None:
        raise BadArgument(
            "Whose meeting is it? Say the group first, such as "
            f"{call.say('meeting poll DC3: 1 December 14:00 UTC, 2 December 15:00 UTC')}."
        )
    to = "open polls of the group"
    await polls.require(call.store, group, to, by=call.person, now=call.now)
    return await poll_wishes.begin(await askers.of(call, group), group, order, text, closes)


@command(
    "poll",
    aliases=("polls", "poll list", "poll show", "meeting polls"),
    examples=(
        Example("poll", "No poll is open that you may answer.…"),
        Example("poll 7", "There is no poll 7.…"),
    ),
)
async def poll(call: Call, which: Annotated[str, Rest("poll")] = "") -> Answer:
    """Show a poll in your own zone, with what you said; alone, list those that are open.

    For example `poll 3`. Below it, answer in your own words. In a room of its group it is shown to
    all, in UTC and the zones of those concerned.
    """
    if not which.strip():
        return await _list(call)
    found = await polls.numbered(call.store, which)
    await polls.require_part(call.store, found, call.place, by=call.person, now=call.now)
    if not call.private and polls.is_there(found, call.place):
        lines = await poll_telling.for_place(call.store, found, now=call.now)
        return Answer("\n".join(lines))
    answering = polls.is_open(found, call.now) and call.private
    lines = await poll_telling.for_person(
        call.store,
        found,
        by=call.person,
        now=call.now,
        here=answering,
        prefix=call.manners.prefix,
    )
    group = await polls.group_of(call.store, found)
    if await polls.manages(call.store, group, call.person, now=call.now):
        lines += ["", "For you, who may run it:"]
        lines += await poll_telling.names(call.store, found, now=call.now)
    ask = Ask(OWN, accepts=(ANY,), draft={"poll": found.id}) if answering else None
    return Answer("\n".join(lines), private=True, ask=ask)


async def _list(call: Call) -> Answer:
    here = [call.place.group_id] if call.place.group_id else []
    zone = call.person.zone or ""
    found = await polls.open_to(call.store, call.person, here, now=call.now)
    if not found:
        return Answer(
            "No poll is open that you may answer. Who may schedule for a group opens one with "
            f"{call.say('meeting poll DC3: 1 December 14:00 UTC, 2 December 15:00 UTC')}."
        )
    lines = [await poll_telling.line(call.store, one, zone) for one in found]
    say = call.say(f"poll {found[0].number}")
    return Answer("\n".join(["Open polls:", *lines, f"{say} shows one."]))


@command(
    "poll answers",
    aliases=("poll who",),
    allowed=Role.REPRESENTATIVE,
    assurance=Assurance.MEDIUM,
    examples=(Example("poll answers 7", "There is no poll 7.…"),),
)
async def poll_who(call: Call, which: Which) -> Answer:
    """Tell who said what to a poll, and who has not answered, to you alone.

    Those may ask who may schedule for the group.
    """
    found = await _to_run(call, which, "see who answered polls of the group")
    lines = await poll_telling.names(call.store, found, now=call.now)
    head = f"Poll {found.number}, for you who may run it:"
    return Answer("\n".join([head, *lines]), private=True)


@command(
    "poll pick",
    aliases=("poll choose",),
    allowed=Role.REPRESENTATIVE,
    examples=(Example("poll pick 7: 2", "There is no poll 7.…"),),
)
async def poll_pick(call: Call, which: Which, time: Annotated[str, Word("time")]) -> Answer:
    """Make a meeting of one of the times of a poll: `poll 3 pick 2`.

    It is said back like any meeting, and made when you say yes; the poll is over then.
    """
    found = await _to_run(call, which, "pick a time of its polls")
    number = time.strip("#.")
    if not number.isdigit():
        raise BadArgument(f"Which time? Say its number, such as {call.say('poll 3 pick 2')}.")
    return await poll_wishes.pick(await _asker(call, found), found, int(number))


@command(
    "poll close",
    allowed=Role.REPRESENTATIVE,
    assurance=Assurance.STRONG,
    changes=True,
    examples=(Example("poll close 7", "There is no poll 7.…"),),
)
async def poll_close(call: Call, which: Which) -> Answer:
    """Close a poll before its time, and tell what came of it. `poll 3 extend` opens it again."""
    found = await _to_run(call, which, "close its polls")
    await polls.close(call.store, found, by=call.person, now=call.now)
    await poll_closing.tell(call.store, found, now=call.now)
    say = call.say(f"poll {found.number} pick 1")
    return Answer(
        f"Poll {found.number} is closed. What came of it is told to the rooms of the group, and "
        f"who said what to you alone. {say} makes the meeting."
    )


@command(
    "poll extend",
    aliases=("poll extend to", "poll extend until", "poll reopen until"),
    allowed=Role.REPRESENTATIVE,
    examples=(Example("poll extend 7: 2 December 18:00 UTC", "There is no poll 7.…"),),
)
async def poll_extend(
    call: Call, which: Which, until: Annotated[str, Rest("until when")]
) -> Answer:
    """Let a poll be open until another time: `poll 3 extend to 2 December 18:00 UTC`.

    Also one that has closed, while nothing is picked. The bot says back what it understood.
    """
    found = await _to_run(call, which, "extend its polls")
    words = re.sub(r"^(?:to|until|till)\s+", "", until.strip(), flags=re.IGNORECASE)
    return await poll_wishes.begin_extension(await _asker(call, found), found, words)


@command(
    "poll cancel",
    allowed=Role.REPRESENTATIVE,
    examples=(Example("poll cancel 7", "There is no poll 7.…"),),
)
async def poll_cancel(call: Call, which: Which, why: Annotated[str, Rest("why")] = "") -> Answer:
    """Cancel a poll; nothing comes of it. Say why behind “because”."""
    found = await _to_run(call, which, "cancel its polls")
    return await poll_wishes.begin_cancelling(
        await _asker(call, found), found, _WHY.sub("", why.strip())
    )


@takes_reply(poll_wishes.CHOOSE)
async def which_of_them(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Take the one of several times that was meant."""
    return await poll_wishes.chosen(await _asker_of(call, draft), draft, reply)


@takes_reply(poll_wishes.MORE)
async def more_of_a_time(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Take the clock, the zone or the closing time that was missing."""
    said = next((line for line in own_words(call).split("\n") if line), reply)
    return await poll_wishes.completed(await _asker_of(call, draft), draft, said)


@takes_reply(poll_wishes.CONFIRM)
async def poll_confirmed(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Do what was asked for, where the same person said yes."""
    if reply != "yes":
        return Answer("Nothing was changed.")
    return await poll_confirmations.done(await _asker_of(call, draft), draft)


async def _to_run(call: Call, which: str, to: str) -> polls.Poll:
    found = await polls.numbered(call.store, which)
    group = await polls.group_of(call.store, found)
    await polls.require(call.store, group, to, by=call.person, now=call.now)
    return found


async def _asker(call: Call, found: polls.Poll) -> proposals.Asker:
    return await askers.of(call, await polls.group_of(call.store, found))


async def _asker_of(call: Call, draft: dict[str, Any]) -> proposals.Asker:
    return await askers.of(call, await proposals.group_of(call.store, draft))
