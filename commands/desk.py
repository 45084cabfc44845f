"""Desk: what waits for the Secretariat, shown at any time, and answered by numbers in one reply."""

from __future__ import annotations

from collections import Counter
from typing import Any

from dcbot.command import Call, Example, command, takes_reply
from dcbot.errors import UserError
from dcbot.lines import fold
from dcbot.message import Answer, quoted
from dcbot.roles import Assurance, Role
from dcbot.services import (
    desk_answers,
    desk_letters,
    desk_reading,
    questions,
    slot_calls,
    slot_decided,
    waiting,
)
from dcbot.services.waiting import Item, Kind

_TO = "see what waits for the Secretariat"
_ELSEWHERE = "you were asked elsewhere; answer it there."
_HOW = "Begin each answer with its number, such as `1 accept, 2 decline: no report came`."


@command(
    "desk",
    aliases=("what waits", "desk letter"),
    allowed=Role.SECRETARIAT,
    assurance=Assurance.STRONG,
    examples=(Example("desk", "Only the Secretariat can say “!desk”.…"),),
)
async def desk(call: Call) -> Answer:
    """Show what waits for the Secretariat, with numbers by which one reply answers all of it.

    It is what comes by letter on Monday morning: requests for slots, what nobody recorded that
    rules ask for, decisions that are not released, outputs that came after the freeze, and what
    you were asked. Answer with `1 accept, 2 decline: no report came, 3 ask: which format?`; each
    part is done for itself.
    """
    await slot_calls.require(call.store, by=call.person, now=call.now, to=_TO)
    found = await waiting.items(call.store, by=call.person, now=call.now)
    if not found:
        return Answer("Nothing waits for the Secretariat.", private=True)
    return Answer(waiting.told(found), private=True, ask=desk_letters.ask(found))


@takes_reply(desk_letters.KIND)
async def desk_answered(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Do what the reply says, part by part; what cannot be read is said, and the rest is done."""
    await slot_calls.require(call.store, by=call.person, now=call.now, to=_TO)
    if not slot_decided.said_alone(call.place, private=call.private):
        raise UserError("Others read along here. Answer to me alone; nothing was done.")
    items = [Item.from_document(one) for one in draft["items"]]
    read = desk_reading.read(call.words)
    said = Counter(part.number for part in read.parts)
    lines, done = [], set()
    for part in read.parts:
        if not 1 <= part.number <= len(items):
            lines.append(f"- {part.number}: there is no such number; they go to {len(items)}.")
        elif said[part.number] > 1:
            if part.number not in done:
                lines.append(f"- {part.number}: it is answered more than once; nothing was done.")
        else:
            item = items[part.number - 1]
            act = _question if item.kind is Kind.QUESTION else _decide
            lines.append(f"- {part.number}: {await act(call, item, part.words)}")
        done.add(part.number)
    if read.unread or not read.parts:
        unread = "; ".join(quoted(line, 60) for line in read.unread) or "An empty reply"
        lines.append(f"- Not understood: {unread}. {_HOW}")
    rest = await waiting.items(call.store, by=call.person, now=call.now)
    if not rest:
        return Answer("\n".join([*lines, "Nothing else waits."]), private=True)
    count = f"{len(rest)} thing{'s wait' if len(rest) != 1 else ' waits'}"
    foot = f"{count} still. The numbers stay as they are here; {call.say('desk')} lists them anew."
    # Whoever goes on by replying to this answers by the same numbers.
    ask = desk_letters.ask(items)
    return Answer("\n".join([*lines, foot]), private=True, ask=ask)


async def _decide(call: Call, item: Item, words: str) -> str:
    return await desk_answers.take(call.store, item, words, by=call.person, now=call.now)


async def _question(call: Call, item: Item, words: str) -> str:
    """Answer what this person was asked elsewhere, as if they had answered it there."""
    word = fold(words)
    mine = await call.store.questions.waiting_for(call.person.id, call.now)
    question = next((one for one in mine if one.id == item.of), None)
    if question is None:
        return "that is settled or has run out, so nothing was done."
    if word not in question.accepts:
        return f"{quoted(words, 60)} does not answer it. Say `yes` or `no`."
    here = question.transport == call.transport
    if not here or question.place not in (call.place.address, call.sender):
        return _ELSEWHERE
    handler, draft = call.registry.replies[question.kind].handler, question.draft

    async def act() -> str:
        if not await questions.settled(call.store, question, word, now=call.now):
            return "that is settled or has run out, so nothing was done."
        answer = await handler(call, reply=word, draft=draft)
        if isinstance(answer, Answer) and (answer.ask or answer.files):
            raise UserError(_ELSEWHERE)
        return answer.text if isinstance(answer, Answer) else str(answer)

    return await desk_answers.alone(call.store, act, by=call.person)
