"""Matrix events are read as what people meant, and whatever else they hold does no harm."""

from __future__ import annotations

import json
import math
import random
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from dcbot.message import Edited, Gone, Incoming, Reacted, Redacted, Said, Tone
from dcbot.transports.matrix import media
from dcbot.transports.matrix.events import Scene, Us, read
from dcbot.transports.matrix.news import news_of
from dcbot.transports.matrix.power import power_needed, power_of
from dcbot.transports.matrix.standing import arrival, left, own_standing, since_arrival
from dcbot.transports.matrix.words import links_to, own_words
from tests.sizes import examples

BOT = "@dcbot:example.org"
US = Us(BOT, (BOT, "dcbot", "Coalition clerk"))
ROOM = Scene("!room:example.org")
PILL = f'<a href="https://matrix.to/#/{BOT}">Coalition clerk</a>'


def event(content: Any, kind: str = "m.room.message", **more: Any) -> dict[str, Any]:
    return {
        "type": kind,
        "event_id": "$event",
        "sender": "@amina:example.org",
        "origin_server_ts": 1_790_000_000_000,
        "content": content,
    } | more


def text(body: str, html: Any = None, **more: Any) -> dict[str, Any]:
    content: dict[str, Any] = {"msgtype": "m.text", "body": body}
    if html is not None:
        content |= {"format": "org.matrix.custom.html", "formatted_body": html}
    return content | more


def reply(to: str = "$other", **more: Any) -> dict[str, Any]:
    return {"m.relates_to": {"m.in_reply_to": {"event_id": to}, **more}}


def heard(content: Any, kind: str = "m.room.message", **more: Any) -> Incoming | None:
    return read(event(content, kind, **more), ROOM, US)


def said(content: Any) -> Said:
    found = heard(content)
    assert isinstance(found, Said)
    return found


# Words


def test_a_line_is_said() -> None:
    found = read(event(text("!help")), Scene("!room", direct=True, name="Amina"), US)
    assert found == Said(
        transport="matrix",
        event_id="$event",
        place="!room",
        sender="@amina:example.org",
        sent_at=datetime(2026, 9, 21, 14, 13, 20, tzinfo=UTC),
        direct=True,
        extra={"name": "Amina"},
        text="!help",
    )


@pytest.mark.parametrize("kind", ["m.location", "m.server_notice", "x", 3])
def test_what_nobody_says_is_left_out(kind: Any) -> None:
    assert heard({"msgtype": kind, "body": "!help"}) is None


@pytest.mark.parametrize(
    ("kind", "tone"),
    [("m.text", Tone.TALK), ("m.emote", Tone.ACTED), ("m.notice", Tone.NOTICE)],
)
def test_what_is_no_talk_is_marked(kind: str, tone: Tone) -> None:
    found = said({"msgtype": kind, "body": "!help"})

    assert (found.text, found.tone, found.whole) == ("!help", tone, None)


def test_what_is_only_shown_is_kept_apart() -> None:
    fenced = said(text("```\n#action x\n```\n!help", "<pre>#action x\n</pre><p>!help</p>"))
    assert (fenced.text, fenced.whole) == ("```\n```\n!help", "```\n#action x\n```\n!help")
    bare = said(text("#action x\n!help", "<blockquote>#action x</blockquote><p>!help</p>"))
    assert (bare.text, bare.whole) == ("!help", "> #action x\n!help")
    answer = said(text("> <@jo:example.org> x\n\nyes", **reply("$first")))
    assert (answer.text, answer.whole) == ("yes", None)


def test_own_events_and_state_are_left_out() -> None:
    assert read(event(text("!help"), sender=BOT), ROOM, US) is None
    assert heard({"name": "!help"}, "m.room.name", state_key="") is None
    assert heard(text("!help"), state_key="") is None


@pytest.mark.parametrize(
    ("body", "html", "own"),
    [
        ("> <@jo:example.org> !drop\n> all\n\n!help", None, "!help"),
        (
            "> <@jo:example.org> !help\n\n!help",
            "<mx-reply>x<blockquote>!help</blockquote></mx-reply>!help",
            "!help",
        ),
        ("> * <@jo:example.org> waves\n\nyes", None, "yes"),
        ("> a quote of mine\n!help", None, "> a quote of mine\n!help"),
        ("!drop\n!help", "<pre><code>!drop\n</code></pre>\n<p>!help</p>", "!help"),
        ("!drop", "<blockquote>!drop</blockquote>", ""),
        ("!drop\n\n!help", "<blockquote>\n<p>!drop</p>\n</blockquote>\n<p>!help</p>", "\n!help"),
        ("!help\n\n!help", "<blockquote>!help</blockquote><p>!help</p>", "\n!help"),
        ("> !help\n\n!help", "<blockquote>!help</blockquote><p>!help</p>", "\n!help"),
        ("!help", "<blockquote>!help</blockquote><p>!help</p>", "!help"),
        ("!find a & b", "<pre>!find a &amp; b</pre>", ""),
        ("**!drop**\n!help", "<PRE class='a'><b>!drop</b></PRE>!help", "!help"),
        ("!a\n!b", "<pre>!a\n!b", ""),
        ("!a\n!b", "</pre>!a<br>!b", "!a\n!b"),
        ("use `!help` here", "use <code>!help</code> here", "use `!help` here"),
        ("!one\n!two\n!three", "!one<pre>!two</pre>!three", "!one\n!three"),
    ],
)
@pytest.mark.threat("T14")
def test_only_own_words_are_taken(body: str, html: str | None, own: str) -> None:
    assert said(text(body, html, **reply())).text == own


@pytest.mark.threat("T14")
def test_a_fallback_is_one_only_in_a_reply() -> None:
    quoted = "> <@jo:example.org> !drop\n\n!help"
    assert said(text(quoted)).text == quoted


@pytest.mark.timeout(20)
@pytest.mark.threat("T23")
def test_long_bodies_are_read_in_time() -> None:
    for piece in ("<pre", "<", "<pre>", "</pre>", "<blockquote>a", "a\n", "<br>", "&", "<a <pre>"):
        body = piece * (60_000 // len(piece))
        own_words("a\n" * 30_000, f"<pre>{body}", reply=True)
        own_words(body, "<blockquote>" + "a<br>b<br>" * 6_000, reply=True)
        links_to(BOT, f"matrix {body}")


# Who is meant


@pytest.mark.parametrize(
    ("content", "meant"),
    [
        (text("hello"), False),
        (text("hello", **{"m.mentions": {"user_ids": [BOT]}}), True),
        (text("hello", **{"m.mentions": {"user_ids": ["@jo:example.org"]}}), False),
        (text("hello", **{"m.mentions": {"room": True}}), False),
        (text("hello", **{"m.mentions": [BOT]}), False),
        (text("Coalition clerk: help", f"{PILL}: help"), True),
        (text("x", f"<blockquote>{PILL}</blockquote>thanks"), False),
        (text("x", '<a href="https://matrix.to/#/%40dcbot%3Aexample.org">x</a>'), True),
        (text("x", '<a href="https://matrix.to/#/@dcbot:example.org.evil">x</a>'), False),
        (text("thanks", **reply(), **{"m.mentions": {"user_ids": [BOT]}}), False),
        (text("dcbot: more", **reply(), **{"m.mentions": {"user_ids": [BOT]}}), True),
        (
            text(
                f"> <{BOT}> an answer\n\nthanks",
                f"<mx-reply>{PILL}</mx-reply>thanks",
                **reply(),
                **{"m.mentions": {"user_ids": [BOT]}},
            ),
            False,
        ),
        (text("what about it?", f"{PILL} what about it?", **reply()), True),
    ],
)
def test_the_bot_knows_when_it_is_meant(content: Any, meant: bool) -> None:
    assert said(content).addressed is meant


# Relations


def test_replies_and_threads() -> None:
    answer = said(text("yes", **reply("$question")))
    assert (answer.about, answer.thread) == ("$question", None)
    thread = {"rel_type": "m.thread", "event_id": "$root", "is_falling_back": True}
    in_thread = said(text("yes", **reply("$last", **thread)))
    assert (in_thread.about, in_thread.thread) == (None, "$root")
    real = said(text("yes", **reply("$last", **{**thread, "is_falling_back": False})))
    assert (real.about, real.thread) == ("$last", "$root")


def test_edits() -> None:
    relation = {"m.relates_to": {"rel_type": "m.replace", "event_id": "$first"}}
    edit = heard(text("* !drop", **{"m.new_content": text("!help")}, **relation))
    assert isinstance(edit, Edited)
    assert (edit.text, edit.about, edit.addressed) == ("!help", "$first", False)
    for new in (None, {}, "!help", {"msgtype": "x", "body": "!help"}, {"body": "!help"}):
        assert heard(text("* !help", **{"m.new_content": new}, **relation)) is None
    nowhere = {"m.relates_to": {"rel_type": "m.replace", "event_id": 3}}
    assert heard(text("!help", **{"m.new_content": text("!help")}, **nowhere)) is None


def test_reactions_and_redactions() -> None:
    relation = {"rel_type": "m.annotation", "event_id": "$first", "key": "👍\ud800"}
    reaction = heard({"m.relates_to": relation}, "m.reaction")
    assert isinstance(reaction, Reacted)
    assert (reaction.text, reaction.about) == ("👍\N{REPLACEMENT CHARACTER}", "$first")
    assert heard({"m.relates_to": {**relation, "key": 1}}, "m.reaction") is None
    assert heard({"m.relates_to": {**relation, "rel_type": "x"}}, "m.reaction") is None
    old = heard({}, "m.room.redaction", redacts="$first")
    new = heard({"redacts": "$first"}, "m.room.redaction")
    assert isinstance(old, Redacted) and isinstance(new, Redacted)
    assert (old.about, new.about) == ("$first", "$first")
    assert heard({"redacts": ["$first"]}, "m.room.redaction") is None


@pytest.mark.parametrize("kind", ["m.room.message", "m.room.encrypted"])
def test_what_was_taken_back_before_it_was_heard_is_gone(kind: str) -> None:
    found = heard({}, kind, unsigned={"redacted_because": event({}, "m.room.redaction")})

    assert isinstance(found, Gone) and found.event_id == "$event"
    assert heard({}, kind, unsigned={"redacted_because": None}) is None


# Files


def test_files() -> None:
    file = {"msgtype": "m.file", "body": "list.csv", "url": "mxc://example.org/abc"}
    info = {"mimetype": "text/csv", "size": 12}
    plain = said({**file, "info": info})
    assert plain.text == ""
    assert plain.extra["attachments"] == [
        {
            "name": "list.csv",
            "media_type": "text/csv",
            "size": 12,
            "sha256": None,
            "uri": "mxc://example.org/abc",
            "text": None,
            "packed": False,
        }
    ]
    captioned = said({**file, "body": "!import", "filename": "list.csv", "info": info})
    assert captioned.text == "!import"
    assert captioned.extra["attachments"][0]["name"] == "list.csv"
    odd = said({**file, "info": {"mimetype": 1, "size": 1.5}, "filename": "a\nb\0" * 100})
    assert odd.extra["attachments"][0]["media_type"] == "application/octet-stream"
    assert odd.extra["attachments"][0]["size"] == 0
    json.dumps(odd.extra).encode()
    assert "\n" not in odd.extra["attachments"][0]["name"]
    for url in (None, 3, "https://example.org/x", "mxc://" + "x" * 300):
        assert "attachments" not in said({**file, "url": url}).extra


# Whatever else


JSON = some.recursive(
    some.none()
    | some.booleans()
    | some.integers()
    | some.floats()
    | some.text(some.characters(codec=None), max_size=20)
    | some.sampled_from(["m.text", "m.replace", "m.thread", "$x", BOT, "m.file", "<pre>a"]),
    lambda inner: (
        some.lists(inner, max_size=4)
        | some.dictionaries(
            some.sampled_from(
                [
                    "type", "content", "sender", "event_id", "msgtype", "body", "format",
                    "formatted_body", "m.relates_to", "m.in_reply_to", "rel_type", "info", "url",
                    "m.mentions", "user_ids", "m.new_content", "redacts", "key", "unsigned",
                    "prev_content", "membership", "state_key", "origin_server_ts", "size",
                ]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=25,
)  # fmt: skip


@settings(max_examples=examples(300), deadline=None, suppress_health_check=list(HealthCheck))
@given(JSON, some.sampled_from(["m.room.message", "m.reaction", "m.room.redaction"]))
@pytest.mark.threat("T40")
def test_no_event_does_harm(content: Any, kind: str) -> None:
    for source in (
        content,
        event(content, kind),
        event(text("a", "b") | (content if isinstance(content, dict) else {}), kind),
        event({}, kind, origin_server_ts=content, unsigned=content, redacts=content),
    ):
        found = read(source, ROOM, US)
        if found is not None:
            # What is stored must be storable: whole characters, and JSON that PostgreSQL takes.
            for words in (getattr(found, "text", ""), found.about or "", json.dumps(found.extra)):
                assert "\0" not in words and "\\u0000" not in words
                words.encode()
        own_standing(source, BOT)


@settings(max_examples=examples(100), deadline=None, suppress_health_check=list(HealthCheck))
@given(JSON)
@pytest.mark.threat("T41")
def test_no_response_does_harm(content: Any) -> None:
    for rooms in (content, {"join": {"!a": content}, "leave": content, "invite": {"!b": content}}):
        found = news_of({"next_batch": "t", "rooms": rooms, "account_data": content})
        assert found is not None and found.token == "t"
    assert news_of({"next_batch": content if not isinstance(content, str) else 1}) is None


# The bot's own being there


def membership(now: str, before: str | None, by: str = "@amina:example.org") -> dict[str, Any]:
    past = {"unsigned": {"prev_content": {"membership": before}}} if before else {}
    return event({"membership": now}, "m.room.member", state_key=BOT, sender=by) | past


def test_history_begins_with_the_arrival() -> None:
    line, joins = event(text("!help")), membership("join", "invite", BOT)
    invited = membership("invite", None)
    assert since_arrival([line, invited, line, joins, line], BOT) == [joins, line]
    assert since_arrival([line, membership("join", "join", BOT), line], BOT)[0] is line
    kicked = membership("leave", "join")
    assert arrival([line, kicked, joins, line], BOT) is None
    assert arrival([line], BOT) is None


def test_why_the_bot_is_gone() -> None:
    def why(source: dict[str, Any]) -> tuple[str, str] | None:
        found = left(own_standing(source, BOT), "!room", BOT, otherwise="x")
        return (found.change, found.extra["why"]) if found else None

    assert why(membership("leave", "join")) == ("sent away", "sent away by @amina:example.org")
    assert why(membership("ban", "join")) == ("banned", "banned by @amina:example.org")
    assert why(membership("leave", "invite", BOT)) is None
    assert why(membership("leave", "invite")) is None
    assert why(membership("leave", "join", BOT)) == ("sent away", "left by the bot's own account")


# Power


@pytest.mark.parametrize(
    ("version", "user", "levels", "power"),
    [
        ("11", "@ana:x", {"users": {"@ana:x": 50}}, 50),
        ("11", "@bo:x", {"users": {"@ana:x": 50}, "users_default": 5}, 5),
        ("11", "@maker:x", {"users": {}}, 0),
        ("11", "@maker:x", None, 100),
        ("11", "@ana:x", None, 0),
        ("12", "@maker:x", {"users": {}}, math.inf),
        ("12", "@second:x", {"users": {"@second:x": 0}}, math.inf),
        ("12", "@ana:x", {"users": {"@ana:x": 50}}, 50),
        ("12", "@ana:x", None, 0),
        ("13", "@maker:x", {}, math.inf),
        ("org.matrix.hydra.11", "@maker:x", {}, math.inf),
        ("x", "@maker:x", {}, 0),
        (12, "@maker:x", {}, 0),
        (None, "@maker:x", None, 100),
        ("9", "@ana:x", {"users": {"@ana:x": "50"}}, 50),
        ("9", "@ana:x", {"users": {"@ana:x": True}, "users_default": "much"}, 0),
        ("9", "@ana:x", {"users": []}, 0),
    ],
)
@pytest.mark.threat("T48")
def test_power(version: Any, user: str, levels: Any, power: float) -> None:
    create = {
        "sender": "@maker:x",
        "content": {"room_version": version, "additional_creators": ["@second:x", 3]},
    }
    assert power_of(user, create, levels) == power


def test_needed_power() -> None:
    levels = {"events": {"m.room.topic": 20}, "state_default": 60, "events_default": 1}
    assert power_needed("m.room.topic", levels, state=True) == 20
    assert power_needed("m.room.name", levels, state=True) == 60
    assert power_needed("m.room.message", levels) == 1
    assert power_needed("m.room.name", {}, state=True) == 50
    assert power_needed("m.room.name", None, state=True) == 0


@pytest.mark.threat("T40")
def test_random_garbage_of_any_length_is_read() -> None:
    dice = random.Random(1)
    for _ in range(300):
        body = "".join(chr(dice.randrange(1, 0x11000)) for _ in range(dice.randrange(400)))
        found = heard(text(body, f"<pre>{body}</pre>{body}"))
        assert isinstance(found, Said)
        found.text.encode()


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("mxc://example.org/abc_1-2", True),
        ("mxc://[::1]:8448/abc", True),
        ("mxc://../config", False),
        ("mxc://./config", False),
        ("mxc://x/../config", False),
        ("mxc://x/..", False),
        ("mxc://x/a?b", False),
        ("https://127.0.0.1:8427/metrics", False),
        ("file:///etc/passwd", False),
    ],
)
@pytest.mark.threat("T98")
def test_a_file_is_fetched_from_the_homeservers_media_alone(address: str, good: bool) -> None:
    assert bool(media._ADDRESS.fullmatch(address)) is good
