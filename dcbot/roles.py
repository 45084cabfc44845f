"""Who may: the roles that people hold in groups, and how sure the bot is who speaks."""

from __future__ import annotations

from enum import IntEnum


class Assurance(IntEnum):
    """How sure it is that a message comes from the person whose address it bears."""

    WEAK = 1
    """The address alone says so, as in plain mail."""
    MEDIUM = 2
    """The sender's own mail server vouches for the address."""
    STRONG = 3
    """A homeserver's login, the console of the bot itself, or a single-use word answered."""


class Role(IntEnum):
    """What somebody may do in a group; each may do what those before it may.

    Secretariat and operator are held for all groups; the others for one group, and a coordinator
    of a group is one for the groups below it too.
    """

    ANYONE = 0
    OBSERVER = 1
    MEMBER = 2
    REPRESENTATIVE = 3
    CHAIR = 4
    COORDINATOR = 5
    SECRETARIAT = 6
    OPERATOR = 7

    @property
    def label(self) -> str:
        """The role as people say it, in the singular."""
        return self.name.lower()

    @property
    def labels(self) -> str:
        """The role as people say it, in the plural."""
        return {Role.ANYONE: "everyone", Role.SECRETARIAT: "the Secretariat"}.get(
            self, f"{self.label}s"
        )

    @property
    def for_all(self) -> bool:
        """Whether the role is held for all groups at once."""
        return self >= Role.SECRETARIAT
