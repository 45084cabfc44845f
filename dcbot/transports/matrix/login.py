"""A login as it is kept, and what the operator can do where there is none."""

from __future__ import annotations

from dataclasses import dataclass

from dcbot.config.settings import MatrixSettings
from dcbot.transports.matrix.asking import Refused


@dataclass(frozen=True)
class Login:
    """What is kept of a login; `of` tells which configured token it stems from, hashed."""

    user: str = ""
    device: str = ""
    token: str = ""
    of: str = ""

    def __repr__(self) -> str:
        return f"Login({self.user}, {self.device})"


def advice(settings: MatrixSettings, refused: Refused) -> str:
    """What the operator can do where the homeserver does not let the bot in."""
    user, server = settings.user, settings.homeserver
    if refused.errcode == "M_USER_DEACTIVATED":
        return f"The account {user} is switched off on {server}. Ask its administrator."
    if refused.errcode == "M_FORBIDDEN":
        return (
            f"{server} refuses the password of {user}. Write the right one into the file that "
            "[matrix] password_file in bot.toml names."
        )
    if refused.status == 404:
        return (
            f"{server} is no Matrix homeserver ({refused.text}). Write the homeserver's own "
            "address into [matrix] homeserver in bot.toml."
        )
    return f"{server} does not let {user} sign in ({refused.text})."


def no_way_in(settings: MatrixSettings, refused: Refused | None) -> str:
    """What the operator can do where there is no valid token and no password."""
    user = settings.user
    if refused is None:
        return f"There is neither a token nor a password of {user}. Name a file with either."
    return (
        f"The access token of {user} is no longer valid ({refused.text}): somebody signed this "
        "device out. Make a new token and write it into the file that [matrix] token_file in "
        "bot.toml names, or name a password_file there, so that the bot can sign in by itself."
    )
