"""The care for a database: upgrade, check, copy; what cannot be done leaves it as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from dcbot.database_looks import Finding, letters_of, postgresql_looks, sqlite_looks
from dcbot.database_troubles import (
    Trouble,
    TroubledDatabase,
    damaged,
    diagnose,
    name_of,
    normal_address,
    told_clearly,
    too_few_letters,
)
from dcbot.errors import DatabaseError
from storage import search_index, sqlite_file
from storage.copying import CannotCopy, CannotKeep, CannotRead, copy_rows
from storage.schema import PACKAGED, BrokenReferences, Migrations, State, Unfit
from storage.visiting import looking, snapshot, writing

__all__ = ["Finding", "check", "copy", "make_ready", "upgrade"]

Progress = Callable[[str], None]


async def make_ready(url: str) -> None:
    """Give a new database its tables; DatabaseError where one is not of this program's version."""
    match await _state(url, PACKAGED):
        case State.CURRENT:
            return
        case State.EMPTY:
            await upgrade(url, lambda line: None)
        case state:
            raise _unfit(url, state, PACKAGED).error()


async def is_empty(url: str) -> bool:
    """Whether there is no table yet; DatabaseError where that cannot be found out."""
    return await _state(url, PACKAGED) is State.EMPTY


async def upgrade(url: str, progress: Progress, migrations: Migrations = PACKAGED) -> None:
    """Bring the database to the version of this program; a file is copied beside itself before."""
    url = normal_address(url)
    state = await _state(url, migrations)
    if state is State.CURRENT:
        progress(f"{name_of(url)} has version {migrations.head} already.")
        return
    if state not in (State.EMPTY, State.OLDER):
        raise _unfit(url, state, migrations).error()
    file = sqlite_file.file_of(url)
    with told_clearly(url), _new_file_removed(file):
        sqlite_file.make(file)
        async with writing(url, foreign_keys=False) as connection:
            with _copy_kept_beside(file, state, migrations, progress):
                await _apply(connection, url, migrations)
    progress(f"{name_of(url)} has version {migrations.head} now.")


async def copy(source_url: str, target_url: str, progress: Progress) -> None:
    """Copy all rows to an empty database, which gets its tables first; all of them, or none."""
    source_url, target_url = normal_address(source_url), normal_address(target_url)
    state = await _state(source_url, PACKAGED)
    if state is State.EMPTY:
        raise DatabaseError(f"{name_of(source_url)} is empty; there is nothing to copy.")
    if state is not State.CURRENT:
        raise _unfit(source_url, state, PACKAGED).error()
    state = await _state(target_url, PACKAGED)
    if state not in (State.EMPTY, State.CURRENT):
        raise _unfit(target_url, state, PACKAGED).error()
    file = sqlite_file.file_of(target_url)
    with told_clearly(target_url), _new_file_removed(file):
        sqlite_file.make(file)
        async with writing(target_url) as target:
            if state is State.EMPTY:
                await _apply(target, target_url, PACKAGED)
            # What would be written by triggers is copied; the index is made anew of it.
            await target.run_sync(search_index.take_off)
            async with snapshot(source_url) as source:
                copied = await _copy_rows(source, target, source_url, target_url, progress)
            await target.run_sync(search_index.lay)
    progress(f"Copied and compared: {sum(copied.values())} rows in {len(copied)} tables.")


async def check(url: str, migrations: Migrations = PACKAGED) -> list[Finding]:
    """Look at everything that could be wrong with the database, changing nothing."""
    try:
        url = normal_address(url)
        state = await _state(url, migrations)
    except TroubledDatabase as error:
        return [Finding(error.trouble.what, False, error.trouble.way_out)]
    if state is State.EMPTY:
        new = f"{name_of(url)} is new, without tables; “dcbot run” makes them when it starts."
        return [Finding(new, True)]
    if state is not State.CURRENT:
        trouble = _unfit(url, state, migrations)
        return [Finding(trouble.what, False, trouble.way_out)]
    findings = [Finding(f"{name_of(url)} has version {migrations.head}, which fits.", True)]
    looks = sqlite_looks if sqlite_file.file_of(url) else postgresql_looks
    try:
        async for finding in looks(url):
            findings.append(finding)
    except Exception as error:
        trouble_found = diagnose(error, url)
        if trouble_found is None:
            raise
        findings.append(Finding(trouble_found.what, False, trouble_found.way_out))
    return findings


async def _state(url: str, migrations: Migrations) -> State:
    """What the database is, found out without touching it."""
    url = normal_address(url)
    with told_clearly(url):
        file = sqlite_file.file_of(url)
        if file is not None and sqlite_file.is_blank(file):
            if not file.absolute().parent.is_dir():
                folder = file.absolute().parent
                what = f"The folder {folder} of the database is not there."
                raise Trouble(what, "Make it, or name another.").error()
            return State.EMPTY
        if file is not None and not sqlite_file.is_database(file):
            raise damaged(url, "it is no SQLite file").error()
        async with looking(url) as connection:
            return await connection.run_sync(migrations.state)


def _unfit(url: str, state: State, migrations: Migrations) -> Trouble:
    """What is wrong with a database of another version, or of another program."""
    name, head = name_of(url), migrations.head
    match state:
        case State.NEWER:
            return Trouble(
                f"{name} was made by a newer dcbot; this one knows versions up to {head}.",
                "Install the newer dcbot again, or put back a copy from before its upgrade.",
            )
        case State.OLDER:
            return Trouble(
                f"{name} is of an older version than {head}.",
                "Stop the bot and say “dcbot db upgrade”.",
            )
    return Trouble(
        f"{name} holds tables of another program.", "Name another database for the bot alone."
    )


async def _apply(connection: AsyncConnection, url: str, migrations: Migrations) -> None:
    if connection.dialect.name == "postgresql":
        letters = await letters_of(connection)
        if letters != "UTF8":
            raise too_few_letters(url, letters).error()
    try:
        await connection.run_sync(migrations.apply)
    except Unfit as error:
        raise _unfit(url, error.state, migrations).error() from error
    except BrokenReferences as error:
        raise damaged(url, str(error)).error() from error


async def _copy_rows(
    source: AsyncConnection,
    target: AsyncConnection,
    source_url: str,
    target_url: str,
    progress: Progress,
) -> dict[str, int]:
    try:
        return await copy_rows(source, target, progress)
    except CannotRead as error:
        raise _told(error, source_url, "cannot be read") from error
    except CannotKeep as error:
        raise _told(error, target_url, "cannot hold a row") from error
    except CannotCopy as error:
        raise DatabaseError(
            f"{name_of(target_url)} was left as it was: {error}. Name an empty database to copy to."
        ) from error


def _told(error: CannotRead | CannotKeep, url: str, what: str) -> DatabaseError:
    """The error of a driver that came while a table was copied."""
    trouble = diagnose(error, url)
    if trouble is None:
        first = str(getattr(error.__cause__, "orig", error.__cause__)).split("\n")[0]
        trouble = Trouble(f"{name_of(url)} {what} of the table {error}: {first}", "")
    return trouble.error()


@contextmanager
def _new_file_removed(file: Path | None) -> Iterator[None]:
    """A file that the block made goes when the block fails."""
    was_there = file is None or file.exists()
    try:
        yield
    except BaseException:
        if file is not None and not was_there:
            sqlite_file.remove(file)
        raise


@contextmanager
def _copy_kept_beside(
    file: Path | None, state: State, migrations: Migrations, progress: Progress
) -> Iterator[None]:
    """A file with rows is copied before the block, and the copy kept where the block does well."""
    if file is None or state is State.EMPTY:
        yield
        return
    kept = sqlite_file.copy_beside(file, f"before-{migrations.head}")
    progress(f"The database as it was is kept as {kept}.")
    try:
        yield
    except BaseException:
        sqlite_file.remove(kept)
        raise
