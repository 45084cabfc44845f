"""Migration 0030: which public rows were changed; the triggers that note it are laid beside it."""

from __future__ import annotations

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No record changes: what is noted stands outside them, with the marks."""
