"""Minutes as the text of a mail: lines that every mail program shows as they are."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from dcbot.record.minutes import LineKind, LogLine, Minutes
from dcbot.record.outputs import mail
from dcbot.record.outputs.publication import Publication
from dcbot.transports.mail.reading import own_words
from dcbot.widths import width
from tests.record.outputs.samples import DRAFT, MEETING, OPENED
from tests.record.outputs.strategies import PUBLICATIONS, minutes
from tests.record.outputs.test_every_format import RELAXED

_QUOTE = re.compile(r"\s{0,3}[A-Za-z]{0,4}>|\s{0,3}[|»＞]")
GOLDEN = Path(__file__).with_name("coordination-meeting.txt")


def said(text: str) -> str:
    """A mail with minutes in which somebody said this."""
    line = LogLine(line=1, at=OPENED, kind=LineKind.SAID, name="Ana", text=text)
    return mail.render(Minutes(title="t", started=OPENED, log=(line,)))


def test_the_whole_mail_reads_well() -> None:
    assert mail.render(MEETING, DRAFT) == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.threat("T113")
@RELAXED
@given(minutes(), PUBLICATIONS)
def test_no_line_is_taken_for_something_else(of: Minutes, publication: Publication) -> None:
    text = mail.render(of, publication)

    # The bot's own reader would leave out quotes, signatures and forwarded mails.
    for line in text.split("\n"):
        assert not _QUOTE.match(line), line
        assert line.rstrip() not in ("--", "—"), line
        assert not line.startswith("From "), line
        assert line == line.rstrip()
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", line)


@RELAXED
@given(minutes(), PUBLICATIONS)
def test_lines_are_short_but_for_words_that_are_longer(
    of: Minutes, publication: Publication
) -> None:
    for line in mail.render(of, publication).split("\n"):
        if width(line) > mail.COLUMNS:
            # What does not fit is one word alone on its line, behind the marks of a list.
            assert len(re.sub(r"^[\s\d.:,-]*", "", line).split()) <= 1, line


def test_a_line_of_six_thousand_letters_is_wrapped_and_its_links_stay_whole() -> None:
    link = f"https://example.org/{'a' * 300}?q=1"
    text = said(("word " * 600) + link + (" word" * 600))

    assert link in text
    assert max(len(line) for line in text.split("\n") if link not in line) <= mail.COLUMNS


@pytest.mark.parametrize(
    "pasted",
    [
        "> somebody else's words",
        "-- \nAna Souza, a signature",
        "one\n-- \ntwo",
        "From the beginning we said so",
        "log:\nFrom: Ana\nTo: Ben\nSubject: x",
        "-----Original Message-----\nFrom: a@example.org",
        "________________________________\nfoo",
        "| a table | of a shell |\n+----+",
        f"{'w' * 60} > {'w' * 60} -- {'w' * 66} From {'w' * 60}",
    ],
)
def test_pasted_mails_are_read_to_the_end(pasted: str) -> None:
    text = said(f"look:\n{pasted}\nthe end of it")

    assert "the end of it" in own_words(text)
    assert not [line for line in text.split("\n") if _QUOTE.match(line) or line == "--"]


def test_scripts_without_blanks_are_broken_between_letters() -> None:
    text = said("漢字" * 100)

    assert max(map(width, text.split("\n"))) <= mail.COLUMNS
    assert "漢字" * 100 in re.sub(r"\s", "", text)


def test_next_steps_come_first_and_tables_are_sentences() -> None:
    text = mail.render(MEETING, DRAFT)

    assert text.index("NEXT STEPS") < text.index("DECISIONS") < text.index("ATTENDANCE")
    assert "- Amina Diallo (DCAD, representative, civil society): present;" in text
    assert "- yes: 2 votes by Amina Diallo (DCAD) and João Silva (changed)" in text


def test_where_the_log_stands_elsewhere_its_address_is_told() -> None:
    text = mail.render(MEETING, replace(DRAFT, with_log=False))

    assert f"stands at\n{DRAFT.log_address}#line-17" in text
    assert "ANNEX A4" not in text
