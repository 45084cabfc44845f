"""The roof: builds the parts, joins them, keeps them running; alone asks the clock."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from dcbot.command import Manners, Registry
from dcbot.config import ArchiveSettings, HealthSettings, WebSettings
from dcbot.courier import Courier
from dcbot.desk import Desk
from dcbot.errands import ErrandDesk, Worker
from dcbot.errors import OperatorError
from dcbot.health import THIS_PROCESS, Health, Readings
from dcbot.intake import Intake
from dcbot.logs import ErrorCount
from dcbot.router import Router
from dcbot.services import figures
from dcbot.services.folds import Folds
from dcbot.steady import Bell, keep_going, pause_after
from dcbot.timetable import Duty, Timetable
from dcbot.transport import HasServer, Transport
from dcbot.turn import VOICE, Turn
from dcbot.web.keeping import Keeper
from dcbot.web.server import Web
from storage.database import Database
from storage.store import Store

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
        for_ever: Collection[str] = (),
        workers: Mapping[str, Worker] | None = None,
        names: dict[str, set[str]] | None = None,
        flood_per_minute: int = 60,
        give_up_after: timedelta = timedelta(hours=72),
        health: HealthSettings | None = None,
        web: WebSettings | None = None,
        archive: ArchiveSettings | None = None,
        turn: Turn | None = None,
    ) -> None:
        self.database = database
        self.turn = turn
        # What hears, handles and speaks changes nothing once another process has the turn.
        voice = database.fenced(turn.require) if turn else database
        self.clock = clock
        self.transports = {transport.name: transport for transport in transports}
        self._handling = Bell()
        folds = Folds()
        self.intake = Intake(voice, manners, clock, self._handling.ring, names, folds)
        for transport in transports:
            self.intake.call_me(transport.name)
        self.courier = Courier(voice, self.transports, clock, give_up_after=give_up_after)
        self.errands = ErrandDesk(voice, workers or {}, clock, came_back=self._handling.ring)
        self.timetable = Timetable(database, duties or {}, clock, said=self._did, for_ever=for_ever)
        desk = Desk(
            registry=registry or Registry.from_folder(),
            manners=manners,
            names=self.intake.names,
            acts={name: transport.acts for name, transport in self.transports.items()},
        )
        self.router = Router(
            voice,
            desk,
            clock,
            said=self._wrote,
            errand_written=self.errands.bell.ring,
            flood_per_minute=flood_per_minute,
            duties=duties,
            folds=folds,
        )

        self.health = Health(health.host, health.port, self.readings) if health else None
        self.web = (
            Web(database, clock, host=web.host, port=web.port, address=web.address) if web else None
        )
        self.keeper = (
            Keeper(database, archive.folder, clock, address=web.address if web else "")
            if archive
            else None
        )
        self.errors = ErrorCount()
        self._started: float | None = None

    def _did(self) -> None:
        self.courier.ring()
        if self.keeper:
            self.keeper.ring()

    def _wrote(self) -> None:
        self._did()
        self.timetable.bell.ring()

    async def run(self) -> None:
        """Run until cancelled, or until only the operator can help (OperatorError)."""
        self._started = asyncio.get_running_loop().time()
        with self.errors.counting():
            await self._run()

    async def _run(self) -> None:
        async with asyncio.TaskGroup() as group:
            if self.health:
                group.create_task(self.health.run())
            if self.web:
                group.create_task(self.web.run())
            group.create_task(self.timetable.run())
            if self.turn:
                group.create_task(self.turn.run(self._hear_and_speak))
            else:
                group.create_task(self._hear_and_speak())

    async def _hear_and_speak(self) -> None:
        # Errands fetch files with the transports' logins, so they belong to whoever listens.
        async with asyncio.TaskGroup() as group:
            group.create_task(keep_going(self.router.step, self._handling, log))
            group.create_task(self.courier.run())
            group.create_task(self.errands.run())
            # Two processes in one folder would write the same file at once.
            if self.keeper:
                group.create_task(self.keeper.run())
            for transport in self.transports.values():
                group.create_task(self._hear(transport))

    async def _hear(self, transport: Transport) -> None:
        """Listen on one transport; what breaks in it is logged, and it listens again."""

        async def position(name: str) -> str | None:
            async with self.database.reading() as store:
                return await store.positions.of(transport.name, name)

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

    async def readings(self) -> Readings:
        """How the bot is at this moment; raises where the database does not answer."""
        now = asyncio.get_running_loop().time()
        uptime = now - (now if self._started is None else self._started)
        silent = {}
        for name, transport in self.transports.items():
            if isinstance(transport, HasServer) and (self.turn is None or self.turn.holds):
                seconds = transport.silent_for()
                # Before it has ever answered, it has been silent since the start.
                silent[name] = uptime if seconds is None else seconds
        async with self.database.reading() as store:
            counted = await figures.count(store, transports=self.transports, now=self.clock())
            turn = await self._whose_turn(store)
        done = (self.router.handled, self.courier.carried, self.errors.count)
        return Readings(counted, silent, *done, uptime, turn)

    async def _whose_turn(self, store: Store) -> str:
        if self.turn is None or self.turn.holds:
            return THIS_PROCESS
        held = await store.leases.held(VOICE)
        return held.holder if held and not held.lapsed else "nobody"

    async def settle(self) -> None:
        """Handle and carry all that waits now, without listening; for scripts and tests."""
        rounds = 1
        while rounds:
            for _ in range(rounds):
                if not await self._round():
                    return
            # To ask each part in vain would cost as much as a quarter of a message.
            rounds = await self.database.due(self.clock())

    async def _round(self) -> bool:
        """Each part does one thing; returns whether any had something to do."""
        busy = [await self.router.step() == 0]
        if not any(busy):
            # Only now: while messages wait, these two would be asked in vain after each.
            busy += [await step() == 0 for step in (self.errands.step, self.timetable.step)]
        busy.append(await self.courier.step() == 0)
        return any(busy)
