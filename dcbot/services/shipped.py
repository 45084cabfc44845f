"""Shipped data: a release puts what it knows into the database, and leaves what people changed.

At every start the data of the release is compared with what was installed last; where nothing is
new, that is one look at a digest. What a newer release brings replaces what older ones brought,
except where somebody has changed it since: that stays, and is returned as a difference.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from dcbot.data.read import PUBLISHING, Community, ShippedFact, ShippedGroup, ShippedName
from dcbot.data.statement import STATEMENTS, Statement
from dcbot.lines import fold
from storage.base import Audience
from storage.changes import Change
from storage.facts import Fact, Source
from storage.groups import Group, GroupKind, GroupName, NameKind
from storage.store import Store

BY_RELEASE = "a release of dcbot"
"""Who changed it, where no person did."""
_FORM = 1
"""Raised when this file writes the same data down in another way, so that it is written anew."""
_COMPARED = ("note", "since", "until", "source", "address", "seen", "certainty")


@dataclass(frozen=True)
class Difference:
    """Something that the release says otherwise than somebody here has put it; theirs stands."""

    group: str
    what: str
    here: str
    shipped: str

    @property
    def text(self) -> str:
        """The difference as one sentence."""
        here, shipped = self.here or "unknown", self.shipped or "unknown"
        return f"{self.group}, {self.what}: here it is “{here}”; the release has “{shipped}”."


async def install(store: Store, community: Community, *, now: datetime) -> list[Difference]:
    """Bring the database up to what ships; returns where people's own changes stand against it.

    May be called at every start. Everything shipped is public from `now` on.
    """
    digest = digest_of(community)
    last = (await store.community.details()).get("shipped", {})
    if last.get("digest") == digest:
        return []
    release = _Release(store, community, now, set(last.get("withdrawn", ())), first=not last)
    await release.install()
    shipped = {"digest": digest, "withdrawn": sorted(release.withdrawn)}
    await store.community.put("shipped", shipped)
    await store.flush()
    return release.differences


def digest_of(community: Community) -> str:
    """What tells one state of the shipped data from another."""
    whole = json.dumps([_FORM, asdict(community)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()


@dataclass
class _Release:
    """One release on its way into the database."""

    store: Store
    community: Community
    now: datetime
    withdrawn: set[str]
    """Keys of facts that a release, and no person, has marked as replaced."""
    first: bool
    differences: list[Difference] = field(default_factory=list)

    async def install(self) -> None:
        await self._details()
        for source in self.community.sources:
            row = Source(key=source.key, name=source.name, date=source.date)
            row.address, row.note = source.address, source.note
            await self.store.facts.put_source(row)
        groups = {group.key: group for group in await self.store.groups.all()}
        for shipped in self.community.groups:
            if shipped.key not in groups:
                groups[shipped.key] = await self._new_group(shipped)
        names: dict[int, list[GroupName]] = {}
        for name in await self.store.groups.names():
            names.setdefault(name.group_id, []).append(name)
        known = await self.store.facts.shipped()
        for shipped in self.community.groups:
            group = groups[shipped.key]
            await self._place(group, shipped, groups)
            await self._names(group, shipped, names.get(group.id, []))
            mine = {key: fact for key, fact in known.items() if fact.group_id == group.id}
            await self._facts(group, shipped, mine)

    async def _details(self) -> None:
        """The community's words and rules. One that bears the mark `edited` stays as it is."""
        community = self.community
        put: dict[str, dict[str, Any]] = {}
        put["community"] = {
            "name": community.name,
            "label_one": community.label_one,
            "label_many": community.label_many,
            "office": community.office,
            **{name: getattr(community, name) for name in PUBLISHING},
        }
        for name in STATEMENTS:
            put[name] = {"statements": [self._statement(one) for one in getattr(community, name)]}
        there = await self.store.community.details()
        for name, value in put.items():
            if not there.get(name, {}).get("edited"):
                await self.store.community.put(name, value)
            else:
                here = json.dumps(there[name], ensure_ascii=False)
                shipped = json.dumps(value, ensure_ascii=False)
                self._differs(community.name, name, here, shipped)

    def _statement(self, statement: Statement) -> dict[str, str]:
        return {**asdict(statement), "source": self.community.source(statement.source).name}

    async def _new_group(self, shipped: ShippedGroup) -> Group:
        group = Group(
            key=shipped.key,
            kind=GroupKind(shipped.kind),
            name=shipped.official,
            created_at=self.now,
            later=shipped.later,
            shipped=True,
            audience=Audience.PUBLIC,
            public_from=self.now,
        )
        await self.store.groups.add(group)
        return group

    async def _place(self, group: Group, shipped: ShippedGroup, groups: dict[str, Group]) -> None:
        """What the group is and below which other; left alone once a person changed the group."""
        parent = groups[shipped.parent].id if shipped.parent else None
        if (group.kind, group.parent_id, group.later) == (shipped.kind, parent, shipped.later):
            return
        changes = [] if self.first else await self.store.changes.of("group", group.id)
        if any(change.by_name != BY_RELEASE for change in changes):
            self._differs(group.name, "kind", group.kind, shipped.kind)
            return
        group.kind, group.parent_id = GroupKind(shipped.kind), parent
        group.later = shipped.later

    async def _names(self, group: Group, shipped: ShippedGroup, there: list[GroupName]) -> None:
        by_fold = {name.folded: name for name in there}
        now_used = by_fold.get(fold(group.name))
        renamed = now_used is not None and (now_used.edited or not now_used.shipped_key)
        kept: set[str] = set()
        for name in shipped.names:
            folded = fold(name.name)
            # “DC-NN” and “DC NN” are one name when they are looked up; the first is shown.
            if folded in kept:
                continue
            kept.add(folded)
            self._name(group, name, folded, by_fold.get(folded))
        for row in there:
            if row.folded not in kept and row.shipped_key and not row.edited:
                await self.store.session.delete(row)
        if group.name != shipped.official:
            if renamed:
                self._differs(shipped.key, "name", group.name, shipped.official)
            else:
                self._changed(group, "name", group.name, shipped.official)
                group.name = shipped.official

    def _name(self, group: Group, name: ShippedName, folded: str, row: GroupName | None) -> None:
        source = self.community.source(name.source).name
        if row is None:
            self.store.session.add(
                GroupName(
                    group_id=group.id,
                    name=name.name,
                    folded=folded,
                    kind=NameKind(name.kind),
                    since=name.since,
                    until=name.until,
                    source=source,
                    shipped_key=f"{group.key}.{folded}",
                    audience=Audience.PUBLIC,
                    public_from=self.now,
                )
            )
        elif row.edited or not row.shipped_key:
            if row.kind != name.kind:
                self._differs(group.name, f"the name {row.name}", row.kind, name.kind)
        else:
            row.name, row.kind, row.source = name.name, NameKind(name.kind), source
            row.since, row.until = name.since, name.until

    async def _facts(self, group: Group, shipped: ShippedGroup, known: dict[str, Fact]) -> None:
        """Add what is new, renew what nobody touched, mark what vanished as replaced."""
        kept = {fact.key for fact in shipped.facts}
        gone = [row for key, row in known.items() if key not in kept]
        edited = [row for row in gone if row.replaced_at and row.shipped_key not in self.withdrawn]
        for row in gone:
            if row.replaced_at is None:
                row.replaced_at = self.now
                self.withdrawn.add(row.shipped_key or "")
                self._changed(group, row.what, row.value, "")
        new = [fact for fact in shipped.facts if fact.key not in known]
        overruled = _overruled(new, edited)
        for fact in new:
            row = self._row(group, fact)
            self.store.facts.add(row)
            if fact.key in overruled:
                row.replaced_at = self.now
                self._differs(group.name, fact.what, await self._here(row), fact.value)
            else:
                self._changed(group, fact.what, "", fact.value)
        for fact in shipped.facts:
            if fact.key in known:
                await self._renew(group, known[fact.key], self._row(group, fact))

    async def _here(self, shipped: Fact) -> str:
        """What people have put in place of a shipped fact."""
        facts = await self.store.facts.of(shipped.group_id, shipped.what)
        return ", ".join(fact.value for fact in facts if not fact.shipped_key) or "taken away"

    async def _renew(self, group: Group, row: Fact, shipped: Fact) -> None:
        """A fact known by its key: what is said around its value may have changed."""
        if row.shipped_key in self.withdrawn:
            self.withdrawn.discard(row.shipped_key or "")
            row.replaced_at = None
            self._changed(group, row.what, "", row.value)
        differs = any(getattr(row, name) != getattr(shipped, name) for name in _COMPARED)
        if differs and row.replaced_at is not None:
            self._differs(group.name, row.what, await self._here(row), shipped.value)
        for name in _COMPARED if differs else ():
            setattr(row, name, getattr(shipped, name))

    def _row(self, group: Group, fact: ShippedFact) -> Fact:
        return Fact(
            group_id=group.id,
            what=fact.what,
            value=fact.value,
            recorded_at=self.now,
            unknown=fact.unknown,
            kind=fact.kind,
            note=fact.note,
            since=fact.since,
            until=fact.until,
            source=self.community.source(fact.source).name,
            address=fact.address,
            seen=fact.seen,
            certainty=fact.certainty,
            shipped_key=fact.key,
            audience=Audience.PUBLIC,
            public_from=self.now,
        )

    def _changed(self, group: Group, what: str, was: str, now: str) -> None:
        """Keep in the history what a newer release changed; the first one only begins it."""
        if self.first:
            return
        self.store.changes.add(
            Change(
                subject="group",
                subject_id=group.id,
                at=self.now,
                by_name=BY_RELEASE,
                what=what,
                was=was,
                now=now,
                audience=Audience.PUBLIC,
                public_from=self.now,
            )
        )

    def _differs(self, group: str, what: str, here: str, shipped: str) -> None:
        self.differences.append(Difference(group, what, here, shipped))


def _overruled(new: Iterable[ShippedFact], edited: Iterable[Fact]) -> set[str]:
    """The keys of new facts that only say otherwise what a person has changed already.

    A person replaced the shipped value, and the release replaces that same value too. Where a
    group has several of one kind, as many are taken for it as were replaced.
    """
    left = Counter((row.what, row.kind) for row in edited)
    found = set()
    for fact in new:
        slot = (fact.what, fact.kind)
        if not left[slot]:
            # What was unknown has no kind yet; whatever was found since came in its place.
            slot = (fact.what, "")
        if left[slot]:
            left[slot] -= 1
            found.add(fact.key)
    return found
