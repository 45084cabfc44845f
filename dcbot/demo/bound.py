"""Run as a script: becomes a command whose life ends when the process that started it ends.

    python bound.py PARENT SIGNAL USER COMMAND …

PARENT is the starter's process id, SIGNAL the number that the command receives when the starter
is gone, however it went; USER is a name to run as, or `-`. Only Linux can promise the signal;
elsewhere the command runs all the same. It imports nothing of the house.
"""

from __future__ import annotations

import ctypes
import os
import sys

# prctl(2): the signal to receive when the parent is gone. It outlives exec, but not a change of
# user, so the user changes first.
PR_SET_PDEATHSIG = 1


def become_user(name: str) -> None:
    """Drops to that user with its own groups only; needs root."""
    import pwd

    entry = pwd.getpwnam(name)
    os.initgroups(name, entry.pw_gid)
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)
    os.environ["HOME"] = entry.pw_dir


def bind_to_parent(parent: int, signal: int) -> None:
    """Asks the system for the signal, and ends at once if the parent went before the asking."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)


def main() -> None:
    """Changes user, binds itself and becomes the command."""
    parent, signal, user, *command = sys.argv[1:]
    if user != "-":
        become_user(user)
    bind_to_parent(int(parent), int(signal))
    os.execvp(command[0], command)


if __name__ == "__main__":
    main()
