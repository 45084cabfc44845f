"""The settings of an operator: bot.toml and the environment, read once and never changed."""

from __future__ import annotations

from dcbot.config.loading import load
from dcbot.config.secrets import DiscreetFormatter, Redactor, Secrets, keep_secret, read_secret
from dcbot.config.settings import (
    ArchiveSettings,
    DatabaseSettings,
    HealthSettings,
    LetterSettings,
    LogSettings,
    MailSettings,
    MatrixSettings,
    Settings,
    WebSettings,
)
from dcbot.config.writing import shipped, write_new
from dcbot.config.zones import pin_zones

__all__ = [
    "ArchiveSettings",
    "DatabaseSettings",
    "DiscreetFormatter",
    "HealthSettings",
    "LetterSettings",
    "LogSettings",
    "MailSettings",
    "MatrixSettings",
    "Redactor",
    "Secrets",
    "Settings",
    "WebSettings",
    "keep_secret",
    "load",
    "pin_zones",
    "read_secret",
    "shipped",
    "write_new",
]
