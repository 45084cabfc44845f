"""Announcements: what somebody says to whole rooms and lists, and how it is recalled in time."""

from __future__ import annotations

from typing import Annotated, Any
from zoneinfo import ZoneInfo

from dcbot.arguments import Name, Number, Paragraphs
from dcbot.command import Call, Example, command, takes_reply
from dcbot.errors import UserError
from dcbot.message import Answer, Ask, literal
from dcbot.roles import Assurance, Role
from dcbot.services import announcements, groups, moments, postings, wishes

Which = Annotated[int, Number("number", 1, 999_999_999)]
_ALL_THE_SAME = "announce all the same"


@command(
    "announce",
    allowed=Role.REPRESENTATIVE,
    assurance=Assurance.STRONG,
    changes=True,
)
async def announce(
    call: Call,
    to: Annotated[str, Name("place or group", until=":")],
    text: Annotated[str, Paragraphs("text")],
) -> Answer:
    """Say something to a room or list, or to all places of a group.

    It is held for five minutes, in which `stop` recalls it and `send now` sends it at once. The
    lines below belong to it. A representative of the group may, and those above. Its lists get as
    many in a week as `group set announcements` says; of one more you are asked first.
    """
    draft = await _draft(call, to, text)
    spent = await announcements.spent(call.store, draft.group, now=call.now)
    if draft.lists and spent.all:
        return Answer(
            await _over(call, draft, spent),
            ask=Ask(_ALL_THE_SAME, draft={"to": to, "text": text}),
        )
    return await _hold(call, draft)


@takes_reply(_ALL_THE_SAME)
async def announce_all_the_same(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Announce it where its author said yes to one more than usual."""
    if reply != "yes":
        return Answer("Nothing was announced.")
    return await _hold(call, await _draft(call, draft["to"], draft["text"]))


@command(
    "stop",
    aliases=("recall",),
    assurance=Assurance.MEDIUM,
    changes=True,
    examples=(Example("stop", "Nothing of yours is held…"),),
)
async def stop(call: Call, number: Which = 0) -> str:
    """Recall what you asked me to send to a whole place, while it is held.

    Where several are held, say which by its number.
    """
    store, by, zone = call.store, call.person, _zone(call)
    posting = await postings.held_by(store, by, number or None, zone=zone, now=call.now)
    return await postings.recall(store, posting, by=by, zone=zone, now=call.now)


@command(
    "send now",
    assurance=Assurance.STRONG,
    changes=True,
    examples=(Example("send now", "Nothing of yours is held…"),),
)
async def send_now(call: Call, number: Which = 0) -> str:
    """Send at once what you asked me to send to a whole place and what is still held."""
    store, by, zone = call.store, call.person, _zone(call)
    posting = await postings.held_by(store, by, number or None, zone=zone, now=call.now)
    return await postings.send_now(store, posting, by=by, zone=zone, now=call.now)


@takes_reply(postings.RECALL)
async def told_that_it_is_held(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Recall what is held, or send it at once."""
    posting = await call.store.postings.get(draft["posting"])
    if posting is None or posting.person_id != call.person.id:
        raise UserError("That announcement is not yours.")
    settle = postings.recall if reply == "stop" else postings.send_now
    by, zone = call.person, _zone(call)
    return Answer(await settle(call.store, posting, by=by, zone=zone, now=call.now))


def _zone(call: Call) -> ZoneInfo:
    return wishes.zone(call.person, call.place.zone, call.manners.zone)


async def _draft(call: Call, to: str, text: str) -> postings.Draft:
    return await announcements.draft(
        call.store,
        to,
        text,
        key=f"announcement {call.transport} {call.event_id}",
        reaches=call.reaches,
        by=call.person,
        now=call.now,
        prefix=call.manners.prefix,
    )


async def _hold(call: Call, draft: postings.Draft) -> Answer:
    posting = await postings.hold(call.store, draft, by=call.person, now=call.now)
    held = len(await call.store.postings.held_numbers(call.person.id))
    say = call.say(f"stop {posting.number}")
    which = f" {held} of yours are held now; this one is {say}." if held > 1 else ""
    text = (
        f"This goes to {posting.where} at {moments.clock(posting.goes_at, _zone(call))}. Until "
        f"then `stop` recalls it, and `send now` sends it at once.{which}"
    )
    ask = Ask(postings.RECALL, accepts=("stop", "send now"), draft={"posting": posting.id})
    return Answer(text, ask=ask)


async def _over(call: Call, draft: postings.Draft, spent: announcements.Spent) -> str:
    handle = literal((await groups.title(call.store, draft.group)).handle)
    shown = _a_week(spent.allowed)
    lately = "".join(
        f"\n- {moments.day(one.goes_at, _zone(call))}, by {literal(one.by_name or 'me')}"
        for one in spent.used
    )
    had = f"They got or get in these seven days:{lately}\n" if lately else ""
    return (
        f"The lists of {handle} are to get {shown} "
        f"({call.say(f'group set {handle}: announcements 2')} changes that). {had}"
        "Announce it all the same? Say `yes` or `no`."
    )


def _a_week(allowed: int) -> str:
    return f"{allowed or 'no'} announcement{'' if allowed == 1 else 's'} a week"
