"""Which rooms the bot is in: invitations by policy, the rooms it is set up for, rooms that move."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from dcbot.config.settings import MatrixSettings
from dcbot.intake import Batch
from dcbot.transport import PositionOf, Take
from dcbot.transports.matrix.asking import TROUBLES, Refused, path_of
from dcbot.transports.matrix.chores import Chores
from dcbot.transports.matrix.direct import DirectChats
from dcbot.transports.matrix.events import NAME, identifier
from dcbot.transports.matrix.known import Known
from dcbot.transports.matrix.session import Session
from dcbot.transports.matrix.standing import last_standing, moved

INVITATIONS = "invitations"
"""The position under which invitations are kept until they have been answered."""
MOST_INVITATIONS = 200
REFUSALS_OF_AN_INVITATION = 5
MOST_ROOMS_A_DAY = 50
"""So many invitations of one person are followed in a day."""
DAY_SECONDS = 86_400.0
_TOO_MANY_ROOMS = (
    f"This bot follows at most {MOST_ROOMS_A_DAY} invitations of one person in a day. Invite it "
    "again tomorrow, or ask its operator."
)

log = logging.getLogger("dcbot.matrix")


@dataclass(frozen=True)
class Invitation:
    """Somebody invited the bot."""

    inviter: str
    direct: bool = False


class Rooms:
    """Enters and declines rooms in the background; `positions` are what must not be forgotten."""

    def __init__(
        self,
        settings: MatrixSettings,
        session: Session,
        known: Known,
        direct: DirectChats,
        operators: Collection[str],
    ) -> None:
        self.settings = settings
        self.session = session
        self.known = known
        self.direct = direct
        self.operators = operators
        self.invitations: dict[str, Invitation] = {}
        self._chores = Chores()
        self._wanted: set[str] = {room for room in settings.rooms if room.startswith("!")}
        self._heirs: dict[str, str] = {}
        self._refusals: dict[str, int] = {}
        self._followed: dict[str, list[float]] = {}
        self._take: Take | None = None

    async def begin(self, take: Take, position: PositionOf) -> None:
        """Take up what was left undone; call `set_out` when the rooms are known."""
        self._take = take
        self._heirs.clear()
        self._refusals.clear()
        kept = await position(INVITATIONS)
        try:
            found = json.loads(kept) if kept else {}
            self.invitations = {room: Invitation(**one) for room, one in found.items()}
        except (ValueError, TypeError, AttributeError):
            self.invitations = {}

    def set_out(self) -> None:
        """Join the rooms that bot.toml names, and answer the invitations that wait."""
        for room in self.settings.rooms:
            self._chores.do(
                f"joining {room}",
                partial(self._join_configured, room),
                partial(self._advice, room),
            )
        self.answer()

    async def close(self) -> None:
        """End what is being done."""
        await self._chores.close()

    # Invitations

    def invited(self, room: str, sources: Iterable[object]) -> None:
        """The bot was invited; answered once `answer` is called."""
        own = last_standing(sources, self.session.user_id)
        if own is None or own.membership != "invite" or identifier(room) is None:
            return
        if len(self.invitations) >= MOST_INVITATIONS and not self._has_room(room, own.sender):
            log.warning("too many invitations wait; that of %s is passed over", own.sender)
            return
        self.invitations[room] = Invitation(own.sender, own.direct)

    def _has_room(self, room: str, inviter: str) -> bool:
        """Whether an invitation that is followed can take the place of one that is not."""
        if not self._is_welcome(room, inviter):
            return False
        others = self.invitations.items()
        strange = (one for one, each in others if not self._is_welcome(one, each.inviter))
        return self.invitations.pop(next(strange, ""), None) is not None

    def positions(self) -> dict[str, str]:
        """The invitations as they are kept."""
        kept = {room: asdict(one) for room, one in self.invitations.items()}
        return {INVITATIONS: json.dumps(kept)}

    def answer(self) -> None:
        """Answer the invitations; to be called when they are stored."""
        for room in self.invitations:
            self._chores.do(
                f"invitation to {room}", partial(self._answer, room), partial(self._lapsing, room)
            )
        if self.invitations:
            # The room may be one that the bot could not enter so far.
            self._chores.hurry("joining ")

    async def _answer(self, room: str) -> None:
        invitation = self.invitations.get(room)
        if invitation is None:
            return
        if room in self.known.rooms:
            await self._answered(room)
        elif self._is_welcome(room, invitation.inviter) and self._in_measure(invitation.inviter):
            await self._join(room, _server_of(invitation.inviter))
            if invitation.direct:
                await self._note_direct(room, invitation.inviter)
            self._followed_now(invitation.inviter)
            log.info("joined %s, invited by %s", room, invitation.inviter)
            await self._answered(room)
            self._chores.hurry("following ")
        else:
            path = path_of("rooms", room, "leave")
            welcome = self._is_welcome(room, invitation.inviter)
            reason = _TOO_MANY_ROOMS if welcome else self.policy()
            await self.session.ask("POST", path, {"reason": reason})
            log.info("declined the invitation of %s to %s", invitation.inviter, room)
            await self._answered(room)

    async def _note_direct(self, room: str, inviter: str) -> None:
        self.known.call_direct([room])
        try:
            await self.direct.note(inviter, room)
        except (Refused, *TROUBLES) as trouble:
            # The list only makes the room quicker to find.
            log.info("%s could not be noted as a direct chat: %s", room, trouble)

    def _is_welcome(self, room: str, inviter: str) -> bool:
        return (
            room in self._wanted
            or room in self._heirs
            or f"{NAME}:{inviter}" in self.operators
            or self.settings.invites_follow(inviter)
        )

    def _in_measure(self, inviter: str) -> bool:
        """Whether few enough of their invitations were followed today; of operators all are."""
        if f"{NAME}:{inviter}" in self.operators:
            return True
        since = asyncio.get_running_loop().time() - DAY_SECONDS
        mine = [then for then in self._followed.get(inviter, ()) if then > since]
        return len(mine) < MOST_ROOMS_A_DAY

    def _followed_now(self, inviter: str) -> None:
        mine = self._followed.get(inviter, [])
        self._followed[inviter] = [*mine, asyncio.get_running_loop().time()][-MOST_ROOMS_A_DAY:]

    def policy(self) -> str:
        """Who may invite the bot, for those who may not."""
        may = [one.replace("@*:", "everybody of ") for one in self.settings.invites_from[:5]]
        if any(one.startswith(f"{NAME}:") for one in self.operators):
            may.append("its operators")
        if not may:
            return "This bot follows no invitations; its operator sets it up for a room."
        return f"This bot follows the invitations of {', '.join(may)}. Ask one of them."

    async def _answered(self, room: str) -> None:
        self.invitations.pop(room, None)
        self._refusals.pop(room, None)
        if self._take is not None:
            await self._take(Batch(NAME, [], self.positions()))

    def _lapsing(self, room: str, refused: Refused) -> str | None:
        """An invitation may have been taken back, or its server be away for a while."""
        self._refusals[room] = self._refusals.get(room, 0) + (not refused.passing)
        if self._refusals[room] >= REFUSALS_OF_AN_INVITATION:
            self.invitations.pop(room, None)
            return None
        return f"the homeserver says {refused.text}"

    # Rooms that bot.toml names

    async def _join_configured(self, room: str) -> None:
        via: list[str] = []
        target = room
        if room.startswith("#"):
            answer = await self.session.ask("GET", path_of("directory", "room", room))
            target = identifier(answer.get("room_id")) or room
            servers = answer.get("servers")
            via = [one for one in servers if isinstance(one, str)] if servers else []
            self._wanted.add(target)
        if target not in self.known.rooms:
            await self._join(target, *(via[:3] or [_server_of(room)]))
            log.info("joined %s", room)

    def _advice(self, room: str, refused: Refused) -> str:
        own = self.session.user_id
        if refused.status == 404:
            return f"there is no such room; make it, or correct [matrix] rooms ({refused.text})"
        if refused.status == 403:
            return f"invite {own} there, or let everybody join ({refused.text})"
        return refused.text

    async def _join(self, room: str, *via: str) -> None:
        path = path_of("join", room)
        # Older homeservers know the second name only.
        names = ("via", "server_name")
        query = urlencode([(name, server) for server in via if server for name in names])
        await self.session.ask("POST", f"{path}?{query}" if query else path)

    # Rooms that move

    def follow(self, room: str, source: Mapping[str, Any]) -> None:
        """The room says that it goes on elsewhere: go there too."""
        content = source.get("content")
        heir = identifier(content.get("replacement_room")) if isinstance(content, Mapping) else None
        if heir is None or heir == room or self._heirs.get(heir) == room:
            return
        self._heirs[heir] = room
        self._chores.do(
            f"following {room} to {heir}",
            partial(self._follow, room, heir, source),
            partial(self._advice, heir),
        )

    async def _follow(self, room: str, heir: str, source: Mapping[str, Any]) -> None:
        there = heir in self.known.rooms
        if not there:
            await self._join(heir, _server_of(str(source.get("sender"))), _server_of(heir))
        create = await self.session.ask("GET", path_of("rooms", heir, "state", "m.room.create"))
        predecessor = create.get("predecessor")
        origin = predecessor.get("room_id") if isinstance(predecessor, Mapping) else None
        if origin != room:
            log.warning("%s says it goes on in %s, which knows nothing of it", room, heir)
            if not there:
                await self.session.ask("POST", path_of("rooms", heir, "leave"))
            return
        log.info("%s goes on in %s", room, heir)
        if self._take is not None:
            await self._take(Batch(NAME, [moved(source, room, heir)]))


def _server_of(address: str) -> str:
    """The server in an id or address; empty where there is none, as in room ids of version 12."""
    return address.partition(":")[2]
