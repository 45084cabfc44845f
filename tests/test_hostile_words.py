"""Hostile words: in logs, terminals and answers they are only shown, and they take no time."""

from __future__ import annotations

import json
import logging
import time
from pathlib import Path

import pytest

from dcbot.lines import said_to_bot
from dcbot.shell import say
from dcbot.transports.console import Console
from dcbot.transports.markup import to_html
from dcbot.transports.matrix import contents
from storage.outbox import Letter
from tests.test_references import logged_to
from tests.world import MONDAY_NOON, World

HIDDEN = "ok\x1b[2J\x1b]0;pwned\x07\x9b31m\u202e\u2066\r\x00\x7f\u2028"
FORGED = "left\n2026-11-23 12:00:00 ERROR dcbot: everything is lost"


def letter(text: str) -> Letter:
    return Letter(
        key="k",
        transport="matrix",
        place="!a:x",
        text=text,
        created_at=MONDAY_NOON,
        due_at=MONDAY_NOON,
    )


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.threat("T81")
def test_nothing_in_a_log_passes_for_another_line_or_is_obeyed(tmp_path: Path, form: str) -> None:
    with logged_to(tmp_path / "log", form):
        logging.getLogger("dcbot").warning("no longer in %s: %s", HIDDEN, FORGED)
        try:
            raise ValueError(FORGED + HIDDEN)
        except ValueError:
            logging.getLogger("dcbot").exception("a command broke")

    text = (tmp_path / "log").read_bytes().decode()
    lines = text.rstrip("\n").split("\n")
    assert all(one.isprintable() for one in lines), text
    if form == "json":
        assert [json.loads(one)["level"] for one in lines] == ["warning", "error"]
    else:
        assert [one.split()[2] for one in lines if not one.startswith("    ")] == [
            "WARNING",
            "ERROR",
        ]


@pytest.mark.threat("T19")
def test_a_terminal_obeys_nothing_that_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    say(f"ok     In {HIDDEN} the bot may write.")

    said = capsys.readouterr().out
    assert said.endswith(" the bot may write.\n") and said.rstrip("\n").isprintable()


@pytest.mark.threat("T19")
async def test_the_console_shows_words_and_obeys_none(world: World) -> None:
    shown: list[str] = []
    console = Console("operator", world.app.transports, shown.append, lambda: world.now)  # type: ignore[arg-type]

    await console.send(letter(f"Jo says: {HIDDEN}"), None)

    assert all(one.isprintable() for one in shown[0].split("\n"))


@pytest.mark.parametrize(
    "words",
    [
        "@room look",
        "[Omar](https://matrix.to/#/@omar:example.org)",
        "@omar:example.org, come",
        "!here",
    ],
)
@pytest.mark.threat("T18")
def test_words_call_nobody(words: str) -> None:
    for content in contents.said(letter(words)) + contents.edited(letter(words), "$a"):
        assert content["m.mentions"] == {}
        assert content.get("m.new_content", {"m.mentions": {}})["m.mentions"] == {}


@pytest.mark.threat("T16")
async def test_foreign_words_in_an_answer_make_no_link_to_anybody(world: World) -> None:
    name = "[Omar](https://matrix.to/#/@omar:example.org)"

    (answer,) = await world.say("mallory", "!whoami", extra={"name": name})

    assert "<a" not in to_html(answer)


@pytest.mark.parametrize(
    "mark", ["\u200b", "\u202e", "\u2066", "\ufeff", "\x00", "\u00ad", "\u2060"]
)
@pytest.mark.threat("T15")
def test_no_mark_hides_a_command_or_makes_one(mark: str) -> None:
    def said(text: str) -> list[str]:
        found = said_to_bot(text, prefix="!", names=["dcbot"], direct=False, addressed=False)
        return [" ".join(line.words.split()) for line in found]

    # What is seen counts: the mark is neither kept nor made a part of a word.
    assert said(f"{mark}!help {mark}help") == ["help help"]
    assert said(f"look at !{mark}help") == []
    assert all(mark not in one for one in said(f"!he{mark}lp"))


HEAVY = [
    *("a " * 1000, "dc " * 660, "which coalition " * 125, "(" * 2000, "a" * 2000, "и " * 1000),
    *("“" * 2000, "before 2017 and after 2018 " * 70, "of the " * 280, "who what when where " * 99),
    *("2017 " * 400, "dcad dc3 dciot dcgig dccos " * 70, "? " * 1000, "的" * 2000, "ab?c" * 500),
]
LINES = ("", "!coalition ", "!coalition search ", "!contact ", "!person ", "!coalition list ")


@pytest.mark.parametrize("text", HEAVY, ids=[one[:12] for one in HEAVY])
@pytest.mark.threat("T23")
async def test_no_words_keep_the_bot_busy(file_world: World, text: str) -> None:
    for line in LINES:
        began = time.process_time()
        await file_world.happens(file_world.said("jo", f"{line}{text}"[:1990], direct=True))

        assert time.process_time() - began < 5, line


@pytest.mark.parametrize("name", ["%", "_m%", "' OR 1=1 --", "a%' ESCAPE '", "\\", "Ami%"])
@pytest.mark.threat("T26")
async def test_no_name_is_a_pattern_or_a_statement(world: World, name: str) -> None:
    await world.say("amina", "!coalition set DCAD site https://dcad.example.org")
    await world.say("mallory", "!whoami", extra={"name": name})
    await world.say("mallory", "forget me", direct=True)
    await world.say("mallory", "yes", direct=True)

    for line in ("!person ", "!coalition ", "!coalition search ", "!standing "):
        assert "Something broke" not in (await world.say("jo", f"{line}{name}"))[0]
    (told,) = await world.say("jo", "coalition DCAD", direct=True)
    assert "said by Amina" in told
