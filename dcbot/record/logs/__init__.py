"""Logs of meetings that others kept: MeetBot's, W3C's and those of chat programs, as journals."""

from __future__ import annotations

from dcbot.record.logs.dating import Clock
from dcbot.record.logs.log import Log, LogKind
from dcbot.record.logs.opening import open_log

__all__ = ["Clock", "Log", "LogKind", "open_log"]
