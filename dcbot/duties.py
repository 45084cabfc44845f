"""Duties: what the bot does in time and needs no settings for, by the names that jobs give."""

from __future__ import annotations

from collections.abc import Mapping

from dcbot.services import (
    forgotten,
    lookahead,
    poll_closing,
    polls,
    registers,
    reminders,
    reminding,
    retractions,
    windows,
)
from dcbot.timetable import Duty

DUTIES: Mapping[str, Duty] = {
    lookahead.DUTY: lookahead.look_ahead,
    reminders.DUTY: reminding.remind,
    reminders.PUT_RIGHT: retractions.put_right,
    registers.DUTY: registers.look,
    windows.DUTY: windows.end,
    forgotten.DUTY: forgotten.look_after,
    polls.DUTY: poll_closing.close_due,
}
