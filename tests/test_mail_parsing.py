"""Mails of every shape are parsed within bounds, or refused with a reason; no more is raised."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dcbot.lines import said_to_bot
from dcbot.transports.mail.charsets import decode
from dcbot.transports.mail.events import Reader, SentByProgram
from dcbot.transports.mail.headers import ids, mailboxes, moment, sound_address, words
from dcbot.transports.mail.parsing import MAX_SIZE, OddMail, parse
from tests import nasty_mails
from tests.sizes import examples
from tests.texts import any_text
from tests.world import MONDAY_NOON

NASTY = nasty_mails.table()
READER = Reader("dcbot@example.org", "!", "mx.example.org")


def taken(raw: bytes) -> str:
    """What becomes of a mail."""
    try:
        said = READER.read(parse(raw), raw, MONDAY_NOON)
    except OddMail:
        return "odd"
    except SentByProgram:
        return "passed"
    assert sound_address(said.sender) == said.sender == said.place
    assert said.event_id.isprintable() and len(said.event_id) < 300
    return said.text


@pytest.mark.parametrize("name", NASTY)
@pytest.mark.threat("T63")
def test_a_nasty_mail_is_read_quickly_or_refused(name: str) -> None:
    begun = time.process_time()

    text = taken(NASTY[name])

    assert time.process_time() - begun < 2.0
    said = said_to_bot(text, prefix="!", names=["dcbot"], direct=True, addressed=False)
    assert "help help" not in [line.words for line in said]


def test_there_are_many_of_them() -> None:
    assert len(NASTY) >= 100


PIECES = st.sampled_from(
    [
        *(b"From: jo@example.org\n", b"To: dcbot@example.org\n", b"Subject: =?utf-8?q?=ff?=\n"),
        *(b'Content-Type: multipart/mixed; boundary="b"\n', b"\n", b"--b\n", b"--b--\n", b"\r\n"),
        *(b"Content-Type: text/html; charset=utf-16\n", b"<p>a<blockquote>", b"> quoted\n", b"\0"),
        *(b"Content-Type: message/rfc822\n", b"Content-Transfer-Encoding: base64\n", b"QUJD=\n"),
        *(b"Content-Type: text/plain; format=flowed; delsp=yes\n", b"soft \n", b" folded\n", b": "),
    ]
)


@given(st.lists(PIECES | st.binary(max_size=20), max_size=25))
@settings(max_examples=examples(300), deadline=None)
@pytest.mark.threat("T63")
def test_any_bytes_are_read_or_refused(pieces: list[bytes]) -> None:
    taken(b"".join(pieces))


@given(st.binary(max_size=60), any_text(max_size=12))
@settings(max_examples=examples(200), deadline=None)
def test_any_bytes_are_text_in_any_charset(content: bytes, charset: str) -> None:
    assert isinstance(decode(content, charset), str)


@given(st.text(alphabet='ab@.,;:<>()"\\ =?', max_size=40))
@settings(max_examples=examples(300), deadline=None)
@pytest.mark.threat("T64")
def test_an_address_is_never_made_of_a_name(name: str) -> None:
    quoted = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'

    assert [one.address for one in mailboxes(f"{quoted} <jo@example.org>")] == ["jo@example.org"]


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("Jo Marsh <jo@Example.ORG>", [("Jo Marsh", "jo@example.org")]),
        ('"Marsh, Jo" <jo@a.org>, mei@b.org', [("Marsh, Jo", "jo@a.org"), ("", "mei@b.org")]),
        ("jo@a.org (Jo (of) DCAD)", [("", "jo@a.org")]),
        ("The team: jo@a.org, mei@b.org;", [("", "jo@a.org"), ("", "mei@b.org")]),
        ("=?utf-8?b?w4ltaWxl?= <e@a.org>", [("Émile", "e@a.org")]),
        ("omar@a.org <jo@a.org>", [("omar@a.org", "jo@a.org")]),
        ('"omar@a.org"', [("", "")]),
        ("<omar@a.org> jo@a.org", [("jo@a.org", "")]),
        ("omar@a.org\u202e", [("", "")]),
        ("乔@例子.中国", [("", "乔@例子.中国")]),
    ],
)
def test_mailboxes(raw: str, read: list[tuple[str, str]]) -> None:
    found = [(one.name, one.address) for one in mailboxes(raw)]

    assert [address for _, address in found] == [address for _, address in read]
    assert [name for name, address in found if address] == [name for name, to in read if to]


def test_words_of_headers_are_decoded_joined_and_made_plain() -> None:
    assert words("=?utf-8?b?w4?= =?utf-8?b?qQ==?= a\x00\u202eb") == "é a b"
    assert words("\udcc3\udca9") == words("\udce9") == "é"


def test_ids_and_moments() -> None:
    assert ids("<a@b> junk <c@d>") == ["a@b", "c@d"]
    assert ids("a@b") == ["a@b"]
    assert ids("no id") == []
    assert moment("Mon, 23 Nov 2026 13:00:00 +0100") == MONDAY_NOON
    assert moment("yesterday") is None


@pytest.mark.threat("T69")
def test_files_are_named_without_their_folders_and_large_mails_refused() -> None:
    raw = (
        b'From: jo@example.org\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n\nhello\n--b\n'
        b'Content-Type: text/csv\nContent-Disposition: attachment; filename="../a/list:1.csv"\n\n'
        b"a;b\n--b--\n"
    )

    assert [(one.name, one.content) for one in parse(raw).files] == [("list_1.csv", b"a;b")]
    with pytest.raises(OddMail, match="larger than 5 MB"):
        parse(b"x" * (MAX_SIZE + 1))
