"""A real homeserver for the run, and people who are new in every test."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from dcbot.demo.homeserver import Account, Homeserver
from dcbot.demo.member import Member
from tests.integration.encrypted_member import EncryptedMember
from tests.servers import missing, run, scratch

Person = Callable[[str], Awaitable[Member]]
Secretive = Callable[[str], Awaitable[EncryptedMember]]

PASSWORD = "correct horse battery staple"

numbers = itertools.count(1)


@pytest.fixture(scope="session")
def homeserver() -> Iterator[Homeserver]:
    """The run's Synapse; a test that kills it starts it again before it ends."""
    if find_spec("synapse") is None:
        missing("The homeserver is not installed. Install it: pip install 'dcbot[demo]'")
    with scratch() as folder:
        server = Homeserver(folder / "homeserver")
        run(server.start())
        try:
            yield server
        finally:
            run(server.stop())


@pytest.fixture(scope="session")
def accounts() -> dict[str, Account]:
    """The accounts of the world's people, made when they first speak."""
    return {}


@pytest.fixture
async def person(homeserver: Homeserver) -> AsyncIterator[Person]:
    """Makes people: `await person("thabo")` is Thabo, with an account that nobody had before."""
    people: list[Member] = []

    async def make(name: str) -> Member:
        localpart = f"{name.lower()}-{next(numbers)}"
        account = await homeserver.register(localpart, PASSWORD, name=name.capitalize())
        people.append(await Member.of(homeserver.url, account))
        return people[-1]

    yield make
    for member in people:
        await member.close()


@pytest.fixture
async def secretive(homeserver: Homeserver, tmp_path: Path) -> AsyncIterator[Secretive]:
    """Makes people whose clients encrypt."""
    people: list[EncryptedMember] = []

    async def make(name: str) -> EncryptedMember:
        localpart = f"{name}-{next(numbers)}"
        account = await homeserver.register(localpart, PASSWORD, name=name.capitalize())
        member = EncryptedMember(homeserver.url, account, tmp_path / account.device_id)
        people.append(await member.__aenter__())
        return member

    yield make
    for member in people:
        await member.__aexit__(None, None, None)


@pytest.fixture
async def amina(person: Person) -> Member:
    """Amina, new in this test."""
    return await person("amina")


@pytest.fixture
async def jo(person: Person) -> Member:
    """Jo, new in this test."""
    return await person("jo")


@pytest.fixture
async def kofi(person: Person) -> Member:
    """Kofi, new in this test."""
    return await person("kofi")
