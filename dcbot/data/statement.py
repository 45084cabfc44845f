"""Statement: what is known of the whole community, sentence by sentence, as it ships; pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dcbot.data.entry import Entry

STATEMENTS = ("about", "rules", "practice", "how_to_join", "how_to_start", "passages")
"""The lists of statements; passages are in the source's own words, in its own order."""
_FINDING = ("asked", "also", "tells", "of", "under")
KINDS = ("who", "when", "where", "number", "period", "often", "why", "how", "content", "order")
"""What a statement can tell, by the kinds of question."""


@dataclass(frozen=True)
class Statement:
    """One sentence about the whole community, with where and when it was read.

    `asked` and `also` are more words by which it is found, `tells` the kinds of question that it
    answers, `of` the keys of the groups that it is about, where it is not about all; each parted by
    spaces. A word of `asked` asks for it even alone, one of `also` only beside others. `under` is
    the heading below which it stands in its source.
    """

    text: str
    source: str
    address: str
    seen: str
    certainty: str
    asked: str = ""
    also: str = ""
    tells: str = ""
    of: str = ""
    under: str = ""


def statements(
    whole: Entry, name: str, dates: dict[str, str], groups: Sequence[str]
) -> Iterator[Statement]:
    """The statements of one list. `dates` has those of the sources, `groups` all keys of groups.

    Raises SettingsError where a source, a kind of question or a group is none.
    """
    for entry in whole.each(name, name, named_by="text"):
        entry.only("text", "source", "address", "seen", "certainty", *_FINDING)
        source = entry.one_of("source", tuple(dates))
        yield Statement(
            text=entry.word("text"),
            source=source,
            address=entry.text("address"),
            seen=entry.date("seen") or dates[source],
            certainty=entry.text("certainty"),
            asked=entry.text("asked"),
            also=entry.text("also"),
            tells=entry.words_of("tells", KINDS),
            of=entry.words_of("of", groups),
            under=entry.text("under"),
        )
