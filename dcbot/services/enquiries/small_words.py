"""Small words: those that name and ask nothing, and those that slips are mended to; pure."""

from __future__ import annotations

_SMALL = """
before until between during send ist again among amongst
make makes made making take takes took use uses used goes
a about actually after all already also am an and any anybody anyhow anyone anything apparently
april are as at august available be been being besides best both but by can coalition coalitions
currently d dc dcs dear december did do does doing dynamic each either else ever exactly far
february for from get gets getting give gives gave given giving go going good got group groups
had has have he help
her here him his how i if igf in into is it its january july june just kind kindly know known last
let like list ll look looking m many march may me might mine moment more most much must my name
named names need no not november now nowadays october of off often on once one ones only or other
our out own part people please presently question re regards right s said same say says september
she should since so some somebody someone something sort still stuff such sure t tell than thank
that the their them then there these they thing things think this those to today too up us use ve
very via was way we well were what whatever when where whether which while who whom whose why will
with within without wonder would year years yes yet you your §
"""
_VOCABULARY = """
abbreviation about acronym active address after again alive already always another anybody anyone
anything approve approved archive archives articles authors before began begin books called chairs
climate coalition coalitions contact could count create created date dates december differ
difference different disappeared documents doing dynamic early email england established every
everyone exist exists explain february focus focused forum found founded founder global
going groups happen happened happens having hello inactive internet issues january joined known
large later
latest launch launched leads letter listed lists looking mailing makes making many material
meaning means meeting meetings member members membership might minority month months moved names
never newest number official online other outputs paper papers participate party people person
place places please policy present publication publications publish published question quite read
really recent register related renamed report reports right round seems session sessions shall
short should since sites small somebody someone something sorry source sources speak stand stands
start started starting still stood subscribe tables taken talks thank thanks their there these
thing things think those three today topic topics under united until using versus website websites
were where whether which while whole whose within without woman words working works world would
write writes written years
"""
_MISTYPED = """
and: adn
are: aer r
can: cant
does: dose doe
how: hwo hows
is: si
join: jion jon
list: lsit
mailing: maling
not: doesnt dont didnt isnt arent wasnt werent
please: pls plz
still: stil stll
the: teh
three: tree thre
what: wat waht wht whta whats
when: whens wen whne wehn
where: wheres whre wher
which: wich whcih whihc
who: whos
with: w wit
first: 1st
second: 2nd
third: 3rd
money: mony
you: u ya yu
your: ur
something: smth sth smthg sumthing
anything: anythin nething
someone: sb smb
group: grp
groups: grps
year: yr
years: yrs
month: mth
before: b4
after: aftr
together: 2gether tgthr togther
and: n nd
people: ppl pple peeps
organization: org organisatn
organizations: orgs
government: govt gov
governments: govts
meeting: mtg meetin meting
meetings: mtgs
secretariat: secr secretariate secretariet
calendar: calender calandar
because: cuz bcoz becuz coz bcs
about: abt bout
without: wo wout
want: wanna
have: hav hv
from: frm
for: fr fo
thanks: thx thnx tks
through: thru
tomorrow: tmrw
today: 2day
right: rite
now: rn
message: msg
different: diff
required: reqd
application: app appl aplication
representatives: reps
representative: rep
information: infos
brazil: brasil
independently: indep
between: btwn
everyone: evryone
number: nr num
"""

SMALL = frozenset(_SMALL.split())
"""Words that name nothing and ask for nothing by themselves."""
VOCABULARY = frozenset(_VOCABULARY.split())
"""Words of questions that mistyped ones are mended to, and others that are no slips of these."""
MISTYPED = {
    wrong: right
    for right, _, several in (line.partition(": ") for line in _MISTYPED.strip().split("\n"))
    for wrong in several.split()
}
"""Slips in words that are too short to be told by their likeness, and the words meant."""
