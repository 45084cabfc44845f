"""Near misses: words that look like instructions and are none, and what was meant."""

from __future__ import annotations

from collections.abc import Mapping

from rapidfuzz.distance import OSA

from dcbot.record.dialects.heard import Instructions
from dcbot.record.instructions import Mistaken

# Found in real logs, where MeetBot dropped each of them without a word.
_MEANT: Mapping[str, str] = {
    "chairs": "chair",
    "cochair": "chair",
    "decision": "agreed",
    "decided": "agreed",
    "resolved": "agreed",
    "resolution": "agreed",
    "consensus": "agreed",
    "approved": "accepted",
    "stopmeeting": "endmeeting",
    "finishmeeting": "endmeeting",
    "closemeeting": "endmeeting",
    "beginmeeting": "startmeeting",
    "meetingstart": "startmeeting",
    "meetingend": "endmeeting",
    "item": "info",
    "note": "info",
    "notes": "info",
    "information": "info",
    "fyi": "info",
    "todo": "action",
    "task": "action",
    "assign": "action",
    "url": "link",
    "subject": "topic",
    "agenda": "topic",
    "unlink": "undo",
    "remove": "undo",
    "proposal": "idea",
}
_ELSEWHERE = ("subtopic", "progress", "startvote", "endvote", "showvote", "vote", "motion", "here")


def mistaken(
    word: str, rest: str, known: Mapping[str, object], *, spaced: bool = False
) -> Instructions | None:
    """The near miss that this is; None where it is nothing but a hashtag."""
    folded = word.casefold()
    if spaced:
        return (Mistaken(f"# {word}", f"#{folded} {rest}".strip(), "a space behind the #"),)
    if folded in _ELSEWHERE:
        return (Mistaken(f"#{word}", "", f"no MeetBot of that place knew #{folded}"),)
    meant = _MEANT.get(folded) or _joined(folded, rest, known) or _nearest(folded, known)
    if not meant or meant not in known or rest.startswith(("-", "_")):
        return None
    if rest.startswith("://"):
        rest = f"{folded[len(meant) :]}{rest}"
    return (Mistaken(f"#{word}", f"#{meant} {rest}".strip(), f"#{folded} is no instruction"),)


def _joined(word: str, rest: str, known: Mapping[str, object]) -> str | None:
    """“#linkhttps://…”: the space was forgotten."""
    if not rest.startswith("://"):
        return None
    return next((one for one in known if word.startswith(one)), None)


def _nearest(word: str, known: Mapping[str, object]) -> str | None:
    """The one word that differs by a slip or two; none where two are equally near."""
    if len(word) < 4:
        return None
    allowed = 1 if len(word) < 7 else 2
    near = sorted(
        (distance, one)
        for one in known
        if len(one) > 3 and (distance := OSA.distance(word, one, score_cutoff=allowed)) <= allowed
    )
    # “#infra” and “#hello” are no slips of #info and #help: the first letters tell.
    near = [(distance, one) for distance, one in near if one[:2] == word[:2] or distance == 1]
    nearest = [one for distance, one in near if distance == near[0][0]]
    # “#agred” is as near to #agree as to #agreed, which are forms of one word.
    longest = max(nearest, key=len, default="")
    return longest if longest and all(longest.startswith(one) for one in nearest) else None
