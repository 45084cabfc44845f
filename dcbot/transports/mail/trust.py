"""How far a mail proves who wrote it: weak, or medium where our own mail server vouches; pure.

`From` proves nothing, and neither does a verdict that came with the mail. Of a verdict of our own
server only so much is believed as its signature covered, by the rules of RFC 6376 and 7489 made
stricter. Strong is never reached here: only by answering with a word that was sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from dcbot.roles import Assurance
from dcbot.transports.mail.automatic import without_tag
from dcbot.transports.mail.headers import LONGEST, mailboxes, moment
from dcbot.transports.mail.parsing import Parsed

ONCE = ("from", "subject", "to", "date", "message-id")
"""Headers that a mail must have exactly once: of two, programs show one and check the other."""
FRESH = timedelta(days=2)


def assurance_of(mail: Parsed, own_address: str, trusts: str, arrived: datetime) -> Assurance:
    """How sure the sender is. `trusts` is the id of our own mail server; empty trusts none."""
    vouched = bool(trusts) and _vouched(mail, trusts)
    plain = all(len(mail.all(name)) == 1 for name in ONCE)
    if vouched and plain and _to_us(mail, own_address) and _fresh(mail, arrived):
        return Assurance.MEDIUM
    return Assurance.WEAK


def _to_us(mail: Parsed, own_address: str) -> bool:
    named = [one for name in ("to", "cc") for value in mail.all(name) for one in mailboxes(value)]
    return any(without_tag(one.address) == own_address.lower() for one in named)


def _fresh(mail: Parsed, arrived: datetime) -> bool:
    sent = moment(mail.first("date"))
    return sent is not None and abs(arrived - sent) < FRESH


def _vouched(mail: Parsed, trusts: str) -> bool:
    """Whether our server found the mail to be from the domain that its From names."""
    verdicts = mail.all("authentication-results")
    ours = [value for value in verdicts if _server_of(value) == trusts.lower()]
    # Our server puts its verdict on top and takes away what pretends to be one. Two of them
    # mean that it did not take it away.
    if len(ours) != 1 or verdicts[0] != ours[0]:
        return False
    senders = mailboxes(mail.first("from"))
    if len(senders) != 1 or not senders[0].address:
        return False
    domain = senders[0].address.rpartition("@")[2]
    return _passed(ours[0], domain) and _signatures_hold(mail, domain)


def _passed(verdict: str, domain: str) -> bool:
    for method, result, properties in _results(verdict):
        if result != "pass":
            continue
        if method == "dmarc" and properties.get("header.from") == domain:
            return True
        if method == "dkim" and _aligned(properties.get("header.d", ""), domain):
            return True
    return False


def _aligned(signer: str, domain: str) -> bool:
    """The signer is the domain itself or one above it, below the top."""
    return signer == domain or ("." in signer and domain.endswith(f".{signer}"))


def _signatures_hold(mail: Parsed, domain: str) -> bool:
    """No signature that may have counted leaves open what stands in the mail.

    One with a length (l=) lets anybody add text; one that does not cover a header lets anybody
    change it.
    """
    must = {*ONCE, *(["in-reply-to"] if mail.all("in-reply-to") else [])}
    for value in mail.all("dkim-signature"):
        tags = _tags(value)
        if "l" in tags:
            return False
        signer = tags.get("d", "").lower()
        related = _aligned(signer, domain) or _aligned(domain, signer)
        if related and not must <= set(tags.get("h", "").lower().split(":")):
            return False
    return True


def _tags(value: str) -> dict[str, str]:
    """The tags of a DKIM-Signature, without blanks."""
    pairs = (part.partition("=") for part in re.sub(r"\s", "", value[:LONGEST]).split(";"))
    return {name: content for name, _, content in pairs if name}


def _server_of(verdict: str) -> str:
    words = _bare(verdict).partition(";")[0].split()
    return words[0].lower() if words else ""


def _results(verdict: str) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """Each method with its result and what it looked at."""
    for part in _bare(verdict).split(";")[1:]:
        words = re.sub(r"\s*=\s*", "=", part.strip()).lower().split()
        if words and "=" in words[0]:
            method, _, result = words[0].partition("=")
            properties = dict(word.split("=", 1) for word in words[1:] if "=" in word)
            yield method.partition("/")[0], result, properties


def _bare(value: str) -> str:
    """The header without comments and quoted texts, in which anything may stand."""
    kept: list[str] = []
    depth, quotes = 0, False
    letters = iter(value[:LONGEST])
    for letter in letters:
        if letter == "\\":
            next(letters, "")
        elif quotes:
            quotes = letter != '"'
        elif letter == '"' and not depth:
            quotes = True
            kept.append(letter)
        elif letter == "(":
            depth += 1
        elif letter == ")":
            depth = max(0, depth - 1)
        elif not depth:
            kept.append(letter)
    return "".join(kept)
