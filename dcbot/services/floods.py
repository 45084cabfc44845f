"""Floods: who says too much at once is answered slowly, and mail that proves nothing not for ever.

What is counted are the lines said to the bot, since one message may hold twenty commands.
"""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

from dcbot.replies import hash_of
from dcbot.roles import Assurance
from dcbot.services import letters
from storage.inbox import Event, EventKind, EventState
from storage.store import Store

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


AT_ONCE = 5
"""So many times the lines of a minute may come to be handled in one, as after an outage; moments of
sending are what a server or a mail says."""
MANY = 1000
"""Senders that are remembered before those whose time is over are forgotten."""


def _mailbox(address: str) -> str:
    """The mailbox of an address, whatever stands behind a plus in it."""
    local, at, domain = address.partition("@")
    return f"{local.partition('+')[0]}{at}{domain}" if local else address


class Lately:
    """How many lines each sender had handled within the span, by our own clock."""

    def __init__(self, span: timedelta) -> None:
        self.span = span
        self._lines: dict[str, deque[tuple[datetime, int]]] = {}

    def count(self, sender: str, lines: int, now: datetime) -> int:
        """Count these too; returns all of theirs within the span."""
        if len(self._lines) > MANY:
            kept = {one: each for one, each in self._lines.items() if each[-1][0] > now - self.span}
            self._lines = kept
        mine = self._lines.setdefault(sender, deque(maxlen=MANY))
        mine.append((now, lines))
        while mine[0][0] <= now - self.span:
            mine.popleft()
        return sum(each for _, each in mine)


class Floods:
    """Knows until when each sender who floods is put off; so many `per_minute` are no flood."""

    def __init__(self, per_minute: int) -> None:
        self.per_minute = per_minute
        self._until: dict[str, datetime] = {}
        self._last_minute = Lately(MINUTE)
        self._last_hour = Lately(HOUR)

    @property
    def per_hour(self) -> int:
        """So many lines by mail are answered in an hour where nothing vouches for the sender."""
        return self.per_minute

    async def holds(self, store: Store, event: Event, lines: int, *, now: datetime) -> bool:
        """Whether the event is not handled now: put off, or passed over; its sender is told.

        `lines` are those that will be done, which is only known once they were read: of what is
        said to the bot alone, most is talk.
        """
        if event.not_before is not None or event.kind is EventKind.MEMBERSHIP:
            return False
        event.lines = max(1, lines)
        if event.assurance == Assurance.WEAK and await self._beyond_the_hour(store, event, now):
            return True
        # Counted by sending time, so that somebody whose messages arrive together after an outage
        # is not taken for a flood.
        sent = 0
        if event.kind is not EventKind.REACTED:
            await store.flush()
            since = event.sent_at - MINUTE
            sent = await store.inbox.lines_between(event.sender, since, event.sent_at, event.id)
        handled = self._last_minute.count(event.sender, event.lines, now)
        if sent <= self.per_minute and handled <= AT_ONCE * self.per_minute:
            return False
        event.not_before = self._turn_of(event, now)
        text = (
            f"That is more than {self.per_minute} commands in a minute. All of them will be "
            "answered, but the next ones more slowly."
        )
        await self._tell(store, event, "slowed", text, now)
        return True

    def _turn_of(self, event: Event, now: datetime) -> datetime:
        """When the event is handled: one line after another, in however many places they came."""
        if len(self._until) > MANY:
            self._until = {one: until for one, until in self._until.items() if until > now}
        share = MINUTE / self.per_minute * (event.lines or 1)
        until = max(self._until.get(event.sender, now), now) + share
        self._until[event.sender] = until
        return until

    async def _beyond_the_hour(self, store: Store, event: Event, now: datetime) -> bool:
        """Whether so much came in that name that it is passed over.

        Anybody can write anybody's address into a mail: put off, forged mails would wait before
        those of the owner; answered, they would fill the owner's mailbox.
        """
        word = event.extra.get("token")
        if word and await store.questions.with_token(hash_of(word)):
            return False
        # By our own clock: a forged mail has whatever date it likes.
        if self._last_hour.count(_mailbox(event.sender), event.lines or 1, now) <= self.per_hour:
            return False
        event.state, event.handled_at = EventState.HANDLED, now
        text = (
            f"More than {self.per_hour} lines came from your address within an hour, by mails that "
            "do not prove who wrote them. Those from here on are passed over; nothing was done. "
            "Write again in an hour, or speak to me in chat."
        )
        await self._tell(store, event, "passed over", text, now)
        return True

    @staticmethod
    async def _tell(store: Store, event: Event, what: str, text: str, now: datetime) -> None:
        key = f"{what} {event.transport} {hash_of(event.sender)} {now:%Y-%m-%d %H}"
        await letters.to_address(store, event.transport, event.sender, text, key=key, now=now)
