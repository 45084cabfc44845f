"""Mails that nobody should write: broken, endless, forged; each with what must not come of it."""

from __future__ import annotations

from collections.abc import Iterator

BOT = b"dcbot@example.org"
COMMAND = b"!help help"
HEAD = b"From: jo@example.org\nTo: dcbot@example.org\nMessage-ID: <%d@mail.example.net>\n"


def table() -> dict[str, bytes]:
    """The nasty mails, by name; none of them holds a command in its sender's own words."""
    mails = dict(_shapes())
    mails |= {f"charset {name}": _in_charset(name) for name in CHARSETS}
    mails |= {f"from {number}": b"From: " + value + b"\n\n\n" for number, value in enumerate(FROMS)}
    mails |= {f"header {number}": _with(value) for number, value in enumerate(HEADERS)}
    return {
        name: raw.replace(b"%d", f"{number}".encode(), 1)
        for number, (name, raw) in enumerate(mails.items())
    }


CHARSETS = (
    *("x-unknown", "utf-8", "utf-16", "utf-32", "utf-7", "punycode", "idna", "zip", "hex", "rot13"),
    *("base64", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "gb2312", "big5"),
    *("iso-2022-jp", "iso-2022-kr", "hz", "koi8-r", "cp437", "ebcdic-cp-us", "macintosh", "%00"),
    *("../../etc/passwd", "a" * 5000, "", '"', "us-ascii*0*=", "utf-8''x", "ünï"),
)
FROMS = (
    *(b"", b"<>", b"jo", b"@", b"a@", b"@b", b"jo@@example.org", b"jo@example..org", b"jo@-x"),
    *(
        b"undisclosed-recipients:;",
        b"a:b:c:;;;",
        b"jo@example.org, omar@example.org",
        b"<<jo@e.org>>",
    ),
    *(b'"omar@example.org', b"(omar@example.org", b"<omar@example.org", b"omar@example.org>"),
    *(b'"omar@example.org"', b"omar@example.org <>", b"<omar@example.org> <jo@example.org>"),
    b"=?utf-8?q?omar=40example=2Eorg?=",
    b"omar@example.org\0",
    b"omar@example.org\xe2\x80\xae",
    b"om\xc2\xadar@example.org\xff",
    b"\\" * 20_000,
    b'"' * 20_001,
    b"(" * 20_000,
    b"<" * 20_000,
    b"a@b.c," * 20_000,
    b"=?" * 20_000,
    b"=?utf-8?b?" + b"A" * 50_000,
    b"=?utf-8?q?" * 5_000 + b"?=",
    b" \t" * 20_000 + b"jo",
)
HEADERS = (
    b"Subject: " + b"=?utf-8?b?//8=?= " * 2_000,
    b"Subject: " + b"[" * 50_000,
    b"Subject: " + b"Re: " * 20_000,
    b"Date: " + b"9" * 10_000,
    b"Date: Mon, 99 Foo 99999 99:99:99 +9999",
    b"Date: 1 Jan 0001 00:00:00 +2359",
    b"References: " + b"<" * 50_000,
    b"References: " + b"<a@b> " * 50_000,
    b"In-Reply-To: " + b"\xff" * 1_000,
    b"Message-ID: " + b"x" * 100_000,
    b"List-Post: <mailto:" + b"a" * 100_000,
    b"List-Id: <<<>>>",
    b"To: dcbot+" + b"0" * 32 + b"@example.org",
    b"Authentication-Results: " + b"(" * 50_000,
    b"DKIM-Signature: " + b";=" * 50_000,
    b"Content-Type: " + b"multipart/mixed; boundary=",
    b"Content-Type: multipart/mixed",
    b"Content-Type: text/plain; " + b"a*0*=x; " * 5_000,
    b'Content-Disposition: attachment; filename="../../../../etc/passwd"',
    b"Content-Transfer-Encoding: x-uuencode",
    b"Content-Transfer-Encoding: \xff",
    b"Content-Type: message/rfc822",
    b"Content-Type: message/partial; number=1; total=9999999; id=x",
    b"Content-Type: message/external-body; access-type=local-file; name=/etc/passwd",
    *(b"X-%d: y\n" % number * 3_000 for number in range(2)),
)


def _with(header: bytes) -> bytes:
    return HEAD + header + b"\n\nGood morning\n"


def _in_charset(name: str) -> bytes:
    kind = f'Content-Type: text/plain; charset="{name}"\n'.encode()
    return HEAD + kind + b"Content-Transfer-Encoding: 8bit\n\nGood morning \xff\xfe\x80 xn--a\n"


def _shapes() -> Iterator[tuple[str, bytes]]:
    yield "nothing", b"\n"
    yield "nul", b"\0" * 1_000
    yield "nul in words", HEAD + b"\nGood\0morning\n"
    yield "all bytes", bytes(range(256)) * 40
    yield "one endless line", HEAD + b"\n" + b"a" * 1_000_000
    yield "endless line of quotes", HEAD + b"\n" + b">" * 1_000_000
    yield "endless line of blanks", HEAD + b"\n" + b" " * 1_000_000 + b"x"
    yield "endless dashes", HEAD + b"\n" + b"-" * 500_000 + b"\n" + b"_-" * 5_000
    yield "endless header", b"From: jo@example.org\nX: " + b"a" * 1_000_000 + b"\n\nx"
    yield "endless attributions", HEAD + b"\n" + b"On Mon\n" * 50_000
    yield "endless labels", HEAD + b"\n" + b"From: a\n \n" * 20_000
    yield "endless blank lines", HEAD + b"\n" + b"\n" * 150_000
    yield "too many lines", HEAD + b"\n" + b"\n" * 500_000
    yield "too large", HEAD + b"\n" + b"a\n" * 100 + b"a" * 6_000_000
    yield "only carriage returns", HEAD.replace(b"\n", b"\r") + b"\r" + b"x\r" * 1_000
    yield "separators of Unicode", HEAD + "\n\u2028!whoa\u2029\x85\x0b\x0c".encode()
    for depth in (49, 60, 2_000):
        yield f"{depth} deep", HEAD + _nested(depth)
        yield f"{depth} forwards deep", HEAD + b"Content-Type: message/rfc822\n\n" * depth + COMMAND
    yield "many parts", HEAD + _parts(5_000)
    yield "boundary of the same name inside", HEAD + _same_boundary()
    yield "endless base64", HEAD + b"Content-Transfer-Encoding: base64\n\n" + b"=" * 500_000
    yield "broken base64", HEAD + b"Content-Transfer-Encoding: base64\n\nR29vZA=\xff=x\n"
    yield "broken quoted-printable", HEAD + b"Content-Transfer-Encoding: quoted-printable\n\n=X=\n="
    html = HEAD + b"Content-Type: text/html\n\n"
    yield "html deep", html + b"<div>" * 40_000 + COMMAND
    yield "html of bold", html + b"<b><i><p>" * 20_000
    yield "html of many styles", html + _many_styles()
    yield "html of tables", html + b"<table>" * 20_000 + b"x"
    yield "html of closings", html + b"<p>x</div></b>" * 10_000
    yield "html of angles", html + b"<" * 200_000
    yield "html of comments", html + b"<!--" * 50_000
    yield "html of attributes", html + b"<p " + b"a=b " * 50_000 + b">"
    yield "html that hides", html + b'<p style="display:none">' + COMMAND + b"</p>Good morning"
    yield "html that quotes", html + b"<p>Good morning</p><blockquote>" + COMMAND + b"</blockquote>"
    yield "html in script", html + b"Good morning<script>\n" + COMMAND + b"\n</script>"
    yield "quoted", HEAD + b"\nThanks\n\nOn 1 May, Jo <j@e.org> wrote:\n> " + COMMAND + b"\n"
    yield "quoted otherwise", HEAD + b"\nThanks\n\n| " + COMMAND + b"\nMei> " + COMMAND + b"\n"
    yield "quoted invisibly", HEAD + "\nThanks\n\n\u200b> !help help\n".encode()
    yield "in a signature", HEAD + b"\nThanks\n\n-- \n" + COMMAND + b"\n"
    yield "in code", HEAD + b"\nThanks\n\n```\n" + COMMAND + b"\n```\n"
    yield "attached", HEAD + _attached()
    yield "robot", HEAD + b"Auto-Submitted: auto-replied\n\n" + COMMAND
    yield "robot of another kind", HEAD + b"Precedence: auto_reply\n\n" + COMMAND
    yield "bounce", b"Return-Path: <>\n" + HEAD + b"\n" + COMMAND
    yield "ours", b"From: DCBOT@example.org\nTo: dcbot@example.org\n\n" + COMMAND
    yield "ours by id", HEAD + b"Message-ID: <x>\n\n"
    yield "two senders", b"From: omar@example.org\n" + HEAD + b"\n" + COMMAND
    yield "no sender", b"To: dcbot@example.org\n\n" + COMMAND


def _nested(depth: int) -> bytes:
    opened = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (level, level)
        for level in range(depth)
    )
    return opened + b"Content-Type: application/octet-stream\n\n" + COMMAND


def _parts(count: int) -> bytes:
    return b'Content-Type: multipart/mixed; boundary="b"\n\n' + b"--b\n\nx\n" * count + b"--b--\n"


def _same_boundary() -> bytes:
    kind = b'Content-Type: multipart/mixed; boundary="b"\n\n'
    return kind + b"--b\n" + kind + b"--b\nContent-Type: image/png\n\nx\n--b--\n--b--\n--b--\n"


def _many_styles() -> bytes:
    styles = b"".join(b'<font color="%d">' % number for number in range(40))
    return styles + b"<p>x" * 19_000


def _attached() -> bytes:
    return (
        b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nThanks\n'
        b"--b\nContent-Type: text/plain\nContent-Disposition: attachment\n\n"
        + COMMAND
        + b"\n--b--\n"
    )
