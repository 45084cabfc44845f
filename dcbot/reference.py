"""The reference page of all commands, made of their declarations."""

from __future__ import annotations

from collections.abc import Iterator

from dcbot.command import Command, Registry
from dcbot.roles import Assurance, Role

_SURE = {
    Assurance.WEAK: "a plain mail is enough",
    Assurance.MEDIUM: "in chat, or by a mail that the sender's server vouches for",
    Assurance.STRONG: "in chat, or by a mail confirmed with the word sent back",
}


def page(registry: Registry) -> str:
    """The whole reference as Markdown, subjects and commands in alphabetical order."""
    lines = [
        "# What people can say",
        "",
        "Made by `dcbot reference` from the declarations in this folder; a test keeps it fresh.",
        "In a direct chat and by mail the prefix may be left out.",
    ]
    for subject in sorted({command.subject for command in registry.commands.values()}):
        lines += ["", f"## {subject.capitalize()}"]
        for command in registry.commands.values():
            if command.subject == subject:
                lines += ["", *_entry(command)]
    return "\n".join(lines) + "\n"


def _entry(command: Command) -> Iterator[str]:
    yield f"### `{command.usage()}`"
    yield ""
    yield command.summary
    if command.details:
        yield ""
        yield command.details
    yield ""
    if command.aliases:
        yield "- Also: " + ", ".join(f"`!{alias}`" for alias in command.aliases)
    above = "" if command.allowed in (Role.ANYONE, Role.OPERATOR) else " and above"
    yield f"- Who: {command.allowed.labels}{above}"
    yield f"- How sure it must be who speaks: {_SURE[command.assurance]}"
    for example in command.examples:
        yield f"- Example: `!{example.said}`"
