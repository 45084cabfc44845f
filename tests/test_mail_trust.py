"""How far a mail proves its sender: forged verdicts, signatures that leave things open, replays."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dcbot.roles import Assurance
from dcbot.transports.mail.parsing import parse
from dcbot.transports.mail.trust import assurance_of
from tests.world import MONDAY_NOON

OURS = "mx.example.org"
SIGNED = "from:subject:to:date:message-id:in-reply-to"
GOOD = {
    "Authentication-Results": f"{OURS}; dkim=pass header.d=example.net; dmarc=pass"
    " header.from=example.net",
    "DKIM-Signature": f"v=1; a=rsa-sha256; d=example.net; s=x; h={SIGNED}; bh=x=; b=y=",
    "From": "Jo <jo@example.net>",
    "To": "dcbot+0123@example.org",
    "Subject": "x",
    "Date": "Mon, 23 Nov 2026 11:00:00 +0000",
    "Message-ID": "<1@example.net>",
}
VERDICT, SIGNATURE = "Authentication-Results", "DKIM-Signature"


def assurance(
    changed: dict[str, str | None], more: str = "", trusts: str = OURS, days: float = 0
) -> Assurance:
    """How sure the sender of the good mail is, with these headers changed and `more` on top."""
    headers = {name: changed.get(name, value) for name, value in {**GOOD, **changed}.items()}
    lines = [f"{name}: {value}\n" for name, value in headers.items() if value is not None]
    raw = (more + "".join(lines) + "\n!help\n").encode()
    return assurance_of(parse(raw), "dcbot@example.org", trusts, MONDAY_NOON + timedelta(days=days))


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {VERDICT: f"{OURS} 1; dmarc=pass (p=none) header.from=example.net"},
        {VERDICT: f"{OURS.upper()}; spf=fail; dkim=pass header.d=example.net header.s=x"},
        {VERDICT: f'{OURS}; dkim = pass reason="a; b" header.d = example.net'},
        {"From": "Jo <jo@mail.example.net>"},
        {SIGNATURE: None},
        {"In-Reply-To": "<2@example.org>"},
        {"To": "mei@example.net", "Cc": "dcbot@example.org"},
    ],
)
def test_our_own_server_may_vouch_for_a_sender(changed: dict[str, str | None]) -> None:
    if "From" in changed:
        changed = {**changed, VERDICT: f"{OURS}; dkim=pass header.d=example.net"}
    assert assurance(changed) is Assurance.MEDIUM


@pytest.mark.parametrize(
    ("changed", "more"),
    [
        # Verdicts that are not ours, or not on top.
        ({VERDICT: None}, ""),
        ({VERDICT: "mx.evil.net; dmarc=pass header.from=example.net"}, ""),
        ({VERDICT: f"mx.evil.net; x={OURS}; dmarc=pass header.from=example.net"}, ""),
        ({}, "Authentication-Results: mx.evil.net; none\n"),
        ({}, f"Authentication-Results: {OURS}; none\n"),
        ({VERDICT: f"{OURS}.evil.net; dmarc=pass header.from=example.net"}, ""),
        ({VERDICT: f"({OURS}); dmarc=pass header.from=example.net"}, ""),
        # Verdicts of something else.
        ({VERDICT: f"{OURS}; dmarc=fail header.from=example.net; spf=pass"}, ""),
        ({VERDICT: f"{OURS}; dmarc=pass header.from=evil.net"}, ""),
        ({VERDICT: f"{OURS}; dkim=pass header.d=evil.net"}, ""),
        ({VERDICT: f"{OURS}; dkim=pass header.d=net"}, ""),
        ({VERDICT: f"{OURS}; dkim=pass header.d=xexample.net"}, ""),
        ({VERDICT: f"{OURS}; dkim=pass header.d=sub.example.net"}, ""),
        ({VERDICT: f"{OURS}; none (; dmarc=pass header.from=example.net)"}, ""),
        ({VERDICT: f'{OURS}; none reason="; dmarc=pass header.from=example.net"'}, ""),
        # Signatures that leave something open.
        ({SIGNATURE: GOOD[SIGNATURE] + "; l=10"}, ""),
        ({SIGNATURE: "d=example.net; h=from:to:date:message-id; b=y"}, ""),
        ({SIGNATURE: "d=mail.example.net; h=from:to:date:message-id; b=y"}, ""),
        (
            {
                "In-Reply-To": "<2@example.org>",
                SIGNATURE: "d=example.net; h=from:subject:to:date:message-id; b=y",
            },
            "",
        ),
        ({}, "DKIM-Signature: d=evil.net; l=1; h=from; b=y\n"),
        # What stands there twice or not at all.
        ({}, "From: omar@example.net\n"),
        ({}, "Subject: y\n"),
        ({}, "To: dcbot@example.org\n"),
        ({}, "Date: Mon, 23 Nov 2026 11:00:01 +0000\n"),
        ({}, "Message-ID: <2@example.net>\n"),
        ({"Message-ID": None}, ""),
        ({"From": "jo@example.net, omar@example.net"}, ""),
        # Replays: to somebody else, as of old.
        ({"To": "dc@lists.example.org"}, ""),
        ({"Date": "Mon, 23 Nov 2025 11:00:00 +0000"}, ""),
        ({"Date": "tomorrow"}, ""),
    ],
)
@pytest.mark.threat("T51", "T52", "T53")
def test_a_forged_or_open_mail_stays_weak(changed: dict[str, str | None], more: str) -> None:
    assert assurance(changed, more) is Assurance.WEAK


@pytest.mark.threat("T52")
def test_nobody_is_trusted_unless_the_settings_say_so() -> None:
    assert assurance({}, trusts="") is Assurance.WEAK
    assert assurance({}, days=3) is Assurance.WEAK
