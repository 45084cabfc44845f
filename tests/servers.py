"""Private servers for the tests: folders on the memory disk, and a PostgreSQL on loopback.

Import the fixture where tests need a database server:

    from tests.servers import postgresql as postgresql
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import asyncpg
import psutil
import pytest

from dcbot.demo.process import Child, free_port
from dcbot.errors import OperatorError

Result = TypeVar("Result")

MEMORY_DISK = Path("/dev/shm")
PREFIX = "dcbot-tests-"


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder on the memory disk if there is one; it goes with the block.

    Folders of test runs that were killed are swept away too: nobody holds their locks.
    """
    ground = MEMORY_DISK if MEMORY_DISK.is_dir() else Path(tempfile.gettempdir())
    sweep(ground)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=ground))
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def sweep(ground: Path) -> None:
    """Removes what killed test runs left there more than a minute ago."""
    for folder in ground.glob(f"{PREFIX}*"):
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime < 60:
                continue
            with (folder / "lock").open("a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Runs a coroutine to its end in a loop of its own, leaving the thread's current loop alone."""
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(work)
    finally:
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()


def missing(what: str) -> NoReturn:
    """Skips, and says why; fails where everything has to be there: with CI in the environment."""
    if os.environ.get("CI"):
        pytest.fail(what, pytrace=False)
    pytest.skip(what)


def programs() -> Path | None:
    """The folder of initdb and postgres: from PATH, or the newest of Debian's."""
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else []
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    places += sorted(debian, key=lambda place: float(place.parent.name), reverse=True)
    return next((place for place in places if (place / "postgres").exists()), None)


class PostgreSQL:
    """One private PostgreSQL; port and data stay the same over stops, kills and starts.

    Without `fsync` it is fast and forgets on a power cut of the machine, not on its own death.
    The folder must be open to its owner's parents: as root, the server runs as `postgres`.
    """

    def __init__(self, folder: Path, *, fsync: bool = False) -> None:
        found = programs()
        if found is None:
            raise OperatorError("PostgreSQL is not installed. On Debian: apt install postgresql")
        self.programs = found
        self.folder = folder
        self.data = folder / "postgresql"
        self.port = free_port()
        self.user = "postgres" if os.geteuid() == 0 else None
        command = [str(found / "postgres"), "-D", str(self.data), *self._settings(fsync)]
        # SIGQUIT makes PostgreSQL end at once with all its processes.
        self._child = Child(
            command,
            folder / "postgresql.log",
            folder=folder,
            user=self.user,
            at_parents_end=signal.SIGQUIT,
        )

    @property
    def pid(self) -> int | None:
        """The process id of the first process while it runs."""
        return self._child.pid

    def url(self, database: str = "postgres") -> str:
        """The address of one database, for SQLAlchemy."""
        return f"postgresql+asyncpg://dcbot@127.0.0.1:{self.port}/{database}"

    async def start(self) -> None:
        """Returns when it takes connections; makes its data at the first start."""
        if not self.data.exists():
            self._make_data()
        self._child.start()
        end = time.monotonic() + 60
        while time.monotonic() < end and self.pid is not None:
            try:
                await (await self.connect()).close()
            except (
                OSError,
                asyncpg.CannotConnectNowError,
                # A server that recovers ends what has just connected.
                asyncpg.PostgresConnectionError,
            ):
                await asyncio.sleep(0.02)
            else:
                return
        self.kill()
        raise OperatorError(f"PostgreSQL did not come up:\n{self._child.tail()}")

    async def stop(self) -> None:
        """Ends it in good order, breaking off what is connected; no process remains."""
        await self._child.stop(by=signal.SIGINT)

    def kill(self) -> None:
        """SIGKILL to all its processes at once, as a power cut would."""
        if self.pid is None:
            return
        others = psutil.Process(self.pid).children(recursive=True)
        self._child.kill()
        for other in others:
            with suppress(psutil.NoSuchProcess):
                other.kill()
        psutil.wait_procs(others, timeout=10)

    async def restart(self) -> None:
        """Stops it if it runs, and starts it with the same port and data."""
        await self.stop()
        await self.start()

    async def connect(self, database: str = "postgres") -> asyncpg.Connection:
        """A connection of asyncpg's own, with all rights."""
        return await asyncpg.connect(
            host="127.0.0.1", port=self.port, user="dcbot", database=database, ssl=False
        )

    async def create_database(self) -> str:
        """A new empty database; its address for SQLAlchemy."""
        name = f"test_{secrets.token_hex(6)}"
        await self._order(f"CREATE DATABASE {name}")
        return self.url(name)

    async def drop_database(self, url: str) -> None:
        """Removes a database, whoever is connected; each takes 7 MB of the memory disk."""
        await self._order(f"DROP DATABASE {url.rsplit('/', 1)[-1]} WITH (FORCE)")

    async def _order(self, statement: str) -> None:
        connection = await self.connect()
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    def _settings(self, fsync: bool) -> list[str]:
        safety = "on" if fsync else "off"
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "fsync": safety,
            # What was committed is handed to the system before anybody is told so: without that,
            # a server that is killed forgets its last transactions.
            "synchronous_commit": "on",
            "full_page_writes": safety,
            # What shared memory a killed server leaves then goes with its folder.
            "dynamic_shared_memory_type": "mmap",
            "shared_buffers": "32MB",
            "timezone": "UTC",
        }
        return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]

    def _make_data(self) -> None:
        self.data.mkdir(mode=0o700, parents=True)
        if self.user:
            self.folder.chmod(0o755)
            shutil.chown(self.data, self.user)
        choices = ["--username=dcbot", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        made = subprocess.run(
            [str(self.programs / "initdb"), "-D", str(self.data), "--no-sync", *choices],
            user=self.user,
            group=self.user,
            extra_groups=[] if self.user else None,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise OperatorError(f"initdb failed:\n{made.stdout}{made.stderr}")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """The run's PostgreSQL, started when a test first asks for it."""
    if programs() is None:
        missing("PostgreSQL is not installed. On Debian: apt install postgresql")
    with scratch() as folder:
        server = PostgreSQL(folder)
        run(server.start())
        try:
            yield server
        finally:
            run(server.stop())
