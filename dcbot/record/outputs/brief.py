"""The brief form: next steps and decisions alone, of all, since a moment, or for one owner."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from dcbot.record.minutes import Minutes
from dcbot.record.outputs.blocks import Document, Foreign, Paragraph, Point
from dcbot.record.outputs.deciding import Deciding
from dcbot.record.outputs.heading import state, title
from dcbot.record.outputs.manuscript import Manuscript
from dcbot.record.outputs.moments import clock
from dcbot.record.outputs.places import Places
from dcbot.record.outputs.publication import UNAPPROVED, Publication
from dcbot.record.outputs.tasks import Tasks
from dcbot.record.tasks import Action, Owner


def brief(
    minutes: Minutes,
    publication: Publication = UNAPPROVED,
    *,
    since: datetime | None = None,
    owner: Owner | None = None,
) -> Document:
    """Next steps and decisions; `since`: with the topics since then, for whoever came late;
    `owner`: their own next steps first, then the decisions."""
    places = Places(frozenset(line.line for line in minutes.log))
    script = Manuscript()
    if since is None:
        script.state(state(publication))
    else:
        script.say((f"Since {clock(since, dated=minutes.dated)}:",))
        _topics(script, minutes, since)
    _steps(script, minutes, places, since, owner)
    deciding = Deciding(places, {vote.line: vote for vote in minutes.votes}, minutes.unnamed)
    decisions = [one for one in minutes.decisions if since is None or one.at >= since]
    script.heading(2, "decisions", "Decisions")
    script.points(map(deciding.decision, decisions))
    if not decisions:
        script.say(("No decision is recorded.",))
    return Document(
        title=title(minutes),
        blocks=script.blocks(),
        publication=publication,
        lines_at=publication.log_address,
        items_at=publication.address,
    )


def steps_and_decisions(minutes: Minutes, publication: Publication = UNAPPROVED) -> Document:
    """The brief form without a word of what it is, for a page that says so itself."""
    made = brief(minutes, publication)
    blocks = [one for one in made.blocks if not (isinstance(one, Paragraph) and one.state)]
    return replace(made, blocks=tuple(blocks))


def _topics(script: Manuscript, minutes: Minutes, since: datetime) -> None:
    """The topics that were spoken of, the last one being that which is spoken of now."""
    known = [one for one in minutes.topics if one.title and not one.removed]
    later = [one for one in known if one.at is not None and one.at >= since]
    # The topic that was open at that moment went on.
    before = known[len(known) - len(later) - 1 : len(known) - len(later)]
    found = [one for one in known if one in before or one in later]
    if found:
        script.heading(2, "topics", "Topics")
        script.points(
            Point((f"{one.number}. " if one.number else "", Foreign(one.title))) for one in found
        )


def _steps(
    script: Manuscript,
    minutes: Minutes,
    places: Places,
    since: datetime | None,
    owner: Owner | None,
) -> None:
    mine = _of(minutes, owner) if owner else minutes.actions
    found = [one for one in mine if since is None or one.at is None or one.at >= since]
    script.heading(2, "actions", "Your next steps" if owner else "Next steps")
    script.points(map(Tasks(places).action, found))
    if not found:
        script.say(("No next step is recorded.",))


def _of(minutes: Minutes, owner: Owner) -> tuple[Action, ...]:
    """The owner's actions, also those of earlier meetings that are still theirs."""
    return next((one.actions for one in minutes.owners if one.owner == owner), ())
