"""Databases that are made once for the run, and copied for each test: of files, and on a server."""

from __future__ import annotations

import asyncio
import secrets
import shutil
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from storage.database import Database
from tests.servers import PostgreSQL

Filling = Callable[[Database], Awaitable[None]]


class Databases(Protocol):
    """One kind of database."""

    def empty(self) -> str:
        """The address of a new database with nothing in it."""
        ...

    def filled(self, template: str, fill: Filling) -> str:
        """The address of a new copy of the template, which is filled when first asked for."""
        ...


def aside(work: Callable[[], Awaitable[Any]]) -> Any:
    """Run the work in a thread of its own, so that the loop that tests run in is left as it is."""

    async def begin() -> Any:
        return await work()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, begin()).result()


async def fill_once(url: str, fill: Filling) -> None:
    """Fill the database, and let go of it."""
    database = Database(url)
    try:
        await fill(database)
    finally:
        await database.close()


class Files:
    """SQLite files: templates stay in one folder, copies go to another."""

    def __init__(self, templates: Path, folder: Path) -> None:
        self.templates = templates
        self.folder = folder

    def empty(self) -> str:
        return self._url(self.folder / f"{secrets.token_hex(4)}.db")

    def filled(self, template: str, fill: Filling) -> str:
        file = self.templates / f"{template}.db"
        if not file.exists():
            aside(lambda: fill_once(self._url(file), fill))
        copy = self.folder / f"{template}-{secrets.token_hex(4)}.db"
        return self._url(Path(shutil.copyfile(file, copy)))

    @staticmethod
    def _url(file: Path) -> str:
        return f"sqlite+aiosqlite:///{file}"


class OnServer:
    """Databases on the run's PostgreSQL; those of a test go when it ends."""

    def __init__(self, server: PostgreSQL, templates: dict[str, str]) -> None:
        self.server = server
        self.templates = templates
        self._made: list[str] = []

    def empty(self) -> str:
        return self._created("")

    def filled(self, template: str, fill: Filling) -> str:
        if template not in self.templates:
            name = f"template_{template}_{secrets.token_hex(4)}"
            self._order(f"CREATE DATABASE {name}")
            aside(lambda: fill_once(self.server.url(name), fill))
            self.templates[template] = name
        return self._created(f"TEMPLATE {self.templates[template]} STRATEGY FILE_COPY")

    def drop(self) -> None:
        """Remove what was made."""
        if self._made:
            self._order(*(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)" for name in self._made))

    def _created(self, how: str) -> str:
        name = f"test_{secrets.token_hex(6)}"
        self._order(f"CREATE DATABASE {name} {how}")
        self._made.append(name)
        return self.server.url(name)

    def _order(self, *statements: str) -> None:
        async def order() -> None:
            connection = await self.server.connect()
            try:
                for statement in statements:
                    await connection.execute(statement)
            finally:
                await connection.close()

        aside(order)


@contextmanager
def databases_on(server: PostgreSQL, templates: dict[str, str]) -> Iterator[OnServer]:
    """The databases of one test."""
    databases = OnServer(server, templates)
    try:
        yield databases
    finally:
        databases.drop()
