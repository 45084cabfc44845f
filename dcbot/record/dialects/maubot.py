"""maubot-meetings: “!topic x” and “^action x”, as in the Matrix rooms of Fedora and Ansible."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dcbot.record.dialects.heard import Heard, Instructions
from dcbot.record.instructions import Begin, Entitle, Finish, Heading, Note
from dcbot.record.minutes import ItemKind

_LINE = re.compile(r"([!^])(\w+):?(?:\s+(.*))?$", re.DOTALL)
_TAGS: Mapping[str, ItemKind] = {
    "action": ItemKind.ACTION,
    "info": ItemKind.INFO,
    "agreed": ItemKind.AGREED,
    "rejected": ItemKind.REJECTED,
    "idea": ItemKind.IDEA,
    "halp": ItemKind.HELP,
    "link": ItemKind.LINK,
}


def read(line: str, heard: Heard) -> Instructions | None:
    """What a line that begins with ! or ^ asks; a tag may begin with either."""
    found = _LINE.match(line)
    if not found:
        return None
    mark, word, rest = found[1], found[2].casefold(), (found[3] or "").strip()
    if word in _TAGS:
        return (Note(_TAGS[word], rest),)
    if mark == "^":
        return None
    match word:
        case "startmeeting" | "sm":
            return (Begin(rest),)
        case "endmeeting" | "em":
            return (Finish(),)
        case "topic" | "t":
            return (Heading(rest),)
        case "meetingname" | "mn":
            return (Entitle(rest),)
    return None
