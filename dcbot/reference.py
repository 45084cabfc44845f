"""The pages made of the declarations: the reference of all commands, and who may say them."""

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
    yield f"- Who: {_who(command)}"
    yield f"- How sure it must be who speaks: {_SURE[command.assurance]}"
    for example in command.examples:
        yield f"- Example: `!{example.said}`"


_LEAST_WAY = {
    Assurance.WEAK: "any mail",
    Assurance.MEDIUM: "vouched mail",
    Assurance.STRONG: "chat",
}


def permissions(registry: Registry) -> str:
    """Who may say which command, and by what at least, as Markdown."""
    commands = [registry.commands[name] for name in sorted(registry.commands)]
    lines = [
        "# Who may say what",
        "",
        "Made by `dcbot reference` from the declarations in `commands/`; a test keeps it fresh.",
        "`tests/test_permissions.py` tries every cell that forbids.",
        "",
        "A column is the highest role that somebody holds anywhere; a cell is the least that makes",
        "it sure who speaks. *any mail*: the address alone is enough. *vouched mail*: the sender's",
        "own server stands for the address. *chat*: a homeserver's login, or a mail confirmed with",
        "the word that the bot sends back. What makes it surer is enough too. For one group, the",
        "role must be held in it, above it or for all. Everybody else is told who may.",
        "",
        "| command | " + " | ".join(role.label for role in Role) + " |",
        "|---" * (len(Role) + 1) + "|",
    ]
    lines += [_row(command) for command in commands]
    lines += ["", "## The same in sentences", ""]
    lines += [f"- {_sentence(command)}" for command in commands]
    return "\n".join(lines) + "\n"


def _row(command: Command) -> str:
    way = _LEAST_WAY[command.assurance]
    cells = (way if role >= command.allowed else "–" for role in Role)
    return f"| `!{command.name}` | " + " | ".join(cells) + " |"


def _sentence(command: Command) -> str:
    what = "changes something" if command.changes else "only reads"
    return (
        f"`!{command.name}` {what}; it may be said by {_who(command)}: {_SURE[command.assurance]}."
    )


def _who(command: Command) -> str:
    above = "" if command.allowed in (Role.ANYONE, Role.OPERATOR) else " and above"
    return f"{command.allowed.labels}{above}"
