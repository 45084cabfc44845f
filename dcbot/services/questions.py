"""Questions: what the bot asks of its own accord, in a letter to one person or in a place."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from dcbot.message import Ask
from dcbot.replies import hash_of
from dcbot.services import letters
from storage.people import Person
from storage.places import Place
from storage.questions import Question, QuestionState
from storage.store import Store


async def ask_person(
    store: Store,
    person: Person,
    text: str,
    ask: Ask,
    *,
    key: str,
    within: timedelta,
    now: datetime,
    subject: str | None = None,
) -> bool:
    """Ask a person in a letter to the best of their addresses; False where it was written before.

    Only they can answer, by a reply or in their own chat with the bot, and by mail only with the
    word that the letter holds. Raises UserError where no address of theirs is known.
    """
    if not await letters.to_person(store, person, text, key=key, now=now, subject=subject):
        return False
    letter = await store.outbox.by_key(key)
    assert letter is not None
    question = Question(
        kind=ask.kind,
        letter_key=key,
        transport=letter.transport,
        place=letter.place,
        person_id=person.id,
        accepts=list(ask.accepts),
        asked_at=now,
        expires_at=now + within,
        draft=ask.draft,
    )
    if letter.transport == "mail":
        token = secrets.token_hex(16)
        question.token_hash = hash_of(token)
        letter.extra = {**letter.extra, "token": token}
    store.questions.add(question)
    await store.flush()
    return True


def ask_place(
    store: Store,
    place: Place,
    kind: str,
    draft: dict[str, Any],
    *,
    key: str,
    until: datetime,
    now: datetime,
) -> None:
    """Take the replies to the letter with this key there, as `kind` does: anybody's, until then."""
    store.questions.add(
        Question(
            kind=kind,
            letter_key=key,
            transport=place.transport,
            place=place.address,
            person_id=None,
            accepts=[],
            asked_at=now,
            expires_at=until,
            draft=draft,
        )
    )


async def withdraw(
    store: Store, person: Person, kind: str, draft: Mapping[str, Any], *, now: datetime
) -> None:
    """Take back the open questions of this kind to the person whose draft holds these values."""
    for question in await store.questions.waiting_for(person.id, now):
        if question.kind == kind and draft.items() <= question.draft.items():
            question.state = QuestionState.WITHDRAWN
    await store.flush()


async def settled(store: Store, question: Question, answer: str, *, now: datetime) -> bool:
    """The question is answered with the word; False where it waits no more."""
    await store.questions.lock(question)
    if not question.waits(now):
        return False
    question.state, question.answer = QuestionState.ANSWERED, answer
    await store.flush()
    return True
