"""The roof: builds the parts, joins them, keeps them running; alone asks the clock."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from dcbot.command import Manners, Registry
from dcbot.courier import Courier
from dcbot.desk import Desk
from dcbot.errands import ErrandDesk, Worker
from dcbot.errors import OperatorError
from dcbot.intake import Intake
from dcbot.router import Router
from dcbot.steady import Bell, keep_going, pause_after
from dcbot.timetable import Duty, Timetable
from dcbot.transport import Transport
from storage.database import Database

log = logging.getLogger("dcbot")


def clock() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


class App:
    """The whole bot over one database and any number of transports."""

    def __init__(
        self,
        database: Database,
        transports: Sequence[Transport],
        *,
        manners: Manners,
        registry: Registry | None = None,
        clock: Callable[[], datetime] = clock,
        duties: Mapping[str, Duty] | None = None,
        workers: Mapping[str, Worker] | None = None,
        names: dict[str, set[str]] | None = None,
        flood_per_minute: int = 60,
        give_up_after: timedelta = timedelta(hours=72),
    ) -> None:
        self.database = database
        self.clock = clock
        self.transports = {transport.name: transport for transport in transports}
        self._handling = Bell()
        self.intake = Intake(database, manners, clock, self._handling.ring, names)
        for transport in transports:
            self.intake.call_me(transport.name)
        self.courier = Courier(database, self.transports, clock, give_up_after=give_up_after)
        self.errands = ErrandDesk(database, workers or {}, clock, came_back=self._handling.ring)
        self.timetable = Timetable(database, duties or {}, clock, said=self.courier.ring)
        desk = Desk(
            registry=registry or Registry.from_folder(),
            manners=manners,
            names=self.intake.names,
            acts={name: transport.acts for name, transport in self.transports.items()},
        )
        self.router = Router(
            database,
            desk,
            clock,
            said=self._wrote,
            errand_written=self.errands.bell.ring,
            flood_per_minute=flood_per_minute,
        )

    def _wrote(self) -> None:
        self.courier.ring()
        self.timetable.bell.ring()

    async def run(self) -> None:
        """Run until cancelled, or until only the operator can help (OperatorError)."""
        async with asyncio.TaskGroup() as group:
            group.create_task(keep_going(self.router.step, self._handling, log))
            group.create_task(self.courier.run())
            group.create_task(self.timetable.run())
            group.create_task(self.errands.run())
            for transport in self.transports.values():
                group.create_task(self._hear(transport))

    async def _hear(self, transport: Transport) -> None:
        """Listen on one transport; what breaks in it is logged, and it listens again."""

        async def position(name: str) -> str | None:
            async with self.database.reading() as store:
                return await store.inbox.position(transport.name, name)

        failures = 0
        while True:
            try:
                await transport.hear(self.intake.take, position)
                return
            except OperatorError:
                raise
            except Exception:
                failures += 1
                log.exception("%s stopped listening; it listens again", transport.name)
                await asyncio.sleep(pause_after(failures))

    async def settle(self) -> None:
        """Handle and carry all that waits now, without listening; for scripts and tests."""
        while True:
            busy = [
                await step() == 0
                for step in (self.router.step, self.errands.step, self.timetable.step)
            ]
            busy.append(await self.courier.step() == 0)
            if not any(busy):
                return
