"""What an operator does: run the bot, look after its letters and tables."""

from __future__ import annotations

import asyncio
import contextlib
import csv
import gc
import logging
import signal
import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from dcbot import app, database_care
from dcbot.app import App
from dcbot.command import Manners
from dcbot.config import Settings
from dcbot.data.cycles import load as load_cycles
from dcbot.data.read import load as load_community
from dcbot.data.rules import load as load_rules
from dcbot.disk import LITTLE_ROOM, free_room, remove_old
from dcbot.duties import duties_at
from dcbot.errors import OperatorError
from dcbot.file_reading import read_file, workers
from dcbot.lock import Seat, alone_in, together_in
from dcbot.services import (
    desk_letters,
    eligibility_rules,
    lookahead,
    new_rules,
    operators,
    registers,
    search_index,
    shipped,
    shipped_cycles,
    tables,
    tidying,
    timing,
    watching,
    webhooks,
)
from dcbot.timetable import Duty
from dcbot.transport import ATTACHMENTS, Transport
from dcbot.transports.mail.spool import DONE, ODD, PASSED
from dcbot.transports.markup import to_plain
from dcbot.turn import VOICE, Turn
from storage.database import Database
from storage.outbox import LetterState
from storage.store import Store
from storage.timetable import Job

LANGUAGES_SECONDS = 5.0
"""So long after its start the bot gets ready to read moments in all languages."""

log = logging.getLogger("dcbot")

Say = Callable[[str], None]
Clock = Callable[[], datetime]


async def open_database(settings: Settings, clock: Clock = app.clock) -> Database:
    """The database, ready for use: a new one gets its tables and the community's data."""
    url = settings.database_url().get_secret_value()
    await database_care.make_ready(url)
    database = Database(url)
    now = clock()
    async with database.transaction() as store:
        # Two processes that begin at once would both write the same.
        await store.leases.alone("beginning")
        for difference in await shipped.install(store, load_community(settings.data), now=now):
            log.info("%s", difference.text)
        for line in await shipped_cycles.install(store, load_cycles(settings.data), now=now):
            log.info("%s", line)
        for line in await eligibility_rules.install(store, load_rules(settings.data), now=now):
            log.info("%s", line)
        for line in await operators.appoint(store, settings.operators, now=now):
            log.info("%s", line)
        await tidying.plan(store, now=now)
        await watching.plan(store, now=now)
        await lookahead.plan(store, now=now)
        await search_index.begin(store, now=now)
        await registers.plan(store, now=now)
        await desk_letters.plan(store, now=now)
        await (webhooks.plan if settings.webhook else webhooks.forget)(store, now=now)
        if moved := await new_rules.recompute(store, now=now):
            log.info("new rules of time zones moved %d meetings in UTC", len(moved))
    return database


def build(
    settings: Settings,
    database: Database,
    transports: Sequence[Transport],
    names: dict[str, set[str]] | None = None,
    turn: Turn | None = None,
    clock: Clock = app.clock,
) -> App:
    """The bot as the settings describe it, over these transports.

    `names` are what it is called on each; a transport may still add to them.
    """
    watched = watching.Watched(
        free_room(settings), LITTLE_ROOM, tuple(transport.name for transport in transports)
    )
    by_name = {transport.name: transport for transport in transports}
    site = settings.web.address if settings.web else ""
    return App(
        database,
        transports,
        manners=Manners(settings.name, settings.prefix, settings.timezone, site),
        clock=clock,
        names=names,
        duties={
            tidying.DUTY: tidy(settings),
            watching.DUTY: watching.duty(watched),
            **duties_at(site),
            **({webhooks.DUTY: webhooks.duty(site)} if settings.webhook else {}),
        },
        for_ever=(
            *(tidying.DUTY, watching.DUTY, lookahead.DUTY, registers.DUTY, search_index.DUTY),
            webhooks.DUTY,
        ),
        workers=workers(by_name, settings.folder / ATTACHMENTS),
        flood_per_minute=settings.letters.flood_per_minute,
        give_up_after=timedelta(hours=settings.letters.max_attempts_hours),
        health=settings.health,
        web=settings.web,
        archive=settings.archive,
        turn=turn,
    )


def tidy(settings: Settings) -> Duty:
    """The duty that forgets what is old, in the database and on disk: files that came with messages
    and are no record, and the mails that were taken."""

    async def tidied(store: Store, job: Job, now: datetime) -> None:
        await tidying.tidy(store, job, now)
        before, noted = now - tidying.KEPT, await store.attachments.hashes()
        await asyncio.to_thread(remove_old, settings.folder / ATTACHMENTS, before, noted)
        taken = settings.mail.incoming if settings.mail else None
        for folder in (taken / name for name in (DONE, PASSED, ODD) if taken):
            await asyncio.to_thread(remove_old, folder, before)

    return tidied


def turn_of(settings: Settings) -> Turn | None:
    """What tells processes on one PostgreSQL whose turn it is; SQLite is one process's alone."""
    database = Database(settings.database_url().get_secret_value())
    if database.is_sqlite:
        return None
    return Turn(database, Seat(settings.folder), seconds=settings.database.lease_seconds)


async def nobody_speaks(database: Database) -> None:
    """OperatorError where another process hears and speaks on this database."""
    async with database.reading() as store:
        held = await store.leases.held(VOICE)
    if held and not held.lapsed:
        await database.close()
        raise OperatorError(
            f"{held.holder[:1].upper()}{held.holder[1:]} hears and speaks on this database. Stop "
            "it first, or give this one a bot.toml with another folder and database."
        )


def transports_of(settings: Settings, names: dict[str, set[str]]) -> list[Transport]:
    """The ways in and out that the settings name; each tells `names` what it is called there."""
    found: list[Transport] = []
    if settings.matrix:
        from dcbot.transports.matrix import Matrix

        called = names.setdefault("matrix", {settings.name})
        found.append(
            Matrix(
                settings.matrix,
                settings.secrets,
                settings.folder,
                lambda *more: called.update(more),
                operators=settings.operators,
                learned=settings.redact.learn,
            )
        )
    if settings.mail:
        from dcbot.transports.mail import Mail

        kept = settings.folder / ATTACHMENTS
        found.append(Mail(settings.mail, kept, name=settings.name, prefix=settings.prefix))
    return found


def webhook_of(settings: Settings, clock: Clock) -> list[Transport]:
    """The webhook, where there is one; nobody can reach the bot by it."""
    if not settings.webhook or settings.secrets.webhook_secret is None:
        return []
    from dcbot.transports.webhook import Webhook

    return [Webhook(settings.webhook.address, settings.secrets.webhook_secret, clock)]


def get_ready() -> None:
    """Load the languages. What is there by then stays, and garbage is no longer looked for in it:
    each look through all of it would stop the process for a tenth of a second."""
    timing.get_ready()
    gc.collect()
    gc.freeze()


async def run(settings: Settings, clock: Clock = app.clock) -> None:
    """Run until SIGTERM or SIGINT; then end in order."""
    names: dict[str, set[str]] = {}
    transports = transports_of(settings, names)
    if not transports:
        raise OperatorError(
            "The settings name neither [matrix] nor [mail], so nobody can reach the bot. "
            "Switch one of them on, or talk to it with `dcbot console`."
        )
    transports += webhook_of(settings, clock)
    shared = not settings.database.url.startswith("sqlite")
    with together_in(settings.folder) if shared else alone_in(settings.folder):
        database = await open_database(settings, clock)
        # Seven languages take a second or two to load, which no start and no end waits for.
        # Not at once: it would slow down the first sync and what waits for an answer.
        languages = threading.Timer(LANGUAGES_SECONDS, get_ready)
        languages.daemon = True
        languages.start()
        turn = turn_of(settings)
        bot = build(settings, database, transports, names, turn, clock)
        task = asyncio.create_task(bot.run())
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, task.cancel)
        log.info("dcbot runs; %s", ", ".join(transport.name for transport in transports))
        try:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        finally:
            async with contextlib.AsyncExitStack() as ending:
                ending.push_async_callback(database.close)
                if turn:
                    # Only when nothing is said any more the next process may begin.
                    ending.push_async_callback(turn.end)
                for transport in transports:
                    ending.push_async_callback(transport.close)
            log.info("dcbot has stopped")


async def outbox(settings: Settings, again: Sequence[str], say: Say) -> int:
    """List the dead letters; send those named (or all) again. Returns 1 where one is unknown."""
    database = await open_database(settings)
    try:
        async with database.transaction() as store:
            dead = await store.outbox.dead()
            named = {str(letter.id): letter for letter in dead}
            unknown = [one for one in again if one != "all" and one not in named]
            for letter in dead:
                if "all" in again or str(letter.id) in again:
                    goes = await store.outbox.send_again(letter, app.clock())
                    what = "will be sent again" if goes else "has been overtaken by a newer one"
                    say(f"{letter.id}  to {letter.place}: {what}.")
                elif not again:
                    words = " ".join(letter.text.split())[:60]
                    why = " ".join((letter.last_error or "").split())
                    say(f"{letter.id}  to {letter.place}: {why}  “{words}”")
            waiting = await store.outbox.count(LetterState.WAITING)
        if not again:
            say(f"{len(dead)} given up, {waiting} waiting.")
        for one in unknown:
            say(f"“{one}” is no letter that was given up; `dcbot outbox` lists them.")
        return 1 if unknown else 0
    finally:
        await database.close()


async def import_table(settings: Settings, file: Path, say: Say, agreed: Callable[[], bool]) -> int:
    """Show what the table would change in the register, and change it where that is agreed to."""
    found = await read_file(file)
    database = await open_database(settings)
    try:
        async with database.transaction() as store:
            shown = await tables.differences(
                store, found["rows"], file=file.name, by=None, now=app.clock()
            )
        for line in [*shown.lines, *shown.remarks, *found.get("notes", ())]:
            say(f"- {to_plain(line)}")
        if shown.empty:
            say(f"{file.name} would change nothing.")
            return 0
        if not agreed():
            say("Nothing was changed.")
            return 0
        async with database.transaction() as store:
            await tables.apply(store, shown, by=None, now=app.clock())
        say(f"The register was changed as {file.name} says.")
        return 0
    finally:
        await database.close()


async def export_table(settings: Settings, file: Path, say: Say) -> None:
    """Write the register as a CSV table, which comes back without a difference."""
    database = await open_database(settings)
    try:
        async with database.reading() as store:
            rows = await tables.table(store)
        # The mark at the start tells spreadsheets that it is UTF-8.
        with file.open("w", encoding="utf-8-sig", newline="") as output:
            csv.writer(output).writerows(rows)
        say(f"Written: {file}, {len(rows) - 1} rows.")
    finally:
        await database.close()
