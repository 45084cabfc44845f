"""Accounts: whether an answer accounts for every word of a question, or leaves one out; pure.

Passages are found by words that tell something. What else a question says is a closed set here: an
empty word asks nothing, a turning one is taken up by what is said, and any other stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from dcbot import words
from dcbot.services.enquiries.contents import Content
from dcbot.services.enquiries.matters import key
from dcbot.services.enquiries.ordinary import NUMBERS, number
from dcbot.services.enquiries.wanted import is_yes_or_no

_EMPTY_WORDS = """
tells telling told asks asked asking
way ways moment
a an the is are was were be been being am do does did done doing has have had having will would
shall i im me my mine we us our you your he she him his her hers they them their it its this that
these those there here of in on at to for from by with as about into over and or if whether so
then but who what when where which how why whose whom thanks thank hi hello hey dear sorry
kindly please just also really actually basically quite very dc dcs coalition coalitions dynamic d
s t ve ll re e g igf group groups one ones tell know known say said says mean means explain
understand wonder wondering curious question like u some somebody someone people person any anyone
anybody anything something thing things such ok okay well oh um sure want wanted wants kind maybe
perhaps possibly too either let see look true right correct anyway ever themself can could may
might must should need needs needed get gets got getting take takes took taken make makes made
making come comes came coming go goes going put give gives given gave show shown use ist heard
hear brand sir madam guys folks though often much long exactly register yes fine obliged obligated
mandatory compulsory necessary required allowed permitted optional voluntary enough both lol tho
haha sentence practice far basic hmm pl nice great quick actual honest honestly guess think thought
hope
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())
"""Words that ask nothing beyond what another place looks after: the kind of answer that is wanted,
and what may or must be, which stands among the qualifiers."""
_KINDS_WORDS = """
many number year years month months day days date time place places country countries city cities
town week weeks name names hours page reason
"""
_KINDS = frozenset(_KINDS_WORDS.split())
"""Words that name what kind of answer is wanted, where one is wanted."""
_TURNING = tuple(
    (frozenset(asked.split()), re.compile(held))
    for asked, held in (
        (
            "all every each always everybody everyone whole",
            r"\ball\b|\bevery|\beach\b|\bboth\b|always|\bannual|across|\bmust\b|year-round|common"
            r"|coalitions will|dcs (?:have|meet|agree|adopt|are)|shared|joint|the dcs|throughout"
            r"|known to this",
        ),
        (
            "now today currently nowadays yet already still anymore presently",
            r"active|since|\bnow\b|will|being|last seen|register|continue|today|202\d|\bha[sv]e?\b"
            r"|newly|recorded|founded|founding|known|\bis\b|\bare\b",
        ),
        (
            "before earlier previously until after afterwards during since between within while",
            r"before|after|until|since|during|prior|histori|earlier|first|once|\d{4}|leading up"
            r"|preparation|between|among|within|later|tradition|throughout|founded",
        ),
        (
            "more less fewer than most least",
            r"\bmore\b|\bless\b|\bmost\b|least|\bthan\b|further|several|addition|other|\d|many",
        ),
        (
            "other others else another elsewhere",
            r"other|elsewhere|\balso\b|outside|further|only|several|\bor\b|second|including",
        ),
        (
            "same alike",
            r"same|common|similar|shared|joint|standard|synchron|coalitions? (?:here|goes)|across",
        ),
        (
            "own itself themselves alone",
            r"\bown\b|themsel|itself|independ|internal|individual|alone|group of persons",
        ),
        ("together each", r"together|joint|shared|common|collaborat|coordinat|\beach\b|mutual"),
        ("once", r"\bif\b|\bonce\b|after|\bwhen\b|first|yearly|annual|monthly"),
        ("last", r"\blast\b|latest|newest|seen|final|recent"),
        ("next", r"\bnext\b|\bwill\b|after|plan|future|later|second|being set up"),
        ("vs versus than", r"."),
    )
)
_PARTICLES = frozenset(("out", "up", "off", "down"))
_DENYING = frozenset(
    ("not", "no", "never", "nothing", "nobody", "none", "neither", "nor", "without", "cannot")
)
_DENIED = re.compile(
    r"\bnot\b|\bno\b|cannot|never|inactive|dissent|minorit|\bmust\b|requir|\bonly\b|missing"
)
_OF_ONESELF = re.compile(
    r"(?:(?:and|so|but|hi|hello|hey|dear|all|good|morning|day|afternoon|evening|sorry|please) )*"
    r"(?:i|im|we|my|our|as|thanks|thank|regards)\b|"
    r"(?:(?:hi|hello|hey|dear|good|morning|afternoon|evening|day|all|everyone|team|there|sorry|"
    r"thanks|thank|you|please|secretariat|colleagues|friends|folks|bot) ?)+$"
)
"""What people say of themselves before they ask, and greetings."""


def left_out(asked: Content, said: str, index: Collection[str] = ()) -> list[int]:
    """The places of words for which what is said does not account; `index` holds the keys of
    other words by which it is asked for."""
    low = said.casefold()
    told = {key(word) for word in words.tokens(said, "unstemmed")} | set(index)
    quotes = bool(index)
    return [at for at in _open(asked, quotes=quotes) if not _accounted(asked, at, low, told)]


def _open(asked: Content, *, quotes: bool) -> Iterator[int]:
    """The places of words that nothing else looks after: neither the search nor a cue."""
    part = asked.part
    aside = set(asked.aside(_OF_ONESELF))
    phrases = set(asked.whole(asked.needed))
    looked_after = phrases | part.names | part.leading | aside
    for at, word in enumerate(part.words):
        if at in looked_after or word in _EMPTY or word in part.years:
            continue
        if not quotes and at in part.cues and word not in _DENYING:
            continue
        yield at


def _accounted(asked: Content, at: int, low: str, told: Collection[str]) -> bool:
    word = asked.part.words[at]
    if key(word) in told:
        return True
    if word in _PARTICLES and at and key(asked.part.words[at - 1]) in told:
        # “Leave out” is found by “leave”.
        return True
    if word in _KINDS and asked.wanted:
        return True
    if word in _DENYING:
        # What a rule says settles as well what is not so; of who does not, only what says it.
        return is_yes_or_no(asked.part.plain) or _DENIED.search(low) is not None
    if (count := number(word)) is not None:
        return re.search(rf"\b(?:\d{{1,3}}|{'|'.join(NUMBERS)})\b", low) is not None or count == 1
    return any(word in turning and held.search(low) for turning, held in _TURNING)
