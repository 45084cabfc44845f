"""Outputs told: how an output, its versions and its findings are said to people."""

from __future__ import annotations

from datetime import datetime

from dcbot.arguments import listed
from dcbot.message import literal, quoted
from dcbot.services import (
    countdown_plans,
    cycle_words,
    groups,
    output_text,
    outputs,
    releases,
)
from dcbot.services.moments import minute
from dcbot.services.outputs import Held
from dcbot.when.zones import zone
from storage.milestones import Stage
from storage.outputs import OutputVersion
from storage.store import Store

LONGEST_PREVIEW = 12_000
"""Characters of a preview in a message."""


async def whole(store: Store, found: Held, *, now: datetime, own: bool) -> str:
    """Everything that is known of the output; `own` to those who may see what is not public."""
    handle = (await groups.title(store, found.group)).handle
    lines = [f"**{outputs.called(found, handle)}**"]
    if found.output.withdrawn_at is not None:
        return "\n".join([*lines, withdrawn(found)])
    lines += [f"- {version_line(one, own=own)}" for one in found.versions]
    if own:
        lines += await state_lines(store, found, now=now)
        lines += findings_lines(found.last)
    return "\n".join(lines)


def version_line(version: OutputVersion, *, own: bool) -> str:
    """One version: its number, when and by whom it came, and as what."""
    came = "as a link" if version.kind == "link" else f"as {version.kind}"
    late = f", late for the {listed(version.late_for)}" if version.late_for else ""
    held = ", not in the release" if version.held and own else ""
    taken = f", taken in by {literal(version.taken_by)}" if version.taken_by else ""
    link = f": {literal(version.link)}" if version.link else ""
    at = minute(version.at, zone("UTC"))
    by = literal(version.by_name)
    return f"version {version.number}, {at}, by {by}, {came}{late}{held}{taken}{link}"


async def state_lines(store: Store, found: Held, *, now: datetime) -> list[str]:
    """Who can read it, and until when it can be replaced."""
    if found.output.is_public(now):
        return ["Everybody can read it."]
    ends = await releases.ends(store, found.cycle.id)
    row, at = ends.dates.get(Stage.RELEASE), ends.at(Stage.RELEASE)
    lines = []
    if found.released is None:
        lines.append(
            "It came after the freeze: it is released only if the Secretariat takes it in."
        )
    elif row is None or at is None:
        lines.append("Its representatives alone can read it; no release is set yet.")
    else:
        lines.append(
            f"Its representatives alone can read it until the release, {cycle_words.words(row)}; "
            f"then version {found.released.number} is public, with those of all others."
        )
    freeze, end = ends.dates.get(Stage.FREEZE), ends.at(Stage.FREEZE)
    if freeze is not None and end is not None and end > now:
        lines.append(f"It can be replaced until the freeze, {cycle_words.words(freeze)}.")
    return lines


def findings_lines(version: OutputVersion) -> list[str]:
    """What the check found, or that it found nothing."""
    by = literal(version.template)
    if not version.findings:
        return [f"Checked against {by}: nothing is missing."]
    return [f"Checked against {by}:", *(f"- {literal(one)}" for one in version.findings)]


def withdrawn(found: Held) -> str:
    """That it was withdrawn, by whom and why."""
    assert found.output.withdrawn_at is not None
    why = f": {literal(found.output.withdrawn_why)}" if found.output.withdrawn_why else ""
    at = minute(found.output.withdrawn_at, zone("UTC"))
    return f"Withdrawn by {literal(found.output.withdrawn_by)} on {at}{why}."


def preview(version: OutputVersion) -> str:
    """The text of the version as it will be read, each line by itself."""
    if version.kind == "link":
        return f"It is a link: {literal(version.link)}"
    if version.kind == "pdf":
        return f"It is a PDF, {quoted(version.file_name)}, which is kept as it is."
    text = output_text.read(version.html).plain.strip()
    shown = text[:LONGEST_PREVIEW]
    lines = [f"> {literal(line)}" if line else ">" for line in shown.split("\n")]
    if len(text) > len(shown):
        lines.append(f"{len(text) - len(shown):,} more characters follow.")
    return "\n".join(lines)


async def release_words(store: Store, cycle_id: int, now: datetime) -> str:
    """When the outputs of the cycle become public, or became so."""
    ends = await releases.ends(store, cycle_id)
    row = ends.dates.get(Stage.RELEASE)
    if row is None or ends.at(Stage.RELEASE) is None:
        return "No release is set."
    left = countdown_plans.left_words(row, now)
    return f"Release: {cycle_words.words(row)}{f' ({left})' if left else ' (past)'}."
