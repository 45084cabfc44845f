"""Dialects: what each way of speaking asks of the record; one file for each."""

from __future__ import annotations

from dcbot.record.dialects.heard import Heard
from dcbot.record.dialects.reading import Reader

__all__ = ["Heard", "Reader"]
