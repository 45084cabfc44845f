"""Counting: what is said in the place of a countdown, when its moment has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from dcbot.services import countdown_plans, countdown_words, expected, letters
from dcbot.services.letters import Late
from storage.countdowns import Countdown
from storage.cycles import CycleDate
from storage.outbox import Act, Letter
from storage.places import Place
from storage.store import Store
from storage.timetable import Job

GRACE = timedelta(minutes=30)
"""What is said so soon after its moment is not late."""


@dataclass(frozen=True)
class Counted:
    """A countdown with its date and its place."""

    countdown: Countdown
    row: CycleDate
    place: Place

    @property
    def edits(self) -> bool:
        """Whether the message there can be changed each day; a mail cannot."""
        return self.place.transport != "mail"

    def is_over(self, now: datetime) -> bool:
        """Whether nothing more is to be counted."""
        end = countdown_plans.ends_at(self.row)
        return self.row.withdrawn or end is None or end <= now

    async def is_done(self, store: Store) -> bool:
        """Whether the place's group has sent already what is due; then it is left in peace."""
        group_id = self.place.group_id
        return await expected.is_done(store, group_id, self.row.id, self.row.cycle_id)

    def key(self, what: str) -> str:
        """What a letter of the countdown is known by, at this revision of the date."""
        return f"countdown {self.row.id} rev {self.row.revision}: {what} → {self.place.id}"


async def count_down(store: Store, job: Job, now: datetime) -> None:
    """The duty: say what is due in the place of a countdown, edit its message, and plan the next
    look. Whoever moves the date at this moment waits for it, or is waited for."""
    countdown = await store.countdowns.locked(job.arguments["countdown"])
    counted = await _counted(store, countdown) if countdown else None
    if counted is None:
        return
    if not await _tell_change(store, counted, now):
        await _tell_threshold(store, counted, now)
    await _edit(store, counted, now)
    await _plan(store, counted, now)


async def begin(
    store: Store, countdown: Countdown, row: CycleDate, place: Place, *, now: datetime
) -> None:
    """The countdown begins: where its message can be edited it stands there at once."""
    counted = Counted(countdown, row, place)
    if counted.edits:
        await _say_how_long(store, counted, f"begun {now.isoformat()}", now, now)
    await _plan(store, counted, now)


async def plan_all(store: Store, *, now: datetime) -> None:
    """See to it that every countdown that goes on is looked at when something is next due."""
    for countdown in await store.countdowns.going_on():
        counted = await _counted(store, countdown)
        if counted is not None:
            await _plan(store, counted, now)


async def _counted(store: Store, countdown: Countdown) -> Counted | None:
    """What there is to count; None where it has ended, or the bot is not there any more."""
    row = await store.cycles.date(countdown.date_id, anew=True)
    place = await store.places.get(countdown.place_id)
    if countdown.ended_at or row is None or place is None or place.left_at is not None:
        return None
    return Counted(countdown, row, place)


async def _plan(store: Store, counted: Counted, now: datetime) -> None:
    await countdown_plans.plan(store, counted.countdown, counted.row, now=now, edits=counted.edits)


async def _tell_change(store: Store, counted: Counted, now: datetime) -> bool:
    """Say that the date has moved since it was told, or is off; True where it was said. It is a
    message of its own, so that it stays when the days are counted on."""
    countdown, row = counted.countdown, counted.row
    if countdown_words.is_told(countdown, row):
        return False
    end = countdown_plans.ends_at(row)
    if end is not None and end <= now and not row.withdrawn:
        return False
    text = await countdown_words.became(store, row, countdown.told)
    what = "withdrawn" if row.withdrawn else "moved"
    left = "" if row.withdrawn else countdown_words.still(row, now)
    await _write(store, counted, what, f"{text} {left}".strip(), text, row.changed_at, now)
    return True


async def _tell_threshold(store: Store, counted: Counted, now: datetime) -> None:
    """Say the newest threshold that has come since something was said there; those before it are
    of no use any more, nor is any once the date is over."""
    countdown, row = counted.countdown, counted.row
    if counted.is_over(now) or await counted.is_done(store):
        return
    since = max(filter(None, [countdown.begun_at, countdown.told_at, row.changed_at]))
    come = countdown_plans.reached(row, countdown.thresholds, since, now)
    due = countdown_plans.moment(row, come[0]) if come else None
    if due is not None:
        days = f"{come[0]} day{'' if come[0] == 1 else 's'}"
        await _say_how_long(store, counted, days, due, now)


async def _say_how_long(
    store: Store, counted: Counted, what: str, due: datetime, now: datetime
) -> None:
    """A new message that tells how long it is; it is the one that is edited from now on."""
    row, countdown = counted.row, counted.countdown
    text = await countdown_words.stands(store, row, now)
    undated = await countdown_words.undated(store, row)
    before = countdown.letter
    if await _write(store, counted, what, text, undated, due, now):
        countdown.letter, countdown.shown = counted.key(what), text
        if before and counted.edits:
            below = f"{undated} It is counted on below."
            await _change(store, counted, before, below, f"{what}, the one before", now)


async def _write(
    store: Store,
    counted: Counted,
    what: str,
    text: str,
    held_up: str,
    due: datetime,
    now: datetime,
) -> bool:
    """A new message; where it comes late it says so, and where it is held up on its way it says
    `held_up` instead, which stays true."""
    countdown, row = counted.countdown, counted.row
    mark = countdown_words.late(row, due)
    written = await letters.to_place(
        store,
        counted.place,
        f"{text} {mark}" if now - due > GRACE else text,
        key=counted.key(what),
        now=now,
        subject=countdown_words.subject(row, countdown_plans.left_words(row, now)),
        valid_until=_useful_until(counted, now),
        late=Late(max(due, now) + GRACE, f"{held_up} {mark}"),
    )
    countdown.told_revision, countdown.told_at = row.revision, now
    countdown.told = countdown_words.when(row)
    return written


def _useful_until(counted: Counted, now: datetime) -> datetime | None:
    """Until the next threshold says it newer, or the date is over."""
    row = counted.row
    if row.withdrawn:
        return None
    moments = [countdown_plans.moment(row, days) for days in counted.countdown.thresholds]
    coming = [at for at in (*moments, countdown_plans.ends_at(row)) if at is not None and at > now]
    return min(coming, default=None)


async def _edit(store: Store, counted: Counted, now: datetime) -> None:
    """The newest message tells how long it still is, or that it is over."""
    countdown, row = counted.countdown, counted.row
    if countdown.letter is None or not counted.edits:
        return
    text = await countdown_words.stands(store, row, now)
    if not counted.is_over(now) and await counted.is_done(store):
        text = f"{await countdown_words.undated(store, row)} Yours is here."
    if text != countdown.shown:
        countdown.shown = text
        await _change(store, counted, countdown.letter, text, f"as of {now.isoformat()}", now)


async def _change(
    store: Store, counted: Counted, letter: str, text: str, what: str, now: datetime
) -> None:
    await store.outbox.add(
        Letter(
            key=counted.key(f"edit {what}"),
            act=Act.EDIT,
            edits=letter,
            transport=counted.place.transport,
            place=counted.place.address,
            text=text,
            created_at=now,
            due_at=now,
            extra={"or_nothing": True},
        )
    )
