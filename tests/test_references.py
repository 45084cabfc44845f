"""References: what an answer names is found in the log, for people and as JSON."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dcbot.config import LogSettings, Redactor
from dcbot.logs import write_logs
from tests.world import World


@contextmanager
def logged_to(path: Path, form: str) -> Iterator[None]:
    """All that is logged goes to a file, down to the least."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    settings = LogSettings.model_validate(
        {"file": str(path), "form": form, "level": "debug"}, context=None
    )
    write_logs(settings, Redactor(()))
    try:
        yield
    finally:
        for handler in root.handlers:
            handler.close()
        root.handlers[:] = before
        root.setLevel(level)


async def broken(world: World) -> str:
    """Say a command that breaks; returns its answer."""
    async with world.database.engine.begin() as connection:
        await connection.exec_driver_sql("DROP TABLE contacts")
    (answer,) = await world.say("jo", "!contact dcad")
    return answer


@pytest.mark.parametrize("form", ["text", "json"])
async def test_the_reference_of_an_answer_is_found_in_the_log(
    world: World, tmp_path: Path, form: str
) -> None:
    with logged_to(tmp_path / "log", form):
        answer = await broken(world)

    found = re.search(r"Something broke; nothing was changed\. Reference (\d{6})\.", answer)
    assert found
    lines = (tmp_path / "log").read_text(encoding="utf-8").splitlines()
    if form == "json":
        entries = [json.loads(line) for line in lines]
        about = [one for one in entries if one.get("reference") == found[1]]
        assert any("trace" in one for one in about)
        assert any(one["level"] == "debug" and "said $event1" in one["text"] for one in about)
    else:
        assert any(f"[{found[1]}]: reference {found[1]}: a command broke" in one for one in lines)
        assert any(f"router [{found[1]}]: said $event1" in one for one in lines)


async def test_what_is_handled_well_is_in_the_log_at_debug(world: World, tmp_path: Path) -> None:
    with logged_to(tmp_path / "log", "json"):
        await world.say("jo", "!help")

    entries = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert [one["reference"] for one in entries if one["part"] == "dcbot.router"] == ["000001"]
