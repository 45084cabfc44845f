"""Rules asked: by which words people ask about a rule, and what that rule answers; pure."""

from __future__ import annotations

from dcbot.services.enquiries.rule_words import (
    ASKED_OF,
    CLOSED,
    COMPULSORY,
    DEADLINE,
    DECIDES,
    INACTIVE,
    INACTIVELY,
    KEPT_OPEN,
    LACKING,
    MINORITY,
    NEW_ONE,
    NO_DATE,
    NO_FEE,
    NOT_AGREE,
    OPENLY,
    OPENS,
    PAPER,
    PLACE,
    REPORT,
    REVIEW,
    SLOT,
    VOLUNTARY,
    Row,
)

ROWS = (
    Row(
        (r"e ?mails?|mail address|address|phone|telephone|contact", r"secretariat"),
        ("speak with the secretariat",),
        unless=rf"§|lists?|{PLACE}|{PAPER}|appl\w+|start\w*",
        lead="No address of the Secretariat is recorded here.",
        known=False,
    ),
    Row(
        (r"head|boss|chief|president|director|in charge|governs?", r"all|every|dcs|coalitions"),
        ("are independent", "every month to coordinate"),
        unless="§|which",
        lead="Nobody is named here as the head of all coalitions.",
        known=False,
    ),
    Row(
        (
            r"since (?:which|what|when)|(?:which|what) year|when|how long|how old",
            r"they|dcs|coalitions|it all",
            r"exist\w*|began|begin|start\w*|around|emerge\w*",
        ),
        ("first coalitions formed",),
        unless=r"§|together|coordinat\w*|which (?:coalitions|dcs)|this|meetings?",
    ),
    Row(
        (r"fund\w*|grants?|budget|sponsor\w*|money|finan\w+", r"dcs?|coalitions?|we|they|there|it"),
        ("work all year round",),
        unless=r"§|which|works? on|deals? with|about|cost|costs|pay|fees?|slots?|lists?",
        lead="Nothing recorded here speaks of money for coalitions.",
        known=False,
    ),
    Row(
        (
            r"who|whose|how|secretariat|imposed",
            r"decid\w+|impos\w+|adopt\w*|invent\w*|came up|introduc\w+",
            r"three opens?|opens|them|these|those",
        ),
        ("adopted the three opens",),
        unless=rf"§|{PLACE}|{INACTIVELY}|appl\w+|documents?|outputs?",
    ),
    Row(
        (
            r"cost|costs|fees?|pay|pays|paid|payment|payments|price|money|charged?|dues|expensive|"
            r"for free|free of charge|euros?|dollars?",
        ),
        OPENS,
        unless=r"pay attention|budget|fund\w*",
        lead=NO_FEE,
        known=False,
    ),
    Row(
        (DEADLINE, PLACE, r"send|sent|submit\w*|hand\w*|request\w*|appl\w+|deadlines?|due|open"),
        ("requests for a slot",),
        lead=NO_DATE,
        known=False,
    ),
    Row(
        (
            DEADLINE,
            PAPER,
            r"send|sent|submit\w*|hand\w*|deliver\w*|deadlines?|due|give|have|need|must|expected",
        ),
        REPORT,
        unless="§|which (?:coalition|dc)|published",
        lead=NO_DATE,
        known=False,
    ),
    Row(
        (r"deadlines?|due|due date|by when|until when|last day|cut off|closing date",),
        ("agreed deadline",),
        lead=NO_DATE,
        known=False,
    ),
    Row(
        (r"next|upcoming|coming", r"calls?|meetings?|coordination|meet|igf|forum"),
        ("every month to coordinate",),
        unless=f"§|{PLACE}",
        lead=NO_DATE,
        known=False,
    ),
    Row(
        (r"how often|how many times|how frequently|every month|monthly|weekly", r"meet\w*|calls?"),
        ("every month to coordinate",),
        unless="§",
    ),
    # Slots, reports, and what becomes of who sends none.
    Row((PLACE, rf"{LACKING}", PAPER), SLOT, yes=False, unless="what happens"),
    Row((PLACE, COMPULSORY, PAPER), SLOT, yes=True),
    Row(
        (PLACE, r"automatic\w*|guaranteed?|always|every|all|each"),
        SLOT,
        yes=False,
        unless=r"main|joint|shared|common|rules?|enforc\w+",
    ),
    Row(
        (
            r"slots?|session slots?|session space",
            rf"{ASKED_OF}|send|request\w*|apply|ask|get|eligib\w+|{DECIDES}",
        ),
        SLOT,
    ),
    Row((r"sessions?|meeting rooms?", r"request\w*|apply|eligib\w+|approv\w+"), SLOT),
    Row(
        (
            r"automatic\w*|immediately|right away|directly|at once|straight away|by itself",
            rf"{INACTIVELY}|delet\w+|remov\w+|kick\w*|thrown|off the list|{PAPER}",
        ),
        INACTIVE,
        yes=False,
    ),
    Row(
        (
            r"what happens?|happens?|consequences?|what if|penalt\w+|punish\w*|sanctions?|inactive|"
            r"delet\w+|remov\w+|kick\w*|thrown out|lose|loses",
            PAPER,
        ),
        (*REPORT, *INACTIVE),
    ),
    Row(
        (
            rf"{ASKED_OF}|when|why|how|what happens|becomes?|declared?|call\w*|{DECIDES}",
            INACTIVELY,
            r"coalitions?|dcs?|decid\w+|declared?|determin\w+|it|they|one|listed",
        ),
        INACTIVE,
        unless=r"which|list all|§|how many",
    ),
    Row(
        (
            r"instead|in place|in lieu|rather|replace\w*|enough|ok|also|either|or",
            "thematic papers?|papers?",
        ),
        REPORT,
        yes=True,
        unless=r"inactive|what happens",
    ),
    Row((r"yearly|annual|report|reports every|paper", PAPER, VOLUNTARY), REPORT, yes=False),
    Row((r"reports?", COMPULSORY), REPORT, yes=True, unless="what happens"),
    Row(
        (r"reports?", r"how often|every year|each year|once a year|yearly|annual\w*"),
        REPORT,
        yes=True,
        unless="§|gender|publi\\w+|which",
    ),
    # Views of the few.
    Row(
        (
            rf"minorit\w+|dissent\w*|disagree\w*|{NOT_AGREE}|"
            r"other opinions?|different (?:views?|opinions?)",
            rf"{VOLUNTARY}|exclud\w+|drop|remove|hide|silence|delete",
        ),
        MINORITY,
        yes=False,
    ),
    Row(
        (
            rf"minorit\w+|dissent\w*|disagree\w*|{NOT_AGREE}",
            rf"{COMPULSORY}|include\w*|reflect\w*|mention\w*|contain\w*|show\w*|should|publish\w*",
        ),
        MINORITY,
        yes=True,
    ),
    # Who may come in and read.
    Row(
        (
            r"(?:what|which|list|name|tell|explain)",
            r"(?:(?:three|basic|main|core) )+(?:principles?|rules?|opens?)|three opens?",
        ),
        OPENS,
        unless="§",
    ),
    Row(
        (r"join\w*|members?|membership|take part|participat\w*|part of", r"invit\w+|permission"),
        OPENS,
        yes=False,
        unless=r"without",
    ),
    Row((KEPT_OPEN, CLOSED), OPENS, yes=False, unless=r"slots?|inactive|closing|close to"),
    Row(
        (r"coalitions?|dcs?|groups?|we", r"private|secret|hidden|invitation|invite only"),
        OPENS,
        yes=False,
        unless=r"inactive|active|still|§|which|how many",
    ),
    Row(
        (
            r"who|anyone|anybody|everyone|everybody|i|we",
            r"read|see|look|browse",
            r"archives?|lists?",
        ),
        OPENS,
        yes=True,
        unless="§|which|how many|link|show",
    ),
    Row(
        (r"lists?|archives?|membership", OPENLY),
        OPENS,
        yes=True,
        unless=r"§|which|how many|application|start\w*|apply\w*|list of (?:dcs|coalitions)",
    ),
    Row(
        (
            r"(?:who|anyone|anybody|everyone|everybody|any person|individuals?|compan(?:y|ies)|"
            r"students?|governments?|outsiders?|non members?)",
            r"(?:can|may|could|allowed|able|possible|welcome|free)(?: \w+)*",
            r"join|become|be a member|member|take part|participate|subscribe|part of",
        ),
        ("anyone interested may join",),
        yes=True,
        unless="§",
    ),
    # A new one.
    Row(
        (
            r"who|whom|whose|which body|secretariat|mag|does|un|vote|someone",
            DECIDES,
            NEW_ONE,
        ),
        REVIEW,
        unless=rf"slots?|sessions?|outputs?|documents?|rules|{INACTIVELY}|§|{PAPER}|archives?",
    ),
    Row(
        (
            r"how (?:much time|long|fast|quick\w*|many (?:days|weeks|months))|duration|"
            r"time (?:does|do|is|for)|takes? (?:long|time)",
            r"review\w*|approv\w*|applications?|appl\w+|decision|decid\w+|answer|accept\w*|wait|"
            r"get|take|takes|secretariat|process\w*",
        ),
        (*REVIEW, "couple of weeks"),
        unless=r"§|slots?|sessions?|exist\w*|around|been|meetings?|last",
    ),
    Row(
        (r"web ?sites?|web ?pages?|blogs?", rf"{COMPULSORY}|{VOLUNTARY}"),
        ("recommended, not required",),
        unless=r"§|mail\w*|which|how many|see|find|know",
    ),
    Row(
        (
            r"mailing lists?|action plan|contact persons?|names? of contacts?|contacts?|"
            r"written|writing|need for",
            rf"{VOLUNTARY}|missing|later|not have|by phone",
            r"appl\w+|start\w*|new|found|form|establish\w*|set ?up|create",
        ),
        ("application contains", "application names", "written application"),
        yes=False,
    ),
    Row(
        (
            r"mailing lists?|action plan|contact persons?|written|writing",
            COMPULSORY,
            r"appl\w+|start\w*|new|found|form|establish\w*|set ?up|create",
        ),
        ("application contains", "application names", "written application"),
        yes=True,
        unless=r"what|open|how",
    ),
    Row(
        (r"^who (?:decides?|approves?|chooses?)(?: here)?$",),
        (*REVIEW, "requests for a slot", "decided on by the coalitions"),
        lead="That depends on what is to be decided:",
    ),
    Row(
        (r"decid\w*|decision|shape\w*|agree\w*", r"documents?|principles?|rules"),
        ("decided on by the coalitions",),
        unless=r"§|when|what (?:are|is)|slots?|which|published?",
    ),
    # How they work.
    Row(
        (
            r"only|just",
            r"at the igf|once a year|annual meeting|in person|face to face|online|virtual\w*",
        ),
        ("work all year round",),
        yes=False,
        unless=COMPULSORY,
    ),
    Row(
        (
            r"meet|meets|met|meetings?|work|works|working|gather",
            r"online|virtual\w*|remote\w*|face to face|in person|physical\w*|year round|all year|"
            r"outside|elsewhere|other (?:places?|events?|venues?)|during the year",
        ),
        ("work all year round",),
        yes=True,
        unless=rf"§|which|who|first time|2015|lead|led|host\w*|when|{COMPULSORY}",
    ),
    Row(
        (r"independent|autonomous|on their own|controlled?|belong\w*|subordinate",),
        ("are independent",),
        unless=r"§|which|work\w* (?:on|for)",
    ),
)
