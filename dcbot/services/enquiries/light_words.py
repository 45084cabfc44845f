"""Light words: what people say around a question, of which no answer has to speak; pure."""

from __future__ import annotations

_LIGHT = """
able absolutely actual actually advance almost along always amazing anymore anyways appreciate
asap ask asked asking asks assume aware bad basic basically bit bot brief briefly bro btw
certain certainly clear clearly clarify came come comes coming confused confusing correct correctly
couldn course curious currently dcbot definitely detail details directly doesn don easily easy
elaborate else especially etc even eventually ever everything exact exactly example explain
explained explanation fact fairly feel fine finally follow following forgive forward friend
friends fully general generally gladly glad great guess guys hallo happy hear heard hello hey hi
hint honest honestly hope hopefully idea ignorant indeed instance interested interesting just
kind kindly know known lately least less likely little look looking lot lots manner matter maybe
mind moment more mostly naturally nearly newbie newcomer nice no obviously occasionally ok okay
otherwise pardon particular particularly perhaps please pls plus possible possibly presently
pretty probably proper properly put question questions quick quickly quite rather really reason
reasons regarding regards remember right said say saying says see seem seems shall short shortly
should show shown itself themselves every simple simply slightly smart someday sometimes
somewhere themself non soon sorry specific could might may can
specifically still stupid suppose supposed sure surely take takes taken talk talking tell telling
tells thank thanks thing things think thinking thought thus times told total totally true truly
try trying type understand understood unfortunately upon usual usually various wait want wanted
wants whatever whether wish won wonder wondered wondering wanting needing asking showing thinking
finding find finds looks happening mention mentions mentioned worry
would wouldn wrong yep yet yours
anyway necessarily practice sentence im ive id brand inside per fellow dude mate sir madam dears
folks cheers greetings day hours nothing else both
must need needed needs require required requires oblige obliged obligation obligatory mandatory
compulsory necessary allow allowed allows permit permitted ought
country countries city cities town place places date dates month months number
"""
LIGHT = frozenset(_LIGHT.split())
"""Words of politeness and of asking, those that say must or may, and those that name what kind of
answer is sought, as “place” in “which place”."""
