"""Known: what lies ready while one message is answered, and how an answer is framed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dcbot.message import quoted
from dcbot.services.enquiries import of_rules, subjects
from dcbot.services.enquiries.contents import Content
from dcbot.services.enquiries.cues import Asked
from dcbot.services.enquiries.grammar import Part
from dcbot.services.enquiries.passages import Found, Passages
from dcbot.services.enquiries.replies import Kind, Reply
from dcbot.services.enquiries.subjects import Named, Names
from dcbot.services.enquiries.wanted import TOLD_BY, Wanted, lacking
from storage.groups import Group
from storage.store import PublicStore, Store

_NEAR = 0.45
"""The share of what is asked of which the nearest passage must speak to be told at all."""
_CLOSE = 0.6
"""From this share on, it is enough to say of what the passage does not speak."""


@dataclass
class Known:
    """The store, all names and all passages, for one message."""

    store: Store | PublicStore
    names: Names
    passages: Passages
    prefix: str

    async def meant(self, part: Part, named: Sequence[Named]) -> list[Group]:
        """The groups that the part is about; Ambiguous or NotFound where that is not clear."""
        return await subjects.meant(self.store, part, named, prefix=self.prefix)

    async def nearest(
        self, asked: Content, found: Found | None, *, least: float = _NEAR
    ) -> Reply | None:
        """What comes nearest to what is asked, said as no more than that; None without any."""
        if found is None or found.share < least:
            return None
        fitting = found.passages[0].tells(asked.wanted)
        behind = _silent(asked, found)
        if found.share < _CLOSE or not fitting or not behind:
            behind = f"{behind} {await of_rules.to_ask(self.store, self.prefix)}".strip()
        several = "\n" if len(found.passages) > 1 else " "
        text = f"{missing(asked, (), fitting)}. Nearest to it:{several}{found.text()}\n{behind}"
        return Reply(text, Kind.NOT_KNOWN, about=self.about(found))

    def about(self, found: Found) -> tuple[Group, ...]:
        """The groups that the first passage tells of."""
        keys = found.passages[0].of
        return tuple(one.group for one in self.names.titles if one.group.key in keys)

    def answers(self, asked: Content) -> bool:
        """Whether a passage speaks of all that is asked."""
        found = self.passages.find(asked)
        return found is not None and found.whole

    async def unknown(self, asked: Content) -> Reply:
        """That nothing was found, and where to ask."""
        said = asked.say(asked.needed) or asked.part.say(range(len(asked.part.words)))
        return await of_rules.unknown(self.store, said, prefix=self.prefix)


def told_by(answered: Iterable[Asked], wanted: Wanted | None) -> bool:
    """Whether what is told for these cues gives the kind of answer that is wanted."""
    return wanted is None or any(wanted in TOLD_BY.get(one, ()) for one in answered)


def _silent(asked: Content, found: Found) -> str:
    """Of what the passages do not speak, as a sentence; empty where there is nothing such."""
    told = {one for passage in found.passages for one in passage.all}
    places = [at for at in found.uncovered if asked.needed[at] not in told]
    return f"{quoted(asked.say(places))} does not stand there." if places else ""


def missing(asked: Content, beyond: Sequence[int], fitting: bool) -> str:
    """What was asked and is not found, as a sentence without its full stop."""
    told = quoted(asked.say(beyond)) if beyond else ""
    if not fitting and asked.wanted:
        return f"I find {lacking(asked.wanted)}{f', and nothing on {told}' if told else ''}"
    if told:
        return f"On {told} I find nothing"
    return "I find no answer to just that"


def framed(asked: Content, reply: Reply, beyond: Sequence[int], *, fitting: bool = True) -> Reply:
    """The reply, after what was asked and is not answered by it; as it is where nothing is."""
    if not beyond and fitting:
        return reply
    text = f"{missing(asked, beyond, fitting)}; this is what is known:\n{reply.text}"
    return Reply(text, Kind.NOT_KNOWN, told=reply.text, about=reply.about)
