"""Names of groups: adding a coalition, renaming it, its acronym, its aliases; none gets lost."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from dcbot.errors import BadArgument, NotFound, UserError
from dcbot.lines import fold
from dcbot.message import literal, quoted
from dcbot.services.called import LONGEST, Called, alike, core, key, read_acronym, short, whole
from dcbot.services.groups import Title, title, titles
from dcbot.services.impostors import is_office, looks
from dcbot.services.register import Hand, editor, keeper, note
from storage.base import Audience
from storage.groups import Group, GroupKind, GroupName, NameKind
from storage.people import Person
from storage.store import Store

# What a bare word means elsewhere: an answer, a part of a command, the community itself.
_MEANS_SOMETHING_ELSE = {"yes", "no", "list", "search", "all", "help", "igf", "unknown"}


async def taken(store: Store, words: str, *, but: Group | None = None) -> Title | None:
    """The group that goes or went by this name, to the eye, other than `but`."""
    joined = looks(words).replace(" ", "")
    for one in await titles(store):
        if but is not None and one.group.id == but.id:
            continue
        names = {name.name for name in one.names} | {one.group.key, one.group.name}
        if joined in {looks(name).replace(" ", "") for name in names}:
            return one
    return None


async def near(store: Store, words: str, *, but: Group | None = None) -> list[Title]:
    """The groups whose names are nearly this one, so that the same may be meant."""
    said = core(fold(words))
    return [
        one
        for one in await titles(store)
        if (but is None or one.group.id != but.id)
        and any(alike(said, core(name.folded)) for name in one.names)
    ]


async def refuse_taken(store: Store, called: Called, *, but: Group | None = None) -> None:
    """Raise UserError where the name or the acronym is another group's, or means something else."""
    for words in filter(None, (called.name, called.acronym)):
        if is_office(words) or looks(words) in _MEANS_SOMETHING_ELSE:
            raise BadArgument(
                f"{quoted(words)} means something else here. Choose a name that only the "
                "coalition goes by."
            )
        other = await taken(store, words, but=but)
        if other:
            raise UserError(
                f"{quoted(words)} is a name of {literal(other.group.name)} "
                f"({literal(other.handle)}) already."
            )


# ------------------------------------------------------------------------------- adding


async def add(store: Store, called: Called, *, by: Person, now: datetime) -> Group:
    """Add a coalition, below the coordination group; it gets a key made of its names.

    Raises UserError where a name is taken or the person may not.
    """
    writer = await keeper(store, by, to="add a coalition", now=now)
    return await write(store, called, hand=writer, now=now)


async def write(
    store: Store, called: Called, *, hand: Hand, now: datetime, checked: bool = False
) -> Group:
    """Write a new coalition down under this hand; `checked`: its names are known to be free."""
    if not checked:
        await refuse_taken(store, called)
    coordination = await store.groups.coordination()
    taken_keys = {group.key for group in await store.groups.all()}
    group = Group(
        key=key(called, taken_keys),
        kind=GroupKind.COALITION,
        name=called.name,
        created_at=now,
        parent_id=coordination.id if coordination else None,
        later=True,
        audience=Audience.PUBLIC,
        public_from=now,
    )
    await store.groups.add(group)
    wanted = {fold(called.name): (called.name, NameKind.OFFICIAL)}
    wanted.setdefault(fold(called.acronym), (called.acronym, NameKind.ACRONYM))
    wanted.setdefault(fold(short(called.name)), (short(called.name), NameKind.SHORT))
    for folded, (words, kind) in wanted.items():
        if folded:
            store.session.add(_name(group, words, kind, hand=hand, now=now))
    await note(store, group, "coalition", hand=hand, now=now, is_now=whole(called))
    return group


# ------------------------------------------------------------------------------- changing


async def rename(store: Store, group: Group, called: Called, *, by: Person, now: datetime) -> str:
    """Give the group a new full name; the old one stays as a former name. Returns the old one.

    With an acronym, that changes too. Raises UserError.
    """
    writer = await editor(store, by, group, to="rename it", now=now)
    return await write_name(store, group, called, hand=writer, now=now)


async def write_name(
    store: Store, group: Group, called: Called, *, hand: Hand, now: datetime
) -> str:
    """Write the new name down under this hand; returns the old one."""
    await refuse_taken(store, called, but=group)
    was = group.name
    if called.name == was:
        if called.acronym:
            await write_acronym(store, group, called.acronym, hand=hand, now=now)
            return was
        raise UserError(f"{quoted(was)} is the name already.")
    await _retire(store, group, NameKind.OFFICIAL, but=called.name, now=now)
    await _give(store, group, called.name, NameKind.OFFICIAL, hand=hand, now=now)
    topic = short(called.name)
    if topic:
        await _retire(store, group, NameKind.SHORT, but=topic, now=now)
        await _give(store, group, topic, NameKind.SHORT, hand=hand, now=now)
    group.name = called.name
    await note(store, group, "name", hand=hand, now=now, was=was, is_now=called.name)
    if called.acronym and called.acronym != (await title(store, group)).acronym:
        await write_acronym(store, group, called.acronym, hand=hand, now=now)
    return was


async def set_acronym(store: Store, group: Group, words: str, *, by: Person, now: datetime) -> str:
    """Give the group an acronym; the old one stays as an alias. Returns the old one."""
    writer = await editor(store, by, group, to="set its acronym", now=now)
    return await write_acronym(store, group, read_acronym(words), hand=writer, now=now)


async def write_acronym(
    store: Store, group: Group, acronym: str, *, hand: Hand, now: datetime
) -> str:
    """Write the acronym down under this hand; returns the old one."""
    await refuse_taken(store, Called("", acronym), but=group)
    was = (await title(store, group)).acronym
    if acronym == was:
        raise UserError(f"{quoted(acronym)} is its acronym already.")
    await _retire(store, group, NameKind.ACRONYM, but=acronym, now=now)
    await _give(store, group, acronym, NameKind.ACRONYM, hand=hand, now=now)
    await note(store, group, "acronym", hand=hand, now=now, was=was, is_now=acronym)
    return was


async def add_alias(
    store: Store, group: Group, words: str, *, by: Person, now: datetime
) -> GroupName:
    """Let the group be found by this name too. Raises UserError."""
    writer = await editor(store, by, group, to="give it an alias", now=now)
    return await write_alias(store, group, words, hand=writer, now=now)


async def write_alias(
    store: Store, group: Group, words: str, *, hand: Hand, now: datetime
) -> GroupName:
    """Write the alias down under this hand."""
    alias = " ".join(words.split())
    if not fold(alias) or len(alias) > LONGEST or alias[0] in "=@+-":
        raise BadArgument(
            f"{quoted(words)} is no name: an alias has letters or digits, and at most {LONGEST} "
            "characters."
        )
    await refuse_taken(store, Called(alias), but=group)
    there = await _row(store, group, alias)
    if there:
        raise UserError(f"{quoted(alias)} finds {literal(group.name)} already.")
    row = await _give(store, group, alias, NameKind.ALIAS, hand=hand, now=now)
    await note(store, group, "alias", hand=hand, now=now, is_now=alias)
    return row


async def drop_alias(
    store: Store, group: Group, words: str, *, by: Person, now: datetime
) -> tuple[GroupName, bool]:
    """Take an alias away. Returns it, and whether it finds the group no more: a name that came
    with a release stays findable, as a former one. Raises UserError."""
    writer = await editor(store, by, group, to="take a name away", now=now)
    row = await _row(store, group, words)
    if row is None:
        names = ", ".join(quoted(name.name) for name in await store.groups.names(group.id))
        raise NotFound(f"{quoted(words)} is no name of {literal(group.name)}. Its names: {names}.")
    if row.kind is NameKind.OFFICIAL or row.name == group.name:
        raise UserError(
            f"{quoted(row.name)} is the full name; it changes only by giving a new one."
        )
    gone = row.shipped_key is None
    await note(store, group, row.kind.value, hand=writer, now=now, was=row.name)
    if gone:
        await store.session.delete(row)
    else:
        # Deleted, it would come back with the next release.
        row.kind, row.until, row.edited = NameKind.FORMER, now.date().isoformat(), True
    await store.flush()
    return row, gone


# ------------------------------------------------------------------------------- rows


async def _row(store: Store, group: Group, words: str) -> GroupName | None:
    folded = fold(words)
    return next((one for one in await store.groups.names(group.id) if one.folded == folded), None)


async def _give(
    store: Store, group: Group, words: str, kind: NameKind, *, hand: Hand, now: datetime
) -> GroupName:
    """The group goes by this name from today; one that it went by already is that row."""
    row = await _row(store, group, words)
    if row is None:
        row = _name(group, words, kind, hand=hand, now=now)
        store.session.add(row)
    else:
        row.name, row.kind, row.until, row.edited = words, kind, "", True
    await store.flush()
    return row


def _name(group: Group, words: str, kind: NameKind, *, hand: Hand, now: datetime) -> GroupName:
    return GroupName(
        group_id=group.id,
        name=words,
        folded=fold(words),
        kind=kind,
        since=now.date().isoformat(),
        source=hand.source,
        audience=Audience.PUBLIC,
        public_from=now,
    )


async def _retire(store: Store, group: Group, kind: NameKind, *, but: str, now: datetime) -> None:
    """The group's names of this kind are former ones from today."""
    rows: Iterable[GroupName] = await store.groups.names(group.id)
    for row in rows:
        if row.kind is kind and row.folded != fold(but):
            row.kind, row.until, row.edited = NameKind.FORMER, now.date().isoformat(), True
    await store.flush()
