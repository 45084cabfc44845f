"""The topics in the Secretariat's style: numbered paragraphs in reported speech, gaps marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dcbot.record.deciding import Vote
from dcbot.record.minutes import Gap, GapReason, Item, ItemKind, LogLine, Minutes, Topic
from dcbot.record.outputs.blocks import Foreign, Jump, Point, Web, Words
from dcbot.record.outputs.deciding import Deciding
from dcbot.record.outputs.items import Items, Spoken
from dcbot.record.outputs.manuscript import Manuscript
from dcbot.record.outputs.places import Places
from dcbot.record.outputs.publication import Speech

_LEFT_OUT: Mapping[GapReason, str] = {
    GapReason.OFF_RECORD: "off the record",
    GapReason.TAKEN_BACK: "taken back",
}


def gap_words(gap: Gap | None) -> str:
    """That something was left out, and why; never what."""
    if gap is None:
        return "A line is left out here."
    count = "One line here was" if gap.lines == 1 else f"{gap.lines} lines here were"
    return f"{count} {_LEFT_OUT[gap.why]}."


@dataclass(slots=True)
class Topics:
    """Writes the topics into a manuscript; `made` then holds where the lines of the log led."""

    minutes: Minutes
    places: Places
    deciding: Deciding
    speech: Speech
    made: dict[int, list[Jump]] = field(default_factory=lambda: defaultdict(list))
    _log: dict[int, LogLine] = field(default_factory=dict)

    def write(self, script: Manuscript) -> None:
        """All topics, in order; what comes before any has a heading only where there is some."""
        if self.speech is not Speech.NONE:
            self._log = {one.line: one for one in self.minutes.log}
        topics = self.minutes.topics or (Topic(title=""),)
        others: list[list[Gap | Vote]] = [[] for _ in topics]
        placed: list[Gap | Vote] = [*self.minutes.gaps, *self.minutes.votes]
        for one in placed:
            others[min(one.topic, len(topics) - 1)].append(one)
        items = Items.of(self.minutes, self.places)
        for place, topic in enumerate(topics):
            more = [*others[place], *self._spoken(topic)]
            split = topic.level == 1 and any(one.level > 1 for one in topics[place + 1 : place + 2])
            if topic.title or topic.removed or topic.items or more:
                self._topic(script, topic, items, more)
                if not (topic.items or more or split):
                    script.say(("Nothing was recorded under this topic.",))

    def _topic(
        self, script: Manuscript, topic: Topic, items: Items, more: Sequence[Gap | Vote | Spoken]
    ) -> None:
        script.heading(topic.level + 1, self._anchor(topic), _title(topic))
        named = [link for link in topic.links if link.url not in topic.title]
        script.points(Point(("Link: ", Web(link.url, link.words))) for link in named)
        voted = {one.line: one.question for one in more if isinstance(one, Vote)}
        for one in _in_order(topic.items, more):
            match one:
                case Item() if one.kind is ItemKind.VOTE and voted.get(one.line) == one.text:
                    # The vote itself says the same, and how it went.
                    continue
                case Item():
                    self._item(script, one, items)
                case Gap():
                    script.number((gap_words(one), *self.places.line(one.line)))
                case Vote():
                    self._vote(script, one)
                case Spoken():
                    self._said(script, one)

    def _anchor(self, topic: Topic) -> str:
        if topic.line is None:
            return self.places.name("opening")
        anchor = self.places.name(f"topic-{topic.line}")
        self.made[topic.line].append(Jump(f"topic {topic.number}".strip(), anchor))
        return anchor

    def _spoken(self, topic: Topic) -> list[Spoken]:
        """What was said, as far as it belongs into the minutes and is no item already."""
        items = {item.line for item in topic.items}
        found: list[list[LogLine]] = []
        for number in topic.spoken:
            line = self._log.get(number)
            if line is None or number in items:
                continue
            if self.speech is Speech.SCRIBED and not (line.written_by or line.noted):
                continue
            if line.continued and found and found[-1][-1].name == line.name:
                found[-1].append(line)
            else:
                found.append([line])
        return [Spoken(tuple(lines)) for lines in found]

    def _item(self, script: Manuscript, item: Item, items: Items) -> None:
        anchor = self.places.name(f"item-{item.line}")
        number = script.number(Point(items.words(item), anchor))
        jump = items.jump(item, number, anchor)
        for line in dict.fromkeys((item.line, item.made_line)):
            if line is not None:
                self.made[line].append(jump)

    def _vote(self, script: Manuscript, vote: Vote) -> None:
        anchor = self.places.name(f"item-{vote.line}")
        number = script.number(self.deciding.vote(vote, anchor))
        self.made[vote.line].append(Jump(f"paragraph {number}", anchor))
        if vote.tallies and not vote.removed:
            script.add(self.deciding.table(vote))

    def _said(self, script: Manuscript, speech: Spoken) -> None:
        anchor = self.places.name(f"item-{speech.line}")
        number = script.number(Point(speech.words(self.places), anchor))
        for line in speech.lines:
            self.made[line.line].append(Jump(f"paragraph {number}", anchor))


def _title(topic: Topic) -> Words:
    number = f"Topic {topic.number}: " if topic.number else "Topic: "
    if topic.removed:
        return (f"{number}its title was taken back",)
    return (number, Foreign(topic.title)) if topic.title else ("Before the first topic",)


def _in_order(
    items: Sequence[Item], others: Sequence[Gap | Vote | Spoken]
) -> Iterator[Item | Gap | Vote | Spoken]:
    """Items as they are, and the others each before the first item of a later line."""
    rest = sorted(others, key=lambda one: one.line)
    taken = 0
    for item in items:
        while taken < len(rest) and rest[taken].line < item.line:
            yield rest[taken]
            taken += 1
        yield item
    yield from rest[taken:]
