"""Cues: the words by which people say what they want to know, and those that say nothing; pure."""

from __future__ import annotations

import re
from enum import Enum, auto


class Asked(Enum):
    """What a question can ask for."""

    FOUNDED = auto()
    MEANING = auto()
    LIST = auto()
    KEEPER = auto()
    PEOPLE = auto()
    MEMBERS = auto()
    ARCHIVE = auto()
    SITE = auto()
    JOIN = auto()
    CONTACT = auto()
    STATUS = auto()
    OUTPUTS = auto()
    MET = auto()
    BECAME = auto()
    SAME = auto()
    WHOSE_WORD = auto()
    WORK = auto()
    WHICH = auto()
    COUNT = auto()
    NEW = auto()
    ABSENT = auto()
    START = auto()
    ABOUT = auto()
    FIRST = auto()
    HELLO = auto()
    THANKS = auto()
    MYSELF = auto()
    WHEN = auto()
    RULE = auto()


_COALITIONS = r"(?:dynamic )?(?:coalitions?|dcs?)"
_ONE = rf"(?:{_COALITIONS}|group|one)"

# The order tells only in which order answers stand.
_PATTERNS: tuple[tuple[Asked, str], ...] = (
    (
        Asked.HELLO,
        r"^(?:hi|hello|hey|hallo|greetings|"
        r"good (?:morning|day|afternoon|evening))(?: (?:there|all|everyone|everybody|bot|dcbot))*$",
    ),
    (
        Asked.THANKS,
        r"(?:thanks|thank you|thx|cheers|much appreciated|merci|gracias|"
        r"great help)(?: (?:so|very) much| a lot| for \w+(?: \w+)?)?",
    ),
    (
        Asked.MYSELF,
        r"(?:who|what) are you|what (?:can|do) you do|what can i (?:ask|"
        r"say)(?: you)?|how do you work|are you (?:a |an )?(?:bot|human|robot|ai|"
        r"person)",
    ),
    (
        Asked.ABOUT,
        rf"what (?:is|are|does|exactly is|exactly are)(?: an| a| the| these| this|"
        rf" those)? {_COALITIONS}(?: thing)?(?= (?:"
        rf"\w+ly|actually|exactly|anyway|at all|mean|for|in|do)\b|"
        rf"$)|what {_COALITIONS} (?:is|are|mean)$|(?:explain|about|"
        rf"idea of)(?: what)?(?: an| a| the)? (?:dynamic coalitions?|dcs)(?: \w+ly)?"
        rf"(?: is| are)?$|what an? {_COALITIONS}(?: \w+ly)? is$",
    ),
    (
        Asked.FIRST,
        rf"(?:first|earliest|oldest)(?: ever)?(?: {_COALITIONS}| ones?)|"
        rf"(?:{_COALITIONS}|they|it all|all this|this all) (?:first |all )?(?:get |got |come |came "
        r")?(?:started|start|begin|began|about)|"
        rf"{_ONE} (?:is|was|are|were) (?:the )?(?:very )?(?:first|oldest|earliest)|"
        r"begin to (?:work together|coordinate|cooperate)",
    ),
    (
        Asked.MEANING,
        r"title|stands? for|mean(?:s|ing|t)?|acronym|abbreviat\w+|full name|short for|"
        r"spell(?:ed|t)?(?: out)?|long name|official name|(?:whole|proper|"
        r"complete) name|called (?:in full|officially)|called$|letters",
    ),
    (
        Asked.FOUNDED,
        r"found(?:ed|ing|ation|s)?|establish\w*|creat\w+|start(?:ed|s|ing)?|"
        r"beg[aiu]n\w*|launch\w*|form(?:ed|ation)|set ?up|birth|born|origins?|"
        r"originat\w+|recogni[sz]\w*|approv\w*|how old|since when|since what year|"
        r"come into (?:being|existence)|came (?:into being|about)|how long|"
        r"around since|been around|go back|(?:is|was|were) (?:§ )?made",
    ),
    (
        Asked.KEEPER,
        r"(?:who|whom)(?: \w+)?(?: \w+)? (?:keeps?|kept|hosts?|hosted|maintains?|"
        r"maintained|moderat\w+|administ\w+|owns?|operates?|looks after|manages?|"
        r"managed|runs?)|keeper|moderators?|list ?owner|(?:kept|hosted|run|"
        r"maintained) by",
    ),
    (
        Asked.PEOPLE,
        r"who(?: \w+)? (?:leads?|chairs?|coordinat\w+|heads?|represents?|"
        r"(?:is|are|was) (?:behind|in charge|responsible|leading|chairing|heading|running)|"
        r"founded|started|created|established|set up|set it up|runs?)|coordinators?|"
        r"co ?chairs?|chairs?(?: ?person| ?woman| ?man)?|leaders?|founders?|"
        r"facilitators?|representatives?|secretary",
    ),
    (
        Asked.MEMBERS,
        r"how many (?:members|people|participants|subscribers|organi[sz]ations)|"
        r"number of (?:members|people|participants)|(?:who|which) (?:are|is) (?:in|"
        r"the members|a member|members)|who (?:belongs|is part)|members",
    ),
    (
        Asked.LIST,
        r"mailing ?lists?|e ?mail lists?|mail ?lists?|discussion lists?|listservs?|"
        # A list of rules, or of coalitions, is none to write to.
        r"lists?(?! of (?:all |the |every |active |early |current |new |\d+ )*\w+s\b)|subscri\w+",
    ),
    (
        Asked.ARCHIVE,
        r"archiv\w+|(?:old|past|earlier|previous) (?:e ?mails?|messages?|posts?|"
        r"discussions?|mails?)",
    ),
    (
        Asked.SITE,
        r"web ?sites?|sites?|web ?pages?|home ?pages?|pages?|urls?|links?|blogs?|"
        r"web ?address|more info\w*|(?:read|learn|find) (?:out )?more",
    ),
    (
        Asked.JOIN,
        r"join(?!t)\w*|tak(?:e|ing) part|participat\w+|sign(?:ing)? ?(?:me )?up|(?:get|"
        r"getting|be) involved|becom\w+ (?:a )?(?:member|part)|be (?:a )?(?:member|"
        r"part)|membership|enrol\w*|subscri\w+|get in(?:to)?",
    ),
    (
        Asked.CONTACT,
        r"contact\w*|write to|(?:talk|speak) (?:to|with)(?! each other| one another)|reach\w*|"
        r"(?:get|be|put me) in touch(?: with)?|(?:who|whom|someone|somebody|person)"
        r"(?: \w+){0,3} ask|e ?mail(?! ?lists?\b)(?: address)?|phone(?: number)?",
    ),
    (
        Asked.STATUS,
        r"(?:in)?active|alive|dead|dormant|still|exist\w*|closed|defunct|going on|"
        r"(?:last|ever|lately) (?:seen|heard)|last time|status|abandoned|"
        r"shut(?: down)?|over|ended|around(?! since)|up to date|any ?more|"
        r"functioning|running",
    ),
    (
        Asked.OUTPUTS,
        r"publi(?:sh|shed|shes|shing|cations?)|outputs?|outcomes?|produc\w+|papers?|"
        r"books?|documents?|reports?|wrote|written|writes?|deliver\w*|results?|"
        r"statements?|achiev\w+|c[ao]me (?:out|up) with|released?",
    ),
    (
        Asked.MET,
        r"met|meets?|meetings?|gather\w*|sessions?|conven\w+|besides|outside|"
        r"apart from|other than|elsewhere|workshops?",
    ),
    (
        Asked.BECAME,
        r"happen\w*|become|became|renam\w+|new name|(?:name|called) now|"
        r"now (?:called|known)(?: as)?|formerly|used to be|previous(?:ly)?|"
        r"chang\w+ (?:its|their|the)? ?names?|turn(?:ed)? into|merg\w+|other names?|"
        r"(?:also|still) (?:called|known|named)(?: as)?|another name|(?:before|earlier|old|"
        r"former) names?|called before",
    ),
    (
        Asked.SAME,
        r"same(?: as| thing)?(?: thing as)?|differ\w*|versus|vs|distinct|identical|"
        r"related|relation\w*|compare\w*",
    ),
    (
        Asked.WHOSE_WORD,
        r"by whom(?: is (?:that|this|it) (?:said|claimed|told))?|(?:who|"
        r"where) (?:says|said|claims|told)(?: (?:so|that|this|it))?|(?:what|"
        r"which) source|sources?|according to whom|how do you know(?: that| this)?|"
        r"where is (?:that|this|it) (?:from|written|said)|where does (?:that|this|"
        r"it) come from|evidence|says who",
    ),
    (
        Asked.WHICH,
        rf"what (?:is|was) the (?:newest|youngest|latest) {_ONE}|"
        rf"(?:which|what|any|is there(?: already)?(?: an?| any)?|"
        rf"looking for an?)(?: of the| other| new| active| single)?(?: {_COALITIONS}|"
        rf" ones?| groups?)|(?:all|other|those|these|the|name|list|show me|are there|"
        rf"many|give me)(?: of| the| any| other| new| active| existing|"
        rf" all)*(?: \d+)? (?:(?:dynamic )?coalitions|dcs|ones|groups)|"
        rf"which(?: (?:are|were|is|was|have|had))?|is there (?:any|something|"
        rf"anything|already)|(?:anybody|anyone|anything|something|somebody|"
        rf"someone) (?:about|on|that|who|working|dealing|for)|who(?: is| are|"
        rf" else)?(?= (?:work|deal|do|does|cover|focus|care|handle|look|concern|discuss))",
    ),
    (
        Asked.COUNT,
        r"how many|(?:the )?number of|total|(?:(?:is|are|was|were) there|there are) "
        r"(?:(?:more|fewer|less) than |"
        r"at (?:least|most) |over |under |about |only |exactly |still |really )*"
        rf"(?:\d+|ten|eleven|twelve|\w+teen|\w+ty) (?:\w+ )?{_COALITIONS}",
    ),
    (
        Asked.NEW,
        r"new(?:est|er|ly)?|latest|most recent|recent(?:ly)?|youngest|added|"
        r"came (?:later|along)|newcomers?|(?:founded|started|established|created|formed|launched|"
        r"set up|approved|came|added|joined) last$",
    ),
    (
        Asked.ABSENT,
        r"not (?:\w+ )?(?:on|in|listed|named|mentioned|there)|missing|absent|"
        r"left out|drop\w* (?:off|from|out)|dropped|disappear\w*|no longer(?: on|"
        r" in| listed)?|fell off",
    ),
    (
        Asked.START,
        rf"(?:start|found|creat\w+|set ?up|establish|apply|form|launch|propose|make|"
        rf"open|begin|register|submit|get|build|initiate|setting up|starting|forming|"
        rf"founding|establishing|proposing|approve\w*|accept\w*|"
        rf"recogni[sz]\w*)(?: to)?(?: an?| our| my| another| own| your|"
        rf" one s)?(?: own)?(?: new)? (?:{_COALITIONS}|one)(?! on the| list)|"
        rf"new (?:dynamic )?(?:coalition|dc|one) (?:is |be |get |gets |was |"
        rf"to be )?(?:approv\w*|accept\w*|start\w*|found\w*|establish\w*|"
        rf"recogni[sz]\w*|set up|created|formed)|applications?|apply\w*|"
        rf"(?:for|of) a new (?:dynamic )?(?:coalition|dc|one)|"
        rf"an? (?:new )?(?:dynamic )?(?:coalition|dc) (?:is |get |gets |be |"
        rf"to be )?(?:established|approved|founded|started|created|formed|set up|"
        rf"recogni[sz]ed|accepted)",
    ),
    (
        Asked.WORK,
        r"treats?|work(?:s|ing|ed)? (?:on|for|with|about|in)|work(?:s|ing)?$|deal(?:s|ing|"
        r"t)? with|about|cover\w*|focus\w*(?: on)?|concern\w*|address\w*|car(?:e|es|"
        r"ing) (?:for|about)|handl\w+|look\w* (?:at|into|after)|discuss\w*|"
        r"talk\w* about|interested in|relevant (?:to|for)|related to|to do with|responsible for|"
        r"doing (?:something|anything|work)?|topics?|themes?|subjects?|mission|"
        r"purpose|goals?|aims?|"
        r"what (?:does|do|did|has|have|is|are) (?:the )?(?:(?:dc|coalition|group) )?"
        r"(?:(?:on|for|of) )?(?:the )?(?:§|it|they|that)(?: §| coalition| dc)* "
        r"(?:actually |really )?(?:do|doing|done)",
    ),
    (
        Asked.RULE,
        r"rules?|requirements?|required|eligib\w+|slots?|opens|open (?:membership|"
        r"archives?|lists?|mailing lists?)|(?:membership|archives?|"
        r"lists?)(?: \w+)? (?:open|public)|minorit\w+|listed as active|dissent\w*|disagree\w*|"
        r"obligat\w+|mandatory|allowed|(?:have|has|need|"
        r"needs) to(?! (?:contact|speak|talk|write|ask|know))|must|(?:yearly|"
        r"annual) reports?|guidelines?|consensus|need(?: an?)?(?: \w+)? (?:reports?|"
        r"papers?)|work together|cooperat\w+|collaborat\w+",
    ),
    (
        Asked.WHEN,
        r"when|what year|which year|what date",
    ),
)


def _compiled(cue: str) -> re.Pattern[str]:
    return re.compile(cue if cue.startswith("^") else rf"\b(?:{cue})\b")


CUES = tuple((asked, _compiled(cue)) for asked, cue in _PATTERNS)

FILLER = re.compile(
    r"(?:(?:hi|hello|hey|dear|ok|okay|so|well|please|sorry|excuse me|good "
    r"(?:morning|day|afternoon|evening)|thanks|there|all|bot|dcbot|everyone|just|quick "
    r"question|quick one|a question|one question|question|and|also|but|then|if "
    r"so|um|uh|oh|maybe|actually|btw|by the way|thanks for (?:that|this)) "
    r")*(?P<asks>(?:(?:can|could|would|will) (?:you|u|anyone|anybody|someone|somebody) "
    r"(?:please |pls |kindly |maybe |perhaps |possibly )*"
    r"(?:tell|say|explain|give|show|let|help|list|name|remind|point|find|"
    r"look)(?: to)?(?: me| us)?(?: out| up| know)?(?: whether| if| to)?|(?:i|we) "
    r"(?:would|d|am|was|just|want|wanted|need|wonder|wondered|have|had|do)(?: "
    r"\w+)? ?(?:like|love|wondering|want|wanted|need|wonder|interested|looking|curious|not)?(?: "
    r"to| if| whether| in| a| for| about)?(?: know| find out| ask| learn| "
    r"hear| understand| knowing)?(?: if| whether| about)?|(?:please "
    r")?(?:do you|does anyone|does anybody|anyone|do u) (?:happen to "
    r")?know(?: if| whether)?|(?:tell|show|give|send|remind|let)(?: me| us)(?: "
    r"know)?(?: if| whether)?|any idea(?: if| whether)?|is it (?:true|right|correct) "
    r"that) ?)?"
)
"""What stands before a question: greetings, and wishes (`asks`) to be told something."""
ASKING = re.compile(
    r"(?:what|which|who|whom|whose|when|where|why|how|is|are|was|were|do|does|did|"
    r"can|could|may|might|must|should|shall|has|have|had|will|would|tell|show|give|"
    r"explain|list|name|any|anyone|anybody|anything|since|by whom|"
    r"whats|looking for|need|wanted|last day|deadline|due date|"
    r"(?:in|at|on|by|for|from|to|with|of|under|until|till|since|about) "
    r"(?:which|what|whom|whose|how|when))\b"
)
"""How a question begins, with or without its mark."""
ASKED_WITHIN = re.compile(r"\b(?:who|whom|what|when|where|why|how|which)\b")
WISHING = re.compile(
    r"\b(?:know|wonder\w*|tell|ask|find|hear|learn|understand|interested|look\w*|curious|idea|true|"
    r"right|correct|help|explain|show|list|name|give|send|remind|say|let|need|want\w*|like|love)\b"
)
"""What makes of “I would like to know” a wish to be told, which “I have” is not."""
INTENDING = re.compile(r"\b(?:want|wanted|like|love|need|would|d) to ?$")
"""What tells of a plan, as in “we want to found one”, unless it is a plan `TO_BE_TOLD`."""
TO_BE_TOLD = re.compile(r"(?:see|read|get|have|be told|check|look|compare|talk|speak|know|hear)\b")
