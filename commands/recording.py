"""Recording: meetings recorded in rooms, written down by a scribe, and looked at so far."""

from __future__ import annotations

from typing import Annotated, Any
from zoneinfo import ZoneInfo

from dcbot.arguments import Paragraphs, Rest
from dcbot.command import Call, Example, command, takes_reply
from dcbot.errors import UserError
from dcbot.message import Answer, Ask
from dcbot.roles import Assurance
from dcbot.services import (
    askers,
    closing,
    forgotten,
    notes,
    notes_told,
    noting,
    opening,
    places,
    recording,
    so_far,
    wishes,
)

OfGroup = Annotated[str, Rest("group")]


@command(
    "startmeeting",
    aliases=tuple(f"{please}{one}" for please in ("", "please ") for one in recording.STARTS)[1:],
    assurance=Assurance.MEDIUM,
    changes=True,
)
async def meeting_start(call: Call, which: Annotated[str, Rest("title")] = "") -> Answer:
    """Begin a meeting that is recorded here, as `#startmeeting` does.

    What is said in the room is kept for the minutes from then on, until `#endmeeting`. One of the
    group that is planned around then is that one. Said to me alone, or by mail, it begins your
    notes on a meeting that is held elsewhere, as `minutes of` does.
    """
    if call.private:
        return await _notes(call, which, "")
    if await so_far.recorded_here(call.store, call.place) is not None:
        raise UserError("A meeting is being recorded here already. `#endmeeting` ends it.")
    # In a room, the line itself begins the meeting before it comes here.
    raise UserError("Say it in a new message, which then is the first line of the meeting.")


@command(
    "endmeeting",
    aliases=(
        "end meeting",
        "end the meeting",
        "stopmeeting",
        "stop the meeting",
        "end of minutes",
        "end of notes",
    ),
    assurance=Assurance.MEDIUM,
    changes=True,
    examples=(Example("endmeeting", "No meeting is being recorded that you take part in.…"),),
)
async def meeting_end(call: Call, group: OfGroup = "") -> Answer:
    """End the meeting that is being recorded, as `#endmeeting` does in it.

    Its chairs may, and coordinators of the group.
    """
    journal = await _meant(call, group)
    store = call.store
    fold = (await so_far.fold_of(store, journal)).fold
    await closing.require(store, journal, fold, by=call.person, now=call.now)
    if journal.is_notes:
        text = await notes_told.close(store, journal, fold, by=call.person, now=call.now)
        return Answer(text)
    await closing.end(store, journal, by=call.person, at=call.now, now=call.now)
    text = await closing.told(store, journal, fold.minutes())
    await closing.tell(store, journal, text, what="ended", now=call.now, but=call.place)
    return Answer(text)


@command(
    "minutes so far",
    aliases=("meeting so far", "minutes now", "so far"),
    examples=(Example("minutes so far", "No meeting is being recorded that you take part in.…"),),
)
async def minutes_so_far(call: Call, group: OfGroup = "") -> Answer:
    """Show what is recorded so far of the meeting that goes on: topics, decisions, actions."""
    journal = await _meant(call, group)
    minutes = await so_far.minutes_of(call.store, journal)
    return Answer(await so_far.brief(call.store, journal, minutes, _zone(call)))


@command(
    "what did I miss",
    aliases=("what have I missed", "missed", "catch me up"),
    examples=(Example("what did I miss", "No meeting is being recorded that you take part in.…"),),
)
async def missed(call: Call, group: OfGroup = "") -> Answer:
    """Tell you alone what was recorded since your last word in the meeting that goes on."""
    journal = await _meant(call, group)
    minutes = await so_far.minutes_of(call.store, journal)
    manners = call.manners
    since = await so_far.last_word(
        call.store, journal, call.person, prefix=manners.prefix, names=(manners.name,)
    )
    text = await so_far.brief(call.store, journal, minutes, _zone(call), since)
    return Answer(text, private=True)


@command(
    "record here too",
    aliases=("record here", "record this room too"),
    changes=True,
    examples=(Example("record here too", "This place belongs to no group…"),),
)
async def here_too(call: Call) -> Answer:
    """Record this room too, for the meeting of the group that goes on in another of its rooms.

    Both rooms are told. Whoever may begin a meeting of the group may.
    """
    store = call.store
    journal = await so_far.record_here_too(store, call.place, by=call.person, now=call.now)
    name = await opening.name_of(store, journal)
    what = f"joined by place {call.place.id} at {call.now.isoformat()}"
    text = f"Another room of the group is recorded too for {name}, from now on."
    await closing.tell(store, journal, text, what=what, now=call.now, but=call.place)
    return Answer(
        f"What is said here is recorded too from now on, for {name}, until `#endmeeting`; a line "
        "that begins with `[off]` is not."
    )


@command(
    "minutes of",
    aliases=("notes of", "notes on", "write down", "scribe"),
    assurance=Assurance.MEDIUM,
    changes=True,
    by_subject=True,
    examples=(Example("minutes of the moon", "“the moon” names no group whose meeting it was.…"),),
)
async def minutes_of(call: Call, text: Annotated[str, Paragraphs("meeting")]) -> Answer:
    """Write down a meeting that is held elsewhere: in plain lines, by chat or by mail.

    Name the meeting in the first line: `minutes of DCCG, 24 November 2026 14:00 UTC`, or its
    number, or the group alone for the one that goes on or was last. The lines below are its notes,
    at once or in several messages: `Ana: what she said`, `Topic: …`, `Decision: …`, `Action for
    Ana: …`, `present+ Ana (DC3)`, `regrets+ Bo`; a clock before a line (`14:05 Ana: …`) says when.
    A mail that is sent again mends what it says otherwise. `end of minutes` closes them. Members of
    the group may, and those above.
    """
    which, _, lines = text.partition("\n")
    return await _notes(call, which, lines)


@takes_reply(notes.MORE)
async def more_notes(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Tell that the notes are closed: while they are open, a reply goes into them by itself."""
    raise UserError("These notes are closed. What is wrong in the minutes is corrected there.")


async def _notes(call: Call, which: str, lines: str) -> Answer:
    store = call.store
    if not call.private:
        raise UserError(
            "Write notes to me alone, or by mail: in a room, all that is said is recorded. "
            "`#startmeeting` begins that."
        )
    by_mail = call.transport == "mail"
    journal = await notes.begin(
        store,
        call.place,
        which,
        await askers.zone(call, None),
        by=call.person,
        bot_names=(call.manners.name,),
        by_mail=by_mail,
        now=call.now,
    )
    await forgotten.plan(store, journal, now=call.now)
    if not lines.strip():
        ask = Ask(notes.MORE, accepts=(), draft={"journal": journal.id}) if by_mail else None
        return Answer(await notes_told.begun(store, journal), ask=ask)
    message = noting.Message(call.transport, call.event_id, call.place.id, call.assurance)
    noted = await noting.take(store, journal, lines, message, by=call.person, now=call.now)
    if noted.over:
        return Answer(
            await notes_told.close(store, journal, noted.fold, by=call.person, now=call.now)
        )
    ask = Ask(notes.MORE, accepts=(), draft={"journal": journal.id}) if by_mail else None
    return Answer(await notes_told.told(store, journal, noted, now=call.now), ask=ask)


async def _meant(call: Call, words: str) -> Any:
    group = await places.meant_group(call.store, words, call.place, prefix=call.manners.prefix)
    return await so_far.meant(
        call.store,
        call.place,
        group if words else None,
        by=call.person,
        now=call.now,
        prefix=call.manners.prefix,
    )


def _zone(call: Call) -> ZoneInfo:
    return wishes.zone(call.person, call.place.zone, call.manners.zone)
