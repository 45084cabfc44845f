"""The words of ballots: how people say yes, if need be, no, all, none, but and only; pure data."""

from __future__ import annotations

from enum import Enum, auto

from dcbot.lines import fold
from storage.polls import Suits


class Sign(Enum):
    """What a word does in a ballot, where it does not say how a time suits."""

    ALL = auto()
    NONE = auto()
    REST = auto()
    EXCEPT = auto()
    BUT = auto()
    """Except, behind “all”; elsewhere it begins the next clause."""
    ONLY = auto()
    UNCLEAR = auto()
    """Some, and it is not said which."""
    FILLER = auto()


_WORDS: dict[Suits | Sign, str] = {
    Suits.YES: """
        yes | y | yep | yeah | ok | okay | fine | good | great | sure | perfect | possible | free
        | available | work | works | suit | suits | can | could | prefer | preferred | for me
        | oui | si | sim | ja | да | могу | 是 | 可以 | 行 | 好 | نعم
    """,
    Suits.IF_NEED_BE: """
        if need be | if needed | if necessary | if required | if i must | if i have to | maybe | m
        | if really needed | if nothing else works | only if need be | only if needed
        | only if necessary | perhaps | possibly | might | not ideal | with difficulty
        | au besoin | si besoin | si necessaire | peut etre | si es necesario | si hace falta
        | quiza | quizas | tal vez | se necessario | se for preciso | talvez | если нужно
        | если надо | при необходимости | может быть | возможно | 如有必要 | 必要时 | 也许 | 可能
        | عند الضرورة | إذا لزم الأمر | ربما
    """,
    Suits.NO: """
        no | n | nope | not | cannot | can not | cant | could not | dont | doesnt | wont
        | unavailable | impossible | busy | never | non | nao | nein | нет | не | не могу
        | 不 | 不行 | 不可以 | 不能 | لا
    """,
    Sign.ALL: """
        all | all of them | all of these | all times | any | any of them | any time | anytime
        | every | everything | both | tous | toutes | todos | todas | все | 全部 | 都行
        | 都可以 | الكل
    """,
    Sign.NONE: """
        none | none of them | none of these | nothing | neither | neither of them | aucun | aucune
        | ninguno | ninguna | nenhum | nenhuma | 都不行
    """,
    Sign.REST: """
        the rest | rest | all the rest | the others | others | all others | all the others
        | everything else | all other | the other times | les autres | los demas | los otros
        | os outros | остальные | 其他 | 其余 | الباقي
    """,
    Sign.EXCEPT: """
        except | except for | save | apart from | other than | sauf | excepte | excepto | salvo
        | menos | exceto | кроме
    """,
    Sign.BUT: "but | mais | pero | mas | но",
    Sign.ONLY: "only | just | seulement | solo | solamente | somente | apenas | только | 只 | فقط",
    Sign.UNCLEAR: "not all | not any | not every | not both | not everything | some | some of them",
    Sign.FILLER: """
        and | or | i | we | you | me | us | for | the | a | of | to | at | is | it | be | option
        | options | time | times | slot | slots | number | numbers | date | dates | please | thanks
        | thank you | would | will | do | does | make | attend | come | join | am | are | also | too
        | with | very | well | answer | st | nd | rd | th | et | und | e | и | 和 | pour | para
        | por | moi | mi | для | меня
    """,
}
PHRASES = {
    tuple(fold(words).split()): meaning
    for meaning, listed in _WORDS.items()
    for words in listed.split("|")
}
"""What each word or phrase means, by its folded words."""
LONGEST = max(map(len, PHRASES))
"""Words of the longest phrase."""

_CARDINAL = "one two three four five six seven eight nine ten"
_ORDINAL = "first second third fourth fifth sixth seventh eighth ninth tenth"
NUMBERS = {word: number for number, word in enumerate(_CARDINAL.split(), 1)}
"""Numbers in words."""
ORDINALS = {word: number for number, word in enumerate(_ORDINAL.split(), 1)}
"""Ordinal numbers in words; “one” behind them is no number."""
SIGNS = {
    **dict.fromkeys("✅✔☑👍🟢", "yes"),
    **dict.fromkeys("❌✖👎🔴🚫", "no"),
    **dict.fromkeys("🤷🟡", "maybe"),
}
"""What is said by signs, as words."""
