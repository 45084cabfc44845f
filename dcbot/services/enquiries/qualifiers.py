"""Qualifiers: small words on which a question turns, as “again” or “must”, and their takers; pure.

Passages are found by their matters, of which such a word is none: what speaks of inactive
coalitions is found for “Can an inactive one become active again?”, and does not say it.
"""

from __future__ import annotations

import re

from dcbot.services.enquiries.ordinary import NUMBERS

_COUNTED = rf"(?:\d{{1,3}}|{'|'.join(NUMBERS[2:])})"
# What the first asks for in so many words, an answer holds in one of the forms of the second.
_TAKEN_UP = (
    (r"(?:e ?mail|postal|street|phone|web) (?:address|number)\b", r"@|http|www\.|contact"),
    (
        r"\bother (?:\w+ )?than\b|\bbesides\b|\bapart from\b",
        r"other than|elsewhere|outside|only|besides|apart|not be",
    ),
    (r"\b(?:in total|altogether|all in all)\b", r"\btotal|\bthere are \d|\bknown to this"),
    (
        # “Which were at RightsCon, but not in Brussels?” is answered by no list of those who were.
        r"\b(?:which|what|who|name|list|any)\b.*"
        r"\b(?:except|neither|but not|not (?:in|at|among|one of|part of)|"
        r"(?:have|has|had|do|does|did) (?:not|never))\b",
        r"(?<!may )\bnot\b|\bother than\b|\bexcept|\bno\b|never|cannot|inactive",
    ),
    (
        r"\b(?:on|at) the same (?:day|date|time|moment)\b|\b(?:all )?at once\b|\bsimultaneous",
        r"same|synchron|at once|simultaneous|together",
    ),
    (r"\b(?:in|at) (?:one|a single|the same) place\b", r"calendar|one place|single|common"),
    (
        r"\bwhat (?:do|does|is|are) (?:.+ )?(?<!stand )(?<!stands )(?<!known )for$",
        r"in order to|purpose|so that|serve",
    ),
    (
        # A thing done anew. “How do we get listed again” asks for the way, which is the same.
        r"^(?!how\b).*\b(?:again|once more|anew|another time|a second time|re ?(?:apply|submit|"
        r"join|open|start|instate|activat)\w*|come back|return)\b",
        r"\bagain|\bre-?(?:vit|boot|act|app|sub|joi|ope|ins)|return|\bback\b|once more",
    ),
    (
        # What is a duty, and what is none.
        r"\b(?:mandatory|obligatory|compulsory|forced|oblig(?:ed|ations?)|binding|bound|optional|"
        r"voluntary|must|(?:have|has|had|needs?) to|necessary)\b",
        r"\bmust\b|requir|\bneed|\burged|\basked to|should|oblig|eligib|mandator|voluntar|"
        r"decided on|stipulat|expected|have to|cannot|\bonly\b|specified",
    ),
    (
        # What is allowed.
        r"^(?:(?:and|so|but|then|also) )*(?:if (?:\w+ )+)?(?:can|may|could|might|am i allowed|"
        r"are (?:\w+ )+allowed|is (?:it|there) (?:allowed|possible|permitted))\b|"
        r"\b(?:can|may) (?:i|we|they|it|one|anyone|anybody)\b|\b(?:permitted|forbidden)\b",
        r"\bcan\b|\bmay\b|\bmust\b|allow|\bopen\b|welcome|eligib|requir|should|cannot|permit|"
        r"\burged|\basked|invited|at least|\bjoin",
    ),
    (
        r"\b(?:should (?:i|we|a|an|the|it|they|dcs|coalitions|be)|ought|supposed|better to)\b",
        r"\bmust\b|should|\burged|requir|\basked|recommend|\bare to\b|expected|\bneed|\bask\b",
    ),
    (
        # Of what is refused nothing is told by what comes after a yes.
        r"\b(?:refus\w+|reject\w*|denie[ds]|turned down|appeal\w*|veto\w*|overrul\w+)\b",
        r"refus|reject|denie|\bnot\b|cannot|appeal|\bveto|overrul|turned down|or not",
    ),
    (
        r"\b(?:unless|only if|even if|as long as|provided that|in case|even though|although)\b|"
        r"^(?:(?:and|so|but) )*what (?:if|happens (?:if|when))\b",
        r"\bif\b|unless|in order|eligib|requir|\bmust\b|without|\bwhen\b|\bonce\b|cannot|whether|"
        r"dissent",
    ),
    (
        # One of two, or one thing and another: what says nothing of the measure compares nothing.
        r"\b(?:more|less|fewer|better|worse|bigger|larger|smaller|easier|harder|stricter|faster|"
        r"slower|cheaper|stronger|weaker) (?:\w+ )*than\b|"
        r"^(?:which|who|what) (?:\w+ ){0,3}(?:more|less|fewer|better|worse|bigger|larger|"
        r"smaller)\b",
        r"\bmore\b(?! info)|\bless\b|\bthan\b|\bmost\b|better|at least|\btotal|particularly|"
        r"\d+ (?:active )?coalitions",
    ),
    (
        r"\b(?:(?<!at )(?:most|least)(?! of\b)|best|worst|biggest|largest|smallest|highest|lowest|"
        r"longest|hardest|favourite)\b",
        r"\bmost\b|least|\bbest|largest|\bnumber|first|oldest|maximum|earliest|newest|latest",
    ),
    (
        # How two things differ is told by no likeness in one of their ways.
        r"\b(?:differences?|compar\w+)\b",
        r"differ|older|coalitions? here|coalition goes|whereas|unlike|compar",
    ),
    (
        r"\b(?:do|does|did|is|are|was|were|has|have) .*\b(?:only|solely|exclusively|merely)\b",
        r"\bonly\b|\balso\b|\bnot\b|outside|several|including|elsewhere|other|alone|\ball\b|"
        r"independ|at least|\bor\b|\bmust\b|particularly",
    ),
    (
        r"\b(?:because|due to|thanks to|owing to|on account of|as a result of)\b",
        r"because|due to|in order|prepar|so that|thanks|reason|to demonstrate",
    ),
    (
        # A measure that is named is given in numbers.
        r"\b(?:in|how many|number of) (?:weeks|days|hours|minutes|months|euros?|dollars?|"
        r"percent)\b|\bhow expensive\b|\bcosts?\b|\bfees?\b",
        r"\d|month|year|week|\bdays?\b|hour|minute|euro|dollar|\bcost|\bfees?\b|\bfree\b|percent",
    ),
    (
        r"\b(?:exact|exactly|precise|precisely)\b(?! (?:is|are) a\b)",
        r"\d|@|http|\b(?:two|three|four|five|six)\b",
    ),
    (
        # How many are claimed is confirmed or denied by a number.
        rf"\b(?:all|exactly|only|more than|less than|fewer than|at least) (?:the )?{_COUNTED} |"
        rf"\b(?:is|takes?|lasts?|was) {_COUNTED} (?:days|weeks|months|years|hours)\b|"
        rf"\b{_COUNTED} (?:dcs|coalitions) (?:want|ask|share|disagree|apply)\b|"
        rf"^(?:is|are|can|may|do|does|did|could|must)\b.*"
        rf"(?<!the )\b{_COUNTED} (?:dcs|coalitions)\b",
        rf"\b{_COUNTED}\b",
    ),
    (
        # “Or if not, what do we send?” hangs on the answer before it.
        r"\b(?:if not|if so|if yes|if no|otherwise|in that case)\b"
        r"(?= .*\b(?:what|who|how|where|can|do|must)\b)",
        r"\bif\b|otherwise|in order",
    ),
    (
        # What a list of one month says is not how it is today.
        r"\b(?:all|every|each|both)\b.*\b(?:today|nowadays|right now|these days)\b",
        r"\b202\d|last seen|known to this",
    ),
    (
        # Whether something ever came to pass is not told by a rule for the case.
        r"^(?:has|have|had|did|was|were) (?:any|a single|one|some) (?:dcs?|coalitions?)\b",
        r"\b(?:has|have|had|was|were|did|met|held|began|recorded|known|done)\b",
    ),
    (
        r"\b(?:came up with|invent\w*|who(?:se)? idea|had the idea)\b",
        r"output|\bidea|found|propos|produced|instituted|launch",
    ),
    (
        r"\b(?:what do (?:i|we) (?:get|gain)|benefits? of|advantages? of|what is in it for)\b",
        r"benefit|\bgain|advantage|opportunit|eligib",
    ),
    # Who does a thing is not told by who takes part in it.
    (
        r"^(?:is|are|was|were) .*\b(?:organi[sz]ed|run|paid|funded|owned|led|hosted) by\b",
        r"\bby\b|themsel|responsible|output|produc|hosts",
    ),
    (
        r"\b(?:allowed to|can|may) .*\b(?:close|delete|expel|ban|exclude|remove)\b",
        r"\bclos|delet|expel|\bban|exclud|remov",
    ),
    # What is asked of the one and not of the other stands in what was asked before.
    (r"^(?:and )?(?:which|what) ones (?:to|for|of)\b", r"^(?:yes|no)\b"),
    # An end is not told by a beginning.
    (r"\b(?:until|till|up to) (?:what|which|when)\b", r"until|\bby \d|\bend|deadline|\blast\b"),
    # “Internet of Everything” is no slip of another name.
    (r"\bof everything\b", r"everything"),
    # Who it was is not told by what mentions the one who is meant.
    (r"^(?:(?:and|or|so) )?(?:was|is|were) (?:it|that) the \w+$", r"^(?:yes|no)\b"),
    (
        r"\b(?:instead|rather than|in place of|substitut\w+)\b",
        r"instead|rather|alternativ|replac|\bor\b|in place",
    ),
)


def taken_up(plain: str, said: str) -> bool:
    """Whether what is said takes up each qualifier of the question, given as folded words."""
    low = said.casefold()
    return all(re.search(held, low) for asked, held in _TAKEN_UP if re.search(asked, plain))
