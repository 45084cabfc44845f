"""Saying: what was done in an exchange becomes letters, and questions that wait for a reply."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from dcbot.exchange import Exchange, Said
from dcbot.message import Ask
from dcbot.replies import hash_of
from dcbot.services import letters
from storage.outbox import Act, Letter
from storage.questions import Question

CHAT_EXPIRY = timedelta(minutes=15)
MAIL_EXPIRY = timedelta(days=3)


async def write_letters(exchange: Exchange) -> None:
    """One letter to the place and one to the sender alone, where there is something to say."""
    told = [said for said in exchange.done if said.answer.text]
    open_answers = [said for said in told if not said.answer.private]
    private = [said for said in told if said.answer.private]
    key = f"answer to {exchange.event.transport} {exchange.event.event_id}"
    if open_answers:
        await _write(exchange, key, open_answers, to_person=False)
    if private:
        to_person = not exchange.event.direct
        await _write(exchange, f"{key}, privately", private, to_person=to_person)


async def _write(exchange: Exchange, key: str, said: Sequence[Said], *, to_person: bool) -> None:
    event = exchange.event
    letter = Letter(
        key=key,
        transport=event.transport,
        place=event.sender if to_person else event.place,
        to_person=to_person,
        about=None if to_person else event.event_id,
        thread=None if to_person else event.thread,
        subject=event.extra.get("subject"),
        created_at=exchange.now,
        due_at=exchange.now,
        text=_text(exchange, said),
    )
    if not to_person:
        kept = ("references", "list")
        letter.extra = {name: event.extra[name] for name in kept if name in event.extra}
    letter.extra = {**letter.extra, **_invitation(exchange, said)}
    files = [file.as_document() for one in said for file in one.answer.files]
    can = Act.UPLOAD in exchange.desk.acts.get(event.transport, ())
    # Above a file, chat has room for few words.
    if files and can and (len(said) == 1 or event.transport == "mail"):
        letter.act, letter.extra = Act.UPLOAD, {**letter.extra, "attachments": files}
        files = []
    reaction = _acknowledgement(exchange, said)
    if reaction and not to_person:
        letter.act, letter.text = Act.REACT, reaction
    for one in said:
        if one.answer.ask:
            _ask(exchange, one.answer.ask, letter)
    await exchange.store.outbox.add(letter)
    if files and can:
        await exchange.store.outbox.add(_with_files(letter, files))


def _with_files(letter: Letter, files: list[dict[str, Any]]) -> Letter:
    """The files that belong to a letter, behind it."""
    return Letter(
        key=f"{letter.key}, files",
        transport=letter.transport,
        place=letter.place,
        to_person=letter.to_person,
        about=letter.about,
        thread=letter.thread,
        created_at=letter.created_at,
        due_at=letter.due_at,
        act=Act.UPLOAD,
        extra={"attachments": files},
    )


def _invitation(exchange: Exchange, said: Sequence[Said]) -> dict[str, Any]:
    """The calendar file that stands within a mail, which has room for one."""
    found = [one.answer.invitation for one in said if one.answer.invitation]
    if exchange.event.transport != "mail" or len(found) != 1:
        return {}
    return letters.invited(found[0], to_list=False)


def _text(exchange: Exchange, said: Sequence[Said]) -> str:
    whole = exchange.alone or (len(said) == 1 and said[0].answer.private)
    texts = [one.answer.text if whole else one.answer.brief or one.answer.text for one in said]
    if len(texts) == 1:
        return texts[0]
    return "\n\n".join(
        f"`{one.spoken.line.words.replace('`', '')}`\n\n{text}" if one.spoken else text
        for one, text in zip(said, texts, strict=True)
    )


def _acknowledgement(exchange: Exchange, said: Sequence[Said]) -> str | None:
    can = Act.REACT in exchange.desk.acts.get(exchange.event.transport, ())
    if not can or exchange.person.wishes.get("words") or exchange.event.direct:
        return None
    reactions = {one.answer.acknowledgement for one in said}
    return reactions.pop() if len(reactions) == 1 else None


def _ask(exchange: Exchange, ask: Ask, letter: Letter) -> None:
    event = exchange.event
    # In a rehearsal nothing must be proven, and no word be used up.
    mail = event.transport == "mail" and not exchange.rehearsed
    question = Question(
        kind=ask.kind,
        letter_key=letter.key,
        transport=event.transport,
        place=letter.place,
        person_id=exchange.person.id,
        accepts=list(ask.accepts),
        asked_at=exchange.now,
        expires_at=exchange.now + (ask.within or (MAIL_EXPIRY if mail else CHAT_EXPIRY)),
        draft=ask.draft,
    )
    if mail:
        token = secrets.token_hex(16)
        question.token_hash = hash_of(token)
        letter.extra = {**letter.extra, "token": token}
    exchange.store.questions.add(question)
