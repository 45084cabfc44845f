"""Matters: the words of a text that tell something, one key for all that say the same; pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dcbot import words
from dcbot.services.enquiries.light_words import LIGHT
from dcbot.services.enquiries.ordinary import as_word
from dcbot.services.enquiries.small_words import SMALL

# Each line: words that say the same wherever they stand. What is said only of one matter stands in
# the index of a passage.
_SAME = """
establish established establishing establishment
establish create created creation creating emerge emerged launch launched initiate originate
establish appear appeared arise arose invent invented
apply application applications applied applicant applicants applying applies
approve approved approval approves approving accept accepted accepting acceptance accepts
send sends sent submit submitted submits submission hand handed
start started starts starting begin begins began begun beginning
yearly annual annually yearly
monthly month months
view views viewpoint viewpoints opinion opinions position positions voice voices
dissent dissenting dissents disagree disagrees disagreed disagreement
member members membership
join joins joined joining
virtual virtually online remote remotely
collaborate collaboration collaborating cooperate cooperation cooperating coordinate coordinated
collaborate coordination coordinating together jointly
shared joint common shares
oldest earliest early
publish publishes published publishing produce produces produced producing production released
write writes wrote author authors writer
final finalize finalized finalise finalised finish finished complete completed ready
report reports reporting
paper papers
inactive delisted
active exist exists existed existing alive
meet met meets meeting meetings gather gathered convene convened
organize organized organizes organise organised organises host hosted hosts hold holds held holding
people person persons
decide decides decided deciding decision decisions
run runs ran running
bring brings brought bringing
reject rejects rejected rejection refuse refuses refused refusal decline declined deny denied
inform informed informs know hear told notify notified
advise advice advises advised advising
nris nri
rule rules requirement requirements condition conditions require required requires
opens three-opens
guideline guidelines guidlines
substantive substantial
improve improved improves better improvement
secret hidden private
email emails
site website websites webpage
disability disabilities disabled
archive archives archived archiving
allow allowed allows permit permitted
deadline deadlines due
need needs needed
mention mentions mentioned
youth young
child children kids kid
woman women
"""


def _stem(word: str) -> str:
    return words.stem(word)


_KEYS = {
    _stem(word): _stem(line.split()[0])
    for line in _SAME.strip().splitlines()
    for word in line.split()
}
_HEADS = {word: line.split()[0] for line in _SAME.strip().splitlines() for word in line.split()}
# Words that together say something else than each of them.
_PHRASES = """
: list of, lists of, in the register, in your register, in your records, on record, you know of
workgroup: working group, working groups, work group, work groups
meet: come together, came together, get together, coming together, comes together
join: sign up, take part, taking part, get involved
establish: set up, setting up, bring into being, new dc, new coalition, new dynamic coalition
establish: new dcs, new coalitions
website: web page, web pages, web site, home page
establish: found a dc, found a coalition, found one, found our dc, found a new dc, found dcs
establish: found a dynamic coalition, found a new coalition, found coalitions, found our coalition
establish: pop up, popped up, spring up, sprang up, come up, comes up, came up
establish: come about, came about, came to be, came into existence
publish: come up with, comes up with, came up with
oldest: early days, early times
oldest: first coalitions, first dynamic coalitions, first dcs, first ones, first ever coalitions
active: still runs, still run, still running, still going, still around, still works, still alive
active: still there, still in operation, still going strong
collaborate: work together, works together, worked together, working together, with each other
collaborate: with one another, to each other, to one another, among themselves, between them
politician: decision makers, decision maker
publish: put out, puts out, bring out, come out with
deadline: last day, due date, closing date, latest date
alike: in common
ceased: no longer, not any more, not anymore
send: hand in, handing in, turn in
approve: give out, gives out, given out, hand out, hands out, say yes, says yes, give the ok
remove: kick out, kicked out, throw out, thrown out, get rid of, take off
instead: in place of, in lieu of
yearly: every year, each year, once a year, per year, a year
monthly: every month, each month, once a month, per month, a month
rule: rules apply, rule applies, rules that apply
tor: terms of reference
past-year: last year
ceased: coalition closed, dc closed, close a dc, close a coalition, close down, closed down
ceased: shut down, coalition dissolved, dc dissolved, dissolve a dc, dissolve a coalition
alone: on their own, by themselves, on its own
"""
PHRASES = {
    tuple(phrase.split()): _KEYS.get(_stem(one), _stem(one))
    for one, _, phrases in (line.partition(": ") for line in _PHRASES.strip().splitlines())
    for phrase in phrases.split(", ")
}
_PHRASES_FROM = {
    first: [(phrase, one) for phrase, one in PHRASES.items() if phrase[0] == first]
    for first in {phrase[0] for phrase in PHRASES}
}
# Of the small words, those that tell of something where no name is sought.
_TELLING = frozenset(
    ("list", "best", "good", "most", "least", "last", "send", "use", "uses", "used", "available")
)
_NOT_TELLING = (SMALL - _TELLING) | LIGHT
_HELPING = frozenset(
    (
        *("only", "other", "before", "after", "during", "until", "next", "all", "own", "know"),
        *(
            "hear",
            "people",
            "help",
            "year",
            "years",
            "group",
            "groups",
            "most",
            "best",
            "again",
            "first",
        ),
    )
)


_BODIES = ("organization", "organizations", "organisation", "organisations")
# Words whose stem is that of another word, which says something else.
_APART = {
    **dict.fromkeys(("founded", "founder", "founders", "founding"), _stem("establish")),
    "governance": "governance",
    **dict.fromkeys(_BODIES, "body"),
}


def tells(word: str) -> bool:
    """Whether the folded word tells of anything by itself."""
    return as_word(word) not in _NOT_TELLING


def helps(word: str) -> bool:
    """Whether the folded word tells something, if only beside others."""
    return tells(word) or word in _HELPING


def key(word: str) -> str:
    """The key of a folded word: the same for all its forms, and for words that say the same."""
    if word in _APART:
        return _APART[word]
    stem = _stem(as_word(word))
    return _KEYS.get(stem, stem)


def head(word: str) -> str:
    """The word by which all those are known that say the same; itself where there are none."""
    return _HEADS.get(word, word)


def keys(text: str) -> frozenset[str]:
    """The keys of all words of the text that tell something, or help to find it."""
    said = words.tokens(text, "unstemmed")
    found = dict(phrases(said))
    kept = frozenset(one for one in found.values() if one)
    return kept | frozenset(
        key(word) for at, word in enumerate(said) if at not in found and helps(word)
    )


def phrases(said: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Where words together say something else: the key at the first, and none at the others."""
    for at, word in enumerate(said):
        for phrase, one in _PHRASES_FROM.get(word, ()):
            if tuple(said[at : at + len(phrase)]) == phrase:
                yield at, one
                yield from ((at + step, "") for step in range(1, len(phrase)))
