"""Whether a mail was sent by a program: a robot's answer, a bounce, our own mail come back; pure.

Whoever answers such a mail begins a loop. That a list forwarded it (Precedence: bulk), or that
somebody's mail program wants no automatic answers (X-Auto-Response-Suppress), says nothing of it.
"""

from __future__ import annotations

import re

from dcbot.transports.mail.headers import ids, mailboxes, words
from dcbot.transports.mail.parsing import Parsed

MOST_HOPS = 25
_ANSWERS = ("reply", "counter", "refresh", "declinecounter")
OWN_ID = re.compile(r"dcbot\.[0-9a-f]{32}(\.\d+)?@(.+)")
"""The form of the ids that the bot gives to its own mails."""

_ROBOTS = re.compile(
    r"(mailer-daemon|mail-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|autoreply"
    r"|(.+-)?(bounces?|request|owner|noreply|no-reply)|owner-.+)([+=].*)?",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"(out of (the )?office( auto-?reply)?|automatic reply|auto(matic)?[- ]?(reply|response)"
    r"|abwesenheitsnotiz|automatische antwort|réponse automatique|respuesta automática"
    r"|resposta automática|risposta automatica|автоответ|автоматический ответ|自动回复|رد تلقائي)"
    r"(\s?[:：].*)?",
    re.IGNORECASE,
)


def why_automatic(mail: Parsed, own_address: str) -> str | None:
    """Why nobody wrote this mail to the bot, in a sentence; None where somebody may have."""
    return _ours(mail, own_address) or _bounce(mail) or _robot(mail)


def _ours(mail: Parsed, own_address: str) -> str | None:
    own = own_address.lower()
    domain = own.rpartition("@")[2]
    for found in ids(mail.first("message-id")):
        match = OWN_ID.fullmatch(found)
        if match and match[2].lower() == domain:
            return "It is a mail of the bot's own that came back."
    if any(words(value).lower() == own for value in mail.all("x-loop")):
        return "It has been through the bot already (X-Loop)."
    if any(without_tag(one.address) == own for one in mailboxes(mail.first("from"))):
        return "It comes from the bot's own address."
    if len(mail.all("received")) > MOST_HOPS:
        return f"It went through more than {MOST_HOPS} servers, as mail in a loop does."
    return None


def _bounce(mail: Parsed) -> str | None:
    if mail.media_type == "multipart/report":
        return "It is the report of a mail server."
    if any(value.replace(" ", "") == "<>" for value in mail.all("return-path")):
        return "Nobody is to be told if it cannot be delivered (empty Return-Path)."
    for one in mailboxes(mail.first("from")):
        if one.address and _ROBOTS.fullmatch(one.address.rpartition("@")[0]):
            return f"It comes from {one.address}, which is no person's address."
    return None


def _robot(mail: Parsed) -> str | None:
    if mail.method in _ANSWERS:
        return f"It is a calendar program's answer to an invitation (METHOD:{mail.method.upper()})."
    submitted = [value.partition(";")[0].strip().lower() for value in mail.all("auto-submitted")]
    if any(value not in ("", "no") for value in submitted):
        return f"It was sent by a program (Auto-Submitted: {words(submitted[0], 60)})."
    for name in ("x-autoreply", "x-autorespond", "x-autoresponse", "x-auto-reply"):
        if any(value.strip().lower() != "no" for value in mail.all(name)):
            return f"It was sent by a program ({name.title()})."
    if any(value.strip().lower() == "auto_reply" for value in mail.all("precedence")):
        return "It was sent by a program (Precedence: auto_reply)."
    if _AWAY.fullmatch(words(mail.first("subject"))):
        return "Its subject says that it is an automatic reply."
    return None


def without_tag(address: str) -> str:
    """The address in lower case and without what stands behind a plus: bot+word@… → bot@…."""
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
