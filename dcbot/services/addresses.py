"""Addresses: reading one as people write it, and saying it back; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dcbot.config.kinds import MAIL, USER
from dcbot.errors import BadArgument
from dcbot.message import quoted

_MEANT = {"matrix": "Matrix", "mail": "mail", "console": "console"}


@dataclass(frozen=True)
class Way:
    """One way to a person: the transport, and the address as the transport writes it."""

    transport: str
    address: str

    @property
    def said(self) -> str:
        """The address as it is typed: mail:amina@example.org, @amina:example.org."""
        return self.address if self.transport == "matrix" else f"{self.transport}:{self.address}"

    @property
    def shown(self) -> str:
        """The address as it stands in a list: amina@example.org (mail)."""
        return f"`{self.address.replace('`', '')}` ({_MEANT.get(self.transport, self.transport)})"


def read(words: str) -> Way:
    """The address that the words are, with or without its way in front; raises BadArgument."""
    said = words.strip().strip("<>").removeprefix("mailto:")
    way, _, rest = said.partition(":")
    if way.casefold() in ("mail", "e-mail", "email", "matrix"):
        transport, address = "matrix" if way.casefold() == "matrix" else "mail", rest.strip()
    else:
        transport, address = "matrix" if said.startswith("@") else "mail", said
    if transport == "matrix" and re.fullmatch(USER, address):
        return Way(transport, address)
    if transport == "mail" and re.fullmatch(MAIL, address) and len(address) <= 254:
        return Way(transport, address.casefold())
    raise BadArgument(
        f"{quoted(words)} is no address: it is written as `mail:amina@example.org` or "
        "`@amina:example.org`."
    )
