"""Answers to polls: by a sign below one, by a reply, by a command, and by mail with its proof."""

from __future__ import annotations

from typing import Annotated, Any

from dcbot.arguments import Paragraphs, Word
from dcbot.command import Call, Example, command, takes_reply
from dcbot.errors import UserError
from dcbot.lines import after_name, own_lines
from dcbot.message import Answer, Ask
from dcbot.replies import meant_by_reaction
from dcbot.roles import Assurance
from dcbot.services import ballots, poll_answers, poll_places, poll_telling, polls
from dcbot.services.ballot_parts import Ballot

Which = Annotated[str, Word("poll")]
OWN, PROVEN = "own poll answer", "poll answer by mail"
"""The kinds of questions: what somebody says to a poll shown to them alone, and whether an answer
by mail is theirs."""


@command(
    "poll answer",
    aliases=("poll vote", "answer poll", "vote in poll"),
    assurance=Assurance.MEDIUM,
    changes=True,
    examples=(Example("poll answer 7: 1 yes, 2 if need be", "There is no poll 7.…"),),
)
async def poll_answer(
    call: Call, which: Which, answer: Annotated[str, Paragraphs("answer")]
) -> Answer:
    """Say which times of a poll suit you: yes, if need be, or no.

    For example `poll 3 answer 1 yes, 2 if need be, 3 no`. Also `1 and 3` (the others do not suit),
    `all but 2`, `none`, `yes to 1, the rest no`. What you say last counts, until the poll closes.
    """
    found = await polls.numbered(call.store, which)
    await polls.require_part(call.store, found, call.place, by=call.person, now=call.now)
    return await _keep(call, found, answer)


@takes_reply(OWN)
async def own_answer(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Take an answer to a poll that was shown to its sender alone."""
    found = await call.store.polls.get(draft["poll"])
    assert found is not None
    return await _keep(call, found, own_words(call))


@takes_reply(poll_places.ANSWER)
async def answer_in_place(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Take a sign below a poll, or a reply to it; talk about it is let pass."""
    found = await call.store.polls.get(draft["poll"])
    assert found is not None
    sign = meant_by_reaction(call.words)
    # In a mail that proves nothing, a sign is a word like others.
    if sign is not None and call.assurance >= Assurance.MEDIUM:
        await _take_sign(call, found, sign)
        return Answer("")
    options = len(await call.store.polls.options(found.id))
    words = own_words(call)
    if not call.direct and not ballots.may_answer(words, options):
        return Answer("")
    try:
        ballot = ballots.read(words, options)
        if call.assurance < Assurance.MEDIUM:
            return await _ask_for_proof(call, found, ballot)
        return await _put(call, found, ballot)
    except UserError as mistake:
        # In a room, others need not read what one of them said wrong.
        return Answer(mistake.text, private=True)


async def _take_sign(call: Call, found: polls.Poll, sign: str) -> None:
    """A number says yes to that time; the cross that none suits. Other signs say nothing."""
    ballot = ballots.of_sign(sign, len(await call.store.polls.options(found.id)))
    if ballot and polls.is_open(found, call.said_at):
        reaction = poll_answers.Reaction(call.transport, call.event_id)
        await poll_answers.put(
            call.store,
            found,
            ballot,
            by=call.person,
            said_at=call.said_at,
            now=call.now,
            reaction=reaction,
        )


async def _ask_for_proof(call: Call, found: polls.Poll, ballot: Ballot) -> Answer:
    """Anybody can write anybody's address into a mail: it is said back there, and counts with a
    yes."""
    poll_answers.require_open(found, call.said_at)
    options = await call.store.polls.options(found.id)
    said = poll_answers.words(ballot, len(options))
    times = [f"{one.number}. {poll_telling.when(one, call.person.zone or '')}" for one in options]
    text = "\n".join(
        [
            f"Your answer to poll {found.number} would be: {said}.",
            *times,
            "",
            "A mail alone does not prove who wrote it. Reply “yes” to this mail, and it counts; or "
            "“no”. If it was not you, do nothing.",
        ]
    )
    draft = {"poll": found.id, "ballot": ballots.as_document(ballot)}
    return Answer(text, ask=Ask(PROVEN, draft=draft))


@takes_reply(PROVEN)
async def proven_answer(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Keep an answer that came by mail, where its sender said yes."""
    if reply != "yes":
        return Answer("Nothing was changed.")
    found = await call.store.polls.get(draft["poll"])
    assert found is not None
    return await _put(call, found, ballots.from_document(draft["ballot"]))


def own_words(call: Call) -> str:
    """What was said, without the bot's name before it."""
    lines = own_lines(call.words)
    named = [after_name(line, [call.manners.name]) for line in lines]
    return "\n".join(name or line for name, line in zip(named, lines, strict=True))


async def _keep(call: Call, found: polls.Poll, words: str) -> Answer:
    options = len(await call.store.polls.options(found.id))
    return await _put(call, found, ballots.read(words, options))


async def _put(call: Call, found: polls.Poll, ballot: Ballot) -> Answer:
    kept = await poll_answers.put(
        call.store, found, ballot, by=call.person, said_at=call.said_at, now=call.now
    )
    brief = f"Poll {found.number}: {poll_answers.words(kept.now, kept.options)}."
    return Answer(poll_answers.told(found, kept, call.manners.prefix), brief=brief)
