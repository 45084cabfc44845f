"""Annexes of meetings: transcripts, chats, lists of participants and links, attached by message."""

from __future__ import annotations

import re
from typing import Annotated

from dcbot.arguments import Rest
from dcbot.command import Call, Example, command
from dcbot.errors import BadArgument
from dcbot.message import Answer, literal, quoted
from dcbot.roles import Assurance, Role
from dcbot.services import annexes, askers, meetings

Attached = Annotated[str, Rest("meeting, and a link if there is one")]

_LINK = re.compile(r"https?://\S+")
# A number of its own beside that of the meeting: behind a colon, or behind the word.
_NUMBER = re.compile(
    r"(?P<which>[^:]+?)(?::|,?\s+annex(?=[\s#]))\s*(?:annex\s+)?#?(?P<number>\d{1,4})\b(?P<rest>.*)"
)


@command(
    "meeting attach",
    aliases=("attach to meeting", "attach to"),
    allowed=Role.REPRESENTATIVE,
    assurance=Assurance.STRONG,
    changes=True,
    errand="read attached",
    examples=(
        Example("meeting attach DCAD 9", "DCAD has no meeting 9.…"),
        Example("meeting attach DCAD 9: https://example.org/slides slides", "DCAD has no…"),
    ),
)
async def attach(call: Call, what: Attached) -> Answer:
    """Attach to a meeting what its tool left behind, or a link to a recording or to slides.

    Send the files with the message: captions or a transcript (WebVTT, SubRip, or text with times),
    the chat that was saved, the list of participants as CSV. What they hold is laid beside the
    notes by time; messages to single people and addresses are left out. Who stands on the list is
    present in the minutes. Files are for the group alone until somebody says `meeting publish`. Or
    `meeting attach DCCG 7: https://… recording`.
    """
    link = _LINK.search(what)
    which = what[: link.start()] if link else what
    one = await askers.find_meeting(call, which, example=call.say("meeting attach DCCG 7"))
    handle = literal(await meetings.handle(call.store, one))
    if link:
        words = what[link.end() :].strip(" .")
        added = await annexes.add_link(
            call.store, one, link[0], words, by=call.person, now=call.now
        )
        return Answer(f"Annex {added.number} of {handle} is {literal(added.link)}.")
    if call.errand is None or "mistake" in call.errand:
        told = str(call.errand["mistake"]) if call.errand else "No file came with the message."
        raise BadArgument(f"{told} {_how(call)}")
    files = call.errand["files"]
    done = await annexes.add_files(call.store, one, files, by=call.person, now=call.now)
    lines = [_told(each) for each in done]
    return Answer("\n".join([f"Attached to {handle}:", *(f"- {line}" for line in lines)]))


def _how(call: Call) -> str:
    return (
        f"Attach it and write {call.say('meeting attach DCCG 7')} with it; or send me the file "
        "alone, privately, and reply so to it."
    )


def _told(added: annexes.Added) -> str:
    notes = " ".join(added.notes)
    if added.annex is None:
        return f"{quoted(added.name, 60)} was not taken. {notes}"
    return " ".join(filter(None, [f"{annexes.described(added.annex)}.", notes]))


@command(
    "meeting annexes",
    aliases=("annexes", "annexes of"),
    examples=(Example("meeting annexes DCAD 9", "DCAD has no meeting 9.…"),),
)
async def show(call: Call, which: Annotated[str, Rest("meeting")]) -> Answer:
    """List what is attached to a meeting; what is for its group alone is told to the group."""
    one = await askers.find_meeting(call, which, example=call.say("meeting annexes DCCG 7"))
    found = await annexes.seen_by(call.store, one, by=call.person, now=call.now)
    handle = literal(await meetings.handle(call.store, one))
    if not found:
        return Answer(f"Nothing is attached to {handle} that is for everybody.")
    return Answer("\n".join([f"Annexes of {handle}:", *map(annexes.described, found)]))


@command(
    "meeting publish",
    aliases=("publish annex",),
    allowed=Role.MEMBER,
    assurance=Assurance.STRONG,
    changes=True,
    examples=(Example("meeting publish DCAD 9: 1", "DCAD has no meeting 9.…"),),
)
async def publish(call: Call, what: Annotated[str, Rest("meeting: number")]) -> Answer:
    """Let everybody see an annex of a meeting, its transcript for example.

    `meeting publish DCCG 7: 1` publishes annex 1; `meeting annexes DCCG 7` lists them. Who
    schedules meetings of the group may, or whom it has let publish (`group powers DCCG`).
    """
    which, number, _ = _read(call, what)
    one = await askers.find_meeting(call, which, example=call.say("meeting publish DCCG 7: 1"))
    found = await annexes.publish(call.store, one, number, by=call.person, now=call.now)
    return Answer(f"Everybody can see it now: {annexes.described(found)}.")


@command(
    "meeting detach",
    aliases=("take away annex",),
    allowed=Role.REPRESENTATIVE,
    assurance=Assurance.STRONG,
    changes=True,
    examples=(Example("meeting detach DCAD 9: 1", "DCAD has no meeting 9.…"),),
)
async def detach(call: Call, what: Annotated[str, Rest("meeting: number, why")]) -> Answer:
    """Take away what was attached to a meeting.

    For example `meeting detach DCCG 7: 2, it belongs to another meeting`. That something was there,
    who took it away and why stays.
    """
    which, number, why = _read(call, what)
    one = await askers.find_meeting(call, which, example=call.say("meeting detach DCCG 7: 1"))
    found = await annexes.take_away(call.store, one, number, why, by=call.person, now=call.now)
    handle = literal(await meetings.handle(call.store, one))
    return Answer(f"Of {handle}: {annexes.described(found)}.")


def _read(call: Call, words: str) -> tuple[str, int, str]:
    """What names the meeting, the number of an annex of it, and what is said behind."""
    found = _NUMBER.fullmatch(words.strip())
    if found is None:
        example = call.say("meeting detach DCCG 7: 2, it belongs to another meeting")
        raise BadArgument(f"Say the meeting and the number of the annex, such as {example}.")
    return found["which"], int(found["number"]), (found["rest"] or "").strip(" ,.:;-")
