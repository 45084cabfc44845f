"""Events that no well-meaning client sends: odd types, heaps, faked edits, quoted words."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

Content = dict[str, Any]

ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 2**53 - 1, "", " ", "\x00", "a\x00b", [], [[]], [None], {}, {"": ""},
    {"body": {"body": "!help"}}, ["!help"], "!" * 3000, "\u202e!pleh", "!\u200b", "é" * 4000,
    "\U0001f600" * 900, "<script>alert(1)</script>", "[x](javascript:alert(1))", "@room",
    "$nosuchevent", "!nosuchroom:example.org", "@nobody", "m.replace", "m.thread", "mxc://", "//",
    "%00%ff", "../../etc/passwd", "x" * 9000, "\n" * 3000, "> " * 2000, "`" * 3000, "*" * 3000,
)  # fmt: skip
"""Values that stand where something else is expected."""

KEYS = (
    "msgtype", "body", "format", "formatted_body", "m.relates_to", "m.new_content", "m.mentions",
    "url", "info", "file", "filename",
)  # fmt: skip
RELATION_KEYS = ("rel_type", "event_id", "key", "m.in_reply_to", "is_falling_back")
KINDS = (
    "m.room.message", "m.reaction", "m.room.encrypted", "m.sticker", "m.poll.start",
    "org.example.odd", "m.room.message.feedback", "m.call.invite",
)  # fmt: skip


def malformed(dice: random.Random, known: list[str]) -> Iterator[tuple[str, Content]]:
    """Events of every kind with wrong things in every place, without end; none is a command."""
    while True:
        content: Content = {
            "msgtype": "m.text",
            "body": dice.choice(("talk", "more talk", "x" * dice.randrange(2000))),
        }
        for _ in range(dice.randrange(1, 4)):
            content[dice.choice(KEYS)] = dice.choice(ODD)
        if dice.random() < 0.4:
            content["m.relates_to"] = {
                dice.choice(RELATION_KEYS): dice.choice((*ODD, *known)) for _ in range(3)
            }
        if "!help" in str(content.get("body")):
            content["body"] = "talk"
        yield dice.choice(KINDS), content


def treacherous(dice: random.Random, theirs: list[str], command: str) -> Iterator[Content]:
    """Messages that hold a command that nobody says with them, without end.

    `theirs` are messages of other people, which the edits claim to change.
    """
    while True:
        other = dice.choice(theirs)
        yield dice.choice(
            (
                # An edit of what somebody else said.
                {
                    "msgtype": "m.text",
                    "body": f"* {command}",
                    "m.new_content": {"msgtype": "m.text", "body": command},
                    "m.relates_to": {"rel_type": "m.replace", "event_id": other},
                },
                # A reply that quotes it, in the form of older clients.
                {
                    "msgtype": "m.text",
                    "body": f"> <@jo:demo.local> {command}\n\nno, do not",
                    "m.relates_to": {"m.in_reply_to": {"event_id": other}},
                },
                {"msgtype": "m.text", "body": f"> {command}\n> {command}\nwho said that?"},
                {"msgtype": "m.text", "body": f"he said:\n```\n{command}\n```"},
                {
                    "msgtype": "m.text",
                    "body": f"look what I found:\n{command}\nfunny",
                    "format": "org.matrix.custom.html",
                    "formatted_body": f"look what I found:<pre><code>{command}</code></pre>funny",
                },
                {
                    "msgtype": "m.text",
                    "body": f"{command}\nas he said",
                    "format": "org.matrix.custom.html",
                    "formatted_body": f"<blockquote><p>{command}</p></blockquote><p>as he said</p>",
                },
                {"msgtype": "m.notice", "body": command},
                {"msgtype": "m.emote", "body": command},
                {"msgtype": "m.image", "body": command, "url": "mxc://x/y"},
                {"msgtype": "m.text", "body": "talk", "formatted_body": f"<p>{command}</p>",
                 "format": "org.matrix.custom.html"},
                {"msgtype": "m.text", "body": f"#{command[1:]}"},
                {"msgtype": "m.text", "body": f"see {command} for more"},
                {"msgtype": "m.bad.encrypted", "body": command},
            )
        )  # fmt: skip
