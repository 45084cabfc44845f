"""Outputs: the document of a group in a cycle, sent in, replaced, taken in late, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dcbot.errors import BadArgument, NotFound, UserError
from dcbot.message import literal, quoted
from dcbot.roles import Role
from dcbot.services import (
    attachments,
    groups,
    milestones,
    output_checks,
    output_templates,
    output_text,
    releases,
    standings,
)
from dcbot.services.naming import record_name, role_words
from storage.changes import Change
from storage.cycles import Cycle
from storage.groups import Group
from storage.milestones import Stage
from storage.outputs import Output, OutputVersion
from storage.people import Person
from storage.store import Store

LONGEST_TITLE = 200


@dataclass(frozen=True)
class Sent:
    """What somebody sends as an output: clean HTML of a kind, or a link."""

    kind: str
    title: str = ""
    html: str = ""
    link: str = ""
    file: Mapping[str, Any] | None = None
    """Of the file that it came as: name, media_type, sha256, size."""


@dataclass(frozen=True)
class Held:
    """An output with its group, its cycle and its versions, oldest first."""

    output: Output
    group: Group
    cycle: Cycle
    versions: Sequence[OutputVersion]

    @property
    def last(self) -> OutputVersion:
        """The newest version."""
        return self.versions[-1]

    @property
    def released(self) -> OutputVersion | None:
        """The version that a release shows."""
        return releases.released_version(self.versions)


async def submit(
    store: Store, group: Group, cycle: Cycle, sent: Sent, *, by: Person, now: datetime
) -> Held:
    """Keep it as the next version of the group's output, checked against its template.

    Raises NotAllowed, BadArgument where it is the version that is there already, or has no title.
    """
    await require(store, group, by=by, now=now)
    await store.cycles.lock(cycle.id)
    output = await store.outputs.of(group.id, cycle.id, lock=True)
    if output is None:
        output = Output(group_id=group.id, cycle_id=cycle.id, begun_at=now)
        await store.outputs.add(output)
    if output.withdrawn_at is not None and not output.is_public(now):
        output.withdrawn_at, output.withdrawn_by, output.withdrawn_why = None, "", ""
    elif output.withdrawn_at is not None:
        raise UserError("That output was withdrawn after its release, and stays so.")
    versions = await store.outputs.versions(output.id)
    _require_new(versions, sent)
    version = await _version(store, group, output, versions, sent, by, now)
    await store.outputs.add(version)
    await _keep(store, output, f"version {version.number} sent", by, now)
    await releases.settle_one(store, output, now=now)
    return Held(output, group, cycle, await store.outputs.versions(output.id))


def _require_new(versions: Sequence[OutputVersion], sent: Sent) -> None:
    if not versions:
        return
    last = versions[-1]
    same = (last.html, last.link, last.kind) == (sent.html, sent.link, sent.kind)
    if same and sent.title in ("", last.title) and (sent.html or sent.link):
        raise BadArgument(
            f"That is version {last.number}, which is there already, word for word. Was another "
            "file meant?"
        )


async def _version(
    store: Store,
    group: Group,
    output: Output,
    versions: Sequence[OutputVersion],
    sent: Sent,
    by: Person,
    now: datetime,
) -> OutputVersion:
    template = await output_templates.of_group(store, group)
    text = output_text.read(sent.html)
    heading = next((one.title for one in text.sections if one.title), "")
    title = sent.title or (versions[-1].title if versions else "") or heading
    if not title:
        raise BadArgument(
            "It has no title. Say one behind the group and a colon: `!output submit DC3: Title`."
        )
    if sent.file is not None:
        await attachments.noted(store, sent.file, now=now)
    read = sent.kind not in ("pdf", "link")
    ends = await releases.ends(store, output.cycle_id)
    late = _late_for(versions, ends, now)
    return OutputVersion(
        output_id=output.id,
        number=len(versions) + 1,
        title=" ".join(title.split())[:LONGEST_TITLE],
        at=now,
        by_name=await record_name(store, by, now=now),
        capacity=await _capacity(store, group, by, now=now),
        kind=sent.kind,
        html=sent.html,
        link=sent.link,
        sha256=str(sent.file["sha256"]) if sent.file else "",
        file_name=str(sent.file["name"]) if sent.file else "",
        findings=output_checks.findings(text, template)
        if read
        else output_checks.not_read(sent.kind),
        template=template.name,
        late_for=[one.value for one in late],
        held=Stage.FREEZE in late,
    )


async def _capacity(store: Store, group: Group, by: Person, *, now: datetime) -> str:
    """As what somebody sends the output; nothing where they do not want to be named."""
    if by.wishes.get("named_as", "name") != "name":
        return ""
    role = await standings.in_group(store, by, group, now=now)
    return await role_words(store, role, None if role.for_all else group.id)


def _late_for(versions: Sequence[OutputVersion], ends: releases.Ends, now: datetime) -> list[Stage]:
    """The stages that are over and that no earlier version met in time."""
    late = []
    for stage in releases.SENT:
        end = ends.at(stage)
        if end is None or end >= now:
            continue
        met = milestones.met_at(stage, versions, ends)
        if stage is Stage.FREEZE or met is None:
            late.append(stage)
    return late


async def require(store: Store, group: Group, *, by: Person, now: datetime) -> None:
    """Raise NotAllowed unless `by` may send and see the output of the group before its release."""
    to = "send its output, and read it before the release"
    await standings.require(store, by, Role.REPRESENTATIVE, group, to=to, now=now)


async def may_see(store: Store, group: Group, *, by: Person, now: datetime) -> bool:
    """Whether they may know of the group's output before its release."""
    return await standings.in_group(store, by, group, now=now) >= Role.REPRESENTATIVE


async def held(store: Store, group: Group, cycle: Cycle) -> Held | None:
    """The output of the group in the cycle, with all its versions."""
    output = await store.outputs.of(group.id, cycle.id)
    if output is None:
        return None
    return Held(output, group, cycle, await store.outputs.versions(output.id))


async def seen(
    store: Store, group: Group, cycle: Cycle, *, by: Person, now: datetime
) -> Held | None:
    """The same as `by` may see it: of others only what is public by now; None where nothing is."""
    found = await held(store, group, cycle)
    if found is None or await may_see(store, group, by=by, now=now):
        return found
    return public_part(found, now)


def public_part(found: Held, now: datetime) -> Held | None:
    """What everybody may see of it; None where that is nothing."""
    if not found.output.is_public(now):
        return None
    shown = [one for one in found.versions if one.is_public(now)]
    return Held(found.output, found.group, found.cycle, shown)


async def earlier(store: Store, group: Group, cycle: Cycle) -> Held | None:
    """The group's output of the nearest cycle before this one."""
    by_id = {one.id: one for one in await store.cycles.all()}
    before = [one for one in await store.outputs.of_group(group.id) if one.cycle_id in by_id]
    older = [one for one in before if by_id[one.cycle_id].key < cycle.key]
    if not older:
        return None
    nearest = max(older, key=lambda one: by_id[one.cycle_id].key)
    return await held(store, group, by_id[nearest.cycle_id])


async def withdraw(
    store: Store, group: Group, cycle: Cycle, why: str, *, by: Person, now: datetime
) -> Held:
    """The output is withdrawn: before its release nobody hears of it, afterwards that it was, by
    whom and why. Raises NotAllowed, NotFound."""
    await require(store, group, by=by, now=now)
    await store.cycles.lock(cycle.id)
    found = await _the(store, group, cycle)
    if found.output.withdrawn_at is not None:
        raise UserError("That output is withdrawn already.")
    found.output.withdrawn_at, found.output.withdrawn_why = now, " ".join(why.split())
    found.output.withdrawn_by = await record_name(store, by, now=now)
    await _keep(store, found.output, "withdrawn", by, now, why=why)
    await releases.settle_one(store, found.output, now=now)
    return found


async def take_in(store: Store, group: Group, cycle: Cycle, *, by: Person, now: datetime) -> Held:
    """What came after the freeze is released too. Raises NotAllowed, NotFound or UserError."""
    to = "take in what came after the freeze"
    await standings.require(store, by, Role.SECRETARIAT, group, to=to, now=now)
    await store.cycles.lock(cycle.id)
    found = await _the(store, group, cycle)
    if not found.last.held:
        raise UserError("Its newest version came before the freeze, so it is in already.")
    found.last.held, found.last.taken_at = False, now
    found.last.taken_by = await record_name(store, by, now=now)
    await _keep(store, found.output, f"version {found.last.number} taken in", by, now)
    await releases.settle_one(store, found.output, now=now)
    return found


async def _the(store: Store, group: Group, cycle: Cycle) -> Held:
    found = await held(store, group, cycle)
    if found is None:
        handle = (await groups.title(store, group)).handle
        raise NotFound(f"{literal(handle)} has sent no output for {literal(cycle.name)} yet.")
    return found


async def _keep(
    store: Store, output: Output, what: str, by: Person, now: datetime, *, why: str = ""
) -> None:
    """Who did what; it is told to the group alone."""
    name = await record_name(store, by, now=now)
    store.changes.add(
        Change(
            subject="output",
            subject_id=output.id,
            at=now,
            by_name=name,
            person_id=by.id,
            what=what,
            why=why,
        )
    )
    await store.flush()


def called(found: Held, handle: str) -> str:
    """The output in a sentence: DC3's output for IGF 2027, “Title”."""
    title = f", {quoted(found.versions[-1].title)}" if found.versions else ""
    return f"{literal(handle)}'s output for {literal(found.cycle.name)}{title}"
