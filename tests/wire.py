"""A transport without a wire: it keeps what the bot says, and hands in what people say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from dcbot.message import Attached
from dcbot.transport import PositionOf, Take
from storage.outbox import Act, Letter


@dataclass(frozen=True)
class Carried:
    """One letter as it arrived."""

    event_id: str
    act: Act
    place: str
    to_person: bool
    text: str
    about: str | None
    target: str | None
    thread: str | None


class Wire:
    """Says nothing of its own accord; a test reads `carried` and hands batches to the intake."""

    safe_for = timedelta(hours=20)

    def __init__(self, name: str = "matrix", acts: frozenset[Act] = frozenset(Act)) -> None:
        self.name = name
        self.acts = acts
        self.carried: list[Carried] = []
        self.files: dict[str, bytes] = {}
        self.fail_with: list[Exception] = []
        """Raised, one after another, instead of carrying."""
        self.went: dict[str, list[str]] = {}
        """What is found when a letter is looked up, by its key."""

    async def hear(self, take: Take, position: PositionOf) -> None:
        return None

    async def send(self, letter: Letter, target: str | None) -> Sequence[str]:
        if self.fail_with:
            raise self.fail_with.pop(0)
        event_id = f"$bot{len(self.carried) + 1}"
        self.carried.append(
            Carried(
                event_id,
                letter.act,
                letter.place,
                letter.to_person,
                letter.text,
                letter.about,
                target,
                letter.thread,
            )
        )
        return [event_id]

    async def look_up(self, letter: Letter) -> Sequence[str] | None:
        return self.went.get(letter.key)

    async def fetch(self, attached: Attached, limit: int) -> bytes:
        return self.files[attached.uri or ""][:limit]

    async def close(self) -> None:
        return None
