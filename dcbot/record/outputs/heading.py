"""The head of every document: its title, what it is, when and where the meeting was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dcbot.record.minutes import Minutes
from dcbot.record.outputs.blocks import Foreign, Run, Strong, Web, Words, names
from dcbot.record.outputs.moments import lasted, minute, when
from dcbot.record.outputs.publication import Publication, Status

_STATES: Mapping[Status, tuple[str, str]] = {
    Status.UNAPPROVED: ("Not approved", "made of a log; nobody has approved these minutes"),
    Status.IMPORTED: ("Imported", "made of a log that was kept elsewhere; not approved here"),
    Status.LIVE: ("Being recorded", "the meeting goes on, and what stands here may change"),
    Status.DRAFT: ("DRAFT", "not approved yet; corrections are welcome"),
    Status.APPROVED: ("Approved", "this is the record of the meeting"),
    Status.CORRECTED: ("Corrected", "changed after it was approved"),
    Status.WITHDRAWN: ("Withdrawn", "not to be used; what stands here holds no more"),
}


def title(minutes: Minutes) -> Words:
    """What the minutes are called."""
    if minutes.title:
        return (Foreign(minutes.title),)
    if minutes.group or minutes.place:
        return ("Meeting of ", Foreign(minutes.group or minutes.place))
    return ("Minutes of a meeting",)


def status_words(publication: Publication) -> str:
    """The status in a word or two, for titles and the heads of pages."""
    return _STATES[publication.status][0]


def state(publication: Publication) -> Iterator[Words]:
    """What these minutes are: how far, which version, of when, by whom; and what they are not."""
    mark, meaning = _STATES[publication.status]
    found: list[Run] = [Strong(f"{mark}:"), f" {meaning}."]
    if publication.version is not None:
        found.append(f" Version {publication.version}")
        found.append(f", {minute(publication.as_of)}." if publication.as_of else ".")
    elif publication.as_of is not None:
        found.append(f" As of {minute(publication.as_of)}.")
    if publication.published_by:
        found += [" Published by ", Foreign(publication.published_by), "."]
    if publication.disclaimer:
        found += [" ", Foreign(publication.disclaimer)]
    yield tuple(found)


def pairs(minutes: Minutes, publication: Publication) -> tuple[tuple[str, Words], ...]:
    """When and where the meeting was, and who led it."""
    goes_on = publication.status is Status.LIVE
    found: list[tuple[str, Words]] = [("When", when(minutes, goes_on=goes_on))]
    if minutes.started and minutes.ended and minutes.ended > minutes.started:
        found.append(("Length", (lasted(minutes.ended - minutes.started),)))
    for label, word in (("Group", minutes.group), ("Where", minutes.place)):
        if word:
            found.append((label, (Foreign(word),)))
    for one, several, who in (
        ("Chair", "Chairs", minutes.chairs),
        ("Scribe", "Scribes", minutes.scribes),
    ):
        if who:
            found.append((several if len(who) > 1 else one, names(who)))
    return tuple(found)


def foot(publication: Publication) -> Iterator[Words]:
    """Under which terms it may be used, and whom to ask for removal."""
    if publication.licence:
        link = publication.licence_address
        yield (
            "Licence: ",
            Web(link, publication.licence) if link else Foreign(publication.licence),
        )
    if publication.removal:
        yield ("To have something removed: ", Foreign(publication.removal))
    if publication.address:
        yield ("The current version stands at ", Web(publication.address))
