"""Minutes: made of the journal at any version, who may see which, and what of them is published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from dcbot.errors import NotFound
from dcbot.message import literal
from dcbot.record.fold import Fold
from dcbot.record.journal import Entry, EntryKind
from dcbot.record.minutes import Minutes
from dcbot.services import (
    concerned,
    decisions,
    journals,
    meeting_rules,
    meetings,
    numbered,
    standing_decisions,
    standings,
)
from dcbot.services.naming import record_name
from storage.base import Audience, Publishable
from storage.groups import Group
from storage.journals import Journal as Journal
from storage.meetings import Meeting
from storage.minutes import MinutesVersion as MinutesVersion
from storage.minutes import VersionState as VersionState
from storage.people import Person
from storage.store import PublicStore, Store

_MINUTES = TypeAdapter(Minutes)
_REMOVING = (EntryKind.REDACTED,)


async def of_version(store: Store, journal: Journal, version: MinutesVersion) -> Minutes:
    """The minutes as this version has them; what was taken back later is in none.

    In the current version the decisions stand as they stand now.
    """
    made = await _made(store, journal, version)
    current = await store.minutes.current(journal.id)
    if current is not None and current.number == version.number:
        return await standing_decisions.in_minutes(store, journal, made)
    return made


async def _made(store: Store, journal: Journal, version: MinutesVersion) -> Minutes:
    fold = Fold(await journals.facts(store, journal))
    for entry in await journals.entries(store, journal):
        if entry.number <= version.up_to_line or entry.kind in _REMOVING:
            fold.take(entry)
    return fold.minutes(over=True)


async def published(
    store: Store | PublicStore, journal: Journal, version: MinutesVersion
) -> Minutes | None:
    """What is published of this version; None where nothing is.

    In the current version the decisions stand as they stand now.
    """
    row = await store.minutes.published(version.id)
    if row is None:
        return None
    made = of_document(row.minutes)
    current = await store.minutes.current(journal.id)
    if current is not None and current.number == version.number:
        return await standing_decisions.in_minutes(store, journal, made)
    return made


def of_document(document: Mapping[str, Any]) -> Minutes:
    """The minutes in the form in which they are published."""
    return _MINUTES.validate_python(document)


async def so_far(store: Store, journal: Journal, more: Sequence[Entry] = ()) -> Fold:
    """The fold of all that the journal holds, and of what is to come."""
    fold = Fold(await journals.facts(store, journal))
    for entry in [*await journals.entries(store, journal), *more]:
        fold.take(entry)
    return fold


async def meeting_of(store: Store | PublicStore, journal: Journal) -> Meeting:
    """The meeting whose journal it is."""
    found = await store.meetings.get(journal.meeting_id or 0)
    assert found is not None
    return found


async def group_of(store: Store | PublicStore, journal: Journal) -> Group:
    """The group whose meeting it is."""
    meeting = await meeting_of(store, journal)
    found = await store.groups.get(meeting.group_id)
    assert found is not None
    return found


async def handle(store: Store, journal: Journal) -> str:
    """What people call the meeting by: DCCG 7."""
    return await meetings.handle(store, await meeting_of(store, journal))


async def decides(
    store: Store,
    journal: Journal,
    person: Person,
    power: str = meeting_rules.DECIDING,
    *,
    now: datetime,
) -> bool:
    """Whether the person decides about the minutes, or has this other power over them: who chaired
    the meeting, and who has it in the group."""
    fold = await so_far(store, journal)
    if journals.identity(person.id) in fold.chairs:
        return True
    group = await group_of(store, journal)
    held = await standings.in_group(store, person, group, now=now)
    return held >= await numbered.deciding_role(store, group, power)


async def require_deciding(
    store: Store,
    journal: Journal,
    to: str,
    power: str = meeting_rules.DECIDING,
    *,
    by: Person,
    now: datetime,
) -> None:
    """Raise NotAllowed, which says who may, unless `by` decides about the minutes, or has this
    other power over them."""
    if not await decides(store, journal, by, power, now=now):
        group = await group_of(store, journal)
        least = await numbered.deciding_role(store, group, power)
        await standings.require(store, by, least, group, to=to, now=now)


async def may_see(
    store: Store, journal: Journal, version: MinutesVersion, person: Person, *, now: datetime
) -> bool:
    """Whether the person may read this version: it is public, or they take part in the group; a
    draft that is held back is for those alone who decide about it or may show it."""
    if version.is_public(now):
        return True
    if version.audience is Audience.PRIVATE:
        return await decides(store, journal, person, now=now) or await decides(
            store, journal, person, meeting_rules.PUBLISHING, now=now
        )
    group = await group_of(store, journal)
    return await concerned.takes_part(store, person, group, now=now)


async def make_version(
    store: Store,
    journal: Journal,
    state: VersionState,
    *,
    by: Person | None,
    now: datetime,
    by_name: str = "",
    why: str = "",
) -> MinutesVersion:
    """A new version with all that the journal holds; those may see it who saw the one before."""
    before = await store.minutes.current(journal.id)
    name = by_name or (await record_name(store, by, now=now) if by else "the bot")
    version = MinutesVersion(
        journal_id=journal.id,
        number=before.number + 1 if before else 1,
        state=state,
        up_to_line=journal.last_number,
        made_at=now,
        by_name=name,
        person_id=by.id if by else None,
        why=why,
        audience=before.audience if before else journal.audience,
        public_from=before.public_from if before else journal.public_from,
    )
    await store.minutes.add(version)
    return version


def state_of_next(current: MinutesVersion) -> VersionState:
    """What minutes are when something in them is changed: what nobody has approved stays so."""
    if current.state in (VersionState.DRAFT, VersionState.IMPORTED):
        return current.state
    return VersionState.CORRECTED


async def publish(store: Store, journal: Journal) -> None:
    """Make anew what is published of every version that everybody may see."""
    for version in await store.minutes.versions(journal.id):
        if version.audience is Audience.PUBLIC:
            made = await _made(store, journal, version)
            await store.minutes.put_published(version, nameless(made))


async def release(
    store: Store, journal: Journal, audience: Audience, since: datetime | None
) -> None:
    """These may see the journal and the current version of its minutes, from that moment on."""
    await store.journals.publish(journal, audience, since)
    current = await store.minutes.current(journal.id)
    if current is not None:
        await store.minutes.publish(current, audience, since)
    await publish(store, journal)


async def registered(store: Store, journal: Journal) -> list[Publishable]:
    """The rows of the registers that come of the journal."""
    actions = await store.actions.of_journal(journal.id)
    owners = await store.actions.owners([one.id for one in actions])
    taken = await store.decisions.of_journal(journal.id)
    reserves = await store.decisions.reserves([one.id for one in taken])
    owned = [row for rows in owners.values() for row in rows]
    against = [row for rows in reserves.values() for row in rows]
    return [*actions, *owned, *taken, *against]


def nameless(minutes: Minutes) -> dict[str, Any]:
    """The form in which minutes are published: without identities."""
    document = _MINUTES.dump_python(minutes, mode="json")
    assert isinstance(document, dict)
    return {key: _without_identity(value) for key, value in document.items()}


def _without_identity(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: "" if key == "by" else _without_identity(one) for key, one in value.items()}
    return [_without_identity(one) for one in value] if isinstance(value, list) else value


async def latest(
    store: Store, group: Group, *, by: Person, now: datetime
) -> tuple[Journal, MinutesVersion]:
    """The newest minutes of the group that the person may see; raises NotFound."""
    for journal, _ in await store.minutes.latest_of(group.id):
        version = await store.minutes.current(journal.id)
        if version is not None and await may_see(store, journal, version, by, now=now):
            return journal, version
    name = literal(await decisions.handle_of_group(store, group))
    raise NotFound(f"There are no minutes of {name} that you can see.")


async def of_meeting(
    store: Store, meeting: Meeting, *, by: Person, now: datetime
) -> tuple[Journal, MinutesVersion]:
    """The current minutes of the meeting, of its last sitting; raises NotFound."""
    for journal in reversed(await store.journals.of_meeting(meeting.id)):
        version = await store.minutes.current(journal.id)
        if version is not None and await may_see(store, journal, version, by, now=now):
            return journal, version
    name = literal(await meetings.handle(store, meeting))
    raise NotFound(f"There are no minutes of {name} that you can see.")
