"""Letters as mails: threads kept, lines short, links whole, the same letter the same bytes."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dcbot.errors import Undeliverable
from dcbot.transports.mail.parsing import File, parse
from dcbot.transports.mail.writing import COLUMNS, Writer, wrapped
from storage.outbox import Letter
from tests.sizes import examples
from tests.texts import any_text
from tests.world import MONDAY_NOON

WRITER = Writer("dcbot@example.org", "dcbot")
LINK = "https://www.example.org/" + "a-very-long-path/" * 12


def letter(text: str = "Done.", **more: Any) -> Letter:
    """A letter of the bot."""
    given: dict[str, Any] = {
        "key": "answer to mail 1.jo@example.org",
        "transport": "mail",
        "place": "jo@example.org",
        "created_at": MONDAY_NOON,
        "due_at": MONDAY_NOON,
        "text": text,
    }
    return Letter(**given | more)


def read(raw: bytes) -> EmailMessage:
    """The mail as a mail program reads it."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage) and not message.defects
    return message


@pytest.mark.threat("T60")
def test_an_answer_stands_in_its_thread_and_starts_no_loop() -> None:
    answer = letter(
        about="1.jo@example.org",
        subject="Re: AW: [dc] Re: minutes",
        extra={"references": ["0.mei@example.org", "1.jo@example.org"]},
    )

    raw = WRITER.write(answer)

    assert raw.partition(b"\r\n\r\n")[0].decode() == (
        "From: dcbot <dcbot@example.org>\r\n"
        "To: jo@example.org\r\n"
        "Subject: Re: minutes\r\n"
        "Date: Mon, 23 Nov 2026 12:00:00 +0000\r\n"
        "Message-ID: <dcbot.1adbfa18b4712bdc0eaec064fcacd0a0@example.org>\r\n"
        "In-Reply-To: <1.jo@example.org>\r\n"
        "References: <0.mei@example.org>\r\n <1.jo@example.org>\r\n"
        "Auto-Submitted: auto-replied\r\n"
        "X-Auto-Response-Suppress: All\r\n"
        "X-Loop: dcbot@example.org\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: text/plain; charset="utf-8"\r\n'
        "Content-Transfer-Encoding: 7bit"
    )
    assert raw.partition(b"\r\n\r\n")[2].decode() == (
        "Done.\r\n\r\n-- \r\nWrite help to dcbot@example.org for a list of what can be said.\r\n"
    )


def test_what_nobody_asked_for_is_marked_so_and_has_a_subject() -> None:
    message = read(WRITER.write(letter("**The agenda** is out.\n\nRead it.", key="agenda 7")))

    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Subject"] == "The agenda is out."
    assert message["In-Reply-To"] is None and message["References"] is None


def test_a_question_is_answered_to_an_address_that_holds_its_word() -> None:
    token = "0123456789abcdef" * 2

    message = read(WRITER.write(letter(extra={"token": token})))

    assert message["Reply-To"] == f"dcbot+{token}@example.org"
    assert f"[word: {token}]" in message.get_content()


def test_an_answer_to_a_list_mail_says_that_it_goes_to_its_sender_alone() -> None:
    message = read(WRITER.write(letter(about="1@a", extra={"list": "dc@lists.example.org"})))

    assert message["To"] == "jo@example.org" and message["Cc"] is None
    assert "You wrote to dc@lists.example.org; this answer goes to you alone." in str(
        message.get_content()
    )


def test_the_same_letter_is_the_same_bytes() -> None:
    file = File("list.csv", "text/csv", b"a;b\n")

    assert WRITER.write(letter(), [file]) == WRITER.write(letter(), [file])
    assert WRITER.message_id("a") != WRITER.message_id("b")


def test_a_file_goes_along() -> None:
    message = read(WRITER.write(letter(), [File('li"st é.csv', "text/csv", b"a;b\n" * 100)]))

    (attached,) = message.iter_attachments()
    assert attached.get_content_type() == "text/csv"
    assert attached.get_payload(decode=True) == b"a;b\n" * 100
    assert "Done." in str(message.get_body().get_content())  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "place", ["!room:example.org", "jo", "jo@example.org\r\nBcc: omar@example.org", ""]
)
def test_what_is_no_mail_address_gets_no_mail(place: str) -> None:
    with pytest.raises(Undeliverable, match="no mail address"):
        WRITER.write(letter(place=place))


@given(any_text(max_size=300), any_text(max_size=120), any_text(max_size=60))
@settings(max_examples=examples(200), deadline=None)
@pytest.mark.threat("T59")
def test_nothing_that_is_said_becomes_a_header(text: str, subject: str, about: str) -> None:
    raw = WRITER.write(letter(text, subject=subject, about=about, extra={"references": [about]}))

    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"") and raw.isascii() | (b"\r" not in raw)
    names = [name for name, _ in parse(raw).headers]
    assert len(names) == len(set(names))
    assert set(names) <= {
        *("from", "to", "subject", "date", "message-id", "in-reply-to", "references"),
        *("auto-submitted", "x-auto-response-suppress", "x-loop", "mime-version"),
        *("content-type", "content-transfer-encoding"),
    }


def test_links_survive_and_lines_are_short() -> None:
    text = (
        f"Read {LINK}, and then "
        + "many words " * 30
        + f"\n\n- [the site]({LINK})\n- "
        + ("an item that goes on " * 8)
    )

    body = str(read(WRITER.write(letter(text))).get_content())

    assert body.count(LINK) == 2
    assert all(len(line) <= 78 for line in body.splitlines() if LINK not in line)
    assert "\n  item" in body or "\n  goes" in body or "\n  that" in body or "\n  on" in body


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("a " * 60, ["a " * 37 + "a", "a " * 21 + "a"]),
        ("> " + "quoted " * 14, ["> " + "quoted " * 9 + "quoted", "> quoted quoted quoted quoted"]),
        ("- " + "item " * 20, ["- " + "item " * 14 + "item", "  item item item item item"]),
        ("10. " + "item " * 16, ["10. " + "item " * 13 + "item", "    item item"]),
        ("会议" * 25, ["会议" * 19, "会议" * 6]),
        ("x" * 200, ["x" * 200]),
        ("", [""]),
    ],
)
def test_long_lines_are_broken_between_words(line: str, lines: list[str]) -> None:
    assert wrapped(line).split("\n") == lines


@given(st.text(alphabet="ab -*>1.会é\u0301", max_size=300))
@settings(max_examples=examples(200), deadline=None)
def test_breaking_lines_loses_no_letter(text: str) -> None:
    kept = wrapped(text).replace("\n", "").replace(" ", "").replace(">", "")

    assert kept == text.replace(" ", "").replace(">", "")
    assert COLUMNS <= 78
