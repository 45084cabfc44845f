"""Opening facts: what is known when a recorded meeting begins, as the record needs it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from dcbot.record.facts import Affiliation, Facts, KnownGroup, Participant, RecordedAs, Standing
from dcbot.roles import Role
from dcbot.services import actions, agendas, decisions, groups, journals, meeting_rules, settings
from dcbot.services.groups import Title
from dcbot.services.naming import role_words
from dcbot.services.opening import Beginning
from storage.groups import Group, GroupKind
from storage.journals import Journal
from storage.people import Standing as Held
from storage.places import Place
from storage.store import Store

LATELY = 5
"""Those who spoke in so many of the group's last meetings are known by name."""
# Whoever holds one of these in a group represents it.
_REPRESENT = (Role.REPRESENTATIVE, Role.CHAIR, Role.COORDINATOR)


async def gather(
    store: Store,
    journal: Journal,
    beginning: Beginning,
    place: Place | None,
    *,
    bot_names: Iterable[str],
    now: datetime,
) -> Facts:
    """All that the minutes rest on beside what is said; of notes there is no place, and who opens
    them is their scribe."""
    group = beginning.group
    known = await groups.titles(store)
    by_id = {title.group.id: title for title in known}
    held = await store.people.standings(now)
    regulars = await store.journal_lines.speakers(
        [one.id for one in await store.journals.of_group(group.id, LATELY)]
    )
    put = {one.setting.name: one.value for one in await settings.all_of(store, group)}
    return Facts(
        title=beginning.meeting.title,
        group=by_id[group.id].handle,
        place=place.name if place else "",
        opened_at=journal.opened_at,
        opened_by=journals.identity(journal.opener_id),
        zone=beginning.meeting.zone,
        bot_names=tuple(sorted(bot_names)),
        people=await _people(store, group, held, regulars, by_id),
        groups=tuple(map(_known, known)),
        chairs=tuple(
            dict.fromkeys(
                journals.identity(one.person_id)
                for one in held
                if one.group_id == group.id and one.role in (Role.CHAIR, Role.COORDINATOR)
            )
        ),
        elsewhere=place is None,
        scribes=() if place else (journals.identity(journal.opener_id),),
        chair_away_minutes=int(put["absence"]) or None,
        successors=_successors(held, group, meeting_rules.starter(put["successors"])),
        dialects=meeting_rules.dialects(put["dialects"]),
        powers=meeting_rules.powers(put["powers"]),
        attribution=RecordedAs(put["attribution"]),
        agenda=await agendas.facts_of(store, beginning.meeting),
        actions=await actions.carried(store, group, now=now),
        next_action=await actions.next_number(store, group),
        next_decision=await decisions.next_number(store, group),
        quorum=meeting_rules.quorum(put["quorum"]),
        window_days=await decisions.window_days(store, group) or None,
    )


def _successors(held: Iterable[Held], group: Group, least: Role) -> frozenset[str] | None:
    """Those who may become a chair where all chairs have vanished; None for whoever is there."""
    if least is Role.ANYONE:
        return None
    return frozenset(
        journals.identity(one.person_id)
        for one in held
        if one.role >= least and (Role(one.role).for_all or one.group_id == group.id)
    )


def _known(title: Title) -> KnownGroup:
    names = dict.fromkeys([title.acronym, title.short, *(one.name for one in title.names)])
    names.pop(title.handle, None)
    return KnownGroup(title.handle, tuple(name for name in names if name))


async def _people(
    store: Store,
    group: Group,
    held: Iterable[Held],
    regulars: Iterable[int],
    titles: Mapping[int, Title],
) -> tuple[Participant, ...]:
    """Everybody with standing anywhere, and who spoke in the group's last meetings; others are
    known by their names once they speak."""
    of_person: dict[int, list[Held]] = {one: [] for one in regulars}
    for one in held:
        of_person.setdefault(one.person_id, []).append(one)
    addresses = await store.people.addresses_of(of_person)
    found = []
    for person_id, theirs in of_person.items():
        person = await store.people.get(person_id)
        if person is None or person.forgotten_at is not None:
            continue
        highest = theirs[0] if theirs else None
        role = await role_words(store, Role(highest.role), highest.group_id) if highest else ""
        found.append(
            Participant(
                identities=(journals.identity(person_id),),
                name=person.name,
                aliases=_accounts(addresses.get(person_id, ())),
                role=role,
                recorded_as=RecordedAs(person.wishes.get("named_as", RecordedAs.NAME)),
                affiliation=_affiliation(theirs, titles),
                expected=_is_expected(theirs, group, titles),
            )
        )
    return tuple(found)


def _is_expected(theirs: Collection[Held], group: Group, titles: Mapping[int, Title]) -> bool:
    """Whether a meeting of the group is theirs: by standing in it, by having come before, or, where
    coalitions meet, by being of one. Who keeps the bot, or helps all, is missed nowhere."""
    if not theirs or any(one.group_id == group.id for one in theirs):
        return True
    together = group.kind is not GroupKind.COALITION
    return together and bool(_affiliation(theirs, titles).group)


def _accounts(addresses: Iterable[str]) -> tuple[str, ...]:
    """By what else people call somebody: the account, whole and in short."""
    names: dict[str, None] = {}
    for address in addresses:
        local = address.lstrip("@").partition(":")[0].partition("@")[0]
        names |= dict.fromkeys([address, local])
    return tuple(names)


def _affiliation(theirs: Iterable[Held], titles: Mapping[int, Title]) -> Affiliation:
    """For whom somebody takes part, where their standing tells it of one coalition alone."""
    held: dict[int, Standing] = {}
    for one in theirs:
        title = titles.get(one.group_id or 0)
        if title is None or title.group.kind is not GroupKind.COALITION:
            continue
        role = Role(one.role)
        standing = Standing.REPRESENTATIVE if role in _REPRESENT else Standing.UNKNOWN
        standing = Standing.OBSERVER if role is Role.OBSERVER else standing
        held.setdefault(title.group.id, standing)
    if len(held) != 1:
        return Affiliation()
    ((group_id, standing),) = held.items()
    return Affiliation(titles[group_id].handle, standing)


def without(facts: Facts, identity: str, instead: str) -> Facts:
    """The facts without the name of somebody who was forgotten."""
    people = tuple(
        replace(one, name=instead, aliases=(), role="") if identity in one.identities else one
        for one in facts.people
    )
    return replace(facts, people=people)
