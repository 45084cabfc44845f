"""Guard: the last look at every answer, whether it gives the kind of thing that was asked; pure.

Each way to an answer chooses by what the register and the passages say of themselves. Here only
the question and the words about to be said count, so that no way goes round it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from dcbot.services.enquiries.contents import Content
from dcbot.services.enquiries.known import framed
from dcbot.services.enquiries.matters import keys
from dcbot.services.enquiries.ordinary import NUMBERS
from dcbot.services.enquiries.replies import Kind, Reply
from dcbot.services.enquiries.wanted import Wanted

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
_WHAT_ARE = re.compile(r"(?:what|which) (?:are|were) (?:the |these |those )?(?:\w+ ){0,2}\w+$")
_LIST_OF = re.compile(r"\b(?:list|names?) of (?:\w+ )*(?:dcs|coalitions)$")
# What the first asks for in so many words, an answer holds in one of the forms of the second.
_NAMED = (
    (r"(?:e ?mail|postal|street|phone|web) (?:address|number)\b", r"@|http|www\.|contact"),
    (
        r"\bother (?:\w+ )?than\b|\bbesides\b|\bapart from\b",
        r"(?i)other than|elsewhere|outside|only|besides|apart|not be",
    ),
    (r"\b(?:in total|altogether|all in all)\b", r"(?i)\btotal|\bthere are \d|\bknown to this"),
    (
        # “Which were at RightsCon, but not in Brussels?” is answered by no list of those who were.
        r"\b(?:which|what|who|name|list|any)\b.*"
        r"\b(?:except|neither|but not|not (?:in|at|among|one of|part of))\b",
        r"(?i)\bnot\b|\bother than\b|\bexcept",
    ),
    (
        r"\b(?:on|at) the same (?:day|date|time|moment)\b|\b(?:all )?at once\b|\bsimultaneous",
        r"(?i)same|synchron|at once|simultaneous|together",
    ),
    (r"\b(?:in|at) (?:one|a single|the same) place\b", r"(?i)calendar|one place|single|common"),
    (
        r"\bwhat (?:do|does|is|are) (?:.+ )?(?<!stand )(?<!stands )(?<!known )for$",
        r"(?i)in order to|purpose|so that|serve",
    ),
)
_COMPARED = re.compile(
    r"\b(?:older|younger|newer|earlier|later|longer|bigger|larger|smaller|more active) than\b"
)


def guarded(asked: Content, reply: Reply | None) -> Reply | None:
    """The reply; where it is told as the answer and is none, as what is known in its place."""
    if reply is None or reply.kind is not Kind.ANSWERED:
        return reply
    said = _SOURCE.sub("", reply.text)
    given = _GIVEN.get(asked.wanted)
    if given and not given(said):
        return framed(asked, reply, (), fitting=False)
    if _COMPARED.search(asked.part.plain) and len(reply.about) < 2:
        return framed(asked, reply, (), fitting=False)
    beside = _only_mentioned(asked, said) or _names_none(asked, reply)
    return framed(asked, reply, (), fitting=not beside and _holds_what_is_named(asked, said))


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


def _holds_what_is_named(asked: Content, said: str) -> bool:
    """Whether an address, or what is other than something, stands in what is said."""
    plain = asked.part.plain
    return all(re.search(held, said) for named, held in _NAMED if re.search(named, plain))
