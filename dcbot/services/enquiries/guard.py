"""Guard: the last look at every answer, whether it gives the kind of thing that was asked; pure.

Each way to an answer chooses by what the register and the passages say of themselves. Here only
the question, what was asked before it and the words about to be said count, so that no way goes
round it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from dcbot.services.enquiries.accounts import left_out
from dcbot.services.enquiries.contents import Content
from dcbot.services.enquiries.known import framed
from dcbot.services.enquiries.matters import keys
from dcbot.services.enquiries.ordinary import NUMBERS
from dcbot.services.enquiries.qualifiers import taken_up
from dcbot.services.enquiries.replies import Kind, Reply
from dcbot.services.enquiries.wanted import Wanted, is_yes_or_no
from storage.groups import Group

_SOURCE = re.compile(r" \([^()]*\d{4}\)")
_TIME = re.compile(
    r"\d|\b(?:year|month|week|day|annual|dai|earl|late|now|new|unknown|not known|not recorded|"
    r"after|before|since|until|while|when|once|upon|during|already|historically|recent)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    rf"\d|\b(?:{'|'.join(NUMBERS)}|first|second|third|once|twice|several|many|both|no|not)\b",
    re.IGNORECASE,
)
_GIVEN: dict[Wanted | None, Callable[[str], object]] = {
    Wanted.WHEN: _TIME.search,
    Wanted.NUMBER: _NUMBER.search,
}
_WHAT_ARE = re.compile(
    r"(?:(?:can|could) you )?(?:(?:what|which) (?:are|were)|(?:list|name|enumerate)(?: me| us)?) "
    r"(?:the |these |those )?(?:\w+ ){0,2}\w+$"
)
_THEM = frozenset(("them", "they", "their", "it", "its", "these", "those"))
_THAT = frozenset(("that", "this"))
_LIST_OF = re.compile(
    r"\b(?:list|names?) of (?:\w+ )*(?:dcs|coalitions)$|"
    r"^(?:which|what) (?:\w+ ){0,2}(?:dcs|coalitions) (?:exist|are there|do (?:we|you) have)\b|"
    r"^(?:which|what) are (?:the |all )*(?!dynamic\b)\w+ (?:dynamic )?(?:dcs|coalitions)$"
)
_COMPARED = re.compile(
    r"\b(?:older|younger|newer|earlier|later|longer|bigger|larger|smaller|more active) than\b"
)


def guarded(
    asked: Content,
    reply: Reply | None,
    named: Collection[Group] = (),
    earlier: Content | None = None,
) -> Reply | None:
    """The reply; where it is told as the answer and is none, as what is known in its place.

    `named` are the groups that the question surely names; `earlier` is what was asked before it.
    """
    if reply is None or reply.kind is not Kind.ANSWERED:
        return reply
    said = _SOURCE.sub("", reply.text)
    given = _GIVEN.get(asked.wanted)
    if given and not given(said):
        return framed(asked, reply, (), fitting=False)
    if _COMPARED.search(asked.part.plain) and len(reply.about) < 2:
        return framed(asked, reply, (), fitting=False)
    beside = _only_mentioned(asked, said) or _names_none(asked, reply)
    beside = beside or _of_others(asked, reply, named) or _off_the_track(asked, reply, earlier)
    beside = beside or bool(left_out(asked, said, reply.index))
    return framed(asked, reply, (), fitting=not beside and taken_up(asked.part.plain, said))


def _only_mentioned(asked: Content, said: str) -> bool:
    """Whether it is asked what some things are, and a list holds them as one item of others."""
    head, colon, items = said.partition(":")
    if not (colon and asked.needed and said.startswith("“")):
        return False
    if not _WHAT_ARE.match(asked.part.plain):
        return False
    needed = set(asked.needed.values())
    return needed.isdisjoint(keys(head)) and needed <= keys(items)


def _names_none(asked: Content, reply: Reply) -> bool:
    """Whether a list of coalitions is sought, and a sentence only speaks of such."""
    sought = _LIST_OF.search(asked.part.plain)
    return bool(sought) and reply.text.startswith("“") and not reply.about


def _of_others(asked: Content, reply: Reply, named: Collection[Group]) -> bool:
    """Whether it is asked if something is so of a group, or anything of “it”, and told how it is
    of others alone."""
    pointed = not asked.part.names
    if len(named) != 1 or not reply.about:
        return False
    if not (pointed or is_yes_or_no(asked.part.plain)):
        return False
    return not any(group in reply.about for group in named)


def _off_the_track(asked: Content, reply: Reply, earlier: Content | None) -> bool:
    """Whether it asks on about what was said before, by one word or by none of its own, and a
    quotation speaks of other things."""
    if earlier is None or not reply.text.startswith("“"):
        return False
    told = keys(reply.text)
    if not asked.needed:
        return not set(earlier.needed.values()) <= told | reply.index
    them = _THAT if reply.about else _THAT | _THEM
    on = len(asked.needed) == 1 and not them.isdisjoint(asked.part.words)
    return on and told.isdisjoint(earlier.needed.values())
