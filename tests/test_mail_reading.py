"""Whose words are whose: replies above, between and below quotes, signatures, flowed lines."""

from __future__ import annotations

import pytest

from dcbot.transports.mail.hypertext import to_text
from dcbot.transports.mail.parsing import parse
from dcbot.transports.mail.reading import own_words, said_in, unflowed

LONG = "> a line that is as long as the lines of a mail are when they are broken off\n"


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("yes\n\nOn Mon, 23 Nov 2026, Jo <jo@example.org> wrote:\n> no\n", "yes"),
        ("yes\n\nOn Mon, 23 Nov 2026 at 10:00,\nJo Marsh\n<jo@example.org> wrote:\n\n> no", "yes"),
        ("oui\n\nLe lun. 23 nov. 2026 à 10:14, Jo <jo@example.org> a écrit :\n> non", "oui"),
        ("sí\n\nEl lun, 23 nov 2026 a las 10:14, Jo (<jo@example.org>) escribió:\n> no", "sí"),
        ("sim\n\nEm seg., 23 de nov. de 2026 10:14, Jo escreveu:\n> não", "sim"),
        ("ja\n\nAm 23.11.26 um 10:14 schrieb Jo:\n> nein", "ja"),
        ("да\n\nпн, 23 нояб. 2026 г. в 10:14, Jo <jo@example.org>:\n> нет", "да"),
        ("是\n\n在 2026年11月23日，Jo 写道：\n> 不", "是"),
        ("نعم\n\nفي الاثنين، 23 نوفمبر 2026 كتب Jo <jo@example.org>:\n> لا", "نعم"),
        # An attribution whose quote has no marks ends what is read.
        ("yes\n\nOn 23 Nov 2026, at 10:14, Jo wrote:\n\n!whoami\n", "yes"),
        ("yes\n\n-----Original Message-----\nFrom: Jo\nSent: Monday\n\n!whoami", "yes"),
        ("yes\n\nBegin forwarded message:\n\n!whoami", "yes"),
        ("yes\n\nFrom: Jo Marsh\nSent: Monday\nTo: Mei\n\n!whoami", "yes"),
        ("yes\n\n*От:* Jo\n*Отправлено:* сегодня\n*Кому:* Mei\n\n!whoami", "yes"),
        ("yes\n\nVon: Jo\nGesendet: Montag\nAn: Mei\n\n!whoami", "yes"),
        ("yes\n\nMittente: Jo <jo@example.org>\nInviato: oggi\nA: Mei\n\n!whoami", "yes"),
        # Below and between.
        ("> Shall I do it?\n\nyes", "yes"),
        ("> Shall I do it?\nyes", "yes"),
        ("Hi Jo,\n\n> Shall I do it?\n\nyes\n\n> And that?\n\nno", "Hi Jo,\n\n\nyes\n\n\nno"),
        ("Jo> Shall I?\nyes", "yes"),
        ("| Shall I?\nyes", "yes"),
        # What a program broke off a quoted line is not the sender's.
        (f"{LONG}!whoami\n\nyes", "yes"),
        # Signatures.
        ("yes\n-- \nJo\n!whoami", "yes"),
        ("yes\n--\nJo", "yes"),
        ("yes\n\nSent from my phone\n!whoami", "yes"),
        ("yes\n\nVon meinem iPhone gesendet\n\n> no", "yes"),
        ("yes\n\n_______________________________________________\nA list\n!whoami", "yes"),
        # The sender's own, though it looks alike.
        ("Time: noon\nPlace: here\n", "Time: noon\nPlace: here"),
        ("I wrote this: a line", "I wrote this: a line"),
        ("see -- and so on", "see -- and so on"),
        ("", ""),
        ("> all quoted\n> and no more", ""),
    ],
)
@pytest.mark.threat("T56")
def test_own_words(text: str, own: str) -> None:
    assert own_words(text) == own


@pytest.mark.parametrize("joined", [False, True])
def test_soft_line_ends_are_taken_out(joined: bool) -> None:
    blank = "  " if joined else " "
    text = f"one{blank}\ntwo\n> quoted{blank}\n> on\n>> deeper\n three\n-- \nJo"

    assert unflowed(text, joined=joined) == "one two\n> quoted on\n>> deeper\nthree\n-- \nJo"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one<br>two</p><p>three</p>", "one\ntwo\n\nthree"),
        ("one <b>two</b>\n three&nbsp;four", "one two three four"),
        ("yes<blockquote><p>no</p></blockquote>yes", "yes\n>\n> no\n>\nyes"),
        ('yes<div id="appendonsend"></div><div>no</div>', "yes\n>\n> no\n>"),
        ("<script>no()</script><style>no</style>yes<!-- no -->", "yes"),
        ('<span style="DISPLAY:NONE">no</span>yes', "yes"),
        ("<ul><li>one</li><li>two</li></ul>", "one\n\ntwo"),
        ("<pre>one\n  two</pre>", "one\ntwo"),
        ("<<<>>>&amp;lt;p", "<<<>>>&lt;p"),
    ],
)
@pytest.mark.threat("T56")
def test_html_as_text(html: str, text: str) -> None:
    assert to_text(html) == text


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("!help", "!help\nbody"),
        ("[dc] [ext] !help", "!help\nbody"),
        ("Re: !help", "body"),
        ("help", "body"),
        ("=?utf-8?q?!hel?= =?utf-8?q?p?=", "!help\nbody"),
    ],
)
def test_a_subject_that_begins_with_the_prefix_is_a_line(subject: str, said: str) -> None:
    raw = f"From: jo@example.org\nSubject: {subject}\n\nbody\n".encode()

    assert said_in(parse(raw), "!") == said
