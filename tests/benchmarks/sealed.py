"""Encrypted rooms, some for each contestant, and the person who talks in them."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from dcbot.demo.homeserver import Homeserver
from tests.benchmarks.contestants import Contestant
from tests.integration.encrypted_member import EncryptedMember


class SealedRooms:
    """The rooms by the contestant's name; in the first of them it can be asked."""

    def __init__(self, lena: EncryptedMember) -> None:
        self.lena = lena
        self.rooms: dict[str, list[str]] = {}
        self._said = 0

    @classmethod
    async def prepared(
        cls, server: Homeserver, folder: Path, contestants: tuple[Contestant, ...], count: int
    ) -> Self:
        """`count` rooms for each, which it has joined and in which it was answered once."""
        account = await server.register("lena", "secret of lena", name="Lena")
        sealed = cls(EncryptedMember(server.url, account, folder))
        await sealed.lena.__aenter__()
        for one in contestants:
            rooms = [await sealed.lena.create_room(one.user_id) for _ in range(count)]
            sealed.rooms[one.name] = rooms
            await one.enter(rooms)
            await one.start()
            for room in rooms:
                await sealed.lena.wait_for_member(room, one.user_id)
            await sealed.know_device_of(one)
            await sealed.ask(one)
            await one.stop()
        return sealed

    async def know_device_of(self, one: Contestant) -> None:
        """Until its device's keys were seen: what is said before, it cannot read."""
        known = self.lena.client.device_store
        await self.lena.until(lambda: any(known.active_user_devices(one.user_id)))

    async def ask(self, one: Contestant) -> None:
        """Say its command in its first room, and wait until the answer was read.

        Raises TimeoutError where none came: a bare loop passes over what has no key yet.
        """
        event_id = await self.lena.say(self.rooms[one.name][0], one.command)
        await self.lena.answer_to(event_id, 15)

    async def talk(self, one: Contestant, lines: int) -> None:
        """Lines said to nobody, in all of its rooms by turns."""
        rooms = self.rooms[one.name]
        for _ in range(lines):
            self._said += 1
            await self.lena.say(rooms[self._said % len(rooms)], f"sealed line {self._said}")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        await self.lena.__aexit__(kind, error, at)
