"""Small Markdown as HTML and as plain text: what is meant is kept, what is foreign does nothing."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dcbot.message import literal
from dcbot.transports.markup import clean, split, to_html, to_plain
from tests.sizes import examples
from tests.texts import any_text

# Any text, lone surrogates included, and texts that are mostly made of what could mean something.
MARKS = st.one_of(
    st.sampled_from("\\`*_[]()<>~|#+-.!&;:=1@\"' \t\n\x00\x07\u202e\u2066\u200f\ud800é。ا"),
    st.sampled_from(["http://x.org", "@room", "@jo:x.org", "**", "```", "<b>", "&amp;", "]("]),
    st.sampled_from(["  \n", "\n\n"]),
)
ANY = st.one_of(
    st.text(alphabet=st.characters(), max_size=80),
    st.lists(MARKS, max_size=30).map("".join),
)
FRAMES = ["{}", "Say {} now", "- {}", "**Name:** {}", "> {}", "1. {}", "A line\n{}", "“{}”\n\nEnd"]


class Shown(HTMLParser):
    """What a reader of the HTML sees, and the tags it holds."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.tags: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("said", "html", "plain"),
    [
        ("Hello", "<p>Hello</p>", "Hello"),
        ("**DCAD** is *here*", "<p><strong>DCAD</strong> is <em>here</em></p>", "DCAD is here"),
        ("Say `!help`.", "<p>Say <code>!help</code>.</p>", "Say “!help”."),
        ("## Coalitions", "<p><strong>Coalitions</strong></p>", "Coalitions"),
        ("one\ntwo", "<p>one<br>\ntwo</p>", "one\ntwo"),
        ("one\n\ntwo", "<p>one</p>\n<p>two</p>", "one\n\ntwo"),
        (
            "[its site](https://dcad.org/a_b)",
            '<p><a href="https://dcad.org/a_b">its site</a></p>',
            "its site (https://dcad.org/a_b)",
        ),
        ("<https://dcad.org>", '<p><a href="https://dcad.org">https://dcad.org</a></p>',
         "https://dcad.org"),
        ("[https://dcad.org](https://dcad.org)", '<p><a href="https://dcad.org">https://dcad.org'
         "</a></p>", "https://dcad.org"),
        ("<a@b.org>", '<p><a href="mailto:a@b.org">a@b.org</a></p>', "a@b.org"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "- a\n- b"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>', "3. a\n4. b"),
        ("1) a\n   - b", "<ol>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ol>", "1) a\n   - b"),
        ("> a\n> b", "<blockquote>\n<p>a<br>\nb</p>\n</blockquote>", "> a\n> b"),
        ("> theirs\nours", "<blockquote>\n<p>theirs</p>\n</blockquote>\n<p>ours</p>",
         "> theirs\n\nours"),
        ("**One**\n- a\n**Two**\n- b",
         "<p><strong>One</strong></p>\n<ul>\n<li>a</li>\n</ul>\n"
         "<p><strong>Two</strong></p>\n<ul>\n<li>b</li>\n</ul>",
         "One\n\n- a\n\nTwo\n\n- b"),
        ("```\n- a\nb *c*\n```", "<pre><code>- a\nb *c*\n</code></pre>", "- a\nb *c*"),
        ("---", "<p>---</p>", "---"),
        ("Title\n===", "<p>Title<br>\n===</p>", "Title\n==="),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>", "<b>x</b>"),
        ("AT&amp;T &lt;", "<p>AT&amp;amp;T &amp;lt;</p>", "AT&amp;T &lt;"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>", "[x](javascript:alert(1))"),
        ("![x](https://a.org/b.png)", '<p>!<a href="https://a.org/b.png">x</a></p>',
         "!x (https://a.org/b.png)"),
        ("a\u202eb\u2067c\x00\x07d\ud800", "<p>abc\ufffdd\ufffd</p>", "abc\ufffdd\ufffd"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_html_and_plain_text(said: str, html: str, plain: str) -> None:
    assert to_html(said) == html
    assert to_plain(said) == plain


@given(ANY, st.sampled_from(FRAMES))
@example("1. first", "{}")
@example("1) first", "- {}")
@example("\x00# title", "{}")
@example("\u202e- item", "{}")
@example("===", "A line\n{}")
@example("&lt;b&gt;", "{}")
@example("[x](https://evil.example)", "**Name:** {}")
@settings(max_examples=examples(600), deadline=None)
@pytest.mark.threat("T16")
def test_foreign_words_stand_as_they_are(said: str, frame: str) -> None:
    """No mark, tag, link or list comes of them, in whatever place of an answer they stand."""
    foreign = words(said).replace("\x00", "\ufffd")
    text = frame.format(literal(said))
    assert words(to_plain(text)) == words(clean(frame.replace("**", "").format(foreign)))
    html = Shown(to_html(text))
    assert set(html.tags) <= set(Shown(to_html(frame.format("x"))).tags)
    bare = re.sub(r"^(- |> |1\. )|\*\*", "", frame)
    assert words(html.text) == words(clean(bare.format(foreign)))


@given(ANY)
@settings(max_examples=examples(400), deadline=None)
@pytest.mark.threat("T16")
def test_no_text_brings_a_tag_that_matrix_does_not_allow(said: str) -> None:
    html = to_html(said)
    allowed = {"p", "strong", "em", "code", "pre", "a", "ul", "ol", "li", "blockquote", "br"}
    assert set(Shown(html).tags) <= allowed
    assert not re.search(r"(?i)<[^>]*\s(on\w+|style|src)\s*=", html)
    for address in re.findall(r'href="([^"]*)"', html):
        assert re.match(r"(?i)(https?:|mailto:|matrix:)", unescape(address)) or ":" not in address
    html.encode()
    to_plain(said).encode()


LONG = st.lists(
    st.one_of(
        any_text(max_size=60),
        st.sampled_from(["\n", "\n\n", "```\n", "~~~ text\n", "> ", "- ", "12. ", "# ", "`a b`"]),
        st.sampled_from(["**bold it**", "A sentence. ", "。", "[words](https://x.org/a)", "`"]),
        st.sampled_from(["\\", "\\*", "[" * 50, "word " * 30, "x" * 250, "\u0301", "👩\u200d👧"]),
    ),
    max_size=40,
).map("".join)


def test_a_text_within_the_limit_is_one_part() -> None:
    assert split("one\n\ntwo", 1000) == ["one\n\ntwo"]
    assert split("", 100) == [""]


def test_parts_end_with_a_paragraph_rather_than_with_a_line() -> None:
    first, second = "First line.\n" * 6, "Second line.\n" * 6
    assert split(f"{first}\n{second}", 150) == [first.strip(), second.strip()]


def test_parts_end_with_a_line_rather_than_with_a_sentence() -> None:
    lines = [f"- {name}. It was founded then." for name in ("Access", "Blockchain", "Core", "Data")]
    for part in split("\n".join(lines * 5), 150):
        assert part.startswith("- ") and part.endswith("then.")


def test_parts_end_with_a_sentence_rather_than_with_a_word() -> None:
    for part in split("A sentence of some words. " * 20, 150):
        assert part.endswith("words.")


def test_parts_end_with_a_sentence_of_a_script_without_spaces() -> None:
    for part in split("互联网治理论坛的动态联盟。" * 40, 150):
        assert part.endswith("。")


def test_a_word_longer_than_a_part_is_cut_and_nothing_is_lost() -> None:
    assert "".join(split("x" * 1000, 150)) == "x" * 1000


def test_code_that_is_cut_is_closed_and_opened_again() -> None:
    lines = [f"line {number}" for number in range(60)]
    parts = split("Before\n\n```text\n" + "\n".join(lines) + "\n```\n\nAfter", 200)
    assert len(parts) > 2
    for part in parts[1:-1]:
        assert part.startswith("```text\nline") and part.endswith("\n```")
    assert [line for line in "\n".join(map(to_plain, parts)).split("\n") if "line" in line] == lines


def test_a_quote_that_is_cut_goes_on_as_a_quote() -> None:
    for part in split("> " + "They said this. " * 30, 150):
        assert part.startswith("> They") and "<blockquote>" in to_html(part)


def test_somebodys_words_mean_nothing_in_any_part() -> None:
    said = literal("see # this - that + 1. more > and [x](https://evil.example) `a` " * 40)
    for limit in range(100, 160):
        for part in split(said, limit):
            assert set(Shown(to_html(part)).tags) == {"p"}
        joined = " ".join(map(to_plain, split(said, limit)))
        assert words(joined) == words(to_plain(said))


def test_code_with_spaces_is_not_cut() -> None:
    for part in split("Say `!coalition search libraries and archives` to find it. " * 10, 130):
        assert part.count("`") % 2 == 0


@given(LONG, st.integers(100, 400))
@settings(max_examples=examples(400), deadline=None)
@pytest.mark.threat("T25")
def test_no_part_is_too_long_and_no_word_is_lost(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert parts == split(text, limit)
    assert all(len(part) <= limit for part in parts)

    def letters(words: str) -> str:
        return re.sub(r"[^\w]", "", words)

    if len(parts) > 1 and not re.search("[`~>]", text):
        assert letters("".join(parts)) == letters(text)
    assert len(letters("".join(parts))) >= len(letters(text))
