"""Links: a second address of somebody, proven by a word that is sent to it and said back."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from dcbot.errors import NotFound, UserError
from dcbot.message import quoted
from dcbot.services import addresses, letters, standings
from dcbot.services.addresses import Way
from dcbot.services.naming import changed
from storage.erasure import NOBODY
from storage.merging import merge_people
from storage.outbox import Letter, LetterState
from storage.people import Address, Link, Person
from storage.store import Store

LIFE = timedelta(days=1)
"""How long a word can be said back."""
MOST_WRONG = 5
MOST_OPEN = 3
"""So many words wait at a time for one person."""
MOST_SENT = 3
"""So many words go to one address in a day, whoever asks, so that nobody is flooded."""
# No vowels, so that no words of any language come out, and none that look alike in print.
_LETTERS = "bcdfghjkmnpqrstvwxz"
_LENGTH = 8


@dataclass(frozen=True)
class Asked:
    """The address that is to be proven, and whether a word was sent, or an earlier one counts."""

    way: Way
    sent: bool


@dataclass(frozen=True)
class Tried:
    """What became of a word said back: the address it proved, or how many tries are left."""

    way: Way | None = None
    joined: bool = False
    """The address had spoken before; both are one person now."""
    left: int = 0


async def ask(
    store: Store,
    person: Person,
    words: str,
    *,
    reaches: Collection[str],
    prefix: str,
    now: datetime,
) -> Asked:
    """Send a word to the address that the words name; returns the address as it was understood.

    Where enough words went there today, the last of them serves this person too: whoever reads it
    and says it back has the address. `reaches` are the transports by which the bot can write.
    Whether the address belongs to somebody else is not told before its owner has said the word
    back. Raises UserError.
    """
    way = addresses.read(words)
    if way.transport not in reaches:
        raise UserError(
            f"I cannot write to {quoted(words)}: nothing is set up here that carries it. No word "
            "was sent."
        )
    known = await store.people.address(way.transport, way.address)
    if known and known.person_id == person.id and known.confirmed_at:
        raise UserError(f"{quoted(way.address)} is yours already.")
    await _make_room(store, person, now=now)
    sent = await _sent_on(store, way, now)
    if len(sent) < MOST_SENT:
        word = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
        hashed, expires = _hashed(word, way), now + LIFE
        free = next(number for number in range(MOST_SENT) if number not in sent)
        await _write(store, person, way, word, key=_key(way, now, free), prefix=prefix, now=now)
    else:
        # Strangers who ask for an address must not keep its owner from it.
        hashed, expires = _last_word(sent.values())
    link = Link(
        person_id=person.id,
        transport=way.transport,
        address=way.address,
        word_hash=hashed,
        expires_at=expires,
    )
    store.session.add(link)
    await store.flush()
    return Asked(way, len(sent) < MOST_SENT)


async def _make_room(store: Store, person: Person, *, now: datetime) -> None:
    """Drop what has run out; raise UserError where too many words wait for the person."""
    waiting = await store.people.links(person.id)
    for link in waiting:
        if link.expires_at <= now:
            await store.session.delete(link)
    if len([link for link in waiting if link.expires_at > now]) >= MOST_OPEN:
        raise UserError(
            f"{MOST_OPEN} words were sent within a day already. Say one of them back, or "
            "ask again tomorrow."
        )


async def _sent_on(store: Store, way: Way, day: datetime) -> dict[int, Letter]:
    """The words that went to the address on that day, whoever asked, also somebody forgotten."""
    found = {n: await store.outbox.by_key(_key(way, day, n)) for n in range(MOST_SENT)}
    return {number: letter for number, letter in found.items() if letter is not None}


def _last_word(sent: Iterable[Letter]) -> tuple[str, datetime]:
    """The hash of the last word of a day that was not said back yet, and when it runs out."""
    open_ones = [one for one in sent if one.extra.get("word")]
    if not open_ones:
        raise UserError(f"{MOST_SENT} words went to that address today. Ask again tomorrow.")
    last = max(open_ones, key=lambda one: one.id)
    return str(last.extra["word"]), last.created_at + LIFE


async def _write(
    store: Store, person: Person, way: Way, word: str, *, key: str, prefix: str, now: datetime
) -> None:
    text = (
        f"Somebody who is known to me as {quoted(person.name)} says that this is their address "
        f"too. If that is you, say there, within a day:\n\n`{prefix}me confirm {word}`\n\n"
        "If it is not you, do nothing, and give the word to nobody."
    )
    subject = "Is this your address too?"
    await letters.to_address(
        store, way.transport, way.address, text, key=key, now=now, subject=subject
    )
    letter = await store.outbox.by_key(key)
    assert letter is not None
    letter.extra = {"word": _hashed(word, way), "of": person.id}


async def confirm(store: Store, person: Person, word: str, *, now: datetime) -> Tried:
    """Take a word said back by the person who asked for it.

    The right one gives them the address; if that had spoken already as somebody without standing,
    the two become one. A wrong one is counted, so it is returned and not raised. Raises NotFound
    where no word waits, UserError where the address belongs to somebody with standing.
    """
    waiting = [
        link
        for link in await store.people.links(person.id)
        if link.expires_at > now and link.wrong_words < MOST_WRONG
    ]
    if not waiting:
        raise NotFound(
            "No word waits for you, or it has run out. `!me link` with an address sends a new one."
        )
    for link in waiting:
        way = Way(link.transport, link.address)
        if secrets.compare_digest(link.word_hash, _hashed(word, way)):
            joined = await _take(store, person, way, now=now)
            await _used_up(store, link, now=now)
            await changed(store, person, "a second address linked", by=person, now=now)
            return Tried(way, joined)
    for link in waiting:
        link.wrong_words += 1
    await store.flush()
    return Tried(left=max(MOST_WRONG - link.wrong_words for link in waiting))


async def _take(store: Store, person: Person, way: Way, *, now: datetime) -> bool:
    """Give the proven address to the person; True where somebody else was known by it."""
    row = await store.people.address(way.transport, way.address)
    if row is None:
        store.session.add(
            Address(
                person_id=person.id,
                transport=way.transport,
                address=way.address,
                confirmed_at=now,
            )
        )
        return False
    other = await store.people.get(row.person_id)
    if other is None or other.id == person.id:
        row.confirmed_at = now
        return False
    held = await store.people.standings(now, person_id=other.id)
    if held:
        known_as = await standings.words(store, held[0])
        raise UserError(
            f"{quoted(way.address)} is known here already, as {known_as}. Standing does not move "
            "by linking: say `!me link` there, with the address that you speak from now."
        )
    await merge_people(store.session, other, person)
    await store.session.refresh(row)
    row.confirmed_at = row.confirmed_at or now
    return True


async def _letters_of(store: Store, link: Link, now: datetime) -> list[Letter]:
    """The letters with words that may be open still, to the address of the link."""
    way = Way(link.transport, link.address)
    days = [await _sent_on(store, way, day) for day in (now - LIFE, now)]
    return [letter for sent in days for letter in sent.values()]


async def _used_up(store: Store, used: Link, *, now: datetime) -> None:
    """The word opens nothing any more, for whomever it was sent: it may have been said aloud."""
    for letter in await _letters_of(store, used, now):
        if letter.extra.get("word") == used.word_hash:
            letter.extra = {}
            if letter.state is LetterState.SENT:
                letter.text = ""
    for link in await store.people.links_to(used.transport, used.address):
        if link.word_hash == used.word_hash:
            await store.session.delete(link)


async def withdraw(store: Store, person: Person, *, now: datetime) -> None:
    """Take back all words that wait for the person; a letter that has not gone yet never goes."""
    for link in await store.people.links(person.id):
        for letter in await _letters_of(store, link, now):
            if letter.extra.get("of") != person.id:
                continue
            if letter.state is not LetterState.SENT:
                # What never went counts for nothing.
                letter.state, letter.key = LetterState.VOID, f"withdrawn {letter.key} {letter.id}"
            letter.text, letter.place = "", NOBODY
        await store.session.delete(link)
    await store.flush()


async def unlink(store: Store, person: Person, words: str, *, now: datetime) -> Way:
    """Take an address away from the person, but never the last one. Raises UserError."""
    way = addresses.read(words)
    mine = await store.people.addresses(person.id)
    for row in mine:
        if (row.transport, row.address) == (way.transport, way.address):
            if len(mine) == 1:
                raise UserError(
                    f"{quoted(way.address)} is the only address by which I know you. `!me link` "
                    "adds another; `!forget me` ends all."
                )
            await store.session.delete(row)
            await changed(store, person, "an address taken away", by=person, now=now)
            return way
    raise NotFound(
        f"{quoted(words)} is no address of yours. `!whoami`, said privately, lists them."
    )


def _key(way: Way, now: datetime, number: int) -> str:
    # The address is hashed, so that nothing is left of who is forgotten; the count stays.
    address = hashlib.sha256(f"{way.transport} {way.address}".encode()).hexdigest()
    return f"link to {address}, {now:%Y-%m-%d} {number}"


def _hashed(word: str, way: Way) -> str:
    """The form in which a word is kept; it opens one address only."""
    whole = f"{way.transport} {way.address} {word.strip().casefold()}"
    return hashlib.sha256(whole.encode()).hexdigest()
