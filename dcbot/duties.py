"""Duties: what the bot does in time, by the names that jobs give."""

from __future__ import annotations

from collections.abc import Mapping

from dcbot.services import (
    countdown_plans,
    counting,
    desk_letters,
    drafts,
    forgotten,
    live,
    lookahead,
    outstanding,
    poll_closing,
    polls,
    registers,
    release_news,
    releases,
    reminders,
    reminding,
    retractions,
    search_index,
    slot_decisions,
    slot_letters,
    time_limits,
    windows,
)
from dcbot.timetable import Duty


def duties_at(site: str) -> Mapping[str, Duty]:
    """The duties of a bot whose web stands at that address, which is empty where there is none."""
    return {
        **_DUTIES,
        drafts.DRAFT: drafts.duty(site),
        releases.DUTY: release_news.duty(site),
    }


_DUTIES: Mapping[str, Duty] = {
    lookahead.DUTY: lookahead.look_ahead,
    reminders.DUTY: reminding.remind,
    reminders.PUT_RIGHT: retractions.put_right,
    registers.DUTY: registers.look,
    windows.DUTY: windows.end,
    drafts.APPROVE: drafts.end_window,
    drafts.RENEW: drafts.renew,
    forgotten.DUTY: forgotten.look_after,
    live.DUTY: live.write,
    time_limits.DUTY: time_limits.tell,
    polls.DUTY: poll_closing.close_due,
    slot_decisions.DUTY: slot_letters.tell,
    countdown_plans.DUTY: counting.count_down,
    releases.OUTSTANDING: outstanding.tell,
    desk_letters.DUTY: desk_letters.write,
    search_index.DUTY: search_index.look,
}
