"""Standing: who is what in which group, who may do what, and how it is given and ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dcbot.errors import BadArgument, NotAllowed, NotFound, UserError
from dcbot.message import literal, quoted
from dcbot.roles import Role
from dcbot.services import groups
from dcbot.services.moments import day
from dcbot.services.naming import changed, record_name, role_words, with_article
from storage.groups import Group
from storage.people import Person, Standing
from storage.store import Store


async def highest(store: Store, person: Person, *, now: datetime) -> Role:
    """The highest role that the person holds anywhere."""
    held = await store.people.standings(now, person_id=person.id)
    real = [one for one in held if store.practice is None or one.group_id != store.practice]
    return Role(max((standing.role for standing in real), default=0))


async def in_group(store: Store, person: Person, group: Group | None, *, now: datetime) -> Role:
    """The highest role that counts in this group: held in it, for all, or above it.

    A coordinator of a group is one of the groups below it too; lesser roles are not handed down.
    """
    held = await store.people.standings(now, person_id=person.id)
    above = await _above(store, group)
    counted = [standing.role for standing in held if _counts(standing, group, above)]
    return Role(max(counted, default=0))


def _counts(standing: Standing, group: Group | None, above: Sequence[int]) -> bool:
    return (
        Role(standing.role).for_all
        or (group is not None and standing.group_id == group.id)
        or (standing.group_id in above and standing.role >= Role.COORDINATOR)
    )


async def require(
    store: Store, person: Person, role: Role, group: Group | None, *, to: str, now: datetime
) -> None:
    """Raise NotAllowed, which says who may, unless the person holds the role for this group."""
    held = await in_group(store, person, group, now=now)
    if held < role:
        if group is None:
            held = await highest(store, person, now=now)
        of = (await groups.title(store, group)).handle if group else None
        raise NotAllowed(refusal(to, role, of, held))


def refusal(to: str, role: Role, of: str | None, held: Role) -> str:
    """Who may do this, and what the sender is, in the group `of` where one is named."""
    who = {
        Role.SECRETARIAT: "the Secretariat",
        Role.OPERATOR: "operators of the bot",
    }.get(role, f"{role.labels} of {of}" if of else role.labels)
    more = " and the Secretariat" if role < Role.SECRETARIAT else ""
    there = " there" if of and not held.for_all else ""
    nothing = f"You have no standing {f'in {of}' if of else 'here yet'}."
    yours = f"You are {with_article(held)}{there}." if held else nothing
    whoami = "`!whoami` shows your standing and who can give more."
    return f"Only {who}{more} can {to}. {yours} {whoami}"


async def _above(store: Store, group: Group | None) -> Sequence[int]:
    found: list[int] = []
    while group is not None and group.parent_id is not None and group.parent_id not in found:
        found.append(group.parent_id)
        group = await store.groups.get(group.parent_id)
    return found


def giver_of(role: Role) -> Role:
    """The least role that may give this one: the next higher, from coordinators on the
    Secretariat; operators alone make operators."""
    if role >= Role.SECRETARIAT:
        return role
    return Role(min(role + 1, Role.SECRETARIAT))


async def require_giver(
    store: Store, by: Person, role: Role, group: Group | None, *, now: datetime
) -> None:
    """Raise NotAllowed, which says who may, unless `by` may give and end the role there."""
    to = f"say who is {with_article(role)}"
    await require(store, by, giver_of(role), group, to=to, now=now)


async def givers(store: Store, role: Role, group: Group | None, *, now: datetime) -> list[str]:
    """Those who may give the role there, as the record names them; the nearest come first."""
    above = await _above(store, group)
    held = await store.people.standings(now)
    may = [one for one in held if one.role >= giver_of(role) and _counts(one, group, above)]
    names: list[str] = []
    for standing in sorted(may, key=lambda one: one.role):
        person = await store.people.get(standing.person_id)
        name = await record_name(store, person, now=now) if person else ""
        if name and name not in names:
            names.append(name)
    return names


async def give(
    store: Store,
    person: Person,
    role: Role,
    group: Group | None,
    *,
    by_name: str,
    now: datetime,
    until: datetime | None = None,
) -> Standing:
    """Give the standing, whoever asks; one that is held already gets the new end."""
    group_id = None if role.for_all else (group.id if group else None)
    held = await held_as(store, person, role, group, now=now)
    if held:
        held.until = until
        await store.flush()
        return held
    standing = Standing(
        person_id=person.id,
        role=int(role),
        group_id=group_id,
        since=now,
        until=until,
        given_by=by_name,
    )
    store.session.add(standing)
    await store.flush()
    return standing


async def held_as(
    store: Store, person: Person, role: Role, group: Group | None, *, now: datetime
) -> Standing | None:
    """The standing that the person holds as this in this group."""
    group_id = None if role.for_all else (group.id if group else None)
    for held in await store.people.standings(now, person_id=person.id):
        if held.role == role and held.group_id == group_id:
            return held
    return None


async def grant(
    store: Store,
    person: Person,
    role: Role,
    group: Group | None,
    *,
    by: Person,
    now: datetime,
    until: datetime | None = None,
) -> Standing:
    """Give the standing in the name of `by`, if they may. Raises NotAllowed or BadArgument."""
    if role is Role.ANYONE or (group is None and not role.for_all):
        kind = with_article(role).capitalize()
        raise BadArgument(f"{kind} is one of a group. Add the group, such as `of DC3`.")
    if until is not None and until <= now:
        raise BadArgument(f"{day(until - timedelta(days=1))} is over. Say a day to come.")
    await require_giver(store, by, role, group, now=now)
    name = await record_name(store, by, now=now)
    standing = await give(store, person, role, group, by_name=name, now=now, until=until)
    what = f"standing given: {await words(store, standing)}"
    await changed(store, person, what, by=by, now=now, is_now=end_words(standing))
    return standing


async def revoke(
    store: Store, person: Person, role: Role, group: Group | None, *, by: Person, now: datetime
) -> Standing:
    """End the standing in the name of `by`: who may give it may end it, and everybody their own.

    Raises NotFound where it is not held, NotAllowed, and UserError for the last who holds a role
    for all.
    """
    standing = await held_as(store, person, role, group, now=now)
    if person.id != by.id:
        await require_giver(store, by, role, group, now=now)
    if standing is None:
        of = f" of {(await groups.title(store, group)).handle}" if group else ""
        name = literal(person.name)
        raise NotFound(
            f"{name} is not {with_article(role)}{of}. `!person {name}` shows what they are."
        )
    if await is_last(store, person, role, now=now):
        raise UserError(
            f"Nobody but {literal(person.name)} is {with_article(role)}, and somebody must be. "
            "Give the standing to somebody else first."
        )
    await end(store, standing, by_name=await record_name(store, by, now=now), now=now)
    what = f"standing ended: {await words(store, standing)}"
    await changed(store, person, what, by=by, now=now)
    return standing


async def end(store: Store, standing: Standing, *, by_name: str, now: datetime) -> None:
    """End the standing now; the row stays as history."""
    standing.until = now
    standing.ended_by = by_name
    await store.flush()


async def is_last(store: Store, person: Person, role: Role, *, now: datetime) -> bool:
    """Whether the person alone holds this role that is held for all groups."""
    holders = {one.person_id for one in await store.people.standings(now) if one.role == role}
    return role.for_all and holders == {person.id}


async def words(store: Store, standing: Standing) -> str:
    """What somebody is by the standing: “a representative of DCAD”, “part of the Secretariat”."""
    role = Role(standing.role)
    if role is Role.SECRETARIAT:
        return "part of the Secretariat"
    return await role_words(store, role, standing.group_id)


def end_words(standing: Standing, zone: ZoneInfo | None = None) -> str:
    """Until when the standing is held, in words."""
    if standing.until is None:
        return "with no end"
    # It ends when its last day is over.
    return f"until {day(standing.until - timedelta(seconds=1), zone)}"


def given_words(standing: Standing, zone: ZoneInfo | None = None) -> str:
    """Who gave the standing when, and until when it is held, in words."""
    given = f"given by {literal(standing.given_by)} on {day(standing.since, zone)}"
    return f"{given}, {end_words(standing, zone)}"


def whole_day_end(date: str, zone: ZoneInfo) -> datetime:
    """The moment at which a day, a month or a year (2027, 2027-06, 2027-06-30) is over there.

    Raises BadArgument for a day that no calendar has.
    """
    year, month, number = (*(int(part) for part in date.split("-")), 0, 0)[:3]
    try:
        if number:
            last = datetime(year, month, number, tzinfo=zone)
            return _midnight(last + timedelta(days=1))
        if month:
            return datetime(year + month // 12, month % 12 + 1, 1, tzinfo=zone)
        return datetime(year + 1, 1, 1, tzinfo=zone)
    except (ValueError, OverflowError):
        raise BadArgument(f"{quoted(date)} is in no calendar.") from None


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
