"""Matrix: rooms of a homeserver, heard over /sync and spoken to with transaction ids."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from pathlib import Path

from pydantic import SecretStr

from dcbot.config.secrets import Secrets
from dcbot.config.settings import MatrixSettings
from dcbot.message import Attached
from dcbot.transport import PositionOf, Take
from dcbot.transports.matrix.asking import Refused, path_of
from dcbot.transports.matrix.direct import DirectChats
from dcbot.transports.matrix.events import NAME
from dcbot.transports.matrix.hearing import Hearing
from dcbot.transports.matrix.keys import Keys
from dcbot.transports.matrix.known import Known
from dcbot.transports.matrix.power import power_of
from dcbot.transports.matrix.rooms import Rooms
from dcbot.transports.matrix.sealing import Sealing
from dcbot.transports.matrix.sending import Sending
from dcbot.transports.matrix.session import Session
from storage.outbox import Act, Letter


class Matrix:
    """One account on one homeserver. `call_me` is told what the account is called, once known.

    `folder` keeps the login and the keys; `operators` are addresses, of which those of Matrix may
    always invite; `learned` is told every access token, so that no log shows it.
    """

    name = NAME
    acts = frozenset(Act)
    # A homeserver knows a transaction id again for a day; some hours are left for clocks.
    safe_for = timedelta(hours=20)

    def __init__(
        self,
        settings: MatrixSettings,
        secrets: Secrets,
        folder: Path,
        call_me: Callable[..., None],
        *,
        operators: Collection[str] = (),
        learned: Callable[[SecretStr], None] = lambda _: None,
    ) -> None:
        self.session = Session(settings, secrets, folder, learned)
        self.direct = DirectChats(self.session)
        self.keys = Keys(self.session, folder)
        self.sealing = Sealing(self.session, self.keys)
        self.sending = Sending(self.session, self.direct, folder, self.sealing)
        self.known = Known(self.session, encrypted=self.sending.encrypted, moved=self.sealing.moved)
        self.rooms = Rooms(settings, self.session, self.known, self.direct, operators)
        self.hearing = Hearing(self.session, self.known, self.rooms, self.keys)
        self._call_me = call_me

    async def hear(self, take: Take, position: PositionOf) -> None:
        """Sign in and listen until cancelled; OperatorError where only the operator can help."""
        # Before anything can be said: which rooms are encrypted, whatever the homeserver says.
        await self.known.sealed.begin(position)
        await self.session.open()
        self._call_me(*self.session.names)
        try:
            await self.hearing.run(take, position)
        finally:
            await self.rooms.close()

    def silent_for(self) -> float | None:
        """Seconds since the homeserver last answered a sync; None before the first."""
        answered = self.hearing.answered_at
        return None if answered is None else asyncio.get_running_loop().time() - answered

    async def send(self, letter: Letter, target: str | None) -> Sequence[str]:
        """Carry the letter; `target` is the message that it edits."""
        return await self.sending.send(letter, target)

    async def look_up(self, letter: Letter) -> Sequence[str] | None:
        """The ids of a letter that may have gone already; None where it surely did not."""
        return await self.sending.look_up(letter)

    async def fetch(self, attached: Attached, limit: int) -> bytes:
        """The bytes of an attachment, at most `limit` of them; raises UserError."""
        return await self.sending.fetch(attached, limit)

    async def power(self, room: str, user: str) -> float:
        """What the room's own state lets the user do, asked for now; Refused where it is hidden."""
        state = ("rooms", room, "state")
        create = await self.session.ask(
            "GET", path_of(*state, "m.room.create", ""), query={"format": "event"}
        )
        try:
            levels = await self.session.ask("GET", path_of(*state, "m.room.power_levels", ""))
        except Refused as refused:
            if refused.status != 404:
                raise
            levels = None
        return power_of(user, create, levels)

    async def close(self) -> None:
        """Let go of connections and keys."""
        self.keys.close()
        await self.session.close()
