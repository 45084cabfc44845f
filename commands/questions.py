"""Questions: what people ask in their own words, and what to do with what is not understood."""

from __future__ import annotations

import logging
from typing import Annotated

from commands.coalitions import coalition
from commands.fair_times import meeting_fair
from dcbot.arguments import Rest
from dcbot.command import Call, Example, asking, command, otherwise
from dcbot.message import Answer
from dcbot.services import enquiries, fair_wishes, groups, listings, places, recollections

log = logging.getLogger("dcbot.questions")
"""Tells what became of questions, and none of their words."""


@asking
@command(
    "question",
    examples=(
        Example(
            "question which coalitions work on libraries?",
            "1 of the 37 coalitions known here has to do with “libraries”:…",
        ),
        Example("question what does DC3 stand for?", "DC3 stands for Dynamic Coalition on Comm…"),
    ),
)
async def question(call: Call, words: Annotated[str, Rest("question")]) -> Answer:
    """Answer a question in your own words from the register and the rules, with the sources.

    In a direct chat, in a mail, or behind the bot's name, ask as you would ask a person: what a
    coalition is called, does and publishes, when it began, where its list and archive are, how to
    join or start one, which work on something; also “what did we decide about the calendar?” and
    “what do I have to do?”. No question changes anything.
    """
    here = await places.group_of(call.store, call.place)
    if fair_wishes.is_asked(words):
        fair = await meeting_fair(call, words)
        return Answer(fair) if isinstance(fair, str) else fair
    remembered = await recollections.asked(call, words)
    if remembered is not None:
        private = remembered.secret and not call.private
        return Answer("\n".join(remembered.lines), private=private)
    planned = await listings.asked(call.store, words, here, by=call.person, now=call.now)
    if planned:
        return Answer("\n".join(planned))
    found = await enquiries.answer(call.store, words, prefix=call.manners.prefix, now=call.now)
    log.debug("of a question in own words became: %s", found.kind.value if found else "nothing")
    if found is not None:
        return Answer(found.text, brief=found.brief or None)
    said = call.registry.find(words)
    if said and not said[0].changes and said[0].handler is not question:
        answer = await said[0].handler(call, **said[0].read(said[1], call.manners.prefix))
        return Answer(answer) if isinstance(answer, str) else answer
    return _next_steps(call)


@otherwise
async def not_understood(call: Call) -> Answer | str:
    """What is said to the bot and is no command: a question, a name, or the next steps."""
    if call.words and await groups.exactly(call.store, call.words):
        return await coalition(call, call.words)
    return await question(call, call.words)


def _next_steps(call: Call) -> Answer:
    return Answer(
        "I keep the records of the coalitions. You can say, for example:\n\n"
        f"- {call.say('coalition list')}: which coalitions there are\n"
        f"- {call.say('coalition DCAD')}: what is known of one\n"
        f"- {call.say('join DC3')}: how to join one\n"
        f"- {call.say('help')}: all that can be said"
    )
