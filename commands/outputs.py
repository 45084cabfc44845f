"""Outputs: a coalition's document of a cycle, sent by chat or mail, and shown once it is public."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any

from dcbot.arguments import Paragraphs, Rest
from dcbot.command import Call, Example, command, takes_reply
from dcbot.documents import of_text
from dcbot.errors import BadArgument, NotFound
from dcbot.lines import fold
from dcbot.message import Answer, Ask, literal
from dcbot.roles import Assurance, Role
from dcbot.services import cycles, groups, outputs, outputs_told, release_news
from dcbot.services.outputs import Sent

_LINK = re.compile(r"<?(https?://[^\s<>]+)>?")
_SAME = ("same as last year", "same as last time", "as last year", "like last year")
_WITHDRAW = "withdraw output"
_YEAR = re.compile(r"(?:\s+(?:for|of|in))?\s+((?:IGF\s+)?(?:19|20)\d\d)\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Meant:
    """Which group's output of which cycle is meant, and what was said behind it."""

    group: Any
    cycle: Any
    handle: str
    more: str


@command(
    "output submit",
    aliases=("submit output", "output send", "output replace"),
    allowed=Role.REPRESENTATIVE,
    assurance=Assurance.STRONG,
    changes=True,
    errand="read document",
    examples=(
        Example("output submit DCAD", "No document came with the message. Attach it and write…"),
    ),
)
async def submit(call: Call, what: Annotated[str, Paragraphs("coalition: title")]) -> Answer:
    """Send in your coalition's document of this cycle; a later one replaces it.

    Attach a file (Markdown, text, HTML, Word .docx, PDF) and write `output submit DC3: Title` with
    it; or give a link, `output submit DC3: https://… Title`; or write the text in the lines below.
    It is checked against your group's template, and what is found is told; nothing is refused for
    it. Until the release your coalition's representatives alone can read it. For another cycle say
    `output submit DC3 2027: …`; “same as last year” takes the last one as a start.
    """
    first, _, below = what.strip().partition("\n")
    name, _, more = _split(first)
    meant = await _meant(call, name, more)
    await outputs.require(call.store, meant.group, by=call.person, now=call.now)
    sent = await _sent(call, meant, below.strip())
    found = await outputs.submit(
        call.store, meant.group, meant.cycle, sent, by=call.person, now=call.now
    )
    last = found.last
    late = f" It is late for the {' and the '.join(last.late_for)}." if last.late_for else ""
    head = f"{outputs.called(found, meant.handle)}: version {last.number} is here.{late}"
    lines = [head, *await outputs_told.state_lines(call.store, found, now=call.now)]
    lines += outputs_told.findings_lines(last)
    lines.append(f"{call.say(f'output preview {meant.handle}')} shows it as it will be read.")
    return Answer("\n".join(lines), private=not found.output.is_public(call.now))


async def _sent(call: Call, meant: Meant, below: str) -> Sent:
    link = _LINK.search(meant.more)
    title = _LINK.sub(" ", meant.more).strip(" ,:–-")
    if fold(meant.more) in _SAME or (not below and fold(below or meant.more) in _SAME):
        return await _as_last_year(call, meant)
    if link:
        return Sent("link", title, link=link[1].rstrip(".,;)"))
    if call.errand is not None:
        if "mistake" in call.errand:
            raise BadArgument(str(call.errand["mistake"]))
        return Sent(str(call.errand["kind"]), title, str(call.errand["html"]), file=call.errand)
    if below:
        kind, html = of_text(below)
        return Sent(kind, title, html)
    say = call.say(f"output submit {meant.handle}: Title")
    raise BadArgument(
        f"No document came with the message. Attach it and write {say} with it; or write a link "
        "to it behind the colon, or its text in the lines below."
    )


async def _as_last_year(call: Call, meant: Meant) -> Sent:
    found = await outputs.earlier(call.store, meant.group, meant.cycle)
    if found is None or not found.versions:
        raise NotFound(
            f"No earlier output of {literal(meant.handle)} is known here, so there is none to "
            "start from. Attach the document, or send a link to it."
        )
    last = found.released or found.last
    return Sent(last.kind, last.title, last.html, last.link)


@command(
    "output",
    aliases=("output show",),
    examples=(Example("output DC3", "Nothing of DC3 for IGF 2025 is public.…"),),
)
async def show(call: Call, what: Annotated[str, Rest("coalition")]) -> Answer:
    """Show what a coalition has written for this cycle, once it is public.

    Its representatives see it before, with every version and what the check found; said privately.
    `output DC3 2027` shows that of another cycle.
    """
    meant = await _meant(call, *_split(what)[::2])
    by, now = call.person, call.now
    own = await outputs.may_see(call.store, meant.group, by=by, now=now)
    found = await outputs.seen(call.store, meant.group, meant.cycle, by=by, now=now)
    of = f"{literal(meant.handle)} for {literal(meant.cycle.name)}"
    if found is None:
        words = await outputs_told.release_words(call.store, meant.cycle.id, now)
        if own:
            send = call.say(f"output submit {meant.handle}: Title")
            return Answer(f"Nothing of {of} is here yet. {send} sends it. {words}", private=True)
        return Answer(f"Nothing of {of} is public. {words}")
    text = await outputs_told.whole(call.store, found, now=now, own=own)
    return Answer(text, private=own and not found.output.is_public(now))


@command(
    "output preview",
    aliases=("preview output",),
    allowed=Role.REPRESENTATIVE,
    assurance=Assurance.STRONG,
    examples=(Example("output preview DCAD", "DCAD has sent no output for IGF 2025 yet."),),
)
async def preview(call: Call, what: Annotated[str, Rest("coalition")]) -> Answer:
    """Read your coalition's newest version as text, privately, before it is released."""
    meant = await _meant(call, *_split(what)[::2])
    await outputs.require(call.store, meant.group, by=call.person, now=call.now)
    found = await outputs.held(call.store, meant.group, meant.cycle)
    if found is None:
        raise NotFound(
            f"{literal(meant.handle)} has sent no output for {literal(meant.cycle.name)} yet."
        )
    head = f"**{outputs.called(found, meant.handle)}**, version {found.last.number}:"
    lines = [head, outputs_told.preview(found.last), *outputs_told.findings_lines(found.last)]
    return Answer("\n\n".join([lines[0], lines[1], "\n".join(lines[2:])]), private=True)


@command("outputs", examples=(Example("outputs", "No output of IGF 2025 is public.…"),))
async def every(call: Call, cycle: Annotated[str, Rest("cycle")] = "") -> str:
    """List the outputs of a cycle that everybody can read, and when the others become public."""
    one = await _cycle(call, cycle)
    found = await release_news.public(call.store, one, now=call.now)
    words = await outputs_told.release_words(call.store, one.id, call.now)
    if not found:
        return f"No output of {literal(one.name)} is public. {words}"
    lines = [f"- {await release_news.line(call.store, each, call.manners.site)}" for each in found]
    return "\n".join([f"Outputs of {literal(one.name)}:", *lines, words])


@command(
    "output withdraw",
    aliases=("withdraw output",),
    allowed=Role.REPRESENTATIVE,
    assurance=Assurance.STRONG,
    examples=(Example("output withdraw DCAD", "DCAD has sent no output for IGF 2025 yet."),),
)
async def withdraw(call: Call, what: Annotated[str, Rest("coalition: why")]) -> Answer:
    """Withdraw your coalition's output: `output withdraw DC3: it goes to another process`.

    Before the release nobody hears of it, and it can be sent again; afterwards the page says that
    it was withdrawn, by whom and why.
    """
    meant = await _meant(call, *_split(what)[::2])
    await outputs.require(call.store, meant.group, by=call.person, now=call.now)
    found = await outputs.held(call.store, meant.group, meant.cycle)
    if found is None:
        raise NotFound(f"{literal(meant.handle)} has sent no output for {meant.cycle.name} yet.")
    released = found.output.is_public(call.now)
    after = (
        "Its page will say so, with your name and the reason."
        if released
        else "Nobody but its representatives hears of it."
    )
    draft = {"group": meant.group.id, "cycle": meant.cycle.key, "why": meant.more}
    text = f"{outputs.called(found, meant.handle)} would be withdrawn. {after}"
    foot = "Withdraw it? Say `yes` or `no`."
    return Answer(f"{text} {foot}", ask=Ask(_WITHDRAW, draft=draft), private=not released)


@takes_reply(_WITHDRAW)
async def withdrawn(call: Call, reply: str, draft: dict[str, Any]) -> Answer:
    """Withdraw it where whoever asked said yes."""
    if reply != "yes":
        return Answer("Nothing was changed.")
    group = await call.store.groups.get(draft["group"])
    if group is None:
        raise NotFound("That coalition is known no more.")
    cycle = await cycles.named(call.store, draft["cycle"])
    why = str(draft["why"])
    found = await outputs.withdraw(call.store, group, cycle, why, by=call.person, now=call.now)
    handle = (await groups.title(call.store, group)).handle
    return Answer(f"{outputs.called(found, handle)}: {outputs_told.withdrawn(found)}")


@command(
    "output accept",
    aliases=("output take in",),
    allowed=Role.SECRETARIAT,
    assurance=Assurance.STRONG,
    changes=True,
    examples=(Example("output accept DC3", "DC3 has sent no output for IGF 2025 yet."),),
)
async def accept(call: Call, what: Annotated[str, Rest("coalition")]) -> Answer:
    """Take a version that came after the freeze into the release."""
    meant = await _meant(call, *_split(what)[::2])
    found = await outputs.take_in(
        call.store, meant.group, meant.cycle, by=call.person, now=call.now
    )
    state = await outputs_told.state_lines(call.store, found, now=call.now)
    head = f"{outputs.called(found, meant.handle)}: version {found.last.number} is taken in."
    return Answer("\n".join([head, *state]), private=not found.output.is_public(call.now))


def _split(words: str) -> tuple[str, str, str]:
    """What stands before the first colon or link, and what stands behind it."""
    link = _LINK.search(words)
    before = words[: link.start()] if link else words
    name, colon, _ = before.partition(":")
    if colon:
        return name.strip(), colon, words[len(name) + 1 :].strip()
    return before.strip(), "", words[link.start() :].strip() if link else ""


async def _meant(call: Call, name: str, more: str) -> Meant:
    year = _YEAR.search(f" {name}")
    named = f" {name}"[: year.start()].strip() if year else name
    if not named:
        raise BadArgument(f"Say whose output it is, such as {call.say('output DC3')}.")
    group = await groups.named(call.store, named, prefix=call.manners.prefix)
    cycle = await _cycle(call, year[1] if year else "")
    return Meant(group, cycle, (await groups.title(call.store, group)).handle, more)


async def _cycle(call: Call, words: str) -> Any:
    if not words.strip():
        return await cycles.current(call.store, now=call.now)
    return await cycles.named(call.store, words)
