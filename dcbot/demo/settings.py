"""Who and what there is in the demo, and the settings of its bot."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import SecretStr

from dcbot.config import Settings, keep_secret, load
from dcbot.config.writing import fill, shipped, value_text

BOT = "dcbot"
ROOM = "#coordination:demo.local"
GROUP = "dccg"
"""The group that the room belongs to, by its key."""
PEOPLE = {
    "you": "coordinator of the coordination group, DCCG",
    "amina": "representative of DCAD",
    "sana": "of the Secretariat",
    "mei": "a member of the public",
}
"""The people of the demo and what they are; whoever sits at the prompt begins as the first."""


MEETING = """\
#startmeeting Monthly call
#topic The calendar
#info The call for sessions ends in May
#agreed We meet on the first Tuesday of each month
#action amina to draft the letter by Friday
#endmeeting
"""
"""A small meeting, which whoever sits at the prompt is invited to hold."""
NAMES = {"you": "Newcomer", "amina": "Amina", "sana": "Sana", "mei": "Mei", BOT: BOT}
"""What they are called in the room."""


def address_of(who: str) -> str:
    """The Matrix address of somebody of the demo, or of the bot."""
    return f"@{who}:demo.local"


def settings_for(url: str, password: str, folder: Path, web_port: int) -> Settings:
    """The settings of the demo's bot; they are written into its folder, for whoever looks there."""
    keep_secret(folder / "matrix-password", SecretStr(password))
    values: dict[str, str | int | list[str]] = {
        "matrix.homeserver": url,
        "matrix.user": address_of(BOT),
        "matrix.password_file": "matrix-password",
        "matrix.rooms": [ROOM],
        "matrix.invites_from": [address_of("*")],
        "web.port": web_port,
        "web.address": f"http://127.0.0.1:{web_port}",
        "log.level": "error",
    }
    text = fill(shipped(), {key: value_text(value) for key, value in values.items()})
    path = folder / "bot.toml"
    path.write_text(text, encoding="utf-8")
    return load(path, {**os.environ, "DCBOT_MATRIX_PASSWORD": password})
