"""The courier: carries letters to their transports, in order per place; puts off what cannot go."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from dcbot.errors import OutcomeUnknown, PutOff, Undeliverable, Unreachable
from dcbot.steady import Bell, keep_going, pause_after
from dcbot.transport import Transport
from storage.database import Database
from storage.outbox import Act, Letter, LetterState, Outbox

CARRIERS = 4
"""How many letters, each to another place, are carried at once."""
IDLE_SECONDS = 5.0
LONGEST_PUT_OFF = 60
"""Minutes."""
LAST_SECONDS = 3.0
"""How long letters that are on their way may take when the bot ends."""

log = logging.getLogger("dcbot.courier")


class Courier:
    """Carries what waits in the outbox; `ring` it when something was written there."""

    def __init__(
        self,
        database: Database,
        transports: Mapping[str, Transport],
        clock: Callable[[], datetime],
        *,
        give_up_after: timedelta,
    ) -> None:
        self.database = database
        self.transports = transports
        self.clock = clock
        self.give_up_after = give_up_after
        self.carried = 0
        self._bell = Bell()
        self._busy: set[str] = set()
        self._paused: dict[str, tuple[datetime, datetime]] = {}
        """Since when and until when a transport is left alone."""
        self._failures: dict[str, int] = {}

    def ring(self) -> None:
        """Something was written."""
        self._bell.ring()

    async def run(self) -> None:
        """Carry letters until cancelled, up to so many at once as there are carriers.

        What is on its way then may still arrive and be noted, for as long as LAST_SECONDS.
        """
        carrying: set[asyncio.Task[None]] = set()

        async def hand_out() -> float:
            chosen, seconds = await self._choose(CARRIERS - len(self._busy))
            for letter, target in chosen:
                task = asyncio.create_task(self._keep_carrying(letter, target))
                carrying.add(task)
                task.add_done_callback(carrying.discard)
            return seconds

        try:
            await keep_going(hand_out, self._bell, log)
        finally:
            await _finish(carrying)

    async def step(self) -> float:
        """Carry one letter; returns how many seconds to wait before the next look."""
        chosen, seconds = await self._choose(1)
        for letter, target in chosen:
            await self._carry(letter, target)
        return seconds if not chosen else 0

    async def _choose(self, most: int) -> tuple[list[tuple[Letter, str | None]], float]:
        """Letters of different places that may go now, with what they edit; and how many seconds
        to wait before the next look unless something is written or carried."""
        if most < 1:
            return [], IDLE_SECONDS
        now = self.clock()
        awake = [name for name in self.transports if not self._pauses(name, now)]
        async with self.database.reading() as store:
            held = await store.postings.due(now, awake)
            chosen = None if held else await self._chosen(store.outbox, awake, now, most)
        if chosen is None:
            await self._release(held, now)
            async with self.database.reading() as store:
                chosen = await self._chosen(store.outbox, awake, now, most)
        letters, due = chosen
        self._busy.update(letter.place for letter, _ in letters)
        return letters, self._seconds_until(due, now)

    async def _chosen(
        self, outbox: Outbox, awake: Collection[str], now: datetime, most: int
    ) -> tuple[list[tuple[Letter, str | None]], datetime | None]:
        """The letters, with what they edit; where there are none, when the next one is due."""
        found = await outbox.next_due(awake, now, self._busy, most)
        due = await outbox.next_moment(awake, self._busy) if not found else None
        return [(letter, await self._target(outbox, letter)) for letter in found], due

    async def _release(self, held: Iterable[int], now: datetime) -> None:
        """Let go what was held and was not recalled; from then on nothing stops it."""
        for posting_id in held:
            async with self.database.transaction() as store:
                await store.postings.release(posting_id, now)

    def _pauses(self, name: str, now: datetime) -> bool:
        since, end = self._paused.get(name, (now, now))
        # Where the clock was set back meanwhile, nobody knows how long it has paused.
        return since <= now < end

    async def _keep_carrying(self, letter: Letter, target: str | None) -> None:
        """Carry it; where the database does not answer afterwards, it is carried again later."""
        try:
            await self._carry(letter, target)
        except Exception as trouble:
            log.warning("letter %d could not be noted as carried: %s", letter.id, trouble)
            await asyncio.sleep(pause_after(1))
        finally:
            self._bell.ring()

    def _seconds_until(self, due: datetime | None, now: datetime) -> float:
        ends = [end for _, end in self._paused.values()]
        moments = [moment for moment in (due, *ends) if moment and moment > now]
        if not moments:
            return IDLE_SECONDS
        return min(IDLE_SECONDS, (min(moments) - now).total_seconds() + 0.01)

    @staticmethod
    async def _target(outbox: Outbox, letter: Letter) -> str | None:
        """The message that the letter edits, or reacts to where that is one of ours."""
        if not letter.edits:
            return None
        first = await outbox.by_key(letter.edits)
        ids = await outbox.sent_ids(first) if first else []
        return ids[0] if ids else None

    async def _carry(self, letter: Letter, target: str | None) -> None:
        try:
            await self._try_to_carry(letter, target)
        finally:
            self._busy.discard(letter.place)

    async def _try_to_carry(self, letter: Letter, target: str | None) -> None:
        now = self.clock()
        transport = self.transports[letter.transport]
        if letter.valid_until and letter.valid_until < now:
            await self._note(letter, LetterState.VOID, "too late to be of use")
            return
        if not _makes_sense(letter, transport, target):
            await self._note(letter, LetterState.VOID, f"{transport.name} cannot {letter.act}")
            return
        try:
            ids = await self._send(transport, letter, target, now)
        except Unreachable as trouble:
            self._pause(letter.transport, trouble, now)
        except PutOff as trouble:
            await self._put_off(letter, trouble.text, trouble.after)
        except OutcomeUnknown as trouble:
            await self._put_off(letter, trouble.text, None, uncertain=True)
        except Undeliverable as trouble:
            await self._note(letter, LetterState.DEAD, trouble.text)
        except Exception as trouble:
            log.exception("letter %d (%s) could not be carried", letter.id, letter.key)
            await self._put_off(letter, f"{type(trouble).__name__}: {trouble}", None)
        else:
            self._failures.pop(letter.transport, None)
            await self._sent(letter, ids)

    async def _send(
        self, transport: Transport, letter: Letter, target: str | None, now: datetime
    ) -> Sequence[str]:
        """Send it; where it may have gone already and a repeat would show, look first."""
        # Whether it was tried before a crash, nobody noted; only its age tells.
        if now - letter.created_at > transport.safe_for:
            found = await transport.look_up(letter)
            if found is not None:
                return found
        if transport.safe_for <= timedelta(0):
            # A repeat would show: that it was tried must be known before it is.
            async with self.database.transaction() as store:
                row = await store.outbox.get(letter.id)
                if row is not None:
                    row.first_tried_at = row.first_tried_at or now
        return await transport.send(_possible(letter, transport, target, now), target)

    async def _sent(self, letter: Letter, ids: Sequence[str]) -> None:
        async with self.database.transaction() as store:
            await store.outbox.sent(letter, ids, self.clock())
        self.carried += 1

    def _pause(self, name: str, trouble: Unreachable, now: datetime) -> None:
        failures = self._failures[name] = self._failures.get(name, 0) + 1
        pause = max(pause_after(failures), trouble.after or 0.0)
        self._paused[name] = now, now + timedelta(seconds=pause)
        log.warning("%s does not answer (%s); again in %.1f s", name, trouble.text, pause)

    async def _put_off(
        self, letter: Letter, why: str, after: float | None, *, uncertain: bool = False
    ) -> None:
        now = self.clock()
        async with self.database.transaction() as store:
            row = await store.outbox.get(letter.id)
            if row is None:
                return
            minutes = min(LONGEST_PUT_OFF, 2**row.attempts)
            row.attempts += 1
            row.uncertain += uncertain
            row.first_tried_at = row.first_tried_at or now
            row.last_error = why
            row.due_at = now + timedelta(seconds=after if after is not None else minutes * 60)
            if now - row.first_tried_at > self.give_up_after:
                await store.outbox.give_up(row)
        log.warning("letter %d to %s put off: %s", letter.id, letter.place, why)

    async def _note(self, letter: Letter, state: LetterState, why: str) -> None:
        async with self.database.transaction() as store:
            row = await store.outbox.get(letter.id)
            if row is not None:
                row.state, row.last_error = state, why
        log.warning("letter %d to %s is %s: %s", letter.id, letter.place, state, why)


async def _finish(carrying: Collection[asyncio.Task[None]]) -> None:
    """Wait a little for letters on their way; the rest is broken off, and sent again one day
    under the same key."""
    if not carrying:
        return
    _, late = await asyncio.wait(carrying, timeout=LAST_SECONDS)
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
    if late:
        log.warning("%d letters were on their way and will be sent again", len(late))


def _makes_sense(letter: Letter, transport: Transport, target: str | None) -> bool:
    """Whether anything can come of it: a sign below our own message is of no use in words, nor is a
    change that is said in a letter of its own too."""
    if letter.edits and (letter.act is Act.REACT or letter.extra.get("or_nothing")):
        return letter.act in transport.acts and target is not None
    return letter.act in transport.acts or bool(letter.text)


def _possible(letter: Letter, transport: Transport, target: str | None, now: datetime) -> Letter:
    """The letter as the transport can carry it now: what it lacks becomes a line of text, and what
    could not go for a while says so."""
    late = letter.extra.get("late")
    if late and datetime.fromisoformat(late["after"]) < now:
        letter.text = late["text"]
    lacking = letter.act not in transport.acts
    orphan = letter.act is Act.EDIT and target is None
    if lacking or orphan:
        letter.act = Act.SAY
    elif letter.act is Act.REACT and letter.edits:
        letter.about = target
    return letter
