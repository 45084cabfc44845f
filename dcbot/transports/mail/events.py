"""A mail as what comes in: who said it, how sure that is, and what of it is their own; pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from dcbot.message import Said
from dcbot.roles import Assurance
from dcbot.transports.mail.automatic import OWN_ID, why_automatic, without_tag
from dcbot.transports.mail.headers import Mailbox, ids, mailboxes, moment, words
from dcbot.transports.mail.parsing import OddMail, Parsed
from dcbot.transports.mail.reading import plain, said_in
from dcbot.transports.mail.trust import assurance_of

MOST_REFERENCES = 50
_TOKEN = re.compile(r"[0-9a-f]{32}", re.IGNORECASE)
_QUOTED_TOKEN = re.compile(r"\[word: ([0-9a-f]{32})\]", re.IGNORECASE)
_LIST_ID = re.compile(r"<([^<>\s@]{1,200})>")


class SentByProgram(Exception):
    """Nobody is to be answered; the text says why."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What must be known of the bot to read mails to it."""

    address: str
    prefix: str
    trusts: str = ""

    def read(self, mail: Parsed, raw: bytes, arrived: datetime) -> Said:
        """What was said; raises SentByProgram, or OddMail where it is not clear who said it."""
        why = why_automatic(mail, self.address)
        if why:
            raise SentByProgram(why)
        list_address = _list_of(mail)
        sender, named = _sender(mail, list_address)
        # Of one mailbox, people write the letters in either case.
        address = sender.address.lower()
        # A list's copy of a mail to us and our own copy are one mail, read in the same way.
        direct = self._is_named(mail, "to") or not (list_address or self._is_named(mail, "cc"))
        assurance = Assurance.WEAK
        if named:
            assurance = assurance_of(mail, self.address, self.trusts, arrived)
        extra: dict[str, object] = {"subject": words(mail.first("subject"))}
        extra |= {"name": sender.name} if sender.name else {}
        if list_address and not self._is_named(mail, "to"):
            extra["list"] = list_address
        references = _references(mail)
        extra |= {"references": references} if references else {}
        token = self._token(mail)
        extra |= {"token": token} if token else {}
        extra |= {"shared": True} if token and self._is_shared(mail) else {}
        answered = ids(mail.first("in-reply-to")) or references[-1:]
        return Said(
            transport="mail",
            event_id=_id_of(mail, raw),
            # Whatever brought the mail, its answer goes to who wrote it, and never to a list.
            place=address,
            sender=address,
            sent_at=moment(mail.first("date")) or arrived,
            assurance=assurance,
            about=answered[0] if answered else None,
            direct=direct,
            text=said_in(mail, self.prefix),
            extra=extra,
        )

    def _is_named(self, mail: Parsed, header: str) -> bool:
        own = self.address.lower()
        return any(without_tag(one) == own for one in _addresses(mail, header))

    def _is_shared(self, mail: Parsed) -> bool:
        """Whether others than the bot got the mail too."""
        own = self.address.lower()
        to = [one for header in ("to", "cc") for one in _addresses(mail, header)]
        return bool(_list_of(mail)) or any(without_tag(one) != own for one in to)

    def _token(self, mail: Parsed) -> str | None:
        """The word of a question: in the address that the mail went to, or quoted in it."""
        own = self.address.lower()
        for header in ("to", "cc", "delivered-to", "x-original-to", "envelope-to"):
            for address in _addresses(mail, header):
                word = address.partition("@")[0].partition("+")[2]
                if without_tag(address) == own and _TOKEN.fullmatch(word):
                    return word.lower()
        found = _QUOTED_TOKEN.search(plain(mail.body)) if mail.body else None
        return found[1].lower() if found else None


def _addresses(mail: Parsed, header: str) -> Iterator[str]:
    for value in mail.all(header):
        yield from (one.address for one in mailboxes(value) if one.address)


def _sender(mail: Parsed, list_address: str | None) -> tuple[Mailbox, bool]:
    """The one mailbox in From, and True; where a list put itself there, the author that it names
    instead, and False: no signature vouches for that."""
    named = mail.all("from")
    if len(named) != 1:
        raise OddMail(f"It has {len(named) or 'no'} From lines; one must say who wrote it.")
    found = mailboxes(named[0])
    if len(found) != 1 or not found[0].address:
        raise OddMail(f"Its From line names no single mail address: {words(named[0], 200)}")
    sender = found[0]
    if list_address is None or sender.address.lower() != list_address.lower():
        return sender, True
    for header in ("x-original-from", "reply-to"):
        others = [
            one
            for value in mail.all(header)
            for one in mailboxes(value)
            if one.address and one.address.lower() != list_address.lower()
        ]
        if len(others) == 1:
            return others[0], False
    raise OddMail("It comes from a list that does not say who wrote it.")


def _list_of(mail: Parsed) -> str | None:
    """The address of the list that brought the mail; None where none did."""
    for value in mail.all("list-post"):
        for address in re.findall(r"mailto:([^>?\s]{3,250})", value[:1000], re.IGNORECASE):
            found = mailboxes(address)
            if len(found) == 1 and found[0].address:
                return found[0].address
    for value in mail.all("list-id"):
        match = _LIST_ID.search(value[:1000])
        name = match[1] if match else value.strip()[:200]
        # The id of a list is its address with a dot for the @.
        found = mailboxes(name.replace(".", "@", 1))
        return found[0].address if len(found) == 1 and found[0].address else words(name) or "a list"
    return None


def _references(mail: Parsed) -> list[str]:
    found = [one for value in mail.all("references") for one in ids(value)]
    return found if len(found) <= MOST_REFERENCES else found[:1] + found[-MOST_REFERENCES:]


def _id_of(mail: Parsed, raw: bytes) -> str:
    """The mail's own id; made of its bytes where it has none that can be used."""
    found = ids(mail.first("message-id"))
    if found and not OWN_ID.fullmatch(found[0]):
        return found[0]
    return f"{hashlib.sha256(raw).hexdigest()}@none.invalid"
