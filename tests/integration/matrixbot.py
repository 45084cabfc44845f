"""The bot within the test itself, in rooms of the real homeserver, over its own database."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import select

from dcbot.app import App
from dcbot.command import Manners
from dcbot.config.secrets import Secrets
from dcbot.config.settings import MatrixSettings
from dcbot.demo.homeserver import Account, Homeserver
from dcbot.transports.matrix import Matrix
from storage.database import Database
from storage.inbox import Event
from storage.places import Place


class MatrixBot:
    """An account of the bot, and the bot itself while it listens."""

    def __init__(
        self,
        server: Homeserver,
        account: Account,
        database: Database,
        folder: Path,
        *,
        by_token: bool = False,
        operators: tuple[str, ...] = (),
        **settings: Any,
    ) -> None:
        self.account = account
        self.user_id = account.user_id
        self.database = database
        self.folder = folder
        self.operators = operators
        self.secrets = Secrets(
            matrix_token=SecretStr(account.access_token) if by_token else None,
            matrix_password=None if by_token else SecretStr(account.password),
        )
        self.settings = MatrixSettings(
            homeserver=server.url,
            user=account.user_id,
            **{"invites_from": ("@*:demo.local",), **settings},
        )
        self.page: int | None = None
        """So many events of a gap are fetched at a time, where it is not the usual number."""
        self.app: App
        self.matrix: Matrix

    @asynccontextmanager
    async def listening(self, take: Callable[..., Any] | None = None) -> AsyncIterator[Matrix]:
        """The bot listens within the block; `take` stands between it and the intake."""
        matrix = self.build()
        intake = self.app.intake.take

        async def through(batch: Any) -> int:
            if take is not None:
                await take(batch)
            return await intake(batch)

        async def position(name: str) -> str | None:
            async with self.database.reading() as store:
                return await store.positions.of("matrix", name)

        hearing = asyncio.create_task(matrix.hear(through, position))
        try:
            await self.until(lambda: matrix.hearing.listening or hearing.done())
            if hearing.done():
                await hearing
            yield matrix
        finally:
            hearing.cancel()
            try:
                with contextlib.suppress(asyncio.CancelledError):
                    await hearing
            finally:
                await matrix.close()

    def build(self) -> Matrix:
        """A new start: nothing is remembered but what is stored."""
        self.matrix = Matrix(
            self.settings,
            self.secrets,
            self.folder,
            lambda *names: self.app.intake.call_me("matrix", *names),
            operators=self.operators,
        )
        if self.page is not None:
            self.matrix.hearing.gaps.page = self.page
        self.app = App(self.database, [self.matrix], manners=Manners())
        return self.matrix

    async def events(self, room: str | None = None) -> list[Event]:
        """What is stored, in its order."""
        async with self.database.reading() as store:
            found = await store.session.scalars(select(Event).order_by(Event.id))
            return [event for event in found if room in (None, event.place)]

    async def place(self, room: str) -> Place | None:
        """What is remembered of the room, after everything waiting was handled."""
        await self.app.settle()
        async with self.database.reading() as store:
            return await store.places.at("matrix", room)

    async def heard(self, event_id: str, within: float = 90.0) -> Event:
        """The event, once it is stored."""
        found: list[Event] = []

        async def look() -> bool:
            async with self.database.reading() as store:
                same = await store.session.scalars(select(Event).where(Event.event_id == event_id))
                found[:] = same
            return bool(found)

        await self.until(look, within)
        return found[0]

    async def until(self, look: Callable[[], Any], within: float = 90.0) -> None:
        """Wait until what is looked for is there."""
        async with asyncio.timeout(within):
            while True:
                found = look()
                if await found if asyncio.iscoroutine(found) else found:
                    return
                await asyncio.sleep(0.02)
