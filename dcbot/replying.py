"""Replying: which open question a message answers, and handing the reply to what takes it."""

from __future__ import annotations

import re

from dcbot.exchange import Exchange
from dcbot.lines import bare_word, fold, own_lines
from dcbot.message import ANY, LABELS, NUMBERED, quoted
from dcbot.replies import BY_WORD, hash_of, meant_by_mail
from dcbot.services.desk_reading import is_numbered
from storage.inbox import Outcome
from storage.outbox import Letter
from storage.places import PlaceKind
from storage.questions import Question, QuestionState

_LONGEST_FREE = 200
_LABEL = re.compile(r"^[*_•+\-–#\d.)\s]*[^\W\d_][^:：]{1,48}[*_\s]*[:：](?!//)")


async def find_question(exchange: Exchange) -> Question | None:
    """The open question that the message answers, by token, by reply or by a bare word."""
    event = exchange.event
    token = event.extra.get("token")
    if token:
        found = await exchange.store.questions.with_token(hash_of(token))
        if found is None:
            exchange.refuse("The word in that mail belongs to no question of mine.")
        return found
    found = await question_of(exchange, event.about)
    if found:
        return _unless_proof_is_due(exchange, found)
    word = bare_word(event.text)
    # What was asked of somebody by a letter waits at their address, whichever chat is theirs.
    places = [event.place, event.sender] if event.direct else [event.place]
    asked = await exchange.store.questions.open_in(event.transport, places, exchange.now)
    mine = [
        question
        for question in asked
        if question.person_id in (None, exchange.person.id) and word in question.accepts
    ] or [one for one in asked if one.person_id == exchange.person.id and _fits_any(exchange, one)]
    if not mine:
        # Each answer to them asks anew; what is said without naming one is for the last.
        own = [one for one in asked if one.person_id == exchange.person.id]
        forms = [one for one in own if LABELS in one.accepts and is_form(event.text)]
        lists = [one for one in own if NUMBERED in one.accepts and is_numbered(event.text)]
        mine = lists[-1:] or forms[-1:]
    if len(mine) > 1 and all(LABELS in one.accepts for one in mine):
        mine = mine[-1:]
    if len(mine) > 1:
        exchange.refuse(
            f"{len(mine)} questions wait for your answer here. Reply to the one that you mean."
        )
        return None
    return _unless_proof_is_due(exchange, mine[0]) if mine else None


def is_form(text: str) -> bool:
    """Whether some line of the text begins with a label, as those of a filled form do."""
    return any(_LABEL.match(line) for line in own_lines(text))


def _begins_with_label(exchange: Exchange) -> bool:
    """Whether the first line is a label of a form that is the name of a command as well."""
    first = next((line for line in own_lines(exchange.event.text) if line), "")
    label, colon, _ = first.partition(":")
    return bool(colon) and fold(label) in exchange.desk.registry.by_words


def _fits_any(exchange: Exchange, question: Question) -> bool:
    """Whether the message may be the free words that the question waits for, and no question."""
    text = exchange.event.text.strip()
    return ANY in question.accepts and len(text) <= _LONGEST_FREE and not text.endswith("?")


async def question_meant(exchange: Exchange) -> Question | None:
    """The open question that the message names, as a reply or by its word, and answers with one
    of the words that it accepts, though a command is called by that word too."""
    event, found = exchange.event, None
    if token := event.extra.get("token"):
        found = await exchange.store.questions.with_token(hash_of(token))
    elif event.about:
        found = await question_of(exchange, event.about)
        found = None if found and found.token_hash else found
    if found is None or not found.waits(exchange.now):
        return None
    if LABELS in found.accepts and _begins_with_label(exchange):
        return found
    if NUMBERED in found.accepts and is_numbered(event.text):
        return found
    return found if reply_word(exchange, found) in found.accepts else None


def _unless_proof_is_due(exchange: Exchange, question: Question) -> Question | None:
    """The question, unless its answer must carry its word: anybody can write a sender's name
    and the id of a mail, but the word is known only to who received the question."""
    if question.token_hash is None:
        return question
    exchange.refuse(
        "That answer does not carry the word of the question. Reply to the mail that asked, "
        "to the address that it names for replies."
    )
    return None


async def question_of(exchange: Exchange, event_id: str | None) -> Question | None:
    """The question that the message with this id asked."""
    if event_id is None:
        return None
    event = exchange.event
    letters = await exchange.store.outbox.ours(event.transport, [event_id])
    letter = letters.get(event_id)
    if letter is None:
        return None
    question = await exchange.store.questions.of_letter(letter.key)
    # Whoever names the message from elsewhere would carry its answer out of its place.
    here = letter.place in (event.place, event.sender, event.extra.get("list"))
    return question if here or await _is_of_a_list(exchange, letter, question) else None


async def _is_of_a_list(exchange: Exchange, letter: Letter, question: Question | None) -> bool:
    """Whether many are asked by a list: its mails come from the bot, so answers go to it alone."""
    if question is None or question.person_id is not None or not exchange.alone:
        return False
    place = await exchange.store.places.at(letter.transport, letter.place)
    return place is not None and place.kind is PlaceKind.LIST


def reply_word(exchange: Exchange, question: Question) -> str:
    """The word that the message answers the question with."""
    if exchange.event.extra.get("token"):
        return meant_by_mail(exchange.event.text, question.accepts)
    return bare_word(exchange.event.text)


async def close_what_was_shared(exchange: Exchange) -> None:
    """Close the question whose word others have read now, unless it was answered with that."""
    event = exchange.event
    if not event.extra.get("shared"):
        return
    question = await exchange.store.questions.with_token(hash_of(event.extra["token"]))
    if question is not None and question.state is QuestionState.OPEN:
        question.state = QuestionState.WITHDRAWN
        exchange.refuse(
            "Your mail went to others too, and with it the word of my question, which opens "
            "nothing any more. Say the command again, and answer to me alone."
        )


async def take_reply(
    exchange: Exchange, question: Question | None, word: str | None, *, silent: bool
) -> Question | None:
    """Hand the reply to what takes it. A reaction that means nothing is let pass.

    Returns the question where its answer proves who the sender is: what was asked for is still
    to be done then.
    """
    if question is None or (silent and word is None):
        return None
    await exchange.store.questions.lock(question)
    if not question.waits(exchange.now):
        missed = question.ran_out(exchange.now) and question.person_id == exchange.person.id
        if not silent or missed:
            exchange.refuse("That question is settled or has run out. Say the command again.")
        return None
    if question.person_id not in (None, exchange.person.id):
        if not silent:
            exchange.refuse("That question was asked of somebody else; only they can answer it.")
        return None
    form = bool({LABELS, NUMBERED} & set(question.accepts))
    free = not question.accepts or ANY in question.accepts or form
    if not free and word not in question.accepts:
        if not silent:
            expected = " or ".join(f"`{accepted}`" for accepted in question.accepts)
            said = quoted(exchange.event.text)
            exchange.refuse(f"{said} does not answer the question. Say {expected}.")
        return None
    question.state, question.answer = QuestionState.ANSWERED, word
    if question.kind == BY_WORD:
        return question
    reply = exchange.desk.registry.replies[question.kind]
    await exchange.guarded(
        None, reply.handler, {"reply": word or "", "draft": question.draft}, Outcome.CHANGED
    )
    everybody = question.person_id is None and not question.accepts
    if everybody or form or (free and exchange.outcome() is Outcome.FAILED):
        # What a whole place is asked is answered by several; a mistake in words of one's own is
        # mended by saying them again.
        question.state, question.answer = QuestionState.OPEN, None
    return None
