"""Ordinary words: those that stand in any question and are nobody's name; pure."""

from __future__ import annotations

from dcbot import words

_ORDINARY = """
able absolutely accept acceptable accepted access accident accomplish according account achieve
act action activity actual actually add addition additional address admit adopt advance advantage
advice advise affect afford afraid afternoon age ago agree agreement ahead aim allow alone amongst
amount announce annoy annual answer anyway apart apologize appear application apply appreciate
appropriate approval approximately area argue argument arrange arrive article ask aspect attach
attempt attend attention audience author automatic avoid aware away back background bad base basic
basically basis beautiful because begin beginning behave behind believe belong beneficial benefit
beside better beyond big bit black block blue board body book boring boss bottom box break brief
bring broad broken budget build building bunch busy buy calendar call came campaign cancel capable
capacity card care careful carry case category cause celebrate central certain certainly chance
change chapter charge charter cheap check chief child choice choose circle citizen city claim
class clear clearly click close closed cold collaborate colleague collect come comfortable comment
commit committee common commonly communicate communication community company compare competent
complain complete completely complicated compulsory concept concern conclude condition conduct
conference confidential confirm conflict confuse connect connection consequence consider consist
consult contain content continue contribute contribution control convene conversation convince
cooperate cooperation coordinate copy correct correctly cost council country couple course cover
craft create criteria critical critique cross culture curious current customer cut daily damage
danger data date day deadline deal debate decade decide decision declare deep define definitely
definition degree delay delegate delete deliver demand demonstrate deny depart department depend
describe description deserve design desire despite detail determine develop development dictate
die difficult difficulty direct direction directly director disagree disappear disappoint disclose
discover discuss discussion dismiss display dispute distance distribute division document donate
door doubt down draft dream dress drink drive drop due duration duty earlier early earn ease
easily east easy eat economic edit edition editor educate effect effective effort elect election
electronic eligible else email emerge emergency employ empty enable encourage end energy enforce
engage engagement enjoy enormous enough ensure enter entire entirely entity entry environment
equal equally equip equitable error escape especially essential establish establishment estimate
evaluate even evening event eventually everyday everywhere evidence evolve example excellent
except exception exchange exclude exclusive excuse exercise exist existence existing expect
expectation expensive experience expert expire explain explanation explicit express extend
extension extent external extra extreme face facilitate fact factor fail failure fair fairly faith
fall familiar family famous fast fault favour feature fee feed feedback feel feeling field figure
file fill final finally finance financial find fine finish firm fit fix flexible floor flow focus
follow food force foreign forget form formal format former forward framework free freely frequency
frequent frequently friend friendly front fulfil full fully fun function fund funding further
future gain gap gather general generally generate gentle give glad goal good government graduate
grant grateful great ground grow guarantee guess guest guidance guide guideline habit half hand
handle hang happen happy hard hardly harm hate head health hear heart heavy hello help hesitate
hidden hide high highlight hire history hold holiday home honest hope host hot hour house huge
human hundred hurry idea ideal identify identity ignore image imagine immediate immediately impact
implement important impossible impress improve improvement include inclusive inclusiveness income
incorrect increase indeed independent independently index indicate individual individually
influence inform informal information initial initially initiative inside insist inspire instance
instead institution instruction integrate intend intention interact interest interested
interesting internal international internationally interpret interview introduce introduction
invest invitation invite involve issue item job join joint judge jump keen keep key kick kill
kindly know knowledge label lack lady language large last late law lawyer lay lead leader
leadership learn least leave left legal legitimate length less lesson let level lie life light
like likely limit limited line link listen literature little live load local location lock long
look lose loss lot loud love low luck lunch machine mail main mainly maintain major majority make
man manage management mandate mandatory manner mark market match material matter maximum mean
meaning measure mechanism media medium meet meeting member mention merge message method middle
milestone mind minimum minor minority minute mislead miss missing mission mistake mix mobile mode
modern modify moment money monitor month monthly morning motivate mouth move multiple mutual
national natural nature near nearly necessary need negative negotiate neither network never news
nice night nobody nominate none normal normally north note nothing notice notify notion nowhere
number numerous object objection objective obligation obligatory observe observer obtain obvious
obviously occasion occasionally occur offer office officer official old open openly operate
opinion opportunity oppose option optional order ordinary organise organiser organization organize
origin original originally otherwise outcome output outside overall overlap own page pain paper
paragraph parallel pardon parent parliament part partial participant participate participation
particular particularly partly partner partnership party pass passive password past patience
patient pattern pay payment penalty people percent perfect perfectly perform perhaps period
permanent permission permit person personal persuade phase phone phrase physical pick picture
piece place plan planet platform play please pleasure plenty point policy polite political
politician poor popular position positive possibility possible possibly post postpone potential
power powerful practical practice practise prefer preparation prepare presence present
presentation president press pressure pretend pretty prevent previous previously price primary
principle print prior priority private privilege probably problem procedure proceed process
produce product production professional professor profile program programme progress prohibit
project promise promote proof proper properly proposal propose protect proud prove provide
provision publication publicity publish punish purpose push put qualify quality quantity quarter
question quick quickly quiet quit quite quorum quote race raise random range rank rapid rapidly
rare rarely rate rather rating reach react read reader ready real realise reality really reason
reasonable reasonably receive recent recently recipient recognise recognition recognize recommend
recommendation record recover recruit reduce refer reference reflect reform refuse regard region
regional register registration regular regularly regulation reject relate relation relationship
relatively release relevant reliable rely remain remark remember remind remote remotely remove
renew repeat replace reply report reporting represent representation representative reputation
request require requirement research reserve reserved resolve resource respect respond response
responsibility responsible rest restrict restriction result resume return reveal revenue review
revise revitalize reward rich rid ride right ring rise risk road role roof room rough roughly
round rule run rush sad safe safety sake salary same satisfied save scale schedule scheme school
science scientist scope score screen search seat secret secretly section secure see seek seem
select selection self sell send senior sense separate separately serious seriously serve service
session set setting settle several severe shape share sharp shift short shortly show shut sick
side sign significant significantly signup silent silly similar similarly simple simplified simply
single sit site situation size skill skip sleep slightly slot slow slowly small smart smooth
social society soft software solution solve sound source south space speak speaker special
specific specifically speech speed spend spirit split spokesperson spot spread staff stage
stakeholder stand standard start state statement station status stay step stick still stop storage
store story straight strange strategy street strength strict strictly strike strong strongly
structure student study stuff stupid style subject submission submit subscribe substance
substantive succeed success successful successfully suddenly suffer suffice sufficient suggest
suggestion suit suitable summary supervise supply support suppose supposed surely surface surprise
survey survive suspend switch synchronized system table tackle talent talk target task tax teach
teacher team tech technical technically technology tell temporary tend term terrible test text
thank thematic theme then theoretical there therefore thick thin thing think thorough thought
thousand threat throughout throw ticket tight time timeline times tip tired title today together
tomorrow tonight tool topic total totally touch tough tour toward track tradition traditional
traditionally train training transfer translate transparency transparent travel treat treatment
trend trial trick trip trouble true truly trust truth try turn twice two type typical typically
ultimate ultimately understand understanding unfortunately unit university unless unlike unusual
update upload urge urgent use useful user usual usually valid valuable value variety various vary
version very via video view viewpoint virtual virtually visible vision visit visitor voice
voluntary volunteer vote voting wait walk wall want war warn watch water way weak wear weather web
website wed week weekly weight weird welcome well west whatever whenever wherever whole wide
widely will willing win window wise wish wonder word work worker workshop world worry worth wrap
write writer wrong yearly yesterday yet young first second third
fourth fifth newest oldest above below biggest largest smallest greatest highest lowest latest
earliest nearest next previous
"""
NUMBERS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve"),
)
"""Small numbers as words, each at its own place."""

# Forms of which no stemmer makes one.
_FORMS = """
bought brought built came chosen chose done fell felt found gave given goes gone got grew held hid
kept knew known laid led left lost made meant met paid ran read rose said sat sought seen sent shown
sold spent spoke spoken stood taken taught thought thrown told took went whose won wore
written wrote cannot couldn didn doesn don hadn hasn haven isn mustn needn shouldn wasn weren won
wouldn gonna wanna kindly asap fyi ok okay docs info doc template binding etc english french spanish
"""
ORDINARY = frozenset(_ORDINARY.split()) | frozenset(_FORMS.split())
"""Words as people write them; no name of a coalition is told by one of these alone."""
_STEMS = frozenset(words.stem(word) for word in ORDINARY)


def is_ordinary(word: str) -> bool:
    """Whether the folded word is one that stands in any question, in whatever form of it."""
    return word in ORDINARY or word.isdigit() or word in NUMBERS or words.stem(word) in _STEMS


def number(word: str) -> int | None:
    """The number that the word is, written in digits or as a word up to twelve."""
    if word.isdecimal() and len(word) < 4:
        return int(word)
    return NUMBERS.index(word) if word in NUMBERS else None


def as_word(word: str) -> str:
    """A number up to twelve in letters, as rules have it; any other word as it is."""
    small = word.isascii() and word.isdecimal() and len(word) < 3 and int(word) < len(NUMBERS)
    return NUMBERS[int(word)] if small else word
